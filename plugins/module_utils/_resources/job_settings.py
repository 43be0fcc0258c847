# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings that the service keeps with a job. No way to write them is proven (fact sheet 1.4, row 15; 1.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import (
    Crossed,
    NotAsWritten,
    Situation,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint, owner, setting_rows

OPTIONS: Mapping[str, Any] = {
    **job_endpoint.NAMED,
    "settings": {"type": "dict", "required": True},
    "wait_timeout": {"type": "int", "default": 120},
}
RULES = job_endpoint.RULES
# Owning the service principal does not suffice here (fact sheet 1.4).
PERMISSIONS = {"write_settings": ("Synchronization.ReadWrite.All",)}

# A replica that lags shows what was before; only something else that stays for so many reads is believed.
OTHERWISE_READS = 8
# What is said of an address or verb that the service does not have.
ROUTING = ("No HTTP resource was found", "Resource not found for the segment")
NO_EFFECT = (
    "It may be that the service takes such an update without effect; what can be set are the settings of "
    "entra.provisioning.synchronization."
)

Rows = list[dict[str, Any]]


class NotTaken(Situation):
    """The service has no way to write the settings of a job. It says so of the job, which is there."""

    def __init__(self, error: Exception, names: list[str]) -> None:
        were = "were" if len(names) > 1 else "was"
        super().__init__(
            f"{error} The job is there, so it is the update itself that the service does not have: {', '.join(names)} "
            f"{were} not set. Microsoft documents no way to set what is kept with a job, and this cloud has none today. What "
            "can be set are the settings of entra.provisioning.synchronization, such as SyncNotificationSettings (threshold "
            "of deletions, addresses to notify), SyncAll and SkipOutOfScopeDeletions. Microsoft has announced that settings "
            "of that kind move to the job when secrets are removed on 2027-07-06; leave this task out until the service "
            "takes them."
        )
        for name in ("status", "code", "request_id", "client_request_id"):
            setattr(self, name, getattr(error, name, None))


class SettingsOfJob(job_endpoint.Jobs):
    """The requests that concern the settings of one job."""

    def __init__(self, graph: Any, whose: owner.Owner) -> None:
        super().__init__(graph, whose)
        self.job_id = ""

    def settings_name(self) -> str:
        """The settings in words."""
        return f"settings of {self.name(self.job_id)}"

    def rows(self, job: Mapping[str, Any]) -> Rows:
        """The rows of the job as read. Situation when it does not show them."""
        found = setting_rows.of(job)
        if found is None:
            raise Situation(
                f"The service does not show the {self.settings_name()} as a list of names and values, so nothing can be said "
                "of them, and a write would replace them all."
            )
        return found

    def now(self) -> Rows:
        """The rows as they stand now."""
        return self.rows(self.get(self.job_id))

    def write(self, rows: Rows, basis: Rows, names: list[str]) -> None:
        """Replace the list. basis: what it was made from; names: what moves in it. NotTaken when there is no such write."""

        def still_ours() -> None:
            now = self.now()
            if not setting_rows.alike(now, basis) and not setting_rows.alike(now, rows):
                raise Crossed(
                    f"The {self.settings_name()} were changed by something else while the update was being repeated, after "
                    "the service had not answered the first one well."
                )

        doing, needs = f"update the {self.settings_name()}", PERMISSIONS["write_settings"]
        body = {setting_rows.WIRE: rows}
        try:
            self._graph.patch(self._path(self.job_id), body, doing=doing, needs=needs, before_again=still_ours)
        except Exception as error:
            if _no_such_write(error) and self._is_there():
                raise NotTaken(error, names) from error
            raise

    def _is_there(self) -> bool:
        """Whether the list proves that the job is there."""
        try:
            return job_endpoint.find(self.list(), None, self.job_id) is not None
        except Exception:
            return False


def _no_such_write(error: Exception) -> bool:
    """Whether the service says that it has nothing under this verb at this address. Of a job that is there, 404 says it."""
    status, message = getattr(error, "status", None), getattr(error, "message", None) or ""
    return status in (404, 405, 501) or (status == 400 and any(text in message for text in ROUTING))


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    graph.redactor.add_all([params["settings"][name] for name in setting_rows.secret_names(params["settings"])])
    wanted = _declared(params)
    jobs = SettingsOfJob(graph, owner.service_principal(graph, params))
    actual = job_endpoint.existing(jobs, params)
    jobs.job_id = str(actual["id"])
    rows = jobs.rows(actual)
    problems = setting_rows.unclear(wanted, rows)
    if problems:
        raise InvalidInput(problems)
    moves = setting_rows.moving(wanted, rows)
    latest = {"job_id": jobs.job_id, "settings": rows}

    def apply(change: Change) -> None:
        latest["settings"] = _carried_out(jobs, change.payload, params["wait_timeout"])

    if not moves:
        return Proposal(Plan(), _told(latest), apply, lambda: _told(latest))
    change = Change("update", jobs.settings_name(), *setting_rows.sides(moves, rows), payload=moves)
    predicted = {**latest, "settings": setting_rows.merged(rows, moves)}
    plan = Plan((change,), warnings=tuple(setting_rows.slips(wanted, rows)))
    return Proposal(plan, _told(predicted), apply, lambda: _told(latest))


def _declared(params: Mapping[str, Any]) -> dict[str, str]:
    """The declared settings as texts. InvalidInput with all that is wrong with the options."""
    problems, wanted = job_endpoint.empty_names(params), {}
    if params["wait_timeout"] < 1:
        problems.append("wait_timeout: give a number of seconds of at least 1.")
    try:
        wanted = setting_rows.declared(params["settings"])
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    return wanted


def _told(result: Mapping[str, Any]) -> dict[str, Any]:
    """The results, of each row what is documented."""
    rows = [{"name": row["name"], "value": row.get("value")} for row in result["settings"]]
    return {**result, "settings": rows}


def _carried_out(jobs: SettingsOfJob, moves: setting_rows.Moves, timeout: int) -> Rows:
    """Write what moves into the list as it stands now, see it there, and return the list."""
    wanted = {name: after for name, (_before, after) in moves.items()}
    basis = jobs.now()
    if setting_rows.unclear(wanted, basis) or setting_rows.moving(wanted, basis) != moves:
        raise Situation(
            f"The {jobs.settings_name()} were changed by something else after this plan was made. Run again to plan with what "
            "stands there now."
        )
    sent = setting_rows.merged(basis, moves)
    jobs.write(sent, basis, sorted(wanted))
    watch = _Watch(wanted, basis)
    job = jobs.settle(jobs.job_id, watch.over, "has the settings as declared", timeout=timeout, describe=watch.words)
    rows = jobs.rows(job)
    if watch.differing(rows):
        raise NotAsWritten(
            f"The update of the {jobs.settings_name()} was accepted, and the service stores something else: "
            f"{watch.words(job)} Declare what the service makes of it, or nothing.",
            account="All else of it is stored as it was sent.",
        )
    gone = setting_rows.lost(sent, rows)
    if gone:
        raise NotAsWritten(
            f"The service dropped {', '.join(gone)} of the {jobs.settings_name()}, which were sent along as they stood.",
            account="What was declared is stored.",
        )
    return rows


class _Watch:
    """Decides of each read whether the wait for the settings is over."""

    def __init__(self, wanted: Mapping[str, str], basis: Rows) -> None:
        self._wanted = wanted
        self._before = setting_rows.moving(wanted, basis)
        self._last: setting_rows.Moves = self._before
        self._otherwise = 0

    def differing(self, rows: Rows) -> setting_rows.Moves:
        """The declared settings that do not stand as wanted."""
        return setting_rows.moving(self._wanted, rows)

    def over(self, job: Mapping[str, Any]) -> bool:
        """All stand as wanted; or something stands otherwise that has stayed for many reads and is not what was."""
        rows = setting_rows.of(job)
        if rows is None:
            return False
        differing = self.differing(rows)
        stays = differing == self._last
        self._otherwise = self._otherwise + 1 if stays else 1
        self._last = differing
        return not differing or (self._otherwise >= OTHERWISE_READS and differing != self._before)

    def words(self, job: Mapping[str, Any]) -> str:
        """What stands otherwise, for the errors."""
        rows = setting_rows.of(job)
        if rows is None:
            return "a job that does not show its settings."
        differing = self.differing(rows)
        told = ", ".join(f"{name} is {stored!r}" for name, (stored, _wanted) in differing.items())
        if differing == self._before:
            return f"{told}, as before. {NO_EFFECT}"
        return f"{told}."

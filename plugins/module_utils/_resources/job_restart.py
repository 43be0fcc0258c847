# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Restarting a job: an order, or, where only a quarantine shall be ended, a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import DECLARATION, ORDER, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import NotAsWritten
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    job_status,
    owner,
    restart_scopes,
    terms,
)

OPTIONS: Mapping[str, Any] = {
    **job_endpoint.NAMED,
    "reset": {"type": "list", "elements": "str", "choices": list(terms.RESTART_SCOPES)},
    "when": {"type": "str", "choices": ["always", "quarantined"], "default": "always"},
    "reasons": {"type": "list", "elements": "str", "choices": list(terms.QUARANTINE_REASONS)},
    "start": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": 120},
}
RULES = job_endpoint.RULES

# github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/8800
ONLY_OWNED = (
    "To a restart the service gives this answer also when the application has only Application.ReadWrite.OwnedBy and does "
    "own the service principal, which is reported as a defect of the service; grant Synchronization.ReadWrite.All then."
)
STARTED_BY = "use entra.provisioning.synchronization_job with state: started"
START_IS_LEFT = (
    f"The job is not started yet, and when the same task finds no quarantine any more, it starts nothing: {STARTED_BY}."
)


class Relapsed(NotAsWritten):
    """The restart ended the quarantine, and the job is in a new one: its cause was not mended."""

    def __init__(self, job: Mapping[str, Any], name: str) -> None:
        sentence = job_status.quarantine_sentence(job, name)
        text = f"The restart ended the quarantine, and another one has begun. {sentence} Then restart the job again."
        super().__init__(text, account="The restart was carried out.")
        self.result = {"job": job_status.plain(job)}


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, decide, plan."""
    _check(params)
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    course = Restart(jobs, job_endpoint.existing(jobs, params), params)
    hazards = tuple(course.hazards())
    plan = Plan(tuple(course.changes()), hazards, tuple(course.warnings()), course.kind)
    return Proposal(plan, course.predicted(), course.apply, course.observed)


def _check(params: Mapping[str, Any]) -> None:
    """Refuse contradictions before any request."""
    reset, reasons = params.get("reset"), params.get("reasons")
    problems = [*job_endpoint.empty_names(params), *restart_scopes.problems(reset)]
    if params["when"] != "quarantined" and reasons is not None:
        problems.append(f"reasons: they limit when: quarantined, and when is {params['when']}.")
    elif reasons == []:
        problems.append("reasons: the list is empty; leave the option out for every reason.")
    elif reset == ["force_deletes"] and reasons:
        others = sorted(set(reasons) - {restart_scopes.TOO_MANY_DELETES})
        if others:
            problems.append(
                f"reasons: force_deletes ends no quarantine but {restart_scopes.TOO_MANY_DELETES}, and {', '.join(others)} "
                f"{'are' if len(others) > 1 else 'is'} named."
            )
    if params["when"] == "quarantined" and reset and not set(reset) & set(restart_scopes.ENDING):
        problems.append(
            f"when: quarantined needs a reset that ends the quarantine: {', '.join(restart_scopes.ENDING)}, or none."
        )
    if params["wait_timeout"] < 1:
        problems.append("wait_timeout: give a number of seconds of at least 1.")
    if problems:
        raise InvalidInput(problems)


class Restart:
    """The restart of one job, decided when the job was read."""

    def __init__(self, jobs: job_endpoint.Jobs, actual: dict[str, Any], params: Mapping[str, Any]) -> None:
        self._jobs = jobs
        self._actual = actual
        self._latest = actual
        self._params = params
        self._reset = params.get("reset")
        self._id = str(actual["id"])
        self._name = jobs.name(self._id)
        self._quarantined = job_status.quarantined(actual)
        self._restarts = params["when"] == "always" or (self._quarantined and not self._left_because())
        self._ends = self._restarts and restart_scopes.ends_quarantine(self._reset, actual)
        self._starts = self._restarts and params["start"] and not job_status.enabled(actual)

    @property
    def kind(self) -> str:
        """An order to restart is done each time; that no quarantine shall be is a declaration."""
        return ORDER if self._params["when"] == "always" else DECLARATION

    def changes(self) -> list[Change]:
        """The restart, and the start of a job that does not run."""
        steps = []
        if self._restarts:
            sides = (self._standing(), {"reset": restart_scopes.named(self._reset)})
            steps.append(Change("restart", self._name, *sides, payload=restart_scopes.body(self._reset)))
        if self._starts:
            steps.append(Change("start", self._name, {"schedule": self._schedule()}, {"schedule": "Active"}))
        return steps

    def hazards(self) -> list[Any]:
        """What can hurt of it."""
        return list(restart_scopes.hazards(self._reset, self._actual, self._name)) if self._restarts else []

    def warnings(self) -> list[str]:
        """A quarantine that stays, and a job that stays stopped."""
        said = []
        if self._quarantined and not self._ends:
            said.append(f"{job_status.quarantine_sentence(self._actual, self._name)} {self._stays_because()}")
        if self._starts or job_status.enabled(self._actual):
            return said
        stands = f"The {self._name} does not run (schedule {self._schedule()})"
        if self._restarts:
            said.append(f"{stands}, and a restart does not start it. With start: true it is started afterwards.")
        elif self._params["start"]:
            # Somebody may have paused it, or a run before this one restarted it and could not start it: none of it is kept.
            said.append(f"{stands}, and start: true starts what was restarted only. To have it run, {STARTED_BY}.")
        return said

    def predicted(self) -> dict[str, Any]:
        """The job as it would stand."""
        if not self._restarts:
            return {"job": job_status.plain(self._actual)}
        return {"job": restart_scopes.foreseen(self._reset, self._actual, self._starts)}

    def observed(self) -> dict[str, Any]:
        """The job as last read."""
        return {"job": job_status.plain(self._latest)}

    def apply(self, change: Change) -> None:
        """Carry out one step and see it settled."""
        try:
            if change.action == "restart":
                self._restart(change.payload)
            else:
                self._start()
        except Exception as error:
            accepted = change.action == "start" or getattr(error, "settling", False)
            if self._starts and accepted and self.kind == DECLARATION:
                error.args = (f"{error} {START_IS_LEFT}",)
            raise

    def _restart(self, body: Mapping[str, Any]) -> None:
        try:
            self._jobs.act(self._id, "restart", body)
        except Exception as error:
            if getattr(error, "status", None) == 401 and getattr(error, "code", None) == "UnknownError":
                error.args = (f"{error} {ONLY_OWNED}",)
            raise
        timeout = self._params["wait_timeout"]
        if not self._ends:
            # That the watermark is reset cannot be told from the job for sure (fact sheet 3.1), so only the job is read.
            self._latest = self._jobs.settle(self._id, lambda job: True, "is there", timeout=timeout, agree=1)
            return
        self._latest = self._jobs.settle(self._id, self._over, "has left the quarantine", timeout=timeout)
        if job_status.quarantined(self._latest):
            raise Relapsed(self._latest, self._name)

    def _start(self) -> None:
        if job_status.enabled(self._latest):
            return  # this service starts what it restarts
        self._jobs.act(self._id, "start")
        timeout = self._params["wait_timeout"]
        self._latest = self._jobs.settle(self._id, job_status.enabled, "is started", timeout=timeout)

    def _over(self, job: Mapping[str, Any]) -> bool:
        """The quarantine is gone, or another one has begun since."""
        return not job_status.quarantined(job) or _began(job) not in (None, _began(self._actual))

    def _left_because(self) -> str:
        """Why a quarantine is none of those that shall be ended, or an empty text."""
        reason, wanted = restart_scopes.reason(self._actual), self._params.get("reasons")
        if wanted and reason not in wanted:
            return f"since reasons names {', '.join(sorted(set(wanted)))}."
        if self._reset == ["force_deletes"] and reason != restart_scopes.TOO_MANY_DELETES:
            return f"since force_deletes ends no quarantine but {restart_scopes.TOO_MANY_DELETES}."
        return ""

    def _stays_because(self) -> str:
        """Why the quarantine stays."""
        if not self._restarts:
            return f"It is left as it is, {self._left_because()}"
        because = self._left_because() or "since reset does not name quarantine_state."
        return f"This restart does not end the quarantine, {because}"

    def _standing(self) -> dict[str, Any]:
        """The quarantine, as one side of the change."""
        if not self._quarantined:
            return {}
        return {"status": "Quarantine", "reason": restart_scopes.reason(self._actual)}

    def _schedule(self) -> str:
        return str((self._actual.get("schedule") or {}).get("state") or "Disabled")


def _began(job: Mapping[str, Any]) -> Any:
    """When the present quarantine began."""
    return ((job.get("status") or {}).get("quarantine") or {}).get("currentBegan")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out the plan of one application: each part is planned anew just before, and must be what was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core import hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import application as declared
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft, Planned, naming, split
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

# A job that was made a moment ago may not be known everywhere yet.
SETTLE_SECONDS = 120


class Account:
    """What became of one application. done: in words; failed: the change that failed; observed: results by part."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.done: list[dict[str, Any]] = []
        self.failed: dict[str, Any] | None = None
        self.error: Exception | None = draft.error
        self.observed: dict[str, Mapping[str, Any]] = {}
        self.begun = True


class Execution:
    """The way of one application. accepted: the hazards that are accepted for all of them."""

    def __init__(self, draft: Draft, accepted: Iterable[str]) -> None:
        self._draft = draft
        self._accepted = {*accepted, *draft.application.accepted}
        self._whose = draft.whose
        self.account = Account(draft)

    def run(self, graph: Any) -> Account:
        """Carry out what was planned; what fails ends it, and stands in the account."""
        try:
            self._run(graph)
        except Exception as error:
            self.account.error = error
            self._keep_unseen(error)
        return self.account

    def _run(self, graph: Any) -> None:
        schemas = {one.part.of: one for one in self._draft.planned if one.part.of}
        for planned in self._draft.planned:
            schema = schemas.get(planned.part.label)
            if planned.part.of or not (planned.acts or (schema and schema.acts)):
                continue
            proposal = self._again(graph, planned) if planned.acts else None
            before, after = split(planned.changes)
            self._apply(proposal, planned, before)
            if schema is not None and schema.acts:
                renewed = self._again(graph, schema, _of_job(planned, proposal))
                self._apply(renewed, schema, list(schema.changes))
                self._observe(schema, renewed)
            self._apply(proposal, planned, after)
            self._finish(planned, proposal)

    def _finish(self, planned: Planned, proposal: Any) -> None:
        """Wait for what was asked for, and keep the results as they stand then."""
        if proposal is None:
            return
        try:
            proposal.wait()
        finally:
            self._observe(planned, proposal)
        if planned.part.kind == declared.CREATION:
            made = self.account.observed[planned.part.label]["application"]
            self._whose = owner.Owner(owner.PRINCIPALS, str(made["service_principal_id"]))

    def _observe(self, planned: Planned, proposal: Any) -> None:
        self.account.observed[planned.part.label] = {**proposal.predicted, **proposal.observed()}

    def _apply(self, proposal: Any, planned: Planned, changes: list[Change]) -> None:
        """Carry out some changes of a part, as they are planned now."""
        if proposal is None:
            return
        for change in changes:
            fresh = _counterpart(change, proposal.plan.changes, planned.part.kind == declared.SCHEMA)
            if fresh is None:
                # Somebody else did it meanwhile.
                continue
            self.account.failed = change.words()
            proposal.apply(fresh)
            self.account.failed = None
            self.account.done.append(change.words())

    def _again(self, graph: Any, planned: Planned, more: Mapping[str, Any] | None = None) -> Any:
        """The part planned anew, with what stands there now. Situation when it is no longer what was shown.

        more: what is known by now of what the part names.
        """
        application, names = self._draft.application, {**naming(self._whose), "if_missing": owner.FAIL, **(more or {})}

        def read() -> Any:
            return application.propose(graph, planned.part, names)

        new = planned.part.of or self._draft.new or self._loose(planned)
        proposal = self._patiently(graph, planned, read) if new else read()
        if self._loose(planned):
            self._refuse_new_hazards(proposal, planned)
        elif proposal.plan.changes and not _same(planned.changes, proposal.plan.changes):
            raise Situation(
                f"{planned.part.label}: the plan is no longer what it was at the beginning of this run, so something else "
                f"changed {self._whose} meanwhile. Planned was {_summary(planned.changes)}; now it is "
                f"{proposal.plan.summary()}. Run again to plan with what stands there now."
            )
        return proposal

    def _patiently(self, graph: Any, planned: Planned, read: Any) -> Any:
        """The schema of a job, or a part of an application, that may have been made a moment ago."""
        doing = f"read what {planned.part.label} of {self._whose} is to be compared with"
        return graph.settle(read, lambda proposal: True, doing=doing, timeout=SETTLE_SECONDS, agree=1)

    def _loose(self, planned: Planned) -> bool:
        """Whether the part was planned before there was anything to compare it with: the application is made in this run."""
        whose = self._draft.whose
        return whose is not None and not whose.exists and planned.part.kind != declared.CREATION

    def _refuse_new_hazards(self, proposal: Any, planned: Planned) -> None:
        shown = {one.name for one in planned.hazards}
        dangers = hazard.refused(proposal.plan.hazards, self._accepted | shown)
        if dangers:
            sentences = "; ".join(danger.sentence() for danger in dangers)
            raise Situation(f"{planned.part.label}: now that there is something to compare with: {sentences}.")

    def _keep_unseen(self, error: Exception) -> None:
        """A write that the service accepted and that could not be seen afterwards was done."""
        if self.account.failed is not None and getattr(error, "settling", False):
            self.account.done.append(self.account.failed)


def _of_job(planned: Planned, proposal: Any) -> dict[str, Any]:
    """The job of a schema by its id, where that is known; found by its template it costs a list of jobs."""
    seen = planned.predicted if proposal is None else proposal.observed()
    job_id = (seen.get("job") or {}).get("id")
    return {} if job_id is None else {"template_id": None, "job_id": str(job_id)}


def _counterpart(change: Change, now: Iterable[Change], only_one: bool) -> Change | None:
    """The change of the plan of this moment that stands for one that was shown. only_one: there is never another."""
    return next((one for one in now if only_one or one.action == change.action), None)


def _same(planned: Iterable[Change], now: Iterable[Change]) -> bool:
    """Whether two plans say the same; what is yet to be made has another name once it is there."""

    def words(changes: Iterable[Change]) -> list[tuple[Any, ...]]:
        said = (change.words() for change in changes)
        return [(word["action"], word["before"], word["after"]) for word in said]

    return words(planned) == words(now)


def _summary(changes: tuple[Change, ...]) -> str:
    return "; ".join(f"{change.action} {change.target}" for change in changes)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of one application in the making: part by part, as far as what was read allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import application as declared
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, undeclared
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application, Part
from ansible_collections.entra.provisioning.plugins.module_utils._estate.snapshot import Ask, Key, Missing, Snapshot
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner


class Planned(NamedTuple):
    """The plan of one part. The changes are words only: what is sent is planned anew when its time comes.

    predicted: the results of the part as they would stand.
    """

    part: Part
    changes: tuple[Change, ...]
    hazards: tuple[Hazard, ...]
    warnings: tuple[str, ...]
    predicted: Mapping[str, Any]

    @property
    def acts(self) -> bool:
        """Whether there is something to be done, or to be waited for."""
        return bool(self.changes) or self.part.params.get("wait_for", "none") != "none"


class Draft:
    """The plan of one application. graph: reads only; ahead: an application that is yet to be made is planned for."""

    def __init__(self, application: Application, graph: Any, ahead: bool) -> None:
        self.application = application
        self.whose: owner.Owner | None = None
        self.planned: tuple[Planned, ...] = ()
        self.error: Exception | None = None
        self.established: bool | None = False
        self.new = False
        self.warnings: tuple[str, ...] = ()
        self._ahead = ahead or application.params.get("application_template_id") is not None
        self._view: Snapshot | None = Snapshot(graph)
        self._done: dict[str, Planned] = {}
        self.awaited: set[Key] = set()

    def anew(self, graph: Any) -> Draft:
        """The same to be planned once more, of an application that was made lately."""
        again = Draft(self.application, graph, self._ahead)
        again.new = True
        return again

    @property
    def acts(self) -> bool:
        """Whether there is something to be done, or to be waited for."""
        return any(planned.acts for planned in self.planned)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in the order in which they are made."""
        return tuple(change for _planned, change in in_order(self.planned))

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """The hazards of all parts, each with whose it is; those that the application itself accepts are marked so."""
        accepted, name = self.application.accepted, self.application.name
        found = (hazard for planned in self.planned for hazard in planned.hazards)
        return tuple(
            hazard._replace(detail=f"{name}: {hazard.detail}", accepted=hazard.name in accepted) for hazard in found
        )

    def advance(self) -> tuple[Ask, ...]:
        """Plan as far as can be, and return what must be read besides what is awaited already; nothing once it is complete."""
        if self.complete:
            return ()
        asks: dict[Key, Ask] = {}
        try:
            self._advance(asks)
        except Missing as missing:
            asks.update((ask.key, ask) for ask in missing.asks)
        except Exception as error:
            if not is_told(error):
                raise
            self.error, asks = error, {}
        new = tuple(ask for key, ask in asks.items() if key not in self.awaited)
        self.awaited.update(asks)
        if not asks:
            # What was read may be megabytes, and there are hundreds of applications.
            self._view, self._done = None, {}
        return new

    @property
    def complete(self) -> bool:
        """Whether the plan, or its error, is there."""
        return self._view is None

    def learn(self, key: Key, answer: Any) -> bool:
        """Take what was read under the key of an Ask; True when nothing is awaited any more."""
        if self._view is not None:
            self._view.learn(key, answer)
        self.awaited.discard(key)
        return not self.awaited

    def _advance(self, asks: dict[Key, Ask]) -> None:
        view = self._view
        if self.whose is None:
            self.whose = self._found(view)
        missing: list[Missing] = []
        # What takes the longest to read is planned last, and is not carried out last for that.
        order = []
        for part in self._parts(view, missing):
            order.append(part.label)
            if part.label not in self._done:
                try:
                    self._done[part.label] = self._plan(view, part)
                except Missing as one:
                    missing.append(one)
        asks.update((ask.key, ask) for one in missing for ask in one.asks)
        if not asks:
            self.established = self._is_established(view)
            self.planned = tuple(self._done[label] for label in order)
            self.warnings = self._told()

    def _found(self, view: Any) -> owner.Owner:
        """Whose declaration it is. A name that is to be made from the gallery means what was made so, and nothing else."""
        template_id = self.application.params.get("application_template_id")
        if template_id is None:
            return owner.service_principal(view, self.application.names(self._ahead))
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
            application_endpoint,
            application_search,
        )

        name = self.application.params["display_name"]
        rows = application_endpoint.Applications(view).principals(name)
        row = application_search.only_namesake(rows, name, template_id.lower())
        return owner.Owner(owner.PRINCIPALS, *(("", name) if row is None else (str(row["id"]),)))

    def _parts(self, view: Any, missing: list[Missing]) -> Iterator[Part]:
        """The parts in the order in which they are carried out; what cannot be told yet is noted as missing."""
        whose = self.whose
        if whose is not None and not whose.exists:
            if self.application.state == options.DELETED:
                return
            creation = self.application.creation()
            yield from [creation] if creation else []
        try:
            undeclared.refuse_twins(self.application, view, whose)
            rest = undeclared.rest(self.application, view, whose)
        except Missing as one:
            missing.append(one)
            return
        yield from (declared.deleted(job_id, rest.undeclared) for job_id in rest.jobs)
        settings = self.application.settings(rest.keys)
        first = [settings] if settings else []
        if self.application.state == options.DELETED:
            # No job runs without what it needs while it is still there.
            yield from (*self.application.jobs(), *first)
        else:
            yield from (*first, *self.application.jobs())

    def _plan(self, view: Any, part: Part) -> Planned:
        """The plan of one part, by the code of its single module."""
        proposal = self.application.propose(view, part, naming(self.whose))
        plan: Plan = proposal.plan
        hazards = plan.hazards
        if part.undeclared and plan.changes:
            hazards = (*hazards, Hazard("delete_undeclared", undeclared.detail(part, self.whose)))
        # Among hundreds of applications an id says little.
        title = "" if self.application.params.get("display_name") is None else f"{self.application.name}: "
        changes = tuple(replace(change, target=title + change.target, payload=None) for change in plan.changes)
        return Planned(part, changes, hazards, plan.warnings, dict(proposal.predicted))

    def _told(self) -> tuple[str, ...]:
        """The warnings of all parts, each once; that it is yet to be made is no news where its making is declared."""
        told = dict.fromkeys(warning for planned in self.planned for warning in planned.warnings)
        made = self.application.params.get("application_template_id") is not None
        expected = self.whose.warnings if self.whose is not None and made else ()
        return tuple(warning for warning in told if warning not in expected)

    def _is_established(self, view: Any) -> bool | None:
        """Whether there is a job already, so that a change concerns people who are provisioned.

        None where that was not read, which it is only for what is to be changed.
        """
        if self.whose is None or not self.whose.exists:
            return False
        from ansible_collections.entra.provisioning.plugins.module_utils._resources.job_endpoint import Jobs

        try:
            return bool(Jobs(view, self.whose).list())
        except Missing:
            if self.changes_planned():
                raise
            return None

    def changes_planned(self) -> bool:
        """Whether any of the parts would change something."""
        return any(planned.changes for planned in self._done.values())


def naming(whose: owner.Owner | None) -> dict[str, Any]:
    """The options by which a single module is told the owner; what is yet to be made is planned for."""
    names: dict[str, Any] = dict.fromkeys(owner.EITHER)
    if whose is not None:
        names.update({"service_principal_id": whose.id} if whose.exists else {"display_name": whose.unborn})
    return {**names, "if_missing": owner.PLAN, "whose": whose}


def in_order(planned: tuple[Planned, ...]) -> Iterator[tuple[Planned, Change]]:
    """The changes as they are carried out: the schema of a job after the job is there, and before the job is started."""
    schemas = {one.part.of: one for one in planned if one.part.of}
    for one in planned:
        if one.part.of:
            continue
        before, after = split(one.changes)
        yield from ((one, change) for change in before)
        if one.part.label in schemas:
            schema = schemas[one.part.label]
            yield from ((schema, change) for change in schema.changes)
        yield from ((one, change) for change in after)


def split(changes: tuple[Change, ...]) -> tuple[list[Change], list[Change]]:
    """The changes of a job that come before those of its schema, and those that come after."""
    late = ("start", "restart")
    return [one for one in changes if one.action not in late], [one for one in changes if one.action in late]


def is_told(error: BaseException) -> bool:
    """Whether the error tells its own story: a situation, or an answer of the service. Others are defects."""
    return isinstance(error, Situation) or hasattr(error, "request_id")

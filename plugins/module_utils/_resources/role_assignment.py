# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is assigned to an application: users and groups in one of its roles, and nobody else where that is declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    app_role,
    owner,
    principals,
    role_assignment_endpoint,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources.role_assignment_endpoint import PEOPLE, Row

OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    **owner.IF_MISSING,
    "users": {"type": "list", "elements": "str"},
    "groups": {"type": "list", "elements": "str"},
    "role": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "exclusive": {"type": "bool", "default": False},
}
RULES = {
    "required_one_of": [*owner.rules(owner.SERVICE_PRINCIPAL)["required_one_of"], ("users", "groups")],
    "mutually_exclusive": owner.rules(owner.SERVICE_PRINCIPAL)["mutually_exclusive"],
}

Named = Mapping[str, principals.Principal]


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    _check(params)
    unborn = owner.unborn(graph, params)
    if unborn is not None:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment_ahead

        return role_assignment_ahead.proposal(unborn, _named(graph, params, ()), params)
    endpoint, rows = role_assignment_endpoint.read(graph, params)
    course = Course(endpoint, rows, _named(graph, params, rows), params)
    return Proposal(course.plan(), course.predicted(), course.apply, course.observed, course.wait)


def _check(params: Mapping[str, Any]) -> None:
    """Refuse contradictions, and names that could be nobody's, before any request."""
    users, groups = params.get("users"), params.get("groups")
    problems = principals.check("users", users or (), principals.USER)
    problems += principals.check("groups", groups or (), principals.GROUP)
    if params.get("role") is not None and not params["role"].strip():
        problems.append("role: the value is empty.")
    if params["exclusive"] and params["state"] != "present":
        problems.append(f"exclusive: true needs state: present, and state is {params['state']}.")
    elif params["exclusive"] and not (users or groups) and (users is None or groups is None):
        problems.append(
            "exclusive: neither users nor groups names anybody, so every assignment would be removed. If that is what you "
            "want, give both as empty lists: users: [], groups: []."
        )
    if problems:
        raise InvalidInput(problems)


def _named(graph: Any, params: Mapping[str, Any], rows: Iterable[Row]) -> Named:
    """Whom the task names, by object id. Somebody who is named twice keeps the name that people read best."""
    found = [
        *principals.users(graph, "users", params.get("users") or ()),
        *principals.groups(graph, "groups", params.get("groups") or ()),
    ]
    named: dict[str, principals.Principal] = {}
    for one in sorted(found, key=lambda one: (is_guid(one.name), one.name)):
        named.setdefault(one.id, one)
    known = {(one.id, one.kind) for one in found} | {(row.principal_id, row.kind) for row in rows}
    kinds = [(named[identity], kind) for identity, kind in known if identity in named]
    problems = sorted(_other_kind(one, kind) for one, kind in kinds if kind != one.kind)
    if problems:
        raise InvalidInput(problems)
    return named


def _other_kind(one: principals.Principal, kind: str) -> str:
    option = "users" if one.kind == principals.USER else "groups"
    if kind not in PEOPLE:
        return f"{option}: {one.name} is a {kind}, whose assignments are permissions; they are not managed here."
    right = "groups" if kind == principals.GROUP else "users"
    return f"{option}: {one.name} is a {kind.lower()}; name it under {right} only."


class Course:
    """The way from those who are assigned to those who are wanted."""

    def __init__(
        self, endpoint: role_assignment_endpoint.Assignments, rows: list[Row], named: Named, params: Mapping[str, Any]
    ) -> None:
        self._endpoint = endpoint
        self._rows = rows
        self._named = named
        self._exclusive = params["exclusive"]
        self._made: dict[tuple[str, str], str] = {}
        self._gone: dict[str, str] = {}
        if params["state"] == "present":
            self._added, self._removed = self._towards(params.get("role"))
        else:
            self._added, self._removed = [], self._away_from(params.get("role"))

    def _towards(self, role: str | None) -> tuple[list[Row], list[Row]]:
        """What is missing of the declared, and with exclusive what is more than the declared."""
        wanted = self._wanted(role)
        there = {row.key for row in self._rows}
        added = [row for row in wanted if row.key not in there]
        if added:
            app_role.check_assignable(self._endpoint.roles, added[0].role_id, self._endpoint.whose)
        if not self._exclusive:
            return added, []
        declared = {row.key for row in wanted}
        return added, [row for row in self._people() if row.key not in declared]

    def _wanted(self, role: str | None) -> list[Row]:
        """The declared assignments. Which role is the default is asked only where somebody is to have it."""
        roles, whose = self._endpoint.roles, self._endpoint.whose
        if role is not None:
            role_id = app_role.named(roles, role, whose)
        elif self._named:
            role_id = app_role.default(roles, whose)
        else:
            return []
        return [Row(one.kind, one.id, role_id) for one in self._named.values()]

    def _away_from(self, role: str | None) -> list[Row]:
        """The assignments of those who are named, in the role or in any."""
        role_id = None if role is None else app_role.named(self._endpoint.roles, role, self._endpoint.whose)
        return [row for row in self._rows if row.principal_id in self._named and role_id in (None, row.role_id)]

    def _people(self) -> list[Row]:
        return [row for row in self._rows if row.kind in PEOPLE]

    def plan(self) -> Plan:
        """Who is assigned comes first, so that nobody who changes roles is out of scope in between."""
        steps = [self._step("assign", row) for row in self._added]
        ends = [self._step("unassign", row) for row in self._removed]
        ordered = [*sorted(steps, key=lambda step: step.target), *sorted(ends, key=lambda step: step.target)]
        return Plan(tuple(ordered), self._hazards())

    def _hazards(self) -> tuple[Hazard, ...]:
        if not self._removed:
            return ()
        # Only a plan that removes pays for this import: a module compiles all that it imports, in every task.
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment_hazards

        return role_assignment_hazards.hazards(
            str(self._endpoint.whose), self._people(), self._added, self._removed, self._exclusive, self._who, self._as
        )

    def _step(self, action: str, row: Row) -> Change:
        words = {"principal_id": row.principal_id, "role": self._as(row)}
        before, after = (None, words) if action == "assign" else (words, None)
        return Change(action, self._target(row), before=before, after=after, payload=row)

    def _target(self, row: Row) -> str:
        return f"{self._who(row)} as {self._as(row)} of {self._endpoint.whose}"

    def _who(self, row: Row) -> str:
        """Somebody in words: as the task names them, else as the service does."""
        named = self._named.get(row.principal_id)
        if named is not None:
            return str(named)
        return (
            f"{row.kind.lower()} {row.name} ({row.principal_id})"
            if row.name
            else f"{row.kind.lower()} {row.principal_id}"
        )

    def _as(self, row: Row) -> str:
        return app_role.said(self._endpoint.roles, row.role_id)

    def apply(self, change: Change) -> None:
        """Carry out one step. That all of them are seen is waited for once, at the end."""
        row: Row = change.payload
        if change.action == "assign":
            self._endpoint.assign(row, change.target)
            self._made[row.key] = change.target
        else:
            self._endpoint.unassign(row, change.target)
            self._gone[str(row.id)] = change.target

    def wait(self) -> None:
        """See all that was written: a list takes up to a minute to show it."""
        if self._made or self._gone:
            self._rows = self._endpoint.settle(self._made, self._gone)

    def predicted(self) -> dict[str, Any]:
        """The results as they would stand."""
        removed = {row.id for row in self._removed}
        kept = [row for row in self._rows if row.id not in removed]
        return self._result([*kept, *self._added])

    def observed(self) -> dict[str, Any]:
        """The results as last read."""
        return self._result(self._rows)

    def _result(self, rows: Iterable[Row]) -> dict[str, Any]:
        ordered = sorted(rows, key=lambda row: (row.kind, row.principal_id, row.role_id))
        return {
            "service_principal_id": self._endpoint.whose.id,
            "assignments": [row.plain(self._endpoint.roles) for row in ordered],
        }

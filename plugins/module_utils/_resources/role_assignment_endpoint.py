# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that concern who is assigned to an application."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import NotAsWritten, Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import app_role, owner

PERMISSIONS = {
    "read": ("Application.Read.All", "Application.ReadWrite.OwnedBy", "Directory.Read.All"),
    "write": ("AppRoleAssignment.ReadWrite.All",),
}

USER, GROUP = "User", "Group"
# Who is in scope of provisioning by being assigned. The assignment of a service principal grants it a permission.
PEOPLE = (USER, GROUP)

# The service documents replication delays of this list; half a minute to a minute has been seen.
SETTLE_SECONDS = 180
MOST_NAMED = 10


class Row(NamedTuple):
    """One assignment. kind: User, Group or ServicePrincipal; id: None for one that is yet to be made."""

    kind: str
    principal_id: str
    role_id: str
    id: str | None = None
    name: str | None = None

    @property
    def key(self) -> Key:
        """Who has what: the service keeps one assignment of each."""
        return self.principal_id, self.role_id

    def plain(self, roles: app_role.Roles) -> dict[str, Any]:
        """The assignment as a result has it."""
        return {
            "principal_id": self.principal_id,
            "principal_display_name": self.name,
            "principal_type": self.kind,
            "role_id": self.role_id,
            "role": app_role.name_of(roles, self.role_id),
            "assignment_id": self.id,
        }


Key = tuple[str, str]
Rows = list[Row]


def read(graph: Any, params: Mapping[str, Any]) -> tuple[Assignments, Rows]:
    """The endpoint, which knows the application's roles, and all assignments.

    One request where the service principal is given by its object id, two where it has to be found first.
    """
    if params.get("service_principal_id") is None:
        found = owner.found(graph, params, owner.PRINCIPALS, "id,appId,appRoles")
        whose = owner.Owner(owner.PRINCIPALS, str(found["id"]))
        endpoint = Assignments(graph, whose, _roles(found, whose))
        return endpoint, endpoint.list()
    whose = owner.service_principal(graph, params)
    here = graph.path("/servicePrincipals/{}", whose.id)
    doing = f"read the app roles and the assignments of {whose}"
    paths = [f"{here}?$select=id,appRoles", f"{here}/appRoleAssignedTo"]
    principal, assigned = graph.get_many(paths, doing=doing, needs=PERMISSIONS["read"])
    endpoint = Assignments(graph, whose, _roles(principal.get(), whose))
    rows = assigned.get().get("value")
    # What is no list is asked for once more by itself, for an error that says so.
    return endpoint, _rows(rows) if isinstance(rows, list) else endpoint.list()


class Assignments:
    """Every request that concerns the assignments of one application."""

    def __init__(self, graph: Any, whose: owner.Owner, roles: app_role.Roles) -> None:
        self._graph = graph
        self.whose = whose
        self.roles = roles

    def list(self) -> Rows:
        """All assignments, sorted; the service keeps no order."""
        return _rows(self._list())

    def assign(self, row: Row, who: str) -> None:
        """Assign somebody, once. Raises NotAsWritten when it was another kind of principal than the task says."""
        try:
            reply = self._graph.post(
                self._path(),
                {"principalId": row.principal_id, "resourceId": self.whose.id, "appRoleId": row.role_id},
                doing=f"assign {who}",
                needs=PERMISSIONS["write"],
                fate=lambda: self._made(row.key),
                repeatable=True,
            )
        except Exception as error:
            if not self._is_there(error, row.key):
                raise
        else:
            _check_kind(row, who, reply.body or {})

    def unassign(self, row: Row, who: str) -> None:
        """Remove one assignment. Gone already counts as done, once the list agrees."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        path = self._path("/{}", row.id)
        deletion = removal.Deletion(
            lambda: self._graph.delete(path, doing=f"unassign {who}", needs=PERMISSIONS["write"])
        )
        if deletion.unknown:
            deletion.settle(
                self._graph,
                lambda: next((one for one in self.list() if one.id == row.id), None),
                lambda found: found is None,
                doing=f"see {who} unassigned",
            )

    def settle(self, made: Mapping[Key, str], gone: Mapping[str, str]) -> Rows:
        """Read the list until it shows all that was written. made and gone: the words for each, by key and by id."""

        def missing(rows: Iterable[Row]) -> Collection[str]:
            keys, ids = {row.key for row in rows}, {row.id for row in rows}
            late = [f"{who} is not listed yet" for key, who in made.items() if key not in keys]
            return late + [f"{who} is listed still" for identity, who in gone.items() if identity in ids]

        seen: Rows = self._graph.settle(
            self.list,
            lambda rows: not missing(rows),
            doing=f"see the assignments of {self.whose} as they were written",
            timeout=SETTLE_SECONDS,
            describe=lambda rows: f"{listed(missing(rows))}.",
        )
        return seen

    def _is_there(self, error: Exception, key: Key) -> bool:
        """Whether a refusal means that the assignment exists. The service knows its own before its lists show them.

        What the service says so is still to be seen in the list: settle waits for it.
        """
        if getattr(error, "status", None) != 400:
            return False
        if "already exists" in (getattr(error, "message", None) or ""):
            return True
        try:
            return self._made(key) is not None
        except Exception:
            return False  # the refusal says more than this error would

    def _made(self, key: Key) -> dict[str, Any] | None:
        """The assignment as the service sends it, or None."""
        return next((raw for raw in self._list() if _row(raw).key == key), None)

    def _list(self) -> Iterable[dict[str, Any]]:
        doing = f"read the assignments of {self.whose}"
        raw: Iterable[dict[str, Any]] = self._graph.list(self._path(), doing=doing, needs=PERMISSIONS["read"])
        return raw

    def _path(self, below: str = "", *parts: Any) -> str:
        return str(self._graph.path("/servicePrincipals/{}/appRoleAssignedTo" + below, self.whose.id, *parts))


def listed(names: Collection[str]) -> str:
    """The first of many, and how many more there are."""
    rest = len(names) - MOST_NAMED
    return ", ".join(list(names)[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _roles(principal: Mapping[str, Any], whose: owner.Owner) -> app_role.Roles:
    """The roles of a service principal. An answer without them is no proof that there are none."""
    if not isinstance(principal.get("appRoles"), list):
        raise Situation(f"Could not read the app roles of {whose}: the service's answer leaves them out. Run again.")
    return app_role.from_graph(principal["appRoles"])


def _rows(raw: Iterable[Mapping[str, Any]]) -> Rows:
    return sorted(map(_row, raw), key=lambda row: (row.kind, row.principal_id, row.role_id, row.id or ""))


def _row(raw: Mapping[str, Any]) -> Row:
    return Row(
        kind=str(raw.get("principalType")),
        principal_id=str(raw["principalId"]).lower(),
        role_id=str(raw["appRoleId"]).lower(),
        id=str(raw["id"]),
        name=raw.get("principalDisplayName"),
    )


def _check_kind(row: Row, who: str, made: Mapping[str, Any]) -> None:
    kind = made.get("principalType")
    if kind is not None and kind != row.kind:
        raise NotAsWritten(
            f"Assigned {who}, which turned out to be no {row.kind.lower()} but a {kind}. If that is who was meant, name "
            "it under the option for its kind; if not, remove the assignment with state: absent under that option."
        )

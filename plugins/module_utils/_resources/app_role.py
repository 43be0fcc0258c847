# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""App roles: what users and groups can be assigned as, and which of them a task means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest

# Stands for "assigned, in no role" where an application defines no role for users
# (documentation of the resource type appRoleAssignment, appRoleId).
DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"
# Applications from outside the gallery come with two roles, this one and msiam_access; this one is the default
# (documentation on assigning users to an application by Graph).
DEFAULT_NAME = "User"


class Role(NamedTuple):
    """One app role. for_people: it is enabled and for users and groups, not only for applications."""

    id: str
    name: str | None
    value: str | None
    enabled: bool
    member_types: tuple[str, ...]

    @property
    def for_people(self) -> bool:
        return self.enabled and "User" in self.member_types

    def plain(self) -> dict[str, Any]:
        """The role as a result has it."""
        return {
            "id": self.id,
            "value": self.value,
            "display_name": self.name,
            "enabled": self.enabled,
            "member_types": list(self.member_types),
        }

    def described(self) -> str:
        """The role with all that it can be named by."""
        value = f"value {self.value}, " if self.value else ""
        return f"{self.name or 'without a name'} ({value}id {self.id})"


Roles = Sequence[Role]


def from_graph(rows: Iterable[Mapping[str, Any]]) -> list[Role]:
    """The roles, sorted by name; the service keeps no order."""
    roles = [
        Role(
            id=str(row["id"]).lower(),
            name=row.get("displayName"),
            value=row.get("value"),
            enabled=bool(row.get("isEnabled")),
            member_types=tuple(sorted(row.get("allowedMemberTypes") or [])),
        )
        for row in rows
    ]
    return sorted(roles, key=lambda role: ((role.name or "").casefold(), role.id))


def default(roles: Roles, whose: object) -> str:
    """The id of the role that is meant when none is named. InvalidInput where that is not plain."""
    offered = [role for role in roles if role.for_people]
    likely = offered if len(offered) == 1 else [role for role in offered if role.name == DEFAULT_NAME]
    if not offered:
        return DEFAULT_ACCESS
    if len(likely) == 1:
        return likely[0].id
    raise InvalidInput(
        [f"role: {whose} has {len(offered)} roles for users and groups, so say which one is meant: {_listed(offered)}."]
    )


def named(roles: Roles, name: str, whose: object) -> str:
    """The id of the role of that display name, value or id. An id need not be one of the application's.

    InvalidInput, with the roles that there are, for a name that is none's or several'.
    """
    if is_guid(name):
        return name.lower()
    found = [role for role in roles if name in (role.name, role.value)]
    hits = [role for role in found if role.for_people] or found
    if len(hits) == 1:
        return hits[0].id
    if hits:
        raise InvalidInput([f"role: {whose} has {len(hits)} roles {name!r}: {_listed(hits)}. Give the id of one."])
    raise InvalidInput([f"role: {whose} has no role {name!r}.{nearest(name, _names(roles))} {_offer(roles)}"])


def check_assignable(roles: Roles, role_id: str, whose: object) -> None:
    """Refuse a role that nobody can be assigned as. Default access is left to the service: it knows when it is one."""
    if role_id == DEFAULT_ACCESS:
        return
    role = _of(roles, role_id)
    if role is None:
        raise InvalidInput([f"role: {whose} has no role of the id {role_id}. {_offer(roles)}"])
    if not role.enabled:
        raise InvalidInput([f"role: {role.described()} of {whose} is disabled. {_offer(roles)}"])
    if not role.for_people:
        raise InvalidInput([f"role: {role.described()} of {whose} is for applications only. {_offer(roles)}"])


def name_of(roles: Roles, role_id: str) -> str | None:
    """The display name of a role; None where it has none, and for default access."""
    role = _of(roles, role_id)
    return role.name if role else None


def said(roles: Roles, role_id: str) -> str:
    """The role in words that mean no other role of the application."""
    name = name_of(roles, role_id)
    if not name:
        return "default access" if role_id == DEFAULT_ACCESS else f"role {role_id}"
    alone = [role.name for role in roles].count(name) == 1
    return name if alone else f"{name} ({role_id})"


def _of(roles: Roles, role_id: str) -> Role | None:
    return next((role for role in roles if role.id == role_id), None)


def _names(roles: Roles) -> set[str]:
    return {name for role in roles for name in (role.name, role.value) if name}


def _listed(roles: Roles) -> str:
    return ", ".join(role.described() for role in roles)


def _offer(roles: Roles) -> str:
    offered = [role for role in roles if role.for_people]
    if not offered:
        return "It defines none for users and groups; leave role out, and they get default access."
    return f"It has: {_listed(offered)}."

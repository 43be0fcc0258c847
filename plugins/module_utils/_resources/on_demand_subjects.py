# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is to be provisioned on demand: checked, found in the directory, and parted into what one call takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import principals
from ansible_collections.entra.provisioning.plugins.module_utils._resources.on_demand_rule import Rule

OPTIONS: Mapping[str, Any] = {
    "users": {"type": "list", "elements": "str"},
    "groups": {
        "type": "list",
        "elements": "dict",
        "options": {"group": {"type": "str", "required": True}, "members": {"type": "list", "elements": "str"}},
    },
    "distinguished_names": {"type": "list", "elements": "str"},
    "object_type": {"type": "str"},
}
NAMES = ("users", "groups", "distinguished_names")

# The service takes one object in a call, and with a group so many of its members (fact sheet 5.5).
MOST_MEMBERS = 5

USER, GROUP, DISTINGUISHED_NAME = "user", "group", "distinguished_name"
_LIKE_A_NAME = re.compile(r"\s*([A-Za-z][\w.-]*|[0-9]+(\.[0-9]+)*)\s*=.+", re.DOTALL)


class Subject(NamedTuple):
    """What one call provisions. name: as the task has it; id: what the service wants; type: the rule's source object.

    part: which members of a group go along, where there are more than one call takes.
    """

    kind: str
    name: str
    id: str
    type: str
    members: tuple[principals.Principal, ...] = ()
    member_type: str = ""
    part: str = ""

    def __str__(self) -> str:
        noun = self.type if self.kind == DISTINGUISHED_NAME else self.kind
        return f"{noun} {self.name}{self.part}"

    def words(self) -> dict[str, Any]:
        """The subject as it stands in a plan."""
        said: dict[str, Any] = {"subject": self.name, "kind": self.kind, "object_id": self.id, "object_type": self.type}
        return {**said, "members": [member.name for member in self.members]} if self.members else said

    def wire(self) -> dict[str, Any]:
        """The subject as the service wants it."""
        body: dict[str, Any] = {"objectId": self.id, "objectTypeName": self.type}
        if self.members:
            rows = [{"objectId": member.id, "objectTypeName": self.member_type} for member in self.members]
            body["links"] = {"members": rows}
        return body


def check(params: Mapping[str, Any]) -> list[str]:
    """What is wrong with the options, before any request."""
    if not any(params.get(option) for option in NAMES):
        return [f"{', '.join(NAMES)}: nobody is named; give at least one subject."]
    problems = principals.check("users", params.get("users") or (), principals.USER)
    for place, row in enumerate(params.get("groups") or ()):
        problems += principals.check(f"groups[{place}].group", [row["group"]], principals.GROUP)
        problems += principals.check(f"groups[{place}].members", row.get("members") or (), principals.USER)
    problems += [
        f"distinguished_names: {name!r} is no distinguished name such as CN=Adele Vance,OU=Sales,DC=contoso,DC=example."
        for name in params.get("distinguished_names") or ()
        if not _LIKE_A_NAME.fullmatch(name)
    ]
    if params.get("object_type") is not None and not (params.get("users") or params.get("distinguished_names")):
        problems.append("object_type: it says what users or distinguished_names are, and neither is given.")
    return problems


class Types(NamedTuple):
    """What a rule calls the subjects of each kind; empty where none is given."""

    users: str = ""
    groups: str = ""
    members: str = ""
    distinguished_names: str = ""


def types(params: Mapping[str, Any], rule: Rule) -> Types:
    """The source objects of the rule for what is given. InvalidInput for what the rule does not map."""
    problems = _foreign(params, rule)
    if problems:
        raise InvalidInput(problems)
    wanted = params.get("object_type")
    own = rule.wanted_type(wanted) if wanted is not None else ""
    hint = "object_type says which is meant"
    found = Types()
    if params.get("users"):
        found = found._replace(users=own or rule.object_type("users", ("User",), hint))
    if params.get("groups"):
        # A rule that writes groups back maps no users, and takes them as members all the same.
        members = rule.mapped("User") or principals.USER
        found = found._replace(groups=rule.object_type("groups", ("Group",)), members=members)
    if params.get("distinguished_names"):
        kinds = ("user", "inetOrgPerson")
        found = found._replace(distinguished_names=own or rule.object_type("distinguished_names", kinds, hint))
    return found


def _foreign(params: Mapping[str, Any], rule: Rule) -> list[str]:
    """Subjects that the source of the rule does not know by such names."""
    if rule.by_distinguished_name is True:
        text = (
            f"the rule {rule.name} reads from Active Directory, where objects go by their distinguished names; give "
            "distinguished_names (for groups with object_type: group)."
        )
        return [f"{option}: {text}" for option in ("users", "groups") if params.get(option)]
    if rule.by_distinguished_name is False and params.get("distinguished_names"):
        return [
            f"distinguished_names: the rule {rule.name} reads from Microsoft Entra ID, where objects go by their ids; "
            "give users or groups."
        ]
    return []


def found(graph: Any, params: Mapping[str, Any], called: Types) -> list[Subject]:
    """The subjects in the order of the options; who is named twice is provisioned once.

    No request for object ids and distinguished names; one for all names of users, one for all names of groups.
    """
    names = list(params.get("users") or ())
    rows = list(params.get("groups") or ())
    member_names = [name for row in rows for name in row.get("members") or ()]
    option = _option(names, member_names)
    people = iter(principals.users(graph, option, [*names, *member_names]))
    users = [Subject(USER, who.name, who.id, called.users) for dummy, who in zip(names, people)]
    places = principals.groups(graph, "groups", [row["group"] for row in rows])
    return [*_once(users), *_groups(places, rows, people, called), *_once(_distinguished(params, called))]


def _option(users: list[str], members: list[str]) -> str:
    """Where names stand that have to be looked up: users and members are asked for together."""
    asked = {"users": users, "groups.members": members}
    return (
        " and ".join(option for option, names in asked.items() if any(not is_guid(name) for name in names)) or "users"
    )


def _distinguished(params: Mapping[str, Any], called: Types) -> list[Subject]:
    names = [str(name).strip() for name in params.get("distinguished_names") or ()]
    return [Subject(DISTINGUISHED_NAME, name, name, called.distinguished_names) for name in names]


def _once(subjects: list[Subject]) -> list[Subject]:
    """The first of each; the directory compares ids and distinguished names without case."""
    return list({subject.id.lower(): subject for subject in reversed(subjects)}.values())[::-1]


def _groups(
    places: list[principals.Principal],
    rows: list[Mapping[str, Any]],
    people: Iterator[principals.Principal],
    called: Types,
) -> list[Subject]:
    """The groups, each with all its members, parted. people: the members of all rows, in order."""
    first: dict[str, principals.Principal] = {}
    members: dict[str, dict[str, principals.Principal]] = {}
    for place, row in zip(places, rows):
        first.setdefault(place.id, place)
        for dummy in row.get("members") or ():
            who = next(people)
            members.setdefault(place.id, {}).setdefault(who.id, who)
    return [
        part
        for identity, place in first.items()
        for part in _parted(
            Subject(
                GROUP, place.name, identity, called.groups, tuple(members.get(identity, {}).values()), called.members
            )
        )
    ]


def _parted(group: Subject) -> list[Subject]:
    """The group with no more members than one call takes, as often as it needs."""
    count = len(group.members)
    if count <= MOST_MEMBERS:
        return [group]
    parts = []
    for begin in range(0, count, MOST_MEMBERS):
        end = min(begin + MOST_MEMBERS, count)
        which = f"members {begin + 1} to {end}" if end > begin + 1 else f"member {end}"
        parts.append(group._replace(members=group.members[begin:end], part=f" ({which} of {count})"))
    return parts

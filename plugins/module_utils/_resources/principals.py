# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups that a task names: by object id, a user by its user principal name, a group by its display name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import is_guid
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation

# An object id needs no request; a name needs one of these.
PERMISSIONS = {
    "users": ("User.Read.All", "Directory.Read.All"),
    "groups": ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"),
}

USER, GROUP = "User", "Group"


class Principal(NamedTuple):
    """Who is meant. kind: USER or GROUP; id: the object id; name: as the task named it."""

    kind: str
    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind.lower()} {self.name}"


def check(option: str, names: Iterable[Any], kind: str) -> list[str]:
    """The problems of names that could be nobody's, before any request."""
    problems = []
    for name in names:
        text = str(name)
        if not text.strip():
            problems.append(f"{option}: the value is empty.")
        elif kind == USER and not is_guid(text) and "@" not in text:
            problems.append(
                f"{option}: {text!r} is neither an object id nor a user principal name such as adele@contoso.example."
            )
    return problems


def users(graph: Any, option: str, names: Iterable[str]) -> list[Principal]:
    """The users, in the order of their names; one batch for those that are no ids.

    InvalidInput for names that could be nobody's; Situation that lists all that this tenant does not have.
    """
    return _resolved(graph, option, [str(name) for name in names], USER)


def groups(graph: Any, option: str, names: Iterable[str]) -> list[Principal]:
    """The groups, in the order of their names. A display name that several groups bear is a Situation, as is none."""
    return _resolved(graph, option, [str(name) for name in names], GROUP)


def _resolved(graph: Any, option: str, names: list[str], kind: str) -> list[Principal]:
    problems = check(option, names, kind)
    if problems:
        raise InvalidInput(problems)
    asked = [name for name in dict.fromkeys(names) if not is_guid(name)]
    found = _asked(graph, option, asked, kind) if asked else {}
    return [Principal(kind, found.get(name, name.lower()), name) for name in names]


def _asked(graph: Any, option: str, names: list[str], kind: str) -> dict[str, str]:
    """Name -> object id, read from the directory. What cannot be read raises; what is not there is listed."""
    paths = [_path(graph, name, kind) for name in names]
    what = kind.lower() + ("s" if len(names) > 1 else "")
    doing = f"find the {what} {', '.join(names[:3])}{' and others' if len(names) > 3 else ''}"
    needs = PERMISSIONS["users" if kind == USER else "groups"]
    answers = graph.get_many(paths, doing=doing, needs=needs)
    ids: dict[str, list[str]] = {}
    for name, answer in zip(names, answers):
        rows = _rows(graph, answer, kind, doing, needs)
        ids[name] = sorted(str(row["id"]) for row in rows)
    problems = [_nobody(option, name, kind) for name in names if not ids[name]]
    problems += [_several(option, name, ids[name]) for name in names if len(ids[name]) > 1]
    if problems:
        raise Situation(" ".join(problems))
    return {name: one[0].lower() for name, one in ids.items()}


def _path(graph: Any, name: str, kind: str) -> str:
    if kind == USER:
        return str(graph.path("/users/{}", name)) + "?$select=id"
    literal = name.replace("'", "''")
    return str(graph.path("/groups")) + "?$select=id&$filter=" + quote(f"displayName eq '{literal}'", safe="")


def _rows(graph: Any, answer: Any, kind: str, doing: str, needs: Any) -> list[Mapping[str, Any]]:
    """The objects of one answer. A user that a batch calls absent is asked for once more: replicas disagree."""
    if kind == USER and answer.absent:
        found = graph.find(answer.path, doing=doing, needs=needs)
        return [] if found is None else [found]
    body = answer.get()
    return list(body.get("value") or []) if kind == GROUP else [body]


def _nobody(option: str, name: str, kind: str) -> str:
    what = "user of the principal name" if kind == USER else "group named"
    return f"{option}: this tenant has no {what} {name!r}. Check the name and the tenant."


def _several(option: str, name: str, ids: list[str]) -> str:
    return f"{option}: {len(ids)} groups are named {name!r}: {', '.join(ids)}. Name the one you mean by its id."

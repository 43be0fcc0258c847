# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose declaration is read: one list of all service principals, in which those that are meant are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

# What is asked of each. The names of all are needed to tell namesakes, and to call files the same whatever is exported.
MEMBERS = f"{owner.NAMES},applicationTemplateId"

_MEMBER_OF = {"service_principal_id": "id", "app_id": "appId", "display_name": "displayName"}

# What is said of one without a name stands under this.
NAMELESS = "(no display name)"

Row = dict[str, Any]


def everybody(graph: Any) -> list[Row]:
    """All service principals, by name."""
    rows = owner.everybody(graph, MEMBERS)
    return sorted(rows, key=lambda row: (display_name(row).casefold(), display_name(row), row["id"]))


def display_name(row: Mapping[str, Any]) -> str:
    """The name that it bears; the directory has some that bear none."""
    return str(row.get("displayName") or "")


def told(row: Mapping[str, Any]) -> str:
    """One of them in words."""
    return display_name(row) or f"service principal {row['id']}"


def chosen(rows: Sequence[Row], named: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    """Those that are named, by name and each once; all where nobody is named. Raises for none and for several.

    named: mappings with one of service_principal_id, app_id, display_name.
    """
    if named is None:
        return list(rows)
    problems = [problem for number, one in enumerate(named) for problem in _unclear(one, f"applications[{number}]")]
    if problems:
        raise InvalidInput(problems)
    ids: set[str] = set()
    missing: list[str] = []
    for number, one in enumerate(named):
        hits = [row for row in rows if _is_meant(row, one)]
        if len(hits) != 1:
            missing.append(f"applications[{number}].{_said(one, hits, rows)}")
        ids.update(row["id"] for row in hits)
    if missing:
        raise Situation(" ".join(missing))
    return [row for row in rows if row["id"] in ids]


def _naming(one: Mapping[str, Any]) -> dict[str, str]:
    return {option: one[option] for option in _MEMBER_OF if one.get(option) is not None}


def _unclear(one: Mapping[str, Any], where: str) -> Iterable[str]:
    """What is wrong with how somebody is named, before any comparison."""
    given = _naming(one)
    if len(given) != 1:
        yield f"{where}: give exactly one of {', '.join(_MEMBER_OF)}."
        return
    for option, value in given.items():
        if not str(value).strip():
            yield f"{where}.{option}: the value is empty."
        elif option != "display_name":
            try:
                owner.check_guid(f"{where}.{option}", value)
            except InvalidInput as error:
                yield from error.problems


def _is_meant(row: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether this is who is named; the service compares ids and names without case."""
    return all(
        str(row.get(_MEMBER_OF[option]) or "").casefold() == str(value).casefold()
        for option, value in _naming(one).items()
    )


def _said(one: Mapping[str, Any], hits: Sequence[Row], rows: Sequence[Row]) -> str:
    """What to say of a name that is nobody's, or several people's."""
    ((option, value),) = _naming(one).items()
    if hits:
        return owner.ambiguous([*hits], str(value))
    hint = nearest(str(value), {display_name(row) for row in rows}) if option == "display_name" else ""
    return f"{option}: this tenant has no service principal {value!r}.{hint} Check the name and the tenant."

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A declared scope over the stored one: each given set of groups is one value, the other sets stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import same_forms
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import Row, with_members

_EMPTY: Mapping[str, list[Any]] = {"categoryFilterGroups": [], "groups": [], "inputFilterGroups": []}


def scope(actual: Row | None, given: Mapping[str, list[Row]]) -> Row | None:
    """The stored scope with the given sets; the very same one where they mean the same."""
    stored = actual or {}
    changed = {name: filter_groups(stored.get(name), groups) for name, groups in given.items()}
    if all(changed[name] is stored.get(name) for name in changed):
        return actual
    return with_members({**_EMPTY, **stored}, changed)


def filter_groups(actual: list[Row] | None, given: list[Row]) -> list[Row] | None:
    """The given groups; those that are stored already stand where and as they do, the others after them."""
    stored = actual or []
    free = list(range(len(stored)))
    new = []
    for group in sorted(given, key=lambda group: "name" not in group):  # a name is served before any name
        place = next((place for place in free if _is(group, stored[place])), None)
        if place is None:
            new.append(group)
        else:
            free.remove(place)
    if not new and not free:
        return actual
    kept = [group for place, group in enumerate(stored) if place not in free]
    names = {str(group.get("name")) for group in [*kept, *new]}
    return [*kept, *(_built(group, [stored[place] for place in free], names) for group in new)]


def _is(given: Row, stored: Row) -> bool:
    """Whether a stored group is the given one, as far as can be declared; without a name any name will do."""
    if "name" in given and given["name"] != stored.get("name"):
        return False
    forms = [sorted(map(_form, group.get("clauses") or [])) for group in (given, stored)]
    return forms[0] == forms[1]


def _form(clause: Row) -> str:
    known = {name: clause.get(name) for name in ("operatorName", "sourceOperandName")}
    values = sorted(map(str, (clause.get("targetOperand") or {}).get("values") or []))
    return str(same_forms.unordered([{**known, "values": values}]))


def _built(given: Row, going: list[Row], names: set[str]) -> Row:
    """A group to write. Of a stored one that has its name it keeps what cannot be declared, and equal clauses."""
    name = given.get("name", _free_name(names))
    names.add(name)
    before: Row = next((group for group in going if group.get("name") == name), {})
    clauses = {_form(clause): clause for clause in before.get("clauses") or []}
    return {**before, "name": name, "clauses": [clauses.get(_form(clause), clause) for clause in given["clauses"]]}


def _free_name(names: set[str]) -> str:
    return next(f"Filter {number}" for number in range(1, len(names) + 2) if f"Filter {number}" not in names)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A declared scope over the stored one: each given set of groups is one value, the other sets stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import same_forms, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import Row, with_members

_EMPTY: Mapping[str, list[Any]] = {"categoryFilterGroups": [], "groups": [], "inputFilterGroups": []}


def scope(actual: Any, given: Mapping[str, list[Row]]) -> Any:
    """The stored scope with the given sets; the very same one where they mean the same."""
    if actual is not None and not isinstance(actual, Mapping):
        return {**_EMPTY, **given}
    stored = actual or {}
    changed = {name: filter_groups(stored.get(name), groups) for name, groups in given.items()}
    if all(changed[name] is stored.get(name) for name in changed):
        return actual
    return with_members({**_EMPTY, **stored}, changed)


def filter_groups(actual: Any, given: list[Row]) -> Any:
    """The given groups; those that are stored already stand where and as they do, the others after them."""
    stored = actual if isinstance(actual, list) else []
    free = list(range(len(stored)))
    new = []
    for group in sorted(given, key=lambda group: "name" not in group):  # a name is served before any name
        place = next((place for place in free if _is(group, stored[place])), None)
        if place is None:
            new.append(group)
        else:
            free.remove(place)
    if not new and not free and (actual is None or stored is actual):
        return actual
    kept = [group for place, group in enumerate(stored) if place not in free]
    names = {str(group.get("name")) for group in [*kept, *new]}
    going = words_values.rows([stored[place] for place in free])
    return [*kept, *(_built(group, going, names) for group in new)]


def _is(given: Row, stored: Any) -> bool:
    """Whether a stored group is the given one, as far as can be declared; without a name any name will do."""
    if not isinstance(stored, Mapping) or ("name" in given and given["name"] != stored.get("name")):
        return False
    clauses = stored.get("clauses")
    rows = words_values.rows(clauses)
    return rows == (clauses or []) and sorted(map(_form, rows)) == sorted(map(_form, given["clauses"]))


def _form(clause: Mapping[str, Any]) -> str:
    known = {name: clause.get(name) for name in ("operatorName", "sourceOperandName")}
    operand = clause.get("targetOperand")
    values = operand.get("values") if isinstance(operand, Mapping) else {"odd": operand} if operand else None
    texts = sorted(map(str, values)) if isinstance(values, list) else values or []
    return str(same_forms.unordered([{**known, "values": texts}]))


def _built(given: Row, going: list[Mapping[str, Any]], names: set[str]) -> Row:
    """A group to write. Of a stored one that has its name it keeps what cannot be declared, and equal clauses."""
    name = given.get("name", _free_name(names))
    names.add(name)
    before: Mapping[str, Any] = next((group for group in going if group.get("name") == name), {})
    clauses = {_form(clause): clause for clause in words_values.rows(before.get("clauses"))}
    return {**before, "name": name, "clauses": [clauses.get(_form(clause), clause) for clause in given["clauses"]]}


def _free_name(names: set[str]) -> str:
    return next(f"Filter {number}" for number in range(1, len(names) + 2) if f"Filter {number}" not in names)

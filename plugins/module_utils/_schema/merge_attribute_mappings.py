# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared attribute mappings over those of one object mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ExpressionError,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema import places, same, same_forms
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_mappings import (
    ONCE,
    UNIQUE,
    is_unique_value,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import AttributeMappingRow
from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_work import Work
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import (
    Row,
    by_key,
    keys,
    with_meaning,
    with_members,
    with_rows,
)

# What the service takes where nothing is said.
DEFAULTS: Mapping[str, Any] = {
    name: same.ATTRIBUTE_MAPPING.defaults[name]
    for name in ("defaultValue", "exportMissingReferences", "flowBehavior", "flowType", "matchingPriority")
}


def attribute_mappings(
    actual: list[Row] | None, rows: tuple[AttributeMappingRow, ...], above: places.Place, work: Work
) -> list[Row] | None:
    """The list with the declared rows in it; above: the place of the object mapping."""
    there, names = by_key(actual, places.attribute_mapping_key), keys(actual, places.attribute_mapping_key)
    changes: dict[int, Row | None] = {}
    added: list[Row] = []
    for row in rows:
        found = there.get(row.target, [])
        if row.absent:
            changes.update(dict.fromkeys(found))
            work.consent(above, [names[place] for place in found])
        elif len(found) > 1 and not work.whole:
            work.problem(row.where, _TWICE.format(count=len(found)))
        elif found:
            changes[found[0]] = _merged((actual or [])[found[0]], row, work)
        else:
            added.append(_new(row, work))
    if work.whole:
        changes.update(dict.fromkeys(place for place in range(len(names)) if place not in changes))
    return with_rows(actual, changes, added)


_TWICE = (
    "{count} mappings of this object mapping fill it, and the service takes one. With state: replaced the declared row"
    " takes the place of all; state: absent on the row removes all."
)


def same_source(node: Node | None, stored: Any) -> bool:
    """Whether a declared source is the stored one, which is told without building its tree."""
    if node is None or stored is None:
        return node is None and stored is None
    return tree.matches(same_forms.source(stored), node)


def _merged(actual: Row, row: AttributeMappingRow, work: Work) -> Row:
    wanted = {**DEFAULTS, "source": None, **row.members} if work.whole else dict(row.members)
    source = {"source": _source(actual, row, wanted.pop("source"), work)} if "source" in wanted else {}
    result = with_members(with_meaning(same.ATTRIBUTE_MAPPING, actual, wanted), source)
    if result is not actual:
        _check_unique(result, row, work)
    return result


def _source(actual: Row, row: AttributeMappingRow, node: Node | None, work: Work) -> Any:
    """The stored source where it means the same, else the new tree."""
    stored = actual.get("source")
    if same_source(node, stored):
        return stored
    built = _tree(row, node, work)
    return stored if same.same_source(built, stored) else built


def _tree(row: AttributeMappingRow, node: Node | None, work: Work) -> Any:
    if node is None:
        return None
    try:
        return work.tree_of(node)
    except ExpressionError as error:
        work.problem(f"{row.where}.expression", str(error))
        return None


def _new(row: AttributeMappingRow, work: Work) -> Row:
    """A row with every member, in the service's order."""
    given = row.members
    if not work.whole and "source" not in given and given.get("defaultValue") is None:
        work.problem(row.where, _FROM_WHERE)
    source = _tree(row, given.get("source"), work)
    plain = {name: given.get(name, default) for name, default in DEFAULTS.items()}
    result = {**plain, "targetAttributeName": row.target, "source": source}
    _check_unique(result, row, work)
    return result


_FROM_WHERE = (
    "there is no such mapping yet, and the row does not say where its value comes from: give source, constant or"
    ' expression (or default_value, or source: "" for none).'
)


def _check_unique(result: Row, row: AttributeMappingRow, work: Work) -> None:
    if is_unique_value(row.members.get("source")) and result.get("flowType") != ONCE:
        work.problem(row.where, f"{UNIQUE} gives another value each time it runs; say flow_type: {ONCE} beside it.")

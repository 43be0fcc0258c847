# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared synchronization rules and object mappings over those of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge_search, places, same
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import (
    ObjectMappingRow,
    RuleRow,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_attribute_mappings import (
    attribute_mappings,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_work import Work
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import (
    Row,
    keys,
    with_meaning,
    with_members,
    with_rows,
)

FILTERS = ("containerFilter", "groupFilter")
ALL_FLOW_TYPES = "Add,Update,Delete"


def rules(actual: list[Row] | None, declared: tuple[RuleRow, ...], work: Work) -> list[Row] | None:
    """The rules with the declared ones in them. Rules are never added or removed: they belong to the template."""
    stored, names = actual or [], keys(actual, places.rule_key)
    changes: dict[int, Row] = {}
    for row in declared:
        place = work.found(merge_search.rule, stored, row)
        if place is False:
            continue
        if place in changes:
            work.problem(row.where, f"the rule {names[place]} is declared twice; put all that you want of it into one.")
            continue
        changes[place] = _rule(stored[place], row, (places.RULE, names[place]), work)
    if work.overriding and declared:
        rest = (place for place in range(len(stored)) if place not in changes)
        changes.update({place: _emptied(stored[place]) for place in rest})
    return with_rows(actual, changes)


def _emptied(rule: Row) -> Row:
    """A rule of which nothing was declared, in a state that removes what is not declared."""
    return with_members(rule, {"objectMappings": _without(rule, set())}) if places.editable(rule) else rule


def _without(rule: Row, declared: set[int]) -> list[Row] | None:
    """Object mappings without those that were not declared; those that no portal shows stay."""
    mappings = rule.get("objectMappings")
    going = {
        place: None
        for place, mapping in enumerate(mappings or [])
        if place not in declared and not places.hidden(mapping)
    }
    return with_rows(mappings, going)


def _rule(actual: Row, row: RuleRow, place: places.Place, work: Work) -> Row:
    wanted = {
        name: _filter(actual.get(name), value) if name in FILTERS else value for name, value in row.members.items()
    }
    result = with_meaning(same.RULE, actual, wanted)
    if row.object_mappings is not None:
        result = with_members(result, {"objectMappings": _object_mappings(actual, row.object_mappings, place, work)})
    if result is not actual and not places.editable(actual):
        work.problem(
            row.where,
            f"the rule {actual.get('name')} belongs to the service (editable: false) and stays as it is;"
            " declare nothing of it that differs.",
        )
    return result


def _filter(actual: Any, given: Row) -> Row:
    """A filter with the given list; what else it holds stays."""
    return {**(actual if isinstance(actual, Mapping) else {}), **given}


def _object_mappings(
    rule: Row, declared: tuple[ObjectMappingRow, ...], above: places.Place, work: Work
) -> list[Row] | None:
    actual = rule.get("objectMappings")
    stored, names = actual or [], keys(actual, places.object_mapping_key)
    changes: dict[int, Any] = {}
    added: list[Row] = []
    for row in declared:
        place = work.found(merge_search.object_mapping, stored, row)
        if place is False or (place is None and row.absent):
            continue
        if place is None:
            added.append(_new(row, above, work))
        elif place in changes:
            work.problem(row.where, f"{names[place]} is declared twice; put all that you want of it into one row.")
        elif row.absent:
            changes[place] = None
            work.consent(above, [names[place]])
        else:
            changes[place] = _merged(stored[place], row, (*above, names[place]), work)
    if work.overriding and places.editable(rule):
        undeclared = (place for place in range(len(stored)) if place not in changes)
        changes.update({place: None for place in undeclared if not places.hidden(stored[place])})
    return with_rows(actual, changes, added)


def _merged(actual: Row, row: ObjectMappingRow, place: places.Place, work: Work) -> Row:
    result = with_meaning(same.OBJECT_MAPPING, actual, row.members)
    parts: dict[str, Any] = {}
    if row.scope:
        parts["scope"] = _scope(actual.get("scope"), row.scope)
    if row.attribute_mappings is not None:
        parts["attributeMappings"] = attribute_mappings(
            actual.get("attributeMappings"), row.attribute_mappings, place, work
        )
    return with_members(result, parts)


def _new(row: ObjectMappingRow, above: places.Place, work: Work) -> Row:
    """An object mapping with every member, in the service's order."""
    key = f"{row.source_object}{places.ARROW}{row.target_object}"
    rows = attribute_mappings([], row.attribute_mappings or (), (*above, key), work)
    return {
        "enabled": row.members.get("enabled", True),
        "flowTypes": row.members.get("flowTypes", ALL_FLOW_TYPES),
        "name": row.members.get("name"),
        "sourceObjectName": row.source_object,
        "targetObjectName": row.target_object,
        "attributeMappings": rows,
        "metadata": row.members.get("metadata", []),
        "scope": _scope(None, row.scope),
    }


def _scope(actual: Any, given: Mapping[str, list[Row]]) -> Any:
    if not given:
        return actual
    from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_scope import scope

    return scope(actual, given)

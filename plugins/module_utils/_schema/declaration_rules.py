# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared synchronization rules and object mappings."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import TRUTH, WHOLE, Field
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options, places
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_mappings import attribute_mappings
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import (
    Given,
    Notes,
    is_absent,
    members,
    pairs,
    refuse_more,
    refuse_twice,
    text,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import (
    ObjectMappingRow,
    RuleRow,
)

RULE_FIELDS = (Field("priority", "priority", WHOLE),)
OBJECT_MAPPING_FIELDS = (Field("enabled", "enabled", TRUTH),)
# option -> the service's member, and the member of that which holds the list
FILTERS = {
    "container_filter": ("containerFilter", "includedContainers"),
    "group_filter": ("groupFilter", "includedGroups"),
}
IDENTIFYING = ("source_object", "target_object", "name")


def rules(given: Any, notes: Notes) -> tuple[RuleRow, ...]:
    """The declared rules."""
    rows = tuple(_rule(one, f"synchronization_rules[{place}]", notes) for place, one in enumerate(given or []))
    refuse_twice(
        ((row.id or row.name or "", (row.id, row.name)) for row in rows if row.id or row.name),
        "synchronization_rules",
        notes,
    )
    return rows


def flags(given: Any, where: str, notes: Notes) -> str:
    """Flow types as the service writes them, in its order."""
    known = {choice.lower(): choice for choice in options.FLOW_TYPES}
    for word in given:
        if str(word).lower() not in known:
            hint = nearest(str(word), options.FLOW_TYPES)
            notes.problem(f"{where}.flow_types", f"{word!r} is not one of {', '.join(options.FLOW_TYPES)}.{hint}")
    wanted = {str(word).lower() for word in given}
    return ",".join(choice for key, choice in known.items() if key in wanted) or "None"


def _rule(given: Given, where: str, notes: Notes) -> RuleRow:
    identity, name = text(given.get("id")) or None, text(given.get("name")) or None
    if not (identity or name):
        notes.problem(where, "say which rule it is: give id or name.")
    found = members(RULE_FIELDS, given, where, notes)
    for option, (member, inner) in FILTERS.items():
        if given.get(option) is not None:
            found[member] = {inner: [str(value) for value in given[option]]}
    mappings = given.get("object_mappings")
    return RuleRow(where, identity, name, found, None if mappings is None else _object_mappings(mappings, where, notes))


def _object_mappings(given: Any, where: str, notes: Notes) -> tuple[ObjectMappingRow, ...]:
    rows = tuple(_object_mapping(one, where, place, notes) for place, one in enumerate(given))
    refuse_twice(
        (
            (
                _label(row.source_object, row.target_object, row.name) or "",
                (row.source_object, row.target_object, row.name),
            )
            for row in rows
            if _label(row.source_object, row.target_object, row.name)
        ),
        f"{where}.object_mappings",
        notes,
    )
    return rows


def _label(source: str | None, target: str | None, name: str | None) -> str | None:
    """What a person would call it, from what was given; None when nothing was."""
    if source is not None and target:
        return f"{source}{places.ARROW}{target}"
    if name:
        return name
    if target:
        return f"…{places.ARROW}{target}"
    return f"{source}{places.ARROW}…" if source else None


def _object_mapping(given: Given, above: str, place: int, notes: Notes) -> ObjectMappingRow:
    source, target, name = (text(given.get(option)) for option in IDENTIFYING)
    label = _label(source, target, name)
    where = f"{above}.object_mappings[{place if label is None else label}]"
    if label is None:
        notes.problem(where, "say which object mapping it is: give source_object and target_object, or name.")
    if is_absent(given):
        refuse_more(given, IDENTIFYING, where, notes)
        return ObjectMappingRow(where, source, target, name, True, {}, {}, None)
    return ObjectMappingRow(
        where,
        source,
        target,
        name,
        False,
        _object_mapping_members(given, where, notes),
        _scope(given.get("scope"), where, notes),
        attribute_mappings(given.get("attribute_mappings"), where, notes),
    )


def _object_mapping_members(given: Given, where: str, notes: Notes) -> dict[str, Any]:
    found = members(OBJECT_MAPPING_FIELDS, given, where, notes)
    if given.get("flow_types") is not None:
        found["flowTypes"] = flags(given["flow_types"], where, notes)
    if given.get("metadata") is not None:
        found["metadata"] = pairs(given["metadata"])
    if given.get("name") is not None and given.get("source_object") is not None and given.get("target_object"):
        found["name"] = str(given["name"])
    return found


def _scope(given: Given | None, where: str, notes: Notes) -> dict[str, Any]:
    if given is None:
        return {}
    from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_filters import scope

    return scope(given, where, notes)

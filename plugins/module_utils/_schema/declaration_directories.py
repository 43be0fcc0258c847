# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared directories: definitions of objects and of their attributes."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import CHOICE, TEXT, TRUTH, WHOLE, Field
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import (
    Given,
    Notes,
    cleared,
    is_absent,
    members,
    pairs,
    refuse_more,
    refuse_twice,
    text,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import (
    AttributeRow,
    DirectoryRow,
    ObjectRow,
)

FIELDS = (
    Field("anchor", "anchor", TRUTH),
    Field("case_exact", "caseExact", TRUTH),
    Field("default_value", "defaultValue", TEXT),
    Field("flow_null_values", "flowNullValues", TRUTH),
    Field("multivalued", "multivalued", TRUTH),
    Field("mutability", "mutability", CHOICE, choices=options.MUTABILITIES),
    Field("required", "required", TRUTH),
    Field("type", "type", CHOICE, choices=options.ATTRIBUTE_TYPES),
)
NUMBER = Field("number", "number", WHOLE)
CLEARABLE = {"default_value": "defaultValue"}


def directories(given: Any, notes: Notes) -> tuple[DirectoryRow, ...]:
    """The declared directories."""
    rows = tuple(_directory(one, f"directories[{place}]", notes) for place, one in enumerate(given or []))
    refuse_twice(
        ((row.id or row.name or "", (row.id, row.name)) for row in rows if row.id or row.name), "directories", notes
    )
    return rows


def _directory(given: Given, where: str, notes: Notes) -> DirectoryRow:
    identity, name = text(given.get("id")) or None, text(given.get("name")) or None
    if not (identity or name):
        notes.problem(where, "say which directory it is: give id or name.")
    objects = given.get("objects")
    if objects is None:
        return DirectoryRow(where, identity, name, None)
    rows = tuple(_object(one, where, notes) for one in objects)
    refuse_twice((_labelled(row) for row in rows), f"{where}.objects", notes)
    return DirectoryRow(where, identity, name, rows)


def _labelled(row: ObjectRow) -> tuple[str, tuple[str, int]]:
    label = row.name if row.number is None else f"{row.name} (number {row.number})"
    return label, (row.name, row.number or 1)


def _object(given: Given, above: str, notes: Notes) -> ObjectRow:
    name = str(given.get("name") or "")
    number = members([NUMBER], given, f"{above}.objects[{name}]", notes).get("number")
    where = f"{above}.objects[{name if number is None else f'{name} #{number}'}]"
    if not name:
        notes.problem(where, "name is empty; name the object.")
    if number is not None and number < 1:
        notes.problem(f"{where}.number", f"{number} is no place; the first object of a name has number 1.")
    if is_absent(given):
        refuse_more(given, ["name", "number"], where, notes)
        return ObjectRow(where, name, number, True, {}, None)
    found: dict[str, Any] = {}
    if given.get("supported_apis") is not None:
        found["supportedApis"] = [str(one) for one in given["supported_apis"]]
    if given.get("metadata") is not None:
        found["metadata"] = pairs(given["metadata"])
    return ObjectRow(where, name, number, False, found, _attributes(given.get("attributes"), where, notes))


def _attributes(given: Any, where: str, notes: Notes) -> tuple[AttributeRow, ...] | None:
    if given is None:
        return None
    rows = tuple(_attribute(one, f"{where}.attributes", notes) for one in given)
    refuse_twice(((row.name, row.name) for row in rows), f"{where}.attributes", notes)
    return rows


def _attribute(given: Given, above: str, notes: Notes) -> AttributeRow:
    name = str(given.get("name") or "")
    where = f"{above}[{name}]"
    if not name:
        notes.problem(where, "name is empty; name the attribute.")
    if is_absent(given):
        refuse_more(given, ["name"], where, notes)
        return AttributeRow(where, name, True, {})
    found = {**cleared(CLEARABLE, given, where, notes), **members(FIELDS, given, where, notes)}
    for option, member in (("api_expressions", "apiExpressions"), ("metadata", "metadata")):
        if given.get(option) is not None:
            found[member] = pairs(given[option])
    if given.get("referenced_objects") is not None:
        found["referencedObjects"] = [
            {"referencedObjectName": str(one.get("object")), "referencedProperty": text(one.get("property"))}
            for one in given["referenced_objects"]
        ]
    return AttributeRow(where, name, False, found)

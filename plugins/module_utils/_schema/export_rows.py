# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a document in the form in which they are declared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import options, words_levels, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.words_levels import Level, Row

Declared = dict[str, Any]

IDENTITY: Mapping[str, Mapping[str, str]] = {
    "synchronization_rules": {"id": "id", "name": "name"},
    "object_mappings": {"source_object": "sourceObjectName", "target_object": "targetObjectName"},
    "attribute_mappings": {"target_attribute": "targetAttributeName"},
    "directories": {"id": "id", "name": "name"},
    "objects": {"name": "name"},
    "attributes": {"name": "name"},
}
_ATTRIBUTE_MAPPING = {
    "flow_type": "Always",
    "flow_behavior": "FlowWhenChanged",
    "default_value": None,
    "matching_priority": 0,
    "export_missing_references": False,
}
_ATTRIBUTE = {
    "type": "String",
    "multivalued": False,
    "required": False,
    "anchor": False,
    "case_exact": False,
    "flow_null_values": False,
    "mutability": "ReadWrite",
    "default_value": None,
    "referenced_objects": [],
    "api_expressions": [],
}
# What a row gets that is new and does not say it: there it needs no word.
NEW: Mapping[str, Declared] = {
    "attribute_mappings": _ATTRIBUTE_MAPPING,
    "object_mappings": {"name": None, "enabled": True, "flow_types": list(options.FLOW_TYPES), "metadata": []},
    "attributes": {**_ATTRIBUTE, "metadata": [{"key": "IsCustomerDefined", "value": "true"}]},
    "objects": {"supported_apis": [], "metadata": []},
}
# What a row gets that may be there already and is declared whole (state replaced). Metadata of a row that is there
# stays as it is; nothing is said of metadata that are empty, as those of nearly all rows are.
WHOLE: Mapping[str, Declared] = {
    "attribute_mappings": _ATTRIBUTE_MAPPING,
    "object_mappings": {"name": None, "metadata": []},
    "attributes": {**_ATTRIBUTE, "metadata": []},
    "objects": {"metadata": []},
    "synchronization_rules": {},
    "directories": {},
}
_CLEARABLE = "default_value"


def identity(level: Level, key: str, row: Row, numbered: bool = False) -> Declared:
    """The options that say which row is meant; of several objects of one name (numbered) also which of them."""
    said = {option: row.get(wire) for option, wire in IDENTITY[level.option].items()}
    if level is words_levels.OBJECT_MAPPINGS:
        said = {option: value or "" for option, value in said.items()}
    if numbered:
        said["number"] = number(key)
    return {option: value for option, value in said.items() if value is not None}


def called(level: Level, key: str, row: Row) -> str:
    """A row in the words of a place."""
    return words_levels.title(row) if level.names == ("id",) else key


def number(key: str) -> int:
    """Which one of its name a row is, by its place."""
    return int(key.rpartition(" #")[2]) if " #" in key else 1


def declared(level: Level, row: Row, unsaid: Declared) -> Declared:
    """All options of a row but those that have the value they would get unsaid."""
    said = _options(level, row, [member.wire for member in level.members])
    said.pop("clear", None)
    return {option: value for option, value in said.items() if option not in unsaid or value != unsaid[option]}


def added(level: Level, row: Row) -> Declared:
    """The options that a row needs which is new."""
    said = declared(level, row, NEW[level.option])
    if "scope" in said:
        said["scope"] = {name: groups for name, groups in said["scope"].items() if groups}
    return {option: value for option, value in said.items() if option != "scope" or value}


def without_usual_flow_types(rows: dict[str, list[Declared]]) -> dict[str, list[Declared]]:
    """The rows, altered in place: no attribute mapping says the flow type that it gets unsaid."""
    for rule in rows["synchronization_rules"]:
        for mapping in rule["object_mappings"]:
            for row in mapping["attribute_mappings"]:
                if row.get("flow_type") == _ATTRIBUTE_MAPPING["flow_type"]:
                    del row["flow_type"]
    return rows


def moved(level: Level, before: Row, after: Row) -> Declared:
    """The options that lead from one row to the other, as far as there are any."""
    said = _options(level, after, level.moving(before, after))
    if "scope" in said:
        old = words_values.scope_shown(words_values.scope(before.get("scope")))
        new = words_values.scope_shown(said["scope"])
        said["scope"] = {name: groups for name, groups in said["scope"].items() if old[name] != new[name]}
    return said


def _options(level: Level, row: Row, names: Collection[str]) -> Declared:
    said: Declared = {}
    for member in level.members:
        if member.wire not in names or not member.optional:
            continue
        try:
            value = member.of(row)
        except (AttributeError, KeyError, TypeError):
            # Not of the form it should have; what an export leaves out is found when it is tried.
            continue
        if member.spread:
            said.update(value)
        elif value is not None:
            said[member.option] = value
        elif member.option == _CLEARABLE:
            said["clear"] = [_CLEARABLE]
    return said

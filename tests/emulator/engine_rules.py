# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PUT schema does about what belongs to the engine: missing rules, rules that nobody may edit, names, directions.

The documentation says only that these "are rejected or ignored", so each is a switch:
missing_rules, uneditable_rules, rule_identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import problems
from .documents import Document

Tree = dict[str, Any]


def applied(wanted: Document, current: Document, switches: Mapping[str, Any]) -> Document:
    """The document to store: `wanted` (in stored form) with the engine's own put right, or a refusal."""
    before = {rule.get("id"): rule for rule in current.rules}
    directions = _directory_ids(wanted), _directory_ids(current)
    rules = [
        rule if rule.get("id") not in before else _rule(rule, before[rule["id"]], directions, switches)
        for rule in wanted.rules
    ]
    kept = {rule.get("id") for rule in rules}
    missing = [rule for rule in current.rules if rule.get("id") not in kept]
    if missing and switches["missing_rules"] == "refuse":
        raise _invalid(f"The synchronization rule '{missing[0].get('name')}' is missing.")
    if switches["missing_rules"] == "restore":
        rules += missing
    return Document(wanted.version, rules, wanted.directories)


def _rule(
    wanted: Tree, current: Tree, directions: tuple[dict[str, Any], dict[str, Any]], switches: Mapping[str, Any]
) -> Tree:
    text = f"The synchronization rule '{current.get('name')}' cannot be changed."
    if not current.get("editable", True):
        if _content(wanted) == _content(current) or switches["uneditable_rules"] == "accept":
            return wanted
        if switches["uneditable_rules"] == "refuse":
            raise _invalid(text)
        return _with_names_of(wanted, current)
    if switches["rule_identity"] == "accept" or _identity(wanted, directions[0]) == _identity(current, directions[1]):
        return wanted
    if switches["rule_identity"] == "refuse":
        raise _invalid(text)
    return {**wanted, **{name: current[name] for name in ("name", *_SIDES)}}


_SIDES = ("sourceDirectoryName", "targetDirectoryName")


def _invalid(text: str) -> problems.Refusal:
    return problems.nested(400, "SchemaInvalid", text)


def _directory_ids(document: Document) -> dict[str, Any]:
    return {directory.get("name", ""): directory.get("id") for directory in document.directories}


def _identity(rule: Tree, directories: dict[str, Any]) -> tuple[Any, ...]:
    """Name and direction; a directory counts by its id, so that another name for it is no other direction."""
    return rule.get("name"), *(directories.get(rule.get(side, "")) for side in _SIDES)


def _content(rule: Tree) -> Tree:
    """A rule but for what moves by itself or is said in several ways."""
    kept = {name: value for name, value in rule.items() if name not in _SIDES and value not in (None, [])}
    kept["objectMappings"] = sorted(map(_mapping_content, rule["objectMappings"]), key=_mapping_key)
    return kept


def _mapping_content(mapping: Tree) -> Tree:
    rows = sorted(mapping["attributeMappings"], key=lambda row: str(row["targetAttributeName"]))
    return {**mapping, "flowTypes": mapping["flowTypes"].replace(" ", ""), "attributeMappings": rows}


def _mapping_key(mapping: Tree) -> str:
    return f"{mapping.get('sourceObjectName')}\n{mapping.get('targetObjectName')}"


def _with_names_of(wanted: Tree, current: Tree) -> Tree:
    """The rule as it was, linked to the directories by the names that they have now."""
    return {**current, **{side: wanted[side] for side in _SIDES}}

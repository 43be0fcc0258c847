# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of a schema that somebody else makes: in the portal, with another program, or because the service moved on.

An edit is an object: `edit` says what is edited, the words beside it find it (those left away fit everything), and
`members` (as Graph writes them) are set on all that was found, or `remove` takes it away. A mapping and an attribute
that are not there are added. Nothing that fits is an error. See EDITS for the words of each kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import expression_reader as expressions
from .documents import Document
from .member_order import as_written
from .schema_rules import ATTRIBUTE_DEFAULTS, MAPPING_DEFAULTS

Tree = dict[str, Any]
Edit = dict[str, Any]

_RULE = ("rule",)
_OBJECT_MAPPING = (*_RULE, "source_object", "target_object")
_OBJECT = ("directory", "object", "number")
_ACTIONS = ("members", "remove")
# edit -> the words that it may have beside `edit`
EDITS: dict[str, tuple[str, ...]] = {
    "rule": (*_RULE, *_ACTIONS),
    "object_mapping": (*_OBJECT_MAPPING, *_ACTIONS),
    "mapping": (*_OBJECT_MAPPING, "target_attribute", "expression", *_ACTIONS),
    "directory": ("directory", "rename", *_ACTIONS),
    "object": (*_OBJECT, *_ACTIONS),
    "attribute": (*_OBJECT, "attribute", *_ACTIONS),
    "document": ("document",),
    "reset": (),
}


class BadEdit(ValueError):
    """An edit of no known kind, a word that its kind does not have, or nothing in the schema that fits."""


def checked(edits: Any) -> list[Edit]:
    """The edits, when they are a list of edits of known kinds with known words."""
    if not isinstance(edits, list) or not edits or not all(isinstance(one, dict) for one in edits):
        raise BadEdit("edits are a list of objects, at least one")
    for one in edits:
        words = EDITS.get(one.get("edit", ""))
        if words is None:
            raise BadEdit(f"there is no edit {one.get('edit')!r}; edits are: {', '.join(EDITS)}")
        for word in set(one) - {"edit", *words}:
            raise BadEdit(f"edit {one['edit']} has no {word!r}; it has: {', '.join(words) or 'nothing'}")
    return edits


def edited(document: Document, edits: Iterable[Edit], factory: Document, version: str) -> Document:
    """A new document with the edits made, in turn."""
    tree = _copied(document)
    for edit in edits:
        if edit["edit"] == "reset":
            tree, version = _copied(factory), factory.version
        elif edit["edit"] == "document":
            tree = _copied(Document.parse(edit["document"]))
        else:
            _MAKE[edit["edit"]](tree, edit)
    return Document(version, as_written(tree["synchronizationRules"]), as_written(tree["directories"]))


def _copied(document: Document) -> Tree:
    copied: Tree = json.loads(json.dumps({"synchronizationRules": document.rules, "directories": document.directories}))
    return copied


def _fitting(rows: list[Tree], wanted: dict[str, Any], what: str) -> list[Tree]:
    """The rows whose members are as wanted; a wanted None fits everything."""
    found = [row for row in rows if all(value in (None, row.get(member)) for member, value in wanted.items())]
    if not found:
        named = ", ".join(f"{member} {value!r}" for member, value in wanted.items() if value is not None)
        raise BadEdit(f"there is no {what} with {named}")
    return found


def _by_name(rows: list[Tree], wanted: str | None, what: str) -> list[Tree]:
    """The rows of that id or name."""
    found = [row for row in rows if wanted is None or wanted in (row.get("id"), row.get("name"))]
    if not found:
        raise BadEdit(f"there is no {what} {wanted!r}")
    return found


def _set(owner: list[Tree], rows: list[Tree], edit: Edit) -> None:
    """The action of an edit on rows of a list."""
    if edit.get("remove"):
        owner[:] = [row for row in owner if not any(row is one for one in rows)]
    for row in rows:
        row.update(edit.get("members") or {})


def _object_mappings(tree: Tree, edit: Edit) -> Iterator[tuple[list[Tree], list[Tree]]]:
    """For each rule that fits: its object mappings, and those of them that fit. Not one in all is an error."""
    wanted = {"sourceObjectName": edit.get("source_object"), "targetObjectName": edit.get("target_object")}
    rules = _by_name(tree["synchronizationRules"], edit.get("rule"), "rule")
    fitting = _fitting([one for rule in rules for one in rule["objectMappings"]], wanted, "object mapping")
    for rule in rules:
        yield rule["objectMappings"], [one for one in rule["objectMappings"] if any(one is each for each in fitting)]


def _objects(tree: Tree, edit: Edit) -> Iterator[tuple[list[Tree], list[Tree]]]:
    """For each directory that fits: its objects, and those of them that fit; `number` counts those of one name."""
    directories = _by_name(tree["directories"], edit.get("directory"), "directory")
    name = edit.get("object")
    _fitting([one for directory in directories for one in directory["objects"]], {"name": name}, "object")
    for directory in directories:
        found = [one for one in directory["objects"] if name in (None, one["name"])]
        yield directory["objects"], found[edit["number"] - 1 : edit["number"]] if "number" in edit else found


def _edit_rule(tree: Tree, edit: Edit) -> None:
    rules = tree["synchronizationRules"]
    _set(rules, _by_name(rules, edit.get("rule"), "rule"), edit)


def _edit_object_mapping(tree: Tree, edit: Edit) -> None:
    for owner, found in _object_mappings(tree, edit):
        _set(owner, found, edit)


def _edit_mapping(tree: Tree, edit: Edit) -> None:
    target = edit["target_attribute"]
    members = dict(edit.get("members") or {})
    if "expression" in edit:
        members["source"] = expressions.read(edit["expression"]) if edit["expression"] else None
    for _owner, found in _object_mappings(tree, edit):
        for one in found:
            _row(one["attributeMappings"], "targetAttributeName", target, {**edit, "members": members})
            one["attributeMappings"].sort(key=lambda row: str(row["targetAttributeName"]).casefold())


def _row(rows: list[Tree], key: str, name: str, edit: Edit) -> None:
    """Set, add or remove the one row of that name."""
    found = [row for row in rows if row[key] == name]
    if not found:
        if edit.get("remove"):
            raise BadEdit(f"there is no {key} {name!r}")
        defaults = {**MAPPING_DEFAULTS, "source": None} if key == "targetAttributeName" else ATTRIBUTE_DEFAULTS
        found = [{**json.loads(json.dumps(defaults)), key: name}]
        rows.extend(found)
    _set(rows, found, edit)


def _edit_directory(tree: Tree, edit: Edit) -> None:
    """`rename` gives another name, in the rules too, as the service renamed its own directory."""
    for directory in _by_name(tree["directories"], edit.get("directory"), "directory"):
        if "rename" in edit:
            for rule in tree["synchronizationRules"]:
                for side in ("sourceDirectoryName", "targetDirectoryName"):
                    rule[side] = edit["rename"] if rule[side] == directory["name"] else rule[side]
            directory["name"] = edit["rename"]
        _set(tree["directories"], [directory], edit)


def _edit_object(tree: Tree, edit: Edit) -> None:
    for owner, found in _objects(tree, edit):
        _set(owner, found, edit)


def _edit_attribute(tree: Tree, edit: Edit) -> None:
    for _owner, found in _objects(tree, edit):
        for one in found:
            _row(one["attributes"], "name", edit["attribute"], edit)


_MAKE: dict[str, Callable[[Tree, Edit], None]] = {
    "rule": _edit_rule,
    "object_mapping": _edit_object_mapping,
    "mapping": _edit_mapping,
    "directory": _edit_directory,
    "object": _edit_object,
    "attribute": _edit_attribute,
}

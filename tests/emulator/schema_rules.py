# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PUT schema refuses, and how the service rewrites what it accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import expression_reader as expressions
from . import model, problems
from .documents import Document
from .member_order import as_written

Tree = dict[str, Any]
MAPPING_DEFAULTS: Tree = {
    "defaultValue": None,
    "exportMissingReferences": False,
    "flowBehavior": "FlowWhenChanged",
    "flowType": "Always",
    "matchingPriority": 0,
}
ATTRIBUTE_DEFAULTS: Tree = {
    "anchor": False,
    "caseExact": False,
    "defaultValue": None,
    "flowNullValues": False,
    "multivalued": False,
    "mutability": "ReadWrite",
    "required": False,
    "type": "String",
    "apiExpressions": [],
    "metadata": [],
    "referencedObjects": [],
}


def accepted(body: Tree, factory: Document, version: str, switches: Mapping[str, Any]) -> Document:
    """The document that is stored for a body, as the switches say where the service is not known."""
    tree = model.strip(body)
    rules = tree.get("synchronizationRules") or []
    directories = tree.get("directories") or []
    _check_rules(rules, directories, factory)
    # Checked as stored: a source that came as text only has its tree by then.
    stored = [_rule(rule, switches["duplicate_target"] == "merge") for rule in rules]
    if switches["schema_attributes"] == "refuse":
        _check_names(stored, directories)
    if switches["equal_priorities"] == "refuse":
        _check_priorities(stored)
    return Document(version, as_written(stored), as_written([_directory(one, version) for one in directories]))


def completed(tree: Tree) -> Document:
    """An export as it is, with what older or other writers left out and the service would print."""
    rules = [
        {"containerFilter": None, "groupFilter": None, "metadata": [], **rule}
        for rule in _list(tree, "synchronizationRules")
    ]
    directories = [_directory(one, str(one.get("version") or "1.0")) for one in _list(tree, "directories")]
    return Document(str(tree.get("version") or "1.0"), rules, directories)


def _list(tree: Tree, member: str) -> list[Tree]:
    return list(model.strip(tree.get(member) or []))


def _invalid(text: str) -> problems.Refusal:
    return problems.nested(400, "SchemaInvalid", text)


def _check_rules(rules: list[Tree], directories: list[Tree], factory: Document) -> None:
    known = {rule.get("id") for rule in factory.rules}
    names = {directory.get("name") for directory in directories}
    for rule in rules:
        if known and rule.get("id") not in known:
            raise _invalid(f"The synchronization rule '{rule.get('id')}' is not known.")
        for side in ("sourceDirectoryName", "targetDirectoryName"):
            if rule.get(side) not in names:
                raise _invalid(f"The directory '{rule.get(side)}' of rule '{rule.get('name')}' is not defined.")


def _definitions(directories: list[Tree]) -> dict[tuple[str, str], set[str]]:
    """(directory, object) -> names of its attributes; objects of one name are taken together."""
    found: dict[tuple[str, str], set[str]] = {}
    for directory in directories:
        for one in directory.get("objects") or []:
            names = found.setdefault((directory.get("name", ""), one.get("name", "")), set())
            names.update(attribute.get("name", "") for attribute in one.get("attributes") or [])
    return found


def _check_names(rules: list[Tree], directories: list[Tree]) -> None:
    definitions = _definitions(directories)
    for rule in rules:
        for mapping in rule.get("objectMappings") or []:
            if not mapping.get("attributeMappings"):
                continue
            source = definitions.get((rule["sourceDirectoryName"], mapping.get("sourceObjectName") or ""))
            target = definitions.get((rule["targetDirectoryName"], mapping.get("targetObjectName") or ""))
            _check_mapping(mapping, source, target)


def _check_priorities(rules: list[Tree]) -> None:
    for mapping in (one for rule in rules for one in rule["objectMappings"]):
        priorities = [one["matchingPriority"] for one in mapping["attributeMappings"] if one["matchingPriority"]]
        if len(set(priorities)) < len(priorities):
            raise _invalid(f"Two attributes of '{mapping.get('name')}' have the same matching priority.")


def _check_mapping(mapping: Tree, source: set[str] | None, target: set[str] | None) -> None:
    if target is None or (source is None and mapping.get("sourceObjectName")):
        raise _invalid(f"The object mapping '{mapping.get('name')}' names an object that is not defined.")
    for one in mapping["attributeMappings"]:
        name = one.get("targetAttributeName")
        if name not in target:
            raise _invalid(f"The target attribute '{name}' is not defined for '{mapping.get('targetObjectName')}'.")
        read = set(_attributes(one.get("source")))
        for attribute in read - (source or read):
            raise _invalid(f"The attribute '{attribute}' is not defined for '{mapping.get('sourceObjectName')}'.")
        if one.get("matchingPriority") and len(read) > 1:
            raise _invalid(f"Joining property {name} has more than one SourceName")


def _attributes(source: Tree | None) -> Iterable[str]:
    if not source:
        return
    if source.get("type") == "Attribute":
        yield source.get("name") or str(source.get("expression") or "")[1:-1]
    for parameter in source.get("parameters") or []:
        yield from _attributes(parameter.get("value"))


def _rule(rule: Tree, merge: bool) -> Tree:
    kept = {"containerFilter": None, "groupFilter": None, "metadata": [], **rule}
    return {**kept, "objectMappings": [_object_mapping(one, merge) for one in rule.get("objectMappings") or []]}


def _object_mapping(mapping: Tree, merge: bool) -> Tree:
    by_target: dict[str, Tree] = {}
    for one in mapping.get("attributeMappings") or []:
        target = one.get("targetAttributeName") or ""
        if target in by_target and not merge:
            raise _invalid(f"The target attribute '{target}' is mapped more than once.")
        by_target[target] = {**MAPPING_DEFAULTS, **one, "source": _source(one.get("source"))}
    flows = ",".join(flag.strip() for flag in str(mapping.get("flowTypes") or "Add,Update,Delete").split(","))
    ordered = [by_target[target] for target in sorted(by_target, key=str.lower)]
    return {
        "enabled": False,
        "scope": None,
        "metadata": [],
        **mapping,
        "flowTypes": flows,
        "attributeMappings": ordered,
    }


def _source(source: Tree | None) -> Tree | None:
    if source is None:
        return None
    try:
        found = expressions.reprint(_named(source))
        if found is not None and len(found["expression"]) > expressions.MAXIMUM_LENGTH:
            raise expressions.ExpressionError("It is too long", expressions.MAXIMUM_LENGTH)
        return found
    except (expressions.ExpressionError, KeyError) as error:
        raise _invalid(f"The expression '{source.get('expression')}' cannot be read: {error}") from None


def _named(source: Tree) -> Tree:
    """A source that has its text only (the name left out) is read from the text."""
    if source.get("name") is not None or not source.get("expression"):
        return source
    return dict(expressions.read(source["expression"]))


def _directory(directory: Tree, version: str) -> Tree:
    objects = [_object(one) for one in directory.get("objects") or []]
    flags = ",".join(flag.strip() for flag in str(directory.get("discoverabilities") or "None").split(","))
    kept = {"discoveryDateTime": None, "readOnly": False, **directory}
    return {**kept, "discoverabilities": flags, "version": version, "objects": objects}


def _object(one: Tree) -> Tree:
    attributes = [{**ATTRIBUTE_DEFAULTS, **attribute} for attribute in one.get("attributes") or []]
    return {"supportedApis": [], "metadata": [], **one, "attributes": attributes}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents from files hold what people typed: what reads them says what moves and never stumbles."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    adopt_shape,
    dangers,
    declaration,
    export,
    inspection,
    merge,
    same,
    words,
    words_values,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited

GONE = object()
FIXTURE = "fabrikamSingleSignon"


def paths(value, path=()):
    """The path of every member and item."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from paths(inner, (*path, step))


def names(path):
    return tuple(step for step in path if isinstance(step, str))


def lean(value, seen, way=()):
    """The value without the items of lists in which there is no kind of member that was not seen before."""
    if isinstance(value, dict):
        seen.update((*way, name) for name in value)
        return {name: lean(inner, seen, (*way, name)) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    kept = []
    for item in value:
        if not kept or {(*way, *names(path)) for path in paths(item)} - seen:
            kept.append(lean(item, seen, way))
    return kept


# What makes a document long is more of the same.
LEAN = json.dumps(lean(edited.default(FIXTURE), set()))
# One path for each kind of member, and of item in a list: {names on the way: path}.
MEMBERS = {names(path): path for path in paths(json.loads(LEAN)) if isinstance(path[-1], str)}
ITEMS = {(*names(path), "item"): path for path in paths(json.loads(LEAN)) if not isinstance(path[-1], str)}
KINDS = {**MEMBERS, **ITEMS}


def odd(kind, value):
    """The lean fixture with one member that is another, or not there."""
    document = json.loads(LEAN)
    *way, last = KINDS[kind]
    place = document
    for step in way:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize(
    "value", [None, GONE, "odd", 7, {}, []], ids=["null", "gone", "text", "number", "object", "list"]
)
@pytest.mark.parametrize("kind", KINDS, ids=".".join)
def test_a_member_of_another_form_is_told_and_no_stumbling_block(kind, value):
    default, document = json.loads(LEAN), odd(kind, value)
    if adopt_shape.problems(document):
        # Refused before anything else reads it.
        return
    silent = words.sides(default, document) == ({}, {})
    assert silent == same.same_document(default, document)
    dangers.hazards(default, document, (), 0.3)
    inspection.problems(document, default)
    inspection.warnings(document, default)


@pytest.mark.parametrize("value", [None, GONE], ids=["null", "gone"])
@pytest.mark.parametrize("kind", MEMBERS, ids=".".join)
def test_what_the_service_may_leave_out_is_exported_or_reported(kind, value):
    default, document = json.loads(LEAN), odd(kind, value)
    rows, missing = export.changes(document, default)
    merged = merge.merged(default, declaration.parse(rows), "merged", edited.tree_of).document
    assert same.same_document(merged, document) == (not missing)


FILTERED = ("synchronizationRules", 0, "objectMappings", 0, "scope")
GROUP = {"name": "Staff", "clauses": [{"attribute": "mail", "operator": "EQUALS", "values": ["x"]}]}
STORED = {
    "groups": [
        {
            "name": "Staff",
            "clauses": [
                {"sourceOperandName": "mail", "operatorName": "EQUALS", "targetOperand": {"values": ["y"]}},
            ],
        }
    ]
}


@pytest.mark.parametrize("value", [None, "odd", 7, True, {}, [None], [[]], ["x"]], ids=str)
@pytest.mark.parametrize(
    "path", [path for path in [(), *paths(STORED)] if path[-1:] not in [("name",), ("operatorName",)]], ids=str
)
def test_a_declared_scope_takes_the_place_of_one_that_nobody_can_read(path, value):
    document = edited.default("scim")
    mapping = edited.mapping_of(document)
    mapping["scope"] = copy.deepcopy(STORED)
    place = document
    *way, last = (*FILTERED, *path)
    for step in way:
        place = place[step]
    place[last] = value
    rows = [{"source_object": mapping["sourceObjectName"], "target_object": mapping["targetObjectName"]}]
    rows[0]["scope"] = {"groups": [GROUP]}
    declared = declaration.parse(
        {"synchronization_rules": [{"id": edited.rule_of(document)["id"], "object_mappings": rows}]}
    )
    after = merge.merged(document, declared, "merged", edited.tree_of).document
    assert merge.merged(after, declared, "merged", edited.tree_of).document is after
    assert words_values.scope(edited.mapping_of(after)["scope"])["groups"] == [GROUP]


@pytest.mark.parametrize("wire", ["containerFilter", "groupFilter"])
@pytest.mark.parametrize("value", ["odd", 7, ["x"]], ids=str)
def test_a_declared_filter_takes_the_place_of_one_that_nobody_can_read(wire, value):
    document = edited.default("scim")
    edited.rule_of(document)[wire] = value
    row = {"id": edited.rule_of(document)["id"], "container_filter": ["a"], "group_filter": ["a"]}
    declared = declaration.parse({"synchronization_rules": [row]})
    after = merge.merged(document, declared, "merged", edited.tree_of).document
    assert list(edited.rule_of(after)[wire].values()) == [["a"]]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("synchronizationRules",), "x", "synchronizationRules is no list"),
        (("synchronizationRules", 0), None, "synchronizationRules[0] is no object"),
        (
            ("synchronizationRules", 0, "objectMappings", 0),
            [],
            "synchronizationRules[0].objectMappings[0] is no object",
        ),
        (("directories", 0, "objects", 0, "attributes"), 7, "directories[0].objects[0].attributes is no list"),
        (("directories", 0, "objects"), None, ""),
        (("directories", 0), {}, ""),
    ],
)
def test_a_list_that_is_none_is_told_before_anybody_goes_through_it(path, value, said):
    document = edited.default("scim")
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    assert adopt_shape.unreadable(document) == said

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schema documents to try things on: the project's fixtures, and these after what people do to them in a portal."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import NeedsService
from ansible_collections.entra.provisioning.tests.emulator import expression_reader, fixtures
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from hypothesis import strategies as st

# One fixture has no rule but the engine's own.
NAMES = tuple(name for name in fixtures.catalogue() if name != "customappssoRoleIn")
# The last one is a part of a document: its object mappings have no objects.
REAL = (
    "schema-AD2AADProvisioning-identityunoffical-2025.json",
    "schema-SalesforceOutDelta-graphdocs-2017.json",
    "schema-Azure2Azure-issue2643-2024.partial.json",
)
SOURCES = (
    None,
    "[mail]",
    '"x"',
    '""',
    '"%"',
    'Join(" ", [givenName], [surname])',
    'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    "IIF(IsPresent([mail]), [mail], )",
    'Replace([mail], "\\\\.", , , "", , )',
)
FLOWS = ("Add", "Update", "Delete")
TEXTS = st.sampled_from([None, "", "x", "Größe {{ x }}", "two\nlines"])
TRUTHS = st.booleans()
OPERANDS = (
    ("department", "EQUALS", ["Sales"]),
    ("accountEnabled", "IS TRUE", None),
    ("mail", "REGEX MATCH", ["^a'b{"]),
)


class Edited(NamedTuple):
    """A fixture and what became of it; no failure prints both whole."""

    default: dict[str, Any]
    document: dict[str, Any]

    def __repr__(self):
        return f"<edited {self.default.get('id')}>"


@cache
def _default(name):
    return json.dumps(located.real(name) if name in REAL else fixtures.catalogue()[name]["schema"])


def default(name):
    """A fresh copy of the schema of a fixture, or of a real document."""
    return json.loads(_default(name))


def source(text):
    """The service's tree of an expression; None is no source."""
    return None if text is None else tree.to_tree(parser.parse(text))


def tree_of(node):
    """A tree as the module gets it: built here where all keys are known, else asked of the (emulated) service."""
    try:
        return tree.to_tree(node)
    except NeedsService:
        return expression_reader.read(printer.text(node))


def rule_of(document):
    """The first rule, which may be edited."""
    return document["synchronizationRules"][0]


def mapping_of(document, place=0):
    """An object mapping of the first rule."""
    return rule_of(document)["objectMappings"][place]


def row_of(mapping, target):
    return next(row for row in mapping["attributeMappings"] if row["targetAttributeName"] == target)


def _groups():
    clauses = st.lists(st.sampled_from(OPERANDS), min_size=1, max_size=3).map(
        lambda rows: [
            {
                "operatorName": operator,
                "sourceOperandName": name,
                "targetOperand": None if values is None else {"values": list(values)},
            }
            for name, operator, values in rows
        ]
    )
    group = st.builds(lambda name, rows: {"name": name, "clauses": rows}, st.sampled_from(["Staff", "Guests"]), clauses)
    return st.lists(group, max_size=2, unique_by=lambda one: one["name"])


SCOPES = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"groups": _groups(), "inputFilterGroups": _groups(), "categoryFilterGroups": st.just([])},
    ),
)


def attribute_mapping(draw, target):
    """A new row, as the service would print it."""
    return {
        "defaultValue": draw(TEXTS),
        "exportMissingReferences": draw(TRUTHS),
        "flowBehavior": draw(st.sampled_from(["FlowWhenChanged", "FlowAlways"])),
        "flowType": draw(st.sampled_from(["Always", "ObjectAddOnly", "MultiValueAddOnly"])),
        "matchingPriority": 0,
        "targetAttributeName": target,
        "source": source(draw(st.sampled_from(SOURCES))),
    }


def attribute(draw, name):
    """A new definition, as the service would print it."""
    kind = draw(st.sampled_from(["String", "Integer", "Boolean", "Reference"]))
    return {
        "anchor": False,
        "caseExact": draw(TRUTHS),
        "defaultValue": draw(TEXTS),
        "flowNullValues": draw(TRUTHS),
        "multivalued": draw(TRUTHS),
        "mutability": draw(st.sampled_from(["ReadWrite", "ReadOnly"])),
        "name": name,
        "required": draw(TRUTHS),
        "type": kind,
        "apiExpressions": [],
        "metadata": draw(st.sampled_from([[], [{"key": "IsCustomerDefined", "value": "true"}]])),
        "referencedObjects": [{"referencedObjectName": "User", "referencedProperty": None}]
        if kind == "Reference"
        else [],
    }


def _change_row(draw, rows):
    row = rows[draw(st.integers(0, len(rows) - 1))]
    row.update(
        draw(st.sampled_from([{"flowType": "ObjectAddOnly"}, {"flowBehavior": "FlowAlways"}, {"defaultValue": ""}]))
    )
    if draw(TRUTHS):
        row["defaultValue"] = draw(TEXTS)
    if draw(TRUTHS) and not row["matchingPriority"]:
        row["source"] = source(draw(st.sampled_from(SOURCES)))


def _edit_rows(draw, mapping):
    rows = mapping["attributeMappings"]
    what = draw(st.sampled_from(["add", "remove", "change", "priority"]))
    if what == "add":
        target = f"added{draw(st.integers(0, 3))}"
        rows[:] = [row for row in rows if row["targetAttributeName"] != target] + [attribute_mapping(draw, target)]
    elif rows and what == "remove":
        rows.pop(draw(st.integers(0, len(rows) - 1)))
    elif rows and what == "change":
        _change_row(draw, rows)
    elif rows:
        # One attribute feeds a matching attribute; where no row is of that kind, none becomes one.
        plain = [row for row in rows if (row["source"] or {}).get("type") == "Attribute"]
        for row in rows if plain else ():
            row["matchingPriority"] = 1 if row is plain[-1] else 0


def _edit_mapping(draw, mapping):
    what = draw(st.sampled_from(["enabled", "flowTypes", "scope", "name", "metadata"]))
    if what == "enabled":
        mapping["enabled"] = not mapping["enabled"]
    elif what == "flowTypes":
        mapping["flowTypes"] = ", ".join(draw(st.lists(st.sampled_from(FLOWS), unique=True))) or "None"
    elif what == "scope":
        mapping["scope"] = draw(SCOPES)
    elif what == "name":
        # No option says that a name goes, and nobody but the template leaves object mappings without one.
        mapping["name"] = mapping.get("name") and draw(st.sampled_from(["Renamed", "Größe"]))
    else:
        mapping["metadata"] = [*mapping["metadata"], {"key": "IsCustomerDefined", "value": "true"}]


def _edit_rule(draw, rule):
    what = draw(st.sampled_from(["priority", "containers", "groups", "mapping"]))
    if what == "priority":
        rule["priority"] = draw(st.integers(0, 3))
    elif what == "containers":
        rule["containerFilter"] = draw(st.sampled_from([None, {"includedContainers": ["OU=a", "OU=b"]}]))
    elif what == "groups":
        rule["groupFilter"] = draw(st.sampled_from([None, {"includedGroups": ["b", "a"]}]))
    else:
        made = {**copy.deepcopy(rule["objectMappings"][0]), "sourceObjectName": "Added", "name": draw(TEXTS) or None}
        made["enabled"] = draw(TRUTHS)
        rule["objectMappings"] = [row for row in rule["objectMappings"] if row["sourceObjectName"] != "Added"] + [made]


def _edit_definitions(draw, directory):
    rows = directory["objects"][draw(st.integers(0, len(directory["objects"]) - 1))]["attributes"]
    what = draw(st.sampled_from(["add", "remove", "change", "object"]))
    if what == "add":
        name = f"extension_{draw(st.integers(0, 3))}"
        rows[:] = [row for row in rows if row["name"] != name] + [attribute(draw, name)]
    elif what == "object":
        made = {"name": "Added", "supportedApis": ["Added"], "metadata": [], "attributes": [attribute(draw, "id")]}
        directory["objects"] = [row for row in directory["objects"] if row["name"] != "Added"] + [made]
    elif rows and what == "remove":
        rows.pop(draw(st.integers(0, len(rows) - 1)))
    elif rows:
        row = rows[draw(st.integers(0, len(rows) - 1))]
        # Nobody takes metadata from a definition, and an export says nothing of metadata that are empty.
        made = attribute(draw, row["name"])
        row.update({**made, "metadata": row["metadata"] or made["metadata"]})


def _remove(draw, document):
    rule = rule_of(document)
    shown = [row for row in rule["objectMappings"] if row["name"]]
    objects = document["directories"][-1]["objects"]
    if len(shown) > 1 and draw(TRUTHS):
        gone = draw(st.sampled_from(range(len(shown))))
        rule["objectMappings"] = [row for row in rule["objectMappings"] if row is not shown[gone]]
    elif len(objects) > 3 and [row["name"] for row in objects].count(objects[-1]["name"]) == 1:
        # Never one of several of one name: which of them is left no declaration could say without its number.
        objects.pop()


@st.composite
def edits(draw, removing=True, names=NAMES):
    """(default, document): a fixture, and a copy of it with some changes, all of which an option can say.

    removing: whether object mappings and object definitions may be gone too.
    """
    name = draw(st.sampled_from(names))
    document = default(name)
    for dummy in range(draw(st.integers(1, 5))):
        what = draw(
            st.sampled_from(["rows", "rows", "mapping", "rule", "definitions", *(["remove"] if removing else [])])
        )
        rule = rule_of(document)
        if what == "rows":
            _edit_rows(draw, rule["objectMappings"][draw(st.integers(0, len(rule["objectMappings"]) - 1))])
        elif what == "mapping":
            _edit_mapping(draw, rule["objectMappings"][draw(st.integers(0, len(rule["objectMappings"]) - 1))])
        elif what == "rule":
            _edit_rule(draw, rule)
        elif what == "definitions":
            _edit_definitions(draw, draw(st.sampled_from(document["directories"])))
        else:
            _remove(draw, document)
    return Edited(default(name), respelled(draw, document))


def respelled(draw, document):
    """The same document as another version of the service would print it."""
    for rule in document["synchronizationRules"]:
        if draw(TRUTHS):
            rule["objectMappings"] = rule["objectMappings"][::-1]
        for mapping in rule["objectMappings"]:
            mapping["attributeMappings"] = mapping["attributeMappings"][::-1]
            mapping["flowTypes"] = mapping["flowTypes"].replace(",", ", ")
            if mapping["scope"] is None:
                mapping["scope"] = {"groups": [], "inputFilterGroups": []}
    return {**document, "id": "another", "version": "Date:2025-03-30T07:00:28.2095357Z"}

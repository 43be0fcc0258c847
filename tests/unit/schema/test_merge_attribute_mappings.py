# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attribute mappings declared over those of an object mapping, in every state."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import NeedsService
from ansible_collections.entra.provisioning.tests.unit.schema import small

STATES = ("merged", "replaced", "overridden")
PLACE = ("rule", "r1", "User -> Account")
WHERE = "synchronization_rules[0].object_mappings[User -> Account].attribute_mappings"
ALL = ("active", "displayName", "locale", "userName")
# What each row of the small schema is in words: declared whole, nothing moves.
WHOLE = (
    {"target_attribute": "active", "source": "accountEnabled"},
    {"target_attribute": "displayName", "expression": 'Join(" ",[givenName],\n[surname])'},
    {"target_attribute": "locale", "default_value": "en-US"},
    {"target_attribute": "userName", "source": "[userPrincipalName]", "matching_priority": 1},
)


def problems(params, state="merged", over=None, **more):
    with pytest.raises(InvalidInput) as caught:
        small.merged(params, state, over, **more)
    return list(caught.value.problems)


CHANGED = [
    ({"source": "mail"}, {"source": small.source("[mail]")}),
    ({"constant": "x"}, {"source": small.source('"x"')}),
    ({"expression": "Trim([mail])"}, {"source": small.source("Trim([mail])")}),
    ({"source": ""}, {"source": None}),
    ({"clear": ["source"]}, {"source": None}),
    ({"default_value": ""}, {"defaultValue": ""}),
    ({"default_value": "True"}, {"defaultValue": "True"}),
    ({"flow_type": "ObjectAddOnly"}, {"flowType": "ObjectAddOnly"}),
    ({"flow_behavior": "FlowAlways"}, {"flowBehavior": "FlowAlways"}),
    ({"matching_priority": 2}, {"matchingPriority": 2}),
    ({"export_missing_references": True}, {"exportMissingReferences": True}),
]


@pytest.mark.parametrize(("options", "changed"), CHANGED)
def test_a_declared_member_is_set_and_the_others_stay(options, changed):
    before = small.document()
    result = small.merged(small.in_users({"target_attribute": "active", **options}), over=before).document
    assert small.rows(result) == {**small.rows(before), "active": {**small.rows(before)["active"], **changed}}
    assert list(small.rows(result)) == list(ALL)
    for target in ("displayName", "locale", "userName"):
        assert small.rows(result)[target] is small.rows(before)[target]


@pytest.mark.parametrize("row", WHOLE)
def test_declaring_what_is_there_changes_nothing(row):
    before = small.document()
    seen = []
    assert small.merged(small.in_users(row), over=before, tree_of=small.trees_counted(seen)).document is before
    assert not seen


@pytest.mark.parametrize("state", STATES[:2])
def test_declaring_all_that_is_there_changes_nothing(state):
    before = small.document()
    assert small.merged(small.in_users(*WHOLE), state, before).document is before


def test_a_default_is_cleared():
    result = small.merged(small.in_users({"target_attribute": "locale", "clear": ["default_value"]})).document
    assert small.rows(result)["locale"]["defaultValue"] is None


def test_a_tree_is_built_only_for_what_changes():
    seen = []
    params = small.in_users(*WHOLE[:3], {"target_attribute": "userName", "source": "mail"})
    small.merged(params, tree_of=small.trees_counted(seen))
    assert seen == [parser.parse("[mail]")]


def test_a_new_mapping_stands_last_with_every_member():
    result = small.merged(small.in_users({"target_attribute": "aaa", "source": "mail"})).document
    assert list(small.rows(result)) == [*ALL, "aaa"]
    assert list(small.rows(result)["aaa"].items()) == [
        ("defaultValue", None),
        ("exportMissingReferences", False),
        ("flowBehavior", "FlowWhenChanged"),
        ("flowType", "Always"),
        ("matchingPriority", 0),
        ("targetAttributeName", "aaa"),
        ("source", small.source("[mail]")),
    ]


@pytest.mark.parametrize("options", [{"default_value": "x"}, {"source": ""}, {"clear": ["source"]}])
def test_a_new_mapping_may_have_no_source(options):
    result = small.merged(small.in_users({"target_attribute": "aaa", **options})).document
    assert small.rows(result)["aaa"]["source"] is None


def test_a_new_mapping_says_where_its_value_comes_from():
    assert problems(small.in_users({"target_attribute": "aaa", "flow_type": "Always"})) == [
        f"{WHERE}[aaa]: there is no such mapping yet, and the row does not say where its value comes from: give source,"
        ' constant or expression (or default_value, or source: "" for none).'
    ]


@pytest.mark.parametrize("state", STATES)
def test_a_row_declared_absent_goes_by_consent(state):
    before = small.document()
    rows = [*WHOLE[:2], {"target_attribute": "locale", "state": "absent"}, WHOLE[3]]
    result = small.merged(small.in_users(*rows), state, before)
    assert list(small.rows(result.document)) == ["active", "displayName", "userName"]
    assert small.rows(result.document)["active"] is small.rows(before)["active"]
    assert result.consented == {(*PLACE, "locale")}


def test_a_row_that_is_absent_already_may_be_declared_so():
    before = small.document()
    result = small.merged(small.in_users({"target_attribute": "Locale", "state": "absent"}), over=before)
    assert result == (before, frozenset())
    assert result.document is before


@pytest.mark.parametrize("state", STATES[1:])
def test_a_replaced_list_is_the_whole_list_without_consent(state):
    result = small.merged(small.in_users(WHOLE[3], {"target_attribute": "aaa", "source": "mail"}), state)
    assert list(small.rows(result.document)) == ["userName", "aaa"]
    assert result.consented == frozenset()


@pytest.mark.parametrize("state", STATES[1:])
def test_a_row_of_a_replaced_list_is_complete(state):
    over = small.document()
    small.rows(over)["active"].update(
        defaultValue="x",
        exportMissingReferences=True,
        flowBehavior="FlowAlways",
        flowType="ObjectAddOnly",
        matchingPriority=2,
    )
    row = small.rows(small.merged(small.in_users({"target_attribute": "active"}), state, over).document)["active"]
    assert row == {**small.mapping("active", None), **small.ODD}


def test_an_empty_replaced_list_removes_all():
    params = small.in_rule({"source_object": "User", "target_object": "Account", "attribute_mappings": []})
    assert small.users(small.merged(params, "replaced").document)["attributeMappings"] == []
    before = small.document()
    assert small.merged(params, "merged", before).document is before


@pytest.mark.parametrize("state", STATES)
def test_a_list_that_is_not_given_stays(state):
    before = small.document()
    result = small.merged(small.in_users(enabled=False), state, before).document
    assert small.users(result)["attributeMappings"] is small.users(before)["attributeMappings"]


def test_a_null_list_takes_rows():
    params = small.in_rule({"name": "People", "source_object": "contact", "attribute_mappings": [WHOLE[0]]})
    result = small.merged(params).document["synchronizationRules"][0]["objectMappings"][2]
    assert [row["targetAttributeName"] for row in result["attributeMappings"]] == ["active"]


def twice():
    over = small.document()
    small.users(over)["attributeMappings"].append(small.mapping("active", "[b]"))
    return over


def test_two_mappings_to_one_target_are_an_error_when_one_is_merged():
    assert problems(small.in_users({"target_attribute": "active", "source": "a"}), over=twice()) == [
        f"{WHERE}[active]: 2 mappings of this object mapping fill it, and the service takes one. With state: replaced the"
        " declared row takes the place of all; state: absent on the row removes all."
    ]


def test_two_mappings_to_one_target_go_together():
    result = small.merged(small.in_users({"target_attribute": "active", "state": "absent"}), over=twice())
    assert list(small.rows(result.document)) == list(ALL[1:])
    assert result.consented == {(*PLACE, "active"), (*PLACE, "active #2")}


def test_a_replaced_list_keeps_the_first_of_two_mappings_to_one_target():
    result = small.merged(small.in_users(*WHOLE), "replaced", twice()).document
    assert len(small.users(result)["attributeMappings"]) == len(ALL)
    assert small.rows(result)["active"]["source"] == small.source("[accountEnabled]")


def test_a_row_of_another_tool_is_compared_and_not_rewritten():
    over = small.document()
    row = small.rows(over)["userName"]
    for name in ("defaultValue", "exportMissingReferences", "flowBehavior"):
        del row[name]
    row["flowType"] = "always"
    row["source"] = {"type": "attribute", "name": "userPrincipalName"}
    said = {**WHOLE[3], "flow_type": "Always", "flow_behavior": "FlowWhenChanged", "clear": ["default_value"]}
    assert small.merged(small.in_users(said), over=over).document is over


def by_service(node):
    """Functions whose keys nobody publishes are built by the service."""
    return {"type": "Function", "name": node.name, "expression": f"{node.name}([a], [b])", "parameters": [{"key": "k"}]}


def test_a_unique_value_is_made_once():
    said = {"target_attribute": "active", "expression": "SelectUniqueValue([a], [b])"}
    assert problems(small.in_users(said), tree_of=by_service) == [
        f"{WHERE}[active]: SelectUniqueValue gives another value each time it runs; say flow_type: ObjectAddOnly beside it."
    ]
    assert len(problems(small.in_users({**said, "target_attribute": "aaa"}), tree_of=by_service)) == 1
    result = small.merged(small.in_users({**said, "flow_type": "ObjectAddOnly"}), tree_of=by_service).document
    row = small.rows(result)["active"]
    assert (row["flowType"], row["source"]["name"]) == ("ObjectAddOnly", "SelectUniqueValue")


def test_a_tree_that_cannot_be_built_is_a_problem_of_its_row():
    def refuse(node):
        raise NeedsService("Only the service can build this")

    rows = ({"target_attribute": "active", "source": "a"}, {"target_attribute": "aaa", "source": "b"})
    assert problems(small.in_users(*rows), tree_of=refuse) == [
        f"{WHERE}[active].expression: Only the service can build this.",
        f"{WHERE}[aaa].expression: Only the service can build this.",
    ]


def test_a_tree_that_the_service_builds_as_it_is_stored_changes_nothing():
    before = small.document()
    said = {"target_attribute": "active", "source": "alias"}
    result = small.merged(small.in_users(said), over=before, tree_of=lambda node: small.source("[accountEnabled]"))
    assert result.document is before

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole document over the stored one: followed in all that is the user's, and in nothing that is the template's."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt, same
from ansible_collections.entra.provisioning.tests.unit.schema import declared, edited, small
from hypothesis import given, settings
from hypothesis import strategies as st

EVERY = [*edited.NAMES, *declared.WHOLE_REAL]


def problems(wanted, actual=None):
    with pytest.raises(InvalidInput) as caught:
        adopt.adopted(wanted, small.document() if actual is None else actual)
    return list(caught.value.problems)


@pytest.mark.parametrize("name", EVERY)
def test_a_document_over_itself_is_itself(name):
    actual = declared.document(name)
    assert adopt.adopted(actual, actual) == (actual, ())
    assert adopt.adopted(actual, actual).document is actual


@pytest.mark.parametrize("name", EVERY)
def test_a_copy_over_its_original_is_the_original(name):
    actual = declared.document(name)
    wanted = {**copy.deepcopy(actual), "id": "elsewhere", "version": "9", "@odata.context": "x"}
    result = adopt.adopted(wanted, actual)
    assert result.document is actual
    assert not result.warnings


@settings(max_examples=100)
@given(edited.edits())
def test_an_edited_document_is_followed(documents):
    actual, wanted = documents
    kept, asked = copy.deepcopy(actual), copy.deepcopy(wanted)
    result = adopt.adopted(wanted, actual)
    assert same.same_document(result.document, wanted)
    assert (actual, wanted) == (kept, asked)
    assert {name: result.document[name] for name in ("id", "version")} == {
        name: actual[name] for name in ("id", "version")
    }
    assert adopt.adopted(wanted, result.document).document is result.document
    assert (result.document is actual) == same.same_document(actual, wanted)


@settings(max_examples=10)
@given(declared.declarations(names=declared.WHOLE_REAL))
def test_a_real_schema_is_brought_back_after_a_change(said):
    before = declared.document(said.name)
    after = small.merged(said.params, said.state, before).document
    assert same.same_document(adopt.adopted(before, after).document, before)
    assert same.same_document(adopt.adopted(copy.deepcopy(after), before).document, after)


@given(st.sampled_from(edited.NAMES), st.data())
def test_the_spelling_of_another_year_changes_nothing(name, data):
    actual = edited.default(name)
    assert adopt.adopted(edited.respelled(data.draw, edited.default(name)), actual).document is actual


def test_only_what_moves_is_new():
    actual, wanted = small.document(), small.document()
    small.rows(wanted)["userName"]["source"] = small.source("[mail]")
    result = adopt.adopted(wanted, actual).document
    assert small.rows(result)["userName"]["source"] == small.source("[mail]")
    for target in ("active", "displayName", "locale"):
        assert small.rows(result)[target] is small.rows(actual)[target]
    assert result["directories"] is actual["directories"]
    assert result["synchronizationRules"][1:] == actual["synchronizationRules"][1:]
    assert small.users(result)["scope"] is small.users(actual)["scope"]


def test_rows_keep_their_place_and_new_ones_stand_last():
    actual, wanted = small.document(), small.document()
    rows = small.users(wanted)["attributeMappings"]
    rows[:] = [small.mapping("aaa", "[mail]"), *rows[::-1][:2]]
    assert list(small.rows(adopt.adopted(wanted, actual).document)) == ["locale", "userName", "aaa"]


def test_members_nobody_knows_come_from_the_wanted_document_else_from_the_actual_one():
    actual, wanted = small.document(), small.document()
    for row in (wanted, small.users(wanted), small.rows(wanted)["active"], wanted["directories"][1]):
        row.update(future={"a": 2}, newer=1)
    for row in (wanted["synchronizationRules"][0], wanted["directories"][0]["objects"][0]["attributes"][0]):
        del row["future"]
    result = adopt.adopted(wanted, actual).document
    for row in (result, small.users(result), small.rows(result)["active"], result["directories"][1]):
        assert (row["future"], row["newer"]) == ({"a": 2}, 1)
    assert result["synchronizationRules"][0]["future"] == small.ODD["future"]
    assert result["directories"][0] is actual["directories"][0]


def test_what_the_template_owns_stays():
    actual, wanted = small.document(), small.document()
    wanted["synchronizationRules"][0].update(name="OLD", editable=False, metadata=[])
    wanted["directories"][0].update(version="7", readOnly=False, discoveryDateTime="x", discoverabilities="None")
    assert adopt.adopted(wanted, actual).document is actual


def test_names_of_directories_are_those_of_the_actual_document_everywhere():
    actual, wanted = small.document(), small.document()
    wanted["directories"][0]["name"] = "Microsoft Entra ID"
    for rule in wanted["synchronizationRules"]:
        rule["sourceDirectoryName"] = "Microsoft Entra ID"
    result = adopt.adopted(wanted, actual)
    assert result.document is actual
    assert not result.warnings


def test_two_directories_of_one_id_are_matched_by_name_whatever_their_order():
    actual, wanted = edited.default("Azure2Azure"), edited.default("Azure2Azure")
    wanted["directories"].reverse()
    wanted["directories"][0]["objects"][0]["attributes"][0]["required"] = True
    result = adopt.adopted(wanted, actual).document
    assert result["directories"][0] is actual["directories"][0]
    assert result["directories"][1]["objects"][0]["attributes"][0]["required"]


def test_two_directories_of_one_id_are_matched_in_order_when_they_were_renamed():
    actual, wanted = edited.default("Azure2Azure"), edited.default("Azure2Azure")
    for directory in wanted["directories"]:
        directory["name"] = directory["name"].replace("Microsoft Entra ID", "Azure Active Directory")
    for rule in wanted["synchronizationRules"]:
        rule["sourceDirectoryName"] = "Azure Active Directory"
        rule["targetDirectoryName"] = "Azure Active Directory (target tenant)"
    assert adopt.adopted(wanted, actual).document is actual


def test_a_rule_of_the_engine_is_not_followed():
    actual, wanted = small.document(), small.document()
    wanted["synchronizationRules"][3]["objectMappings"][0]["enabled"] = False
    assert adopt.adopted(wanted, actual) == (
        actual,
        ("The rule ENGINE belongs to the service (editable: false); it stays as it is.",),
    )


def test_rules_and_directories_that_the_document_lacks_stay():
    actual, wanted = small.document(), small.document()
    del wanted["synchronizationRules"][1:3], wanted["directories"][1]
    result = adopt.adopted(wanted, actual)
    assert result.document is actual
    assert result.warnings == (
        "The document has no rule TWIN; it stays as it is.",
        "The document has no rule TWIN; it stays as it is.",
        "The document has no directory App; it stays as it is.",
    )


def test_a_document_without_directories_leaves_them():
    actual, wanted = small.document(), small.document()
    del wanted["directories"]
    small.users(wanted)["enabled"] = False
    result = adopt.adopted(wanted, actual).document
    assert not small.users(result)["enabled"]
    assert result["directories"] is actual["directories"]
    assert result["synchronizationRules"][0]["sourceDirectoryName"] == "Azure Active Directory"


def test_a_document_of_another_template_is_refused():
    wanted = small.document()
    wanted["synchronizationRules"].append({"id": "r9", "name": "OTHER", "objectMappings": []})
    wanted["directories"].append({"id": "d9", "name": "Other", "objects": []})
    assert problems(wanted) == [
        "The document has a rule OTHER (r9), which this schema has not: it comes from another template. This schema has OUT"
        " (r1), TWIN (r2), TWIN (r3), ENGINE (r4).",
        "The document has a directory Other (d9), which this schema has not: it comes from another template. This schema has"
        " Azure Active Directory (d1), App (d2).",
    ]


NOT_WHOLE = [
    ([], "The document is no schema: it has no synchronizationRules."),
    ({}, "The document is no whole schema: synchronizationRules is missing."),
    ({"synchronizationRules": {}}, "The document is no whole schema: synchronizationRules is no list."),
    ({"synchronizationRules": ["x"]}, "The document is no whole schema: synchronizationRules[0] is no object."),
    (
        {"synchronizationRules": [{"id": "r1"}]},
        "The document is no whole schema: synchronizationRules[0] has no objectMappings.",
    ),
    (
        {"synchronizationRules": [{"id": "r1", "objectMappings": [{"attributeMappings": [{"source": None}]}]}]},
        "The document is no whole schema: synchronizationRules[0].objectMappings[0] has no targetObjectName;"
        " synchronizationRules[0].objectMappings[0] has no enabled; synchronizationRules[0].objectMappings[0] has no"
        " flowTypes; synchronizationRules[0].objectMappings[0].attributeMappings[0] has no targetAttributeName.",
    ),
    (
        {"synchronizationRules": [], "directories": [{"objects": [{"attributes": [{}]}]}]},
        "The document is no whole schema: directories[0] has no id or name; directories[0].objects[0] has no name;"
        " directories[0].objects[0].attributes[0] has no name.",
    ),
]


@pytest.mark.parametrize(("wanted", "problem"), NOT_WHOLE)
def test_a_part_of_a_schema_is_refused(wanted, problem):
    assert problems(wanted) == [problem]


def test_of_many_problems_the_first_ten_are_said():
    wanted = {"synchronizationRules": [{}] * 6}
    assert problems(wanted)[0].endswith("synchronizationRules[4] has no objectMappings; and 2 more.")


def test_words_of_other_tools_are_written_as_the_service_spells_them():
    actual, wanted = small.document(), small.document()
    tree = {
        "type": "function",
        "name": "Trim",
        "expression": "Trim([mail])",
        "parameters": [{"key": "source", "value": {"type": "attribute", "name": "mail", "expression": "[mail]"}}],
    }
    small.rows(wanted)["active"].update(flowType="objectAddOnly", flowBehavior="flowAlways", source=tree)
    small.users(wanted).update(flowTypes="update, add")
    wanted["directories"][0]["objects"][0]["attributes"].append(
        {"name": "new", "type": "integer", "mutability": "readOnly"}
    )
    result = adopt.adopted(wanted, actual).document
    row = small.rows(result)["active"]
    assert (row["flowType"], row["flowBehavior"]) == ("ObjectAddOnly", "FlowAlways")
    assert row["source"] == {
        **tree,
        "type": "Function",
        "parameters": [{"key": "source", "value": {**tree["parameters"][0]["value"], "type": "Attribute"}}],
    }
    assert small.users(result)["flowTypes"] == "Update,Add"
    assert result["directories"][0]["objects"][0]["attributes"][2] == {
        "name": "new",
        "type": "Integer",
        "mutability": "ReadOnly",
    }


def test_members_that_a_newer_service_says_aloud_change_nothing():
    actual, wanted = small.document(), small.document()
    for name in ("flowNullValues", "apiExpressions"):
        del actual["directories"][0]["objects"][0]["attributes"][0][name]
    for name in ("defaultValue", "flowBehavior"):
        del small.rows(actual)["active"][name]
    del actual["synchronizationRules"][0]["containerFilter"], small.users(actual)["metadata"]
    small.users(wanted)["metadata"] = []
    assert adopt.adopted(wanted, actual).document is actual


def test_a_new_row_is_taken_as_it_is_written():
    actual, wanted = small.document(), small.document()
    row = {**small.mapping("new", "[mail]"), "source@odata.type": "#x"}
    small.users(wanted)["attributeMappings"].append(row)
    assert small.rows(adopt.adopted(wanted, actual).document)["new"] == small.mapping("new", "[mail]")


def test_what_the_document_leaves_out_of_a_row_gets_its_default():
    actual, wanted = small.document(), small.document()
    small.rows(actual)["active"].update(flowType="ObjectAddOnly", defaultValue="x", matchingPriority=2)
    for name in ("flowType", "defaultValue", "matchingPriority"):
        del small.rows(wanted)["active"][name]
    del small.users(wanted)["scope"]
    result = adopt.adopted(wanted, actual).document
    assert small.rows(result)["active"] == small.rows(small.document())["active"]
    assert small.users(result)["scope"] is None


def test_a_changed_set_of_groups_leaves_the_other_sets():
    actual, wanted = small.document(), small.document()
    group = {"name": "In", "clauses": [small.clause("mail", "IS NOT NULL")]}
    small.users(wanted)["scope"] = {
        "groups": small.users(wanted)["scope"]["groups"][::-1],
        "inputFilterGroups": [group],
    }
    result = small.users(adopt.adopted(wanted, actual).document)["scope"]
    stored = small.users(actual)["scope"]
    assert result == {**stored, "inputFilterGroups": [group]}
    assert result["groups"] is stored["groups"]


ANNOTATED = {
    "@odata.context": "x",
    "id": "job",
    "provisioningTaskIdentifier": "job",
    "directories@odata.context": "y",
    "directories": [{"id": "d", "@odata.id": "z", "objects": [{"name": "User", "attributes": None}]}],
    "future": {"provisioningTaskIdentifier": 1, "list": [{"@odata.type": "#x"}, 1]},
}


def test_what_is_sent_has_no_annotations_at_any_level():
    kept = copy.deepcopy(ANNOTATED)
    assert adopt.bare(ANNOTATED) == {
        "id": "job",
        "directories": [{"id": "d", "objects": [{"name": "User", "attributes": None}]}],
        "future": {"provisioningTaskIdentifier": 1, "list": [{}, 1]},
    }
    assert kept == ANNOTATED
    assert adopt.bare(ANNOTATED)["directories"][0]["objects"] is ANNOTATED["directories"][0]["objects"]


@pytest.mark.parametrize("name", EVERY)
def test_what_is_sent_is_all_the_rest(name):
    document = declared.document(name, marked=True)
    sent = adopt.bare(document)
    assert same.same_document(sent, document)
    assert declared.marks(sent) == declared.marks(document)

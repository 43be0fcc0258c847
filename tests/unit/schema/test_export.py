# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export: a document as a declaration that gives the document again, whole or only what somebody changed."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    declaration,
    export,
    merge,
    options,
    same,
    words,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import given, settings

NOTHING = {"synchronization_rules": [], "directories": []}
WHOLE_REAL = edited.REAL[:2]
USERS = "USERGROUP_OUTBOUND_USERGROUP / User -> Account"


def validated(rows):
    """The parameters that a module gets when a task is given the export."""
    result = ArgumentSpecValidator(dict(options.DECLARATION)).validate(json.loads(json.dumps(rows)))
    assert not result.error_messages
    return result.validated_parameters


def applied(rows, document, state):
    """The document after a task with the export."""
    return merge.merged(document, declaration.parse(validated(rows)), state, edited.tree_of).document


def assert_same(one, other):
    assert same.same_document(one, other), json.dumps(words.sides(one, other), indent=1, ensure_ascii=False)


def assert_changes_lead_there(start, goal):
    rows, missing = export.changes(goal, start)
    assert not missing
    assert_same(applied(rows, start, "merged"), goal)


@pytest.fixture
def default():
    return edited.default("fabrikamSingleSignon")


@pytest.fixture
def document():
    return edited.default("fabrikamSingleSignon")


def users(schema):
    return edited.mapping_of(schema)


@settings(max_examples=40)
@given(edited.edits())
def test_the_changes_applied_to_the_default_give_the_document(documents):
    assert_changes_lead_there(*documents)


@settings(max_examples=12)
@given(edited.edits(names=WHOLE_REAL))
def test_the_changes_of_real_documents_lead_there_too(documents):
    assert_changes_lead_there(*documents)


@settings(max_examples=15)
@given(edited.edits())
def test_the_changes_back_to_the_default_lead_back(documents):
    default, document = documents
    assert_changes_lead_there(document, default)


@settings(max_examples=20)
@given(edited.edits(removing=False))
def test_the_whole_export_replaces_the_default(documents):
    default, document = documents
    assert not export.full(document)[1]
    assert_same(applied(export.full(document)[0], default, "replaced"), document)


@settings(max_examples=5)
@given(edited.edits(removing=False, names=WHOLE_REAL))
def test_the_whole_export_of_real_documents_replaces_the_default_too(documents):
    default, document = documents
    assert_same(applied(export.full(document)[0], default, "replaced"), document)


@settings(max_examples=20)
@given(edited.edits())
def test_the_whole_export_overrides_the_default_where_rows_are_gone(documents):
    default, document = documents
    assert_same(applied(export.full(document)[0], default, "overridden"), document)


@pytest.mark.parametrize("name", [*edited.NAMES, "customappssoRoleIn", *edited.REAL])
def test_an_export_applied_to_its_own_document_touches_nothing(name):
    document = edited.default(name)
    rows = export.full(document)[0]
    for state in ("merged", "replaced", "overridden"):
        assert applied(rows, document, state) is document
    assert export.full(document)[1] == []
    assert export.changes(document, edited.default(name)) == (NOTHING, [])


@settings(max_examples=15)
@given(edited.edits())
def test_the_order_of_a_document_does_not_show_in_its_export(documents):
    default, document = documents
    other = json.loads(json.dumps(document))
    for rule in other["synchronizationRules"]:
        rule["objectMappings"].reverse()
        for mapping in rule["objectMappings"]:
            mapping["attributeMappings"].reverse()
    for directory in other["directories"]:
        for row in directory["objects"]:
            row["attributes"].reverse()
    assert export.full(other)[0] == export.full(document)[0]
    assert export.changes(other, default) == export.changes(document, default)


CLICKED = {
    "synchronization_rules": [
        {
            "id": "0a7d5e3c-6b1f-4f92-8e4d-7c9b2a5f1e77",
            "name": "USERGROUP_OUTBOUND_USERGROUP",
            "object_mappings": [
                {
                    "source_object": "User",
                    "target_object": "Account",
                    "scope": {"groups": []},
                    "attribute_mappings": [
                        {"target_attribute": "Alias", "state": "absent"},
                        {"target_attribute": "Fax", "constant": "0"},
                        {
                            "target_attribute": "Language",
                            "flow_type": "ObjectAddOnly",
                            "clear": ["default_value"],
                        },
                        {"target_attribute": "UserName", "source": "[mail]"},
                    ],
                }
            ],
        }
    ],
    "directories": [
        {
            "id": "7d2e9c41-0b6f-4e85-a9d1-3f5c8b7a2e66",
            "name": "Fabrikam Sign-On",
            "objects": [{"name": "Account", "attributes": [{"name": "Desk"}]}],
        }
    ],
}


def test_what_somebody_clicked_is_a_few_lines(default, document):
    mapping = users(document)
    edited.row_of(mapping, "UserName")["source"] = edited.source("[mail]")
    edited.row_of(mapping, "Language").update(defaultValue=None, flowType="ObjectAddOnly")
    gone = edited.row_of(mapping, "Alias")
    mapping["attributeMappings"].remove(gone)
    mapping["attributeMappings"].append({**gone, "targetAttributeName": "Fax", "source": edited.source('"0"')})
    mapping["scope"]["groups"] = []
    desk = {"name": "Desk", "type": "String", "metadata": [{"key": "IsCustomerDefined", "value": "true"}]}
    document["directories"][1]["objects"][0]["attributes"].append(desk)
    assert export.changes(document, default) == (CLICKED, [])


def test_rows_of_a_whole_export_carry_only_what_is_not_usual(document):
    rule = export.full(document)[0]["synchronization_rules"][0]
    mapping = next(row for row in rule["object_mappings"] if row["target_object"] == "Account")
    rows = {row["target_attribute"]: row for row in mapping["attribute_mappings"]}
    assert rows["Email"] == {"target_attribute": "Email", "source": "[mail]"}
    assert rows["EmailEncoding"] == {"target_attribute": "EmailEncoding", "source": "", "default_value": "UTF-8"}
    assert rows["UserName"] == {
        "target_attribute": "UserName",
        "source": "[userPrincipalName]",
        "matching_priority": 1,
    }
    assert rows["CustomField2"] == {
        "target_attribute": "CustomField2",
        "expression": "Left(Trim([streetAddress]), 40)",
    }


def test_rules_of_the_engine_are_left_out(document):
    names = [rule["name"] for rule in export.full(document)[0]["synchronization_rules"]]
    assert names == ["USERGROUP_OUTBOUND_USERGROUP"]


def test_the_second_object_of_a_name_is_declared_by_number():
    default, document = edited.default("AD2AADProvisioning"), edited.default("AD2AADProvisioning")
    second = [row for row in document["directories"][1]["objects"] if row["name"] == "User"][1]
    second["attributes"].append({"name": "desk", "type": "Integer"})
    rows, missing = export.changes(document, default)
    assert missing == []
    assert rows["directories"][0]["objects"] == [
        {"name": "User", "number": 2, "attributes": [{"name": "desk", "type": "Integer", "metadata": []}]}
    ]


def unexpressed(start, goal):
    """The sentences; what is declared still applies."""
    rows, missing = export.changes(goal, start)
    applied(rows, start, "merged")
    return missing


def test_what_no_option_can_say_is_said_in_sentences(default, document):
    rule = edited.rule_of(document)
    document["directories"][0]["name"] = "Azure Active Directory"
    rule["sourceDirectoryName"] = "Azure Active Directory"
    users(document)["name"] = None
    edited.row_of(users(document), "Email")["future"] = True
    document["synchronizationRules"][1]["priority"] = 9
    document["synchronizationRules"].append({"id": "new", "name": "NEW", "objectMappings": []})
    assert unexpressed(default, document) == [
        "USERGROUP_OUTBOUND_USERGROUP: sourceDirectoryName cannot be declared; "
        '{"sourceDirectoryName": "Microsoft Entra ID"} would have to become '
        '{"sourceDirectoryName": "Azure Active Directory"}.',
        f'{USERS}: name cannot be declared; {{"name": "Provision Microsoft Entra ID Users"}} would have to become '
        '{"name": null}.',
        f'{USERS} / Email: future cannot be declared; {{}} would have to become {{"future": true}}.',
        "PROFILE_INBOUND_APPROLE: the rule belongs to the service (editable: false); "
        "what differs in it cannot be declared.",
        "NEW: this synchronization rule cannot be added by a declaration.",
        'Azure Active Directory: name cannot be declared; {"name": "Microsoft Entra ID"} would have to become '
        '{"name": "Azure Active Directory"}.',
    ]


def test_rows_that_cannot_be_told_apart_are_not_declared(default, document):
    mapping = users(document)
    mapping["attributeMappings"].append({**edited.row_of(mapping, "Email"), "defaultValue": "x"})
    assert unexpressed(default, document) == [
        f"{USERS} / Email #2: this attribute mapping cannot be added by a declaration."
    ]
    assert unexpressed(document, default) == [
        f"{USERS} / Email #2: that this attribute mapping is gone cannot be declared."
    ]


def test_equal_matching_priorities_are_not_declared(default, document):
    mapping = users(document)
    for target in ("Email", "Alias"):
        edited.row_of(mapping, target).update(matchingPriority=3, source=edited.source("[mail]"))
    assert unexpressed(default, document) == [f"{USERS} / Email: it has the matching priority 3, which Alias has too"]
    assert export.full(document)[1] == [f"{USERS} / Email: it has the matching priority 3, which Alias has too"]


def tree_of_2020():
    """A placeholder had no text, so the text of the whole lacks it."""
    parameters = [
        {"key": "separator", "value": {"type": "Constant", "name": "@", "expression": '"@"', "parameters": []}},
        {"key": "source", "value": {"type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": []}},
        {"key": "source", "value": {"type": "Constant", "name": "%DomainFQDN%", "expression": None, "parameters": []}},
    ]
    return {"type": "Function", "name": "Join", "expression": 'Join("@", [mail], )', "parameters": parameters}


def test_a_placeholder_without_text_is_declared_with_its_name(default, document):
    edited.row_of(users(document), "Alias")["source"] = tree_of_2020()
    rows, missing = export.changes(document, default)
    (row,) = rows["synchronization_rules"][0]["object_mappings"][0]["attribute_mappings"]
    assert missing == []
    assert row == {"target_attribute": "Alias", "expression": 'Join("@", [mail], %DomainFQDN%)'}
    assert applied(rows, document, "merged") is document


def test_an_expression_that_no_text_can_say_is_reported_and_left_alone(default, document):
    stored = {**tree_of_2020(), "name": "Futuristic", "expression": "Futuristic([mail], , , )"}
    edited.row_of(users(document), "Alias")["source"] = stored
    (said,) = unexpressed(default, document)
    assert said.startswith(f"{USERS} / Alias: ")
    (said,) = export.full(document)[1]
    assert said.startswith(f"{USERS} / Alias: ")
    assert applied(export.full(document)[0], document, "merged") is document


def test_a_filter_group_without_clauses_is_reported(default, document):
    users(document)["scope"] = {"groups": [{"name": "Nobody", "clauses": []}]}
    said = unexpressed(default, document)
    assert said
    assert all(one.startswith(USERS) for one in said)


def test_a_new_row_whose_source_cannot_be_declared_is_left_out(default, document):
    mapping = users(document)
    stored = {"type": "Function", "name": "Futuristic", "expression": None, "parameters": []}
    made = {"targetAttributeName": "Fax", "flowType": "ObjectAddOnly", "source": stored}
    mapping["attributeMappings"].append(made)
    rows, missing = export.changes(document, default)
    assert rows == NOTHING
    (said,) = missing
    assert said.startswith(f"{USERS} / Fax: ")


def test_a_unique_value_that_flows_always_is_reported(default, document):
    call = 'SelectUniqueValue([mail], Join("", [mail], "1"))'
    stored = edited.tree_of(edited.parser.parse(call))
    edited.row_of(users(document), "Alias")["source"] = stored
    made = {"targetAttributeName": "Fax", "flowType": "Always", "source": stored}
    users(document)["attributeMappings"].append(made)
    for sentences in (unexpressed(default, document), export.full(document)[1]):
        assert [said.partition(": ")[0] for said in sentences] == [f"{USERS} / Alias", f"{USERS} / Fax"]


def test_the_whole_export_does_not_say_the_usual_flow_type(document):
    edited.row_of(users(document), "Alias")["flowType"] = "ObjectAddOnly"
    ((rule,), _directories) = export.full(document)[0].values()
    said = [
        row["flow_type"]
        for mapping in rule["object_mappings"]
        for row in mapping["attribute_mappings"]
        if "flow_type" in row
    ]
    assert said
    assert "Always" not in said

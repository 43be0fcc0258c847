# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases of mappings: objects in, expected values out."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge, trial
from ansible_collections.entra.provisioning.tests.unit.schema import edited

NOTHING_DECLARED = declaration.parse({})
USERS = {"source_object": "User"}
PERSON = {
    "userPrincipalName": "zoe.noir@contoso.example",
    "mail": "zoe@contoso.example",
    "givenName": "Zoë",
    "surname": "Noir",
    "companyName": None,
    "streetAddress": "  1 Long Road  ",
    "usageLocation": "ch",
    "preferredLanguage": "de-CH",
    "mobile": "+41 79 000 00 00",
    "IsSoftDeleted": False,
    "objectId": "f2c1",
    "appRoleAssignments": [{"id": "1", "value": "Admin", "displayName": "Administrator"}],
}
# Every attribute mapping of the users in the fixture, with what it gives for that person.
GIVEN = {
    "Alias": "zoe.noir",
    "BadgeNumber": None,
    "Building": None,
    "CostUnit": None,
    "Country": None,
    "CustomField1": "Contoso",
    "CustomField2": "1 Long Road",
    "CustomField3": "CH",
    "Department": None,
    "Email": "zoe@contoso.example",
    "EmailEncoding": "UTF-8",
    "EmployeeNumber": None,
    "FederationId": "f2c1",
    "FirstName": "Zoë",
    "IsActive": True,
    "JobTitle": None,
    "Language": "de_CH",
    "LastName": "Noir",
    "ManagerId": None,
    "Mobile": "+41790000000",
    "NotifyByMail": "False",
    "OfficePhone": None,
    "PostalCode": None,
    "ProfileName": "Admin",
    "Region": None,
    "SeatCount": 1,
    "Street": "  1 Long Road  ",
    "TimeZone": "Europe/Zurich",
    "Town": None,
    "UserName": "zoe.noir@contoso.example",
}


@pytest.fixture
def document():
    return edited.default("fabrikamSingleSignon")


def tried(document, declared=NOTHING_DECLARED, **case):
    return trial.run([{**USERS, **case}], document, declared)


def one(document, expected, **case):
    """The result of the only expectation of a test case."""
    (row,) = tried(document, expected=expected, **case)
    return row


def put(document, target, source, **members):
    """Another source for an attribute mapping of the users."""
    edited.row_of(edited.mapping_of(document), target).update(source=edited.source(source), **members)


def test_all_mappings_of_a_fixture_give_what_they_should(document):
    rows = edited.mapping_of(document)["attributeMappings"]
    assert {row["targetAttributeName"] for row in rows} == set(GIVEN)
    results = tried(document, attributes=PERSON, expected=GIVEN)
    failed = [row for row in results if not row["passed"]]
    assert not failed
    assert [row["target_attribute"] for row in results] == sorted(GIVEN)


@pytest.mark.parametrize("name", edited.NAMES)
def test_every_mapping_of_every_fixture_ends_in_a_known_way(name):
    document = edited.default(name)
    for rule in document["synchronizationRules"]:
        for mapping in rule["objectMappings"]:
            if not mapping["name"]:
                continue
            expected = {row["targetAttributeName"]: None for row in mapping["attributeMappings"]}
            case = {
                "rule": rule["id"],
                "source_object": mapping["sourceObjectName"],
                "target_object": mapping["targetObjectName"],
                "attributes": PERSON,
                "expected": expected,
                "default_domain": "contoso.example",
                "placeholders": {"DomainFQDN": "contoso.example", "DomainNetBios": "CONTOSO"},
            }
            results = trial.run([case], document, NOTHING_DECLARED)
            assert len(results) == len(expected)
            assert {row["outcome"] for row in results} <= {"value", "ignore_attribute", "ignore_object", "error"}
            assert results == trial.run([case], document, NOTHING_DECLARED)


def test_a_result_says_what_was_expected_and_what_came(document):
    assert one(document, {"Email": "other"}, name="a person", attributes=PERSON) == {
        "name": "a person",
        "target_attribute": "Email",
        "expected": "other",
        "value": "zoe@contoso.example",
        "passed": False,
        "outcome": "value",
        "warnings": [],
    }


def test_a_case_without_a_name_has_its_number(document):
    cases = [{**USERS, "expected": {"Email": None}}, {**USERS, "expected": {"Email": None}}]
    assert [row["name"] for row in trial.run(cases, document, NOTHING_DECLARED)] == ["1", "2"]


def test_a_default_value_flows_when_an_object_is_created_only(document):
    assert one(document, {"LastName": "."})["passed"]
    assert one(document, {"LastName": None}, creating=False)["passed"]
    assert one(document, {"LastName": "x"}, attributes={"surname": "x"}, creating=False)["passed"]


def test_an_empty_text_is_a_value_and_no_reason_for_the_default(document):
    assert one(document, {"LastName": ""}, attributes={"surname": ""})["passed"]


def test_what_flows_once_does_not_flow_again(document):
    assert one(document, {"FederationId": "f2c1"}, attributes=PERSON)["passed"]
    row = one(document, {"FederationId": None}, attributes=PERSON, creating=False)
    assert row["passed"]
    assert "ObjectAddOnly" in row["warnings"][0]


def test_an_ignored_attribute_is_not_even_given_its_default(document):
    put(document, "LastName", "IgnoreFlowIfNullOrEmpty([surname])")
    row = one(document, {"LastName": None})
    assert (row["passed"], row["outcome"], row["value"]) == (True, "ignore_attribute", None)


def test_an_error_never_is_what_was_expected(document):
    put(document, "LastName", 'Error("no name")')
    row = one(document, {"LastName": None})
    assert (row["passed"], row["outcome"]) == (False, "error")
    assert "no name" in row["warnings"][0]


def test_values_that_are_taken_end_in_escrow(document):
    rule = 'SelectUniqueValue([mailNickname], Join("", [mailNickname], "1"))'
    put(document, "Alias", None)
    edited.row_of(edited.mapping_of(document), "Alias").update(source=edited.tree_of(edited.parser.parse(rule)))
    person = {"mailNickname": "zoe"}
    assert one(document, {"Alias": "zoe1"}, attributes=person, taken=["zoe"])["passed"]
    row = one(document, {"Alias": None}, attributes=person, taken=["zoe", "zoe1"])
    assert (row["passed"], row["outcome"]) == (False, "escrow")


def test_the_time_is_the_one_that_was_given(document):
    put(document, "Alias", "Now()")
    row = one(document, {"Alias": "7/30/2025 2:00:00 PM"}, now="2025-07-30T14:00:00Z")
    assert row["passed"], row
    assert one(document, {"Alias": None})["outcome"] == "error"


def test_several_values_are_a_list(document):
    put(document, "Alias", 'Split([mail], "@")')
    assert one(document, {"Alias": ["zoe", "contoso.example"]}, attributes=PERSON)["passed"]


def test_a_target_that_nothing_feeds_gets_nothing(document):
    row = one(document, {"Emial": "x"})
    assert (row["passed"], row["outcome"]) == (False, "error")
    assert row["warnings"] == ["No attribute mapping feeds Emial. Did you mean Email?"]
    assert one(document, {"Fax": None})["passed"]


def test_a_source_that_cannot_be_read_is_an_error(document):
    edited.row_of(edited.mapping_of(document), "Alias")["source"] = {"type": "Riddle"}
    assert one(document, {"Alias": None})["outcome"] == "error"


def test_the_declared_object_mapping_is_meant_where_nothing_is_said(document):
    mapping = {"target_object": "Team", "attribute_mappings": [{"target_attribute": "Description", "constant": "x"}]}
    rule = {"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [mapping]}
    declared = declaration.parse({"synchronization_rules": [rule]})
    merged = merge.merged(document, declared, "merged", edited.tree_of).document
    (row,) = trial.run([{"expected": {"Description": "x"}}], merged, declared)
    assert row["passed"]


def test_the_expected_targets_tell_which_object_mapping_is_meant(document):
    (row,) = trial.run(
        [{"attributes": {"displayName": "A"}, "expected": {"TeamName": "A"}}], document, NOTHING_DECLARED
    )
    assert row["passed"]


def test_two_object_mappings_that_may_be_meant_are_named():
    document = edited.default("AD2AADProvisioning")
    with pytest.raises(InvalidInput) as refused:
        trial.run([{"name": "x", "target_object": "User", "expected": {"Surname": "A"}}], document, NOTHING_DECLARED)
    assert refused.value.problems == (
        "test_cases[x]: 2 object mappings are meant: AD2AADProvisioning / inetOrgPerson -> User; "
        "AD2AADProvisioning / user -> User. Give rule, source_object and target_object.",
    )


def test_all_cases_that_cannot_be_tried_are_told_at_once(document):
    cases = [
        {"source_object": "Usr", "expected": {}},
        {**USERS, "name": "late", "now": "yesterday", "expected": {}},
    ]
    with pytest.raises(InvalidInput) as refused:
        trial.run(cases, document, NOTHING_DECLARED)
    first, second = refused.value.problems
    assert first.startswith("test_cases[0]: no object mapping fits rule, source_object and target_object; there are: ")
    assert "User -> Account" in first
    assert second.startswith("test_cases[late].now: 'yesterday' is no time")


def test_hidden_object_mappings_are_not_on_trial(document):
    with pytest.raises(InvalidInput, match="no object mapping fits"):
        trial.run([{"target_object": "Licence", "expected": {"Name": None}}], document, NOTHING_DECLARED)

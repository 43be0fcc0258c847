# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hazards of a merged document: which, where, and with what arithmetic."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import CONSEQUENCES
from ansible_collections.entra.provisioning.plugins.module_utils._schema import dangers, declaration, merge, places
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import given, settings

USERS = "USERGROUP_OUTBOUND_USERGROUP / User -> Account"
RULE_ID = "0a7d5e3c-6b1f-4f92-8e4d-7c9b2a5f1e77"


@pytest.fixture
def before():
    return edited.default("fabrikamSingleSignon")


@pytest.fixture
def after():
    return edited.default("fabrikamSingleSignon")


def users(document):
    """The object mapping of users; of the 30 attribute mappings of the fixture, UserName matches."""
    return next(row for row in edited.rule_of(document)["objectMappings"] if row["targetObjectName"] == "Account")


def hazards(before, after, consented=(), share=0.3):
    return [(hazard.name, hazard.detail) for hazard in dangers.hazards(before, after, consented, share)]


def without(rows, count):
    """The rows without so many that do not match."""
    gone = [row for row in rows if not row["matchingPriority"]][:count]
    return [row for row in rows if row not in gone]


def clause(value):
    return {"operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": [value]}}


def test_nothing_changed_is_no_danger(before, after):
    assert hazards(before, before) == []
    assert hazards(before, after) == []


def test_rows_that_nobody_declared_away_are_counted_and_ten_are_named(before, after):
    mapping = users(after)
    mapping["attributeMappings"] = without(mapping["attributeMappings"], 12)
    ((name, detail),) = hazards(before, after, share=1)
    assert name == "delete_undeclared"
    assert detail.startswith(f"12 rows that were not declared go: attribute mapping of {USERS}: Alias, ")
    assert detail.endswith(" and 2 more")
    assert detail.count("attribute mapping ") == 1
    assert detail.count(", ") == 9


def test_a_declared_absence_is_its_own_consent(before, after):
    mapping = users(after)
    mapping["attributeMappings"] = [row for row in mapping["attributeMappings"] if row["targetAttributeName"] != "Fax"]
    mapping["attributeMappings"] = without(mapping["attributeMappings"], 1)
    place = (places.RULE, RULE_ID, "User -> Account", "Alias")
    assert [name for name, dummy in hazards(before, after)] == ["delete_undeclared"]
    assert hazards(before, after, frozenset({place})) == []


def test_the_consent_of_a_merge_is_understood(before):
    rows = [{"target_attribute": "Alias", "state": "absent"}]
    rule = {"id": RULE_ID, "object_mappings": [{"target_object": "Account", "attribute_mappings": rows}]}
    objects = [
        {"name": "Licence", "state": "absent"},
        {"name": "Team", "attributes": [{"name": "Description", "state": "absent"}]},
    ]
    directory = {"name": "Fabrikam Sign-On", "objects": objects}
    declared = declaration.parse({"synchronization_rules": [rule], "directories": [directory]})
    merged = merge.merged(before, declared, "merged", edited.tree_of)
    assert hazards(before, merged.document, merged.consented) == []
    names = [name for name, dummy in hazards(before, merged.document)]
    assert names == ["delete_undeclared"]


def test_what_stands_below_a_row_that_goes_is_not_named_again(before, after):
    after["directories"][1]["objects"] = after["directories"][1]["objects"][:-1]
    ((name, detail),) = hazards(before, after)
    assert (name, detail) == (
        "delete_undeclared",
        "1 row that was not declared goes: object of Fabrikam Sign-On: LicenceSeat",
    )


def test_a_share_of_mappings_is_told_with_its_arithmetic(before, after):
    mapping = users(after)
    total = len(mapping["attributeMappings"])
    mapping["attributeMappings"] = without(mapping["attributeMappings"], 12)
    found = dict(hazards(before, after))
    assert total == 30
    assert found["remove_mappings"].startswith(
        f"{USERS}: 12 of 30 attribute mappings (40%) go, more than max_removed_share 0.3 (30%): Alias, "
    )


@pytest.mark.parametrize(
    ("gone", "share", "dangerous"), [(9, 0.3, False), (10, 0.3, True), (10, 0.4, False), (1, 0, True)]
)
def test_the_share_counts_what_is_more_than_the_limit(before, after, gone, share, dangerous):
    mapping = users(after)
    mapping["attributeMappings"] = without(mapping["attributeMappings"], gone)
    assert ("remove_mappings" in dict(hazards(before, after, share=share))) is dangerous


def test_the_share_says_nothing_of_fewer_than_ten_rows(before, after):
    for document in (before, after):
        users(document)["attributeMappings"] = users(document)["attributeMappings"][-9:]
    users(after)["attributeMappings"] = users(after)["attributeMappings"][-1:]
    assert "remove_mappings" not in dict(hazards(before, after))


def test_a_changed_scope_is_told_from_old_to_new(before, after):
    users(before)["scope"] = None
    users(after)["scope"] = {"groups": [{"name": "Staff", "clauses": [clause("Sales"), clause("Legal")]}]}
    assert hazards(before, after) == [
        (
            "change_scope",
            f"{USERS} / scope.groups: no filter becomes "
            "Staff (department EQUALS 'Legal' and department EQUALS 'Sales')",
        )
    ]


@pytest.mark.parametrize("member", ["groups", "inputFilterGroups", "categoryFilterGroups"])
def test_each_set_of_a_scope_counts(before, after, member):
    users(after)["scope"] = {**users(after)["scope"], member: [{"name": "New", "clauses": [clause("x")]}]}
    assert [name for name, dummy in hazards(before, after)] == ["change_scope"]


def test_the_scope_of_what_is_not_enabled_is_free(before, after):
    for document in (before, after):
        users(document)["enabled"] = False
    users(after)["scope"] = None
    assert hazards(before, after) == []


def test_a_scope_printed_another_way_is_no_change(before, after):
    users(before)["scope"] = None
    users(after)["scope"] = {"groups": [], "inputFilterGroups": []}
    assert hazards(before, after) == []


@pytest.mark.parametrize(
    ("wire", "member", "option"),
    [("containerFilter", "includedContainers", "container_filter"), ("groupFilter", "includedGroups", "group_filter")],
)
def test_the_filters_of_a_rule_are_scopes_too(before, after, wire, member, option):
    edited.rule_of(after)[wire] = {member: ["a", "b"]}
    rule = "USERGROUP_OUTBOUND_USERGROUP"
    assert hazards(before, after) == [("change_scope", f"{rule} / {option}: everything becomes a, b")]


def test_a_matching_attribute_with_another_source_finds_other_accounts(before, after):
    edited.row_of(users(after), "UserName")["source"] = edited.source("[mail]")
    assert hazards(before, after) == [
        (
            "drop_matching_attribute",
            f"{USERS} / UserName (matching_priority 1) is fed by [mail] instead of [userPrincipalName]",
        )
    ]


def test_a_matching_attribute_printed_another_way_is_the_same(before, after):
    edited.row_of(users(after), "UserName")["source"] = {"type": "Attribute", "name": "userPrincipalName"}
    assert hazards(before, after) == []


def test_a_matching_attribute_that_loses_its_priority_or_goes(before, after):
    row = edited.row_of(users(after), "UserName")
    row["matchingPriority"] = 0
    (lost,) = hazards(before, after)
    users(after)["attributeMappings"].remove(row)
    place = (places.RULE, RULE_ID, "User -> Account", "UserName")
    (gone,) = hazards(before, after, {place})
    assert lost == (
        "drop_matching_attribute",
        f"{USERS} / UserName (matching_priority 1) no longer is a matching attribute",
    )
    assert gone == ("drop_matching_attribute", f"{USERS} / UserName (matching_priority 1) goes")


def test_another_order_of_matching_attributes_drops_none(before, after):
    edited.row_of(users(after), "UserName")["matchingPriority"] = 2
    edited.row_of(users(after), "Email")["matchingPriority"] = 1
    assert hazards(before, after) == []


def test_an_object_mapping_that_is_disabled(before, after):
    users(after)["enabled"] = False
    assert hazards(before, after) == [("disable_object_mapping", f"{USERS} is disabled")]


def test_an_object_mapping_that_goes_is_one_danger_beside_its_row(before, after):
    edited.rule_of(after)["objectMappings"].remove(users(after))
    assert hazards(before, after) == [
        ("delete_undeclared", f"1 row that was not declared goes: object mapping of {USERS.replace(' / ', ': ')}"),
        ("disable_object_mapping", f"{USERS}, which is enabled, goes"),
    ]


def test_an_object_mapping_that_neither_adds_nor_updates_is_as_good_as_disabled(before, after):
    users(after)["flowTypes"] = "Delete"
    assert hazards(before, after) == [
        ("disable_object_mapping", f"{USERS} is left without the flow types Add and Update")
    ]
    users(after)["flowTypes"] = "Update"
    assert hazards(before, after) == []


def test_deletes_that_begin(before, after):
    users(before)["flowTypes"] = "Add, Update"
    assert hazards(before, after) == [("enable_deletes", f"{USERS} is enabled and has flow type Delete")]
    assert hazards(after, before) == []


def test_enabling_what_deletes_is_deleting(before, after):
    users(before)["enabled"] = False
    assert hazards(before, after) == [("enable_deletes", f"{USERS} is enabled and has flow type Delete")]


def test_a_new_object_mapping_that_deletes(before, after):
    made = {**users(after), "sourceObjectName": "Guest"}
    edited.rule_of(after)["objectMappings"].append(made)
    assert [name for name, dummy in hazards(before, after)] == ["enable_deletes"]


@settings(max_examples=60)
@given(edited.edits())
def test_every_hazard_has_a_known_name_and_a_place(documents):
    for hazard in dangers.hazards(*documents, (), 0.3):
        assert hazard.name in CONSEQUENCES
        assert " / " in hazard.detail or ": " in hazard.detail

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules and object mappings: which one is meant, and what becomes of it in every state."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.tests.unit.schema import small

WHERE = "synchronization_rules[0]"
STATES = ("merged", "replaced", "overridden")
ALL = ["User -> Account", "inetOrgPerson -> Account", "contact -> Contact", " -> Licence"]
LISTED = (
    "It has: User -> Account (Users); inetOrgPerson -> Account (People); contact -> Contact (People);"
    " (no source) -> Licence."
)
RULES = "Its rules are OUT (r1), TWIN (r2), TWIN (r3), ENGINE (r4)."


def problems(params, state="merged", over=None):
    with pytest.raises(InvalidInput) as caught:
        small.merged(params, state, over)
    return list(caught.value.problems)


def mappings(result, rule=0):
    """The object mappings of a rule by source -> target."""
    return {
        f"{row['sourceObjectName']} -> {row['targetObjectName']}": row
        for row in result["synchronizationRules"][rule]["objectMappings"]
    }


def rule(**options):
    return {"synchronization_rules": [options]}


@pytest.mark.parametrize(
    "identity", [{"id": "r1"}, {"id": "R1"}, {"name": "OUT"}, {"id": "r1", "name": "renamed since"}]
)
def test_a_rule_is_found_by_id_or_by_name(identity):
    before = small.document()
    result = small.merged(rule(**identity, priority=7), over=before).document
    assert [one["priority"] for one in result["synchronizationRules"]] == [7, 1, 1, 1]
    assert result["synchronizationRules"][1:] == before["synchronizationRules"][1:]
    assert all(
        one is other for one, other in zip(result["synchronizationRules"][1:], before["synchronizationRules"][1:])
    )
    assert result["directories"] is before["directories"]


NOT_FOUND = [
    (
        rule(name="TWIN"),
        f"{WHERE}: 2 rules have the name TWIN: TWIN (r2), TWIN (r3). Give the id too.",
    ),
    (rule(name="TWINS"), f"{WHERE}: the schema has no rule with the name TWINS. Did you mean TWIN? {RULES}"),
    (rule(id="r9", name="OUT"), f"{WHERE}: the schema has no rule with the id r9. {RULES}"),
    (
        {"synchronization_rules": [{"id": "r1"}, {"name": "OUT"}]},
        "synchronization_rules[1]: the rule r1 is declared twice; put all that you want of it into one.",
    ),
    (
        small.in_rule({"name": "People"}),
        f"{WHERE}.object_mappings[People]: 2 object mappings are meant by this: inetOrgPerson -> Account (People);"
        " contact -> Contact (People). Give source_object, target_object and name until one is left.",
    ),
    (
        small.in_rule({"target_object": "Account"}),
        f"{WHERE}.object_mappings[… -> Account]: 2 object mappings are meant by this: User -> Account (Users); inetOrgPerson"
        " -> Account (People). Give source_object, target_object and name until one is left.",
    ),
    (
        small.in_rule({"name": "people"}),
        f"{WHERE}.object_mappings[people]: the rule has no object mapping people. Did you mean People? {LISTED}",
    ),
    (
        small.in_rule({"source_object": "User", "target_object": "Accounts", "enabled": True}),
        f"{WHERE}.object_mappings[User -> Accounts]: the rule has no object mapping User -> Accounts. Did you mean User ->"
        f" Account or inetOrgPerson -> Account? To add it, give its attribute_mappings. {LISTED}",
    ),
    (
        small.in_rule({"source_object": "user", "target_object": "Account", "attribute_mappings": []}),
        f"{WHERE}.object_mappings[user -> Account]: the rule has no object mapping user -> Account. Did you mean User ->"
        f" Account? {LISTED}",
    ),
    (
        small.in_rule({"name": "Users"}, {"source_object": "User", "target_object": "Account"}),
        f"{WHERE}.object_mappings[User -> Account]: User -> Account is declared twice; put all that you want of it into one"
        " row.",
    ),
]


@pytest.mark.parametrize(("params", "problem"), NOT_FOUND)
def test_what_is_not_found_or_not_clear_is_said_with_what_there_is(params, problem):
    assert problems(params) == [problem]


def test_all_that_is_not_found_is_said_at_once():
    params = {
        "synchronization_rules": [{"name": "A"}, {"id": "r1", "object_mappings": [{"name": "B"}, {"name": "C"}]}],
        "directories": [{"name": "D"}],
    }
    assert len(problems(params)) == 4


FOUND = [
    ({"source_object": "User", "target_object": "Account"}, "User -> Account"),
    ({"name": "Users"}, "User -> Account"),
    ({"source_object": "inetOrgPerson"}, "inetOrgPerson -> Account"),
    ({"target_object": "Contact"}, "contact -> Contact"),
    ({"name": "People", "target_object": "Account"}, "inetOrgPerson -> Account"),
    ({"name": "People", "source_object": "contact"}, "contact -> Contact"),
    ({"source_object": "", "target_object": "Licence"}, " -> Licence"),
]


@pytest.mark.parametrize(("identity", "key"), FOUND)
def test_an_object_mapping_is_found_by_its_objects_or_its_name(identity, key):
    before = small.document()
    result = small.merged(small.in_rule({**identity, "flow_types": ["Add"]}), over=before).document
    assert mappings(result) == {**mappings(before), key: {**mappings(before)[key], "flowTypes": "Add"}}
    assert all(mappings(result)[name] is mappings(before)[name] for name in ALL if name != key)


def test_names_that_the_service_changed_are_taken():
    over = small.document()
    small.users(over)["name"] = "Provision Azure Active Directory Users"
    params = small.in_rule({"name": "Provision Microsoft Entra ID Users", "enabled": False})
    assert not small.users(small.merged(params, over=over).document)["enabled"]


def test_two_mappings_of_one_pair_of_objects_are_told_apart_by_name():
    over = small.document()
    over["synchronizationRules"][0]["objectMappings"][1]["sourceObjectName"] = "User"
    pair = {"source_object": "User", "target_object": "Account", "enabled": False}
    result = small.merged(small.in_rule({**pair, "name": "People"}), over=over)
    assert [row["enabled"] for row in result.document["synchronizationRules"][0]["objectMappings"]] == [
        True,
        False,
        True,
        False,
    ]
    assert "2 object mappings are meant" in problems(small.in_rule(pair), over=over)[0]


def test_a_second_run_does_not_take_the_twin_of_a_mapping_that_went():
    over = small.document()
    over["synchronizationRules"][0]["objectMappings"][1]["sourceObjectName"] = "User"
    twin = {"source_object": "User", "target_object": "Account", "name": "People", "state": "absent"}
    gone = small.merged(small.in_rule(twin), over=over)
    assert gone.consented == {("rule", "r1", "User -> Account #2")}
    assert list(mappings(gone.document)) == ["User -> Account", "contact -> Contact", " -> Licence"]
    assert small.merged(small.in_rule(twin), over=gone.document).document is gone.document


SET = [
    ({"enabled": False}, {"enabled": False}),
    ({"flow_types": ["Update", "Add"]}, {"flowTypes": "Add,Update"}),
    ({"flow_types": []}, {"flowTypes": "None"}),
    ({"name": "Staff"}, {"name": "Staff"}),
    ({"metadata": [{"key": "k", "value": "v"}]}, {"metadata": [{"key": "k", "value": "v"}]}),
    ({"metadata": []}, {"metadata": []}),
]


@pytest.mark.parametrize("state", STATES[:2])
@pytest.mark.parametrize(("options", "changed"), SET)
def test_a_declared_member_is_set_and_the_others_stay(options, changed, state):
    before = small.document()
    result = small.merged(small.in_users(**options), state, before).document
    assert small.users(result) == {**small.users(before), **changed}


def test_what_is_so_already_keeps_its_spelling():
    before = small.document()
    said = {
        "enabled": True,
        "name": "Users",
        "flow_types": ["Delete", "Update", "Add"],
        "metadata": [{"key": "Disposition", "value": '"Normal"'}],
    }
    params = small.in_rule(
        {"source_object": "User", "target_object": "Account", **said},
        priority=1,
        container_filter=[],
        group_filter=["g2", "g1"],
    )
    assert small.merged(params, over=before).document is before


def test_filters_of_a_rule_keep_what_nobody_knows():
    result = small.merged(rule(id="r1", container_filter=["OU=a"], group_filter=["g3"])).document
    one = result["synchronizationRules"][0]
    assert one["containerFilter"] == {"includedContainers": ["OU=a"]}
    assert one["groupFilter"] == {"includedGroups": ["g3"], **small.ODD}


def test_a_filter_of_a_rule_is_emptied():
    one = small.merged(rule(id="r1", group_filter=[])).document["synchronizationRules"][0]
    assert one["groupFilter"] == {"includedGroups": [], **small.ODD}


NEW = {"source_object": "Device", "target_object": "Thing"}


def test_a_new_object_mapping_has_every_member():
    rows = [{"target_attribute": "id", "source": "id"}, {"target_attribute": "gone", "state": "absent"}]
    result = small.merged(small.in_rule({**NEW, "attribute_mappings": rows})).document
    assert list(mappings(result)) == [*ALL, "Device -> Thing"]
    assert list(mappings(result)["Device -> Thing"].items()) == [
        ("enabled", True),
        ("flowTypes", "Add,Update,Delete"),
        ("name", None),
        ("sourceObjectName", "Device"),
        ("targetObjectName", "Thing"),
        ("attributeMappings", [small.mapping("id", "[id]")]),
        ("metadata", []),
        ("scope", None),
    ]


def test_a_new_object_mapping_has_what_is_declared():
    scope = {"groups": [{"name": "g", "clauses": [{"attribute": "mail", "operator": "IS NULL"}]}]}
    said = {"name": "Things", "enabled": False, "flow_types": ["Add"], "metadata": [{"key": "a", "value": "b"}]}
    result = small.merged(small.in_rule({**NEW, **said, "scope": scope, "attribute_mappings": []})).document
    found = mappings(result)["Device -> Thing"]
    assert (found["name"], found["enabled"], found["flowTypes"], found["metadata"]) == (
        "Things",
        False,
        "Add",
        [{"key": "a", "value": "b"}],
    )
    assert found["scope"] == small.scope(groups=[{"name": "g", "clauses": [small.clause("mail", "IS NULL")]}])


@pytest.mark.parametrize("state", STATES[:2])
def test_an_object_mapping_declared_absent_goes_by_consent(state):
    result = small.merged(small.in_rule({"name": "Users", "state": "absent"}), state)
    assert list(mappings(result.document)) == ALL[1:]
    assert result.consented == {("rule", "r1", "User -> Account")}


@pytest.mark.parametrize("state", STATES[:2])
def test_an_object_mapping_that_is_absent_already_may_be_declared_so(state):
    before = small.document()
    for identity in (NEW, {"name": "Nobody"}):
        result = small.merged(small.in_rule({**identity, "state": "absent"}), state, before)
        assert result.document is before
        assert not result.consented


@pytest.mark.parametrize("state", STATES[:2])
def test_undeclared_object_mappings_stay(state):
    assert list(mappings(small.merged(small.in_users(enabled=False), state).document)) == ALL


def test_overriding_removes_undeclared_object_mappings_but_not_hidden_ones():
    before = small.document()
    result = small.merged(small.in_users(), "overridden", before)
    assert list(mappings(result.document)) == ["User -> Account", " -> Licence"]
    assert list(mappings(result.document, 1)) == []
    assert result.document["synchronizationRules"][3] is before["synchronizationRules"][3]
    assert result.document["directories"] is before["directories"]
    assert result.consented == frozenset()


def test_overriding_leaves_the_object_mappings_of_a_rule_of_which_other_things_are_declared():
    result = small.merged(rule(id="r1", priority=3), "overridden").document
    assert list(mappings(result)) == ALL


def test_overriding_with_directories_alone_leaves_the_rules():
    before = small.document()
    result = small.merged(small.in_directory({"name": "Group"}), "overridden", before).document
    assert result["synchronizationRules"] is before["synchronizationRules"]


@pytest.mark.parametrize("params", [{}, {"synchronization_rules": [], "directories": []}])
def test_overriding_with_nothing_is_refused(params):
    assert problems(params, "overridden") == [
        "state: overridden removes what is not declared, and nothing is declared. Declare what stays."
    ]


ENGINE = {
    "id": "r4",
    "object_mappings": [
        {
            "source_object": "Role",
            "target_object": "AppRole",
            "attribute_mappings": [{"target_attribute": "name", "source": "id", "matching_priority": 1}],
        }
    ],
}


@pytest.mark.parametrize("state", STATES)
def test_a_rule_of_the_engine_may_be_declared_as_it_is(state):
    before = small.document()
    result = small.merged({"synchronization_rules": [{"id": "r1"}, {"id": "r2"}, {"id": "r3"}, ENGINE]}, state, before)
    assert result.document is before


def test_overriding_leaves_what_is_not_declared_of_a_rule_of_the_engine():
    before = small.document()
    result = small.merged(rule(id="r4", object_mappings=[]), "overridden", before).document
    assert result["synchronizationRules"][3] is before["synchronizationRules"][3]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "options",
    [
        {"priority": 9},
        {"object_mappings": [{"name": "Roles", "enabled": False}]},
        {"object_mappings": [{"name": "Roles", "state": "absent"}]},
        {"object_mappings": [{**NEW, "attribute_mappings": []}]},
    ],
)
def test_a_rule_of_the_engine_cannot_be_changed(options, state):
    assert problems(rule(id="r4", **options), state) == [
        f"{WHERE}: the rule ENGINE belongs to the service (editable: false) and stays as it is; declare nothing of it that"
        " differs."
    ]


def test_a_rule_without_object_mappings_takes_one():
    over = small.document()
    over["synchronizationRules"][0]["objectMappings"] = None
    result = small.merged(small.in_rule({**NEW, "attribute_mappings": []}), over=over).document
    assert list(mappings(result)) == ["Device -> Thing"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Directories: definitions of objects and attributes declared over those of a document, in every state."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.tests.unit.schema import edited, small

STATES = ("merged", "replaced", "overridden")
KNOWN = "Its directories are Azure Active Directory (d1), App (d2)."
CUSTOM = [{"key": "IsCustomerDefined", "value": "true"}]


def problems(params, state="merged", over=None):
    with pytest.raises(InvalidInput) as caught:
        small.merged(params, state, over)
    return list(caught.value.problems)


def objects(result, directory=0):
    return result["directories"][directory]["objects"]


def attributes(result, place=0, directory=0):
    return {row["name"]: row for row in objects(result, directory)[place]["attributes"]}


def first_user(*rows, **options):
    return small.in_directory({"name": "User", "number": 1, "attributes": list(rows), **options})


@pytest.mark.parametrize(
    "identity",
    [{"id": "d1"}, {"name": "Azure Active Directory"}, {"name": "Microsoft Entra ID"}, {"id": "D1", "name": "x"}],
)
def test_a_directory_is_found_by_id_or_by_a_name_it_has_or_had(identity):
    before = small.document()
    params = {"directories": [{**identity, "objects": [{"name": "Group", "supported_apis": ["group", "Group"]}]}]}
    result = small.merged(params, over=before).document
    assert objects(result)[2]["supportedApis"] == ["group", "Group"]
    assert objects(result)[0] is objects(before)[0]
    assert result["directories"][1] is before["directories"][1]
    assert result["synchronizationRules"] is before["synchronizationRules"]


NOT_FOUND = [
    (
        {"directories": [{"name": "Apps"}]},
        f"directories[0]: the schema has no directory with the name Apps. Did you mean App? {KNOWN}",
    ),
    (
        {"directories": [{"id": "d9", "name": "App"}]},
        f"directories[0]: the schema has no directory with the id d9. {KNOWN}",
    ),
    (
        {"directories": [{"id": "d1"}, {"name": "Microsoft Entra ID"}]},
        "directories[1]: the directory Azure Active Directory is declared twice; put all that you want of it into one.",
    ),
    (
        small.in_directory({"name": "User"}),
        "directories[0].objects[User]: 2 objects are named User; say which with number, 1 to 2.",
    ),
    (
        small.in_directory({"name": "User", "number": 4}),
        "directories[0].objects[User #4]: the directory has 2 objects of this name; the next one is number 3.",
    ),
]


@pytest.mark.parametrize(("params", "problem"), NOT_FOUND)
def test_what_is_not_found_or_not_clear_is_said_with_what_there_is(params, problem):
    assert problems(params) == [problem]


def test_two_directories_of_one_id_are_told_apart_by_name():
    over = edited.default("Azure2Azure")
    identity = over["directories"][0]["id"]
    row = {"name": "User", "attributes": [{"name": "mail", "required": True}]}
    name = "Microsoft Entra ID (target tenant)"
    assert problems({"directories": [{"id": identity}]}, over=over) == [
        f"directories[0]: 2 directories have the id {identity}: Microsoft Entra ID ({identity}), {name} ({identity})."
        " Give the name of one of them too."
    ]
    result = small.merged({"directories": [{"id": identity, "name": name, "objects": [row]}]}, over=over).document
    assert result["directories"][0] is over["directories"][0]
    assert attributes(result, directory=1)["mail"]["required"]
    params = {"directories": [{"name": name, "objects": [{"name": "User", "state": "absent"}]}]}
    assert small.merged(params, over=over).consented == {("directory", f"{identity} #2", "User")}


def test_the_name_that_a_directory_has_comes_before_one_that_it_had():
    over = small.document()
    over["directories"][1]["name"] = "Microsoft Entra ID"
    result = small.merged(small.in_directory({"name": "New"}, name="Microsoft Entra ID"), over=over).document
    assert [len(objects(result, place)) for place in (0, 1)] == [3, 2]


CHANGED = [
    ({"type": "Integer"}, {"type": "Integer"}),
    ({"multivalued": True}, {"multivalued": True}),
    ({"required": True}, {"required": True}),
    ({"anchor": True}, {"anchor": True}),
    ({"case_exact": True}, {"caseExact": True}),
    ({"flow_null_values": True}, {"flowNullValues": True}),
    ({"mutability": "Immutable"}, {"mutability": "Immutable"}),
    ({"default_value": ""}, {"defaultValue": ""}),
    ({"metadata": CUSTOM}, {"metadata": CUSTOM}),
    ({"api_expressions": [{"key": "k", "value": "v"}]}, {"apiExpressions": [{"key": "k", "value": "v"}]}),
    (
        {"referenced_objects": [{"object": "User", "property": "id"}]},
        {"referencedObjects": [{"referencedObjectName": "User", "referencedProperty": "id"}]},
    ),
]


@pytest.mark.parametrize(("options", "changed"), CHANGED)
def test_a_declared_member_is_set_and_the_others_stay(options, changed):
    before = small.document()
    result = small.merged(first_user({"name": "mail", **options}), over=before).document
    assert attributes(result) == {**attributes(before), "mail": {**attributes(before)["mail"], **changed}}
    assert attributes(result)["manager"] is attributes(before)["manager"]
    assert objects(result)[1:] == objects(before)[1:]


def test_declaring_what_is_there_changes_nothing():
    over = small.document()
    del attributes(over)["mail"]["flowNullValues"]
    attributes(over)["manager"]["type"] = "reference"
    said = {"type": "String", "flow_null_values": False, "api_expressions": [], "clear": ["default_value"]}
    params = first_user({"name": "mail", **said}, {"name": "manager", "type": "Reference"}, supported_apis=["User"])
    for state in STATES[:2]:
        assert small.merged(params, state, over).document is over


def test_a_new_attribute_has_every_member_and_belongs_to_the_customer():
    result = small.merged(first_user({"name": "costCenter", "type": "Integer", "flow_null_values": True})).document
    assert list(attributes(result)) == ["mail", "manager", "costCenter"]
    assert list(attributes(result)["costCenter"].items()) == [
        ("anchor", False),
        ("caseExact", False),
        ("defaultValue", None),
        ("flowNullValues", True),
        ("multivalued", False),
        ("mutability", "ReadWrite"),
        ("name", "costCenter"),
        ("required", False),
        ("type", "Integer"),
        ("apiExpressions", []),
        ("metadata", CUSTOM),
        ("referencedObjects", []),
    ]


def test_the_metadata_of_a_new_attribute_can_be_given():
    result = small.merged(first_user({"name": "costCenter", "metadata": []})).document
    assert attributes(result)["costCenter"]["metadata"] == []


@pytest.mark.parametrize("state", STATES)
def test_an_attribute_declared_absent_goes_by_consent(state):
    rows = ({"name": "mail", "state": "absent"}, {"name": "manager", "type": "Reference"})
    result = small.merged(first_user(*rows), state)
    assert list(attributes(result.document)) == ["manager"]
    assert result.consented == {("directory", "d1", "User", "mail")}


def test_what_is_absent_already_may_be_declared_so():
    before = small.document()
    rows = ({"name": "Mail", "state": "absent"},)
    assert small.merged(first_user(*rows), over=before).document is before
    for row in ({"name": "Thing"}, {"name": "User", "number": 3}):
        assert small.merged(small.in_directory({**row, "state": "absent"}), over=before).document is before


@pytest.mark.parametrize("state", STATES[1:])
def test_a_replaced_list_is_the_whole_list_and_its_rows_are_complete(state):
    over = small.document()
    row = attributes(over)["mail"]
    row.update(required=True, type="Integer", defaultValue="x", metadata=CUSTOM)
    result = small.merged(first_user({"name": "mail"}, {"name": "new"}), state, over).document
    assert list(attributes(result)) == ["mail", "new"]
    assert attributes(result)["mail"] == {**small.attribute("mail"), "metadata": CUSTOM, **small.ODD}


def test_two_attributes_of_one_name_are_an_error_when_one_is_merged():
    over = small.document()
    objects(over)[0]["attributes"].append(small.attribute("mail", type="Integer"))
    params = first_user({"name": "mail", "type": "Binary"})
    assert problems(params, over=over) == [
        "directories[0].objects[User #1].attributes[mail]: 2 attributes of the object have this name; state: absent"
        " removes all."
    ]
    assert len(objects(small.merged(params, "replaced", over).document)[0]["attributes"]) == 1
    gone = small.merged(first_user({"name": "mail", "state": "absent"}), over=over)
    assert gone.consented == {("directory", "d1", "User", "mail"), ("directory", "d1", "User", "mail #2")}


@pytest.mark.parametrize("number", [1, 2])
def test_objects_of_one_name_are_told_apart_by_number(number):
    before = small.document()
    row = {"name": "User", "number": number, "metadata": CUSTOM}
    result = small.merged(small.in_directory(row), over=before).document
    assert [one["metadata"] for one in objects(result)] == [CUSTOM if place == number else [] for place in (1, 2, 3)]


def test_the_last_object_of_a_name_goes_by_consent_and_no_other_after_it():
    before = small.document()
    params = small.in_directory({"name": "User", "number": 2, "state": "absent"})
    gone = small.merged(params, over=before)
    assert objects(gone.document) == [objects(before)[0], objects(before)[2]]
    assert gone.consented == {("directory", "d1", "User #2")}
    assert small.merged(params, over=gone.document).document is gone.document


def test_all_objects_of_a_name_go_together():
    rows = [{"name": "User", "number": number, "state": "absent"} for number in (1, 2)]
    assert [one["name"] for one in objects(small.merged(small.in_directory(*rows)).document)] == ["Group"]


@pytest.mark.parametrize(
    ("row", "state"),
    [({"name": "User", "number": 1, "state": "absent"}, "merged"), ({"name": "User", "number": 2}, "overridden")],
)
def test_an_object_before_another_of_its_name_does_not_go(row, state):
    assert problems(small.in_directory(row), state) == [
        "directories[0].objects[User]: number 1 of 2 would go and a later one stay, which would then have its number, so"
        " that the next run would mean another object. Only the last ones of a name can go; declare those that stay."
    ]


def test_a_new_object_stands_last_with_every_member():
    row = {"name": "Device", "attributes": [{"name": "id"}, {"name": "gone", "state": "absent"}]}
    result = small.merged(small.in_directory(row)).document
    assert list(objects(result)[3].items()) == [
        ("name", "Device"),
        ("supportedApis", []),
        ("attributes", [small.attribute("id", metadata=CUSTOM)]),
        ("metadata", []),
    ]


def test_one_more_object_of_a_name_takes_the_next_number():
    result = small.merged(small.in_directory({"name": "User", "number": 3, "supported_apis": ["User"]})).document
    assert [one["name"] for one in objects(result)] == ["User", "User", "Group", "User"]


def test_only_overriding_removes_objects_that_are_not_declared():
    params = small.in_directory({"name": "User", "number": 1})
    for state, left in (("merged", 3), ("replaced", 3), ("overridden", 1)):
        before = small.document()
        result = small.merged(params, state, before)
        assert len(objects(result.document)) == left
        assert result.document["directories"][1] is before["directories"][1]
        assert not result.consented


def test_overriding_leaves_a_directory_without_a_list_of_objects():
    before = small.document()
    assert small.merged({"directories": [{"id": "d1"}]}, "overridden", before).document is before

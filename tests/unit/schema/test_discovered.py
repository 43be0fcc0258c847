# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a target was found to have, laid over what a schema knows, and as a declaration that makes it known."""

from __future__ import annotations

import copy
import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    declaration,
    discovered,
    merge,
    options,
    same,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from ansible_collections.entra.provisioning.tests.unit.schema.small import attribute
from hypothesis import given, settings
from hypothesis import strategies as st

EVERYTHING = "AttributeNames,AttributeDataTypes,AttributeReadOnly,ReferenceAttributes"
ENTRA = {"id": "66e4a8cc-1b7b-435e-95f8-f06cea133828", "name": "Microsoft Entra ID", "objects": []}


def thing(name, *attributes, **members):
    return {"name": name, "supportedApis": [], "attributes": list(attributes), "metadata": [], **members}


def directory(*objects, discoverabilities=EVERYTHING):
    return {
        "id": "c1f7b3de-7a10-4a0e-8d6f-2b9f5d0e4a11",
        "name": "Contoso",
        "discoverabilities": discoverabilities,
        "readOnly": False,
        "objects": list(objects),
    }


STORED = directory(
    thing(
        "Account",
        attribute("Id", anchor=True, required=True),
        attribute("Name", caseExact=True),
        attribute("Boss", type="Reference", referencedObjects=[{"referencedObjectName": "Account"}]),
        attribute("ours", metadata=[{"key": "IsCustomerDefined", "value": "true"}]),
    ),
    thing("Team", attribute("Title"), supportedApis=["x"], metadata=[{"key": "BaseObjectName", "value": "Group"}]),
)


def schema(stored=None):
    return {"id": "scim", "version": "6.0", "synchronizationRules": [], "directories": [ENTRA, stored or STORED]}


def looked(found, stored=None, only="new"):
    return discovered.declared(schema(stored), 1, found, only)


def found_objects(found, stored=None):
    """The objects of the only directory in the rows; none when there are no rows."""
    rows = looked(found, stored).rows
    assert [(row["id"], row["name"]) for row in rows] in ([], [(STORED["id"], STORED["name"])])
    return [one for row in rows for one in row["objects"]]


def test_what_is_known_already_is_not_new():
    seen = looked(copy.deepcopy(STORED))
    assert (seen.rows, seen.new_attributes, seen.not_expressed) == ([], [], [])


def test_a_new_attribute_is_declared_as_it_was_found():
    more = attribute("Pager", type="Integer", mutability="ReadOnly", multivalued=True, required=True)
    rows = found_objects(directory(thing("Account", attribute("Id"), more)))
    said = {"name": "Pager", "type": "Integer", "mutability": "ReadOnly", "multivalued": True, "required": True}
    assert rows == [{"name": "Account", "attributes": [{**said, "metadata": []}]}]


def test_an_answer_that_tells_name_and_type_only_is_enough():
    rows = found_objects(directory({"name": "Account", "attributes": [{"name": "Pager", "type": "DateTime"}]}))
    assert rows == [{"name": "Account", "attributes": [{"name": "Pager", "type": "DateTime", "metadata": []}]}]


def test_a_new_object_is_declared_with_all_of_its_attributes():
    rows = found_objects(directory(thing("Room", attribute("Floor", type="Integer"), attribute("Id", anchor=True))))
    assert [one["name"] for one in rows] == ["Room"]
    assert [(one["name"], one.get("anchor")) for one in rows[0]["attributes"]] == [("Floor", None), ("Id", True)]


def test_new_attributes_are_listed_with_their_objects_in_order():
    found = directory(
        thing("Team", attribute("b"), attribute("Title")),
        thing("Account", attribute("z"), attribute("A")),
        thing("Room", attribute("Id")),
    )
    expected = ["Account.A", "Account.z", "Room.Id", "Team.b"]
    assert looked(found).new_attributes == expected
    assert looked(found, only="all").new_attributes == expected


def test_what_the_target_no_longer_has_or_the_customer_added_stays():
    assert found_objects(directory(thing("Account", attribute("Id")))) == []
    assert found_objects(directory()) == []


OTHERWISE = {
    "type": ("Name", {"type": "Integer"}, {"type": "Integer"}),
    "mutability": ("Name", {"mutability": "ReadOnly"}, {"mutability": "ReadOnly"}),
    "references": (
        "Boss",
        {"type": "Reference", "referencedObjects": [{"referencedObjectName": "Team", "referencedProperty": None}]},
        {"referenced_objects": [{"object": "Team", "property": None}]},
    ),
}


@pytest.mark.parametrize(("name", "members", "said"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_can_be_discovered_and_differs_is_told(name, members, said):
    rows = found_objects(directory(thing("Account", attribute(name, **members))))
    assert rows == [{"name": "Account", "attributes": [{"name": name, **said}]}]


@pytest.mark.parametrize(("name", "members", "said"), OTHERWISE.values(), ids=OTHERWISE)
@pytest.mark.parametrize("discoverabilities", ["AttributeNames", "AttributeNames, UnknownFutureValue"])
def test_what_the_directory_cannot_discover_is_not_believed(name, members, said, discoverabilities):
    stored = {**STORED, "discoverabilities": discoverabilities}
    found = directory(thing("Account", attribute(name, **members)), discoverabilities=discoverabilities)
    assert found_objects(found, stored) == []


def test_members_that_nobody_discovers_are_never_reset():
    """The answer prints every member; those that it did not discover have their defaults."""
    assert found_objects(directory(thing("Account", attribute("Id"), attribute("Name")))) == []
    assert found_objects(directory(thing("Team", attribute("Title")))) == []


def test_spelling_is_no_difference():
    stored = {**STORED, "discoverabilities": "attributenames, attributedatatypes"}
    assert found_objects(directory(thing("Account", attribute("Name", type="string"))), stored) == []
    assert len(found_objects(directory(thing("Account", attribute("Name", type="integer"))), stored)) == 1


def test_all_is_everything_that_was_found_and_nothing_else():
    found = directory(thing("Account", attribute("Id", anchor=True), attribute("Pager", type="Integer")))
    (row,) = looked(found, only="all").rows
    assert row["objects"] == [
        {
            "name": "Account",
            "supported_apis": [],
            "attributes": [{"name": "Id", "anchor": True}, {"name": "Pager", "type": "Integer"}],
        }
    ]


def test_the_answer_is_that_of_the_directory_that_was_asked_whatever_it_calls_itself():
    found = {**directory(thing("Account", attribute("Pager"))), "id": "directoryDefinitionId"}
    del found["name"]
    for only in ("new", "all"):
        assert [(row["id"], row["name"]) for row in looked(found, only=only).rows] == [(STORED["id"], "Contoso")]


def test_of_two_objects_of_one_name_the_second_is_compared_with_the_second():
    stored = directory(thing("User", attribute("a")), thing("User", attribute("b")))
    rows = found_objects(
        directory(thing("User", attribute("a")), thing("User", attribute("b"), attribute("c"))), stored
    )
    assert [(row["name"], row["number"], row["attributes"][0]["name"]) for row in rows] == [("User", 2, "c")]
    assert found_objects(copy.deepcopy(stored), stored) == []


def test_a_type_that_no_option_knows_is_said_to_be_one():
    seen = looked(directory(thing("Account", attribute("Shape", type="Complex"))))
    assert seen.new_attributes == ["Account.Shape"]
    (sentence,) = seen.not_expressed
    assert "Contoso / Account / Shape" in sentence and "Complex" in sentence


def validated(rows):
    """The parameters that the schema module gets when a task is given the rows."""
    given = json.loads(json.dumps({"directories": rows}))
    result = ArgumentSpecValidator(dict(options.DECLARATION)).validate(given)
    assert not result.error_messages
    return declaration.parse(result.validated_parameters)


def merged(document, rows, state="merged"):
    return merge.merged(document, validated(rows), state, edited.tree_of).document


NAMES = st.sampled_from(["Id", "Name", "Boss", "ours", "Pager", "Größe", "urn:x:y.z"])
ATTRIBUTES = st.builds(
    attribute,
    NAMES,
    type=st.sampled_from(options.ATTRIBUTE_TYPES),
    mutability=st.sampled_from(options.MUTABILITIES),
    anchor=st.booleans(),
    flowNullValues=st.booleans(),
    defaultValue=st.sampled_from([None, "", "x"]),
)
OBJECTS = st.builds(
    lambda name, rows: thing(name, *rows),
    st.sampled_from(["Account", "Team", "Room"]),
    st.lists(ATTRIBUTES, max_size=4, unique_by=lambda row: row["name"]),
)
DISCOVERED = st.builds(
    lambda objects: directory(*objects), st.lists(OBJECTS, max_size=3, unique_by=lambda row: row["name"])
)


@settings(max_examples=150)
@given(DISCOVERED)
def test_what_is_new_is_known_once_it_was_declared(found):
    document = schema()
    seen = discovered.declared(document, 1, found, "new")
    after = merged(document, seen.rows)
    again = discovered.declared(after, 1, found, "new")
    assert (again.rows, again.new_attributes) == ([], [])
    # Nothing that was there is lost, and each attribute that was found is there.
    for one in STORED["objects"]:
        kept = next(row for row in after["directories"][1]["objects"] if row["name"] == one["name"])
        assert {row["name"] for row in one["attributes"]} <= {row["name"] for row in kept["attributes"]}
    assert same.same_row(same.DIRECTORY, after["directories"][0], ENTRA)


@settings(max_examples=100)
@given(DISCOVERED)
def test_all_of_it_declared_whole_is_the_directory_as_it_was_found(found):
    document = schema(directory())
    rows = discovered.declared(document, 1, found, "all").rows
    assert same.same_row(
        same.DIRECTORY,
        {**merged(document, rows, "replaced")["directories"][1]},
        {**document["directories"][1], **found},
    )


def test_what_was_looked_at_is_not_touched():
    found = directory(thing("Account", attribute("Id", type="Integer"), attribute("Pager")))
    document, before = schema(), copy.deepcopy((schema(), found))
    discovered.declared(document, 1, found, "new")
    assert (document, found) == before

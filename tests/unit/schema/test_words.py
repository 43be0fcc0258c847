# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What moves between two documents, in the user's words and as a diff prints it."""

from __future__ import annotations

import copy
import difflib

import pytest
import yaml
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, difference
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration, merge, same, words
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import given, settings

USER = "User -> urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
RULE = "USERGROUP_OUTBOUND_USERGROUP"


@pytest.fixture
def before():
    return edited.default("scim")


@pytest.fixture
def after():
    return edited.default("scim")


def users(document):
    """The object mapping of users in the scim fixture."""
    return next(row for row in edited.rule_of(document)["objectMappings"] if row["sourceObjectName"] == "User")


def of_users(side):
    """The words of that object mapping."""
    return side["synchronization_rules"][RULE]["object_mappings"][USER]


def printed(before, after):
    """The lines of a unified diff of one change, as an Ansible callback with YAML results prints them."""
    change = Change("replace", "schema", *words.sides(before, after))
    diff = difference([change.words()])
    left, right = (
        yaml.safe_dump(diff[side], allow_unicode=True, width=1000).splitlines() for side in ("before", "after")
    )
    return list(difflib.unified_diff(left, right, lineterm="", n=99))[3:]


def test_a_diff_names_the_place_and_shows_only_what_moves(before):
    rows = [
        {"target_attribute": "userName", "source": "mail"},
        {"target_attribute": "displayName", "expression": 'Join(" ", [givenName], [surname])'},
        {"target_attribute": "title", "state": "absent"},
        {"target_attribute": "nickName", "constant": "Bob", "flow_type": "ObjectAddOnly"},
    ]
    mapping = {"source_object": "User", "attribute_mappings": rows}
    declared = declaration.parse({"synchronization_rules": [{"name": RULE, "object_mappings": [mapping]}]})
    merged = merge.merged(before, declared, "merged", edited.tree_of)
    assert printed(before, merged.document) == [
        " schema:",
        "   synchronization_rules:",
        f"     {RULE}:",
        "       object_mappings:",
        f"         {USER}:",
        "           attribute_mappings:",
        "             displayName:",
        "-              source: '[displayName]'",
        "-            title:",
        "-              source: '[jobTitle]'",
        '+              expression: Join(" ", [givenName], [surname])',
        "+            nickName:",
        "+              constant: Bob",
        "+              flow_type: ObjectAddOnly",
        "             userName (matching_priority 1):",
        "-              source: '[userPrincipalName]'",
        "+              source: '[mail]'",
    ]


def test_a_document_against_itself_has_nothing_to_say(before):
    assert words.sides(before, before) == ({}, {})


# What the service moves by itself, what comes from the template, and the texts that trees are printed in.
UNTOLD = {
    *("id", "version"),
    *("directories.version", "directories.discoveryDateTime", "directories.discoverabilities"),
    "synchronizationRules.metadata",
}
SOURCE = "synchronizationRules.objectMappings.attributeMappings.source"


def leaves(value, path=()):
    """The paths of all values that hold no others."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield path
    for name, one in inner:
        yield from leaves(one, (*path, name))


def put(value, path, new):
    """A copy of a value with another one at this path, which shares all else."""
    if not path:
        return new
    copied = copy.copy(value)
    copied[path[0]] = put(value[path[0]], path[1:], new)
    return copied


def shape(path):
    return ".".join(name for name in path if isinstance(name, str))


def is_untold(path):
    said = shape(path)
    printed = said.startswith(SOURCE) and path[-1] in ("expression", "parameters")
    return printed or any(said == one or said.startswith(f"{one}.") for one in UNTOLD)


@pytest.mark.parametrize("name", ["scim", "AD2AADProvisioning"])
def test_every_single_value_that_changes_is_told(name):
    document = edited.default(name)
    of_each_kind = {shape(path): path for path in leaves(document)}
    assert len(of_each_kind) > 40
    said = {kind: words.sides(document, put(document, path, "other")) for kind, path in of_each_kind.items()}
    silent = {kind for kind, sides in said.items() if sides == ({}, {})}
    assert silent == {kind for kind, path in of_each_kind.items() if is_untold(path)}


@settings(max_examples=60)
@given(edited.edits())
def test_there_is_something_to_say_exactly_when_the_meaning_differs(documents):
    default, document = documents
    silent = words.sides(default, document) == ({}, {})
    assert silent == same.same_document(default, document)


@settings(max_examples=30)
@given(edited.edits())
def test_the_way_back_is_the_way_there_seen_from_the_other_end(documents):
    default, document = documents
    there, back = words.sides(default, document), words.sides(document, default)
    shown = (str(there), str(back[::-1]))
    # A rule or directory that was renamed is called by its new name on both sides.
    assert shown[0] == shown[1]


@settings(max_examples=30)
@given(edited.edits())
def test_a_change_keeps_all_words_when_it_is_trimmed(documents):
    before, after = words.sides(*documents)
    change = Change("replace", "schema", before, after).words()
    assert (change["before"], change["after"]) == (before, after)


def test_what_is_printed_another_way_does_not_move(before, after):
    mapping = users(after)
    mapping["flowTypes"] = "Update, Add, Delete"
    mapping["scope"] = {"groups": [], "categoryFilterGroups": [], "inputFilterGroups": []}
    mapping["attributeMappings"].reverse()
    after.update(version="Date:2025-03-30T07:00:28.2095357Z", provisioningTaskIdentifier="scim.1")
    assert words.sides(before, after) == ({}, {})


def test_null_and_the_empty_text_are_different_defaults(before, after):
    edited.row_of(users(after), "title")["defaultValue"] = ""
    left, right = words.sides(before, after)
    assert left == {}
    assert of_users(right) == {"attribute_mappings": {"title": {"default_value": ""}}}


def test_a_matching_attribute_that_loses_its_priority_shows_it(before, after):
    edited.row_of(users(after), "userName")["matchingPriority"] = 0
    left, right = words.sides(before, after)
    assert of_users(left) == {"attribute_mappings": {"userName": {"matching_priority": 1}}}
    assert of_users(right) == {"attribute_mappings": {"userName": {"matching_priority": 0}}}


def test_a_mapping_without_a_source_says_so(before, after):
    edited.row_of(users(after), "title")["source"] = None
    left, right = words.sides(before, after)
    assert of_users(left)["attribute_mappings"]["title"] == {"source": "[jobTitle]"}
    assert of_users(right)["attribute_mappings"]["title"] == {"source": ""}


def test_a_scope_is_told_clause_by_clause(before, after):
    clauses = [
        {"operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": ["O'Neill"]}},
        {"operatorName": "IS TRUE", "sourceOperandName": "accountEnabled", "targetOperand": None},
    ]
    users(after)["scope"] = {"groups": [{"name": "Staff", "clauses": clauses}]}
    left, right = words.sides(before, after)
    assert of_users(left) == {"scope": {"groups": {}}}
    assert of_users(right) == {
        "scope": {"groups": {"Staff": ["accountEnabled IS TRUE", "department EQUALS 'O''Neill'"]}},
    }


def test_of_a_scope_only_the_groups_that_move_are_shown(before, after):
    def group(name, value):
        clause = {"operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": [value]}}
        return {"name": name, "clauses": [clause]}

    users(before)["scope"] = {"groups": [group("Staff", "Sales"), group("Guests", "x")]}
    users(after)["scope"] = {"groups": [group("Guests", "x"), group("Staff", "Legal")]}
    left, right = (of_users(side)["scope"]["groups"] for side in words.sides(before, after))
    assert (left, right) == ({"Staff": ["department EQUALS 'Sales'"]}, {"Staff": ["department EQUALS 'Legal'"]})


def test_members_that_no_option_knows_are_shown_by_their_path(before, after):
    edited.row_of(users(after), "title")["future"] = {"limits": [1, None]}
    after["synchronizationRules"][0]["sourceDirectoryName"] = "Elsewhere"
    left, right = words.sides(before, after)
    assert left["synchronization_rules"][RULE]["sourceDirectoryName"] == "Microsoft Entra ID"
    assert right["synchronization_rules"][RULE]["sourceDirectoryName"] == "Elsewhere"
    assert of_users(right)["attribute_mappings"]["title"] == {"future.limits[0]": 1, "future.limits[1]": "(null)"}


def test_what_no_option_knows_is_told_beside_what_moves(before, after):
    clause = {"operatorName": "IS TRUE", "sourceOperandName": "accountEnabled", "targetOperand": None}
    users(before)["scope"] = {"groups": [{"name": "Staff", "clauses": [clause]}], "future": 1}
    users(after)["scope"] = {"groups": [{"name": "All", "clauses": [{**clause, "future": 2}]}]}
    left, right = (of_users(side) for side in words.sides(before, after))
    assert left == {"scope": {"groups": {"Staff": ["accountEnabled IS TRUE"]}}, "scope.future": 1}
    assert right == {
        "scope": {"groups": {"All": ["accountEnabled IS TRUE"]}},
        "scope.groups[0].clauses[0].future": 2,
    }


def test_what_has_not_the_form_it_should_have_is_shown_as_it_is(before, after):
    users(after)["scope"] = "everybody"
    dummy, right = words.sides(before, after)
    assert of_users(right) == {"scope": "everybody"}


def test_the_engines_long_texts_are_told_by_length_and_fingerprint(before, after):
    users(after)["metadata"] = [{"key": "Snapshot", "value": "x" * 5000}]
    dummy, right = words.sides(before, after)
    said = of_users(right)["metadata"]["Snapshot"]
    assert said.startswith("5000 characters, sha256 ")
    assert len(said) < 60


def test_a_new_definition_says_its_type_and_what_is_not_usual(before, after):
    made = {"name": "desk", "type": "String", "multivalued": True, "required": False, "metadata": []}
    after["directories"][1]["objects"][0]["attributes"].append(made)
    dummy, right = words.sides(before, after)
    (directory,) = right["directories"].values()
    (defined,) = directory["objects"].values()
    assert defined == {"attributes": {"desk": {"type": "String", "multivalued": True}}}


def test_an_object_mapping_that_goes_stands_whole_on_the_old_side_only(before, after):
    rule = edited.rule_of(after)
    rule["objectMappings"] = [row for row in rule["objectMappings"] if row is not users(after)]
    left, right = words.sides(before, after)
    assert right == {}
    assert of_users(left)["attribute_mappings"]["userName"] == {
        "source": "[userPrincipalName]",
        "matching_priority": 1,
    }
    assert of_users(left)["enabled"] is True


def test_the_second_object_of_a_name_is_the_second():
    before, after = edited.default("AD2AADProvisioning"), edited.default("AD2AADProvisioning")
    second = [row for row in after["directories"][1]["objects"] if row["name"] == "User"][1]
    second["attributes"].append({"name": "desk", "type": "String"})
    dummy, right = words.sides(before, after)
    (directory,) = right["directories"].values()
    assert directory == {"objects": {"User #2": {"attributes": {"desk": {"type": "String"}}}}}


def test_rules_of_one_name_are_told_apart_by_id(before, after):
    for document in (before, after):
        twin = {**edited.rule_of(document), "id": "twin", "objectMappings": []}
        document["synchronizationRules"] = [edited.rule_of(document), twin]
    after["synchronizationRules"][1]["priority"] = 7
    dummy, right = words.sides(before, after)
    assert right == {"synchronization_rules": {f"{RULE} (twin)": {"priority": 7}}}

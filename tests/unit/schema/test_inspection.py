# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of a merged document: all new trouble at once with its places, and no old one."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import inspection
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from ansible_collections.entra.provisioning.tests.unit.schema import edited
from hypothesis import given, settings

RULE = "USERGROUP_OUTBOUND_USERGROUP"
USERS = f"{RULE} / User -> Account"


@pytest.fixture
def before():
    return edited.default("fabrikamSingleSignon")


@pytest.fixture
def after(before):
    """The same document with copies of what the tests change; all else is shared, as a merge shares it."""
    document = {**before, "synchronizationRules": list(before["synchronizationRules"])}
    rule = {**edited.rule_of(before), "objectMappings": list(edited.rule_of(before)["objectMappings"])}
    rule["objectMappings"][0] = {**rule["objectMappings"][0]}
    rule["objectMappings"][0]["attributeMappings"] = list(rule["objectMappings"][0]["attributeMappings"])
    document["synchronizationRules"][0] = rule
    document["directories"] = [{**one, "objects": list(one["objects"])} for one in before["directories"]]
    return document


def users(document):
    return edited.mapping_of(document)


def put(document, target, source, **members):
    """One attribute mapping of the users, new or with other members."""
    rows = users(document)["attributeMappings"]
    plain = {"defaultValue": None, "flowType": "Always", "matchingPriority": 0, "targetAttributeName": target}
    rows[:] = [row for row in rows if row["targetAttributeName"] != target]
    rows.append({**plain, "source": edited.source(source), **members})


def define(document, directory, name, **members):
    """Another definition of one attribute, of the first object of a directory."""
    objects = document["directories"][directory]["objects"]
    attributes = [row for row in objects[0]["attributes"] if row["name"] != name]
    objects[0] = {**objects[0], "attributes": [*attributes, {"name": name, "type": "String", **members}]}


def scoped(document, attribute, operator, *values, member="groups"):
    """One clause in a set of the scope."""
    operand = {"values": list(values)} if values else None
    clause = {"sourceOperandName": attribute, "operatorName": operator, "targetOperand": operand}
    users(document)["scope"] = {member: [{"name": "Staff", "clauses": [clause]}]}


def only(found):
    (sentence,) = found
    return sentence


def test_what_was_not_touched_is_not_complained_of(before, after):
    assert inspection.problems(before, before) == []
    assert inspection.problems(after, before) == []
    assert inspection.warnings(after, before) == []


def test_all_problems_are_told_at_once(before, after):
    put(after, "Alias", "[Mail]")
    put(after, "aliass", "[mail]")
    assert inspection.problems(after, before) == [
        f"{USERS} / Alias: the source object User has no attribute 'Mail'. Did you mean mail?",
        f"{USERS} / aliass: the target object Account has no attribute 'aliass'. Did you mean Alias?",
    ]


def test_an_unknown_directory_extension_says_where_to_add_it(before, after):
    put(after, "Fax", "[extension_0_desk]")
    said = only(inspection.problems(after, before))
    assert said.endswith("A directory extension has to be added to the object first, under directories.")


def test_an_extension_that_is_defined_in_the_same_run_is_known(before, after):
    define(after, 0, "extension_0_desk")
    put(after, "Fax", "[extension_0_desk]")
    assert inspection.problems(after, before) == []


def test_a_definition_that_goes_leaves_its_mappings_behind(before, after):
    objects = after["directories"][1]["objects"]
    rest = [row for row in objects[0]["attributes"] if row["name"] != "Alias"]
    objects[0] = {**objects[0], "attributes": rest}
    after["synchronizationRules"] = before["synchronizationRules"]
    said = only(inspection.problems(after, before))
    assert said == f"{USERS} / Alias: the target object Account has no attribute 'Alias'."


def test_two_mappings_to_one_target(before, after):
    users(after)["attributeMappings"].append(dict(edited.row_of(users(before), "Alias")))
    assert only(inspection.problems(after, before)) == f"{USERS} / Alias: the target attribute is mapped 2 times."


def test_equal_matching_priorities(before, after):
    put(after, "Email", "[mail]", matchingPriority=1)
    said = only(inspection.problems(after, before))
    assert said == f"{USERS}: the matching priority 1 is given to UserName and Email."


def test_a_matching_attribute_reads_one_attribute(before, after):
    put(after, "UserName", 'Join("@", [mailNickname], [mail])', matchingPriority=1)
    said = only(inspection.problems(after, before))
    assert said.startswith(f"{USERS} / UserName: a matching attribute can be fed by one source attribute only")
    assert said.endswith("mailNickname, mail.")


def test_a_matching_attribute_may_read_one_attribute_twice(before, after):
    put(after, "UserName", 'Join("@", [mail], [mail])', matchingPriority=1)
    assert inspection.problems(after, before) == []


@pytest.mark.parametrize("source", ['"Joe"', "Guid()"])
def test_a_matching_attribute_that_reads_nothing_matches_every_object_alike(before, after, source):
    tree = {"type": "Function", "name": "Guid", "expression": "Guid()", "parameters": []}
    put(after, "UserName", '"Joe"', matchingPriority=1)
    if source == "Guid()":
        users(after)["attributeMappings"][-1]["source"] = tree
    said = only(inspection.warnings(after, before))
    assert said.startswith(f"{USERS} / UserName: a matching attribute that reads no source attribute")


@pytest.mark.parametrize(
    ("source", "warned"),
    [
        ('Switch([mail], "none", "x", "a")', True),
        ('Trim(Switch([mail], "none", "x", "a"))', True),
        ('Switch([mail], , "x", "a")', False),
        ('IgnoreFlowIfNullOrEmpty(Switch([mail], "none", "x", "a"))', False),
    ],
)
def test_a_switch_with_a_default_can_be_null_where_entra_id_is_the_source(before, after, source, warned):
    put(after, "Fax", source)
    said = inspection.warnings(after, before)
    assert [sentence.startswith(f"{USERS} / Fax: Switch with a default") for sentence in said] == [True] * warned


def test_a_switch_may_have_a_default_where_another_directory_is_the_source():
    before = edited.default("API2AAD")
    row = next(row for row in users(before)["attributeMappings"] if row["targetAttributeName"] == "accountEnabled")
    changed = {**row, "source": edited.source('Switch([active], "True", "True", "True", "False", "False")')}
    mapping = {
        **users(before),
        "attributeMappings": [changed if one is row else one for one in users(before)["attributeMappings"]],
    }
    rule = edited.rule_of(before)
    rule = {**rule, "objectMappings": [mapping, *rule["objectMappings"][1:]]}
    after = {**before, "synchronizationRules": [rule, *before["synchronizationRules"][1:]]}
    assert inspection.warnings(after, before) == []


def test_a_reference_is_mapped_directly(before, after):
    put(after, "ManagerId", "Trim([mail])")
    said = only(inspection.problems(after, before))
    assert said == f"{USERS} / ManagerId: a reference can only be mapped from an attribute, not by an expression."


def test_switch_does_not_look_at_references(before, after):
    put(after, "Fax", 'Switch([manager], "x", "a", "b")')
    said = only(inspection.problems(after, before))
    assert said == f"{USERS} / Fax: Switch cannot look at manager, which is a reference."


def test_a_unique_value_is_made_once_and_matches_nothing(before, after):
    put(after, "Fax", "[mail]")
    put(after, "Alias", "[mail]", flowType="ObjectAddOnly", matchingPriority=2)
    for row in users(after)["attributeMappings"][-2:]:
        row["source"] = {"type": "Function", "name": "SelectUniqueValue", "parameters": []}
    problems = inspection.problems(after, before)
    assert [said.partition(": ")[0] for said in problems] == [f"{USERS} / Fax", f"{USERS} / Alias"]
    assert "ObjectAddOnly" in problems[0]
    assert "matching" in problems[1]


def test_an_object_that_is_not_defined(before, after):
    users(after)["targetObjectName"] = "account"
    said = only(inspection.problems(after, before))
    assert (
        said
        == f"{RULE} / User -> account: the directory Fabrikam Sign-On has no object 'account'. Did you mean Account?"
    )


def test_a_directory_that_a_rule_names_and_nobody_defines(before, after):
    after["synchronizationRules"][0]["sourceDirectoryName"] = "Azure Active Directory"
    said = only(inspection.problems(after, before))
    assert said.startswith(f"{RULE}: the rule names the directory 'Azure Active Directory'")


def test_a_reference_to_an_object_that_is_not_defined(before, after):
    define(after, 1, "BuddyId", type="Reference", referencedObjects=[{"referencedObjectName": "Acount"}])
    said = only(inspection.problems(after, before))
    assert said == (
        "Fabrikam Sign-On / Account / BuddyId: it refers to 'Acount', which the directory does not define."
        " Did you mean Account?"
    )


def test_an_object_that_goes_leaves_references_behind(before, after):
    directory = after["directories"][1]
    directory["objects"] = [row for row in directory["objects"] if row["name"] != "Licence"]
    mapped, referred = inspection.problems(after, before)
    assert (
        mapped
        == f"{RULE} /  -> Licence: the directory Fabrikam Sign-On has no object 'Licence'. Did you mean LicenceSeat?"
    )
    assert referred.startswith("Fabrikam Sign-On / LicenceSeat / LicenceName: it refers to 'Licence'")


def test_a_directory_whose_objects_all_go_leaves_its_mappings_behind(before, after):
    after["directories"][1]["objects"] = []
    said = [one for one in inspection.problems(after, before) if "Fabrikam Sign-On has no object" in one]
    named = {row["targetObjectName"] for row in after["synchronizationRules"][0]["objectMappings"]}
    assert {name for name in named if any(f"no object {name!r}." in one for one in said)} == named


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            ("Department", "EQUALS", "x"),
            "the source object User has no attribute 'Department'. Did you mean department?",
        ),
        (("accountEnabled", "REGEX MATCH", "^T"), "REGEX MATCH does not compare the type Boolean; known operators"),
        (("department", "IS TRUE"), "IS TRUE does not compare the type String; known operators that do: EQUALS"),
        (("department", "IS NULL", "x"), "IS NULL takes no value."),
        (("department", "EQUALS"), "EQUALS needs a value."),
        (("department", "REGEX MATCH", "(a"), "'(a' is not a regular expression: "),
        (("proxyAddresses", "IS NULL"), "a filter cannot test an attribute of several values."),
        (("employeeHireDate", "IS NULL"), "a filter cannot test a date."),
    ],
)
def test_a_clause_that_cannot_work(before, after, clause, said):
    define(before, 0, "employeeHireDate", type="DateTime")
    define(before, 0, "proxyAddresses", multivalued=True)
    after["directories"] = before["directories"]
    scoped(after, *clause)
    assert only(inspection.problems(after, before)).startswith(f"{USERS} / scope.groups[Staff] {clause[0]}: {said}")


def test_numbers_are_compared_with_numbers(before, after):
    define(before, 0, "level", type="Integer")
    after["directories"] = before["directories"]
    scoped(after, "level", "Greater_Than", "5", "high")
    said = only(inspection.problems(after, before))
    assert said.endswith("Greater_Than compares whole numbers, and 'high' is none.")


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            ("department", "Equals", "x"),
            "the operator 'Equals' is not among those that are known here. Did you mean EQUALS?",
        ),
        (("department", "IsMemberOf", "x"), "the documentation says that the operator IsMemberOf is not supported."),
        (("userType", "EQUALS", "x"), "the documentation lists this attribute among those that a filter cannot test."),
        (("accountEnabled", "EQUALS", "True"), "EQUALS compares texts and numbers; write IS TRUE or IS FALSE"),
    ],
)
def test_a_clause_that_may_work(before, after, clause, said):
    scoped(after, *clause)
    assert inspection.problems(after, before) == []
    assert only(inspection.warnings(after, before)).startswith(f"{USERS} / scope.groups[Staff] {clause[0]}: {said}")


def test_the_limits_of_a_portal_filter_are_warnings_in_the_other_sets(before, after):
    define(before, 0, "proxyAddresses", multivalued=True)
    after["directories"] = before["directories"]
    scoped(after, "proxyAddresses", "IS NOT NULL", member="inputFilterGroups")
    assert inspection.problems(after, before) == []
    assert "several values" in only(inspection.warnings(after, before))


def test_warnings_of_an_attribute_mapping(before, after):
    put(after, "Fax", None)
    put(after, "LastSignIn", "[mail]")
    put(after, "ProfileName", "[appRoleAssignments]")
    assert inspection.problems(after, before) == []
    warned = {said.partition(": ")[0]: said.partition(": ")[2] for said in inspection.warnings(after, before)}
    assert warned[f"{USERS} / Fax"] == "it has neither a source nor a default value, so nothing flows."
    assert "mutability ReadOnly" in warned[f"{USERS} / LastSignIn"]
    assert "role functions" in warned[f"{USERS} / ProfileName"]


def test_a_required_attribute_that_nothing_feeds_any_more(before, after):
    rows = users(after)["attributeMappings"]
    rows[:] = [row for row in rows if row["targetAttributeName"] != "Alias"]
    assert inspection.warnings(after, before) == [
        f"{USERS}: the target requires Alias, which no attribute mapping feeds."
    ]


def test_an_enabled_mapping_that_matches_by_nothing(before, after):
    put(after, "UserName", "[userPrincipalName]")
    assert inspection.warnings(after, before) == [
        f"{USERS}: no attribute mapping has a matching priority, so existing accounts are not found."
    ]
    users(after)["enabled"] = False
    assert inspection.warnings(after, before) == []


def test_several_anchors_and_nulls_that_clear_are_warned_of(before, after):
    mark = [{"key": "IsCustomerDefined", "value": "true"}]
    define(after, 1, "Second", anchor=True, flowNullValues=True, metadata=mark)
    warned = inspection.warnings(after, before)
    assert warned == [
        "Fabrikam Sign-On / Account: an object has one anchor, and this one has AccountId, Second.",
        "Fabrikam Sign-On / Account / Second: flow_null_values: a null in the source then clears the value in the target.",
    ]


def test_old_trouble_in_a_row_that_is_touched_is_still_old(before, after):
    broken = {**edited.row_of(users(before), "Alias"), "source": edited.source("[gone]")}
    users(before)["attributeMappings"].append({**broken, "targetAttributeName": "Fax"})
    users(after)["attributeMappings"].append({**broken, "targetAttributeName": "Fax", "defaultValue": "x"})
    assert inspection.problems(after, before) == []
    put(after, "Fax", "[gone2]")
    assert "'gone2'" in only(inspection.problems(after, before))


@settings(max_examples=60)
@given(edited.edits())
def test_whatever_is_edited_the_checks_give_sentences_with_places(documents):
    default, document = documents
    for said in [*inspection.problems(document, default), *inspection.warnings(document, default)]:
        assert " / " in said
        assert said.endswith((".", "?"))


@pytest.mark.parametrize("name", edited.REAL)
def test_real_documents_have_no_problem_even_where_all_is_new(name):
    assert inspection.problems(located.real(name), {}) == []

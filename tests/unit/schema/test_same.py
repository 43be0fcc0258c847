# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sameness: what the service treats alike is alike, and nothing else is."""

from __future__ import annotations

import copy
from functools import partial

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import places, same
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from ansible_collections.entra.provisioning.tests.unit.schema import edited, small
from hypothesis import given
from hypothesis import strategies as st

same_rule = partial(same.same_row, same.RULE)
same_object_mapping = partial(same.same_row, same.OBJECT_MAPPING)
same_attribute_mapping = partial(same.same_row, same.ATTRIBUTE_MAPPING)
same_directory = partial(same.same_row, same.DIRECTORY)
same_object = partial(same.same_row, same.OBJECT)
same_attribute = partial(same.same_row, same.ATTRIBUTE)

CLAUSE = small.clause("department", "EQUALS", "a", "b")
GROUP = {"name": "x", "clauses": [CLAUSE, small.clause("mail", "IS NULL")]}
OTHER = {"name": "y", "clauses": [small.clause("mail", "IS NOT NULL")]}
LINK = {"expression": "[mail]", "name": "mail", "type": "Attribute", "parameters": []}


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


ROW = small.mapping("userName", "[mail]")
MAPPING = small.object_mapping("Users", "User", "Account", [ROW, small.mapping("title", '"x"')])
RULE = {"id": "r", "name": "n", "editable": True, "priority": 0, "objectMappings": [MAPPING]}
ATTRIBUTE = small.attribute("mail")
OBJECT = {"name": "User", "supportedApis": [], "attributes": [ATTRIBUTE], "metadata": []}
DIRECTORY = {"id": "d", "name": "App", "objects": [OBJECT]}

ALIKE = [
    (same_attribute_mapping, ROW, without(ROW, "defaultValue")),
    (same_attribute_mapping, ROW, without(ROW, "flowType", "flowBehavior", "exportMissingReferences")),
    (same_attribute_mapping, ROW, {**ROW, "flowType": "always", "flowBehavior": "flowWhenChanged"}),
    (same_attribute_mapping, ROW, {**ROW, "source": without(LINK, "parameters")}),
    (same_attribute_mapping, ROW, {**ROW, "source": {**LINK, "parameters": None, "type": "attribute"}}),
    (same_attribute_mapping, ROW, {**ROW, "source@odata.type": "#x"}),
    (same_attribute_mapping, {**ROW, "source": None}, without(ROW, "source")),
    (same_object_mapping, MAPPING, {**MAPPING, "flowTypes": "delete,Add,Update"}),
    (same_object_mapping, MAPPING, {**MAPPING, "scope": small.scope()}),
    (same_object_mapping, MAPPING, {**MAPPING, "scope": {"groups": None}}),
    (same_object_mapping, MAPPING, without(MAPPING, "scope")),
    (same_object_mapping, MAPPING, {**MAPPING, "attributeMappings": MAPPING["attributeMappings"][::-1]}),
    (same_object_mapping, {**MAPPING, "metadata": []}, without(MAPPING, "metadata")),
    (same_object_mapping, {**MAPPING, "attributeMappings": []}, {**MAPPING, "attributeMappings": None}),
    (same_object_mapping, {**MAPPING, "flowTypes": "None"}, {**MAPPING, "flowTypes": ""}),
    (same_rule, RULE, {**RULE, "containerFilter": None, "groupFilter": {"includedGroups": []}}),
    (same_rule, RULE, {**RULE, "containerFilter": {"includedContainers": None}}),
    (same_rule, RULE, without(RULE, "editable", "priority")),
    (
        same_rule,
        {**RULE, "groupFilter": {"includedGroups": ["a", "b"]}},
        {**RULE, "groupFilter": {"includedGroups": ["b", "a"]}},
    ),
    (same_attribute, ATTRIBUTE, without(ATTRIBUTE, "flowNullValues", "apiExpressions", "referencedObjects")),
    (same_attribute, ATTRIBUTE, {**ATTRIBUTE, "type": "string", "mutability": "readWrite"}),
    (same_object, OBJECT, without(OBJECT, "supportedApis")),
    (
        same_directory,
        DIRECTORY,
        {**DIRECTORY, "version": "9", "discoveryDateTime": "x", "discoverabilities": "None"},
    ),
    (same.same_scope, small.scope(groups=[GROUP, OTHER]), {"groups": [OTHER, GROUP]}),
    (same.same_filter_groups, [GROUP], [{**GROUP, "clauses": GROUP["clauses"][::-1]}]),
    (
        same.same_filter_groups,
        [OTHER],
        [{**OTHER, "clauses": [{**OTHER["clauses"][0], "targetOperand": {"values": []}}]}],
    ),
    (same.same_filter_groups, [{"name": None, "clauses": []}], [{"clauses": None}]),
    (same.same_source, None, None),
    (same.same_document, {"id": "a", "version": "1", "@odata.context": "x"}, {"synchronizationRules": None}),
    (same.same_document, {"directories": [DIRECTORY], "provisioningTaskIdentifier": "x"}, {"directories": [DIRECTORY]}),
]


@pytest.mark.parametrize(("check", "one", "other"), ALIKE)
def test_what_the_service_takes_for_the_same_is_the_same(check, one, other):
    assert check(one, other)
    assert check(other, one)


DIFFERENT = [
    (same_attribute_mapping, ROW, {**ROW, "defaultValue": ""}),
    (same_attribute_mapping, ROW, {**ROW, "defaultValue": "x"}),
    (same_attribute_mapping, ROW, {**ROW, "targetAttributeName": "username"}),
    (same_attribute_mapping, ROW, {**ROW, "matchingPriority": 1}),
    (same_attribute_mapping, ROW, {**ROW, "flowType": "ObjectAddOnly"}),
    (same_attribute_mapping, ROW, {**ROW, "flowBehavior": "FlowAlways"}),
    (same_attribute_mapping, ROW, {**ROW, "exportMissingReferences": True}),
    (same_attribute_mapping, ROW, {**ROW, "source": None}),
    (same_attribute_mapping, ROW, {**ROW, "source": {**LINK, "name": "Mail", "expression": "[Mail]"}}),
    (same_attribute_mapping, ROW, {**ROW, "future": None}),
    (same_attribute_mapping, {**ROW, "future": 1}, {**ROW, "future": True}),
    (same_object_mapping, MAPPING, {**MAPPING, "flowTypes": "Add,Update"}),
    (same_object_mapping, MAPPING, {**MAPPING, "enabled": False}),
    (same_object_mapping, MAPPING, {**MAPPING, "name": None}),
    (same_object_mapping, MAPPING, {**MAPPING, "scope": small.scope(groups=[GROUP])}),
    (same_object_mapping, MAPPING, {**MAPPING, "scope": small.scope(future=[])}),
    (same_object_mapping, MAPPING, {**MAPPING, "attributeMappings": [ROW]}),
    (same_object_mapping, MAPPING, {**MAPPING, "attributeMappings": [ROW, ROW]}),
    (same_object_mapping, MAPPING, {**MAPPING, "metadata": [{"key": "Disposition", "value": "Normal"}]}),
    (same_rule, RULE, {**RULE, "containerFilter": {"includedContainers": ["OU=x"]}}),
    (same_rule, RULE, {**RULE, "priority": 1}),
    (same_rule, RULE, {**RULE, "objectMappings": []}),
    (same_rule, RULE, {**RULE, "editable": False}),
    (same_attribute, ATTRIBUTE, {**ATTRIBUTE, "type": "Reference"}),
    (same_attribute, ATTRIBUTE, {**ATTRIBUTE, "flowNullValues": True}),
    (same_attribute, ATTRIBUTE, {**ATTRIBUTE, "referencedObjects": [{"referencedObjectName": "User"}]}),
    (same_object, OBJECT, {**OBJECT, "attributes": []}),
    (same_directory, DIRECTORY, {**DIRECTORY, "name": "Application"}),
    (same_directory, DIRECTORY, {**DIRECTORY, "objects": [OBJECT, OBJECT]}),
    (same.same_filter_groups, [GROUP], [{**GROUP, "name": "z"}]),
    (same.same_filter_groups, [GROUP], [GROUP, GROUP]),
    (same.same_filter_groups, [GROUP], [{**GROUP, "clauses": [CLAUSE]}]),
    (same.same_filter_groups, [GROUP], [{**GROUP, "future": 1}]),
    (same.same_filter_groups, [OTHER], [{**OTHER, "clauses": [small.clause("mail", "is not null")]}]),
    (same.same_filter_groups, [OTHER], [{**OTHER, "clauses": [small.clause("Mail", "IS NOT NULL")]}]),
    (same.same_source, LINK, None),
    (same.same_document, {"directories": [DIRECTORY]}, {"directories": []}),
    (same.same_document, {"directories": [DIRECTORY]}, {"directories": [DIRECTORY], "future": 1}),
]


@pytest.mark.parametrize(("check", "one", "other"), DIFFERENT)
def test_what_the_service_tells_apart_is_not_the_same(check, one, other):
    assert not check(one, other)
    assert not check(other, one)


def test_the_second_object_of_a_name_is_compared_with_the_second():
    one = {**DIRECTORY, "objects": [OBJECT, {**OBJECT, "attributes": []}]}
    assert same_directory(one, copy.deepcopy(one))
    assert not same_directory(one, {**one, "objects": one["objects"][::-1]})


def test_no_row_hides_behind_a_name_that_ends_in_a_number():
    names = ["a", "a", "a #2", "a", "a #2"]
    assert len(places.keyed([{"name": name} for name in names], places.name_key)) == len(names)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*same.DOCUMENT.members, *same.RULE.members, *same.OBJECT_MAPPING.members, "groups", "clauses"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JUNK, JUNK)
def test_junk_is_compared_without_complaint(one, other):
    for check in (same.same_document, same_rule, same_object_mapping, same.same_scope, same_directory):
        assert check(one, copy.deepcopy(one))
        assert len({check(*pair) for pair in ((one, other), (other, one))}) == 1


@pytest.mark.parametrize("name", edited.NAMES)
def test_a_fixture_is_the_same_as_its_copy(name):
    assert same.same_document(edited.default(name), edited.default(name))


@pytest.mark.parametrize("name", edited.REAL)
def test_a_real_schema_is_the_same_as_its_copy(name):
    assert same.same_document(located.real(name), located.real(name))


@given(st.sampled_from(edited.NAMES), st.data())
def test_the_spelling_of_another_year_is_no_change(name, data):
    assert same.same_document(edited.respelled(data.draw, edited.default(name)), edited.default(name))


@given(edited.edits())
def test_sameness_has_no_direction(documents):
    default, document = documents
    assert same.same_document(document, default) == same.same_document(default, document)

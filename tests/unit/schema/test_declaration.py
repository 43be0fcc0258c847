# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declarations: read into the service's words, and everything that is wrong said at once, with its place."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Attribute, Constant
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration
from ansible_collections.entra.provisioning.tests.unit.schema import small

ROW = "synchronization_rules[0].object_mappings[User -> Account].attribute_mappings[mail]"
MAPPING = "synchronization_rules[0].object_mappings[User -> Account]"
OBJECT = "directories[0].objects[User]"
PAIR = {"source_object": "User", "target_object": "Account"}


def problems(params):
    with pytest.raises(InvalidInput) as caught:
        declaration.parse(params)
    return list(caught.value.problems)


def mail(**options):
    return small.in_users({"target_attribute": "mail", **options})


def members(params):
    return declaration.parse(params).rules[0].object_mappings[0].attribute_mappings[0].members


def filtered(*clauses, **group):
    return small.in_users(scope={"groups": [{"name": "g", **group, "clauses": list(clauses)}]})


def attributes(*rows):
    return small.in_directory({"name": "User", "attributes": list(rows)})


READ = [
    ({}, {}),
    ({"source": "mail"}, {"source": Attribute("mail")}),
    ({"source": " [mail] "}, {"source": Attribute("mail")}),
    ({"source": '[emails[type eq "work"].value]'}, {"source": Attribute('emails[type eq "work"].value')}),
    ({"source": 'emails[type eq "work"].value'}, {"source": Attribute('emails[type eq "work"].value')}),
    ({"source": ""}, {"source": None}),
    ({"clear": ["source"]}, {"source": None}),
    ({"clear": ["default_value"], "constant": ""}, {"defaultValue": None, "source": Constant("")}),
    ({"default_value": ""}, {"defaultValue": ""}),
    ({"expression": " [mail] "}, {"source": Attribute("mail")}),
    ({"expression": "Trim( [mail] )"}, {"source": parser.parse("Trim([mail])")}),
    (
        {"flow_type": "objectAddOnly", "flow_behavior": "FlowAlways"},
        {"flowType": "ObjectAddOnly", "flowBehavior": "FlowAlways"},
    ),
    (
        {"matching_priority": 2, "export_missing_references": True},
        {"matchingPriority": 2, "exportMissingReferences": True},
    ),
    (
        {"expression": "SelectUniqueValue([a], [b])", "flow_type": "ObjectAddOnly"},
        {"flowType": "ObjectAddOnly", "source": parser.parse("SelectUniqueValue([a], [b])")},
    ),
]


@pytest.mark.parametrize(("options", "expected"), READ)
def test_a_mapping_is_read_into_the_words_of_the_service(options, expected):
    assert members(mail(**options)) == expected


WRONG = [
    (
        mail(source="mail", constant="x"),
        f"{ROW}: source and constant are given; a mapping has one of source, constant, expression.",
    ),
    (mail(source="Trim([mail])"), f"{ROW}.source: Trim([mail]) is no attribute; write it as expression."),
    (mail(source="[a] & [b]"), f"{ROW}.source: [a] & [b] is not one attribute; write it as expression."),
    (mail(source='"x"'), f'{ROW}.source: "x" is no attribute; write it as constant, without the quotes.'),
    (mail(source="'x'"), f"{ROW}.source: 'x' is no attribute; write it as constant, without the quotes."),
    (
        mail(source="['a', 'b']"),
        f"{ROW}.source: ['a', 'b'] is a list, and a mapping has one source attribute; several are put together by an"
        " expression, such as Join.",
    ),
    (
        mail(source="[['a']]"),
        f"{ROW}.source: [['a']] is a list, and a mapping has one source attribute; several are put together by an"
        " expression, such as Join.",
    ),
    (
        mail(source="{'a': None}"),
        f"{ROW}.source: {{'a': None}} is no attribute; in YAML, a text with {{ stands in quotes.",
    ),
    (mail(expression=" "), f'{ROW}.expression: the text is empty; for a mapping without a source say source: "".'),
    (mail(expression="Jion([a])"), f"{ROW}.expression: There is no function Jion. Did you mean Join?"),
    (mail(expression="Trim([a]"), f"{ROW}.expression: The parenthesis of Trim is not closed (at character 5)."),
    (
        mail(expression='"' + "x" * 10_000 + '"'),
        f"{ROW}.expression: the text has 10002 characters; the service takes 10000 at most.",
    ),
    (
        mail(constant="x" * 10_001),
        f"{ROW}.constant: the text has 10001 characters; the service takes 10000 at most.",
    ),
    (
        mail(constant="x", clear=["source"]),
        f"{ROW}: clear: [source] and constant contradict each other; leave one of them out.",
    ),
    (
        mail(default_value="x", clear=["default_value"]),
        f"{ROW}: clear: [default_value] and default_value contradict each other; leave one of them out.",
    ),
    (
        mail(matching_priority=-1),
        f"{ROW}.matching_priority: -1 is negative; 1 is tried first, and 0 means not a matching attribute.",
    ),
    (
        mail(expression='Join("", [a], [b])', matching_priority=1),
        f"{ROW}.matching_priority: a matching attribute is fed by one source attribute; this expression reads a, b.",
    ),
    (
        mail(expression="SelectUniqueValue([a], [b])", flow_type="Always"),
        f"{ROW}.flow_type: SelectUniqueValue works with flow_type: ObjectAddOnly only.",
    ),
    (
        mail(flow_type="Sometimes"),
        f"{ROW}.flow_type: 'Sometimes' is not one of Always, ObjectAddOnly, MultiValueAddOnly, ValueAddOnly,"
        " AttributeAddOnly.",
    ),
    (mail(state="absent", source="mail"), f"{ROW}: the row says state: absent, so leave out source."),
    (
        small.in_users({"target_attribute": ""}),
        f"{MAPPING}.attribute_mappings[]: target_attribute is empty; name the attribute that the mapping fills.",
    ),
    (
        small.in_users({"target_attribute": "a"}, {"target_attribute": "a", "source": "x"}, {"target_attribute": "a"}),
        f"{MAPPING}.attribute_mappings: a is declared twice; put all that you want of it into one row.",
    ),
    (
        small.in_users(
            {"target_attribute": "a", "matching_priority": 1}, {"target_attribute": "b", "matching_priority": 1}
        ),
        f"{MAPPING}.attribute_mappings: a and b have the same matching_priority 1; give each its own.",
    ),
    (
        small.in_users(flow_types=["Add", "Updates"]),
        f"{MAPPING}.flow_types: 'Updates' is not one of Add, Update, Delete. Did you mean Update?",
    ),
    (small.in_users(state="absent", enabled=True), f"{MAPPING}: the row says state: absent, so leave out enabled."),
    (
        small.in_rule({"enabled": True}),
        "synchronization_rules[0].object_mappings[0]: say which object mapping it is: give source_object and"
        " target_object, or name.",
    ),
    (
        small.in_rule(PAIR, PAIR),
        "synchronization_rules[0].object_mappings: User -> Account is declared twice; put all that you want of it into"
        " one row.",
    ),
    ({"synchronization_rules": [{}]}, "synchronization_rules[0]: say which rule it is: give id or name."),
    (
        {"synchronization_rules": [{"name": "OUT"}, {"name": "OUT"}]},
        "synchronization_rules: OUT is declared twice; put all that you want of it into one row.",
    ),
    (
        filtered({"attribute": "department", "operator": "EQUALS"}),
        f"{MAPPING}.scope.groups[g].clauses[0]: department EQUALS compares with something; give values.",
    ),
    (
        filtered({"attribute": "mail", "operator": "IS NULL", "values": ["x"]}),
        f"{MAPPING}.scope.groups[g].clauses[0]: mail IS NULL compares with nothing; leave out values.",
    ),
    (
        filtered({"attribute": "", "operator": "IS NULL"}, name=None),
        f"{MAPPING}.scope.groups[0].clauses[0]: attribute is empty.",
    ),
    (
        filtered(),
        f"{MAPPING}.scope.groups[g]: a group without clauses has no known meaning; give clauses, or leave the group out.",
    ),
    ({"directories": [{}]}, "directories[0]: say which directory it is: give id or name."),
    (
        {"directories": [{"id": "a"}, {"id": "a"}]},
        "directories: a is declared twice; put all that you want of it into one row.",
    ),
    (small.in_directory({"name": ""}), "directories[0].objects[]: name is empty; name the object."),
    (
        small.in_directory({"name": "User", "number": 0}),
        "directories[0].objects[User #0].number: 0 is no place; the first object of a name has number 1.",
    ),
    (
        small.in_directory({"name": "User"}, {"name": "User", "number": 1}),
        "directories[0].objects: User (number 1) is declared twice; put all that you want of it into one row.",
    ),
    (
        small.in_directory({"name": "User", "state": "absent", "supported_apis": []}),
        f"{OBJECT}: the row says state: absent, so leave out supported_apis.",
    ),
    (attributes({"name": ""}), f"{OBJECT}.attributes[]: name is empty; name the attribute."),
    (
        attributes({"name": "a"}, {"name": "a"}),
        f"{OBJECT}.attributes: a is declared twice; put all that you want of it into one row.",
    ),
    (
        attributes({"name": "a", "type": "Text"}),
        f"{OBJECT}.attributes[a].type: 'Text' is not one of String, Integer, Reference, Binary, Boolean, DateTime.",
    ),
    (
        attributes({"name": "a", "state": "absent", "type": "String"}),
        f"{OBJECT}.attributes[a]: the row says state: absent, so leave out type.",
    ),
]


@pytest.mark.parametrize(("params", "problem"), WRONG)
def test_what_is_wrong_is_said_with_its_place(params, problem):
    assert problems(params) == [problem]


def test_everything_that_is_wrong_is_said_at_once():
    rows = [
        {"target_attribute": "mail", "source": "a", "expression": "b"},
        {"target_attribute": "x", "matching_priority": -1},
    ]
    found = problems({**small.in_users(*rows, flow_types=["Nothing"]), "directories": [{}]})
    assert [text.split(": ")[0] for text in found] == [
        f"{MAPPING}.flow_types",
        ROW,
        f"{MAPPING}.attribute_mappings[x].matching_priority",
        "directories[0]",
    ]


def test_nothing_declared_is_an_empty_declaration():
    for params in ({}, {"synchronization_rules": None, "directories": None}, {"synchronization_rules": []}):
        assert declaration.parse(params) == declaration.Declaration((), ())
        assert declaration.parse(params).is_empty()


def test_options_that_were_not_given_are_not_there():
    params = small.in_users(
        {"target_attribute": "mail", "state": "present", "source": None, "flow_type": None, "clear": None},
        enabled=None,
        name=None,
        scope={"groups": None, "input_filter_groups": None},
        metadata=None,
    )
    mapping = declaration.parse(params).rules[0].object_mappings[0]
    assert (mapping.members, mapping.scope, mapping.attribute_mappings[0].members) == ({}, {}, {})


def test_an_object_mapping_is_read_into_the_words_of_the_service():
    params = small.in_users(
        name="People",
        enabled=False,
        flow_types=["delete", "Add"],
        metadata=[{"key": "a", "value": 1}, {"key": "a", "value": None}],
        scope={
            "groups": [],
            "input_filter_groups": [{"clauses": [{"attribute": "n", "operator": "&", "values": [2]}]}],
        },
    )
    row = declaration.parse(params).rules[0].object_mappings[0]
    assert row.members == {
        "enabled": False,
        "flowTypes": "Add,Delete",
        "metadata": [{"key": "a", "value": "1"}, {"key": "a", "value": None}],
        "name": "People",
    }
    assert row.scope == {"groups": [], "inputFilterGroups": [{"clauses": [small.clause("n", "&", "2")]}]}


def test_no_flow_types_are_written_as_none():
    assert declaration.parse(small.in_users(flow_types=[])).rules[0].object_mappings[0].members == {"flowTypes": "None"}


def test_a_name_alone_identifies_and_is_nothing_to_set():
    row = declaration.parse(small.in_rule({"name": "Users", "enabled": True})).rules[0].object_mappings[0]
    assert (row.name, row.members) == ("Users", {"enabled": True})


def test_an_operator_we_do_not_know_may_have_values_or_none():
    for values in (None, ["x"]):
        params = filtered({"attribute": "mail", "operator": "SOUNDS_LIKE", "values": values})
        assert declaration.parse(params).rules[0].object_mappings[0].scope["groups"][0]["clauses"] == [
            small.clause("mail", "SOUNDS_LIKE", *(values or []))
        ]


def test_a_definition_is_read_into_the_words_of_the_service():
    params = attributes(
        {
            "name": "boss",
            "type": "reference",
            "multivalued": True,
            "required": False,
            "anchor": False,
            "case_exact": True,
            "flow_null_values": True,
            "mutability": "ReadOnly",
            "clear": ["default_value"],
            "referenced_objects": [{"object": "User"}],
            "api_expressions": [{"key": "k", "value": "v"}],
            "metadata": [],
        }
    )
    assert declaration.parse(params).directories[0].objects[0].attributes[0].members == {
        "type": "Reference",
        "multivalued": True,
        "required": False,
        "anchor": False,
        "caseExact": True,
        "flowNullValues": True,
        "mutability": "ReadOnly",
        "defaultValue": None,
        "referencedObjects": [{"referencedObjectName": "User", "referencedProperty": None}],
        "apiExpressions": [{"key": "k", "value": "v"}],
        "metadata": [],
    }


def test_filters_of_a_rule_keep_the_names_of_the_service():
    params = {
        "synchronization_rules": [{"name": "OUT", "priority": 2, "container_filter": ["OU=a"], "group_filter": []}]
    }
    assert declaration.parse(params).rules[0].members == {
        "priority": 2,
        "containerFilter": {"includedContainers": ["OU=a"]},
        "groupFilter": {"includedGroups": []},
    }


def test_doubts_about_an_expression_are_warnings_with_their_place():
    declared = declaration.parse(mail(expression='IIF(IsPresent([a]), [a], "x")'))
    assert len(declared.warnings) == 1
    assert declared.warnings[0].startswith(f"{ROW}.expression: ")


def test_the_service_may_know_functions_that_we_do_not():
    declared = declaration.parse({**mail(expression="Jion([a])"), "parse_expressions": "service"})
    assert declared.warnings == (f"{ROW}.expression: There is no function Jion. Did you mean Join?",)

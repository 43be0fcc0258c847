# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters and the test on mapping expressions, as templates call them."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("ansible.plugins.filter", reason="filters and tests run in a controller's Python")
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.filter import parse_expression, print_expression
from ansible_collections.entra.provisioning.plugins.test import valid_expression

PLUGINS = [
    (parse_expression, parse_expression.FilterModule().filters()),
    (print_expression, print_expression.FilterModule().filters()),
    (valid_expression, valid_expression.TestModule().tests()),
]
parse = PLUGINS[0][1]["parse_expression"]
show = PLUGINS[1][1]["print_expression"]
valid = PLUGINS[2][1]["valid_expression"]


@pytest.mark.parametrize(("plugin", "offered"), PLUGINS)
def test_a_plugin_offers_the_one_name_that_it_documents(plugin: Any, offered: dict[str, Any]) -> None:
    documented = yaml.safe_load(plugin.DOCUMENTATION)
    assert list(offered) == [documented["name"]] == [plugin.__name__.rpartition(".")[2]]
    arguments = offered[documented["name"]].__code__.co_varnames[: offered[documented["name"]].__code__.co_argcount]
    assert list(arguments[1:]) == [name for name in documented["options"] if name != "_input"]
    assert list(yaml.safe_load(plugin.RETURN)) == ["_value"]
    assert yaml.safe_load(plugin.EXAMPLES)


def test_a_text_becomes_the_tree_that_the_service_stores() -> None:
    attribute = {"expression": "[a]", "name": "a", "type": "Attribute", "parameters": []}
    assert parse("Trim( [a] )") == {
        "expression": "Trim([a])",
        "name": "Trim",
        "type": "Function",
        "parameters": [{"key": "source", "value": attribute}],
    }


def test_a_tree_becomes_its_text_again() -> None:
    assert show(parse('Replace([a],"-", , ,"_")')) == 'Replace([a], "-", , , "_", , )'


def test_a_text_is_printed_in_the_services_way() -> None:
    assert show('Join( "@" ,[a],\n[b] )') == 'Join("@", [a], [b])'
    assert show("ToLower([a])") == "ToLower([a], )"


def test_a_null_source_is_printed_as_nothing() -> None:
    assert show(None) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Trim([a", r"^parse_expression: The attribute that begins here has no closing bracket \(at character 6\)\.$"),
        (r'Trim("\+")', r"The escape \\\+ is not one of the two"),
        (
            "ToLower([a])",
            "parameter keys of ToLower are not known offline.*synchronization_schema_parse_expression asks",
        ),
        (7, "takes a text, not int"),
        (None, "takes a text, not NoneType"),
    ],
)
def test_what_cannot_be_parsed_says_why(text: Any, says: str) -> None:
    with pytest.raises(AnsibleFilterError, match=says):
        parse(text)


def test_a_lenient_reading_keeps_a_strange_escape() -> None:
    assert parse(r'"\+"', lenient=True)["name"] == r"\+"


@pytest.mark.parametrize("source", ["Trim(", {}, {"name": "Trim"}, 7, []])
def test_what_cannot_be_printed_fails(source: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="^print_expression: "):
        show(source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[mail]", True),
        ('Join(", ", [surname], [givenName])', True),
        ("IIF(IsPresent([a]), [a], )", True),
        ("ToLower([a])", True),
        ("Trim([a", False),
        ("trim([a])", False),
        ("Trim()", False),
        ("Trim(SelectUniqueValue([a], [b]))", False),
        ("", False),
    ],
)
def test_a_text_is_valid_when_no_error_is_found_in_it(text: str, expected: bool) -> None:
    assert valid(text) is expected


def test_an_expression_reads_only_attributes_that_are_there() -> None:
    assert valid('Join(", ", [a], [b])', attributes=["b", "a", "c"])
    assert not valid('Join(", ", [a], [b])', attributes=["A", "b"])
    assert valid('"x"', attributes=[])


def test_the_context_decides_on_functions_that_work_in_one_only() -> None:
    assert valid("SelectUniqueValue([a], [b])", context="hr")
    assert not valid("SelectUniqueValue([a], [b])", context="app")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"text": 7}, "takes a text, not int"),
        ({"text": "[a]", "attributes": "a"}, "takes a list"),
        ({"text": "[a]", "context": "ad"}, "knows the contexts app, hr, cloudsync, not ad"),
    ],
)
def test_arguments_of_the_wrong_kind_fail(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(AnsibleFilterError, match=says):
        valid(**arguments)

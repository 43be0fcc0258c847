# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PUT schema does where nobody knows: rules of the engine, unknown members, and a good answer that is not true."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from emulator import expression_reader, fixtures
from emulator.expression_functions import FUNCTIONS

from .conftest import Wire, error

FABRIKAM = "Fabrikam Sign-On"


@pytest.fixture
def path(wire: Wire) -> str:
    """A schema with two rules, the second of which nobody may edit."""
    return f"{wire.synchronization(FABRIKAM)}/jobs/{wire.emulator.estate[FABRIKAM]['jobs'][0]}/schema"


def _put(wire: Wire, path: str, schema: dict[str, Any]) -> str:
    """Empty when it was taken, else the code and the text inside."""
    answer = wire.send("PUT", path, json=schema)
    if answer.status_code == 204:
        return ""
    status, _code, message = error(answer)
    assert status == 400
    return f"{json.loads(message)['error']['code']}: {json.loads(message)['error']['message']}"


def _mappings(schema: dict[str, Any], rule: int = 0) -> dict[str, Any]:
    return {
        row["targetAttributeName"]: row
        for row in schema["synchronizationRules"][rule]["objectMappings"][0]["attributeMappings"]
    }


@pytest.mark.parametrize(("answer", "rules"), [("accept", 1), ("restore", 2), ("refuse", 2)])
def test_a_rule_that_is_left_out(wire: Wire, path: str, answer: str, rules: int) -> None:
    wire.emulator.switches["missing_rules"] = answer
    schema = wire.get(path)
    schema["synchronizationRules"].pop()
    assert ("is missing" in _put(wire, path, schema)) is (answer == "refuse")
    assert len(wire.get(path)["synchronizationRules"]) == rules


@pytest.mark.parametrize(("answer", "enabled"), [("accept", True), ("ignore", False), ("refuse", False)])
def test_a_changed_rule_of_the_engine(wire: Wire, path: str, answer: str, enabled: bool) -> None:
    wire.emulator.switches["uneditable_rules"] = answer
    schema = wire.get(path)
    schema["synchronizationRules"][1]["objectMappings"][0]["enabled"] = True
    assert ("cannot be changed" in _put(wire, path, schema)) is (answer == "refuse")
    assert wire.get(path)["synchronizationRules"][1]["objectMappings"][0]["enabled"] is enabled


def test_a_rule_of_the_engine_may_be_echoed_in_another_spelling(wire: Wire, path: str) -> None:
    wire.emulator.switches.update(schema_flags="blanks", schema_order="reversed")
    schema = wire.get(path)
    wire.emulator.switches.update(schema_flags="stored", schema_order="stored")
    assert _put(wire, path, schema) == ""


@pytest.mark.parametrize(("answer", "name"), [("accept", "MINE"), ("ignore", ""), ("refuse", "")])
@pytest.mark.parametrize("member", ["name", "sourceDirectoryName"])
def test_another_name_or_direction_of_a_rule(wire: Wire, path: str, answer: str, name: str, member: str) -> None:
    wire.emulator.switches["rule_identity"] = answer
    wire.emulator.switches["schema_attributes"] = "accept"
    schema = wire.get(path)
    rule = schema["synchronizationRules"][0]
    before, rule[member] = rule[member], "MINE" if member == "name" else rule["targetDirectoryName"]
    wanted = rule[member]
    assert ("cannot be changed" in _put(wire, path, schema)) is (answer == "refuse")
    assert wire.get(path)["synchronizationRules"][0][member] == (wanted if name else before)


def test_another_name_for_a_directory_is_no_other_direction(wire: Wire, path: str) -> None:
    wire.emulator.switches["schema_directory_names"] = "old"
    schema = wire.get(path)
    wire.emulator.switches["schema_directory_names"] = "stored"
    assert _put(wire, path, schema) == ""
    assert wire.get(path)["synchronizationRules"][0]["sourceDirectoryName"] == "Azure Active Directory"


def test_unknown_members_are_refused_kept_or_dropped(wire: Wire, path: str) -> None:
    schema = wire.get(path)
    _mappings(schema)["Email"]["mappingType"] = "Direct"
    schema["directories"][0]["objects"][0]["attributes"][0]["colour"] = {"a": 1}
    assert "mappingType" in wire.send("PUT", path, json=schema).text
    wire.emulator.switches["unknown_members"] = "drop"
    assert _put(wire, path, schema) == ""
    assert "mappingType" not in json.dumps(wire.get(path)) and "colour" not in json.dumps(wire.get(path))
    wire.emulator.switches["unknown_members"] = "keep"
    assert _put(wire, path, schema) == ""
    after = wire.get(path)
    assert _mappings(after)["Email"]["mappingType"] == "Direct"
    assert after["directories"][0]["objects"][0]["attributes"][0]["colour"] == {"a": 1}


def test_a_wrong_word_is_refused_even_where_unknown_members_pass(wire: Wire, path: str) -> None:
    wire.emulator.switches["unknown_members"] = "keep"
    schema = wire.get(path)
    _mappings(schema)["Email"].update(mappingType="Direct", flowBehavior="flowAlways")
    assert wire.send("PUT", path, json=schema).status_code == 406


def _change_two(schema: dict[str, Any]) -> None:
    _mappings(schema)["Email"]["defaultValue"] = "nobody"
    _mappings(schema)["Town"]["defaultValue"] = "nowhere"


@pytest.mark.parametrize(
    ("effect", "defaults"),
    [("all", ["nobody", "nowhere"]), ("all_but_one", [None, "nowhere"]), ("nothing", [None] * 2)],
)
def test_a_good_answer_stores_everything_nearly_everything_or_nothing(
    wire: Wire, path: str, effect: str, defaults: list[str | None]
) -> None:
    wire.emulator.switches["schema_put_effect"] = effect
    schema = wire.get(path)
    _change_two(schema)
    assert _put(wire, path, schema) == ""
    after = _mappings(wire.get(path))
    assert [after[name]["defaultValue"] for name in ("Email", "Town")] == defaults


def test_the_mapping_that_is_silently_lost_may_be_a_new_one_or_one_that_should_go(wire: Wire, path: str) -> None:
    wire.emulator.switches["schema_put_effect"] = "all_but_one"
    schema = wire.get(path)
    rows = schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    new = {**copy.deepcopy(_mappings(schema)["Email"]), "targetAttributeName": "CustomField9"}
    assert _put(wire, path, {**schema, **_with_rows(schema, [*rows, new])}) == ""
    assert "CustomField9" not in _mappings(wire.get(path))
    assert _put(wire, path, {**schema, **_with_rows(schema, rows[1:])}) == ""
    assert rows[0]["targetAttributeName"] in _mappings(wire.get(path))


def _with_rows(schema: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    rules = copy.deepcopy(schema["synchronizationRules"])
    rules[0]["objectMappings"][0]["attributeMappings"] = rows
    return {"synchronizationRules": rules}


def test_equal_matching_priorities_are_refused_unless_switched(wire: Wire, path: str) -> None:
    schema = wire.get(path)
    for priority in (2, 2):
        _mappings(schema)["Email"]["matchingPriority"] = _mappings(schema)["Alias"]["matchingPriority"] = priority
    assert "matching priority" in _put(wire, path, schema)
    wire.emulator.switches["equal_priorities"] = "accept"
    assert _put(wire, path, schema) == ""


def test_an_expression_over_the_limit_is_refused_though_it_comes_as_a_tree(wire: Wire, path: str) -> None:
    schema = wire.get(path)
    constant = {"type": "Constant", "name": "x" * 10_001, "expression": "", "parameters": []}
    _mappings(schema)["Town"]["source"] = constant
    assert "too long" in _put(wire, path, schema)


def test_the_template_of_an_application_is_customised_read_late_and_reset(wire: Wire) -> None:
    row = wire.emulator.estate["Contoso SCIM"]
    path = f"/applications/{row['application_id']}/synchronization/templates/scim/schema"
    factory = wire.get(path)
    assert factory["version"] == "6.0"
    wire.emulator.switches["schema_read_lag"] = 1
    _mappings(changed := copy.deepcopy(factory))["displayName"]["defaultValue"] = "nobody"
    assert _put(wire, path, changed) == ""
    assert wire.get(path) == factory
    after = wire.get(path)
    assert after["version"].startswith("Date:") and _mappings(after)["displayName"]["defaultValue"] == "nobody"
    wire.emulator.switches["schema_read_lag"] = 0
    job = wire.job("Contoso SCIM", "scim")
    assert _mappings(wire.get(f"{job}/schema"))["displayName"]["defaultValue"] == "nobody"
    assert wire.send("DELETE", path).status_code == 204
    assert wire.get(path) == factory
    assert _mappings(wire.get(f"{job}/schema"))["displayName"]["defaultValue"] == "nobody"


@pytest.mark.parametrize(("names", "members"), [("id", {"id"}), ("name", {"name"}), ("both", {"id", "name"})])
def test_functions_and_operators_are_called_by_id_name_or_both(
    wire: Wire, path: str, names: str, members: set[str]
) -> None:
    wire.emulator.switches["function_names"] = names
    for listing in ("functions", "filterOperators"):
        rows = wire.get(f"{path}/{listing}")["value"]
        assert all({"id", "name"} & set(row) == members for row in rows) and len(rows) > 10


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_listed_function_is_parsed_and_printed_with_its_own_keys(wire: Wire, path: str, name: str) -> None:
    function = FUNCTIONS[name]
    slots = ["[a]" if one.kind != "Integer" else "1" for one in function.parameters]
    slots += ["[a]"] if function.parameters and function.parameters[-1].repeats else []
    text = f"{name}({','.join(slots)})"
    found = wire.send("POST", f"{path}/parseExpression", json={"expression": text}).json()
    assert found["parsingSucceeded"] is True, found
    tree = found["parsedExpression"]
    assert tree["expression"] == f"{name}({', '.join(slots)})"
    assert expression_reader.reprint(tree) == tree
    if name != "IIF":
        listed = next(row for row in fixtures.functions() if row["id"] == name)["parameters"]
        assert [one["key"] for one in tree["parameters"]][: len(listed)] == [one["name"] for one in listed]


@pytest.mark.parametrize(
    ("text", "properties", "result"),
    [
        ('Replace([a], , "(?<first>^\\\\w+) (\\\\w+)", , "${first}-$2", , )', {"a": "x y"}, ["x-y"]),
        ('Replace([a], , "b(?<c>c)", "c", "-", , )', {"a": "abcd"}, ["ab-d"]),
        ("Trim([a])", {"a": [" x", "y "]}, ["x", "y"]),
        ('Join("-", [a], [b])', {"a": ["x", "y"], "b": "z"}, ["x-y-z"]),
        ("RemoveDuplicates(ToLower([a], ))", {"a": ["x", "X"]}, ["x"]),
        ('Prepend("a", [a])', {"a": "b"}, ["ab"]),
    ],
)
def test_patterns_and_lists_are_evaluated(
    wire: Wire, path: str, text: str, properties: dict[str, Any], result: list[str]
) -> None:
    given = [
        {"key": key, "value": value, **({"value@odata.type": "#Collection(String)"} if isinstance(value, list) else {})}
        for key, value in properties.items()
    ]
    body = {"expression": text, "testInputObject": {"properties": given}}
    found = wire.send("POST", f"{path}/parseExpression", json=body).json()
    assert found["evaluationResult"] == result, found


@pytest.mark.parametrize("text", ["Now()", 'Replace([a], , "(", , "x", , )', 'Error("No name")'])
def test_what_cannot_be_evaluated_still_has_its_tree(wire: Wire, path: str, text: str) -> None:
    found = wire.send("POST", f"{path}/parseExpression", json={"expression": text}).json()
    assert (found["parsingSucceeded"], found["evaluationSucceeded"], found["evaluationResult"]) == (True, False, [])
    assert found["parsedExpression"]["type"] == "Function" and found["error"]["code"] == "ExpressionEvaluationFailed"


@pytest.mark.parametrize(
    "text", ['InStr([mail], "x", 1, vbTextCompare)', "ConvertFromBase64([mail], UTF8)", "BitAnd([a], &HF)"]
)
def test_bare_words_and_hexadecimal_numbers_stay_bare(wire: Wire, path: str, text: str) -> None:
    tree = wire.send("POST", f"{path}/parseExpression", json={"expression": text}).json()["parsedExpression"]
    assert tree["expression"] == text and expression_reader.reprint(tree) == tree
    quoted = wire.send("POST", f"{path}/parseExpression", json={"expression": 'Append("UTF8", [a])'}).json()
    assert quoted["parsedExpression"]["expression"] == 'Append("UTF8", [a])'


@pytest.mark.parametrize("text", ["", "mail", "[mail", 'Joim("x", [a])', "Left([a])", "trim([a])"])
def test_what_cannot_be_parsed_says_why_with_status_200(wire: Wire, path: str, text: str) -> None:
    answer = wire.send("POST", f"{path}/parseExpression", json={"expression": text})
    found = answer.json()
    assert answer.status_code == 200
    assert (found["parsingSucceeded"], found["parsedExpression"]) == (False, None)
    assert found["error"]["code"] == "ExpressionParsingFailed" and found["error"]["message"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemas: read, replaced as a whole, refused, rewritten, reset."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from .conftest import Wire, error


@pytest.fixture
def path(wire: Wire) -> str:
    return f"{wire.job('Contoso SCIM', 'scim')}/schema"


def _mapping(schema: dict[str, Any], target: str = "userName") -> dict[str, Any]:
    for mapping in schema["synchronizationRules"][0]["objectMappings"]:
        for one in mapping["attributeMappings"]:
            if one["targetAttributeName"] == target:
                return dict(one)
    raise AssertionError(target)


def _edit(schema: dict[str, Any], target: str, **change: Any) -> None:
    for mapping in schema["synchronizationRules"][0]["objectMappings"]:
        for one in mapping["attributeMappings"]:
            if one["targetAttributeName"] == target:
                one.update(change)


def test_what_was_read_can_be_put_back_and_reads_the_same(wire: Wire, path: str) -> None:
    before = wire.get(path)
    assert wire.send("PUT", path, json=before).status_code == 204
    after = wire.get(path)
    assert re.fullmatch(r"Date:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z, ActivityId:[0-9a-f-]{36}", after["version"])
    assert after["synchronizationRules"] == before["synchronizationRules"]
    assert [one["objects"] for one in after["directories"]] == [one["objects"] for one in before["directories"]]


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("Contoso SCIM", "customappsso"),
        ("Contoso SCIM", "customappssoRoleIn"),
        ("Northwind Cross-Tenant", "Azure2Azure"),
        ("Active Directory to Microsoft Entra ID", "AD2AADPasswordHash"),
        ("API-driven Inbound", "API2AAD"),
    ],
)
def test_every_template_survives_its_own_round(wire: Wire, name: str, template: str) -> None:
    job = wire.job(name, template)
    before = wire.get(f"{job}/schema")
    answer = wire.send("PUT", f"{job}/schema", json=before)
    assert answer.status_code == 204, answer.text
    assert wire.get(f"{job}/schema")["synchronizationRules"] == before["synchronizationRules"]


def test_the_document_carries_the_marks_of_its_version(wire: Wire, path: str) -> None:
    assert "provisioningTaskIdentifier" not in wire.get(path)
    wire.version = "beta"
    found = wire.get(path)
    assert found["provisioningTaskIdentifier"] == found["id"]
    assert found["directories@odata.context"].endswith("/schema/directories")
    assert list(found)[:4] == ["@odata.context", "id", "provisioningTaskIdentifier", "version"]


def test_patch_is_a_route_that_does_not_exist_behind_the_proxy(wire: Wire, path: str) -> None:
    status, code, message = error(wire.send("PATCH", path, json=wire.get(path)))
    assert (status, code) == (404, "UnknownError")
    assert json.loads(message)["Message"].startswith("No HTTP resource was found")


def test_expressions_are_printed_anew_and_mappings_sorted(wire: Wire, path: str) -> None:
    schema = wire.get(path)
    text = 'Replace([mail],"-",,,"_",,  )'
    _edit(schema, "displayName", source={"type": "Function", "name": "Replace", "expression": text, "parameters": []})
    schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].reverse()
    assert wire.send("PUT", path, json=schema).status_code == 204
    stored = wire.get(path)
    source = _mapping(stored, "displayName")["source"]
    assert source["expression"] == 'Replace([mail], "-", , , "_", , )'
    assert source["parameters"]
    for mapping in stored["synchronizationRules"][0]["objectMappings"]:
        names = [one["targetAttributeName"] for one in mapping["attributeMappings"]]
        assert names == sorted(names, key=str.lower)


def _lower_enum(schema: dict[str, Any]) -> None:
    _edit(schema, "userName", flowType="always")


def _unknown_property(schema: dict[str, Any]) -> None:
    _edit(schema, "userName", mappingType="Direct")


def _unknown_rule(schema: dict[str, Any]) -> None:
    schema["synchronizationRules"][0]["id"] = "00000000-1111-2222-3333-444444444444"


def _no_directory(schema: dict[str, Any]) -> None:
    schema["directories"] = schema["directories"][:1]


def _twice(schema: dict[str, Any]) -> None:
    mappings = schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    mappings.append(copy.deepcopy(mappings[0]))


def _undefined_target(schema: dict[str, Any]) -> None:
    _edit(schema, "userName", targetAttributeName="UserName")


def _undefined_source(schema: dict[str, Any]) -> None:
    source = {"type": "Attribute", "name": "Mail", "expression": "[Mail]", "parameters": []}
    _edit(schema, "displayName", source=source)


def _null_for_a_boolean(schema: dict[str, Any]) -> None:
    schema["synchronizationRules"][0]["editable"] = None


def _unreadable_expression(schema: dict[str, Any]) -> None:
    source = {"type": "Function", "name": "Join", "expression": 'Join("a"', "parameters": []}
    _edit(schema, "displayName", source=source)


@pytest.mark.parametrize(
    ("spoil", "status", "words"),
    [
        (_lower_enum, 406, "always"),
        (_unknown_property, 400, "mappingType"),
        (_unknown_rule, 400, "not known"),
        (_no_directory, 400, "not defined"),
        (_twice, 400, "more than once"),
        (_undefined_target, 400, "UserName"),
        (_undefined_source, 400, "Mail"),
        (_null_for_a_boolean, 400, "editable"),
        (_unreadable_expression, 400, "cannot be read"),
    ],
)
def test_a_bad_document_is_refused_and_nothing_changes(
    wire: Wire, path: str, spoil: Any, status: int, words: str
) -> None:
    before = wire.get(path)
    schema = copy.deepcopy(before)
    spoil(schema)
    answer = wire.send("PUT", path, json=schema)
    assert answer.status_code == status and words in answer.text, answer.text
    assert wire.get(path) == before


def test_what_a_body_leaves_out_is_gone_until_the_schema_is_reset(wire: Wire, path: str) -> None:
    before = wire.get(path)
    schema = copy.deepcopy(before)
    removed = schema["synchronizationRules"][0]["objectMappings"].pop()
    assert wire.send("PUT", path, json=schema).status_code == 204
    kept = wire.get(path)["synchronizationRules"][0]["objectMappings"]
    assert removed["targetObjectName"] not in {mapping["targetObjectName"] for mapping in kept}
    assert wire.send("DELETE", path).status_code == 204
    assert wire.get(path) == before


def test_a_change_of_one_job_is_seen_by_no_other(wire: Wire, path: str) -> None:
    schema = wire.get(path)
    _edit(schema, "displayName", defaultValue="nobody")
    wire.send("PUT", path, json=schema)
    template = wire.get(f"{wire.synchronization('Contoso SCIM')}/templates/scim/schema")
    assert _mapping(template, "displayName")["defaultValue"] != "nobody"
    catalogue = wire.emulator.world.catalogue["scim"].schema
    assert _mapping({"synchronizationRules": catalogue.rules}, "displayName")["defaultValue"] != "nobody"


def test_duplicate_targets_can_be_merged(wire: Wire, path: str) -> None:
    wire.emulator.switches["duplicate_target"] = "merge"
    schema = wire.get(path)
    _twice(schema)
    assert wire.send("PUT", path, json=schema).status_code == 204


def test_a_put_can_meet_a_parallel_change_once(wire: Wire, path: str) -> None:
    wire.emulator.switches["schema_put_answer"] = "409_once"
    schema = wire.get(path)
    assert [wire.send("PUT", path, json=schema).status_code for dummy in range(2)] == [409, 204]


def test_reads_can_lag_behind_a_put(wire: Wire, path: str) -> None:
    wire.emulator.switches["schema_read_lag"] = 2
    before = wire.get(path)
    wire.send("PUT", path, json=before)
    versions = [wire.get(path)["version"] == before["version"] for dummy in range(3)]
    assert versions == [True, True, False]


def test_select_and_directories_show_parts(wire: Wire, path: str) -> None:
    assert set(wire.get(f"{path}?$select=version,id")) == {"@odata.context", "id", "version"}
    directories = wire.get(f"{path}/directories")["value"]
    first = wire.get(f"{path}/directories/{directories[0]['id']}")
    assert first["objects"] == directories[0]["objects"]
    assert wire.send("GET", f"{path}/directories/$count").text == str(len(directories))
    assert wire.send("GET", f"{path}/directories/nowhere").status_code == 404


def test_directories_are_written_one_by_one_only_where_that_is_switched_on(wire: Wire, path: str) -> None:
    wire.emulator.switches["undocumented_roots"] = "accept"
    body = {"name": "Tailspin", "objects": []}
    assert error(wire.send("POST", f"{path}/directories", json=body))[:2] == (404, "UnknownError")
    wire.emulator.switches["directory_writes"] = "accept"
    made = wire.send("POST", f"{path}/directories", json=body)
    assert made.status_code == 201
    one = f"{path}/directories/{made.json()['id']}"
    assert wire.send("PATCH", one, json={"name": "Wingtip"}).json()["name"] == "Wingtip"
    assert wire.get(one)["name"] == "Wingtip"
    assert wire.send("DELETE", one).status_code == 204
    assert wire.send("GET", one).status_code == 404


def test_discovery_needs_a_discoverable_directory_and_good_stored_credentials(wire: Wire) -> None:
    row = wire.emulator.estate["Fabrikam Sign-On"]
    path = f"{wire.synchronization('Fabrikam Sign-On')}/jobs/{row['jobs'][0]}/schema/directories"
    by_discoverable = {one["discoverabilities"] != "None": one["id"] for one in wire.get(path)["value"]}
    assert wire.send("POST", f"{path}/{by_discoverable[False]}/discover").status_code == 400
    found = wire.send("POST", f"{path}/{by_discoverable[True]}/discover")
    assert found.status_code == 200 and found.json()["discoveryDateTime"]
    assert wire.get(f"{path}/{by_discoverable[True]}")["discoveryDateTime"] is None
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    tenant.service_principal("Fabrikam Sign-On").provisioning.credentials_work = False
    assert wire.send("POST", f"{path}/{by_discoverable[True]}/discover").status_code == 400


def test_functions_and_operators_are_listed_under_both_spellings(wire: Wire, path: str) -> None:
    functions = wire.get(f"{path}/functions")["value"]
    assert functions == wire.get(f"{path}/functions()")["value"]
    assert {row["name"] for row in functions} >= {"IIF", "Switch", "Replace"}
    assert "EQUALS" in {row["name"] for row in wire.get(f"{path}/filterOperators()")["value"]}


@pytest.mark.parametrize(
    ("text", "properties", "result"),
    [
        ('Replace([a], "-", , , "_", ,  )', {"a": "EN-US"}, ["EN_US"]),
        ('Switch([a], "none", "1", "one", "2", "two")', {"a": "2"}, ["two"]),
        ('IIF([a]="x", "yes", "no")', {"a": "x"}, ["yes"]),
        ('IIF(IsPresent([a]), [a], "-")', {"a": ""}, ["-"]),
        ('Join(", ", [a], ToUpper([b]))', {"a": "x", "b": "y"}, ["x, Y"]),
        ("Mid([a], 2, 3)", {"a": "abcdef"}, ["bcd"]),
        ('Split([a], ";")', {"a": "x;y"}, ["x", "y"]),
        ("Not([a])", {"a": "False"}, ["True"]),
    ],
)
def test_expressions_are_parsed_and_evaluated(
    wire: Wire, path: str, text: str, properties: dict[str, str], result: list[str]
) -> None:
    given = [{"key": key, "value": value} for key, value in properties.items()]
    body = {"expression": text, "targetAttributeDefinition": None, "testInputObject": {"properties": given}}
    found = wire.send("POST", f"{path}/parseExpression", json=body).json()
    assert (found["parsingSucceeded"], found["evaluationSucceeded"]) == (True, True), found
    assert found["evaluationResult"] == result
    assert found["parsedExpression"]["type"] == "Function"


def test_an_expression_that_cannot_be_read_is_still_a_200(wire: Wire, path: str) -> None:
    body = {"expression": "Join(", "testInputObject": {"properties": []}}
    found = wire.send("POST", f"{path}/parseExpression", json=body)
    assert found.status_code == 200
    assert found.json()["parsingSucceeded"] is False and found.json()["error"]["code"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else's edits of a schema: over the controls, in a test, and in the middle of a client's requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from emulator.faults import UnknownFault
from emulator.schema_edits import EDITS, BadEdit

from .conftest import Wire, error

SCIM_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TITLE = {"edit": "mapping", "target_object": SCIM_USER, "target_attribute": "title"}


@pytest.fixture
def job(wire: Wire) -> str:
    """The id of a fresh SCIM job."""
    return wire.job("Contoso SCIM", "scim").rpartition("/")[2]


def _path(wire: Wire, job: str) -> str:
    return f"{wire.synchronization('Contoso SCIM')}/jobs/{job}/schema"


def _post(wire: Wire, body: dict[str, Any]) -> Any:
    answer = wire.session.post(f"{wire.emulator.graph_url}/_emulator/schema", json=body, timeout=20)
    return answer.json() if answer.status_code == 200 else answer.json()["error"]


def _users(schema: dict[str, Any]) -> dict[str, Any]:
    rules = schema["synchronizationRules"]
    return next(one for one in rules[0]["objectMappings"] if one["targetObjectName"] == SCIM_USER)


def _mappings(schema: dict[str, Any]) -> dict[str, Any]:
    return {one["targetAttributeName"]: one for one in _users(schema)["attributeMappings"]}


def _attributes(schema: dict[str, Any], name: str = "User") -> dict[str, Any]:
    objects = [one for directory in schema["directories"] for one in directory["objects"]]
    return {one["name"]: one for found in objects if found["name"] == name for one in found["attributes"]}


def test_a_mapping_is_changed_added_and_removed(wire: Wire, job: str) -> None:
    before = wire.get(_path(wire, job))
    edits = [
        {**TITLE, "expression": "Trim([jobTitle])", "members": {"flowType": "ObjectAddOnly"}},
        {**TITLE, "target_attribute": "nickName", "expression": "[mailNickname]"},
        {**TITLE, "target_attribute": "locale", "remove": True},
    ]
    assert _post(wire, {"job": job, "edits": edits})["edits"] == 3
    after = wire.get(_path(wire, job))
    mappings = _mappings(after)
    assert (mappings["title"]["source"]["expression"], mappings["title"]["flowType"]) == (
        "Trim([jobTitle])",
        "ObjectAddOnly",
    )
    assert mappings["nickName"]["matchingPriority"] == 0 and mappings["nickName"]["source"]["name"] == "mailNickname"
    assert "locale" not in mappings
    assert list(mappings) == sorted(mappings, key=str.casefold)
    assert after["version"] != before["version"] and after["version"].startswith("Date:")


def test_a_scope_flow_types_and_the_enabled_flag_are_members_of_an_object_mapping(wire: Wire, job: str) -> None:
    scope = {"groups": [{"name": "Staff", "clauses": []}], "inputFilterGroups": [], "categoryFilterGroups": []}
    members = {"scope": scope, "flowTypes": "Add,Update", "enabled": False}
    wire.emulator.edit_schema(job, {"edit": "object_mapping", "target_object": SCIM_USER, "members": members})
    found = _users(wire.get(_path(wire, job)))
    assert {name: found[name] for name in members} == members


def test_attributes_objects_directories_and_rules_are_edited(wire: Wire, job: str) -> None:
    wire.emulator.edit_schema(
        job,
        {"edit": "attribute", "object": "User", "attribute": "extension_badge", "members": {"type": "Integer"}},
        {"edit": "attribute", "object": "User", "attribute": "mobile", "remove": True},
        {"edit": "object", "object": "Group", "members": {"supportedApis": []}},
        {"edit": "directory", "directory": "Microsoft Entra ID", "rename": "Azure Active Directory"},
        {"edit": "rule", "members": {"priority": 7}},
    )
    after = wire.get(_path(wire, job))
    attributes = _attributes(after)
    assert attributes["extension_badge"]["type"] == "Integer"
    assert attributes["extension_badge"]["mutability"] == "ReadWrite"
    assert "mobile" not in attributes
    rule = after["synchronizationRules"][0]
    assert (rule["priority"], rule["sourceDirectoryName"]) == (7, "Azure Active Directory")
    assert after["directories"][0]["name"] == "Azure Active Directory"


def test_of_two_objects_of_one_name_the_number_chooses(wire: Wire) -> None:
    row = wire.emulator.estate["Active Directory to Microsoft Entra ID"]
    edit = {"edit": "attribute", "object": "User", "number": 2, "attribute": "Badge"}
    wire.emulator.edit_schema(row["jobs"][0], edit)
    path = f"{wire.synchronization('Active Directory to Microsoft Entra ID')}/jobs/{row['jobs'][0]}/schema"
    objects = [one for directory in wire.get(path)["directories"] for one in directory["objects"]]
    users = [{attribute["name"] for attribute in one["attributes"]} for one in objects if one["name"] == "User"]
    assert ["Badge" in names for names in users] == [False, True]


def test_a_whole_document_and_the_factory_default(wire: Wire, job: str) -> None:
    factory = wire.get(_path(wire, job))
    wire.emulator.edit_schema(job, {**TITLE, "remove": True})
    edited = wire.get(_path(wire, job))
    _post(wire, {"job": job, "edits": [{"edit": "reset"}]})
    assert wire.get(_path(wire, job)) == factory
    _post(wire, {"job": job, "edits": [{"edit": "document", "document": edited}]})
    assert _mappings(wire.get(_path(wire, job))) == _mappings(edited)


def test_the_template_of_an_application_is_edited_and_its_jobs_are_not(wire: Wire, job: str) -> None:
    row = wire.emulator.estate["Contoso SCIM"]
    body = {"application": row["application_id"], "template": "scim", "edits": [{**TITLE, "remove": True}]}
    assert _post(wire, body)["version"].startswith("Date:")
    path = f"/applications/{row['application_id']}/synchronization/templates/scim/schema"
    assert "title" not in _mappings(wire.get(path))
    assert "title" in _mappings(wire.get(_path(wire, job)))


def test_an_unknown_member_can_be_planted_and_is_taken_back_by_put(wire: Wire, job: str) -> None:
    path = _path(wire, job)
    wire.emulator.edit_schema(job, {**TITLE, "members": {"colour": {"shade": [1]}}})
    schema = wire.get(path)
    assert _mappings(schema)["title"]["colour"] == {"shade": [1]}
    assert wire.send("PUT", path, json=schema).status_code == 204
    assert _mappings(wire.get(path))["title"]["colour"] == {"shade": [1]}
    _mappings(schema)["title"]["flavour"] = "sweet"
    answer = wire.send("PUT", path, json=schema)
    assert answer.status_code == 400 and "flavour" in answer.text


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([], "at least one"),
        ("mapping", "a list"),
        ([{"edit": "colour"}], "edits are: rule"),
        ([{"edit": "rule", "name": "x"}], "no 'name'"),
        ([{"edit": "rule", "rule": "nowhere"}], "no rule 'nowhere'"),
        ([{**TITLE, "target_object": "Nobody"}], "no object mapping with targetObjectName 'Nobody'"),
        ([{**TITLE, "target_attribute": "none", "remove": True}], "'none'"),
        ([{"edit": "attribute", "object": "Nobody", "attribute": "x"}], "no object with name 'Nobody'"),
        ([{**TITLE, "expression": "Join("}], "position"),
    ],
)
def test_an_edit_that_makes_no_sense_is_an_error_and_changes_nothing(
    wire: Wire, job: str, edits: Any, words: str
) -> None:
    before = wire.get(_path(wire, job))
    assert words in _post(wire, {"job": job, "edits": edits})
    assert wire.get(_path(wire, job)) == before


def test_an_edit_comes_before_the_next_put_or_after_the_nth_read(wire: Wire, job: str) -> None:
    path = _path(wire, job)
    wire.emulator.fault(method="GET", path="/schema$", kind="schema_edit", after=1, when="after", edits=[TITLE])
    wire.emulator.fault(
        method="PUT", path="/schema$", kind="schema_edit", edits=[{"edit": "rule", "members": {"priority": 9}}]
    )
    versions = [wire.get(path)["version"] for dummy in range(4)]
    assert versions[0] == versions[1] != versions[2] == versions[3]
    wire.emulator.switches["schema_put_effect"] = "nothing"
    assert wire.send("PUT", path, json=wire.get(path)).status_code == 204
    assert wire.get(path)["synchronizationRules"][0]["priority"] == 9
    assert [entry["fault"] for entry in wire.emulator.audit() if entry["fault"]][-2:] == ["schema_edit"] * 2


def test_an_edit_in_the_middle_that_cannot_be_made_is_loud(wire: Wire, job: str) -> None:
    with pytest.raises(BadEdit):
        wire.emulator.fault(kind="schema_edit", edits=[{"edit": "colour"}])
    with pytest.raises(UnknownFault):
        wire.emulator.fault(kind="schema_edit", edit=[TITLE])
    wire.emulator.fault(kind="schema_edit", edits=[{"edit": "rule", "rule": "nowhere"}])
    assert error(wire.send("GET", _path(wire, job)))[:2] == (500, "EmulatorEditFailed")


def test_every_kind_of_edit_is_made_here() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [kind for kind in EDITS if f'"edit": "{kind}"' not in text] == []

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The committed model is the service's, and its check refuses what the service refuses."""

from __future__ import annotations

import json
import runpy

import pytest
from emulator import model

from emulator_checks import located

MAPPING = {
    "targetAttributeName": "userName",
    "matchingPriority": 1,
    "flowBehavior": "FlowWhenChanged",
    "flowType": "Always",
    "source": {"type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": []},
}


def kinds(problems: list[model.Problem]) -> list[tuple[str, str]]:
    return [(problem.kind, problem.path) for problem in problems]


def test_the_committed_model_is_made_from_the_reference() -> None:
    reference = located.reference()
    tool = runpy.run_path(str(located.ROOT / "tests" / "tools" / "make_model.py"))
    made = tool["make_model"](reference)
    committed = json.loads((located.ROOT / "tests" / "emulator" / "model.json").read_text("utf-8"))
    assert made == committed, "run tests/tools/make_model.py"


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_every_type_named_in_the_model_is_declared(version: str) -> None:
    loaded = model.load(version)
    compact = json.loads((located.ROOT / "tests" / "emulator" / "model.json").read_text("utf-8"))[version]
    texts = [text for one in compact["types"].values() for text in one["properties"].values()]
    texts += [text for parameters in compact["operations"].values() for text in parameters.values()]
    assert len(texts) > 150
    for text in texts:
        name = text.removeprefix("[]").removesuffix("!")
        assert name in compact["types"] or name in loaded.enums or name in model.PRIMITIVES, text


def test_a_right_mapping_has_no_problem() -> None:
    assert model.check("attributeMapping", MAPPING) == []


def test_an_unknown_property_is_named_with_its_place() -> None:
    body = {**MAPPING, "source": {**MAPPING["source"], "mappingType": "Direct"}}
    assert kinds(model.check("attributeMapping", body)) == [("unknown_property", "source.mappingType")]


def test_a_wrong_case_of_an_enumeration_is_refused() -> None:
    body = {**MAPPING, "flowType": "always"}
    assert kinds(model.check("attributeMapping", body)) == [("wrong_enum", "flowType")]


def test_a_missing_member_is_required_only_in_a_whole_body() -> None:
    body = {name: value for name, value in MAPPING.items() if name != "flowType"}
    assert kinds(model.check("attributeMapping", body)) == [("missing_required", "flowType")]
    assert model.check("attributeMapping", body, partial=True) == []


def test_absent_booleans_and_integers_are_left_to_the_service() -> None:
    body = {name: value for name, value in MAPPING.items() if name != "matchingPriority"}
    assert model.check("attributeMapping", body) == []


@pytest.mark.parametrize("wrong", [None, "1", 1.5, True, 2**31])
def test_a_value_of_another_type_is_refused(wrong: object) -> None:
    assert kinds(model.check("attributeMapping", {**MAPPING, "matchingPriority": wrong})) == [
        ("wrong_type", "matchingPriority")
    ]


def test_a_list_where_an_object_belongs_is_refused() -> None:
    assert kinds(model.check("synchronizationSchema", {"synchronizationRules": {}})) == [
        ("wrong_type", "synchronizationRules")
    ]
    assert kinds(model.check("synchronizationSchema", {"synchronizationRules": [[]]})) == [
        ("wrong_type", "synchronizationRules[0]")
    ]


@pytest.mark.parametrize("spacing", ["Add,Update,Delete", "Add, Update, Delete", "Delete ,  Add", "None"])
def test_flags_take_any_spacing_and_order(spacing: str) -> None:
    assert model.check("objectMapping", {"flowTypes": spacing}) == []


def test_flags_refuse_an_unknown_word_among_known_ones() -> None:
    assert kinds(model.check("objectMapping", {"flowTypes": "Add, update"})) == [("wrong_enum", "flowTypes")]


def test_annotations_and_the_undeclared_members_of_beta_are_let_pass_and_stripped() -> None:
    body = {"@odata.context": "x", "provisioningTaskIdentifier": "a.b", "directories@odata.context": "y", "id": "a.b"}
    assert model.check("synchronizationSchema", body) == []
    assert model.strip(body) == {"id": "a.b"}
    assert kinds(model.check("synchronizationJob", {"provisioningTaskIdentifier": "a.b"})) == [
        ("unknown_property", "provisioningTaskIdentifier")
    ]


def test_open_types_take_any_member() -> None:
    body = {"key": "proxyAddresses", "value@odata.type": "#Collection(String)", "value": ["smtp:a@fabrikam.example"]}
    assert model.check("stringKeyObjectValuePair", body) == []
    assert model.check("publicInnerError", {"anything": 1}) == []


def test_metadata_keys_outside_their_enumeration_are_let_pass() -> None:
    assert model.check("objectDefinitionMetadataEntry", {"key": "IsHardDeletionSupported", "value": "true"}) == []
    assert model.check("synchronizationMetadataEntry", {"key": "configurationFields", "value": "[]"}) == []


def test_the_parameters_of_an_operation_are_checked_like_a_type() -> None:
    assert model.check("restart", {"criteria": {"resetScope": "Watermark, Escrows"}}) == []
    assert kinds(model.check("restart", {"criteria": {"watermark": None}})) == [
        ("unknown_property", "criteria.watermark")
    ]
    assert kinds(model.check("[]synchronizationSecretKeyStringValuePair", [{"key": "TenantId", "value": "x"}])) == [
        ("wrong_enum", "[0].key")
    ]


def test_times_durations_and_identifiers_have_their_form() -> None:
    schedule = {"expiration": None, "interval": "P10675199DT2H48M5.4775807S", "state": "Disabled"}
    assert model.check("synchronizationSchedule", schedule) == []
    assert kinds(model.check("synchronizationSchedule", {**schedule, "interval": "40 minutes"})) == [
        ("wrong_type", "interval")
    ]
    assert kinds(model.check("synchronizationSchedule", {**schedule, "expiration": "tomorrow"})) == [
        ("wrong_type", "expiration")
    ]
    assert kinds(model.check("synchronizationTemplate", {"applicationId": "x"})) == [("wrong_type", "applicationId")]


def test_beta_knows_the_ping_function_and_v1_does_not() -> None:
    assert model.check("Ping", {}, version="beta") == []
    with pytest.raises(KeyError):
        model.check("Ping", {})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("schema-AD2AADProvisioning-identityunoffical-2025.json", []),
        # Two members of 2017's beta were not there yet: nothing else departs.
        ("schema-SalesforceOutDelta-graphdocs-2017.json", ["missing_required", "missing_required"]),
        ("schema-Azure2Azure-issue2643-2024.partial.json", ["missing_required"]),
    ],
)
def test_real_schemas_are_as_the_model_says(name: str, expected: list[str]) -> None:
    assert [problem.kind for problem in model.check("synchronizationSchema", located.real(name))] == expected


def test_the_real_job_is_as_the_model_says() -> None:
    assert model.check("synchronizationJob", located.real("job-AD2AADProvisioning-steady-2019.json")) == []

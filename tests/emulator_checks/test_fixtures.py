# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixtures have the size, the shape and the closure of real templates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from emulator import expression_reader, fixtures, model

from emulator_checks import located

TEMPLATES = tuple(fixtures.catalogue())
CATALOGUE = fixtures.catalogue()

# As the service writes them (seen alike in all exports): scalars by name, then lists and objects by name.
MEMBER_ORDER = {
    "template": "id applicationId default description discoverable factoryTag metadata schema",
    "schema": "id version synchronizationRules directories",
    "rule": "containerFilter editable groupFilter id name priority sourceDirectoryName targetDirectoryName metadata "
    "objectMappings",
    "mapping": "defaultValue exportMissingReferences flowBehavior flowType matchingPriority targetAttributeName source",
    "mapping without source": "defaultValue exportMissingReferences flowBehavior flowType matchingPriority source "
    "targetAttributeName",
    "object mapping": "enabled flowTypes name sourceObjectName targetObjectName attributeMappings metadata scope",
    "object mapping without scope": "enabled flowTypes name scope sourceObjectName targetObjectName attributeMappings "
    "metadata",
    "source": "expression name type parameters",
    "scope": "categoryFilterGroups groups inputFilterGroups",
    "directory": "id discoveryDateTime discoverabilities name readOnly version objects",
    "object": "name supportedApis attributes metadata",
    "attribute": "anchor caseExact defaultValue flowNullValues multivalued mutability name required type "
    "apiExpressions metadata referencedObjects",
}


def rules(template_id: str) -> list[dict[str, Any]]:
    return CATALOGUE[template_id]["schema"]["synchronizationRules"]


def object_mappings(template_id: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return ((rule, mapping) for rule in rules(template_id) for mapping in rule["objectMappings"])


def definitions(template_id: str, directory: str, name: str) -> list[dict[str, Any]]:
    directories = CATALOGUE[template_id]["schema"]["directories"]
    objects = [one for found in directories if found["name"] == directory for one in found["objects"]]
    return [one for one in objects if one["name"] == name]


def names(definition: dict[str, Any]) -> set[str]:
    return {one["name"] for one in definition["attributes"]}


def attributes_in(source: dict[str, Any] | None) -> set[str]:
    if source is None:
        return set()
    if source["type"] == "Attribute":
        return {source["name"]}
    return {name for one in source["parameters"] for name in attributes_in(one["value"])}


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_a_template_is_as_the_metadata_says(template_id: str) -> None:
    assert model.check("synchronizationTemplate", CATALOGUE[template_id]) == []
    assert model.check("synchronizationTemplate", CATALOGUE[template_id], version="beta") == []


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_every_name_in_a_schema_leads_to_its_definition(template_id: str) -> None:
    known = {one["name"] for one in CATALOGUE[template_id]["schema"]["directories"]}
    for rule, mapping in object_mappings(template_id):
        assert {rule["sourceDirectoryName"], rule["targetDirectoryName"]} <= known
        targets = definitions(template_id, rule["targetDirectoryName"], mapping["targetObjectName"])
        assert targets, mapping["targetObjectName"]
        sources = definitions(template_id, rule["sourceDirectoryName"], mapping["sourceObjectName"])
        assert bool(sources) == bool(mapping["sourceObjectName"])
        source_names = names(sources[0]) if sources else set()
        for one in mapping["attributeMappings"]:
            assert all(one["targetAttributeName"] in names(target) for target in targets), one["targetAttributeName"]
            assert attributes_in(one["source"]) <= source_names, one["source"]
        groups = [group for kind in (mapping["scope"] or {}).values() for group in kind]
        operands = {clause["sourceOperandName"] for group in groups for clause in group["clauses"]}
        assert operands <= source_names


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_every_reference_leads_to_an_object_of_its_directory(template_id: str) -> None:
    for directory in CATALOGUE[template_id]["schema"]["directories"]:
        known = {one["name"] for one in directory["objects"]}
        for definition in directory["objects"]:
            attributes = definition["attributes"]
            assert len(names(definition)) == len(attributes)
            assert [one["name"] for one in attributes if one["anchor"]] != []
            referenced = {ref["referencedObjectName"] for one in attributes for ref in one["referencedObjects"]}
            # Templates that show only a part of a directory still name the classes of the whole.
            whole = {
                "contact",
                "group",
                "inetOrgPerson",
                "user",
                "Contact",
                "Group",
                "User",
                "SyncCredentialsChangeItem",
            }
            assert referenced <= known | whole


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_mappings_are_sorted_unique_and_joined_by_one_attribute(template_id: str) -> None:
    for _key, mapping in object_mappings(template_id):
        targets = [one["targetAttributeName"].casefold() for one in mapping["attributeMappings"]]
        assert targets == sorted(set(targets))
        priorities = [one["matchingPriority"] for one in mapping["attributeMappings"] if one["matchingPriority"]]
        assert priorities == [1] * bool(targets)


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_every_expression_is_printed_as_the_service_prints_it(template_id: str) -> None:
    for _key, mapping in object_mappings(template_id):
        for one in mapping["attributeMappings"]:
            assert expression_reader.reprint(one["source"]) == one["source"]


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_members_stand_in_the_order_of_the_service(template_id: str) -> None:
    template = CATALOGUE[template_id]
    seen = {"template": template, "schema": template["schema"], "rule": rules(template_id)[0]}
    for _key, mapping in object_mappings(template_id):
        seen["object mapping without scope" if mapping["scope"] is None else "object mapping"] = mapping
        for one in mapping["attributeMappings"]:
            seen["mapping without source" if one["source"] is None else "mapping"] = one
            seen.update({"source": one["source"]} if one["source"] else {})
        seen.update({"scope": mapping["scope"]} if mapping["scope"] else {})
    directory = template["schema"]["directories"][0]
    seen.update(directory=directory, object=directory["objects"][0])
    seen["attribute"] = directory["objects"][0]["attributes"][0]
    assert {kind: " ".join(value) for kind, value in seen.items()} == {kind: MEMBER_ORDER[kind] for kind in seen}


def test_cloud_sync_has_the_size_of_the_real_one() -> None:
    schema = CATALOGUE["AD2AADProvisioning"]["schema"]
    mappings = [len(mapping["attributeMappings"]) for _key, mapping in object_mappings("AD2AADProvisioning")]
    attributes = [len(one["attributes"]) for directory in schema["directories"] for one in directory["objects"]]
    assert (len(mappings), sum(mappings), len(attributes), sum(attributes)) == (5, 432, 10, 1251)
    assert 950_000 < len(json.dumps(schema, indent=2)) < 1_100_000


def test_the_real_cloud_sync_schema_has_the_same_shape() -> None:
    """Same members at the same places, whatever the values: what a template owns and what one attribute has."""
    real = located.real("schema-AD2AADProvisioning-identityunoffical-2025.json")
    ours = CATALOGUE["AD2AADProvisioning"]["schema"]
    typed_by_its_owner = {"/synchronizationRules/objectMappings/attributeMappings/defaultValue:str"}
    assert shape(real) - shape(ours) == typed_by_its_owner
    assert shape(ours) - shape(real) <= {"/id:str"}, "the owner of the real one had taken the id away"


def shape(value: Any, path: str = "") -> set[str]:
    """The paths of a document with the types of their leaves, list positions left out; parameters only once deep."""
    if isinstance(value, dict):
        return {one for name, inner in value.items() for one in shape(inner, f"{path}/{name}".replace(NESTED, ""))}
    if isinstance(value, list):
        return {one for inner in value for one in shape(inner, path)} or {path}
    return {f"{path}:{type(value).__name__}"}


NESTED = "/parameters/value/parameters"


@pytest.mark.parametrize(
    ("template_id", "trait"),
    [
        ("customappssoRoleIn", "a rule that is not editable"),
        ("fabrikamSingleSignon", "a rule that is not editable"),
        ("fabrikamSingleSignon", "hidden mappings that differ by target only"),
        ("fabrikamSingleSignon", "a mapping without source"),
        ("AD2AADProvisioning", "two definitions of one name"),
        ("AD2AADProvisioning", "two mappings to one target"),
        ("AD2AADProvisioning", "a wildcard class"),
        ("AD2AADProvisioning", "a bit operator"),
        ("AD2AADProvisioning", "a comparison inside a condition"),
        ("AD2AADProvisioning", "a secret attribute"),
        ("AD2AADProvisioning", "a placeholder of the run time"),
        ("AAD2ADGroupProvisioning", "a rule id that is no GUID"),
        ("AD2AADProvisioning", "a scope of several groups"),
        ("fabrikamSingleSignon", "a scope of several groups"),
        ("fabrikamSingleSignon", "attributes of the customer's own"),
        ("scim", "attributes of the customer's own"),
        ("scim", "a mapping without source"),
        ("AAD2ADGroupProvisioning", "a constant"),
        ("fabrikamSingleSignon", "a mapping for new objects only"),
        ("customappsso", "flags with spaces"),
        ("customappssoOutDelta", "metadata with a repeated key"),
    ],
)
def test_the_odd_traits_of_real_schemas_are_there(template_id: str, trait: str) -> None:
    template = CATALOGUE[template_id]
    mappings = [mapping for _key, mapping in object_mappings(template_id)]
    objects = [one["name"] for directory in template["schema"]["directories"] for one in directory["objects"]]
    hidden = [one["targetObjectName"] for one in mappings if (one["name"], one["sourceObjectName"]) == (None, "")]
    targets = [one["targetObjectName"] for one in mappings]
    keys = [one["key"] for one in template["metadata"]]
    text = json.dumps(template)
    traits = {
        "a rule that is not editable": not all(rule["editable"] for rule in rules(template_id)),
        "hidden mappings that differ by target only": len(hidden) > 1 and len(set(hidden)) == len(hidden),
        "a mapping without source": '"source": null' in text,
        "two definitions of one name": len(set(objects)) < len(objects),
        "two mappings to one target": len(set(targets)) < len(targets),
        "a wildcard class": any(name.startswith("?-") for name in objects),
        "a bit operator": '"operatorName": "!&"' in text and '"operatorName": "&"' in text,
        "a comparison inside a condition": '"key": "two", "value": {"expression": "\\"=\\""' in text,
        "a secret attribute": '{"key": "Secret", "value": "true"}' in text,
        "a placeholder of the run time": '"expression": "%DomainFQDN%", "name": "%DomainFQDN%"' in text,
        "a rule id that is no GUID": any(rule["id"].endswith("#V2") for rule in rules(template_id)),
        "flags with spaces": all(one["flowTypes"] == "Add, Update, Delete" for one in mappings),
        "a scope of several groups": any(
            len(groups) > 1 for one in mappings for groups in (one["scope"] or {}).values()
        ),
        "attributes of the customer's own": '{"key": "IsCustomerDefined", "value": "true"}' in text,
        "a constant": '"type": "Constant", "parameters": []}}' in text,
        "a mapping for new objects only": '"flowType": "ObjectAddOnly"' in text,
        "metadata with a repeated key": len(set(keys)) < len(keys),
    }
    assert traits[trait]


def test_the_snapshot_of_defaults_is_json_in_a_text() -> None:
    for template_id in TEMPLATES:
        for rule in rules(template_id):
            entries = {one["key"]: one["value"] for one in rule["metadata"]}
            defaults = json.loads(entries["defaultSourceObjectMappings"])
            assert len(defaults) == len(rule["objectMappings"])
            assert {"AttributeMappings", "FlowTypes", "EscrowBehavior", "Unsynchronized"} <= set(defaults[0])


def test_catalogues_do_not_share_what_they_hand_out() -> None:
    first, second = fixtures.catalogue(), fixtures.catalogue()
    first["scim"]["schema"]["version"] = "changed"
    assert second["scim"]["schema"]["version"] == "6.0"
    assert first["scim"]["schema"]["version"] == "changed"


def test_an_unknown_template_is_not_in_the_catalogue() -> None:
    assert "nothing" not in CATALOGUE


def test_the_gallery_brings_only_templates_that_exist() -> None:
    rows = fixtures.application_templates()
    assert len({row["id"] for row in rows}) == len(rows) == 9
    for row in rows:
        assert {CATALOGUE[one]["applicationId"] for one in row["templates"]} <= {row["id"]}
    assert {one for row in rows for one in row["templates"]} == set(TEMPLATES)


def test_functions_and_operators_are_as_the_metadata_says() -> None:
    assert model.check("[]filterOperatorSchema", [without_name(one) for one in fixtures.filter_operators()]) == []
    functions = [without_name(one) for one in fixtures.functions()]
    assert model.check("[]attributeMappingFunctionSchema", functions) == []
    used = {clause["operatorName"] for clause in all_clauses()}
    assert used <= {one["id"] for one in fixtures.filter_operators()}


def without_name(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "name"}


def all_clauses() -> Iterator[dict[str, Any]]:
    for template_id in TEMPLATES:
        for _key, mapping in object_mappings(template_id):
            for groups in (mapping["scope"] or {}).values():
                yield from (clause for group in groups for clause in group["clauses"])


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_what_a_job_inherits_is_as_the_metadata_says(template_id: str) -> None:
    defaults = fixtures.job_defaults(template_id)
    schedule = {"interval": defaults["interval"], "state": "Disabled", "expiration": None}
    assert (
        model.check("synchronizationJob", {"schedule": schedule, "synchronizationJobSettings": defaults["settings"]})
        == []
    )

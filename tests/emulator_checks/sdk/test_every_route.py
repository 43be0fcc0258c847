# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official clients, generated from the service's metadata, drive every synchronization route that they know."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("msgraph", reason="The official clients are not installed here (tests/requirements/sdk.txt).")
pytest.importorskip("msgraph_beta", reason="The official clients are not installed here (tests/requirements/sdk.txt).")

from emulator_checks import stage as stages
from emulator_checks.sdk import clients
from emulator_checks.sdk.expectations import EXPECTED, Expected

# The clients' own modules warn of classes of theirs while they are imported.
pytestmark = [
    pytest.mark.filterwarnings("ignore:GetQueryParameters is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:This class is deprecated. Please use the generic:DeprecationWarning"),
    # What the beta metadata announces for the secrets (removal 2027-07-06); v1.0 announces nothing.
    pytest.mark.filterwarnings("ignore:.*2026-02/SynchronizationSecret_Deprecation:DeprecationWarning"),
]

ROUTES = clients.routes()
TEMPLATE = "fabrikamSingleSignon"


@pytest.fixture(scope="module")
def stage() -> Iterator[stages.Stage]:
    with stages.raised() as raised:
        yield raised


@pytest.fixture(scope="module")
def token(stage: stages.Stage) -> str:
    return stage.emulator.token(roles=stages.ROLES)


def keys_of(stage: stages.Stage, owner: stages.Owner) -> dict[str, str]:
    """The ids that a path or a body may name."""
    path = f"/v1.0/servicePrincipals/{owner.service_principal_id}/synchronization/jobs/{owner.job_id}/schema"
    schema = stage.made("GET", path, None)
    discoverable = next(one for one in schema["directories"] if one["discoverabilities"] != "None")
    rule = schema["synchronizationRules"][0]["id"]
    return {"job": owner.job_id, "template": TEMPLATE, "directory": discoverable["id"], "rule": rule}


def typed_body(request: Any, body: Any, keys: dict[str, str]) -> Any:
    """The body as the type that the client's method wants."""
    if isinstance(body, bytes):
        return body
    wanted = inspect.signature(request).parameters["body"].annotation
    module = inspect.getmodule(request)
    found = re.search(rf"from (\.+[\w.]*) import {wanted}\b", inspect.getsource(module))
    assert found is not None, wanted
    package = module.__name__.rpartition(".")[0]
    kind = getattr(importlib.import_module(found[1], package), wanted)
    text = json.dumps(body).replace("{rule}", keys["rule"])
    factory = importlib.import_module("kiota_serialization_json.json_parse_node_factory").JsonParseNodeFactory()
    return factory.get_root_parse_node("application/json", text.encode()).get_object_value(kind)


async def drive(
    stage: stages.Stage, route: clients.Route, token: str, keys: dict[str, str], owner: stages.Owner
) -> Any:
    emulator = stage.emulator
    owner_id = owner.application_id if route.root == "applications" else owner.service_principal_id
    async with clients.connection(emulator.ca_path) as connection:
        graph = clients.client(route.version, emulator.graph_url, connection, clients.static_token(token))
        request = getattr(clients.builder(graph, route, owner_id, keys), route.method.lower())
        body = EXPECTED[route.key].body
        return await (request() if body is None else request(typed_body(request, body, keys)))


def status_of(error: Exception) -> int | None:
    return getattr(error, "response_status_code", None)


def named(result: Any) -> str:
    return "None" if result is None else type(result).__name__


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.version} {route.root} {route.key}")
def test_a_route_of_the_clients_answers_as_the_service_does(
    stage: stages.Stage, token: str, route: clients.Route
) -> None:
    expected: Expected = EXPECTED[route.key]
    owner = stage.owner(TEMPLATE, job=route.key != "POST jobs")
    keys = keys_of(stage, owner) if owner.job_id else {"template": TEMPLATE, "rule": ""}
    if expected.result == "404":
        assert expected.reason
        with pytest.raises(Exception, match="No HTTP resource was found|Object not found") as refused:
            asyncio.run(drive(stage, route, token, keys, owner))
        assert (named(refused.value), status_of(refused.value)) == ("ODataError", 404)
        return
    result = asyncio.run(drive(stage, route, token, keys, owner))
    assert named(result) == expected.result
    for place, value in CONTENTS.get(expected.result, {}).items():
        assert reached(result, place) == value, place


def reached(result: Any, place: str) -> Any:
    for step in place.split("."):
        result = result[int(step)] if step.isdecimal() else getattr(result, step)
    return str(result.value) if hasattr(result, "value") and hasattr(result, "name") else result


# What a client has to have understood of an answer: places in its typed objects, enumerations by their text.
CONTENTS: dict[str, dict[str, Any]] = {
    "SynchronizationJobCollectionResponse": {"value.0.template_id": TEMPLATE, "value.0.schedule.state": "Disabled"},
    "SynchronizationJob": {
        "template_id": TEMPLATE,
        "status.code": "Paused",
        "status.count_successive_complete_failures": 0,
    },
    "SynchronizationTemplateCollectionResponse": {"value.0.id": TEMPLATE, "value.0.discoverable": True},
    "SynchronizationTemplate": {"factory_tag": TEMPLATE},
    "SynchronizationSchema": {
        "synchronization_rules.0.editable": True,
        "synchronization_rules.1.editable": False,
        "synchronization_rules.0.object_mappings.0.attribute_mappings.0.source.type": "Function",
        "synchronization_rules.0.object_mappings.0.attribute_mappings.0.source.parameters.0.value.name": "userPrincipalName",
        "synchronization_rules.0.object_mappings.0.scope.groups.0.clauses.1.operator_name": "IS TRUE",
        "directories.1.objects.0.attributes.0.anchor": True,
        "directories.1.objects.0.attributes.0.type": "String",
    },
    "DirectoryDefinitionCollectionResponse": {"value.0.read_only": True},
    "DirectoryDefinition": {"read_only": False, "objects.0.name": "Account"},
    "ParseExpressionResponse": {
        "parsing_succeeded": True,
        "evaluation_result.0": "de_CH",
        "parsed_expression.name": "Replace",
    },
    "FunctionsGetResponse": {"value.0.parameters.0.name": "source"},
    "Synchronization": {"secrets.0.key": "BaseAddress"},
}


def test_every_route_of_the_clients_is_expected_and_nothing_else() -> None:
    assert {route.key for route in ROUTES} == set(EXPECTED)
    counts = {version: sum(route.version == version for route in ROUTES) for version in clients.PACKAGES}
    assert counts == {"v1.0": 112, "beta": 114}
    assert [route.root for route in ROUTES if route.key == "GET Ping()"] == ["applications", "servicePrincipals"]


def test_the_roots_that_no_documentation_knows_are_refused_by_default(stage: stages.Stage, token: str) -> None:
    owner = stage.owner(TEMPLATE)
    route = clients.Route("v1.0", "applications", "GET", "jobs/{job}")
    del stage.emulator.switches["undocumented_roots"]
    try:
        with pytest.raises(Exception, match="No HTTP resource was found"):
            asyncio.run(drive(stage, route, token, keys_of(stage, owner), owner))
    finally:
        stage.emulator.switches["undocumented_roots"] = "accept"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that make no sense are refused; none of them finds a bug of the emulator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from emulator import estate, routes_partners, routing, service
from emulator.app import BUG
from emulator.world import Partner

from .conftest import Wire

VALUES: list[Any] = [None, 5, "text", [], [5], [None], {}, [{}], {"a": [5]}]
TEMPLATE = {"id": "fabrikamSingleSignon", "applicationId": "b0d5e7c9-1f3a-4e68-9c2b-8a4d6f0e1b11", "factoryTag": "scim"}
RULE = {"id": "x", "sourceDirectoryName": "a", "targetDirectoryName": "a"}
# last part of a path -> (members to be spoilt one by one, the good rest of the body)
SPOILT: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "synchronization": (("secrets",), {}),
    "secrets": (("value",), {}),
    "acquireAccessToken": (("credentials",), {}),
    "jobs": (("templateId", "id", "schedule"), {}),
    "{job}": (("templateId", "synchronizationJobSettings"), {}),
    "validateCredentials": (("credentials", "templateId", "useSavedCredentials"), {"templateId": "x"}),
    "restart": (("criteria",), {}),
    "provisionOnDemand": (("parameters",), {}),
    "bulkUpload": (("Operations", "schemas"), {}),
    "schema": (("synchronizationRules", "directories", "version", "id"), {"synchronizationRules": [RULE]}),
    "directories": (("name", "objects", "id"), {}),
    "{directory}": (("name", "objects", "id"), {}),
    "parseExpression": (("expression", "testInputObject", "targetAttributeDefinition"), {"expression": "[mail]"}),
    "templates": (("id", "metadata", "schema", "factoryTag"), {**TEMPLATE, "id": "another"}),
    "{template}": (("id", "metadata", "schema", "factoryTag"), TEMPLATE),
    "servicePrincipals": (("appId", "tags"), {}),
    "{owner}": (("tags", "displayName"), {}),
    "applications": (("displayName", "appRoles", "tags"), {"displayName": "New"}),
    "$ref": (("@odata.id",), {}),
    "appRoleAssignedTo": (("principalId", "resourceId", "appRoleId"), {"principalId": "x", "resourceId": "x"}),
    "instantiate": (("displayName",), {}),
    "partners": (("tenantId", "inboundTrust", "automaticUserConsentSettings"), {"tenantId": estate.TENANT_ID}),
    "{partner}": (("tenantId", "inboundTrust", "automaticUserConsentSettings"), {}),
    "identitySynchronization": (("displayName", "userSyncInbound", "tenantId"), {}),
    "$batch": (("requests",), {}),
}
DEEPER: list[Any] = [
    {"parameters": [{"ruleId": 5, "subjects": [5]}]},
    {"criteria": {"resetScope": 5}},
    {"value": [{"key": ["a"], "value": {}}]},
    {"value": [{"key": "SyncNotificationSettings", "value": "5"}]},
    {"expression": 5, "testInputObject": {"properties": [5]}},
    {"expression": "[a]", "testInputObject": {"properties": [{"key": [], "value": {}}, {}, None]}},
    {"synchronizationRules": [{**RULE, "objectMappings": [{"attributeMappings": [None, {}]}]}], "directories": []},
    {"requests": [{"id": 5, "method": [], "url": "/x"}]},
    {"requests": [{"id": "a", "method": "GET", "url": "", "headers": 5, "dependsOn": 5}]},
    {"requests": [{"id": "a", "method": "POST", "url": "/$batch", "headers": {"Content-Type": "application/json"}}]},
]


def _bodies(method: str, path: str) -> Iterator[Any]:
    if method == "GET":
        yield None
        return
    yield from (None, {}, [], "text", 5, *DEEPER)
    members, rest = SPOILT.get(path.rpartition("/")[2], ((), {}))
    yield from ({**rest, name: value} for name in members for value in VALUES)


def _routes(node: routing._Node, path: str = "") -> Iterator[tuple[str, str]]:
    yield from ((method, path) for method in node.routes)
    for part, child in node.children.items():
        yield from _routes(child, f"{path}/{part}")
    if node.any_child is not None:
        yield from _routes(node.any_child, f"{path}/{{{node.any_child.parameter}}}")


assert service.OPERATIONS
EVERY = sorted(set(_routes(routing._ROOT)))


def _filled(wire: Wire, path: str) -> str:
    row = wire.emulator.estate["Fabrikam Sign-On"]
    owner = row["application_id"] if path.startswith("/applications") else row["service_principal_id"]
    partner = Partner({"tenantId": estate.OTHER_TENANT_ID, **routes_partners.UNSET}, {"displayName": "Northwind"})
    wire.emulator.world.tenants[wire.emulator.tenant_id].partners[estate.OTHER_TENANT_ID] = partner
    directory = wire.emulator.world.catalogue["fabrikamSingleSignon"].schema.directories[0]["id"]
    values = {
        "owner": owner,
        "job": row["jobs"][0],
        "template": "fabrikamSingleSignon",
        "directory": directory,
        "entry": next(iter(wire.emulator.world.gallery)),
        "kind": "microsoft.graph.servicePrincipal",
        "assignment": "none",
        "person": "none",
        "partner": estate.OTHER_TENANT_ID,
    }
    return path.format(**values)


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_no_strange_body_finds_a_bug(wire: Wire, method: str, path: str) -> None:
    wire.emulator.switches.update(undocumented_roots="accept", directory_writes="accept", job_delete_lag=0)
    wire.session.headers["Authorization"] = wire.emulator.headers()["Authorization"]
    for body in _bodies(method, path):
        answer = wire.send(method, _filled(wire, path), json=body)
        assert BUG not in answer.text, (body, answer.text)
        assert answer.status_code in {200, 201, 202, 204, 400, 401, 404, 406, 409, 415, 429, 500}
        wire.emulator.reset()
        wire.emulator.switches.update(undocumented_roots="accept", directory_writes="accept", job_delete_lag=0)


@pytest.mark.parametrize(
    "query",
    [
        "$filter=",
        "$filter=a b c",
        "$filter=(((",
        "$filter=id eq",
        "$orderby=id desc,",
        "$top=x",
        "$skip=-1",
        "$select=,,",
    ],
)
def test_no_strange_query_finds_a_bug(wire: Wire, query: str) -> None:
    for path in ("/servicePrincipals", f"{wire.synchronization('Fabrikam Sign-On')}/jobs"):
        assert wire.send("GET", f"{path}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"null", b'{"a":NaN}'])
def test_bytes_that_are_no_json_are_refused(wire: Wire, raw: bytes) -> None:
    path = f"{wire.synchronization('Contoso SCIM')}/secrets"
    answer = wire.send("PUT", path, data=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and BUG not in answer.text
    assert wire.send("PUT", path, data=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415


def test_the_sign_in_paths_refuse_nonsense_too(wire: Wire) -> None:
    root = wire.emulator.authority
    for path in ("/", "/x", f"/{wire.emulator.tenant_id}/nothing", "/metadata/identity/oauth2/token"):
        for method in ("GET", "POST", "DELETE"):
            answer = wire.session.request(method, root + path, data=b"\xff=%ff", timeout=20)
            assert answer.status_code in {400, 404} and BUG not in answer.text
    assertion = {
        "grant_type": "client_credentials",
        "client_id": wire.emulator.client_id,
        "scope": f"{wire.emulator.graph_url}/.default",
        "client_assertion": "a.b.c",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    answer = wire.session.post(f"{root}/{wire.emulator.tenant_id}/oauth2/v2.0/token", data=assertion, timeout=20)
    assert answer.json()["error_codes"] == [50027]

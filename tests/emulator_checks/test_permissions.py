# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: every operation has its permissions, and owners only what they own."""

from __future__ import annotations

import pytest
from emulator import estate, permissions, routing, service

from .conftest import Wire, error

READ = "Synchronization.Read.All"
OWNED = "Application.ReadWrite.OwnedBy"


def _names(node: routing._Node) -> set[str]:
    found = {route.name for route in node.routes.values()}
    below = [*node.children.values(), *([node.any_child] if node.any_child else [])]
    return found.union(*(_names(child) for child in below))


def test_every_operation_has_its_permissions_and_no_permission_lacks_an_operation() -> None:
    assert service.OPERATIONS
    assert _names(routing._ROOT) == set(permissions.TABLE)


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("PUT", "/secrets", {"value": []}),
        ("POST", "/jobs", {"templateId": "scim"}),
        ("POST", "/jobs/x/start", None),
        ("DELETE", "/jobs/x", None),
        ("PUT", "/jobs/x/schema", {}),
        ("GET", "/jobs/x/schema/functions", None),
    ],
)
def test_a_reading_token_cannot_write(wire: Wire, method: str, tail: str, body: object) -> None:
    wire.roles = (READ,)
    root = wire.synchronization("Contoso SCIM")
    assert wire.send("GET", f"{root}/jobs").status_code == 200
    assert error(wire.send(method, root + tail, json=body))[:2] == (403, "Authorization_RequestDenied")


def test_a_missing_permission_can_look_like_the_empty_401(wire: Wire) -> None:
    wire.emulator.switches["forbidden_answer"] = "401"
    wire.roles = (READ,)
    answer = wire.send("POST", f"{wire.synchronization('Contoso SCIM')}/jobs", json={"templateId": "scim"})
    assert error(answer) == (401, "UnknownError", "")


def test_owned_by_needs_ownership_of_the_service_principal_not_of_the_application(wire: Wire) -> None:
    wire.roles = (OWNED,)
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    caller = tenant.clients[wire.emulator.client_id].object_id
    principal = tenant.service_principal("Contoso SCIM")
    path = f"{wire.synchronization('Contoso SCIM')}/jobs"
    assert wire.send("GET", path).status_code == 403
    next(one for one in tenant.applications.values() if one.app_id == principal.app_id).owners.append(caller)
    assert wire.send("GET", path).status_code == 403
    principal.owners.append(caller)
    assert wire.send("GET", path).status_code == 200


def test_who_instantiates_owns_what_was_made(wire: Wire) -> None:
    wire.emulator.switches["instantiate_lag"] = 0
    wire.roles = (OWNED,)
    gallery = next(one for one in wire.emulator.world.gallery.values() if "scim" in one.templates)
    made = wire.send("POST", f"/applicationTemplates/{gallery.id}/instantiate", json={"displayName": "Mine"}).json()
    root = f"/servicePrincipals/{made['servicePrincipal']['id']}/synchronization"
    assert wire.send("POST", f"{root}/jobs", json={"templateId": "scim"}).status_code == 201


def test_restart_can_be_refused_to_owners(wire: Wire) -> None:
    wire.emulator.switches["restart_owned_by"] = "401"
    path = wire.job("Contoso SCIM", "scim")
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    tenant.service_principal("Contoso SCIM").owners.append(tenant.clients[estate.CLIENT_ID].object_id)
    wire.roles = (OWNED,)
    assert wire.send("POST", f"{path}/restart", json={"criteria": {}}).status_code == 401
    wire.roles = ("Synchronization.ReadWrite.All",)
    assert wire.send("POST", f"{path}/restart", json={"criteria": {}}).status_code == 204


@pytest.mark.parametrize(
    ("switch", "status", "code"), [("401", 401, "UnknownError"), ("404", 404, "Request_ResourceNotFound")]
)
def test_synchronization_of_a_wrong_id_is_not_plainly_missing(wire: Wire, switch: str, status: int, code: str) -> None:
    wire.emulator.switches["wrong_service_principal"] = switch
    wrong = wire.emulator.estate["Contoso SCIM"]["application_id"]
    assert error(wire.send("GET", f"/servicePrincipals/{wrong}/synchronization/jobs"))[:2] == (status, code)

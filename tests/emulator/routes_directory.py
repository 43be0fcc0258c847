# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service principals: find, get, create, change, delete, and their owners."""

from __future__ import annotations

from typing import Any

from . import lookup, permissions, problems, shapes
from .call import NO_CONTENT, Answer, Call
from .listing import collection, selected
from .routing import operation
from .world import ServicePrincipal, new_id

ROOT = "servicePrincipals"


def _principal(call: Call) -> ServicePrincipal:
    found = lookup.service_principal(call, call.params["owner"])
    if found is None:
        raise problems.directory_object_missing(call.params["owner"])
    return found


def _needs_eventual(call: Call) -> bool:
    text = call.query.get("$filter", "")
    return any(word in text for word in ("endswith(", "endsWith(", " ne ", "not(", "not ")) or "$search" in call.query


def require_consistency(call: Call) -> None:
    """Advanced queries on directory objects need ConsistencyLevel: eventual and $count=true."""
    eventual = call.headers.get("consistencylevel", "").lower() == "eventual"
    counted = call.query.get("$count", "").lower() == "true"
    if _needs_eventual(call) and not (eventual and counted):
        text = "The specified filter to the reference property query is currently not supported."
        raise problems.bad_request(text, "Request_UnsupportedQuery")


@operation("GET", ROOT, "servicePrincipals.list")
def list_service_principals(call: Call) -> Answer:
    require_consistency(call)
    listed = lookup.listed(call.tenant.service_principals.values())
    rows = [shapes.service_principal(sp, call.tenant.id) for sp in listed]
    return collection(call, rows, ROOT, page_size=call.switches["page_size"])


@operation("GET", f"{ROOT}/{{owner}}", "servicePrincipals.get")
def get_service_principal(call: Call) -> Answer:
    context = {"@odata.context": call.context(f"{ROOT}/$entity")}
    row = shapes.service_principal(_principal(call), call.tenant.id)
    return Answer(200, selected({**context, **row}, call.query.get("$select", "")))


@operation("POST", ROOT, "servicePrincipals.create")
def create_service_principal(call: Call) -> Answer:
    body = call.json()
    app_id = body.get("appId")
    if not isinstance(app_id, str) or not app_id:
        raise problems.bad_request("Property 'appId' is required.", "Request_BadRequest")
    if any(sp.app_id == app_id for sp in call.tenant.service_principals.values()):
        text = f"The service principal cannot be created because '{app_id}' is already in use."
        raise problems.Refusal(409, "Request_MultipleObjectsWithSameKeyValue", text)
    registered = next((one for one in call.tenant.applications.values() if one.app_id == app_id), None)
    if registered is None:
        raise problems.bad_request(f"The appId '{app_id}' does not reference a valid application object.")
    made = ServicePrincipal(new_id(), app_id, registered.display_name, tags=list(body.get("tags") or []))
    made.owners, made.app_roles = [call.caller.object_id], registered.app_roles
    made.provisioning = registered.provisioning
    call.tenant.service_principals[made.id] = made
    return Answer(201, {"@odata.context": call.context(f"{ROOT}/$entity"), **_row(call, made)})


def _row(call: Call, found: ServicePrincipal) -> dict[str, Any]:
    return shapes.service_principal(found, call.tenant.id)


@operation("PATCH", f"{ROOT}/{{owner}}", "servicePrincipals.patch")
def patch_service_principal(call: Call) -> Answer:
    found = _principal(call)
    permissions.check_owner(call, found.owners)
    change_members(call, found, {"accountEnabled": "account_enabled", "tags": "tags", "displayName": "display_name"})
    return Answer(NO_CONTENT)


def change_members(call: Call, found: Any, attributes: dict[str, str]) -> None:
    """Change the members of a body, each of its type, or none of them."""
    body = call.json()
    for name, value in body.items():
        if name not in attributes:
            raise problems.bad_request(f"Property '{name}' is read-only or unknown.", "Request_BadRequest")
        texts = not isinstance(value, list) or all(isinstance(item, str) for item in value)
        if type(value) is not type(getattr(found, attributes[name])) or not texts:
            text = f"Invalid value specified for property '{name}' of resource."
            raise problems.bad_request(text, "Request_BadRequest")
    for name, value in body.items():
        setattr(found, attributes[name], value)


@operation("DELETE", f"{ROOT}/{{owner}}", "servicePrincipals.delete")
def delete_service_principal(call: Call) -> Answer:
    """Soft: the principal can be restored for 30 days. Its jobs are not: restore gives no promise about them."""
    found = _principal(call)
    permissions.check_owner(call, found.owners)
    call.tenant.deleted[found.id] = call.tenant.service_principals.pop(found.id)
    return Answer(NO_CONTENT)


@operation("GET", f"{ROOT}/{{owner}}/owners", "owners.list")
def list_owners(call: Call) -> Answer:
    rows = [{"@odata.type": "#microsoft.graph.servicePrincipal", "id": one} for one in _principal(call).owners]
    return collection(call, rows, "directoryObjects", page_size=call.switches["page_size"])


@operation("POST", f"{ROOT}/{{owner}}/owners/$ref", "owners.add")
def add_owner(call: Call) -> Answer:
    return add_reference(call, _principal(call).owners)


def add_reference(call: Call, owners: list[str]) -> Answer:
    """POST …/owners/$ref of a principal or an application."""
    permissions.check_owner(call, owners)
    reference = str(call.json().get("@odata.id") or "")
    identity = reference.rstrip("/").rpartition("/")[2]
    if not identity:
        raise problems.bad_request("The property '@odata.id' is required.", "Request_BadRequest")
    if identity in owners:
        text = "One or more added object references already exist for the following modified properties: 'owners'."
        raise problems.bad_request(text, "Request_BadRequest")
    owners.append(identity)
    return Answer(NO_CONTENT)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is assigned to an application: users and groups in its app roles. Lists may lag behind what was written."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any

from . import lookup, problems
from .call import NO_CONTENT, Answer, Call
from .clock import stamp
from .listing import collection
from .routing import operation
from .world import ZERO_GUID, AssignmentLedger, ServicePrincipal

PATH = "servicePrincipals/{owner}/appRoleAssignedTo"


def _principal(call: Call) -> ServicePrincipal:
    found = lookup.service_principal(call, call.params["owner"])
    if found is None:
        raise problems.directory_object_missing(call.params["owner"])
    return found


@operation("GET", PATH, "assignments.list")
def list_assignments(call: Call) -> Answer:
    found = _principal(call)
    ledger = found.ledger
    if "$skiptoken" not in call.query:
        _begin_list(ledger)
    rows = [*ledger.lingering, *(row for row in found.assignments if row["id"] not in ledger.concealed)]
    context = f"servicePrincipals('{call.params['owner']}')/appRoleAssignedTo"
    return collection(call, rows, context, page_size=call.switches["page_size"])


def _begin_list(ledger: AssignmentLedger) -> None:
    """What a list leaves out and still holds is settled with its first page."""
    ledger.concealed = set(ledger.hidden_lists)
    ledger.lingering = [row for row, _lists in ledger.leaving.values()]
    ledger.hidden_lists = {key: lists - 1 for key, lists in ledger.hidden_lists.items() if lists > 1}
    ledger.leaving = {key: (row, lists - 1) for key, (row, lists) in ledger.leaving.items() if lists > 1}


def _roles_for_people(found: ServicePrincipal) -> set[str]:
    """The roles that users and groups may have; where there is none, the id that stands for default access."""
    enabled = [
        role for role in found.app_roles if role.get("isEnabled") and "User" in role.get("allowedMemberTypes", ())
    ]
    return {role["id"] for role in enabled} or {ZERO_GUID}


@operation("POST", PATH, "assignments.add")
def add_assignment(call: Call) -> Answer:
    found, body = _principal(call), call.json()
    for name in ("principalId", "resourceId", "appRoleId"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise problems.bad_request(f"Property '{name}' is required.", "Request_BadRequest")
    if body["resourceId"] != found.id or body["appRoleId"] not in _roles_for_people(found):
        raise problems.bad_request("Permission being assigned was not found on application", "Request_BadRequest")
    principal = call.tenant.users.get(body["principalId"]) or call.tenant.groups.get(body["principalId"])
    if principal is None:
        raise problems.directory_object_missing(body["principalId"])
    same = (body["principalId"], body["appRoleId"])
    if any((one["principalId"], one["appRoleId"]) == same for one in found.assignments):
        text = "Permission being assigned already exists on the object"
        raise problems.bad_request(text, "Request_BadRequest")
    made = _assignment(call, found, principal, body["appRoleId"])
    found.assignments.append(made)
    if call.switches["assignment_list_lag"]:
        found.ledger.hidden_lists[made["id"]] = call.switches["assignment_list_lag"]
    context = f"servicePrincipals('{call.params['owner']}')/appRoleAssignedTo/$entity"
    return Answer(201, {"@odata.context": call.context(context), **made})


def _assignment(call: Call, found: ServicePrincipal, principal: dict[str, Any], role: str) -> dict[str, Any]:
    return {
        "id": _new_id(found, principal["id"]),
        "deletedDateTime": None,
        "appRoleId": role,
        "createdDateTime": stamp(call.service.world.clock.now()),
        "principalDisplayName": principal["displayName"],
        "principalId": principal["id"],
        "principalType": "User" if principal["id"] in call.tenant.users else "Group",
        "resourceDisplayName": found.display_name,
        "resourceId": found.id,
    }


def _new_id(found: ServicePrincipal, principal: str) -> str:
    """Of the form that the service's have: the principal's id and sixteen bytes more. The same in every run."""
    found.ledger.made += 1
    more = hashlib.sha256(f"{found.id}/{found.ledger.made}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(uuid.UUID(principal).bytes_le + more).decode().rstrip("=")


@operation("DELETE", PATH + "/{assignment}", "assignments.delete")
def delete_assignment(call: Call) -> Answer:
    found, identity = _principal(call), call.params["assignment"]
    gone = next((row for row in found.assignments if row["id"] == identity), None)
    if gone is None:
        raise problems.directory_object_missing(identity)
    found.assignments.remove(gone)
    found.ledger.hidden_lists.pop(identity, None)
    if call.switches["assignment_delete_lag"]:
        found.ledger.leaving[identity] = (gone, call.switches["assignment_delete_lag"])
    return Answer(NO_CONTENT)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The partners of cross-tenant access, and the identity synchronization policy of each."""

from __future__ import annotations

from typing import Any

from . import partner_model, problems
from .call import NO_CONTENT, Answer, Call
from .listing import collection, selected
from .routing import operation
from .world import Partner

PARTNERS = "policies/crossTenantAccessPolicy/partners"
PARTNER = f"{PARTNERS}/{{partner}}"
POLICY = f"{PARTNER}/identitySynchronization"
EXPANDABLE = "identitySynchronization"

# What a new partner is printed with; null inherits the tenant's default settings.
UNSET: dict[str, Any] = {
    "isServiceProvider": None,
    "isInMultiTenantOrganization": False,
    "inboundTrust": None,
    "b2bCollaborationOutbound": None,
    "b2bCollaborationInbound": None,
    "b2bDirectConnectOutbound": None,
    "b2bDirectConnectInbound": None,
    "tenantRestrictions": None,
    "crossCloudMeetingConfiguration": {"inboundAllowed": None, "outboundAllowed": None},
    "automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": None},
}
ALLOWANCES = ("automaticUserConsentSettings", "crossCloudMeetingConfiguration")


def _body(call: Call, type_name: str) -> dict[str, Any]:
    """The body of a write, refused with an unknown member, a wrong type, or the id of another tenant."""
    body = call.json()
    found = partner_model.load(call.version).check(type_name, body, partial=True)
    if found:
        raise problems.bad_request(f"{found[0].text} Path '{found[0].path}'.", "Request_BadRequest")
    if "partner" in call.params and str(body.get("tenantId", _identity(call))).lower() != _identity(call):
        raise problems.bad_request("Property 'tenantId' is read-only and cannot be set.", "Request_BadRequest")
    return {name: value for name, value in body.items() if "@" not in name and name != "tenantId"}


def _identity(call: Call) -> str:
    return call.params["partner"].lower()


def _missing() -> problems.Refusal:
    text = "Unable to read the company information from the directory."
    return problems.Refusal(404, "Directory_ObjectNotFound", text)


def _stored(call: Call) -> Partner:
    """The partner of a write, as it stands and not as reads show it."""
    found = call.tenant.partners.get(_identity(call))
    if found is None or found.row is None:
        raise _missing()
    return found


def _written(call: Call, found: Partner, row: dict[str, Any] | None, policy: dict[str, Any] | None) -> None:
    """Store both; for some reads they still show what they showed before."""
    found.shown = found.look()
    found.row, found.policy = row, policy
    found.stale_reads = call.switches["partner_read_lag"]


def _read(call: Call) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What one read shows of a partner and its policy."""
    found = call.tenant.partners.get(_identity(call))
    row, policy = found.read() if found is not None else (None, None)
    if row is None:
        raise _missing()
    return row, policy


def _expanded(call: Call) -> bool:
    names = [name.strip() for name in call.query.get("$expand", "").split(",") if name.strip()]
    for name in names:
        if name != EXPANDABLE:
            raise problems.bad_request(f"Could not find a property named '{name}' on type '{partner_model.PARTNER}'.")
    return bool(names)


def _row(row: dict[str, Any], policy: dict[str, Any] | None, expand: bool) -> dict[str, Any]:
    if not expand:
        return row
    return {**row, EXPANDABLE: policy and {"tenantId": row["tenantId"], **policy}}


@operation("GET", PARTNERS, "partners.list")
def list_partners(call: Call) -> Answer:
    expand = _expanded(call)
    if expand and call.query.get("$select") and EXPANDABLE not in call.query["$select"]:
        # $select chooses among the properties, and what is expanded comes along.
        call.query = {**call.query, "$select": f"{call.query['$select']},{EXPANDABLE}"}
    read = [found.read() for found in call.tenant.partners.values()]
    rows = [_row(row, policy, expand) for row, policy in read if row is not None]
    return collection(call, rows, PARTNERS, page_size=call.switches["page_size"])


@operation("POST", PARTNERS, "partners.create")
def add_partner(call: Call) -> Answer:
    members = _body(call, partner_model.PARTNER)
    identity = str(call.json().get("tenantId") or "").lower()
    if not identity:
        raise problems.bad_request("Property 'tenantId' is required.", "Request_BadRequest")
    found = call.tenant.partners.setdefault(identity, Partner())
    if found.row is not None:
        text = "Another object with the same value for property tenantId already exists."
        raise problems.Refusal(409, "Request_MultipleObjectsWithSameKeyValue", text)
    row = _merged({"tenantId": identity, **UNSET}, members, deep=True)
    _written(call, found, row, None)
    return Answer(201, {"@odata.context": call.context(f"{PARTNERS}/$entity"), **row})


def _merged(row: dict[str, Any], members: dict[str, Any], deep: bool) -> dict[str, Any]:
    """The row with the members; a structured member is merged with what is there, or takes its place."""
    result = dict(row)
    for name, value in members.items():
        if isinstance(value, dict) and deep:
            value = {**(row.get(name) or {}), **value}
        if name in ALLOWANCES:
            value = {**UNSET[name], **(value or {})}
        result[name] = value
    return result


@operation("GET", PARTNER, "partner.get")
def get_partner(call: Call) -> Answer:
    row = _row(*_read(call), _expanded(call))
    context = {"@odata.context": call.context(f"{PARTNERS}/$entity")}
    return Answer(200, selected({**context, **row}, call.query.get("$select", "")))


@operation("PATCH", PARTNER, "partner.patch")
def patch_partner(call: Call) -> Answer:
    found, members = _stored(call), _body(call, partner_model.PARTNER)
    _written(call, found, _merged(found.row or {}, members, call.switches["partner_patch"] == "merge"), found.policy)
    return Answer(NO_CONTENT)


@operation("DELETE", PARTNER, "partner.delete")
def delete_partner(call: Call) -> Answer:
    """Refused as long as there is a policy; how the service words that is not known."""
    found = _stored(call)
    if found.policy is not None:
        text = "The user synchronization policy must be deleted before the partner-specific configuration."
        raise problems.bad_request(text, "Request_BadRequest")
    _written(call, found, None, None)
    return Answer(NO_CONTENT)


@operation("GET", POLICY, "partner.policy.get")
def get_policy(call: Call) -> Answer:
    row, policy = _read(call)
    context = {"@odata.context": call.context(f"{PARTNERS}('{row['tenantId']}')/{EXPANDABLE}/$entity")}
    if policy is not None:
        shown = {"tenantId": row["tenantId"], **policy}
        return Answer(200, selected({**context, **shown}, call.query.get("$select", "")))
    absent = call.switches["partner_policy_absent"]
    if absent == "204":
        return Answer(NO_CONTENT)
    if absent == "null":
        return Answer(200, {**context, "@odata.null": True})
    raise _missing()


@operation("PUT", POLICY, "partner.policy.put")
def put_policy(call: Call) -> Answer:
    """Creates. The how-to knows a conflict with a policy that is there; a cmdlet updates by the same verb."""
    found, members = _stored(call), _body(call, partner_model.POLICY)
    if found.policy is not None and call.switches["partner_policy_put"] == "409":
        text = "A conflicting object with one or more of the specified property values is present in the directory."
        raise problems.Refusal(409, "Request_MultipleObjectsWithSameKeyValue", text)
    _written(call, found, found.row, {"displayName": None, "userSyncInbound": None, **members})
    return Answer(NO_CONTENT)


@operation("PATCH", POLICY, "partner.policy.patch")
def patch_policy(call: Call) -> Answer:
    found, members = _stored(call), _body(call, partner_model.POLICY)
    if found.policy is None:
        raise _missing()
    deep = call.switches["partner_patch"] == "merge"
    _written(call, found, found.row, _merged(found.policy, members, deep))
    return Answer(NO_CONTENT)


@operation("DELETE", POLICY, "partner.policy.delete")
def delete_policy(call: Call) -> Answer:
    found = _stored(call)
    if found.policy is None:
        raise _missing()
    _written(call, found, found.row, None)
    return Answer(NO_CONTENT)

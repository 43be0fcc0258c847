# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The partners of cross-tenant access and their identity synchronization, as documentation and how-to show them."""

from __future__ import annotations

from typing import Any

import pytest
from emulator import estate

from .conftest import Wire, error

ROOT = "/policies/crossTenantAccessPolicy/partners"
HERE = f"{ROOT}/{estate.OTHER_TENANT_ID}"
POLICY = f"{HERE}/identitySynchronization"
ALLOWED = {"displayName": "Northwind", "userSyncInbound": {"isSyncAllowed": True}}
EXPANDED = f"{ROOT}?$select=tenantId&$expand=identitySynchronization"
UNSET = {"inboundAllowed": None, "outboundAllowed": None}


def send(wire: Wire, method: str, path: str, body: Any = None) -> int:
    return wire.send(method, path, json=body).status_code


@pytest.fixture
def partner(wire: Wire) -> str:
    """The path of a new partner."""
    assert send(wire, "POST", ROOT, {"tenantId": estate.OTHER_TENANT_ID}) == 201
    return HERE


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if "@odata." not in name}


def test_a_new_partner_is_printed_with_all_that_it_could_have(wire: Wire) -> None:
    answer = wire.send("POST", ROOT, json={"tenantId": estate.OTHER_TENANT_ID})
    assert answer.status_code == 201
    assert plain(answer.json()) == plain(wire.get(HERE)) == {
        "tenantId": estate.OTHER_TENANT_ID,
        "isServiceProvider": None,
        "isInMultiTenantOrganization": False,
        "inboundTrust": None,
        "b2bCollaborationOutbound": None,
        "b2bCollaborationInbound": None,
        "b2bDirectConnectOutbound": None,
        "b2bDirectConnectInbound": None,
        "tenantRestrictions": None,
        "crossCloudMeetingConfiguration": UNSET,
        "automaticUserConsentSettings": UNSET,
    }  # fmt: skip


def test_a_partner_is_created_once(wire: Wire, partner: str) -> None:
    again = wire.send("POST", ROOT, json={"tenantId": estate.OTHER_TENANT_ID.upper()})
    text = "Another object with the same value for property tenantId already exists."
    assert error(again) == (409, "Request_MultipleObjectsWithSameKeyValue", text)


def test_a_partner_of_one_tenant_is_none_of_the_other(wire: Wire, partner: str) -> None:
    token = wire.emulator.token(tenant_id=estate.OTHER_TENANT_ID)
    answer = wire.send("GET", HERE, headers={"Authorization": f"Bearer {token}"})
    assert error(answer)[:2] == (404, "Directory_ObjectNotFound")


def test_a_policy_is_created_by_put_and_changed_by_patch(wire: Wire, partner: str) -> None:
    assert error(wire.send("PATCH", POLICY, json=ALLOWED))[:2] == (404, "Directory_ObjectNotFound")
    assert send(wire, "PUT", POLICY, ALLOWED) == 204
    assert plain(wire.get(POLICY)) == {"tenantId": estate.OTHER_TENANT_ID, **ALLOWED}
    assert send(wire, "PATCH", POLICY, {"userSyncInbound": {"isSyncAllowed": False}}) == 204
    assert wire.get(POLICY)["displayName"] == "Northwind"
    assert wire.get(POLICY)["userSyncInbound"] == {"isSyncAllowed": False}
    assert [send(wire, "DELETE", POLICY) for dummy in range(2)] == [204, 404]


@pytest.mark.parametrize(("switch", "status"), [("409", 409), ("204", 204)])
def test_a_second_put_of_a_policy_is_a_conflict_or_replaces_it(
    wire: Wire, partner: str, switch: str, status: int
) -> None:
    wire.emulator.switches["partner_policy_put"] = switch
    send(wire, "PUT", POLICY, ALLOWED)
    answer = wire.send("PUT", POLICY, json={"displayName": "Other"})
    assert answer.status_code == status
    if status == 409:
        assert error(answer)[1] == "Request_MultipleObjectsWithSameKeyValue"
    assert wire.get(POLICY)["displayName"] == ("Northwind" if status == 409 else "Other")


@pytest.mark.parametrize(("switch", "status"), [("404", 404), ("204", 204), ("null", 200)])
def test_a_partner_without_a_policy_says_so_in_one_of_three_ways(
    wire: Wire, partner: str, switch: str, status: int
) -> None:
    wire.emulator.switches["partner_policy_absent"] = switch
    answer = wire.send("GET", POLICY)
    assert answer.status_code == status
    if status == 404:
        assert error(answer)[1] == "Directory_ObjectNotFound"
    elif status == 200:
        assert plain(answer.json()) == {} and answer.json()["@odata.null"] is True
    else:
        assert answer.content == b""


def test_the_policy_is_shown_with_its_partner_only_when_it_is_asked_for(wire: Wire, partner: str) -> None:
    assert wire.get(EXPANDED)["value"] == [{"tenantId": estate.OTHER_TENANT_ID, "identitySynchronization": None}]
    send(wire, "PUT", POLICY, ALLOWED)
    assert "identitySynchronization" not in wire.get(HERE)
    assert "identitySynchronization" not in wire.get(ROOT)["value"][0]
    (row,) = wire.get(EXPANDED)["value"]
    assert row == {
        "tenantId": estate.OTHER_TENANT_ID,
        "identitySynchronization": {"tenantId": estate.OTHER_TENANT_ID, **ALLOWED},
    }
    assert send(wire, "GET", f"{ROOT}?$expand=nothing") == 400


def test_the_list_comes_in_pages_with_their_policies(wire: Wire) -> None:
    wire.emulator.switches["page_size"] = 1
    for serial in ("1", "2"):
        other = estate.stable_id("partner", serial)
        assert send(wire, "POST", ROOT, {"tenantId": other}) == 201
        assert send(wire, "PUT", f"{ROOT}/{other}/identitySynchronization", ALLOWED) == 204
    first = wire.get(EXPANDED)
    second = wire.get(first["@odata.nextLink"])
    assert [page["value"][0]["identitySynchronization"]["displayName"] for page in (first, second)] == ["Northwind"] * 2


@pytest.mark.parametrize(
    ("switch", "after"), [("merge", [True, True]), ("replace", [True, None])], ids=["merge", "replace"]
)
def test_structured_members_of_a_partner_are_merged_or_replaced(
    wire: Wire, partner: str, switch: str, after: list[Any]
) -> None:
    wire.emulator.switches["partner_patch"] = switch
    assert send(wire, "PATCH", HERE, {"inboundTrust": {"isMfaAccepted": True}}) == 204
    for member in ("outboundAllowed", "inboundAllowed"):
        assert send(wire, "PATCH", HERE, {"automaticUserConsentSettings": {member: True}}) == 204
    found = wire.get(HERE)
    assert found["inboundTrust"] == {"isMfaAccepted": True}
    assert [found["automaticUserConsentSettings"][name] for name in ("inboundAllowed", "outboundAllowed")] == after


def test_a_partner_is_deleted_after_its_policy(wire: Wire, partner: str) -> None:
    send(wire, "PUT", POLICY, ALLOWED)
    refused = wire.send("DELETE", HERE)
    assert refused.status_code == 400 and "user synchronization policy" in error(refused)[2]
    assert [send(wire, "DELETE", path) for path in (POLICY, HERE, HERE)] == [204, 204, 404]
    assert wire.get(ROOT)["value"] == []
    assert send(wire, "POST", ROOT, {"tenantId": estate.OTHER_TENANT_ID}) == 201


BAD_BODIES: list[tuple[str, str, Any]] = [
    ("POST", ROOT, {}),
    ("POST", ROOT, {"tenantId": "northwind.example"}),
    ("POST", ROOT, {"tenantId": estate.stable_id("x"), "inboundTrusts": None}),
    ("PATCH", HERE, {"automaticUserConsentSettings": {"inbound": True}}),
    ("PATCH", HERE, {"automaticUserConsentSettings": {"inboundAllowed": "true"}}),
    ("PATCH", HERE, {"automaticUserConsentSettings": True}),
    ("PATCH", HERE, {"b2bCollaborationInbound": {"usersAndGroups": {"access": "allowed"}}}),
    ("PATCH", HERE, {"tenantId": estate.TENANT_ID}),
    ("PUT", POLICY, {"displayName": 5}),
    ("PUT", POLICY, {"groupSyncInbound": {"isSyncAllowed": True}}),
    ("PUT", POLICY, {"userSyncInbound": {"isSyncAllowed": True, "isGroupSyncAllowed": True}}),
]


@pytest.mark.parametrize(("method", "path", "body"), BAD_BODIES)
def test_unknown_members_and_wrong_types_are_refused(
    wire: Wire, partner: str, method: str, path: str, body: Any
) -> None:
    before = wire.get(ROOT)["value"]
    assert send(wire, method, path, body) == 400
    assert wire.get(ROOT)["value"] == before


def test_beta_knows_groups_as_well(wire: Wire, partner: str) -> None:
    wire.version = "beta"
    assert send(wire, "PUT", POLICY, {"groupSyncInbound": {"isSyncAllowed": True}}) == 204
    wire.version = "v1.0"
    assert wire.get(POLICY)["groupSyncInbound"] == {"isSyncAllowed": True}


def test_reads_may_lag_behind_each_write(wire: Wire) -> None:
    wire.emulator.switches["partner_read_lag"] = 2
    assert send(wire, "POST", ROOT, {"tenantId": estate.OTHER_TENANT_ID}) == 201
    assert wire.get(ROOT)["value"] == []
    assert [send(wire, "GET", HERE) for dummy in range(2)] == [404, 200]
    send(wire, "PUT", POLICY, ALLOWED)
    assert [send(wire, "GET", POLICY) for dummy in range(3)] == [404, 404, 200]
    send(wire, "PATCH", POLICY, {"displayName": "Other"})
    names = [wire.get(POLICY)["displayName"] for dummy in range(3)]
    assert names == ["Northwind", "Northwind", "Other"]
    assert [send(wire, "DELETE", path) for path in (POLICY, HERE)] == [204, 204]
    assert [send(wire, "GET", HERE) for dummy in range(3)] == [200, 200, 404]


def test_reading_needs_less_than_writing(wire: Wire, partner: str) -> None:
    wire.roles = ("Policy.Read.All",)
    assert send(wire, "GET", HERE) == 200
    refused = wire.send("PATCH", HERE, json={"automaticUserConsentSettings": {"inboundAllowed": True}})
    assert error(refused)[:2] == (403, "Authorization_RequestDenied")
    wire.roles = ("Synchronization.ReadWrite.All", "Application.ReadWrite.All")
    assert error(wire.send("GET", HERE))[:2] == (403, "Authorization_RequestDenied")


def test_an_unknown_partner_is_not_found(wire: Wire) -> None:
    for path in (HERE, POLICY, f"{ROOT}/nobody"):
        assert error(wire.send("GET", path))[:2] == (404, "Directory_ObjectNotFound")
    assert error(wire.send("PUT", POLICY, json=ALLOWED))[:2] == (404, "Directory_ObjectNotFound")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cross-tenant partners over the whole road: both tenants' halves, each made once whatever happens on the way."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import estate
from emulator.routes_partners import UNSET
from emulator.world import Partner

from .resource_road import run, writes

# Contoso is the source, Northwind the target.
SOURCE, TARGET = estate.TENANT_ID, estate.OTHER_TENANT_ID
ALLOWED = {"display_name": "Contoso", "inbound_sync_allowed": True, "inbound_consent": True}
HALVES = {
    "target": {"tenant_id": TARGET, "partner_tenant_id": SOURCE, **ALLOWED},
    "source": {"tenant_id": SOURCE, "partner_tenant_id": TARGET, "outbound_consent": True},
}
HALF = HALVES["target"]
WHO = {"tenant_id": TARGET, "partner_tenant_id": SOURCE}
GONE = {**WHO, "state": "absent", "remove_partner": True}
PARTNERS, PARTNER, POLICY = r"/partners$", rf"/partners/{SOURCE}$", r"/identitySynchronization$"


def stored(emu, tenant=TARGET, partner=SOURCE):
    """The partner as it stands in the service."""
    return emu.world.tenants[tenant].partners[partner]


def place(emu, policy=None, **members):
    """A partner that is there already, with members that the service may have and the emulator refuses to take."""
    emu.world.tenants[TARGET].partners[SOURCE] = Partner({"tenantId": SOURCE, **UNSET, **members}, policy)


def as_declared(emu):
    found = stored(emu)
    return (
        found.policy["displayName"],
        found.policy["userSyncInbound"]["isSyncAllowed"],
        found.row["automaticUserConsentSettings"]["inboundAllowed"],
    ) == ("Contoso", True, True)


def sent(emu, since):
    """Verb and last part of the path of each write."""
    return [(verb, path.rpartition("/")[2]) for verb, path in writes(emu, since)]


@pytest.mark.parametrize(
    ("absence", "patch", "lag"), [("404", "merge", 0), ("204", "replace", 0), ("null", "merge", 2)]
)
def test_both_halves_are_made_changed_and_removed_each_step_once(emu, absence, patch, lag):
    emu.switches.update(partner_policy_absent=absence, partner_patch=patch, partner_read_lag=lag)
    changes = [
        (HALVES["target"], ["create", "create", "update"]),
        (HALVES["source"], ["create", "update"]),
        ({**WHO, "display_name": "Contoso AG", "outbound_consent": True}, ["update", "update"]),
        ({**WHO, "state": "absent"}, ["delete"]),
        ({**HALVES["source"], "state": "absent"}, []),
        (GONE, ["delete"]),
        ({**HALVES["source"], "state": "absent", "remove_partner": True}, ["delete"]),
    ]
    for options, actions in changes:
        checked = run(cross_tenant, emu, check_mode=True, **options)
        real = run(cross_tenant, emu, **options)
        assert [change["action"] for change in real["plan"]["changes"]] == actions
        for part in ("plan", "diff", "cross_tenant"):
            assert checked[part] == real[part], part
        mark = emu.mark()
        again = run(cross_tenant, emu, **options)
        assert (again["changed"], writes(emu, mark)) == (False, [])
        assert again["cross_tenant"] == real["cross_tenant"]


def test_each_half_stands_in_its_own_tenant_and_knows_nothing_of_the_other(emu):
    for half in HALVES.values():
        run(cross_tenant, emu, **half)
    assert as_declared(emu)
    assert stored(emu, SOURCE, TARGET).policy is None
    consents = {tenant: stored(emu, tenant, other).row for tenant, other in ((TARGET, SOURCE), (SOURCE, TARGET))}
    found = {tenant: row["automaticUserConsentSettings"] for tenant, row in consents.items()}
    assert found == {
        TARGET: {"inboundAllowed": True, "outboundAllowed": None},
        SOURCE: {"inboundAllowed": None, "outboundAllowed": True},
    }
    assert list(emu.world.tenants[SOURCE].partners) == [TARGET]


FAULTS = [
    {"kind": "reset", "when": "after"},
    {"kind": "reset", "when": "before"},
    {"kind": "server_error", "status": 503, "when": "after"},
    {"kind": "server_error", "status": 503, "when": "before"},
    {"kind": "throttle", "seconds": 1},
]
WRITES = {"partner": ("POST", PARTNERS), "policy": ("PUT", POLICY), "consent": ("PATCH", PARTNER)}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(str(part) for part in fault.values()))
@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES)
def test_a_lost_answer_costs_nothing(emu, fault, method, path):
    emu.fault(method=method, path=path, times=1, **fault)
    result = run(cross_tenant, emu, **HALF)
    assert [change["action"] for change in result["plan"]["changes"]] == ["create", "create", "update"]
    assert as_declared(emu)
    assert run(cross_tenant, emu, **HALF)["changed"] is False


@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES)
@pytest.mark.parametrize(("lag", "put"), [(2, "409"), (0, "204")])
def test_a_lost_answer_costs_nothing_in_other_manners_of_the_service(emu, method, path, lag, put):
    emu.switches.update(partner_read_lag=lag, partner_policy_put=put)
    emu.fault(method=method, path=path, kind="reset", when="after")
    result = run(cross_tenant, emu, **HALF)
    assert [change["action"] for change in result["plan"]["changes"]] == ["create", "create", "update"]
    assert as_declared(emu)
    assert run(cross_tenant, emu, **HALF)["changed"] is False


def test_a_partner_that_was_made_meanwhile_is_adopted_with_all_that_it_holds(emu):
    # The reads of this run come before the other program's write, and its own writes after it.
    place(
        emu,
        {"displayName": "Theirs", "userSyncInbound": {"isSyncAllowed": False}},
        inboundTrust={"isMfaAccepted": True},
    )
    found = stored(emu)
    found.shown, found.stale_reads = (None, None), 3
    mark = emu.mark()
    result = run(cross_tenant, emu, **HALF)
    assert [change["action"] for change in result["plan"]["changes"]] == ["create", "create", "update"]
    assert sent(emu, mark) == [
        ("POST", "partners"),
        ("PUT", "identitySynchronization"),
        ("PATCH", "identitySynchronization"),
        ("PATCH", SOURCE),
    ]
    assert as_declared(emu)
    assert stored(emu).row["inboundTrust"] == {"isMfaAccepted": True}
    assert run(cross_tenant, emu, **HALF)["changed"] is False


@pytest.mark.parametrize("patch", ["merge", "replace"])
def test_what_nobody_declared_and_what_nobody_knows_survives(emu, patch):
    emu.switches["partner_patch"] = patch
    trust = {"isMfaAccepted": True, "isCompliantDeviceAccepted": None}
    members = {"inboundTrust": trust, "laterMember": {"kept": [1]}, "isServiceProvider": True}
    consents = {"inboundAllowed": False, "outboundAllowed": True}
    policy = {"displayName": "Old", "userSyncInbound": None, "groupSyncInbound": {"isSyncAllowed": True}}
    place(emu, policy, **members, automaticUserConsentSettings=consents)
    run(cross_tenant, emu, **HALF)
    assert as_declared(emu)
    row = stored(emu).row
    assert {name: row[name] for name in members} == members
    assert row["automaticUserConsentSettings"] == {"inboundAllowed": True, "outboundAllowed": True}
    assert stored(emu).policy["groupSyncInbound"] == {"isSyncAllowed": True}


def test_removing_a_partner_that_holds_more_is_refused_until_it_is_accepted(emu):
    run(cross_tenant, emu, **HALF)
    stored(emu).row["b2bCollaborationInbound"] = {"usersAndGroups": {"accessType": "blocked", "targets": []}}
    mark = emu.mark()
    with pytest.raises(Stopped, match="also holds b2bCollaborationInbound; all of that goes with it"):
        run(cross_tenant, emu, **GONE)
    assert writes(emu, mark) == []
    run(cross_tenant, emu, **GONE, accept_hazards=["delete_undeclared"])
    assert sent(emu, mark) == [("DELETE", "identitySynchronization"), ("DELETE", SOURCE)]
    assert stored(emu).row is None


@pytest.mark.parametrize("forbidden", ["403", "401"])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_without_permission_nothing_is_believed_to_be_absent(emu, forbidden, state):
    run(cross_tenant, emu, **HALF)
    emu.switches["forbidden_answer"] = forbidden
    token = emu.token(roles=("Synchronization.ReadWrite.All",), tenant_id=TARGET)
    mark = emu.mark()
    connection = {"access_token": token, "auth_method": "access_token", "client_secret": None}
    with pytest.raises(errors.GraphError, match="Policy.Read.All"):
        run(cross_tenant, emu, **{**HALF, "state": state}, **connection)
    assert writes(emu, mark) == []


def test_the_reader_can_look_for_drift_and_is_told_what_writing_needs(emu):
    token = emu.token(roles=estate.READ_ROLES, tenant_id=TARGET)
    connection = {"access_token": token, "auth_method": "access_token", "client_secret": None}
    assert run(cross_tenant, emu, check_mode=True, **HALF, **connection)["changed"] is True
    with pytest.raises(Stopped, match="Policy.ReadWrite.CrossTenantAccess.*Nothing was changed"):
        run(cross_tenant, emu, **HALF, **connection)


@pytest.mark.parametrize("path", [PARTNER, POLICY], ids=["partner", "policy"])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_404_that_the_list_contradicts_is_no_absence(emu, path, state):
    run(cross_tenant, emu, **HALF)
    emu.fault(method="GET", path=path, kind="not_found", times=0, code="Directory_ObjectNotFound")
    mark = emu.mark()
    with pytest.raises(Situation, match="its copies do not agree"):
        run(cross_tenant, emu, **{**HALF, "state": state})
    assert writes(emu, mark) == []


@pytest.mark.parametrize("path", [PARTNER, POLICY])
def test_a_change_that_a_lagging_copy_answers_404_is_sent_again(emu, path):
    place(emu, policy={"displayName": "Old", "userSyncInbound": {"isSyncAllowed": True}})
    rule = emu.fault(method="PATCH", path=path, kind="replication", status=404)
    assert run(cross_tenant, emu, **HALF)["changed"]
    assert (rule.fired, as_declared(emu)) == (1, True)


def test_an_unknown_partner_is_absent_already(emu):
    mark = emu.mark()
    result = run(cross_tenant, emu, **GONE)
    assert (result["changed"], result["cross_tenant"]["exists"], writes(emu, mark)) == (False, False, [])


@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES)
def test_a_refused_step_is_told_and_the_next_run_goes_on_from_there(emu, method, path):
    emu.fault(method=method, path=path, kind="answer", times=1, status=400, code="Request_BadRequest", message="No.")
    done = list(WRITES.values()).index((method, path))
    with pytest.raises(Stopped) as stop:
        run(cross_tenant, emu, **HALF)
    assert len(stop.value.result["done"]) == done
    again = run(cross_tenant, emu, **HALF)
    assert len(again["plan"]["changes"]) == 3 - done
    assert as_declared(emu)


def test_the_list_of_partners_is_followed_over_its_pages(emu):
    emu.switches["page_size"] = 1
    for serial in ("1", "2"):
        other = estate.stable_id("partner", serial)
        emu.world.tenants[TARGET].partners[other] = Partner({"tenantId": other, **UNSET})
    place(emu, {"displayName": "Contoso", "userSyncInbound": None})
    emu.fault(method="GET", path=PARTNER, kind="not_found", times=0)
    with pytest.raises(Situation, match="The service lists the partner configuration"):
        run(cross_tenant, emu, **HALF)


def test_a_running_synchronization_that_stops_is_said(emu):
    run(cross_tenant, emu, **HALF)
    result = run(cross_tenant, emu, **WHO, inbound_sync_allowed=False)
    assert "into this tenant stops" in result["warnings"][0]
    assert stored(emu).policy["userSyncInbound"] == {"isSyncAllowed": False}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module cross_tenant_synchronization: one tenant's half, of which only what was declared moves."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant as resource
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant_members as members
from ansible_collections.entra.provisioning.tests.unit.fake_graph import refusal
from ansible_collections.entra.provisioning.tests.unit.partner_graph import (
    HERE,
    PARTNERS,
    POLICY,
    TENANT,
    PartnerGraph,
    partner,
    policy,
)
from ansible_collections.entra.provisioning.tests.unit.task import parameters, run

TARGET = {"display_name": "Northwind", "inbound_sync_allowed": True, "inbound_consent": True}
SOURCE = {"outbound_consent": True}
# What a GET of a policy that is not there may answer; None is 404.
ABSENCES = [None, {}, {"@odata.context": "x", "@odata.null": True}, {"@odata.context": "x", "value": None}]


def apply(graph, **options):
    return run(resource, graph, **{"partner_tenant_id": TENANT, **options})


def steps(result):
    """(verb, target without ids) of each planned change."""
    return [(change["action"], change["target"].partition(" of ")[0]) for change in result["plan"]["changes"]]


CREATE_PARTNER, UPDATE_PARTNER = ("create", "partner configuration"), ("update", "partner configuration")
DELETE_PARTNER = ("delete", "partner configuration")
CREATE_POLICY, UPDATE_POLICY, DELETE_POLICY = (
    (action, "identity synchronization policy") for action in ("create", "update", "delete")
)


def test_the_half_of_the_target_is_made_in_the_order_of_the_how_to():
    graph = PartnerGraph()
    result = apply(graph, **TARGET)
    assert steps(result) == [CREATE_PARTNER, CREATE_POLICY, UPDATE_PARTNER]
    assert graph.writes == [
        ("POST", PARTNERS, {"tenantId": TENANT}),
        ("PUT", POLICY, {"displayName": "Northwind", "userSyncInbound": {"isSyncAllowed": True}}),
        ("PATCH", HERE, {"automaticUserConsentSettings": {"inboundAllowed": True}}),
    ]
    assert result["cross_tenant"] == {
        "partner_tenant_id": TENANT,
        "exists": True,
        "display_name": "Northwind",
        "inbound_sync_allowed": True,
        "inbound_consent": True,
        "outbound_consent": None,
    }


def test_the_half_of_the_source_has_no_policy():
    graph = PartnerGraph()
    result = apply(graph, **SOURCE)
    assert [write[:2] for write in graph.writes] == [("POST", PARTNERS), ("PATCH", HERE)]
    assert result["cross_tenant"]["outbound_consent"] is True
    assert result["cross_tenant"]["inbound_sync_allowed"] is None


STARTS = {
    "nothing": (None, None),
    "a partner": (partner(), None),
    "another consent": (partner({"outboundAllowed": True}), None),
    "a policy that does not allow it": (partner(), policy("Other", False)),
    "a policy that says nothing": (partner(), policy(None, None)),
    "all of it": (partner({"inboundAllowed": True}), policy()),
}
GOALS = {
    "partner": {},
    "target": TARGET,
    "source": SOURCE,
    "stopped": {"inbound_sync_allowed": False, "inbound_consent": False, "display_name": ""},
    "no policy": {"state": "absent"},
    "no partner": {"state": "absent", "remove_partner": True},
}
EVERY_WAY = pytest.mark.parametrize(("start", "goal"), [(start, goal) for start in STARTS for goal in GOALS])


@EVERY_WAY
def test_check_mode_foretells_the_run_and_a_second_run_finds_nothing_to_do(start, goal):
    graph = PartnerGraph(*STARTS[start])
    checked = apply(graph, check=True, **GOALS[goal])
    assert graph.writes == []
    real = apply(graph, **GOALS[goal])
    for part in ("changed", "plan", "diff", "cross_tenant"):
        assert checked[part] == real[part], part
    written = len(graph.writes)
    again = apply(graph, **GOALS[goal])
    assert (again["changed"], len(graph.writes)) == (False, written)
    assert again["cross_tenant"] == real["cross_tenant"]


@EVERY_WAY
def test_what_was_declared_stands_afterwards_and_nothing_else_moved(start, goal):
    row, stored = STARTS[start]
    graph = PartnerGraph(row, stored)
    declared = {name: value for name, value in GOALS[goal].items() if name not in ("state", "remove_partner")}
    before = apply(PartnerGraph(row, stored), check=True, state="present")["cross_tenant"]
    after = apply(graph, **GOALS[goal])["cross_tenant"]
    if "state" not in GOALS[goal]:
        for name, value in declared.items():
            assert (after[name] or False) == (value or False), name
        for name in {*before, "exists"} - {*declared, "exists"}:
            assert after[name] == before[name], name


def test_a_policy_that_is_there_is_patched_with_what_moves_only():
    graph = PartnerGraph(partner(), policy("Northwind", False))
    result = apply(graph, **TARGET)
    assert steps(result) == [UPDATE_POLICY, UPDATE_PARTNER]
    assert graph.writes[0] == ("PATCH", POLICY, {"userSyncInbound": {"isSyncAllowed": True}})
    assert result["plan"]["changes"][0]["before"] == {"inbound_sync_allowed": False}
    assert result["plan"]["changes"][0]["after"] == {"inbound_sync_allowed": True}


def test_an_empty_name_clears_the_name():
    graph = PartnerGraph(partner(), policy())
    result = apply(graph, display_name="")
    assert graph.writes == [("PATCH", POLICY, {"displayName": None})]
    assert result["cross_tenant"]["display_name"] is None


def test_a_consent_goes_with_the_other_consent_and_with_what_nobody_knows_yet():
    graph = PartnerGraph(partner({"outboundAllowed": True, "later": {"kept": 1}, "x@odata.type": "y"}))
    apply(graph, inbound_consent=True)
    sent = {"outboundAllowed": True, "later": {"kept": 1}, "inboundAllowed": True}
    assert graph.writes == [("PATCH", HERE, {"automaticUserConsentSettings": sent})]


def test_what_else_the_inbound_settings_of_a_policy_hold_goes_along():
    stored = policy(userSyncInbound={"isSyncAllowed": False, "later": 1, "@odata.type": "x"})
    graph = PartnerGraph(partner(), stored)
    apply(graph, inbound_sync_allowed=True)
    assert graph.writes == [("PATCH", POLICY, {"userSyncInbound": {"isSyncAllowed": True, "later": 1}})]


@pytest.mark.parametrize("option", ["inbound_sync_allowed", "inbound_consent", "outbound_consent"])
def test_false_is_what_stands_where_nothing_is_set(option):
    graph = PartnerGraph(partner())
    result = apply(graph, **{option: False})
    assert (result["changed"], result["cross_tenant"][option]) == (False, None)


def test_a_new_policy_gets_all_that_was_declared():
    graph = PartnerGraph(partner())
    apply(graph, display_name="Northwind", inbound_sync_allowed=False)
    expected = {"displayName": "Northwind", "userSyncInbound": {"isSyncAllowed": False}}
    assert graph.writes == [("PUT", POLICY, expected)]


@pytest.mark.parametrize("absence", ABSENCES)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_policy_that_reads_as_null_in_any_way_is_none(absence, state):
    graph = PartnerGraph(partner(), absent=absence)
    result = apply(graph, state=state, **({"inbound_sync_allowed": True} if state == "present" else {}))
    assert steps(result) == ([CREATE_POLICY] if state == "present" else [])


def test_absent_takes_the_policy_and_leaves_the_partner():
    graph = PartnerGraph(partner({"inboundAllowed": True}, inboundTrust={"isMfaAccepted": True}), policy())
    result = apply(graph, state="absent")
    assert graph.writes == [("DELETE", POLICY, None)]
    assert result["plan"]["hazards"] == []
    assert result["cross_tenant"] == {
        "partner_tenant_id": TENANT,
        "exists": True,
        "display_name": None,
        "inbound_sync_allowed": None,
        "inbound_consent": True,
        "outbound_consent": None,
    }


def test_remove_partner_takes_the_policy_first_and_then_the_partner():
    graph = PartnerGraph(partner({"inboundAllowed": True}), policy())
    result = apply(graph, state="absent", remove_partner=True)
    assert steps(result) == [DELETE_POLICY, DELETE_PARTNER]
    assert [write[:2] for write in graph.writes] == [("DELETE", POLICY), ("DELETE", HERE)]
    assert result["plan"]["hazards"] == []
    assert result["cross_tenant"]["exists"] is False
    assert result["plan"]["changes"][1]["before"] == {"partner_tenant_id": TENANT, "inbound_consent": True}


HELD = {
    "inboundTrust": {"isMfaAccepted": True, "isCompliantDeviceAccepted": None},
    "b2bCollaborationInbound": {"usersAndGroups": {"accessType": "blocked", "targets": []}, "applications": None},
    "tenantRestrictions": {"devices": {"mode": "allowed"}},
    "inboundTrust that refuses": {"isMfaAccepted": False},
    "crossCloudMeetingConfiguration": {"inboundAllowed": False, "outboundAllowed": None},
    "isServiceProvider": True,
    "isInMultiTenantOrganization": True,
    "notKnownToUs": ["something"],
}
EMPTY = {
    "inboundTrust": {"isMfaAccepted": None},
    "b2bCollaborationInbound": {"usersAndGroups": None, "applications": {"accessType": None, "targets": []}},
    "isServiceProvider": False,
    "notKnownToUs": [],
}


@pytest.mark.parametrize(("member", "value"), HELD.items(), ids=HELD)
def test_what_else_a_partner_holds_has_to_be_accepted_by_name(member, value):
    member = member.partition(" ")[0]
    graph = PartnerGraph(partner(**{member: value}), policy())
    gone = {"state": "absent", "remove_partner": True}
    checked = apply(graph, check=True, **gone)
    (hazard,) = checked["plan"]["hazards"]
    assert hazard["name"] == "delete_undeclared"
    assert f"of tenant {TENANT} also holds {member}; all of that goes with it" in hazard["detail"]
    with pytest.raises(_road.Stopped, match=r"accept_hazards: \[delete_undeclared\]"):
        apply(graph, **gone)
    assert graph.writes == []
    result = apply(graph, **gone, accept_hazards=["delete_undeclared"])
    assert result["plan"]["changes"][1]["before"]["other_settings"] == [member]
    assert graph.row is None


@pytest.mark.parametrize(("member", "value"), EMPTY.items(), ids=EMPTY)
def test_what_holds_nothing_hinders_nobody(member, value):
    graph = PartnerGraph(partner(**{member: value}))
    assert apply(graph, state="absent", remove_partner=True)["plan"]["hazards"] == []


STOPS = {"false": {"inbound_sync_allowed": False}, "absent": {"state": "absent"}}


@pytest.mark.parametrize("options", STOPS.values(), ids=STOPS)
def test_that_a_running_synchronization_stops_is_a_warning(options):
    warnings = apply(PartnerGraph(partner(), policy()), check=True, **options)["warnings"]
    assert len(warnings) == 1
    assert f"synchronization of users from tenant {TENANT} into this tenant stops" in warnings[0]
    assert apply(PartnerGraph(partner(), policy()), **options)["warnings"] == warnings
    assert apply(PartnerGraph(partner(), policy(allowed=False)), **options)["warnings"] == []


def test_what_was_read_can_be_declared_and_is_no_change():
    for row, stored in STARTS.values():
        if row is None:
            continue
        shown = apply(PartnerGraph(row, stored))["cross_tenant"]
        declared = {name: value for name, value in shown.items() if name != "exists" and value is not None}
        assert apply(PartnerGraph(row, stored), **declared)["changed"] is False


MEANWHILE = {
    "a partner": (partner(), None),
    "a partner with the other consent": (partner({"outboundAllowed": True}), None),
    "another policy": (partner(), policy("Somebody's", False)),
    "just what was declared": (partner({"inboundAllowed": True}), policy()),
}


@pytest.mark.parametrize("theirs", MEANWHILE.values(), ids=MEANWHILE)
def test_what_somebody_else_made_meanwhile_is_adopted_and_brought_to_what_was_declared(theirs):
    graph = PartnerGraph(made_meanwhile=theirs)
    result = apply(graph, **TARGET)
    assert result["cross_tenant"]["outbound_consent"] == theirs[0]["automaticUserConsentSettings"]["outboundAllowed"]
    for name, value in TARGET.items():
        assert result["cross_tenant"][name] == value
    assert apply(graph, **TARGET)["changed"] is False


def test_an_adopted_partner_is_shown_with_its_policy():
    graph = PartnerGraph(made_meanwhile=(partner(), policy("Somebody's")))
    assert apply(graph, **SOURCE)["cross_tenant"]["display_name"] == "Somebody's"


LISTED_YET = {
    "partner": (HERE, "partner configuration"),
    "policy": (POLICY, "identity synchronization policy"),
}


@pytest.mark.parametrize(("path", "name"), LISTED_YET.values(), ids=LISTED_YET)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_what_is_listed_is_not_absent_whatever_its_address_says(path, name, state):
    graph = PartnerGraph(partner(), policy())
    graph.routes[path] = refusal(errors.NotFound, 404, "Directory_ObjectNotFound")
    with pytest.raises(Situation, match=f"lists the {name} of .*Run again in a minute"):
        apply(graph, state=state)
    assert graph.writes == []


@pytest.mark.parametrize("path", [HERE, POLICY, PARTNERS])
@pytest.mark.parametrize("kind", [errors.Unauthenticated, errors.Forbidden, errors.ServerFault, errors.Malformed])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_failed_read_never_becomes_a_write_or_an_absence(path, kind, state):
    graph = PartnerGraph(partner())
    graph.routes[path] = refusal(kind, 500)
    with pytest.raises(kind):
        apply(graph, state=state, **({"inbound_sync_allowed": True} if state == "present" else {}))
    assert graph.writes == []


def test_a_list_that_says_404_proves_nothing():
    graph = PartnerGraph()
    graph.routes[PARTNERS] = refusal(errors.NotFound, 404)
    with pytest.raises(errors.NotFound):
        apply(graph, **TARGET)


def test_a_deletion_is_over_when_the_list_shows_it_too():
    graph = PartnerGraph(partner(), policy())
    graph.delete = lambda path, **_more: Reply(204, {}, None)
    graph.routes[POLICY] = refusal(errors.NotFound, 404, "Directory_ObjectNotFound")
    partners = resource.endpoint.Partners(graph, TENANT)
    with pytest.raises(errors.Unsettled, match="see the identity synchronization policy of .* gone"):
        partners.delete_policy()


REFUSED = {"partner": ("POST", PARTNERS, 0), "policy": ("PUT", POLICY, 1), "consent": ("PATCH", HERE, 2)}


@pytest.mark.parametrize(("verb", "path", "done"), REFUSED.values(), ids=REFUSED)
def test_a_refused_write_is_told_with_all_that_was_done_before_it(verb, path, done):
    graph = PartnerGraph()
    graph.routes[(verb, path)] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, **TARGET)
    result = stop.value.result
    assert result["error"]["code"] == "Authorization_RequestDenied"
    assert len(result["done"]) == done
    assert result["changed"] is (done > 0)


def test_a_write_that_did_not_take_is_not_called_a_success():
    graph = PartnerGraph(partner(), policy(allowed=False))
    graph.patch = lambda *_args, **_more: None
    with pytest.raises(_road.Stopped, match="see that the identity synchronization policy of .* is as declared"):
        apply(graph, inbound_sync_allowed=True)


BAD = {
    "no id": ({"partner_tenant_id": "northwind.example"}, "partner_tenant_id: 'northwind.example' is not an id"),
    "empty id": ({"partner_tenant_id": ""}, "partner_tenant_id: '' is not an id"),
    "remove_partner": ({"remove_partner": True}, "remove_partner: true needs state: absent, and state is present"),
    "blank name": ({"display_name": "  "}, "display_name: the value is blank"),
}


@pytest.mark.parametrize(("options", "words"), BAD.values(), ids=BAD)
def test_wrong_input_is_refused_before_any_request(options, words):
    graph = PartnerGraph()
    with pytest.raises(InvalidInput, match=words):
        apply(graph, **options)
    assert (graph.reads, graph.writes) == ([], [])


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(PartnerGraph(), partner_tenant_id="x", remove_partner=True, display_name=" ")
    assert len(refused.value.problems) == 3


def test_a_tenant_is_no_partner_of_itself():
    params = {**parameters(resource, {"partner_tenant_id": TENANT.upper()}), "tenant_id": TENANT.upper()}
    with pytest.raises(InvalidInput, match="partner_tenant_id: .* is the tenant that this task signs in to"):
        resource.propose(PartnerGraph(), params)


def test_an_id_in_capitals_is_the_same_id():
    graph = PartnerGraph(partner(), policy())
    assert apply(graph, partner_tenant_id=TENANT.upper(), display_name="Northwind")["changed"] is False


def test_every_option_is_a_field_and_every_field_an_option():
    fields = (members.TENANT, *members.POLICY, *members.CONSENTS)
    types = {"truth": "bool", "text": "str", "guid": "str"}
    assert {field.option for field in fields} == set(resource.OPTIONS) - {"state", "remove_partner"}
    assert all(resource.OPTIONS[field.option]["type"] == types[field.kind] for field in fields)


READS = {
    "both there": ((partner(), policy()), [HERE, POLICY]),
    "no policy": ((partner(), None), [HERE, POLICY, PARTNERS]),
    "no partner": ((None, None), [HERE, PARTNERS]),
}


@pytest.mark.parametrize(("start", "paths"), READS.values(), ids=READS)
def test_the_list_is_read_only_to_prove_an_absence(start, paths):
    graph = PartnerGraph(*start)
    apply(graph, state="absent", check=True)
    assert [path for _verb, path, _query, _version in graph.reads] == paths
    assert all(
        query == {"$select": "tenantId", "$expand": "identitySynchronization"}
        for _verb, path, query, _version in graph.reads
        if path == PARTNERS
    )

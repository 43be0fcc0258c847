# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Restarts over the whole road: carried out in spite of lost answers, seen, and told the truth about."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint, job_restart, owner
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import estate, machine

from .resource_road import LOST_ANSWERS, in_words, parameters, run, writes

FABRIKAM = "Fabrikam Sign-On"


@pytest.fixture
def fabrikam(emu):
    """The options that name its steady job."""
    return {"service_principal_id": emu.estate[FABRIKAM]["service_principal_id"], "template_id": "fabrikamSingleSignon"}


@pytest.fixture
def sick(emu, fabrikam):
    """The same; its credentials are refused, so that it is in quarantine."""
    provisioning_of(emu).credentials_work = False
    machine.run_cycle(the_job(emu), provisioning_of(emu), emu.world.clock.now())
    return fabrikam


def provisioning_of(emu):
    return emu.world.tenants[emu.tenant_id].service_principal(FABRIKAM).provisioning


def the_job(emu):
    return next(iter(provisioning_of(emu).jobs.values()))


def steps(result):
    return [change["action"] for change in result["plan"]["changes"]]


def restarts(emu, since=0):
    return [path for _method, path in writes(emu, since) if path.endswith("/restart")]


MILD = {"when": "quarantined", "reset": ["quarantine_state"]}


def test_a_quarantine_is_ended_once(emu, sick):
    checked = run(job_restart, emu, check_mode=True, **MILD, **sick)
    assert restarts(emu) == []
    provisioning_of(emu).credentials_work = True
    real = run(job_restart, emu, **MILD, **sick)
    assert (checked["plan"], checked["diff"], checked["changed"]) == (real["plan"], real["diff"], True)
    assert real["job"]["status"]["quarantine"] is None
    again = run(job_restart, emu, **MILD, **sick)
    assert (again["changed"], again["warnings"], len(restarts(emu))) == (False, [], 1)


def test_a_cause_that_was_not_mended_is_told_at_once(emu, sick):
    with pytest.raises(Stopped, match="The restart ended the quarantine, and another one has begun") as stop:
        run(job_restart, emu, **MILD, **sick)
    assert "SystemForCrossDomainIdentityManagementInvalidCredentials" in str(stop.value)
    assert [change["action"] for change in stop.value.result["done"]] == ["restart"]
    assert stop.value.result["job"]["status"]["quarantine"]["series_count"] == 1


def test_a_restart_resets_the_watermark_and_what_is_known_of_it_is_told(emu, fabrikam):
    with pytest.raises(Stopped, match="42 User to User, 7 Group to Group of job") as stop:
        run(job_restart, emu, **fabrikam)
    assert "accept_hazards: [reset_watermark]" in str(stop.value)
    assert restarts(emu) == []
    result = run(job_restart, emu, accept_hazards=["reset_watermark"], **fabrikam)
    assert the_job(emu).steady_first == 0.0
    assert result["changed"] is True


def test_held_back_deletions_go_only_when_their_hazard_is_accepted(emu, fabrikam):
    the_job(emu).pending_deletes = 612
    machine.run_cycle(the_job(emu), provisioning_of(emu), emu.world.clock.now())
    let = {"when": "quarantined", "reset": ["force_deletes"]}
    with pytest.raises(Stopped, match="TooManyDeletes: 612 deletions reach the threshold 500") as stop:
        run(job_restart, emu, **let, **fabrikam)
    assert (restarts(emu), stop.value.result["changed"], the_job(emu).pending_deletes) == ([], False, 612)
    result = run(job_restart, emu, **let, accept_hazards=["force_deletes"], **fabrikam)
    assert (result["job"]["status"]["quarantine"], the_job(emu).pending_deletes) == (None, 0)
    assert run(job_restart, emu, **let, **fabrikam)["changed"] is False


@pytest.mark.parametrize("starts", [False, True])
def test_a_job_that_the_service_has_disabled_is_restarted_and_started(emu, sick, starts):
    emu.advance(28 * 86400 + 1)
    provisioning_of(emu).credentials_work = True
    emu.switches["restart_starts"] = starts
    checked = run(job_restart, emu, check_mode=True, start=True, **MILD, **sick)
    real = run(job_restart, emu, start=True, **MILD, **sick)
    assert steps(checked) == steps(real) == ["restart", "start"]
    assert (real["job"]["enabled"], real["job"]["status"]["quarantine"]) == (True, None)
    assert len(writes(emu, 0)) == (1 if starts else 2)
    assert run(job_restart, emu, start=True, **MILD, **sick)["changed"] is False


def test_a_stopped_job_stays_so_and_that_is_said(emu, sick):
    emu.advance(28 * 86400 + 1)
    result = run(job_restart, emu, **MILD, **sick)
    assert result["job"]["enabled"] is False
    assert "a restart does not start it" in result["warnings"][0]


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=in_words)
def test_a_restart_is_carried_out_in_spite_of_a_fault(emu, sick, fault):
    provisioning_of(emu).credentials_work = True
    emu.fault(method="POST", path=r"/restart$", times=1, **fault)
    result = run(job_restart, emu, **MILD, **sick)
    assert (result["changed"], result["job"]["status"]["quarantine"]) == (True, None)
    assert run(job_restart, emu, **MILD, **sick)["changed"] is False


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "replication", "status": 401},
        {"kind": "replication", "status": 403},
        {"kind": "replication", "status": 404},
        {"kind": "stale"},
    ],
    ids=in_words,
)
def test_what_is_not_known_everywhere_yet_is_waited_for(emu, sick, fault):
    # Read once, so that there is an older state to be shown.
    graph = connect(parameters(job_restart, emu, sick), read_only=True)
    whose = owner.Owner("servicePrincipals", sick["service_principal_id"])
    assert job_endpoint.Jobs(graph, whose).get(the_job(emu).id)["status"]["code"] == "Quarantine"
    provisioning_of(emu).credentials_work = True
    rule = emu.fault(method="GET", path=rf"/jobs/{the_job(emu).id}$", times=2, **fault)
    result = run(job_restart, emu, **MILD, **sick)
    assert (rule.fired, result["job"]["status"]["quarantine"]) == (2, None)


@pytest.mark.parametrize("switch", ["204", "401"])
def test_a_caller_that_only_owns_the_principal_is_told_of_the_defect(emu, fabrikam, switch):
    tenant = emu.world.tenants[emu.tenant_id]
    tenant.service_principal(FABRIKAM).owners.append(tenant.clients[estate.OWNER_ID].object_id)
    emu.switches["restart_owned_by"] = switch
    given = {**fabrikam, "client_id": estate.OWNER_ID, "client_secret": estate.OWNER_SECRET, "reset": ["escrows"]}
    if switch == "204":
        assert run(job_restart, emu, **given)["changed"] is True
        return
    with pytest.raises(Stopped, match=r"has only Application\.ReadWrite\.OwnedBy and does own") as stop:
        run(job_restart, emu, **given)
    assert (stop.value.result["changed"], stop.value.result["error"]["status"]) == (False, 401)


def test_an_unknown_job_is_told_with_those_that_there_are(emu, fabrikam):
    with pytest.raises(Situation, match=f"has no job of template 'scim'. It has {the_job(emu).id}"):
        run(job_restart, emu, **{**fabrikam, "template_id": "scim"})


def test_a_job_that_goes_before_its_restart_is_told(emu, fabrikam):
    emu.fault(method="POST", path=r"/restart$", kind="not_found", times=0)
    with pytest.raises(Stopped, match="404") as stop:
        run(job_restart, emu, reset=["escrows"], **fabrikam)
    assert (stop.value.result["changed"], stop.value.result["failed_change"]["action"]) == (False, "restart")


def test_an_order_is_carried_out_each_time(emu, fabrikam):
    first = run(job_restart, emu, reset=["escrows"], **fabrikam)
    second = run(job_restart, emu, reset=["escrows"], expected_plan=first["plan"]["fingerprint"], **fabrikam)
    assert first["plan"] == second["plan"]
    assert len(restarts(emu)) == 2


def test_a_plan_that_is_not_the_reviewed_one_is_not_carried_out(emu, sick):
    with pytest.raises(Stopped, match="not the one that was reviewed"):
        run(job_restart, emu, expected_plan="0" * 64, **MILD, **sick)
    assert restarts(emu) == []

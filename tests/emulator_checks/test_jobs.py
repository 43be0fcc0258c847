# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a job, as a client sees it."""

from __future__ import annotations

import pytest
from emulator import machine
from emulator.testing import Emulator

from .conftest import Wire, error

DAY = 86400


def test_a_new_job_is_missing_twice_then_there_then_missing_once_more(wire: Wire) -> None:
    made = wire.send("POST", f"{wire.synchronization('Contoso SCIM')}/jobs", json={"templateId": "scim"})
    path = f"{wire.synchronization('Contoso SCIM')}/jobs/{made.json()['id']}"
    assert made.status_code == 201
    assert [wire.send("GET", path).status_code for dummy in range(6)] == [404, 404, 200, 404, 200, 200]


def test_a_new_job_reads_as_the_service_prints_it(wire: Wire) -> None:
    job = wire.get(wire.job("Contoso SCIM", "scim"))
    assert job["schedule"] == {"expiration": None, "interval": "PT40M", "state": "Disabled"}
    status = job["status"]
    assert (status["code"], status["lastExecution"], status["troubleshootingUrl"]) == ("Paused", None, None)
    assert status["steadyStateFirstAchievedTime"] == "0001-01-01T00:00:00Z"
    assert job["id"] == "scim.{}.{}".format(
        wire.emulator.tenant_id.replace("-", ""), wire.emulator.estate["Contoso SCIM"]["app_id"]
    )


def test_the_documented_first_reading_can_be_switched_on(wire: Wire) -> None:
    wire.emulator.switches["new_job"] = "not_configured"
    job = wire.get(wire.job("Contoso SCIM", "scim"))
    assert (job["status"]["code"], job["schedule"]["interval"]) == ("NotConfigured", machine.UNSCHEDULED)


def test_a_started_job_passes_not_run_and_the_initial_cycle_into_steady_state(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    assert wire.send("POST", f"{path}/start").status_code == 204
    first, second, third = (wire.get(path)["status"] for dummy in range(3))
    assert (first["code"], first["lastExecution"]["error"]["code"]) == ("NotRun", "None")
    assert first["lastExecution"]["state"] == "Failed"
    assert (second["code"], bool(second["progress"])) == ("Active", True)
    assert third["lastExecution"]["state"] == "Succeeded"
    assert third["steadyStateFirstAchievedTime"] > "2020" and not third["progress"]


def test_only_the_clock_moves_a_job_when_polls_do_not(wire: Wire) -> None:
    wire.emulator.switches["polls_move_jobs"] = False
    path = wire.job("Contoso SCIM", "scim")
    wire.send("POST", f"{path}/start")
    assert [wire.get(path)["status"]["code"] for dummy in range(4)] == ["NotRun"] * 4
    wire.emulator.advance(1201)
    assert wire.get(path)["status"]["lastExecution"]["state"] == "Succeeded"


def test_bad_credentials_end_in_quarantine_and_a_start_after_mending_them_leaves_it(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    provisioning = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal("Contoso SCIM").provisioning
    provisioning.credentials_work = False
    wire.send("POST", f"{path}/start")
    wire.get(path)
    job = wire.get(path)
    assert (job["schedule"]["state"], job["status"]["code"]) == ("Active", "Quarantine")
    assert job["status"]["quarantine"]["reason"] == "EncounteredQuarantineException"
    assert job["status"]["quarantine"]["error"]["tenantActionable"] is True
    provisioning.credentials_work = True
    wire.send("POST", f"{path}/start")
    assert [wire.get(path)["status"]["quarantine"] for dummy in range(3)] == [None, None, None]


def test_a_quarantine_of_28_days_disables_the_job(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    provisioning = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal("Contoso SCIM").provisioning
    provisioning.credentials_work = False
    wire.send("POST", f"{path}/start")
    wire.get(path), wire.get(path)
    wire.emulator.advance(28 * DAY + 1)
    assert wire.get(path)["schedule"]["state"] == "Disabled"


def test_too_many_deletes_stop_the_job_until_they_are_approved(wire: Wire) -> None:
    path = f"{wire.synchronization('Fabrikam Sign-On')}/jobs/{wire.emulator.estate['Fabrikam Sign-On']['jobs'][0]}"
    provisioning = (
        wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal("Fabrikam Sign-On").provisioning
    )
    next(iter(provisioning.jobs.values())).pending_deletes = 500
    wire.emulator.advance(2401)
    assert wire.get(path)["status"]["quarantine"]["reason"] == "TooManyDeletes"
    approved = wire.send("POST", f"{path}/restart", json={"criteria": {"resetScope": "ForceDeletes"}})
    assert approved.status_code == 204
    assert wire.get(path)["status"]["quarantine"] is None


def test_pruned_escrows_pause_the_job_after_its_initial_cycle(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    provisioning = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal("Contoso SCIM").provisioning
    next(iter(provisioning.jobs.values())).prunes_escrows = True
    wire.send("POST", f"{path}/start")
    job = [wire.get(path) for dummy in range(3)][-1]
    assert (job["schedule"]["state"], job["status"]["escrowsPruned"]) == ("Disabled", True)


@pytest.mark.parametrize("state", ["Disabled", "Paused"])
def test_pause_keeps_the_watermark(wire: Wire, state: str) -> None:
    wire.emulator.switches["pause_state"] = state
    path = f"{wire.synchronization('Fabrikam Sign-On')}/jobs/{wire.emulator.estate['Fabrikam Sign-On']['jobs'][0]}"
    assert wire.send("POST", f"{path}/pause").status_code == 204
    job = wire.get(path)
    assert (job["schedule"]["state"], job["status"]["code"]) == (state, "Paused")
    assert job["status"]["steadyStateFirstAchievedTime"] > "2020"
    wire.send("POST", f"{path}/start")
    assert wire.get(path)["status"]["code"] == "Active"


def test_force_deletes_ends_no_quarantine_but_that_of_too_many_deletes(wire: Wire) -> None:
    path = _in_quarantine(wire)
    assert wire.send("POST", f"{path}/restart", json={"criteria": {"resetScope": "ForceDeletes"}}).status_code == 204
    status = wire.get(path)["status"]
    assert (status["code"], status["quarantine"]["reason"]) == ("Quarantine", "EncounteredQuarantineException")


def test_a_disabled_job_in_quarantine_is_a_paused_job_after_its_restart(wire: Wire) -> None:
    path = _in_quarantine(wire)
    wire.emulator.advance(28 * DAY + 1)
    assert wire.get(path)["status"]["code"] == "Quarantine"
    assert wire.send("POST", f"{path}/restart", json={"criteria": {}}).status_code == 204
    job = wire.get(path)
    assert (job["schedule"]["state"], job["status"]["code"], job["status"]["quarantine"]) == (
        "Disabled",
        "Paused",
        None,
    )


def _in_quarantine(wire: Wire) -> str:
    """The path of a started job whose credentials were refused."""
    path = wire.job("Contoso SCIM", "scim")
    provisioning = wire.emulator.world.tenants[wire.emulator.tenant_id].service_principal("Contoso SCIM").provisioning
    provisioning.credentials_work = False
    wire.send("POST", f"{path}/start")
    wire.get(path), wire.get(path)
    return path


def test_restart_needs_a_body_and_known_scopes(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    empty = wire.send("POST", f"{path}/restart")
    assert error(empty) == (400, "BadRequest", "Empty Payload. JSON content expected.")
    unknown = wire.send("POST", f"{path}/restart", json={"criteria": {"resetScope": "Watermark, Everything"}})
    assert unknown.status_code == 400 and "Everything" in unknown.text
    assert wire.send("POST", f"{path}/restart", json={"criteria": {}}).status_code == 204


def test_restart_with_watermark_begins_an_initial_cycle(wire: Wire) -> None:
    path = f"{wire.synchronization('Fabrikam Sign-On')}/jobs/{wire.emulator.estate['Fabrikam Sign-On']['jobs'][0]}"
    wire.send("POST", f"{path}/restart", json={"criteria": {"resetScope": "Watermark"}})
    job = wire.get(path)
    assert (job["status"]["code"], job["status"]["steadyStateFirstAchievedTime"][:4]) == ("NotRun", "0001")


def test_a_deleted_job_lingers_and_its_secrets_survive(wire: Wire) -> None:
    root = wire.synchronization("Fabrikam Sign-On")
    path = f"{root}/jobs/{wire.emulator.estate['Fabrikam Sign-On']['jobs'][0]}"
    assert wire.send("DELETE", path).status_code == 204
    assert [wire.send("GET", path).status_code for dummy in range(4)] == [200, 200, 404, 404]
    assert wire.get(f"{root}/jobs")["value"] == []
    assert wire.get(f"{root}/secrets")["value"]


@pytest.mark.parametrize(("switch", "status"), [("409", 409), ("201", 201), ("200", 200)])
def test_a_second_job_of_a_template_is_never_made(wire: Wire, switch: str, status: int) -> None:
    wire.emulator.switches["second_job"] = switch
    path = wire.job("Contoso SCIM", "scim")
    again = wire.send("POST", f"{wire.synchronization('Contoso SCIM')}/jobs", json={"templateId": "scim"})
    assert again.status_code == status
    assert [job["id"] for job in wire.get(path.rpartition("/")[0])["value"]] == [path.rpartition("/")[2]]


def test_customappsso_becomes_a_job_of_another_template(wire: Wire, emu: Emulator) -> None:
    assert wire.get(wire.job("Contoso SCIM", "customappsso"))["templateId"] == "customappssoOutDelta"
    emu.reset(switches={"template_alias": False})
    assert wire.get(wire.job("Contoso SCIM", "customappsso"))["templateId"] == "customappsso"


def test_jobs_can_be_filtered_by_template_in_any_case_of_the_name(wire: Wire) -> None:
    wire.job("Contoso SCIM", "scim")
    wire.job("Contoso SCIM", "customappsso")
    found = wire.get(f"{wire.synchronization('Contoso SCIM')}/jobs?$filter=templateid eq 'scim'")["value"]
    assert [job["templateId"] for job in found] == ["scim"]


def test_a_principal_of_a_bare_registration_has_no_templates_and_takes_no_job(wire: Wire) -> None:
    root = wire.synchronization("Plain Web App")
    assert wire.get(f"{root}/templates")["value"] == []
    assert wire.send("POST", f"{root}/jobs", json={"templateId": "scim"}).status_code == 400
    for switch, status in (("401", 401), ("404", 404)):
        wire.emulator.switches["no_provisioning_answer"] = switch
        assert wire.send("GET", f"{root}/templates").status_code == status


def test_api_driven_inbound_without_a_notification_address_goes_into_quarantine(wire: Wire) -> None:
    path = wire.job("API-driven Inbound", "API2AAD")
    wire.send("POST", f"{path}/start")
    wire.get(path)
    assert wire.get(path)["status"]["code"] == "Quarantine"


def test_a_patched_job_is_not_found_by_default(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    settings = {"synchronizationJobSettings": [{"name": "LookaheadQueryEnabled", "value": "True"}]}
    assert wire.send("PATCH", path, json=settings).status_code == 404
    wire.emulator.switches["patch_job"] = "204"
    assert wire.send("PATCH", path, json=settings).status_code == 204
    assert wire.get(path)["synchronizationJobSettings"] == settings["synchronizationJobSettings"]


def test_a_patch_of_a_job_can_be_accepted_without_effect(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    before = wire.get(path)["synchronizationJobSettings"]
    wire.emulator.switches["patch_job"] = "ignored"
    settings = {"synchronizationJobSettings": [{"name": "LookaheadQueryEnabled", "value": "True"}]}
    assert wire.send("PATCH", path, json=settings).status_code == 204
    assert wire.get(path)["synchronizationJobSettings"] == before


def test_a_patch_of_a_job_can_meet_no_route(wire: Wire) -> None:
    path = wire.job("Contoso SCIM", "scim")
    wire.emulator.switches["patch_job"] = "no_route"
    status, code, message = error(wire.send("PATCH", path, json={"synchronizationJobSettings": []}))
    assert (status, code) == (404, "UnknownError")
    assert "No HTTP resource was found" in message

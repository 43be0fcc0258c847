# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs over the whole road: created once whatever happens, settled, and told the truth about."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job, job_endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped

from .resource_road import LOST_ANSWERS, in_words, run, writes

CONTOSO = "Contoso SCIM"


@pytest.fixture
def contoso(emu):
    return emu.estate[CONTOSO]["service_principal_id"]


def jobs_of(emu, service_principal_id):
    return [row["id"] for row in run_list(emu, service_principal_id)]


def run_list(emu, service_principal_id):
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

    from .resource_road import parameters

    params = parameters(job, emu, {"service_principal_id": service_principal_id})
    return job_endpoint.Jobs(
        connect(params, read_only=True), owner.Owner("servicePrincipals", service_principal_id)
    ).list()


def test_a_job_is_created_started_paused_and_deleted_each_once(emu, contoso):
    given = {"service_principal_id": contoso, "template_id": "scim"}
    for state, done in (("present", ["create"]), ("started", ["start"]), ("paused", ["pause"]), ("absent", ["delete"])):
        checked = run(job, emu, check_mode=True, state=state, **given)
        real = run(job, emu, state=state, **given)
        assert [change["action"] for change in real["plan"]["changes"]] == done
        assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
        mark = emu.mark()
        again = run(job, emu, state=state, **given)
        assert (again["changed"], writes(emu, mark)) == (False, [])


def test_a_job_is_created_and_started_in_one_run(emu, contoso):
    result = run(job, emu, service_principal_id=contoso, template_id="scim", state="started")
    assert [change["action"] for change in result["plan"]["changes"]] == ["create", "start"]
    assert result["job"]["enabled"] is True


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=in_words)
def test_a_job_is_never_created_twice(emu, contoso, fault):
    emu.fault(method="POST", path=r"/jobs$", times=1, **fault)
    result = run(job, emu, service_principal_id=contoso, template_id="scim")
    assert result["changed"] is True
    assert len(jobs_of(emu, contoso)) == 1


def test_a_job_that_was_made_meanwhile_is_adopted(emu, contoso):
    run(job, emu, service_principal_id=contoso, template_id="scim")
    emu.fault(method="GET", path=r"/jobs$", kind="stale", times=1)
    result = run(job, emu, service_principal_id=contoso, template_id="scim")
    assert [change["action"] for change in result["plan"]["changes"]] == ["create"]
    assert len(jobs_of(emu, contoso)) == 1


def test_a_created_job_is_seen_in_the_list_before_the_run_ends(emu, contoso):
    emu.switches["job_list_lag"] = 3
    given = {"service_principal_id": contoso, "template_id": "scim", "state": "started"}
    assert run(job, emu, **given)["changed"] is True
    mark = emu.mark()
    again = run(job, emu, **given)
    assert (again["changed"], writes(emu, mark)) == (False, [])


def test_a_renamed_template_is_found_again(emu, contoso):
    first = run(job, emu, service_principal_id=contoso, template_id="customappsso")
    assert first["job"]["template_id"] == "customappssoOutDelta"
    second = run(job, emu, service_principal_id=contoso, template_id="customappsso")
    assert second["changed"] is False
    assert second["job"]["id"] == first["job"]["id"]


def test_an_unknown_template_is_refused_with_those_that_exist(emu, contoso):
    mark = emu.mark()
    with pytest.raises(InvalidInput, match="Did you mean scim") as problem:
        run(job, emu, service_principal_id=contoso, template_id="SCIM")
    assert "customappsso" in str(problem.value)
    assert writes(emu, mark) == []


def test_a_principal_without_provisioning_is_said_to_be_one(emu):
    plain = emu.estate["Plain Web App"]["service_principal_id"]
    with pytest.raises(Situation, match="offers no synchronization template"):
        run(job, emu, service_principal_id=plain, template_id="scim")


def test_waiting_for_the_initial_cycle_ends_when_it_is_done(emu, contoso):
    result = run(
        job,
        emu,
        service_principal_id=contoso,
        template_id="scim",
        state="started",
        wait_for="initial_cycle",
        wait_timeout=60,
    )
    assert result["job"]["status"]["initial_cycle_completed"]


def test_a_wait_that_takes_too_long_tells_what_was_done_and_what_was_seen(emu, contoso):
    emu.switches["polls_move_jobs"] = False
    with pytest.raises(Stopped, match="has finished its initial cycle") as stop:
        run(
            job,
            emu,
            service_principal_id=contoso,
            template_id="scim",
            state="started",
            wait_for="initial_cycle",
            wait_timeout=1,
        )
    assert [change["action"] for change in stop.value.result["done"]] == ["create", "start"]
    assert stop.value.result["changed"] is True


def test_a_failure_after_the_creation_reports_the_creation_and_the_next_run_starts_it(emu, contoso):
    emu.fault(method="POST", path=r"/start$", kind="forbidden", times=1)
    with pytest.raises(Stopped) as stop:
        run(job, emu, service_principal_id=contoso, template_id="scim", state="started")
    assert [change["action"] for change in stop.value.result["done"]] == ["create"]
    assert stop.value.result["failed_change"]["action"] == "start"
    again = run(job, emu, service_principal_id=contoso, template_id="scim", state="started")
    assert [change["action"] for change in again["plan"]["changes"]] == ["start"]


def test_a_deletion_ends_when_no_list_shows_the_job_any_more(emu, contoso):
    given = {"service_principal_id": contoso, "template_id": "scim"}
    run(job, emu, **given)
    # The first list is for the plan; those after the deletion lag.
    emu.fault("GET", "/jobs$", "stale", after=1, times=2)
    run(job, emu, state="absent", **given)
    mark = emu.mark()
    assert (run(job, emu, state="absent", **given)["changed"], writes(emu, mark)) == (False, [])


def test_a_start_ends_when_reads_show_the_job_started(emu, contoso):
    given = {"service_principal_id": contoso, "template_id": "scim"}
    made = run(job, emu, **given)["job"]["id"]
    emu.fault("GET", f"/jobs/{made}$", "stale", times=2)
    assert run(job, emu, state="started", **given)["job"]["enabled"] is True

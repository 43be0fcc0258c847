# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quarantine and waiting: what the module synchronization_job shows, clears, ignores and waits for."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import ID, QUARANTINE, job
from ansible_collections.entra.provisioning.tests.unit.modules.test_synchronization_job import (
    JOBS,
    SCIM,
    actions,
    apply,
    service,
)
from ansible_collections.entra.provisioning.tests.unit.task import run

DONE_ONCE = "2026-03-01T04:05:06Z"


def sick(**members):
    return job(state="Active", code="Quarantine", quarantine={**QUARANTINE, **members})


def test_a_quarantined_job_fails_the_start_with_cause_and_remedy():
    graph = service(sick())
    with pytest.raises(Situation) as refused:
        apply(graph, state="started")
    for words in ("is in quarantine since 2026-03-02", "InvalidCredentials", "on_quarantine: restart"):
        assert words in str(refused.value)
    assert refused.value.result["job"]["status"]["quarantine"]["reason"] == "EncounteredQuarantineException"
    assert graph.writes == []


@pytest.mark.parametrize(("state", "steps"), [("present", []), ("paused", ["pause"]), ("absent", ["delete"])])
def test_a_quarantine_is_shown_whatever_was_asked_for(state, steps):
    result = apply(service(sick()), state=state)
    assert actions(result) == steps
    assert any("is in quarantine" in warning for warning in result["warnings"])


def test_a_restart_clears_the_quarantine_and_resets_nothing_else():
    graph = service(sick())
    result = apply(graph, state="started", on_quarantine="restart")
    assert graph.writes == [("POST", f"{JOBS}/{SCIM}/restart", {"criteria": {"resetScope": "QuarantineState"}})]
    assert result["job"]["status"]["quarantine"] is None
    assert apply(graph, state="started", on_quarantine="restart")["changed"] is False


def test_an_ignored_quarantine_stays_and_is_warned_of():
    graph = service(sick())
    result = apply(graph, state="started", on_quarantine="ignore")
    assert graph.writes == []
    assert any("is in quarantine" in warning for warning in result["warnings"])


def test_a_wait_in_vain_tells_how_the_job_fares():
    with pytest.raises(_road.Stopped) as stop:
        apply(service(sick()), state="started", on_quarantine="ignore", wait_for="steady", wait_timeout=5)
    for words in (
        "last seen: schedule Active, status Quarantine.",
        "in quarantine since 2026-03-02",
        "InvalidCredentials",
    ):
        assert words in str(stop.value)


def completes(graph):
    graph.routes[JOBS][0]["status"].update(code="Active", steadyStateFirstAchievedTime=DONE_ONCE)


def falls_ill(graph):
    graph.routes[JOBS][0]["status"].update(code="Quarantine", quarantine=QUARANTINE)


@pytest.mark.parametrize("goal", ["started", "initial_cycle", "steady"])
def test_waiting_ends_when_the_job_is_there(goal):
    graph = service()
    graph.ticks = [lambda _graph: None] * 6 + [completes]
    result = apply(graph, state="started", wait_for=goal)
    assert result["job"]["enabled"] is True
    assert (result["job"]["status"]["initial_cycle_completed"] == DONE_ONCE) is (goal != "started")


def test_waiting_is_done_also_when_nothing_changed():
    graph = service(job(state="Active", code="NotRun"))
    graph.ticks = [completes]
    result = apply(graph, state="started", wait_for="steady")
    assert (result["changed"], result["job"]["status"]["code"]) == (False, "Active")


def test_a_wait_that_takes_too_long_says_what_was_waited_for_and_what_was_done():
    with pytest.raises(_road.Stopped) as stop:
        apply(service(), state="started", wait_for="initial_cycle", wait_timeout=5)
    assert "has finished its initial cycle: it did not show within 5 s" in str(stop.value)
    assert [change["action"] for change in stop.value.result["done"]] == ["create", "start"]
    assert stop.value.result["changed"] is True


@pytest.mark.parametrize("choice", ["fail", "restart"])
def test_a_quarantine_on_the_way_ends_the_waiting(choice):
    graph = service(job(state="Active", code="NotRun"))
    graph.ticks = [falls_ill]
    with pytest.raises(_road.Stopped, match="is in quarantine"):
        apply(graph, state="started", wait_for="steady", on_quarantine=choice)
    assert graph.writes == []


def test_an_ignored_quarantine_on_the_way_does_not_end_the_waiting():
    graph = service(job(state="Active", code="NotRun"))

    def recovers(graph):
        graph.routes[JOBS][0]["status"]["quarantine"] = None
        completes(graph)

    graph.ticks = [falls_ill, recovers]
    assert apply(graph, state="started", wait_for="steady", on_quarantine="ignore")["changed"] is False


def test_check_mode_does_not_wait():
    graph = service(job(state="Active", code="NotRun"))
    run(resource, graph, check=True, service_principal_id=ID, template_id="scim", state="started", wait_for="steady")
    assert not [doing for doing in graph.doings if doing.startswith("see that")]

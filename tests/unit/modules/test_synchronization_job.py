# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job: one job from where it is to where it is wanted."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    QUARANTINE,
    TENANT,
    FakeGraph,
    job,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

JOBS = f"{HERE}/jobs"
SCIM = f"scim.{TENANT}.{APP}"
RESTART = {"on_quarantine": "restart"}
OFFERED = [template("customappsso"), template("customappssoOutDelta"), template("scim")]


def service(*jobs, **routes):
    return FakeGraph({JOBS: list(jobs), f"{HERE}/templates": OFFERED, **routes})


def apply(graph, **options):
    return run(resource, graph, service_principal_id=ID, **{"template_id": "scim", **options})


def actions(result):
    return [change["action"] for change in result["plan"]["changes"]]


def verbs(graph):
    return [(verb, path.removeprefix(JOBS)) for verb, path, _body in graph.writes]


NONE, STOPPED, RUNNING = (), (job(),), (job(state="Active", code="Active"),)
STEPS = [
    (NONE, "present", ["create"]),
    (NONE, "started", ["create", "start"]),
    (NONE, "paused", ["create"]),
    (NONE, "absent", []),
    (STOPPED, "present", []),
    (STOPPED, "started", ["start"]),
    (STOPPED, "paused", []),
    (STOPPED, "absent", ["delete"]),
    (RUNNING, "present", []),
    (RUNNING, "started", []),
    (RUNNING, "paused", ["pause"]),
    (RUNNING, "absent", ["delete"]),
]
IDS = [f"{('none', 'job')[len(jobs)]} {state} {steps}" for jobs, state, steps in STEPS]


def fresh(jobs):
    return [job(state=row["schedule"]["state"], code=row["status"]["code"]) for row in jobs]


@pytest.mark.parametrize(("jobs", "state", "steps"), STEPS, ids=IDS)
def test_the_steps_from_each_state_to_each_other(jobs, state, steps):
    graph = service(*fresh(jobs))
    result = apply(graph, state=state)
    assert actions(result) == steps
    assert result["changed"] is bool(steps)
    assert len(graph.writes) == len(steps)
    if state == "absent":
        assert result["job"] is None
    elif state != "present":
        assert result["job"]["enabled"] is (state == "started")


@pytest.mark.parametrize(("jobs", "state", "steps"), STEPS, ids=IDS)
def test_a_second_run_finds_nothing_to_do(jobs, state, steps):
    graph = service(*fresh(jobs))
    apply(graph, state=state)
    written = len(graph.writes)
    assert apply(graph, state=state)["changed"] is False
    assert len(graph.writes) == written == len(steps)


@pytest.mark.parametrize(("jobs", "state", "steps"), STEPS, ids=IDS)
def test_check_mode_foretells_the_run_and_writes_nothing(jobs, state, steps):
    looked, graph = service(*fresh(jobs)), service(*fresh(jobs))
    checked = run(resource, looked, check=True, service_principal_id=ID, template_id="scim", state=state)
    real = apply(graph, state=state)
    assert looked.writes == []
    for name in ("changed", "plan", "diff"):
        assert checked[name] == real[name], name
    assert (checked["job"] or {}).get("enabled") == (real["job"] or {}).get("enabled")
    assert (checked["job"] or {}).keys() == (real["job"] or {}).keys()


def test_a_run_without_changes_costs_one_request():
    graph = service(job(state="Active", code="Active"))
    apply(graph, state="started")
    assert [path for _verb, path, _query, _version in graph.reads] == [JOBS]


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("scim", "scim"),
        ("customappsso", "customappssoOutDelta"),
        ("customappssoOutDelta", "customappssoOutDelta"),
        ("AD2AADProvisioning", "ADDCInPassthrough"),
    ],
)
def test_a_job_is_found_under_the_name_that_the_service_gave_it(asked, stored):
    graph = service(job(stored))
    result = apply(graph, template_id=asked)
    assert (result["changed"], result["job"]["template_id"]) == (False, stored)


def test_an_exact_match_goes_before_a_renamed_one():
    graph = service(job("customappssoOutDelta"), job("customappsso"))
    assert apply(graph, template_id="customappsso")["job"]["template_id"] == "customappsso"


def test_a_job_is_found_by_the_name_that_its_id_begins_with():
    renamed = {**job("scim"), "templateId": "somethingElse"}
    assert apply(service(renamed))["changed"] is False


def test_a_job_that_the_service_renames_is_created_once():
    graph = service()
    assert apply(graph, template_id="customappsso")["job"]["template_id"] == "customappssoOutDelta"
    assert apply(graph, template_id="customappsso")["changed"] is False
    assert verbs(graph) == [("POST", "")]


def test_a_job_is_found_by_its_id():
    graph = service(job("customappsso"), job("scim"))
    result = run(resource, graph, service_principal_id=ID, job_id=SCIM, state="started")
    assert result["job"]["id"] == SCIM
    assert verbs(graph) == [("POST", f"/{SCIM}/start")]


def test_a_created_job_and_its_diff_are_told():
    result = apply(service(), state="started")
    (target,) = result["diff"]["after"]
    assert target == f"job of template scim of service principal {ID}"
    assert result["diff"]["before"] == {}
    assert result["diff"]["after"][target] == {"template_id": "scim", "schedule": "Active"}


WRONG = [
    ({"template_id": "scimm"}, "does not offer 'scimm'. Did you mean scim? It offers customappsso,"),
    ({"template_id": "SCIM"}, "does not offer 'SCIM'. Did you mean scim?"),
    ({"template_id": ""}, "template_id: the value is empty."),
    ({"template_id": None, "job_id": ""}, "job_id: the value is empty."),
    ({"template_id": None, "job_id": "nothing"}, "has no job nothing; to create one, give template_id."),
    ({"wait_for": "steady"}, "wait_for: steady needs state: started, and state is present."),
    ({"wait_for": "started", "state": "paused"}, "wait_for: started needs state: started, and state is paused."),
    ({"wait_timeout": 0}, "wait_timeout: give a number of seconds of at least 1."),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words for _options, words in WRONG])
def test_wrong_input_is_refused_in_words_before_any_write(options, words):
    graph = service()
    with pytest.raises(Situation) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert graph.writes == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim"}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "display_name": "x", "template_id": "scim"}, "mutually exclusive"),
        ({"service_principal_id": ID, "template_id": "scim", "state": "running"}, "value of state must be one of"),
        ({"service_principal_id": ID, "template_id": "scim", "wait_for": "ever"}, "value of wait_for must be one of"),
        ({"service_principal_id": ID, "template_id": "scim", "on_quarantine": "x"}, "value of on_quarantine must be"),
        ({"service_principal_id": ID, "template_id": "scim", "wait_timeout": "long"}, "wait_timeout"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


def test_a_service_principal_without_provisioning_is_told_so():
    graph = service()
    graph.routes[f"{HERE}/templates"] = []
    with pytest.raises(Situation, match="offers no synchronization template, so it cannot be provisioned"):
        apply(graph)


@pytest.mark.parametrize("state", ["present", "absent", "started", "paused"])
def test_a_failed_read_never_becomes_a_write(state):
    graph = service()
    graph.routes[JOBS] = refusal(errors.Unauthenticated, 401, "UnknownError")
    with pytest.raises(errors.Unauthenticated):
        apply(graph, state=state)
    assert graph.writes == []


def test_a_failure_at_the_second_step_reports_the_first_as_done():
    graph = service()
    graph.routes[("POST", f"{JOBS}/{SCIM}/start")] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, state="started")
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == ["create"]
    assert result["failed_change"]["action"] == "start"
    assert result["changed"] is True
    assert result["error"]["status"] == 403


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = service(job(state="Active", code="Active"))
    shown = apply(graph)["job"]
    state = "started" if shown["enabled"] else "paused"
    assert apply(graph, template_id=shown["template_id"], state=state)["changed"] is False


def test_problems_are_told_all_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(service(), wait_for="steady", wait_timeout=-1)
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("state", ["Active", "Disabled"])
def test_check_mode_shows_a_job_that_is_brought_back_without_its_quarantine(state):
    def held():
        return service(job(state=state, code="Quarantine", quarantine=QUARANTINE))

    planned = run(resource, held(), True, service_principal_id=ID, template_id="scim", state="started", **RESTART)
    done = apply(held(), state="started", **RESTART)
    assert done["job"]["status"]["quarantine"] is None
    assert planned["job"] == done["job"]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_restart: what is reset, what that costs, and when nothing is done."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_restart as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    QUARANTINE,
    TENANT,
    FakeGraph,
    job,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

JOBS = f"{HERE}/jobs"
SCIM = f"scim.{TENANT}.{APP}"
NAME = f"job {SCIM} of service principal {ID}"
RESTART, START = f"{JOBS}/{SCIM}/restart", f"{JOBS}/{SCIM}/start"
THREE = ["quarantine_state", "watermark", "escrows"]
COUNTS = [
    {"key": "Contact to User", "value": 0},
    {"key": "Group to Group", "value": 7},
    {"key": "User to User", "value": 42},
]
DONE_ONCE = "2026-03-01T04:05:06Z"


def running(**status):
    members = {"steadyStateFirstAchievedTime": DONE_ONCE, "synchronizedEntryCountByType": COUNTS, **status}
    return job(state="Active", code="Active", **members)


def sick(state="Active", reason="EncounteredQuarantineException", **members):
    return job(
        state=state,
        code="Quarantine",
        quarantine={**QUARANTINE, "reason": reason, **members},
        synchronizedEntryCountByType=COUNTS,
    )


def service(*jobs, **routes):
    return FakeGraph({JOBS: copy.deepcopy(list(jobs)), **routes})


def apply(graph, check=False, **options):
    accepted = {"accept_hazards": ["force_deletes", "forget_links", "reset_watermark"]}
    given = {"template_id": "scim", **accepted, **options}
    if given.get("reset", ()) is None:
        del given["reset"]
    return run(resource, graph, check=check, service_principal_id=ID, **given)


def sent(graph):
    return [(path.rpartition("/")[2], body) for _verb, path, body in graph.writes]


def scope(text):
    return {"criteria": {"resetScope": text}}


# reset, what is sent, what the plan says, the hazards
RESETS = [
    (None, {"criteria": {}}, THREE, ["reset_watermark"]),
    (THREE, scope("QuarantineState, Watermark, Escrows"), THREE, ["reset_watermark"]),
    (["escrows", "watermark"], scope("Watermark, Escrows"), ["watermark", "escrows"], ["reset_watermark"]),
    (["quarantine_state"], scope("QuarantineState"), ["quarantine_state"], []),
    (["quarantine_state", "quarantine_state"], scope("QuarantineState"), ["quarantine_state"], []),
    (["watermark"], scope("Watermark"), ["watermark"], ["reset_watermark"]),
    (["escrows"], scope("Escrows"), ["escrows"], []),
    (["connector_data_store"], scope("ConnectorDataStore"), ["connector_data_store"], ["forget_links"]),
    (["full"], scope("Full"), ["full"], ["forget_links", "reset_watermark"]),
    (["force_deletes"], scope("ForceDeletes"), ["force_deletes"], ["force_deletes"]),
]


@pytest.mark.parametrize(("reset", "body", "said", "hazards"), RESETS, ids=[str(row[0]) for row in RESETS])
def test_what_is_reset_is_sent_said_and_assessed(reset, body, said, hazards):
    graph = service(running())
    result = apply(graph, reset=reset)
    assert sent(graph) == [("restart", body)]
    (change,) = result["plan"]["changes"]
    assert change == {"action": "restart", "target": NAME, "before": {}, "after": {"reset": said}}
    assert [one["name"] for one in result["plan"]["hazards"]] == hazards
    assert result["changed"] is True
    assert result["diff"] == {"before": {}, "after": {NAME: {"reset": said}}}


@pytest.mark.parametrize(("reset", "body", "said", "hazards"), RESETS, ids=[str(row[0]) for row in RESETS])
def test_a_hazard_is_refused_before_the_restart(reset, body, said, hazards):
    graph = service(running())
    if not hazards:
        assert apply(graph, reset=reset, accept_hazards=[])["changed"] is True
        return
    with pytest.raises(_road.Stopped, match="Refused before the first write") as stop:
        apply(graph, reset=reset, accept_hazards=[])
    assert f"accept_hazards: [{', '.join(hazards)}]" in str(stop.value)
    assert graph.writes == []


@pytest.mark.parametrize("reset", [row[0] for row in RESETS], ids=str)
@pytest.mark.parametrize("actual", ["running", "sick", "sick, disabled"])
@pytest.mark.parametrize("start", [False, True])
def test_check_mode_foretells_the_run_and_writes_nothing(reset, actual, start):
    def world():
        return service({"running": running, "sick": sick, "sick, disabled": lambda: sick("Disabled")}[actual]())

    looked = world()
    checked, real = apply(looked, check=True, reset=reset, start=start), apply(world(), reset=reset, start=start)
    assert looked.writes == []
    for name in ("changed", "plan", "diff", "warnings"):
        assert checked[name] == real[name], name
    for name in ("enabled", "schedule"):
        assert checked["job"][name] == real["job"][name], name
    foreseen, seen = checked["job"]["status"], real["job"]["status"]
    assert foreseen.keys() == seen.keys()
    for name in ("quarantine", "initial_cycle_completed"):
        assert foreseen[name] == seen[name], name


def test_an_order_does_the_same_each_time():
    graph = service(running())
    first, second = apply(graph), apply(graph)
    assert (first["plan"], first["changed"]) == (second["plan"], second["changed"])
    assert len(graph.writes) == 2


def test_it_costs_one_request_to_read():
    graph = service(running())
    apply(graph, when="quarantined")
    assert [path for _verb, path, _query, _version in graph.reads] == [JOBS]


def test_only_a_job_in_quarantine_is_restarted_when_that_is_asked_for():
    graph = service(sick())
    result = apply(graph, when="quarantined", reset=["quarantine_state"])
    (change,) = result["plan"]["changes"]
    assert change["before"] == {"status": "Quarantine", "reason": "EncounteredQuarantineException"}
    assert result["job"]["status"]["quarantine"] is None
    again = apply(graph, when="quarantined", reset=["quarantine_state"])
    assert (again["changed"], again["plan"]["changes"], again["warnings"]) == (False, [], [])
    assert len(graph.writes) == 1


@pytest.mark.parametrize("actual", [running(), job(), job(state="Active", code="NotRun")])
@pytest.mark.parametrize("start", [False, True])
def test_a_job_that_is_not_in_quarantine_is_left_alone_then(actual, start):
    graph = service(actual)
    result = apply(graph, when="quarantined", start=start, accept_hazards=[])
    assert (result["changed"], result["plan"]["hazards"], graph.writes) == (False, [], [])
    assert len(result["warnings"]) == (start and actual["schedule"]["state"] != "Active")


def test_a_stopped_job_that_is_not_restarted_is_told_with_what_starts_it():
    """It may be what a run before this one left, whose start failed, or paused by somebody: that cannot be read."""
    (warning,) = apply(service(job()), when="quarantined", start=True)["warnings"]
    assert "does not run (schedule Disabled), and start: true starts what was restarted only" in warning
    assert "entra.provisioning.synchronization_job with state: started" in warning


def test_the_plan_holds_no_moment():
    plans = [
        apply(service(sick(currentBegan=began, nextAttempt=began)), check=True, when="quarantined")["plan"]
        for began in ("2026-03-02T08:00:00Z", "2026-03-03T09:11:12Z")
    ]
    assert plans[0] == plans[1]
    assert "2026" not in str(plans)


def test_a_quarantine_of_another_reason_is_left_and_told_with_cause_and_remedy():
    graph = service(sick())
    result = apply(graph, when="quarantined", reasons=["TooManyDeletes", "Unknown"])
    assert (result["changed"], graph.writes) == (False, [])
    (warning,) = result["warnings"]
    for words in (
        "is in quarantine since 2026-03-02T08:00:00Z",
        "EncounteredQuarantineException: InvalidCredentials",
        "Check the credentials",
        "It is left as it is, since reasons names TooManyDeletes, Unknown.",
    ):
        assert words in warning


def test_a_cause_that_is_named_twice_is_told_once():
    held = sick(reason="TooManyDeletes", error={"code": "TooManyDeletes", "message": "612 deletions."})
    (warning,) = apply(service(held), when="quarantined", reasons=["Unknown"])["warnings"]
    assert "(TooManyDeletes: 612 deletions.)" in warning


def test_a_quarantine_of_a_named_reason_is_ended():
    result = apply(service(sick(reason="TooManyDeletes")), when="quarantined", reasons=["TooManyDeletes"])
    assert (result["changed"], result["warnings"]) == (True, [])


def test_a_quarantine_without_a_reason_is_no_named_one():
    graph = service(sick(reason=None))
    assert apply(graph, when="quarantined", reasons=["Unknown"])["changed"] is False
    assert apply(graph, when="quarantined")["changed"] is True


def test_held_back_deletions_are_let_through_only_where_there_are_some():
    graph = service(sick())
    result = apply(graph, when="quarantined", reset=["force_deletes"])
    assert (result["changed"], graph.writes) == (False, [])
    assert "It is left as it is, since force_deletes ends no quarantine but TooManyDeletes." in result["warnings"][0]
    held = service(sick(reason="TooManyDeletes"))
    assert apply(held, when="quarantined", reset=["force_deletes"])["job"]["status"]["quarantine"] is None


def test_a_quarantine_that_this_restart_ends_is_not_warned_of():
    for check in (True, False):
        assert apply(service(sick()), check=check)["warnings"] == []


@pytest.mark.parametrize("reset", [["watermark"], ["escrows"], ["connector_data_store"]])
def test_a_restart_that_leaves_the_quarantine_says_so(reset):
    result = apply(service(sick()), reset=reset)
    (warning,) = result["warnings"]
    assert "Check the credentials" in warning
    assert "This restart does not end the quarantine, since reset does not name quarantine_state." in warning
    assert result["job"]["status"]["quarantine"] is not None


def test_letting_deletions_through_leaves_another_quarantine_and_says_so():
    result = apply(service(sick()), reset=["force_deletes"])
    assert "This restart does not end the quarantine, since force_deletes ends no" in result["warnings"][0]


STOPPED = pytest.mark.parametrize("actual", [job(), sick("Disabled"), sick("Paused")], ids=["new", "sick", "paused"])


@STOPPED
def test_a_restart_starts_nothing_and_says_so(actual):
    graph = service(actual)
    result = apply(graph)
    assert sent(graph) == [("restart", {"criteria": {}})]
    (warning,) = result["warnings"]
    assert (
        f"The {NAME} does not run (schedule {actual['schedule']['state']}), and a restart does not start it" in warning
    )
    assert "start: true" in warning


@STOPPED
def test_a_stopped_job_is_started_afterwards_when_that_is_asked_for(actual):
    graph = service(actual)
    result = apply(graph, start=True)
    assert [name for name, _body in sent(graph)] == ["restart", "start"]
    assert (result["job"]["enabled"], result["warnings"]) == (True, [])
    started = result["plan"]["changes"][1]
    assert started["action"] == "start"
    assert (started["before"]["schedule"], started["after"]) == (actual["schedule"]["state"], {"schedule": "Active"})


def test_a_running_job_needs_no_start():
    graph = service(running())
    assert [change["action"] for change in apply(graph, start=True)["plan"]["changes"]] == ["restart"]


def test_a_job_that_the_restart_has_started_is_not_started_again():
    graph = service(job())
    graph._restart = lambda found, scopes: found["schedule"].update(state="Active")
    result = apply(graph, start=True)
    assert sent(graph) == [("restart", {"criteria": {}})]
    assert result["job"]["enabled"] is True


ENTRIES = "42 User to User, 7 Group to Group"
DANGERS = [
    (running(), None, "reset_watermark", f"{ENTRIES} of {NAME} are read and evaluated again"),
    (job(), None, "reset_watermark", f"all objects of {NAME} are read and evaluated again"),
    (running(), ["full"], "forget_links", f"the links of {ENTRIES} of {NAME} are made anew"),
    (job(), ["connector_data_store"], "forget_links", f"the links of all objects of {NAME} are made anew"),
    (
        sick(reason="TooManyDeletes", error={"code": "TooManyDeletes", "message": "612 deletions are held back."}),
        ["force_deletes"],
        "force_deletes",
        f"{NAME} carries out what was held back (TooManyDeletes: 612 deletions are held back.; the threshold is 500)",
    ),
    (
        sick(reason="TooManyDeletes", error=None),
        ["force_deletes"],
        "force_deletes",
        f"{NAME} carries out what was held back (TooManyDeletes; the threshold is 500)",
    ),
    (
        running(),
        ["force_deletes"],
        "force_deletes",
        f"{NAME} carries out what was held back; it is not in quarantine for too many deletions",
    ),
]


@pytest.mark.parametrize(("actual", "reset", "name", "detail"), DANGERS, ids=[row[3][:60] for row in DANGERS])
def test_a_hazard_says_what_exactly_would_happen(actual, reset, name, detail):
    actual["synchronizationJobSettings"] = [{"name": "QuarantineTooManyDeletesThreshold", "value": "500"}]
    result = apply(service(actual), check=True, reset=reset)
    assert {one["name"]: one["detail"] for one in result["plan"]["hazards"]}[name] == detail


def test_a_threshold_that_is_not_known_is_not_told():
    result = apply(service(sick(reason="TooManyDeletes", error=None)), check=True, reset=["force_deletes"])
    assert result["plan"]["hazards"][0]["detail"] == f"{NAME} carries out what was held back (TooManyDeletes)"


def test_a_threshold_that_stands_there_twice_is_told_twice():
    held = sick(reason="TooManyDeletes", error=None)
    name = "QuarantineTooManyDeletesThreshold"
    held["synchronizationJobSettings"] = [{"name": name, "value": value} for value in ("700", "500", "700")]
    result = apply(service(held), check=True, reset=["force_deletes"])
    assert "the threshold is 500 or 700" in result["plan"]["hazards"][0]["detail"]


FORESEEN = [
    (running(), None, {"code": "NotRun", "initial_cycle_completed": None, "last_cycle_completed": None}),
    (running(), ["escrows"], {"code": "Active", "escrows_pruned": False, "initial_cycle_completed": DONE_ONCE}),
    (running(), ["watermark"], {"code": "NotRun", "escrows_pruned": True, "initial_cycle_completed": None}),
    (sick(), ["quarantine_state"], {"code": "Active", "quarantine": None}),
    (sick(), ["full"], {"code": "NotRun", "quarantine": None}),
    (sick(), ["connector_data_store"], {"code": "Quarantine"}),
    (sick(), ["watermark"], {"code": "Quarantine", "initial_cycle_completed": None}),
    (sick("Disabled"), ["full"], {"code": "Paused", "quarantine": None}),
    (job(), None, {"code": "Paused"}),
]


@pytest.mark.parametrize(("actual", "reset", "status"), FORESEEN, ids=[f"{row[1]} {row[2]}" for row in FORESEEN])
def test_check_mode_shows_the_job_as_it_would_stand(actual, reset, status):
    actual["status"].update(escrowsPruned=True, steadyStateLastAchievedTime="2026-03-02T10:45:06Z")
    seen = apply(service(actual), check=True, reset=reset)["job"]["status"]
    assert {name: seen[name] for name in status} == status


WRONG = [
    ({"reset": []}, "reset: the list is empty; leave the option out for what the service resets by itself"),
    ({"reset": ["full", "watermark"]}, "reset: full holds watermark already; give full alone."),
    ({"reset": ["escrows", "full", "watermark"]}, "reset: full holds watermark, escrows already; give full alone."),
    ({"reset": ["force_deletes", "escrows"]}, "reset: force_deletes goes alone, and escrows stands beside it."),
    ({"reset": ["force_deletes", "full"]}, "reset: force_deletes goes alone, and full stands beside it."),
    ({"reasons": ["Unknown"]}, "reasons: they limit when: quarantined, and when is always."),
    ({"when": "quarantined", "reasons": []}, "reasons: the list is empty; leave the option out for every reason."),
    (
        {"when": "quarantined", "reset": ["watermark", "escrows"]},
        "when: quarantined needs a reset that ends the quarantine: quarantine_state, full, force_deletes, or none.",
    ),
    (
        {"when": "quarantined", "reset": ["force_deletes"], "reasons": ["TooManyDeletes", "Unknown"]},
        "reasons: force_deletes ends no quarantine but TooManyDeletes, and Unknown is named.",
    ),
    ({"wait_timeout": 0}, "wait_timeout: give a number of seconds of at least 1."),
    ({"template_id": ""}, "template_id: the value is empty."),
    ({"template_id": None, "job_id": ""}, "job_id: the value is empty."),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words for _options, words in WRONG])
def test_wrong_input_is_refused_before_any_request(options, words):
    graph = service(running())
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert (graph.reads, graph.writes) == ([], [])


def test_problems_are_told_all_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(service(), reset=["force_deletes", "full"], reasons=["Unknown"], wait_timeout=-1)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim"}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "display_name": "x", "template_id": "scim"}, "mutually exclusive"),
        (
            {"service_principal_id": ID, "template_id": "scim", "reset": ["all"]},
            "value of reset must be one or more of",
        ),
        ({"service_principal_id": ID, "template_id": "scim", "when": "x"}, "value of when must be one of"),
        ({"service_principal_id": ID, "template_id": "scim", "reasons": ["x"]}, "value of reasons must be one or more"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


GALLERY = job("customappssoOutDelta")
MISSING = [
    ({}, [GALLERY], f"template_id: service principal {ID} has no job of template 'scim'. It has {GALLERY['id']}."),
    ({}, [], f"template_id: service principal {ID} has no job of template 'scim'. It has no job at all."),
    ({"template_id": "scin"}, [job()], "has no job of template 'scin'. Did you mean scim?"),
    ({"template_id": None, "job_id": SCIM.upper()}, [job()], f"has no job {SCIM.upper()!r}. Did you mean {SCIM}?"),
    ({"template_id": None, "job_id": "x"}, [GALLERY, job()], f"It has {GALLERY['id']}, {SCIM}."),
    (
        {"job_id": SCIM, "template_id": "customappsso"},
        [GALLERY, job()],
        "is not the one of template 'customappsso', but of 'scim'.",
    ),
]


@pytest.mark.parametrize(("options", "jobs", "words"), MISSING, ids=[row[2] for row in MISSING])
def test_a_job_that_is_not_there_is_told_with_those_that_are(options, jobs, words):
    graph = service(*jobs)
    with pytest.raises(Situation) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert graph.writes == []


def test_a_job_is_found_by_its_id_or_under_the_name_that_the_service_gave_it():
    assert apply(service(running(), GALLERY), template_id="customappsso")["job"]["id"] == GALLERY["id"]
    assert apply(service(GALLERY, running()), template_id=None, job_id=SCIM)["job"]["id"] == SCIM
    assert apply(service(GALLERY, running()), job_id=SCIM)["job"]["id"] == SCIM


@pytest.mark.parametrize("when", ["always", "quarantined"])
def test_a_failed_read_never_becomes_a_restart(when):
    graph = service()
    graph.routes[JOBS] = refusal(errors.NotFound, 404, "Request_ResourceNotFound")
    with pytest.raises(errors.NotFound):
        apply(graph, when=when)
    assert graph.writes == []


def relapses(graph):
    later = {**QUARANTINE, "currentBegan": "2026-03-02T09:30:00Z", "seriesCount": 2}
    graph.routes[JOBS][0]["status"].update(code="Quarantine", quarantine=later)


def test_a_job_that_is_in_quarantine_again_is_told_and_the_restart_counts_as_done():
    graph = service(sick())
    graph.ticks = [relapses]
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, when="quarantined", reset=["quarantine_state"])
    message = str(stop.value)
    for words in ("The restart ended the quarantine, and another one has begun.", "InvalidCredentials", "Check the"):
        assert words in message
    assert "1 of 1 changes were done." in message
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == ["restart"]
    assert (result["changed"], result["job"]["status"]["quarantine"]["series_count"]) == (True, 2)


def test_a_quarantine_that_stays_is_not_taken_for_a_new_one():
    graph = service(sick())
    graph._restart = lambda found, scopes: None
    with pytest.raises(_road.Stopped, match="has left the quarantine: it did not show within 7 s") as stop:
        apply(graph, when="quarantined", wait_timeout=7)
    assert "Check the credentials" in str(stop.value)
    assert [change["action"] for change in stop.value.result["done"]] == ["restart"]


def test_a_failed_start_after_the_restart_says_what_is_left_to_do():
    graph = service(sick("Disabled"))
    graph.routes[("POST", START)] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, when="quarantined", start=True)
    assert [change["action"] for change in stop.value.result["done"]] == ["restart"]
    assert stop.value.result["failed_change"]["action"] == "start"
    words = (
        "when the same task finds no quarantine any more, it starts nothing: use entra.provisioning.synchronization_job"
    )
    assert words in str(stop.value)


def test_a_refused_restart_leaves_nothing_that_the_same_task_would_not_do():
    graph = service(sick("Disabled"))
    graph.routes[("POST", RESTART)] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, when="quarantined", start=True)
    assert "starts nothing" not in str(stop.value)


def test_an_order_that_fails_at_the_start_can_be_given_again():
    graph = service(job())
    graph.routes[("POST", START)] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, start=True)
    assert "starts nothing" not in str(stop.value)
    del graph.routes[("POST", START)]
    assert apply(graph, start=True)["job"]["enabled"] is True


def test_the_bare_401_is_told_with_the_defect_that_callers_who_only_own_meet():
    graph = service(running())
    graph.routes[("POST", RESTART)] = refusal(errors.Unauthenticated, 401, "UnknownError")
    with pytest.raises(_road.Stopped, match=r"only Application\.ReadWrite\.OwnedBy") as stop:
        apply(graph)
    assert stop.value.result["error"]["status"] == 401
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (errors.Forbidden, 403, "Authorization_RequestDenied"),
        (errors.Unauthenticated, 401, "InvalidAuthenticationToken"),
    ],
)
def test_another_refusal_is_told_as_it_is(kind, status, code):
    graph = service(running())
    graph.routes[("POST", RESTART)] = refusal(kind, status, code)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph)
    assert "OwnedBy" not in str(stop.value)


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = service(running())
    shown = apply(graph, check=True)["job"]
    result = run(resource, graph, service_principal_id=ID, job_id=shown["id"], when="quarantined")
    assert (result["changed"], graph.writes) == (False, [])

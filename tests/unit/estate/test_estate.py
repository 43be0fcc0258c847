# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of many applications as one: refused, carried out, stopped, and told."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from ansible_collections.entra.provisioning.tests.unit.estate_graph import (
    NAME,
    OTHER_APP,
    SECOND,
    EstateGraph,
    actions,
    one,
    two,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, OTHER, THERE, job, principal, refusal
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters

STORED = {"settings": {"BaseAddress": "https://a.example"}}
PAUSED = {"jobs": [{"template_id": "scim", "state": "paused"}]}
FORBIDDEN = refusal(errors.Forbidden, 403)


def run(graph, *applications, check=False, **given):
    """The result of the module."""
    params = parameters(synchronizations, {"applications": list(applications), **given})
    graph = graph.fork(read_only=check)
    return _road.travel(synchronizations.propose(graph, params), params, check)


def failed(graph, *applications, **given):
    with pytest.raises(Stopped) as stop:
        run(graph, *applications, **given)
    return stop.value.result


def first(**given):
    return {"display_name": NAME, **given}


def second(**given):
    return {"display_name": SECOND, **given}


def many(count, running=0):
    """Service principals App 0, App 1, ..., of which the first have a job that runs."""
    routes = {"/servicePrincipals": []}
    for number in range(count):
        identity = f"00000000-0000-4000-8000-{number:012d}"
        routes["/servicePrincipals"].append(principal(identity, f"App {number}", identity))
        jobs = [job(state="Active")] if number < running else []
        routes.update(one(identity, jobs=jobs, here=f"/servicePrincipals/{identity}/synchronization"))
    return EstateGraph(routes)


def test_check_mode_shows_what_a_run_does_and_a_second_run_does_nothing():
    graph = two()
    checked = run(graph, first(**STORED), second(**PAUSED), check=True)
    assert graph.writes == []
    done = run(graph, first(**STORED), second(**PAUSED))
    assert (checked["plan"], checked["diff"], checked["changed"]) == (done["plan"], done["diff"], True)
    assert checked["applications"][0]["settings"] == done["applications"][0]["settings"]
    count = len(graph.writes)
    again = run(graph, first(**STORED), second(**PAUSED))
    assert (again["changed"], len(graph.writes), again["plan"]["summary"]) == (False, count, "no changes")
    assert [one["changed"] for one in again["applications"]] == [False, False]


def test_applications_are_told_in_the_declared_order_whatever_the_order_of_their_ends():
    result = run(two(), second(**PAUSED), first(**STORED))
    assert [one["name"] for one in result["applications"]] == [SECOND, NAME]
    assert actions(result["plan"]["changes"]) == ["pause", "store"]


@pytest.mark.parametrize(("any_errors", "writes"), [("continue", 1), ("stop", 0)])
def test_an_application_that_could_not_be_planned_stops_the_others_or_not(any_errors, writes):
    graph = two(**{f"{HERE}/secrets": FORBIDDEN})
    result = failed(graph, first(**STORED), second(**PAUSED), any_errors=any_errors)
    assert len(graph.writes) == writes == len(result["done"])
    assert result["error"]["status"] == result["applications"][0]["error"]["status"] == 403
    assert [one["changed"] for one in result["applications"]] == [False, writes == 1]
    assert result["msg"].startswith(f"1 of 2 applications failed. {NAME}: ")


@pytest.mark.parametrize(("any_errors", "left"), [("continue", 0), ("stop", 4)])
def test_after_a_failure_on_its_way_nothing_more_begins_or_all_goes_on(any_errors, left):
    graph = many(6)
    graph.routes[("PUT", f"/servicePrincipals/00000000-0000-4000-8000-{1:012d}/synchronization/secrets")] = FORBIDDEN
    result = failed(graph, *({"display_name": f"App {number}", **STORED} for number in range(6)), any_errors=any_errors)
    unbegun = [one for one in result["applications"] if str(one["msg"]).startswith("Not begun")]
    assert len(unbegun) == left
    assert (f"{left} more were not begun." in result["msg"]) is bool(left)
    assert f"{5 - left} of 6 changes were done." in result["msg"]
    assert result["failed_change"] == result["applications"][1]["failed_change"]
    assert [one["changed"] for one in result["applications"]] == [
        number != 1 and number < 6 - left for number in range(6)
    ]


def test_several_failures_are_all_told():
    graph = two(**{f"{HERE}/secrets": FORBIDDEN, f"{THERE}/jobs": refusal(errors.ServerFault, 500)})
    result = failed(graph, first(**STORED), second(**PAUSED))
    assert result["msg"].startswith("2 of 2 applications failed.")
    assert NAME in result["msg"] and SECOND in result["msg"] and result["msg"].endswith("Nothing was changed.")
    assert [one["error"]["status"] for one in result["applications"]] == [403, 500]


@pytest.mark.parametrize("verb", ["GET", "PUT"])
def test_a_refusal_that_meets_all_is_told_once_and_that_it_met_all(verb):
    graph = many(13)
    for number in range(13):
        path = f"/servicePrincipals/00000000-0000-4000-8000-{number:012d}/synchronization/secrets"
        graph.routes[path if verb == "GET" else (verb, path)] = FORBIDDEN
    result = failed(graph, *({"display_name": f"App {number}", **STORED} for number in range(13)))
    assert result["msg"].startswith("13 of 13 applications failed. App 0: Could not ")
    assert result["msg"].count("the service answered 403") == 1
    assert (
        " The 12 others were refused too, so it is the sign-in that lacks a permission, and no single application; each "
        "tells its own under applications. Nothing was changed." in result["msg"]
    )
    assert all(one["error"]["status"] == 403 and one["msg"] for one in result["applications"])


def test_a_failure_of_very_many_names_the_first_ones_and_says_how_many_there_are():
    graph = many(13)
    for number in range(13):
        path = f"/servicePrincipals/00000000-0000-4000-8000-{number:012d}/synchronization/secrets"
        graph.routes[("PUT", path)] = refusal(errors.BadRequest, 400)
    result = failed(graph, *({"display_name": f"App {number}", **STORED} for number in range(13)))
    assert "13 of 13 applications failed." in result["msg"]
    assert "App 9:" in result["msg"] and "App 10:" not in result["msg"]
    assert "And 3 more; each tells its own under applications." in result["msg"]
    assert all(one["msg"] for one in result["applications"])
    assert "trace" not in result


def test_a_refusal_for_hazards_hides_no_failure():
    graph = many(12, running=12)
    graph.routes["/servicePrincipals/00000000-0000-4000-8000-000000000003/synchronization/secrets"] = FORBIDDEN
    result = failed(graph, *({"display_name": f"App {number}", **STORED} for number in range(12)))
    assert "change_many" in result["msg"] and "Besides, 1 of 12 applications failed. App 3:" in result["msg"]
    assert graph.writes == []


def test_a_hazard_says_whose_it_is():
    graph = two(**{f"{HERE}/jobs": [job()]})
    result = failed(graph, first(jobs=[]), second(**PAUSED), state="replaced")
    assert f"delete_undeclared: {NAME}: job {job()['id']} of service principal {ID} goes" in result["msg"]
    assert result["plan"]["hazards"][0]["detail"].startswith(f"{NAME}: job ")


def test_of_very_many_hazards_the_first_are_told_and_the_others_listed():
    graph = many(13, running=13)
    entries = [{"display_name": f"App {number}", "jobs": []} for number in range(13)]
    result = failed(graph, *entries, state="replaced")
    assert "App 9: job" in result["msg"] and "App 10: job" not in result["msg"]
    # Thirteen jobs and the share of what would change.
    assert "and 4 more, which plan.hazards lists" in result["msg"]
    assert len(result["plan"]["hazards"]) == 14
    assert "accept_hazards: [change_many, delete_undeclared]" in result["msg"]
    assert graph.writes == []


def test_what_is_wrong_with_the_task_and_with_its_applications_is_told_at_once():
    wrong = {"settings": {"BaseAdress": "https://a.example"}}
    with pytest.raises(InvalidInput) as refusal_of_all:
        run(two(), first(**wrong), second(**PAUSED), concurrency=99, max_changed_share=2.0)
    said = str(refusal_of_all.value)
    assert "3 problems" in said
    assert "concurrency: 99" in said and "max_changed_share: 2" in said
    assert f"applications[0] ({NAME}): settings: the service has no key 'BaseAdress'" in said


def test_a_check_run_fails_as_the_run_would_and_shows_the_rest():
    graph = two(**{f"{HERE}/secrets": FORBIDDEN})
    result = failed(graph, first(**STORED), second(**PAUSED), check=True)
    assert result["msg"].endswith("The rest was planned.")
    assert (actions(result["plan"]["changes"]), result["error"]["status"]) == (["pause"], 403)


def test_a_defect_in_one_application_is_told_as_one_and_the_others_go_on():
    graph = two()
    original = graph.put

    def put(path, body, **more):
        return 1 / 0 if path.startswith(HERE) else original(path, body, **more)

    graph.put = put
    result = failed(graph, first(**STORED), second(**PAUSED))
    assert result["applications"][0]["msg"].startswith("Unexpected ZeroDivisionError")
    assert result["trace"][-1].startswith("ZeroDivisionError")
    assert result["applications"][1]["changed"] is True


def test_what_was_not_seen_after_a_failure_is_not_shown():
    graph = two()
    graph.routes[("PUT", f"{HERE}/secrets")] = FORBIDDEN
    given = {**STORED, "jobs": [{"template_id": "scim", "state": "started"}]}
    (one, _other) = failed(graph, first(**given), second(**PAUSED))["applications"]
    assert (one["settings"], one["jobs"], one["service_principal_id"]) == (None, [], ID)


@pytest.mark.parametrize(
    ("there", "moved", "share", "detail"),
    [
        (10, 3, 0.3, None),
        (10, 4, 0.3, "4 of 10 applications with jobs would change (40%; max_changed_share is 0.3)"),
        (9, 9, 0.3, None),
        (11, 11, 1.0, None),
        (11, 1, 0.0, "1 of 11 applications with jobs would change (9%; max_changed_share is 0)"),
    ],
)
def test_the_share_of_what_would_change(there, moved, share, detail):
    entries = [
        {
            "display_name": f"App {number}",
            "jobs": [{"template_id": "scim", "state": "paused" if number < moved else "started"}],
        }
        for number in range(there + 2)
    ]
    # Two more have no job yet, and are no share of what is provisioned.
    result = run(many(there + 2, there), *entries, check=True, max_changed_share=share)
    assert [hazard["detail"] for hazard in result["plan"]["hazards"]] == ([detail] if detail else [])


@pytest.mark.parametrize(
    ("moved", "detail"), [(3, None), (4, "4 of 10 applications with jobs would change (40%; max_changed_share is 0.3)")]
)
def test_what_is_not_known_of_those_that_stay_is_read_where_it_decides(moved, detail):
    entries = [
        {"display_name": f"App {number}", "settings": {"SyncAll": True}, "remove_keys": []} for number in range(moved)
    ]
    entries += [{"display_name": f"App {number}", "remove_keys": ["BaseAddress"]} for number in range(moved, 10)]
    graph = many(10, 10)
    result = run(graph, *entries, check=True)
    assert [hazard["detail"] for hazard in result["plan"]["hazards"]] == ([detail] if detail else [])


def test_hazards_over_the_whole_are_not_accepted_by_one():
    entries = [
        {
            "display_name": f"App {number}",
            "jobs": [{"template_id": "scim", "state": "paused"}],
            "accept_hazards": ["change_many"],
        }
        for number in range(10)
    ]
    graph = many(10, 10)
    result = failed(graph, *entries)
    assert "accept_hazards: [change_many]" in result["msg"] and graph.writes == []
    assert run(graph, *entries, accept_hazards=["change_many"])["changed"] is True


def test_two_entries_that_are_one_are_refused_with_both_places():
    with pytest.raises(InvalidInput) as problem:
        run(two(), first(**STORED), {"service_principal_id": ID, "settings": {"SyncAll": True}})
    (said,) = problem.value.problems
    assert said == (
        f"applications[1] ({ID}): it is service principal {ID}, as is applications[0] ({NAME}); make them one entry."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"concurrency": 0}, "concurrency: 0 is out of range; give 1 to 32."),
        ({"concurrency": 33}, "concurrency: 33 is out of range; give 1 to 32."),
        ({"max_changed_share": 1.5}, "max_changed_share: 1.5 is no share; give 0 to 1."),
        ({"running_config": "x"}, "running_config: it is read with state: parsed only, and state is merged."),
        ({"applications": []}, "applications: the list is empty, so nothing is declared."),
    ],
)
def test_what_cannot_be_meant_is_refused_before_any_request(given, said):
    graph = two()
    params = parameters(synchronizations, {"applications": [first(**STORED)], **given})
    with pytest.raises(InvalidInput) as problem:
        synchronizations.propose(graph, params)
    assert said in problem.value.problems
    assert (list(graph.reads), graph.levels) == ([], [])


@pytest.mark.parametrize(
    "given",
    [
        {"state": "merged"},
        {"state": "overridden"},
        {"state": "rendered"},
        {"state": "parsed"},
        {"applications": [{"settings": {}}]},
        {"applications": [{"display_name": NAME, "app_id": OTHER_APP}]},
        {"applications": [{"display_name": NAME, "jobs": [{"state": "started"}]}]},
        {"applications": [{"display_name": NAME, "accept_hazards": ["all"]}]},
        {
            "applications": [
                {"display_name": NAME, "jobs": [{"template_id": "scim", "schema": {"document": {}, "restore": "x"}}]}
            ]
        },
    ],
)
def test_the_argument_spec_refuses_what_is_incomplete_or_double(given):
    with pytest.raises(Refused):
        parameters(synchronizations, given)


def test_overridden_deletes_what_a_stranger_has_and_no_more_than_that():
    graph = two(**{f"{HERE}/jobs": [job(state="Active")]})
    result = failed(graph, second(jobs=[{"template_id": "scim"}]), state="overridden")
    assert "delete_undeclared" in result["msg"] and graph.writes == []
    result = run(
        graph, second(jobs=[{"template_id": "scim"}]), state="overridden", accept_hazards=["delete_undeclared"]
    )
    assert actions(result["plan"]["changes"]) == ["delete"]
    assert [one["name"] for one in result["applications"]] == [SECOND, ID]
    assert (graph.routes[f"{HERE}/jobs"], len(graph.routes[f"{THERE}/jobs"])) == ([], 1)


def test_overridden_does_not_take_a_declared_name_in_another_case_for_a_stranger():
    named = {"service_principal_id": OTHER.upper(), "jobs": [{"template_id": "scim"}]}
    assert run(two(), named, state="overridden")["changed"] is False
    graph = two(**{f"{HERE}/jobs": [job()]})
    result = failed(graph, {"display_name": NAME.upper()}, named, state="overridden")
    # The fake looks names up as they are written; whatever comes of it, nothing of it is a stranger's.
    assert [one["name"] for one in result["applications"]] == [NAME.upper(), OTHER.upper()]
    assert graph.writes == []


def test_overridden_says_which_strangers_could_not_be_read():
    graph = two(**{f"{HERE}/jobs": FORBIDDEN})
    with pytest.raises(Situation, match=f"the jobs of {ID} could not be read"):
        run(graph, second(jobs=[]), state="overridden", accept_hazards=["delete_undeclared"])
    assert graph.writes == []
    absent = two(**{f"{HERE}/jobs": refusal(errors.NotFound, 404)})
    assert run(absent, second(jobs=[{"template_id": "scim"}]), state="overridden")["changed"] is False

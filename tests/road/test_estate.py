# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many applications over the whole road: what is made, what goes, what is refused, and what of it all is told."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator.routes_gallery import registered_application
from emulator.world import ServicePrincipal

from .estate_road import (
    CONTOSO,
    CUSTOM,
    FABRIKAM,
    NEW,
    TOKEN,
    actions,
    failing,
    mapped,
    module,
    principals,
    row,
    run,
    scim_schema,
    unchanged,
)
from .resource_road import writes

CLOUD = "Active Directory to Microsoft Entra ID"
ALIAS = mapped("User", "Account", "Trim([mail])", "USERGROUP_OUTBOUND_USERGROUP", "Alias")


def whole(name=NEW, **more):
    """An application with everything that can be declared of one."""
    return {
        "display_name": name,
        "settings": {"BaseAddress": "https://litware.example/scim"},
        "secrets": {"SecretToken": TOKEN},
        "jobs": [{"template_id": "scim", "state": "started", "schema": scim_schema()}],
        **more,
    }


def new(**more):
    return whole(application_template_id=CUSTOM, **more)


def fabrikam(**job):
    """Fabrikam, with its job."""
    return {"display_name": FABRIKAM, "jobs": [{"template_id": "fabrikamSingleSignon", **job}]}


def jobs_of(emu, name):
    return emu.world.tenants[emu.tenant_id].service_principal(name).provisioning.jobs


def stored(emu, name):
    return emu.world.tenants[emu.tenant_id].service_principal(name).provisioning.secrets


# What is made


def test_an_application_is_made_with_everything_in_one_run_and_check_mode_shows_the_same(emu):
    mark = emu.mark()
    checked = run(emu, new(), check=True)
    assert writes(emu, mark) == []
    made = run(emu, new())
    assert actions(made["plan"]["changes"]) == ["create", "store", "create", "declare", "start"]
    assert (checked["plan"], checked["diff"], checked["changed"]) == (made["plan"], made["diff"], made["changed"])
    (one,) = made["applications"]
    assert one["service_principal_id"] == principals(emu, NEW)[0].id
    assert (one["jobs"][0]["enabled"], one["secret_keys"], one["changed"]) == (True, ["SecretToken"], True)
    assert one["settings"] == {"BaseAddress": "https://litware.example/scim"}
    again = unchanged(emu, new())
    assert again["applications"][0]["jobs"][0]["id"] == one["jobs"][0]["id"]
    assert len(principals(emu, NEW)) == 1


@pytest.mark.parametrize("below", ["/secrets$", "/jobs$"])
@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_was_made_a_moment_ago_may_be_refused_for_a_while(emu, below, status):
    emu.fault(method="GET", path=below, kind="replication", status=status, times=3)
    assert run(emu, new())["changed"] is True
    unchanged(emu, new())


def test_a_schema_that_does_not_fit_what_was_made_is_told_and_the_rest_stands(emu):
    entry = new(jobs=[{"template_id": "scim", "state": "started", "schema": scim_schema("Trim([nobody])")}])
    result = failing(emu, entry)
    assert actions(result["done"]) == ["create", "store", "create"]
    assert "nobody" in row(result, NEW)["msg"] and "3 of 5 changes were done" in result["msg"]
    again = run(emu, new())
    assert actions(again["plan"]["changes"]) == ["replace", "start"]


def test_a_name_that_something_else_bears_is_not_taken_for_what_was_to_be_made(emu):
    mark = emu.mark()
    result = failing(emu, new(display_name=FABRIKAM), whole(CONTOSO, application_template_id=CUSTOM.upper()))
    assert f"the name '{FABRIKAM}' is taken, and not by one that was made from" in row(result, FABRIKAM)["msg"]
    assert not any(emu.estate[FABRIKAM]["service_principal_id"] in path for _method, path in writes(emu, mark))
    assert row(result, CONTOSO)["changed"] is True


def test_of_namesakes_that_one_is_meant_that_was_made_from_the_gallery(emu):
    run(emu, new())
    stranger = registered_application(emu.world.tenants[emu.tenant_id], NEW)
    principal = ServicePrincipal("5c1f0a37-6a52-4f0e-8a52-6f0d5c9d1e11", stranger.app_id, NEW)
    emu.world.tenants[emu.tenant_id].service_principals[principal.id] = principal
    unchanged(emu, new())
    assert "2 objects are named" in failing(emu, whole())["msg"]


def test_many_are_made_side_by_side_each_once(emu):
    entries = [new(**{"display_name": f"Litware {number}"}) for number in range(12)]
    run(emu, *entries)
    unchanged(emu, *entries)
    assert [len(principals(emu, entry["display_name"])) for entry in entries] == [1] * 12


def test_an_application_that_is_yet_to_be_made_by_others_is_planned_for_in_check_mode_alone(emu):
    checked = run(emu, whole(), check=True, if_missing="plan")
    assert actions(checked["plan"]["changes"]) == ["store", "create", "declare", "start"]
    assert checked["applications"][0]["service_principal_id"] is None
    mark = emu.mark()
    result = failing(emu, whole(), if_missing="plan")
    assert "no service principal named 'Litware Portal'" in result["msg"]
    assert writes(emu, mark) == []


# What goes


def test_replaced_lets_go_what_is_not_declared_of_what_is(emu):
    entry = {"display_name": FABRIKAM, "settings": {"UserName": "provisioning@fabrikam.example"}, "jobs": []}
    with pytest.raises(Stopped, match="delete_undeclared") as stop:
        run(emu, entry, state="replaced")
    assert "accept_hazards: [delete_undeclared]" in str(stop.value)
    result = run(emu, entry, state="replaced", accept_hazards=["delete_undeclared"])
    assert actions(result["plan"]["changes"]) == ["delete", "store"]
    assert (dict(jobs_of(emu, FABRIKAM)), sorted(stored(emu, FABRIKAM))) == (
        {},
        ["SyncNotificationSettings", "UserName"],
    )
    unchanged(emu, entry, state="replaced")


def test_replaced_leaves_alone_what_the_entry_does_not_speak_of(emu):
    unchanged(emu, {"display_name": FABRIKAM, "secrets": None}, state="replaced")
    unchanged(emu, fabrikam(), state="replaced")


def test_overridden_is_about_the_whole_tenant(emu):
    mark = emu.mark()
    with pytest.raises(Stopped, match="delete_undeclared"):
        run(emu, fabrikam(), state="overridden")
    assert writes(emu, mark) == []
    entry = {**fabrikam(), "accept_hazards": ["delete_undeclared"]}
    with pytest.raises(Stopped, match="delete_undeclared") as stop:
        run(emu, entry, state="overridden")
    assert CLOUD in str(stop.value) or emu.estate[CLOUD]["service_principal_id"] in str(stop.value)
    result = run(emu, fabrikam(), state="overridden", accept_hazards=["delete_undeclared"])
    assert sorted(actions(result["plan"]["changes"])) == ["delete", "store", "store"]
    assert (len(jobs_of(emu, FABRIKAM)), len(jobs_of(emu, CLOUD))) == (1, 0)
    unchanged(emu, fabrikam(), state="overridden")


def test_overridden_fails_where_a_stranger_cannot_be_read(emu):
    emu.fault(method="GET", path=f"{emu.estate[CLOUD]['service_principal_id']}/.*/jobs$", kind="forbidden", times=0)
    mark = emu.mark()
    with pytest.raises(Situation, match="concerns the whole tenant") as problem:
        run(emu, fabrikam(state="paused"), state="overridden", accept_hazards=["delete_undeclared"])
    assert emu.estate[CLOUD]["service_principal_id"] in str(problem.value)
    assert writes(emu, mark) == []


@pytest.mark.parametrize("jobs", [None, [], [{"template_id": "fabrikamSingleSignon"}]])
def test_deleted_deletes_the_jobs_that_are_named_or_all(emu, jobs):
    entry = {"display_name": FABRIKAM, "jobs": jobs}
    result = run(emu, entry, state="deleted")
    assert actions(result["plan"]["changes"]) == ["delete"]
    assert dict(jobs_of(emu, FABRIKAM)) == {} and stored(emu, FABRIKAM)
    unchanged(emu, entry, state="deleted")


def test_deleted_makes_nothing(emu):
    unchanged(emu, new(), state="deleted")
    unchanged(emu, new(), state="deleted", check=True)
    assert principals(emu, NEW) == []


def test_deleted_of_a_name_that_nobody_has_is_told(emu):
    with pytest.raises(Stopped, match="no service principal named"):
        run(emu, whole(), state="deleted")


# What is refused


def test_two_entries_of_one_service_principal_are_refused(emu):
    named = {"display_name": CONTOSO, "settings": {"SyncAll": False}}
    meant = {"service_principal_id": emu.estate[CONTOSO]["service_principal_id"].upper(), "settings": {"SyncAll": True}}
    mark = emu.mark()
    with pytest.raises(InvalidInput, match="make them one entry"):
        run(emu, named, meant)
    with pytest.raises(InvalidInput, match=r"applications\[1\] \(contoso scim\): it is declared twice"):
        run(emu, named, {"display_name": "contoso scim"})
    assert writes(emu, mark) == []


def test_a_plan_that_was_reviewed_is_the_only_one_that_is_carried_out(emu):
    entries = [whole(CONTOSO), fabrikam(state="paused")]
    reviewed = run(emu, *entries, check=True)["plan"]["fingerprint"]
    with pytest.raises(Stopped, match="not the one that was reviewed"):
        run(emu, entries[0], expected_plan=reviewed)
    done = run(emu, *entries, expected_plan=reviewed)
    assert (done["changed"], done["plan"]["fingerprint"]) == (True, reviewed)
    unchanged(emu, *entries, expected_plan=reviewed)


def scoped(**more):
    """A change of scope, which is a hazard."""
    scope = {
        "groups": [
            {"name": "Sales", "clauses": [{"attribute": "department", "operator": "EQUALS", "values": ["Sales"]}]}
        ]
    }
    inner = {"source_object": "User", "target_object": "Account", "scope": scope}
    schema = {"synchronization_rules": [{"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [inner]}]}
    return {**fabrikam(schema=schema), **more}


def test_a_hazard_of_one_application_stops_all_unless_it_is_accepted_by_it_or_by_all(emu):
    mark = emu.mark()
    with pytest.raises(Stopped, match="change_scope"):
        run(emu, scoped(), whole(CONTOSO, accept_hazards=["change_scope"]))
    assert writes(emu, mark) == []
    result = run(emu, scoped(accept_hazards=["change_scope"]), whole(CONTOSO))
    assert [hazard["name"] for hazard in result["plan"]["hazards"]] == ["change_scope"]
    emu.reset("standard")
    assert run(emu, scoped(), accept_hazards=["change_scope"])["changed"] is True


@pytest.mark.parametrize(
    ("there", "moved", "share", "refused"),
    [
        (10, 4, 0.3, "4 of 10 applications with jobs would change (40%; max_changed_share is 0.3)"),
        (10, 3, 0.3, ""),
        (9, 9, 0.3, ""),
        (12, 1, 0.0, "1 of 12 applications with jobs would change (8%; max_changed_share is 0)"),
        (12, 12, 1.0, ""),
    ],
)
def test_a_large_share_of_what_is_provisioned_does_not_change_unseen(emu, there, moved, share, refused):
    emu.reset("many", applications=there)
    entries = [
        {
            "display_name": f"Application {number:03d}",
            "jobs": [{"template_id": "scim", "state": "paused" if number <= moved else "started"}],
        }
        for number in range(1, there + 1)
    ]
    checked = run(emu, *entries, check=True, max_changed_share=share)
    assert [hazard["detail"] for hazard in checked["plan"]["hazards"]] == ([refused] if refused else [])
    if refused:
        with pytest.raises(Stopped, match="change_many"):
            run(emu, *entries, max_changed_share=share)
    assert run(emu, *entries, max_changed_share=share, accept_hazards=["change_many"])["plan"] == checked["plan"]


@pytest.mark.parametrize(("moved", "refused"), [(3, False), (4, True)])
def test_the_share_counts_those_of_which_nothing_else_was_to_be_read(emu, moved, refused):
    emu.reset("many", applications=12)
    settings = {number: {"BaseAddress": f"https://scim{number:03d}.contoso.example/v2"} for number in range(1, 13)}
    settings.update({number: {"BaseAddress": "https://new.example"} for number in range(1, moved + 1)})
    entries = [
        {"display_name": f"Application {number:03d}", "settings": given, "secrets": {"SecretToken": TOKEN}}
        for number, given in settings.items()
    ]
    hazards = run(emu, *entries, check=True)["plan"]["hazards"]
    said = f"{moved} of 12 applications with jobs would change (33%; max_changed_share is 0.3)"
    assert [hazard["detail"] for hazard in hazards] == ([said] if refused else [])


def test_what_is_bare_is_no_share_of_what_is_provisioned(emu):
    emu.reset("many", applications=12, furnished=False)
    entries = [whole(f"Application {number:03d}") for number in range(1, 13)]
    assert run(emu, *entries)["plan"]["hazards"] == []
    unchanged(emu, *entries)


# What is told


def fault_of(emu, name, method, below, **fault):
    """A fault of one application."""
    emu.fault(method=method, path=f"{emu.estate[name]['service_principal_id']}.*{below}$", **fault)


def test_after_an_error_the_others_go_on_and_what_was_done_is_told_exactly(emu):
    fault_of(emu, CONTOSO, "PUT", "/schema", kind="forbidden")
    entries = [whole(CONTOSO), fabrikam(state="paused", schema=ALIAS), {"display_name": CLOUD, "jobs": []}]
    mark = emu.mark()
    result = failing(emu, *entries)
    assert len(writes(emu, mark)) == 5
    assert actions(result["done"]) == ["store", "create", "replace", "pause"] or actions(result["done"]) == [
        "store",
        "create",
        "pause",
        "replace",
    ]
    broken, good = row(result, CONTOSO), row(result, FABRIKAM)
    assert (broken["changed"], broken["failed_change"]["action"], broken["error"]["status"]) == (True, "replace", 403)
    assert (good["changed"], good["msg"], good["jobs"][0]["enabled"]) == (True, None, False)
    assert result["failed_change"] == broken["failed_change"]
    assert "1 of 3 applications failed. Contoso SCIM: Could not replace the schema" in result["msg"]
    assert "4 of 6 changes were done." in result["msg"]
    rest = run(emu, *entries)
    assert actions(rest["plan"]["changes"]) == ["replace", "start"]
    unchanged(emu, *entries)


def test_after_an_error_nothing_more_begins_where_errors_stop_and_the_second_run_finishes_the_rest(emu):
    emu.reset("many", applications=60, furnished=False)
    # The second one, so that another application has begun however late its thread comes.
    emu.fault(method="PUT", path="/secrets$", kind="forbidden", after=1, times=1)
    entries = [whole(f"Application {number:03d}") for number in range(1, 61)]
    mark = emu.mark()
    result = failing(emu, *entries, any_errors="stop", concurrency=2)
    unbegun = [one for one in result["applications"] if (one["msg"] or "").startswith("Not begun")]
    assert 0 < len(unbegun) < 60
    assert f" {len(unbegun)} more were not begun." in result["msg"]
    # What had begun when the error came was finished, but for the one that failed.
    begun = [one for one in result["applications"] if one not in unbegun]
    assert sorted({one["msg"] is None for one in begun}) == [False, True]
    assert [one["changed"] for one in begun] == [one["msg"] is None for one in begun]
    assert not any(one["changed"] for one in unbegun)
    assert len(result["done"]) == len(writes(emu, mark)) - 1 == 4 * (len(begun) - 1)
    run(emu, *entries)
    unchanged(emu, *entries)


LOST = {
    "reset after": {"kind": "reset", "when": "after"},
    "reset before": {"kind": "reset", "when": "before"},
    "503 after": {"kind": "server_error", "status": 503, "when": "after"},
    "504 before": {"kind": "server_error", "status": 504, "when": "before"},
    "no JSON": {"kind": "not_json", "status": 502},
}


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("below", ["/instantiate$", "/secrets$", "/jobs$", "/schema$", "/start$"])
def test_a_lost_answer_is_made_good_and_nothing_is_made_twice(emu, below, lost):
    emu.fault(method="UNSAFE", path=below, **LOST[lost])
    entries = [new(), fabrikam(state="paused")]
    result = run(emu, *entries)
    assert [one["msg"] for one in result["applications"]] == [None, None]
    unchanged(emu, *entries)
    assert (len(principals(emu, NEW)), len(jobs_of(emu, NEW))) == (1, 1)


def test_what_lags_is_waited_for(emu):
    lags = {"secrets_read_lag": 4, "schema_read_lag": 4, "job_read_lag": 4, "job_list_lag": 3, "job_delete_lag": 4}
    emu.switches.update({**lags, "instantiate_lag": 5, "instantiate_list_lag": 3})
    entries = [new(), whole(CONTOSO), fabrikam(state="paused", schema=ALIAS), {"display_name": CLOUD, "jobs": []}]
    run(emu, *entries)
    unchanged(emu, *entries)
    assert (len(principals(emu, NEW)), len(jobs_of(emu, NEW))) == (1, 1)


ELSEWHERE = {
    "edit": "mapping",
    "source_object": "User",
    "target_object": "Account",
    "target_attribute": "Alias",
    "expression": "ToLower([mail])",
}


@pytest.mark.parametrize(
    ("after", "said"),
    [(1, "the plan is no longer what it was at the beginning of this run"), (2, "was changed by something else after")],
)
def test_a_schema_that_others_changed_after_it_was_planned_is_left_alone_and_the_others_go_on(emu, after, said):
    job = emu.estate[FABRIKAM]["jobs"][0]
    emu.fault(method="GET", path=f"/jobs/{job}/schema$", kind="schema_edit", edits=[ELSEWHERE], after=after)
    entries = [fabrikam(schema=ALIAS), whole(CONTOSO)]
    result = failing(emu, *entries)
    broken = row(result, FABRIKAM)
    assert said in broken["msg"] and "Run again" in broken["msg"]
    assert (broken["changed"], row(result, CONTOSO)["changed"], row(result, CONTOSO)["msg"]) == (False, True, None)
    assert actions(run(emu, *entries)["plan"]["changes"]) == ["replace"]
    unchanged(emu, *entries)


def test_how_far_a_run_is_is_told_now_and_then(emu):
    emu.reset("many", applications=30)
    emu.fault(method="PUT", path="/secrets$", kind="throttle", seconds=20, times=3)
    told = []
    entries = [
        {
            "display_name": f"Application {number:03d}",
            "settings": {"BaseAddress": "https://new.example"},
            "secrets": {"SecretToken": TOKEN},
        }
        for number in range(1, 31)
    ]
    run(emu, *entries, tell=told.append, accept_hazards=["change_many"])
    assert told and all(
        line.startswith("carried out the plans of ") and line.endswith(" of 30 applications") for line in told
    )
    quiet = []
    unchanged(emu, *entries, tell=quiet.append)
    assert quiet == []


def test_secrets_are_nowhere_also_where_applications_fail(emu):
    secrets = {"Password": "planted-password-of-fabrikam", "SecretToken": TOKEN}
    fault_of(
        emu, FABRIKAM, "PUT", "/secrets", kind="answer", status=400, message=f"Invalid value {TOKEN}", code="BadRequest"
    )
    entries = [
        new(),
        {"display_name": FABRIKAM, "secrets": secrets, "update_secrets": "always"},
        whole(CONTOSO, settings={"SecretToken": "planted-in-a-wrong-place"}, secrets=None),
    ]
    for check in (True, False):
        result = module(emu, *entries, check=check)
        text = json.dumps(result)
        assert result["failed"] is True
        assert "planted-" not in text
    assert "Invalid value ********" in result["msg"]


def test_the_module_without_a_failure_shows_no_secret_either(emu):
    for check in (True, False, False):
        result = module(emu, new(), whole(CONTOSO), check=check)
        assert "failed" not in result
        assert "planted-" not in json.dumps(result)
    assert result["changed"] is False

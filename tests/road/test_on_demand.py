# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provisioning on demand over the whole road: within the quota, nothing twice, and the truth about every subject."""

from __future__ import annotations

import json
import time

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, pace
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_provision_on_demand as resource
from emulator import estate, machine
from emulator.routes_jobs import new_job
from emulator.testing import Emulator

from .graph_road import HurriedClock, IssuedTokens, connected
from .resource_road import parameters, run

FABRIKAM, CLOUD_SYNC, INBOUND = "Fabrikam Sign-On", "Active Directory to Microsoft Entra ID", "API-driven Inbound"
ADELE, MEGAN = "adele.vance@contoso.example", "megan.bowen@contoso.example"
CALL = r"/provisionOnDemand$"
SCHEMA_RULE = "USERGROUP_OUTBOUND_USERGROUP"
PASSWORD = "Pa55-word-of-no-value"


@pytest.fixture
def emu():
    pace.forget()
    with Emulator.start(estate="standard") as emulator:
        yield emulator
    pace.forget()


def ident(emu, name=FABRIKAM):
    return emu.estate[name]["service_principal_id"]


def provisioning(emu, name=FABRIKAM):
    return emu.world.tenants[emu.tenant_id].service_principal(name).provisioning


def person(name):
    return estate.stable_id("users", name)


def send(emu, check_mode=False, **given):
    options = {"service_principal_id": ident(emu), "template_id": "fabrikamSingleSignon"}
    return run(resource, emu, check_mode, **{**options, **given})


def stopped(emu, **given):
    with pytest.raises(_road.Stopped) as stop:
        send(emu, **given)
    return stop.value.result


def calls(emu, since=0):
    """What was sent to provision: the answer's status and the object, call by call."""
    rows = [row for row in emu.audit(since=since) if row["path"].endswith("/provisionOnDemand")]
    return [(row["status"], row["body"]["parameters"][0]["subjects"][0]["objectId"]) for row in rows]


def done(emu):
    """How often the service worked, by its own log."""
    return len(emu.world.tenants[emu.tenant_id].provisioning_log)


class TurningClock(HurriedClock):
    """Sleeping takes no time here, and turns the clock of the service."""

    def __init__(self, emu):
        super().__init__()
        self.emu = emu

    def sleep(self, seconds):
        super().sleep(seconds)
        self.emu.advance(seconds)


def hurried(emu, **given):
    """A run that does not wait: its result, and how long it would have waited."""
    options = {"service_principal_id": ident(emu), "template_id": "fabrikamSingleSignon"}
    params = parameters(resource, emu, {**options, **given})
    clock = TurningClock(emu)
    with connected(emu, IssuedTokens(emu), clock=clock) as graph:
        return _road.travel(resource.propose(graph, params), params, False), clock.slept


def test_a_user_is_provisioned_as_check_mode_said(emu):
    checked = send(emu, check_mode=True, users=[ADELE])
    assert calls(emu) == []
    real = send(emu, users=[ADELE])
    for part in ("changed", "plan", "diff"):
        assert checked[part] == real[part], part
    assert calls(emu) == [(200, person("Adele Vance"))]
    (row,) = real["results"]
    assert (row["subject"], row["status"], row["action"], row["rule"]) == (ADELE, "success", "create", SCHEMA_RULE)
    assert row["source_identity"] == {"id": person("Adele Vance"), "type": "User", "display_name": None}
    assert row["steps"][-1]["name"] == "EntryExportAdd"


def test_a_second_run_is_sent_again_and_finds_nothing_to_do(emu):
    first, second = send(emu, users=[ADELE]), send(emu, users=[ADELE], fail_on="skipped")
    assert (second["changed"], second["plan"]) == (True, first["plan"])
    assert [second["results"][0][name] for name in ("status", "error_code")] == ["skipped", "RedundantExport"]
    assert len(calls(emu)) == 2


def test_seven_members_are_two_calls_and_each_brings_its_own(emu):
    members = [person(name) for name in estate.PEOPLE]
    result = send(emu, groups=[{"group": "Sales", "members": members}], fail_on="skipped")
    assert [(row["status"], row["action"]) for row in result["results"]] == [
        ("success", "create"),
        ("success", "update"),
    ]
    rows = [row for row in emu.audit() if row["path"].endswith("/provisionOnDemand")]
    sent = [row["body"]["parameters"][0]["subjects"][0]["links"]["members"] for row in rows]
    assert [[one["objectId"] for one in part] for part in sent] == [members[:5], members[5:]]


def test_the_quota_of_the_service_is_kept(emu):
    result, waits = hurried(emu, users=[person(str(number)) for number in range(12)])
    assert [status for status, _who in calls(emu)] == [200] * 12
    assert len(result["results"]) == 12
    long = [round(wait) for wait in waits if wait > 1]
    assert long == [10, 10]


def test_a_quota_that_others_used_up_is_waited_for_as_the_service_asks(emu):
    mark = emu.mark()
    provisioning(emu).on_demand_calls.extend([emu.world.clock.now()] * 5)
    _result, waits = hurried(emu, users=[person("a")])
    assert [status for status, _who in calls(emu, mark)] == [429, 200]
    assert (done(emu), 9 < sum(waits) <= 12) == (1, True)


@pytest.mark.parametrize("style", ["seconds", "date", "none"])
def test_a_throttled_call_is_repeated_since_the_service_did_nothing(emu, style):
    emu.fault(method="POST", path=CALL, kind="throttle", seconds=1, style=style)
    result, _waits = hurried(emu, users=[ADELE])
    assert [status for status, _who in calls(emu)] == [429, 200]
    assert (done(emu), result["results"][0]["status"]) == (1, "success")


def test_a_service_that_says_when_to_return_did_nothing(emu):
    emu.fault(method="POST", path=CALL, kind="server_error", status=503, seconds=1)
    result, _waits = hurried(emu, users=[ADELE])
    assert (len(calls(emu)), done(emu), result["results"][0]["status"]) == (2, 1, "success")


IN_DOUBT = [
    {"kind": "reset", "when": "after"},
    {"kind": "reset", "when": "before"},
    {"kind": "server_error", "status": 503, "when": "after"},
    {"kind": "server_error", "status": 503, "when": "before"},
    {"kind": "server_error", "status": 504, "when": "after"},
    {"kind": "server_error", "status": 500, "when": "after"},
    {"kind": "truncate"},
    {"kind": "not_json"},
    {"kind": "slow", "seconds": 1.5},
]


@pytest.mark.parametrize("fault", IN_DOUBT, ids=lambda fault: "-".join(str(part) for part in fault.values()))
def test_a_call_in_doubt_is_sent_once_and_ends_the_run_with_an_exact_account(emu, fault):
    emu.fault(method="POST", path=CALL, after=1, times=1, **fault)
    result = stopped(emu, users=[ADELE, MEGAN, person("Lee Gu"), person("Alex Wilber")], timeout=1)
    if fault["kind"] == "slow":
        time.sleep(1)  # what is answered late is recorded late
    assert [who for _status, who in calls(emu)] == [person("Adele Vance"), person("Megan Bowen")]
    assert [change["after"]["subject"] for change in result["done"]] == [ADELE]
    assert result["failed_change"]["after"]["subject"] == MEGAN
    assert [row["subject"] for row in result["results"]] == [ADELE]
    assert result["changed"] is True
    message = result["msg"]
    assert "Whether it took effect is not known" in message
    assert f"Answered before: user {ADELE}: success. " in message
    assert f"Not sent: user {person('Lee Gu')}; user {person('Alex Wilber')}. 1 of 4 changes were done." in message
    assert "timeout says how long an answer is waited for" in message


def test_what_is_in_doubt_at_first_is_not_said_to_have_changed_nothing(emu):
    emu.fault(method="POST", path=CALL, kind="reset", when="after")
    result = stopped(emu, users=[ADELE])
    assert (done(emu), result["done"], result["changed"]) == (1, [], False)
    assert result["msg"].endswith("Nothing else was changed.")


def test_a_refusal_in_the_middle_ends_the_run_and_keeps_the_answers(emu):
    emu.fault(
        method="POST", path=CALL, after=1, kind="answer", status=400, code="RequestParameterInvalid", message="No."
    )
    result = stopped(emu, users=[ADELE, MEGAN])
    assert [row["status"] for row in result["results"]] == ["success"]
    assert (result["error"]["status"], result["error"]["code"]) == (400, "RequestParameterInvalid")
    assert "not known" not in result["msg"] and "1 of 2 changes were done." in result["msg"]


def test_who_may_not_provision_is_told_which_permission_is_missing(emu):
    token = emu.token(("Synchronization.Read.All", "Application.Read.All", "User.Read.All"))
    result = stopped(emu, users=[ADELE], access_token=token, client_secret=None, auth_method="access_token")
    assert "This call needs one of Synchronization.ReadWrite.All, Application.ReadWrite.OwnedBy." in result["msg"]
    assert result["msg"].endswith("Nothing was changed.")


def test_a_job_in_quarantine_is_refused_with_the_cause_before_anything_is_sent(emu):
    found = provisioning(emu)
    (job,) = found.jobs.values()
    found.credentials_work = False
    machine.run_cycle(job, found, emu.world.clock.now())
    with pytest.raises(Situation) as problem:
        send(emu, users=[ADELE])
    assert "is in quarantine since" in str(problem.value)
    assert "Check the credentials and whether the target answers." in str(problem.value)
    assert "(state: started, on_quarantine: restart)" in str(problem.value)
    assert calls(emu) == []


def test_a_quarantine_that_begins_after_the_plan_is_among_the_causes_named(emu):
    emu.fault(method="POST", path=CALL, kind="replication", status=401)
    assert "the job is in quarantine" in stopped(emu, users=[ADELE])["msg"]
    assert len(calls(emu)) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"rule": "USERGROUP_OUTBOUND"},
            "Did you mean USERGROUP_OUTBOUND_USERGROUP? It has PROFILE_INBOUND_APPROLE (91c",
        ),
        ({"users": ["nobody@contoso.example"]}, "users: this tenant has no user of the principal name"),
        ({"users": None, "groups": [{"group": "Sails"}]}, "groups: this tenant has no group named 'Sails'"),
        ({"template_id": "scim"}, "has no job of template 'scim'."),
        ({"object_type": "Device"}, "object_type: the rule USERGROUP_OUTBOUND_USERGROUP maps no source object Device"),
    ],
)
def test_what_is_not_there_is_told_before_anything_is_sent(emu, given, words):
    with pytest.raises(Situation) as problem:
        send(emu, **{"users": [ADELE], **given})
    assert words in str(problem.value)
    assert calls(emu) == []


def test_a_rule_that_says_that_it_does_not_is_refused(emu):
    (job,) = emu.estate[FABRIKAM]["jobs"]
    metadata = [{"key": "supportsProvisionOnDemand", "value": "false"}]
    emu.edit_schema(job, {"edit": "rule", "rule": SCHEMA_RULE, "members": {"metadata": metadata}})
    with pytest.raises(InvalidInput, match="says that it does not provision on demand"):
        send(emu, users=[ADELE], rule=SCHEMA_RULE)


def test_a_job_of_uploads_is_refused_in_words(emu):
    found, tenant = provisioning(emu, INBOUND), emu.world.tenants[emu.tenant_id]
    job = new_job(found.templates["API2AAD"], tenant, emu.estate[INBOUND]["app_id"])
    found.jobs[job.id] = job
    with pytest.raises(Situation, match="is driven by uploads"):
        send(emu, service_principal_id=ident(emu, INBOUND), template_id="API2AAD", users=[ADELE])
    assert calls(emu) == []


def test_an_account_of_active_directory_goes_by_its_distinguished_name(emu):
    name = "CN=Adele Vance,OU=Sales,DC=corp,DC=contoso,DC=example"
    given = {"service_principal_id": ident(emu, CLOUD_SYNC), "template_id": "AD2AADProvisioning"}
    result = send(emu, distinguished_names=[name], **given)
    assert result["results"][0]["source_identity"] == {"id": name, "type": "user", "display_name": None}
    with pytest.raises(InvalidInput, match="reads from Active Directory"):
        send(emu, users=[ADELE], **given)


def test_a_group_is_written_back_by_a_rule_whose_id_has_an_end(emu):
    found, tenant = provisioning(emu, CLOUD_SYNC), emu.world.tenants[emu.tenant_id]
    job = new_job(found.templates["AAD2ADGroupProvisioning"], tenant, emu.estate[CLOUD_SYNC]["app_id"])
    found.jobs[job.id] = job
    given = {"service_principal_id": ident(emu, CLOUD_SYNC), "template_id": None, "job_id": job.id}
    rule = "33f7c90d-6a1e-4b5f-8d29-0e7b3c4a1ddd"
    result = send(emu, groups=[{"group": "Sales", "members": [ADELE]}], rule=rule, **given)
    assert result["results"][0]["status"] == "success"
    (row,) = [row for row in emu.audit() if row["path"].endswith("/provisionOnDemand")]
    assert row["body"]["parameters"][0]["ruleId"] == f"{rule}#V2"


def test_a_target_that_refuses_fails_the_task_after_all_were_tried(emu):
    provisioning(emu).credentials_work = False
    result = stopped(emu, users=[ADELE, MEGAN])
    assert [row["status"] for row in result["results"]] == ["failure", "failure"]
    assert "2 of 2 did not succeed: user adele.vance@contoso.example: failure (SystemForCross" in result["msg"]
    assert "store good ones with entra.provisioning.synchronization." in result["msg"]
    assert "2 of 2 changes were done." in result["msg"]
    assert (result["failed_change"], len(result["done"]), result["changed"]) == (None, 2, True)
    assert len(send(emu, users=[ADELE], fail_on="never")["results"]) == 1


def test_who_is_not_assigned_is_skipped_and_fails_the_task_on_request(emu):
    principal = emu.world.tenants[emu.tenant_id].service_principal(FABRIKAM)
    principal.assignments.append({"principalId": person("Megan Bowen")})
    result = send(emu, users=[ADELE, MEGAN])
    assert [row["status"] for row in result["results"]] == ["skipped", "success"]
    failed = stopped(emu, users=[ADELE, MEGAN], fail_on="skipped")
    assert "1 of 2 did not succeed: user adele.vance@contoso.example: skipped (NotEffectively" in failed["msg"]
    assert "Assign it" in failed["msg"]


@pytest.mark.parametrize(
    ("shape", "status", "steps"),
    [("summary", "success", 4), ("status_info", "success", 4), ("no_summary", "success", 0), ("cut", "unknown", 0)],
)
def test_every_shape_of_an_answer_is_read_and_none_that_is_not_is_a_success(emu, shape, status, steps):
    emu.switches["on_demand_answer"] = shape
    row = send(emu, users=[ADELE], fail_on="never")["results"][0]
    assert (row["status"], len(row["steps"])) == (status, steps)
    assert (row["raw"] is None) is (shape != "cut")
    if shape == "cut":
        assert "An answer could not be read, so it is not known what was done" in stopped(emu, users=[ADELE])["msg"]


def test_a_password_that_the_target_was_given_is_in_no_result(emu):
    (job,) = emu.estate[FABRIKAM]["jobs"]
    edit = {
        "edit": "mapping",
        "target_object": "Account",
        "target_attribute": "Password",
        "expression": f'"{PASSWORD}"',
    }
    emu.edit_schema(job, edit)
    for shape in ("summary", "status_info", "cut"):
        emu.switches["on_demand_answer"] = shape
        result = send(emu, users=[ADELE], fail_on="never")
        assert PASSWORD not in json.dumps(result), shape
    emu.switches["on_demand_answer"] = "summary"
    row = send(emu, users=[ADELE])["results"][0]
    assert {"name": "Password", "old_value": None, "new_value": "********"} in row["modified_properties"]


def test_a_user_whom_one_replica_does_not_know_yet_is_found(emu):
    emu.fault(method="GET", path=r"/users/", kind="not_found", times=1)
    assert send(emu, users=[ADELE])["results"][0]["status"] == "success"


@pytest.mark.parametrize("path", [r"/jobs$", r"/schema$", r"/users/"])
@pytest.mark.parametrize("fault", ["forbidden", "not_json"])
def test_a_read_that_fails_sends_nothing(emu, path, fault):
    emu.fault(method="GET", path=path, kind=fault, times=0)
    with pytest.raises(errors.GraphError):
        send(emu, users=[ADELE], deadline=2)
    assert calls(emu) == []

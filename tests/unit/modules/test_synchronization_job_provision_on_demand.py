# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_provision_on_demand: subjects sent once each, and an exact account of each."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_provision_on_demand as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import ID, OTHER, QUARANTINE, job, refusal
from ansible_collections.entra.provisioning.tests.unit.on_demand_graph import (
    ACTIVE_DIRECTORY,
    CALL,
    JOBS,
    RULE,
    SCHEMA,
    SCIM,
    OnDemandGraph,
    address,
    person,
    said,
    schema,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

HERE = {"service_principal_id": ID, "template_id": "scim"}
ADELE = "CN=Adele Vance,OU=Sales,DC=contoso,DC=example"
BY = f"by rule OUTBOUND of job {SCIM} of service principal {ID}"


def send(graph, check=False, **options):
    asked = {name: value for name, value in {**HERE, **options}.items() if value is not None}
    return run(resource, graph, check, **asked)


def stopped(graph, **options):
    """The result of a run that failed after its first call was sent."""
    with pytest.raises(_road.Stopped) as stop:
        send(graph, **options)
    return stop.value.result


def refused(graph, **options):
    """The words of a run that was refused before any call."""
    with pytest.raises(Situation) as problem:
        send(graph, **options)
    assert graph.writes == []
    return str(problem.value)


def subjects(graph):
    """What was sent: the one subject of each call."""
    sent = []
    for verb, path, body in graph.writes:
        assert (verb, path) == ("POST", CALL)
        (parameter,) = body["parameters"]
        assert parameter["ruleId"] == RULE
        (subject,) = parameter["subjects"]
        sent.append(subject)
    return sent


def user(number):
    return {"objectId": person(number), "objectTypeName": "User"}


def group(*members):
    return {"objectId": person(100), "objectTypeName": "Group", "links": {"members": [user(one) for one in members]}}


# what is asked, what is sent
SENT = {
    "a user by name": ({"users": [address(1)]}, [user(1)]),
    "a user by id": ({"users": [person(7).upper()]}, [user(7)]),
    "users in order": ({"users": [address(2), person(7), address(1)]}, [user(2), user(7), user(1)]),
    "a user named twice": ({"users": [address(1), person(1), address(1)]}, [user(1)]),
    "a group by name": ({"groups": [{"group": "Sales"}]}, [{"objectId": person(100), "objectTypeName": "Group"}]),
    "a group by id": (
        {"groups": [{"group": OTHER, "members": []}]},
        [{"objectId": OTHER, "objectTypeName": "Group"}],
    ),
    "five members": (
        {"groups": [{"group": "Sales", "members": [address(one) for one in (1, 2, 3, 4, 5)]}]},
        [group(1, 2, 3, 4, 5)],
    ),
    "six members": (
        {"groups": [{"group": "Sales", "members": [person(one) for one in range(1, 7)]}]},
        [group(1, 2, 3, 4, 5), group(6)],
    ),
    "twelve members": (
        {"groups": [{"group": "Sales", "members": [person(one) for one in range(1, 13)]}]},
        [group(1, 2, 3, 4, 5), group(6, 7, 8, 9, 10), group(11, 12)],
    ),
    "a member named twice": (
        {"groups": [{"group": "Sales", "members": [address(1), person(1), address(2)]}]},
        [group(1, 2)],
    ),
    "a group named twice": (
        {"groups": [{"group": "Sales", "members": [address(1)]}, {"group": person(100), "members": [address(2)]}]},
        [group(1, 2)],
    ),
    "all at once": (
        {
            "users": [address(1), address(3)],
            "groups": [{"group": "Sales", "members": [address(2)]}, {"group": OTHER, "members": [address(3)]}],
        },
        [user(1), user(3), group(2), {**group(3), "objectId": OTHER}],
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_asked_is_sent_once_each_in_order(name):
    asked, wanted = SENT[name]
    graph = OnDemandGraph()
    result = send(graph, **asked)
    assert subjects(graph) == wanted
    assert result["changed"] is True
    assert len(result["plan"]["changes"]) == len(result["results"]) == len(wanted)
    assert [change["after"]["object_id"] for change in result["plan"]["changes"]] == [one["objectId"] for one in wanted]


@pytest.mark.parametrize("name", SENT)
def test_check_mode_shows_the_same_plan_and_sends_nothing(name):
    asked, _wanted = SENT[name]
    looked = OnDemandGraph()
    checked, real = send(looked, check=True, **asked), send(OnDemandGraph(), **asked)
    assert looked.writes == []
    for part in ("changed", "plan", "diff"):
        assert checked[part] == real[part], part
    assert checked["results"] == []


def test_a_second_order_does_the_same_once_more():
    graph = OnDemandGraph()
    first, second = send(graph, users=[address(1)]), send(graph, users=[address(1)])
    assert second["changed"] is True
    assert (second["plan"], second["diff"]) == (first["plan"], first["diff"])
    assert subjects(graph) == [user(1), user(1)]


def test_the_plan_names_subject_rule_and_members():
    members = [address(one) for one in range(1, 8)]
    result = send(OnDemandGraph(), check=True, users=[address(1)], groups=[{"group": "Sales", "members": members}])
    first, second, third = result["plan"]["changes"]
    assert first == {
        "action": "provision on demand",
        "target": f"user user1@contoso.example {BY}",
        "before": None,
        "after": {
            "subject": "user1@contoso.example",
            "kind": "user",
            "object_id": person(1),
            "object_type": "User",
            "rule": "OUTBOUND",
        },
    }
    assert second["target"] == f"group Sales (members 1 to 5 of 7) {BY}"
    assert third["target"] == f"group Sales (members 6 to 7 of 7) {BY}"
    assert (second["after"]["members"], third["after"]["members"]) == (members[:5], members[5:])
    assert len(result["diff"]["after"]) == 3


def test_a_single_last_member_is_called_one():
    asked = [{"group": "Sales", "members": [person(one) for one in range(1, 7)]}]
    result = send(OnDemandGraph(), check=True, groups=asked)
    assert "(member 6 of 6)" in result["plan"]["changes"][1]["target"]


def test_what_goes_in_one_call_has_no_parts():
    asked = [{"group": "Sales", "members": [person(one) for one in range(1, 6)]}]
    result = send(OnDemandGraph(), check=True, groups=asked)
    assert result["plan"]["changes"][0]["target"] == f"group Sales {BY}"


def test_names_are_asked_for_together_and_ids_not_at_all():
    graph = OnDemandGraph()
    asked = [{"group": "Sales", "members": [address(3), person(4)]}]
    send(graph, users=[address(1), person(2)], groups=asked)
    paths = [path for _verb, path, *_rest in graph.reads]
    assert paths[:2] == [JOBS, SCHEMA]
    assert [path.partition("?")[0] for path in paths[2:]] == [
        "/users/user1%40contoso.example",
        "/users/user3%40contoso.example",
        "/groups",
    ]
    assert graph.doings.count("find the users user1@contoso.example, user3@contoso.example") == 2


def test_a_run_for_ids_reads_jobs_and_schema_only():
    graph = OnDemandGraph()
    send(graph, users=[person(1)], job_id=SCIM, template_id=None)
    assert [path for _verb, path, *_rest in graph.reads] == [JOBS, SCHEMA]


def test_the_quota_is_kept_before_each_call():
    graph = OnDemandGraph()
    send(graph, users=[person(one) for one in range(1, 7)])
    assert graph.paces == [("provisionOnDemand", 5, 10.0)] * 6


def test_distinguished_names_go_as_they_are_to_an_active_directory_rule():
    graph = OnDemandGraph(document=schema("user", "group", source=ACTIVE_DIRECTORY))
    result = send(graph, distinguished_names=[f" {ADELE}", ADELE.lower()])
    assert subjects(graph) == [{"objectId": ADELE, "objectTypeName": "user"}]
    assert result["plan"]["changes"][0]["target"] == f"user {ADELE} {BY}"
    assert result["results"][0]["kind"] == "distinguished_name"


def test_an_object_type_goes_before_the_rule():
    graph = OnDemandGraph(document=schema("user", "group", source=ACTIVE_DIRECTORY))
    send(graph, distinguished_names=[ADELE], object_type="GROUP")
    assert subjects(graph) == [{"objectId": ADELE, "objectTypeName": "group"}]


def test_members_are_users_even_where_the_rule_maps_groups_only():
    graph = OnDemandGraph(document=schema("Group"))
    send(graph, groups=[{"group": "Sales", "members": [person(1)]}])
    assert subjects(graph) == [group(1)]


def test_members_are_called_as_the_rule_calls_users():
    graph = OnDemandGraph(document=schema("Group", "USER"))
    send(graph, groups=[{"group": "Sales", "members": [person(1)]}])
    assert subjects(graph)[0]["links"]["members"][0]["objectTypeName"] == "USER"


WRONG = {
    "nobody": ({"users": []}, "users, groups, distinguished_names: nobody is named; give at least one subject."),
    "no name of a user": ({"users": ["Adele Vance"]}, "users: 'Adele Vance' is neither an object id nor a user princ"),
    "no name of a member": (
        {"groups": [{"group": "Sales"}, {"group": "Sales", "members": ["x"]}]},
        "groups[1].members: 'x' is neither an object id",
    ),
    "no name of a group": ({"groups": [{"group": " "}]}, "groups[0].group: the value is empty."),
    "no distinguished name": (
        {"distinguished_names": ["Adele Vance"]},
        "distinguished_names: 'Adele Vance' is no distinguished name such as CN=Adele Vance,OU=Sales,",
    ),
    "an empty distinguished name": ({"distinguished_names": [""]}, "distinguished_names: '' is no distinguished name"),
    "an empty template": ({"users": [person(1)], "template_id": ""}, "template_id: the value is empty."),
    "an empty job": ({"users": [person(1)], "template_id": None, "job_id": ""}, "job_id: the value is empty."),
    "an empty rule": ({"users": [person(1)], "rule": ""}, "rule: the value is empty."),
    "an empty type": ({"users": [person(1)], "object_type": ""}, "object_type: the value is empty."),
    "a type of nothing": (
        {"groups": [{"group": "Sales"}], "object_type": "Group"},
        "object_type: it says what users or distinguished_names are, and neither is given.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_refused_before_any_request(name):
    options, words = WRONG[name]
    graph = OnDemandGraph()
    assert words in refused(graph, **options)
    assert graph.reads == []


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as problem:
        send(OnDemandGraph(), users=["x", ""], distinguished_names=["y"], rule="")
    assert len(problem.value.problems) == 4


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim", "users": ["x"]}, "one of the following is required: service_principal_id, app_id"),
        ({"service_principal_id": ID, "users": ["x"]}, "one of the following is required: template_id, job_id"),
        (HERE, "one of the following is required: users, groups, distinguished_names"),
        ({**HERE, "users": ["x"], "app_id": ID}, "parameters are mutually exclusive: service_principal_id|app_id"),
        ({**HERE, "groups": [{"members": []}]}, "missing required arguments: group found in groups"),
        ({**HERE, "groups": [{"group": "g", "owners": []}]}, "owners"),
        ({**HERE, "users": ["x"], "fail_on": "warning"}, "value of fail_on must be one of: failure, skipped, never"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as problem:
        parameters(resource, options)
    assert words in str(problem.value)


UNFIT = {
    "no such job": (
        {"template_id": "scmi"},
        {},
        f"template_id: service principal {ID} has no job of template 'scmi'. Did you mean scim? It has {SCIM}.",
    ),
    "no such job id": (
        {"template_id": None, "job_id": f"{SCIM}x"},
        {},
        f"job_id: service principal {ID} has no job '{SCIM}x'. Did you mean {SCIM}? It has {SCIM}.",
    ),
    "no job at all": ({}, {"routes": {JOBS: []}}, "It has no job at all."),
    "a job in quarantine": (
        {},
        {"routes": {JOBS: [job(code="Quarantine", quarantine=QUARANTINE)]}},
        "is in quarantine since 2026-03-02T08:00:00Z (EncounteredQuarantineException: InvalidCredentials: The target "
        "refused.). Check the credentials and whether the target answers. The service provisions nothing on demand while",
    ),
    "a job of uploads": (
        {"template_id": "API2AAD"},
        {"routes": {JOBS: [job("API2AAD")]}},
        "is driven by uploads (template API2AAD): the service has no source to read a single object from",
    ),
    "a job of uploads, by its id": (
        {"template_id": None, "job_id": "api2ad.1.2"},
        {"routes": {JOBS: [{**job("API2AD"), "id": "api2ad.1.2", "templateId": None}]}},
        "is driven by uploads (template api2ad)",
    ),
    "a job of uploads in another case": (
        {"template_id": "API2aad"},
        {"routes": {JOBS: [{**job("scim"), "templateId": "API2aad"}]}},
        "is driven by uploads (template API2aad)",
    ),
    "an unknown rule": (
        {"rule": "OUTBOUNT"},
        {},
        f"rule: the job {SCIM} of service principal {ID} has no rule 'OUTBOUNT'.",
    ),
    "a rule that does not": (
        {"rule": "OUTBOUND"},
        {"document": schema("User", supports="false")},
        "rule: OUTBOUND says that it does not provision on demand",
    ),
    "no rule that does": (
        {},
        {"document": schema("User", supports=None)},
        "says that it provisions on demand; name the one to use. It has INBOUND (own, the service's own,",
    ),
    "users that are not mapped": (
        {},
        {"document": schema("Group", "Device")},
        "users: the rule OUTBOUND maps no source object User. It maps Device, Group; object_type says which is meant.",
    ),
    "groups that are not mapped": (
        {"users": None, "groups": [{"group": "Sales"}]},
        {"document": schema("User")},
        "groups: the rule OUTBOUND maps no source object Group. It maps User.",
    ),
    "names that are not mapped": (
        {"users": None, "distinguished_names": [ADELE]},
        {"document": schema("contact", source=ACTIVE_DIRECTORY)},
        "distinguished_names: the rule OUTBOUND maps no source object user. It maps contact; object_type says",
    ),
    "an object type that is not mapped": ({"object_type": "Usr"}, {}, "object_type: the rule OUTBOUND maps no source"),
    "users of Active Directory": (
        {},
        {"document": schema("user", source=ACTIVE_DIRECTORY)},
        "users: the rule OUTBOUND reads from Active Directory, where objects go by their distinguished names; give dist",
    ),
    "groups of Active Directory": (
        {"users": None, "groups": [{"group": "Sales"}]},
        {"document": schema("user", source=ACTIVE_DIRECTORY)},
        "groups: the rule OUTBOUND reads from Active Directory",
    ),
    "distinguished names of Entra ID": (
        {"users": None, "distinguished_names": [ADELE]},
        {},
        "distinguished_names: the rule OUTBOUND reads from Microsoft Entra ID, where objects go by their ids; give users",
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_done_is_told_before_anything_is_sent(name):
    options, world, words = UNFIT[name]
    assert words in refused(OnDemandGraph(**world), **{"users": [person(1)], **options})


def test_a_rule_that_says_nothing_is_taken_when_it_is_named():
    graph = OnDemandGraph(document=schema("User", supports=None))
    send(graph, users=[person(1)], rule=RULE)
    assert subjects(graph) == [user(1)]


def test_all_names_that_nobody_bears_are_told_with_where_they_stand():
    graph = OnDemandGraph()
    asked = [{"group": "Sales", "members": ["nobody@contoso.example"]}]
    words = refused(graph, users=["no-one@contoso.example", person(1)], groups=asked)
    assert words.count("users and groups.members: this tenant has no user of the principal name") == 2
    assert "'no-one@contoso.example'" in words and "'nobody@contoso.example'" in words


def test_names_of_members_alone_are_told_to_be_of_members():
    asked = [{"group": "Sales", "members": ["nobody@contoso.example"]}]
    words = refused(OnDemandGraph(), users=[person(1)], groups=asked)
    assert words.startswith("groups.members: this tenant has no user of the principal name 'nobody@contoso.example'")


@pytest.mark.parametrize("path", [JOBS, SCHEMA, "/users/user1%40contoso.example?$select=id"])
def test_a_failed_read_never_becomes_a_write(path):
    graph = OnDemandGraph(routes={path: refusal(errors.Forbidden, 403, "Authorization_RequestDenied")})
    with pytest.raises(errors.Forbidden):
        send(graph, users=[address(1)])
    assert graph.writes == []


def test_what_the_service_says_is_returned_in_the_order_of_the_plan():
    graph = OnDemandGraph(said(reportableIdentifier="a"), said("Skipped", "RedundantExport"), said("Warning", "W"))
    rows = send(graph, users=[address(1), person(2), person(3)])["results"]
    assert [row["subject"] for row in rows] == [address(1), person(2), person(3)]
    assert [row["status"] for row in rows] == ["success", "skipped", "warning"]
    assert (rows[0]["reportable_identifier"], rows[0]["members"]) == ("a", [])
    assert {name: rows[1][name] for name in ("kind", "rule", "error_code", "error_message", "action")} == {
        "kind": "user",
        "rule": "OUTBOUND",
        "error_code": "RedundantExport",
        "error_message": "The text of RedundantExport.",
        "action": "create",
    }


# the answers, and whether the run fails with fail_on: failure, skipped, never
FATES = {
    "success": (said(), (False, False, False)),
    "a warning": (said("Warning", "W"), (False, False, False)),
    "nothing to do": (said("Skipped", "RedundantExport"), (False, False, False)),
    "nothing to do, in another case": (said("skipped", "redundantexport"), (False, False, False)),
    "skipped": (said("Skipped", "NotEffectivelyEntitled"), (False, True, False)),
    "skipped without a reason": (said("Skipped"), (False, True, False)),
    "failure": (said("Failure", "SchemaError"), (True, True, False)),
    "a word that nobody knows": (said("Delivering"), (True, True, False)),
    "an answer that cannot be read": ({"key": "?", "value": "?"}, (True, True, False)),
    "an answer without a body": (None, (True, True, False)),
}
CASES = [(name, fail_on) for name in FATES for fail_on in ("failure", "skipped", "never")]


@pytest.mark.parametrize(("name", "fail_on"), CASES, ids=[" ".join(case) for case in CASES])
def test_a_run_fails_on_what_it_was_told_to_fail_on(name, fail_on):
    answer, fails = FATES[name]
    graph = OnDemandGraph(said(), answer, said())
    asked = {"users": [person(1), person(2), person(3)], "fail_on": fail_on}
    if not fails[("failure", "skipped", "never").index(fail_on)]:
        assert len(send(graph, **asked)["results"]) == 3
        return
    result = stopped(graph, **asked)
    assert "every call was answered, and 1 of 3 did not succeed: user " + person(2) in result["msg"]
    assert "3 of 3 changes were done." in result["msg"]
    assert result["done"] == result["plan"]["changes"] and len(result["done"]) == 3
    assert (result["failed_change"], result["changed"], len(result["results"])) == (None, True, 3)
    assert "error" not in result


REMEDIES = [
    (said("Failure", "SchemaError"), "Mend the mappings with entra.provisioning.synchronization_schema"),
    (said("Failure", "SystemForCrossDomainIdentityManagementInvalidCredentials"), "refused the stored credentials"),
    (said("Failure", "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"), "refused the stored"),
    (said("Failure", "DuplicateTargetEntries"), "Mend the matching attributes"),
    (said("Skipped", "AttributeValidationFailed"), "An attribute is missing or not valid"),
    (said("Skipped", "NotEffectivelyEntitled"), "Assign it (entra.provisioning.application_role_assignment)"),
    (said("Failure", "X", statusInfo={"status": "Failure", "recommendedAction": "Turn it off and on."}), "Turn it off"),
    (said("Failure", "X"), "The steps in results, and the provisioning log, say where it ended."),
    (None, "An answer could not be read, so it is not known what was done: look into the provisioning log"),
]


@pytest.mark.parametrize(("answer", "words"), REMEDIES, ids=[words for _answer, words in REMEDIES])
def test_a_failure_says_what_to_do(answer, words):
    message = stopped(OnDemandGraph(answer, answer), users=[person(1), person(2)], fail_on="skipped")["msg"]
    assert message.count(words) == 1


def test_a_failure_says_code_and_text_of_each_subject():
    graph = OnDemandGraph(said("Failure", "SchemaError"), said("Skipped"))
    message = stopped(graph, users=[address(1), address(2)], fail_on="skipped")["msg"]
    assert f"Provision on demand {BY}: every call was answered, and 2 of 2 did not succeed: " in message
    assert "user user1@contoso.example: failure (SchemaError: The text of SchemaError); " in message
    assert "user user2@contoso.example: skipped. " in message


def test_of_many_failures_the_message_names_the_first():
    graph = OnDemandGraph(*[said("Failure", "X")] * 12)
    result = stopped(graph, users=[person(number) for number in range(1, 13)])
    assert "and 12 of 12 did not succeed" in result["msg"] and "; and 2 more." in result["msg"]
    assert len(result["results"]) == 12


def test_ten_failures_are_all_named():
    message = stopped(OnDemandGraph(*[said("Failure", "X")] * 10), users=[person(number) for number in range(1, 11)])[
        "msg"
    ]
    assert f"user {person(10)}: failure" in message and "more" not in message


def test_the_words_of_the_service_end_like_a_part_of_a_sentence():
    answer = {"key": json.dumps({"result": "Failure", "details": {"errorMessage": "It failed. \r\n"}}), "value": "{}"}
    assert f"user {person(1)}: failure (It failed). " in stopped(OnDemandGraph(answer), users=[person(1)])["msg"]


def test_a_defect_in_the_middle_keeps_the_account_too():
    result = stopped(OnDemandGraph(said(), KeyError("oops")), users=[person(1), person(2), person(3)])
    assert (len(result["results"]), "error" in result) == (1, False)
    assert "take longer than a minute" not in result["msg"]
    assert f"Not sent: user {person(3)}. 1 of 3 changes were done." in result["msg"]


LOST = errors.Indeterminate("Could not do it: no answer.", status=None, outcome_unknown=True)
REFUSED = errors.Throttled("Could not do it: 429.", status=429, code="TooManyRequests", request_id="r1")


def test_a_call_that_fails_ends_the_run_with_an_exact_account():
    graph = OnDemandGraph(said(), said("Failure", "SchemaError"), REFUSED)
    result = stopped(graph, users=[address(number) for number in range(1, 6)])
    assert len(graph.writes) == 3
    assert [change["after"]["subject"] for change in result["done"]] == [address(1), address(2)]
    assert result["failed_change"]["after"]["subject"] == address(3)
    assert [row["status"] for row in result["results"]] == ["success", "failure"]
    assert result["error"] == {"status": 429, "code": "TooManyRequests", "request_id": "r1", "client_request_id": None}
    assert (
        "Could not do it: 429. Answered before: user user1@contoso.example: success; user user2@contoso.example: failure "
        "(SchemaError: The text of SchemaError). Not sent: user user4@contoso.example; user user5@contoso.example. "
        "2 of 5 changes were done." in result["msg"]
    )


def test_a_call_whose_outcome_is_unknown_is_neither_repeated_nor_called_done():
    graph = OnDemandGraph(LOST)
    result = stopped(graph, users=[address(1), address(2)])
    assert len(graph.writes) == 1
    assert (result["done"], result["changed"], result["results"]) == ([], False, [])
    assert "Provisioning can take longer than a minute; timeout says how long" in result["msg"]
    assert "Not sent: user user2@contoso.example. Nothing else was changed." in result["msg"]
    assert "Run again" not in result["msg"]


def test_a_refusal_of_the_first_call_changed_nothing():
    result = stopped(OnDemandGraph(REFUSED), users=[address(1)])
    assert result["msg"] == "Could not do it: 429. Nothing was changed."


def test_only_the_reviewed_plan_is_sent():
    reviewed = send(OnDemandGraph(), check=True, users=[address(1)])["plan"]["fingerprint"]
    graph = OnDemandGraph()
    send(graph, users=[address(1)], expected_plan=reviewed)
    assert len(graph.writes) == 1
    other = OnDemandGraph(routes={"/users/user1%40contoso.example?$select=id": {"id": OTHER}})
    assert (
        "The plan is not the one that was reviewed" in stopped(other, users=[address(1)], expected_plan=reviewed)["msg"]
    )
    assert other.writes == []


def test_a_password_in_an_answer_is_nowhere_in_the_result():
    rows = [{"displayName": "Password", "oldValue": None, "newValue": "Pa55-word-of-no-value"}]
    answer = said("Failure", "E", modifiedProperties=rows, statusInfo={"status": "Failure"})
    answer["key"] = json.dumps({"result": "Failure", "details": {"errorMessage": "Pa55-word-of-no-value is too short"}})
    result = stopped(OnDemandGraph(answer), users=[person(1)])
    assert "Pa55" not in json.dumps(result)
    assert "******** is too short" in result["msg"]

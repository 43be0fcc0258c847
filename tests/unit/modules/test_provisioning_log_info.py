# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module provisioning_log_info: what is asked of the log, and entries of all dialects as plain values."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioning_log_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, FakeGraph, principal, refusal
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

LOG = "/auditLogs/provisioning"
CYCLE = "b6502552-018d-49bd-8869-f47194dc65c1"
MASK = "********"


class Clock:
    """A clock that stands."""

    def now(self):
        return datetime(2026, 3, 2, 8, 0, 0, 250000, tzinfo=timezone.utc).timestamp()


def service(*rows, **routes):
    graph = FakeGraph({LOG: list(rows), **routes})
    graph.clock = Clock()
    return graph


def asked(**options):
    """The filter that the options make; None where there is none."""
    graph = service(**{f"/servicePrincipals(appId='{APP}')": principal(), "/servicePrincipals": [principal()]})
    ask(resource, graph, **options)
    query = graph.reads[-1][2]
    assert (graph.reads[-1][1], query.pop("$orderby"), query.pop("$top")) == (LOG, "activityDateTime desc", 999)
    assert set(query) <= {"$filter"}
    return query.get("$filter")


HERE = f"servicePrincipal/id eq '{ID}'"
FILTERS = {
    "nothing": ({}, None),
    "service principal": ({"service_principal_id": ID.upper()}, HERE),
    "application": ({"app_id": APP}, HERE),
    "name": ({"display_name": "Contoso SCIM"}, HERE),
    "job": ({"job_id": "scim.a.b"}, "jobId eq 'scim.a.b'"),
    "cycle": ({"cycle_id": CYCLE.upper()}, f"cycleId eq '{CYCLE}'"),
    "change": ({"change_id": CYCLE}, f"changeId eq '{CYCLE}'"),
    "an action": ({"actions": ["staged_delete"]}, "provisioningAction eq 'stagedDelete'"),
    "actions": (
        {"actions": ["update", "create", "create"]},
        "(provisioningAction eq 'create' or provisioningAction eq 'update')",
    ),
    "a status": ({"statuses": ["failure"]}, "provisioningStatusInfo/status eq 'failure'"),
    "statuses": (
        {"statuses": ["warning", "failure"]},
        "(provisioningStatusInfo/status eq 'failure' or provisioningStatusInfo/status eq 'warning')",
    ),
    "source": ({"source_id": "CN=O'Neill,DC=contoso"}, "sourceIdentity/id eq 'CN=O''Neill,DC=contoso'"),
    "source's name": ({"source_name": "O'N"}, "contains(sourceIdentity/displayName, 'O''N')"),
    "target": ({"target_id": "dbmid:AAAy"}, "targetIdentity/id eq 'dbmid:AAAy'"),
    "since": ({"since": "2026-03-02T09:00:00+01:00"}, "activityDateTime gt 2026-03-02T08:00:00Z"),
    "ago": ({"since": "24h"}, "activityDateTime gt 2026-03-01T08:00:00Z"),
    "until": ({"until": "10m"}, "activityDateTime lt 2026-03-02T07:50:00Z"),
    "a text": ({"filter": " sourceSystem/displayName eq 'x' "}, "(sourceSystem/displayName eq 'x')"),
    "all": (
        {
            "filter": "durationInMilliseconds gt 5 or id eq 'x'",
            "until": "1h",
            "since": "2h",
            "statuses": ["failure"],
            "job_id": "j",
            "service_principal_id": ID,
        },
        f"{HERE} and jobId eq 'j' and provisioningStatusInfo/status eq 'failure' and activityDateTime gt "
        "2026-03-02T06:00:00Z and activityDateTime lt 2026-03-02T07:00:00Z and (durationInMilliseconds gt 5 or id eq 'x')",
    ),
}


@pytest.mark.parametrize(("options", "text"), FILTERS.values(), ids=FILTERS)
def test_each_option_is_a_clause_of_one_filter(options, text):
    assert asked(**options) == text


MISTAKES = {
    "an id": ({"service_principal_id": "Contoso"}, ["service_principal_id: 'Contoso' is not an id"]),
    "another id": ({"app_id": "Contoso"}, ["app_id: 'Contoso' is not an id"]),
    "cycle": ({"cycle_id": "7"}, ["cycle_id: '7' is not an id"]),
    "change": ({"change_id": "7"}, ["change_id: '7' is not an id"]),
    "since": ({"since": "yesterday"}, ["since: 'yesterday' is no point in time"]),
    "the wrong way round": ({"since": "1h", "until": "2h"}, ["until: 2026-03-02T06:00:00Z is not after since"]),
    "nothing between": ({"since": "1h", "until": "60m"}, ["so nothing lies between"]),
    "none": ({"limit": 0}, ["limit: 0 is not possible; give a number from 1 to 100000."]),
    "too many": ({"limit": 100001}, ["limit: 100001 is not possible"]),
    **{
        name: ({name: value}, [f"{name}: the value is empty"])
        for name, value in {
            **dict.fromkeys(("service_principal_id", "app_id", "display_name", "job_id", "cycle_id", "change_id"), ""),
            **dict.fromkeys(("source_id", "source_name", "target_id", "since", "until", "filter"), "  "),
            **dict.fromkeys(("actions", "statuses"), []),
        }.items()
    },
    "all at once": (
        {"cycle_id": "7", "since": "then", "until": "", "job_id": "", "limit": -1},
        ["5 problems", "cycle_id: '7'", "since: 'then'", "until: the value is empty", "job_id: the value", "limit: -1"],
    ),
}


@pytest.mark.parametrize(("options", "words"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_meant_is_refused_before_any_request(options, words):
    graph = service()
    with pytest.raises(InvalidInput) as problem:
        ask(resource, graph, **options)
    assert [word for word in words if word not in str(problem.value)] == []
    assert (graph.reads, graph.paces) == ([], [])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"actions": ["stagedDelete"]}, "value of actions must be one or more of"),
        ({"statuses": ["failed"]}, "value of statuses must be one or more of: failure, skipped, success, warning"),
        ({"service_principal_id": ID, "app_id": APP}, "mutually exclusive"),
        ({"limit": "many"}, "limit"),
    ],
)
def test_the_argument_spec_refuses_other_words(options, words):
    with pytest.raises(Refused, match=words):
        ask(resource, service(), **options)


def test_an_unknown_name_is_said_to_be_one():
    graph = service(**{"/servicePrincipals": []})
    with pytest.raises(Situation, match="no service principal named 'Nobody'"):
        ask(resource, graph, display_name="Nobody")
    assert [path for _verb, path, *_rest in graph.reads] == ["/servicePrincipals"]


def entry(identity="e1", action="create", status="success", error=None, moment="2026-03-02T07:00:00Z", **members):
    """An entry as v1.0 gives it."""
    return {
        "id": identity,
        "activityDateTime": moment,
        "tenantId": "ff8bf889-e031-41ac-8f7b-aedb059892ee",
        "jobId": "scim.a.b",
        "cycleId": CYCLE,
        "changeId": CYCLE,
        "provisioningAction": action,
        "durationInMilliseconds": 187,
        "servicePrincipal": {"id": ID, "displayName": "Contoso SCIM"},
        "sourceSystem": {"id": "s", "displayName": "Microsoft Entra ID", "details": {}},
        "targetSystem": {"id": "t", "displayName": "Contoso", "details": {"ApplicationId": APP}},
        "sourceIdentity": {
            "id": "u1",
            "displayName": "Adele Vance",
            "identityType": "User",
            "details": {"UserPrincipalName": "adele@contoso.example", "odatatype": "User"},
        },
        "targetIdentity": {"id": "", "displayName": "", "identityType": "Account", "details": {}},
        "initiatedBy": {"id": "", "displayName": "Azure AD Provisioning Service", "initiatorType": "system"},
        "provisioningStatusInfo": {"status": status, "errorInformation": error},
        "provisioningSteps": [
            {
                "name": "EntryImportAdd",
                "provisioningStepType": "referenceResolution",
                "status": "success",
                "description": "Received User 'adele@contoso.example'.",
                "details": {"userPassword": "initial-value", "department": "Sales", "accountEnabled": "True"},
            }
        ],
        "modifiedProperties": [
            {"displayName": "title", "oldValue": None, "newValue": "Manager"},
            {"displayName": "password", "oldValue": None, "newValue": "initial-value"},
        ],
        **members,
    }


ERROR = {
    "errorCode": "ContosoEntryConflict",
    "reason": "409",
    "additionalDetails": "more",
    "errorCategory": "nonServiceFailure",
    "recommendedAction": "Remove it.",
}
PLAIN = {
    "id": "e1",
    "activity_date_time": "2026-03-02T07:00:00Z",
    "job_id": "scim.a.b",
    "cycle_id": CYCLE,
    "change_id": CYCLE,
    "action": "staged_delete",
    "status": "failure",
    "error_code": "ContosoEntryConflict",
    "reason": "409",
    "error_category": "non_service_failure",
    "recommended_action": "Remove it.",
    "additional_details": "more",
    "duration_ms": 187,
    "service_principal": {"id": ID, "display_name": "Contoso SCIM"},
    "source_system": {"id": "s", "display_name": "Microsoft Entra ID"},
    "target_system": {"id": "t", "display_name": "Contoso"},
    "source_identity": {
        "id": "u1",
        "display_name": "Adele Vance",
        "type": "User",
        "details": {"UserPrincipalName": "adele@contoso.example", "odatatype": "User"},
    },
    "target_identity": {"id": None, "display_name": None, "type": "Account", "details": {}},
    "initiated_by": {"id": None, "display_name": "Azure AD Provisioning Service", "type": "system"},
    "steps": [
        {
            "name": "EntryImportAdd",
            "type": "reference_resolution",
            "status": "success",
            "description": "Received User 'adele@contoso.example'.",
            "details": {"accountEnabled": "True", "department": "Sales", "userPassword": MASK},
        }
    ],
    "modified_properties": [
        {"name": "title", "old_value": None, "new_value": "Manager"},
        {"name": "password", "old_value": None, "new_value": MASK},
    ],
}


def old(row, **info):
    """The same entry as beta gave it once."""
    renamed = {
        **row,
        "action": "StagedDelete",
        "statusInfo": {"@odata.type": "#x", "status": "Failure", **ERROR, **info},
    }
    for name in ("provisioningAction", "provisioningStatusInfo"):
        del renamed[name]
    renamed["initiatedBy"] = {"id": "", "displayName": "Azure AD Provisioning Service", "initiatingType": "System"}
    renamed["provisioningSteps"] = [
        {**step, "provisioningStepType": "ReferenceResolution", "status": "Success"}
        for step in row["provisioningSteps"]
    ]
    return renamed


V1 = entry(action="stagedDelete", status="failure", error=ERROR)
DIALECTS = {
    "v1.0": V1,
    "as documented": {**V1, "provisioningAction": "stageddelete"},
    "old beta": old(V1, errorCategory="NonServiceFailure"),
    "both at once": {**old(V1), **V1, "action": "Other"},
    "a collection": {**V1, "servicePrincipal": [{"id": ID, "name": "Contoso SCIM"}]},
    "other case": {name[0].upper() + name[1:]: value for name, value in V1.items()},
}


@pytest.mark.parametrize("row", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_gives_the_same_plain_values(row):
    assert ask(resource, service(row)) == {"entries": [PLAIN], "limited": False}


def test_the_first_of_all_actions_was_the_name_of_a_step():
    row = {"id": "x", "action": "EntryExportUpdate", "statusInfo": {"status": "success"}}
    found = ask(resource, service(row))["entries"][0]
    assert (found["action"], found["status"], found["error_code"]) == ("entry_export_update", "success", None)


@pytest.mark.parametrize("row", [{}, {"id": None, "modifiedProperties": None, "servicePrincipal": []}, "?"])
def test_what_the_service_leaves_out_is_null(row):
    found = ask(resource, service(row))["entries"][0]
    assert set(found) == set(PLAIN)
    lists = {"steps", "modified_properties"}
    assert {name: value for name, value in found.items() if name in lists} == dict.fromkeys(lists, [])
    assert found["source_identity"] == {"id": None, "display_name": None, "type": None, "details": {}}
    flat = {name: value for name, value in found.items() if not isinstance(value, (list, dict))}
    assert set(flat.values()) == {None}


def test_entries_stay_in_the_order_of_the_service():
    rows = [entry("b"), entry("c"), entry("a")]
    assert [row["id"] for row in ask(resource, service(*rows))["entries"]] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("there", "limit", "shown", "limited", "top"),
    [(0, 1, 0, False, 2), (2, 2, 2, False, 3), (3, 2, 2, True, 3), (3, 998, 3, False, 999), (3, 99999, 3, False, 999)],
)
def test_no_more_than_the_limit_is_shown_and_it_is_said_when_that_cuts(there, limit, shown, limited, top):
    graph = service(*[entry(str(number)) for number in range(there)])
    found = ask(resource, graph, limit=limit)
    assert ([row["id"] for row in found["entries"]], found["limited"]) == ([str(n) for n in range(shown)], limited)
    assert graph.reads[0][2]["$top"] == top


def test_the_quota_of_the_log_is_kept():
    graph = service()
    ask(resource, graph)
    assert graph.paces == [("auditLogs/provisioning", 5, 10.0)]


def test_a_summary_stands_instead_of_the_entries():
    rows = [
        entry("1", moment="2026-03-02T07:00:00.5Z"),
        entry("2", moment="2026-03-02T07:00:00Z", action="other", status="failure", error={"errorCode": "B"}),
        entry("3", moment="2026-03-02T06:59:59.9999999Z", action="update", status="failure", error={"errorCode": "A"}),
        {"id": "4"},
    ]
    assert ask(resource, service(*rows), summary=True) == {
        "entries": [],
        "limited": False,
        "summary": {
            "total": 4,
            "by_action": {"create": 1, "other": 1, "unknown": 1, "update": 1},
            "by_status": {"failure": 2, "success": 1, "unknown": 1},
            "by_error_code": {"A": 1, "B": 1},
            "first": "2026-03-02T06:59:59.9999999Z",
            "last": "2026-03-02T07:00:00.5Z",
        },
    }


def test_a_summary_counts_what_the_limit_lets_through():
    found = ask(resource, service(entry("1"), entry("2"), entry("3")), summary=True, limit=2)
    assert (found["summary"]["total"], found["limited"]) == (2, True)


def test_a_summary_of_nothing_has_no_first_and_no_last():
    found = ask(resource, service(), summary=True)["summary"]
    assert found == {"total": 0, "by_action": {}, "by_status": {}, "by_error_code": {}, "first": None, "last": None}


def test_the_numbers_of_a_summary_are_in_order():
    rows = [entry(action=action, error={"errorCode": action}) for action in ("update", "create", "other")]
    found = ask(resource, service(*rows), summary=True)["summary"]
    for name in ("by_action", "by_error_code"):
        assert list(found[name]) == ["create", "other", "update"]


def test_a_filter_that_the_service_refuses_stands_in_the_error():
    graph = service()
    graph.routes[LOG] = refusal(errors.BadRequest, 400, "Request_UnsupportedQuery")
    with pytest.raises(errors.BadRequest):
        ask(resource, graph, filter="colour eq 'red'", statuses=["failure"])
    assert graph.doings[-1] == (
        "read the provisioning log where provisioningStatusInfo/status eq 'failure' and (colour eq 'red')"
    )


@pytest.mark.parametrize("kind", [errors.Forbidden, errors.NotFound, errors.Throttled])
def test_an_error_is_never_an_empty_log(kind):
    graph = service()
    graph.routes[LOG] = refusal(kind, 400)
    with pytest.raises(kind):
        ask(resource, graph)


def test_nothing_is_ever_written():
    graph = service(V1)
    ask(resource, graph, since="1h", summary=True)
    assert graph.writes == []

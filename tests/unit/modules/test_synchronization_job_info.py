# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_info: jobs as plain values, and the filters."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    NEVER,
    QUARANTINE,
    TENANT,
    FakeGraph,
    job,
    principal,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

JOBS = f"{HERE}/jobs"
RAN = {
    "activityIdentifier": "2dea06a7",
    "countEntitled": 12,
    "countEscrowedRaw": 0,
    "countImportedReferenceDeltas": 3,
    "error": None,
    "state": "Succeeded",
    "timeBegan": "2026-03-02T10:44:40Z",
    "timeEnded": "2026-03-02T10:45:06Z",
}
# What the service shows as the last execution of a job that was started and never ran.
STUB = {
    **RAN,
    "activityIdentifier": None,
    "countEntitled": 0,
    "state": "Failed",
    "timeBegan": NEVER,
    "timeEnded": NEVER,
    "error": {"code": "None", "message": "", "tenantActionable": False},
}


def service(*jobs):
    return FakeGraph({JOBS: list(jobs)})


def shown(*jobs, **options):
    return ask(resource, service(*jobs), service_principal_id=ID, **options)["jobs"]


def status(**members):
    return shown(job(state="Active", code="Active", **members))[0]["status"]


def test_a_fresh_job_as_plain_values():
    assert shown(job()) == [
        {
            "id": f"scim.{TENANT}.{APP}",
            "template_id": "scim",
            "enabled": False,
            "schedule": {"state": "Disabled", "interval": "PT40M", "expiration": None},
            "status": {
                "code": "Paused",
                "successive_complete_failures": 0,
                "escrows_pruned": False,
                "initial_cycle_completed": None,
                "last_cycle_completed": None,
                "last_execution": None,
                "last_successful_execution": None,
                "last_successful_execution_with_exports": None,
                "progress": [],
                "quarantine": None,
                "synchronized_entries": {},
                "troubleshooting_url": None,
            },
            "settings": [],
        }
    ]


def test_an_execution_has_its_counters_under_names_of_ours():
    assert status(lastExecution=RAN)["last_execution"] == {
        "activity_id": "2dea06a7",
        "began": "2026-03-02T10:44:40Z",
        "ended": "2026-03-02T10:45:06Z",
        "state": "Succeeded",
        "counts": {"entitled": 12, "escrowed_raw": 0, "imported_reference_deltas": 3},
        "error": None,
    }


def test_an_execution_that_never_was_is_null():
    assert status(lastExecution=STUB)["last_execution"] is None


def test_a_successful_execution_may_lack_its_beginning():
    found = status(lastSuccessfulExecution={**RAN, "timeBegan": NEVER})["last_successful_execution"]
    assert (found["began"], found["ended"]) == (None, "2026-03-02T10:45:06Z")


def test_an_execution_that_failed_says_why():
    error = {"code": "InvalidCredentials", "message": "The target refused.", "tenantActionable": True}
    found = status(lastExecution={**RAN, "state": "Failed", "error": error})["last_execution"]
    assert found["error"] == {
        "code": "InvalidCredentials",
        "message": "The target refused.",
        "tenant_actionable": True,
    }


def test_a_quarantine_is_shown_with_its_cause():
    found = status(quarantine=QUARANTINE)["quarantine"]
    assert (found["reason"], found["error"]["code"]) == ("EncounteredQuarantineException", "InvalidCredentials")
    assert (found["began"], found["series_count"]) == ("2026-03-02T08:00:00Z", 1)


def test_progress_and_counts_are_numbers():
    row = {"completedUnits": 120, "totalUnits": 400, "units": "users", "progressObservationDateTime": NEVER}
    found = status(progress=[row], synchronizedEntryCountByType=[{"key": "User to User", "value": 12}])
    assert found["progress"] == [{"completed_units": 120, "total_units": 400, "units": "users", "observed": None}]
    assert found["synchronized_entries"] == {"User to User": 12}


def test_a_setting_that_repeats_is_shown_as_often():
    row = {"name": "LookaheadQueryEnabled", "value": "False"}
    assert shown({**job(), "synchronizationJobSettings": [row, row]})[0]["settings"] == [row, row]


@pytest.mark.parametrize(
    ("schedule", "members"),
    [
        ({"state": "Active", "interval": "PT20M"}, (True, "PT20M")),
        ({"state": "Disabled", "interval": "P10675199DT2H48M5.4775807S"}, (False, None)),
        ({"state": "Paused", "interval": "PT40M"}, (False, "PT40M")),
        (None, (False, None)),
    ],
)
def test_the_schedule_tells_whether_the_service_runs_the_job(schedule, members):
    (found,) = shown({**job(), "schedule": schedule})
    assert (found["enabled"], found["schedule"]["interval"]) == members


MANY = [job("scim", "Active", "Active"), job("customappssoOutDelta", "Active", "Quarantine"), job("other")]
FILTERS = [
    ({}, ["customappssoOutDelta", "other", "scim"]),
    ({"template_id": "scim"}, ["scim"]),
    ({"template_id": "customappsso"}, ["customappssoOutDelta"]),
    ({"template_id": "nothing"}, []),
    ({"job_id": f"scim.{TENANT}.{APP}"}, ["scim"]),
    ({"job_id": "scim"}, []),
    ({"status": ["Active"]}, ["scim"]),
    ({"status": ["Active", "Quarantine"]}, ["customappssoOutDelta", "scim"]),
    ({"status": []}, ["customappssoOutDelta", "other", "scim"]),
    ({"template_id": "scim", "status": ["Paused"]}, []),
    ({"template_id": "other", "job_id": f"scim.{TENANT}.{APP}"}, []),
]


@pytest.mark.parametrize(("options", "templates"), FILTERS)
def test_all_given_filters_hold_and_jobs_are_sorted(options, templates):
    graph = service(*MANY)
    result = ask(resource, graph, service_principal_id=ID, **options)
    assert [row["template_id"] for row in result["jobs"]] == templates
    assert result["service_principal_id"] == ID
    assert len(graph.reads) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID, "status": ["active"]}, "value of status must be one or more of"),
    ],
)
def test_the_argument_spec_refuses_wrong_input(options, words):
    with pytest.raises(Refused) as refused:
        ask(resource, service(), **options)
    assert words in str(refused.value)


def test_the_owner_is_looked_up_by_its_name():
    graph = service(job())
    graph.routes["/servicePrincipals"] = [principal()]
    assert len(ask(resource, graph, display_name="Contoso SCIM")["jobs"]) == 1


def test_a_failed_read_is_never_an_empty_list():
    with pytest.raises(errors.Unauthenticated):
        ask(resource, FakeGraph({JOBS: refusal(errors.Unauthenticated, 401)}), service_principal_id=ID)

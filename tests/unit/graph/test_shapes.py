# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where something stands in an answer that is not what it is called, it is said where and what."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.batch import parted
from ansible_collections.entra.provisioning.plugins.module_utils._graph.shapes import misfit
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Outcome
from ansible_collections.entra.provisioning.tests.emulator_checks import located
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said

JOBS = "https://graph.example/v1.0/servicePrincipals/1f3c/synchronization/jobs"
GOOD = {"id": "scim.1", "templateId": "scim", "status": {"quarantine": None, "progress": []}, "new": {"a": [1]}}


@pytest.mark.parametrize(
    ("method", "url", "value"),
    [
        ("GET", JOBS, {"value": [], "@odata.nextLink": 17}),
        ("GET", f"{JOBS}?$top=1", {"value": [GOOD, GOOD]}),
        ("GET", f"{JOBS}/scim.1", GOOD),
        ("POST", JOBS, GOOD),
        ("POST", f"{JOBS}/scim.1/start", {"whatever": 1}),
        ("GET", f"{JOBS}/scim.1/schema", {"whatever": 1}),
        ("GET", "https://graph.example/v1.0/servicePrincipals(appId='1f3c')", {"id": "1", "appRoles": []}),
        ("GET", "https://graph.example/v1.0/unknown/17", {"id": 17}),
        ("GET", "https://graph.example", {"id": 17}),
    ],
)
def test_what_is_as_it_is_called_fits_and_so_does_what_nobody_knows(method, url, value):
    assert misfit(method, url, value) is None


@pytest.mark.parametrize(
    ("url", "value", "words"),
    [
        (JOBS, {}, "it has no list of values"),
        (JOBS, {"value": None}, "it has no list of values"),
        (JOBS, {"value": {}}, "value is an object and not a list"),
        (JOBS, {"value": [GOOD, None]}, "value[1] is nothing"),
        (JOBS, {"value": ["text"]}, "value[0] is a text and not an object"),
        (JOBS, {"value": [{}]}, "value[0] has no id"),
        (JOBS, {"value": [{**GOOD, "id": 17}]}, "value[0].id is a number or a truth and not a text"),
        (f"{JOBS}/scim.1", {**GOOD, "schedule": []}, "schedule is a list and not an object"),
        (
            f"{JOBS}/scim.1",
            {**GOOD, "status": {"quarantine": True}},
            "status.quarantine is a number or a truth and not",
        ),
        (f"{JOBS}/scim.1", {**GOOD, "status": {"progress": [[]]}}, "status.progress[0] is a list and not an object"),
        ("https://g/v1.0/servicePrincipals(appId='1')", {"id": "1", "tags": [7]}, "tags[0] is a number or a truth"),
    ],
)
def test_a_misfit_is_told_with_its_place(url, value, words):
    assert words in str(misfit("GET", url, value))


def test_what_was_not_selected_need_not_be_there_and_what_was_must():
    found = "https://graph.example/v1.0/applications?%24select=createdDateTime&%24filter=displayName+eq+%27Contoso%27"
    assert misfit("GET", found, {"value": [{"createdDateTime": "2026-01-01T00:00:00Z"}]}) is None
    assert misfit("GET", f"{JOBS}/x?$select=status", {"status": {"code": "Active"}}) is None
    assert misfit("GET", f"{JOBS}?$select=id,status", {"value": [{"status": None}]}) == "value[0] has no id"
    assert (
        misfit("GET", f"{JOBS}?$select=status", {"value": [{"status": []}]})
        == "value[0].status is a list and not an object"
    )


def test_an_odd_answer_is_asked_for_again_and_then_refused_with_its_place(connect, service):
    graph = connect(Said(200, {"value": [17]}))
    with pytest.raises(errors.Malformed, match=r"answered 200 with a JSON object that is odd \(value\[0\] is a number"):
        graph.list("/servicePrincipals/1/synchronization/jobs", doing="read the jobs")
    assert len(service.requests) == retry.MOST_ATTEMPTS[retry.MALFORMED]


def test_an_odd_answer_to_a_creation_leaves_its_fate_unknown(connect):
    graph = connect(Said(201, {"id": ["scim.1"]}))
    with pytest.raises(errors.Indeterminate, match="odd"):
        graph.post("/servicePrincipals/1/synchronization/jobs", {}, doing="create a job")


def test_an_odd_item_of_a_batch_is_its_trouble_and_nobody_elses():
    calls = [Call("read", "GET", f"{JOBS}/{number}") for number in range(6)]
    items = [
        {"id": "0", "status": 200, "body": GOOD},
        {"id": "1", "status": 200, "body": {"id": 17}},
        {"id": "2", "status": 10**30, "body": GOOD},
        {"id": "3", "status": True, "body": GOOD},
        {"id": "4", "status": 200, "body": "text"},
        17,
    ]
    outcomes = parted(Outcome(200, {}, {"responses": items}), calls)
    assert [outcome.trouble is None for outcome in outcomes] == [True, False, False, False, False, False]


@pytest.mark.parametrize("responses", [17, "text", {"id": "0"}, None, True])
def test_a_batch_without_answers_leaves_each_item_out(responses):
    (outcome,) = parted(Outcome(200, {}, {"responses": responses}), [Call("read", "GET", JOBS)])
    assert "leaves this item out" in outcome.trouble.words


def test_every_documented_answer_fits():
    pairs = [json.loads(file.read_text("utf-8-sig")) for file in sorted((located.samples() / "docs").glob("*.json"))]
    answers = [
        (pair["request"]["method"], pair["request"]["url"], pair["response"]["body"])
        for pair in pairs
        if (pair.get("request") or {}).get("url") and (pair.get("response") or {}).get("body")
    ]
    assert len(answers) > 40
    assert [(url, misfit(method, url, body)) for method, url, body in answers if misfit(method, url, body)] == []


def test_a_job_that_was_seen_in_a_tenant_fits():
    job = located.real("job-AD2AADProvisioning-steady-2019.json")
    assert misfit("GET", f"{JOBS}/x", job) is None
    assert misfit("GET", f"{JOBS}/x", {**job, "status": []}) is not None

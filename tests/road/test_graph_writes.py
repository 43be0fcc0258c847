# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes against the emulator's faults: done exactly once, or honestly said to be unknown; never through the gate."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

from .graph_road import CONTOSO, FABRIKAM, connected, create_job, jobs_path, made, posts

JOBS = r"/jobs$"
FAULTS = [
    ("reset", {"when": "before"}),
    ("reset", {"when": "after"}),
    ("server_error", {"status": 500, "when": "before"}),
    ("server_error", {"status": 500, "when": "after"}),
    ("server_error", {"status": 502, "when": "after"}),
    ("server_error", {"status": 503, "when": "before", "seconds": 2}),
    ("server_error", {"status": 503, "when": "after"}),
    ("server_error", {"status": 503, "when": "after", "seconds": 2}),
    ("server_error", {"status": 504, "when": "after"}),
    ("throttle", {"seconds": 2}),
    ("throttle", {"style": "date", "seconds": 2}),
    ("throttle", {"style": "none"}),
    ("truncate", {}),
    ("not_json", {"status": 201}),
    ("unauthorized", {}),
]


@pytest.mark.parametrize(("kind", "options"), FAULTS)
@pytest.mark.parametrize("lag", [0, 2])
def test_a_job_is_created_exactly_once(emu, graph, kind, options, lag):
    emu.switches["job_list_lag"] = lag
    emu.fault(method="POST", path=JOBS, kind=kind, **options)
    reply = create_job(graph, emu, repeatable=True)
    assert reply.body["templateId"] == "scim"
    assert made(emu) == 1


@pytest.mark.parametrize(("kind", "options"), FAULTS)
def test_what_must_not_be_repeated_is_posted_once_or_was_refused(emu, graph, kind, options):
    emu.fault(method="POST", path=JOBS, kind=kind, **options)
    mark = emu.mark()
    try:
        create_job(graph, emu)
    except errors.Indeterminate as error:
        assert error.outcome_unknown
        assert made(emu) == 0
    else:
        assert made(emu) == 1
    refused = kind in ("throttle", "unauthorized") or options.get("seconds")
    assert len(posts(emu, mark)) == (2 if refused else 1)


def test_a_post_without_a_fate_is_not_repeated_when_nothing_came_back(emu, graph):
    emu.fault(method="POST", path=JOBS, kind="reset", when="after")
    mark = emu.mark()
    with pytest.raises(errors.Indeterminate, match="Whether it took effect is not known"):
        graph.post(jobs_path(graph, emu), {"templateId": "scim"}, doing="create the job")
    assert len(posts(emu, mark)) == 1


def test_a_job_that_is_there_already_is_adopted_on_a_conflict(emu, graph):
    first = create_job(graph, emu)
    second = create_job(graph, emu)
    assert (first.adopted, second.adopted) == (False, True)
    assert second.body["id"] == first.body["id"]
    assert made(emu) == 1


def test_a_conflict_without_a_job_is_a_conflict(emu, graph):
    emu.fault(method="POST", path=JOBS, kind="conflict")
    with pytest.raises(errors.Conflict):
        create_job(graph, emu, repeatable=True)
    assert made(emu) == 0


def test_a_write_that_times_out_is_found_by_reading(emu):
    emu.fault(method="POST", path=JOBS, kind="slow", seconds=1.0)
    with connected(emu, timeout=0.4) as graph:
        reply = create_job(graph, emu, repeatable=True)
    assert reply.body["templateId"] == "scim"
    assert made(emu) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["reset", "server_error"])
def test_a_job_is_deleted_though_answers_are_lost(emu, graph, kind, when):
    job = emu.estate[FABRIKAM]["jobs"][0]
    emu.switches["job_delete_lag"] = 0
    emu.fault(method="DELETE", path=r"/jobs/", kind=kind, when=when)
    reply = graph.delete(f"{jobs_path(graph, emu, FABRIKAM)}/{job}", doing="delete the job")
    assert reply.status in (204, 404)
    assert made(emu, FABRIKAM) == 0


@pytest.mark.parametrize(("kind", "options"), [fault for fault in FAULTS if fault[0] != "not_json"])
def test_secrets_are_stored_through_every_passing_fault(emu, graph, kind, options):
    path = graph.path("/servicePrincipals/{}/synchronization/secrets", emu.estate[CONTOSO]["service_principal_id"])
    rows = [
        {"key": "BaseAddress", "value": "https://scim.contoso.example"},
        {"key": "SecretToken", "value": Secret("a-planted-secret-token")},
    ]
    emu.fault(method="PUT", path=r"/secrets$", kind=kind, **options)
    graph.put(path, {"value": rows}, doing="store the secrets")
    stored = {row["key"]: row["value"] for row in graph.list(path, doing="read the secrets")}
    assert stored["BaseAddress"] == "https://scim.contoso.example"
    assert stored["SecretToken"] == "*"


def test_a_read_only_client_sends_not_one_unsafe_request(emu):
    mark = emu.mark()
    with connected(emu, read_only=True) as graph:
        jobs = jobs_path(graph, emu, FABRIKAM)
        job = emu.estate[FABRIKAM]["jobs"][0]
        writes = [
            lambda: graph.post(jobs, {"templateId": "scim"}, doing="create"),
            lambda: create_job(graph, emu, repeatable=True),
            lambda: graph.post(f"{jobs}/{job}/start", doing="start", repeatable=True),
            lambda: graph.post(f"{jobs}/validateCredentials", {}, doing="validate"),
            lambda: graph.put(f"{jobs}/{job}/schema", {}, doing="replace"),
            lambda: graph.patch(f"{jobs}/{job}", {}, doing="change"),
            lambda: graph.delete(f"{jobs}/{job}", doing="delete"),
        ]
        for write in writes:
            with pytest.raises(errors.ReadOnlyViolation):
                write()
        assert len(graph.list(jobs, doing="read")) == 1
        assert [one.error for one in graph.get_many([jobs, f"{jobs}/{job}"], doing="read")] == [None, None]
        parsed = graph.post(f"{jobs}/{job}/schema/parseExpression", {"expression": "[mail]"}, doing="parse")
        assert parsed.status == 200
    records = emu.audit(since=mark)
    assert len(records) == 5
    assert not [row for row in records if row["unsafe"]]

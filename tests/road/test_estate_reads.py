# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many applications are read: in few round trips, each judged by itself, and within the limit of requests."""

from __future__ import annotations

import math
import threading

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock

from .estate_road import TOKEN, actions, failing, module, row, run, scim_schema, unchanged
from .resource_road import writes

MANY = 45
FIRST, SECOND = "Application 001", "Application 002"


@pytest.fixture(name="emu")
def fixture_emu(nobody):
    nobody.reset("many", applications=MANY)
    return nobody


def declared(number, **more):
    """One of the many, as it is to be: its settings as they are, and a mapping that one in three does not have."""
    return {
        "display_name": f"Application {number:03d}",
        "settings": {"BaseAddress": f"https://scim{number:03d}.contoso.example/v2"},
        "secrets": {"SecretToken": TOKEN},
        "jobs": [{"template_id": "scim", "state": "started", "schema": scim_schema()}],
        **more,
    }


def by_id(emu, number):
    """The same, named by its id."""
    entry = declared(number)
    identity = emu.estate[entry.pop("display_name")]["service_principal_id"]
    return {"service_principal_id": identity, **entry}


def round_trips(emu, since):
    """Requests to Microsoft Graph; a batch is one."""
    return emu.server.service.audit.traffic(since)["requests"]


@pytest.mark.parametrize(("named", "reads"), [("by_name", 4), ("by_id", 3)])
def test_reads_come_twenty_in_a_request(emu, named, reads):
    everybody = range(1, MANY + 1)
    entries = [declared(number) if named == "by_name" else by_id(emu, number) for number in everybody]
    first = run(emu, *entries, accept_hazards=["change_many"])
    assert actions(first["plan"]["changes"]) == ["replace"] * (MANY // 3)
    mark = emu.mark()
    unchanged(emu, *entries)
    assert round_trips(emu, mark) <= math.ceil(reads * MANY / 20) + 3


def test_the_jobs_are_read_first_since_the_schemas_follow_from_them(emu):
    entries = [by_id(emu, number) for number in range(1, MANY + 1)]
    mark = emu.mark()
    run(emu, *entries, check=True, concurrency=1)
    asked = [entry["path"].rpartition("/")[2] for entry in emu.audit(mark) if "/synchronization/" in entry["path"]]
    assert asked == ["jobs"] * MANY + ["secrets"] * MANY + ["schema"] * MANY


def test_a_check_run_reads_no_more_than_twice_as_often_and_writes_nothing(emu):
    entries = [declared(number) for number in range(1, MANY + 1)]
    mark = emu.mark()
    checked = run(emu, *entries, check=True)
    assert checked["changed"] is True
    assert (writes(emu, mark), round_trips(emu, mark) <= math.ceil(4 * MANY / 20) + 3) == ([], True)


def test_one_application_is_read_without_a_batch(emu):
    mark = emu.mark()
    unchanged(emu, {"display_name": FIRST, "settings": {"BaseAddress": "https://scim001.contoso.example/v2"}})
    assert [entry["path"].rpartition("/")[2] for entry in emu.audit(since=mark) if entry["method"] == "GET"] == [
        "servicePrincipals",
        "secrets",
    ]


@pytest.mark.parametrize("concurrency", [1, 3, 8])
def test_no_more_requests_are_under_way_than_were_allowed(emu, monkeypatch, concurrency):
    under_way, most, lock = 0, 0, threading.Lock()
    exchanged = transport.Transport._exchanged

    def counted(self, call, payload):
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        try:
            return exchanged(self, call, payload)
        finally:
            with lock:
                under_way -= 1

    monkeypatch.setattr(transport.Transport, "_exchanged", counted)
    emu.server.service.latency = 0.01
    try:
        entries = [declared(number) for number in range(1, MANY + 1)]
        run(emu, *entries, concurrency=concurrency, accept_hazards=["change_many"])
    finally:
        emu.server.service.latency = 0.0
    assert most == concurrency
    assert under_way == 0


def test_a_throttled_application_is_read_when_it_may_and_the_others_at_once(emu):
    identity = emu.estate[FIRST]["service_principal_id"]
    emu.fault(method="GET", path=f"{identity}/synchronization/secrets$", kind="throttle", seconds=30, times=1)
    entries = [declared(number) for number in range(1, MANY + 1)]
    mark = emu.mark()
    result = run(emu, *entries, check=True)
    assert not any(one["msg"] for one in result["applications"])
    paths = [entry["path"] for entry in emu.audit(since=mark)]
    again = [index for index, path in enumerate(paths) if f"{identity}/synchronization/secrets" in path]
    assert len(again) == 2
    later = [path for path in paths[again[1] :] if "/synchronization/" in path and identity not in path]
    assert later == []


@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_throttled_application_is_written_when_it_may_and_the_others_at_once(emu, concurrency):
    entries = [declared(number) for number in range(1, MANY + 1)]
    changing = run(emu, *entries, check=True)["plan"]["changes"]
    first = changing[0]["target"].rpartition(" ")[2]
    emu.fault(method="PUT", path=f"{first}/.*/schema$", kind="throttle", seconds=2, times=1)
    mark = emu.mark()
    # Time passes as in life, so that who waits is overtaken.
    run(emu, *entries, accept_hazards=["change_many"], concurrency=concurrency, clock=Clock())
    puts = [(entry["path"], entry["status"]) for entry in emu.audit(since=mark) if entry["unsafe"]]
    assert len(puts) == MANY // 3 + 1
    assert (first in puts[-1][0], puts[-1][1]) == (True, 204)


WHOLE_BATCHES = (
    {"kind": "throttle", "seconds": 2},
    {"kind": "server_error", "status": 503},
    {"kind": "truncate"},
    {"kind": "not_json"},
    {"kind": "reset", "when": "after"},
)


@pytest.mark.parametrize("fault", WHOLE_BATCHES, ids=lambda fault: fault["kind"])
def test_batches_that_fail_as_a_whole_are_sent_again(emu, fault):
    emu.fault(path=r"/\$batch$", times=2, **fault)
    unchanged(emu, *(declared(number, jobs=[]) for number in range(1, MANY + 1)))


def test_batches_that_never_come_through_are_told_and_nothing_is_written(emu):
    emu.fault(path=r"/\$batch$", times=0, kind="server_error", status=500)
    mark = emu.mark()
    result = module(emu, *(declared(number) for number in range(1, MANY + 1)))
    assert (result["failed"], result["error"]["status"], writes(emu, mark)) == (True, 500, [])
    assert result["msg"].endswith("Nothing was changed.")


def test_where_there_are_no_batches_each_is_read_by_itself(emu):
    emu.fault(path=r"/\$batch$", times=0, kind="answer", status=404, code="ResourceNotFound")
    mark = emu.mark()
    unchanged(emu, *(declared(number, jobs=[]) for number in range(1, MANY + 1)))
    paths = [entry["path"] for entry in emu.audit(since=mark)]
    assert 1 <= sum(path.endswith("/$batch") for path in paths) <= 4


def test_a_tenth_of_all_requests_may_be_throttled(emu):
    emu.fault(kind="throttle", path="^/v1", seconds=1, times=0, every=10)
    entries = [declared(number) for number in range(1, MANY + 1)]
    result = run(emu, *entries, accept_hazards=["change_many"])
    assert not any(one["msg"] for one in result["applications"])
    unchanged(emu, *entries)


@pytest.mark.parametrize(
    ("method", "path"), [("", "^/v1"), ("UNSAFE", ""), ("GET", "/schema$"), ("POST", r"/\$batch$")]
)
@pytest.mark.parametrize(
    "fault", [{"kind": "unauthorized", "times": 1}, {"kind": "claims_challenge"}], ids=["age", "claims"]
)
def test_a_token_that_is_refused_is_renewed_for_all(emu, fault, method, path):
    entries = [declared(number) for number in range(1, MANY + 1)]
    emu.fault(method=method, path=path, **fault)
    result = module(emu, *entries, accept_hazards=["change_many"])
    assert not any(one["msg"] for one in result["applications"]), result["msg"]
    emu.clear_faults()
    unchanged(emu, *entries)


READ_FAULTS = {
    "forbidden": ({"kind": "forbidden"}, 403),
    "not found": ({"kind": "not_found"}, 404),
    "unexplained": ({"kind": "replication", "status": 401}, 401),
    "defect": ({"kind": "server_error", "status": 500}, 500),
    "no JSON": ({"kind": "not_json"}, None),
}


@pytest.mark.parametrize("name", READ_FAULTS)
@pytest.mark.parametrize("below", ["/secrets$", "/jobs$", "/schema$"])
def test_an_application_that_cannot_be_read_is_not_written_and_the_others_are(emu, name, below):
    fault, status = READ_FAULTS[name]
    identity = emu.estate[FIRST]["service_principal_id"]
    emu.fault(method="GET", path=f"{identity}/.*{below}", times=0, **fault)
    mark = emu.mark()
    settings = {"settings": {"BaseAddress": "https://new.contoso.example"}}
    result = failing(emu, declared(1, **settings), declared(2, **settings), declared(3, jobs=[]))
    written = {path.split("/")[3] for _method, path in writes(emu, mark)}
    assert written == {emu.estate[SECOND]["service_principal_id"]}
    broken, good = row(result, FIRST), row(result, SECOND)
    assert (broken["changed"], good["changed"], good["msg"]) == (False, True, None)
    assert broken["msg"] and identity in broken["msg"]
    if status is not None:
        assert broken["error"]["status"] == result["error"]["status"] == status
    assert result["changed"] is True and FIRST in result["msg"] and "1 of 3 applications failed" in result["msg"]
    assert {identity not in change["target"] for change in result["done"]} == {True}


@pytest.mark.parametrize("name", READ_FAULTS)
def test_an_application_that_cannot_be_read_stops_all_where_errors_stop(emu, name):
    identity = emu.estate[FIRST]["service_principal_id"]
    emu.fault(method="GET", path=f"{identity}/.*/jobs$", times=0, **READ_FAULTS[name][0])
    mark = emu.mark()
    settings = {"settings": {"BaseAddress": "https://new.contoso.example"}}
    result = failing(emu, declared(1, **settings), declared(2, **settings), any_errors="stop")
    assert (writes(emu, mark), result["changed"], result["done"]) == ([], False, [])
    assert row(result, SECOND)["msg"] == "Not begun, since another application failed before."
    assert row(result, SECOND)["changed"] is False
    assert " 1 more was not begun. " in result["msg"]
    assert result["msg"].endswith("Nothing was changed.")


def test_a_check_run_fails_as_the_run_would_and_shows_what_could_be_planned(emu):
    identity = emu.estate[FIRST]["service_principal_id"]
    emu.fault(method="GET", path=f"{identity}/.*/jobs$", times=0, kind="forbidden")
    settings = {"settings": {"BaseAddress": "https://new.contoso.example"}}
    result = failing(emu, declared(1, **settings), declared(2, **settings), check=True)
    assert result["plan"]["changes"] and all(identity not in change["target"] for change in result["plan"]["changes"])
    assert "The rest was planned." in result["msg"]
    assert [one["changed"] for one in result["applications"]] == [False, True]


def test_expressions_that_only_the_service_can_build_are_asked_for_while_others_are_read(emu):
    entries = [
        declared(number, jobs=[{"template_id": "scim", "schema": {**scim_schema(), "parse_expressions": "service"}}])
        for number in range(1, 13)
    ]
    mark = emu.mark()
    result = run(emu, *entries, check=True)
    assert not any(one["msg"] for one in result["applications"])
    asked = [
        entry["path"].split("/")[3] for entry in emu.audit(since=mark) if entry["path"].endswith("/parseExpression")
    ]
    assert len(asked) == len(set(asked)) == len(actions(result["plan"]["changes"])) == 4
    assert run(emu, *entries, accept_hazards=["change_many"])["plan"] == result["plan"]
    unchanged(emu, *entries)

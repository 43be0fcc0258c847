# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The provisioning log over the whole road: filters that filter, pages within the quota, refusals that are waited out."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, pace
from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import Graph
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import open_session
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioning_log_info as resource
from emulator.testing import Emulator

from .graph_road import HurriedClock, IssuedTokens
from .resource_road import ask, parameters

FABRIKAM, CLOUD_SYNC = "Fabrikam Sign-On", "Active Directory to Microsoft Entra ID"
LOG = "/v1.0/auditLogs/provisioning"
HOUR = 3600


@pytest.fixture(scope="module")
def server():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture
def emu(server):
    server.reset()
    server.clear_faults()
    pace.forget()
    yield server
    pace.forget()


def job(emu, name=FABRIKAM):
    return emu.estate[name]["jobs"][0]


class SharedClock(HurriedClock):
    """Time that the client sleeps through passes at the service too."""

    def __init__(self, emu):
        super().__init__()
        self.emu = emu

    def sleep(self, seconds):
        super().sleep(seconds)
        self.emu.advance(seconds)


@contextmanager
def client(emu, **options):
    """A Graph on the emulator whose waits take no time; `graph.waits` are their lengths."""
    clock, session = SharedClock(emu), open_session()
    given = {"ca_path": emu.ca_path, "clock": clock, "session": session, "timeout": 10.0, **options}
    graph = Graph(emu.graph_url, "v1.0", IssuedTokens(emu), read_only=True, **given)
    graph.waits = clock.slept
    try:
        yield graph
    finally:
        session.close()


def read(graph, emu, **options):
    return resource.answer(graph, parameters(resource, emu, options))


def statuses(emu, mark):
    return [row["status"] for row in emu.audit(since=mark) if row["path"] == LOG]


def fill(emu, count):
    """So many entries, one a second, the newest last."""
    emu.log(job(emu), *({"identity": f"u{number}", "age": count - number} for number in range(count)))


def test_all_pages_are_read_and_the_quota_is_never_exceeded(emu, monkeypatch):
    monkeypatch.setattr(resource, "PAGE", 2)
    emu.switches["log_limit"] = True
    fill(emu, 33)
    mark = emu.mark()
    with client(emu, deadline=15.0) as graph:
        found = read(graph, emu, limit=1000, summary=False)
        assert [row["source_identity"]["id"] for row in found["entries"]] == [f"u{n}" for n in reversed(range(33))]
        assert found["limited"] is False
        # Another task of the same process begins with what is left of the quota.
        assert read(graph, emu, limit=1, summary=False)["limited"] is True
    assert statuses(emu, mark) == [200] * 18
    assert 20 <= sum(graph.waits) <= 40


def test_no_page_is_read_that_nobody_asked_for(emu, monkeypatch):
    monkeypatch.setattr(resource, "PAGE", 2)
    fill(emu, 9)
    mark = emu.mark()
    with client(emu) as graph:
        found = read(graph, emu, limit=3, summary=False)
    assert ([row["source_identity"]["id"] for row in found["entries"]], found["limited"]) == (["u8", "u7", "u6"], True)
    assert len(statuses(emu, mark)) == 2


def test_others_who_use_up_the_quota_are_waited_for(emu):
    fill(emu, 1)
    emu.fault(method="GET", path=r"/auditLogs/provisioning$", kind="throttle", seconds=7, times=2)
    mark = emu.mark()
    with client(emu) as graph:
        assert len(read(graph, emu, limit=5, summary=False)["entries"]) == 1
    assert (statuses(emu, mark), graph.waits) == ([429, 429, 200], [7.0, 7.0])


def test_throttling_in_the_midst_of_the_pages_loses_nothing(emu, monkeypatch):
    monkeypatch.setattr(resource, "PAGE", 3)
    fill(emu, 10)
    emu.fault(method="GET", path=r"/auditLogs/provisioning$", kind="throttle", seconds=4, after=2)
    emu.fault(method="GET", path=r"/auditLogs/provisioning$", kind="server_error", status=503, after=3)
    with client(emu) as graph:
        assert len(read(graph, emu, limit=1000, summary=False)["entries"]) == 10


@pytest.fixture
def told(emu):
    """Entries of two applications, days and hours apart."""
    named = {"sourceIdentity": {"id": "o'neill", "displayName": "Ann O'Neill", "identityType": "User", "details": {}}}
    emu.log(
        job(emu),
        {"identity": "old", "age": 50 * HOUR},
        {"identity": "ann", "age": 3 * HOUR, "action": "stagedDelete", "members": named},
        {"identity": "failed", "age": 2 * HOUR, "status": "failure", "code": "Conflict"},
        {"identity": "skipped", "age": 60, "status": "skipped", "code": "RedundantExport"},
    )
    emu.log(job(emu, CLOUD_SYNC), {"identity": "elsewhere", "age": 30, "action": "update"})
    return emu


FILTERS = {
    "nothing": ({}, ["elsewhere", "skipped", "failed", "o'neill", "old"]),
    "application": ({"display_name": FABRIKAM}, ["skipped", "failed", "o'neill", "old"]),
    "another": ({"display_name": CLOUD_SYNC}, ["elsewhere"]),
    "status": ({"statuses": ["failure"]}, ["failed"]),
    "statuses": ({"statuses": ["failure", "skipped"]}, ["skipped", "failed"]),
    "action": ({"actions": ["staged_delete"]}, ["o'neill"]),
    "actions": ({"actions": ["staged_delete", "update"]}, ["elsewhere", "o'neill"]),
    "since": ({"since": "1d"}, ["elsewhere", "skipped", "failed", "o'neill"]),
    "between": ({"since": "4h", "until": "1h"}, ["failed", "o'neill"]),
    "source": ({"source_id": "o'neill"}, ["o'neill"]),
    "source's name": ({"source_name": "O'N"}, ["o'neill"]),
    "in another case": ({"source_name": "o'n"}, []),
    "two and a text": (
        {"display_name": FABRIKAM, "statuses": ["success", "failure"], "filter": "sourceIdentity/id ne 'old'"},
        ["failed", "o'neill"],
    ),
    "a text with or": (
        {"statuses": ["failure"], "filter": "provisioningAction eq 'other' or provisioningAction eq 'update'"},
        ["failed"],
    ),
}


@pytest.mark.parametrize(("options", "found"), FILTERS.values(), ids=FILTERS)
def test_filters_really_filter(told, options, found):
    entries = ask(resource, told, **options)["entries"]
    assert [row["source_identity"]["id"] for row in entries] == found


def test_one_cycle_and_one_change_are_found_by_their_ids(told):
    whole = ask(resource, told)["entries"]
    for option in ("cycle_id", "change_id", "job_id"):
        wanted = whole[2][option]
        found = ask(resource, told, **{option: wanted})["entries"]
        assert found == [row for row in whole if row[option] == wanted]


def test_the_moment_of_an_entry_divides_those_before_from_those_after(told):
    whole = ask(resource, told)["entries"]
    moment = whole[2]["activity_date_time"]
    assert ask(resource, told, since=moment)["entries"] == whole[:2]
    assert ask(resource, told, until=moment)["entries"] == whole[3:]


def test_a_summary_counts_what_was_filtered(told):
    found = ask(resource, told, display_name=FABRIKAM, since="1d", summary=True)
    assert (found["entries"], found["limited"]) == ([], False)
    moments = [found["summary"].pop(name) for name in ("first", "last")]
    assert moments == sorted(moments)
    assert found["summary"] == {
        "total": 3,
        "by_action": {"other": 2, "staged_delete": 1},
        "by_status": {"failure": 1, "skipped": 1, "success": 1},
        "by_error_code": {"Conflict": 1, "RedundantExport": 1},
    }


def test_a_filter_that_the_service_refuses_is_told_with_the_refusal(told):
    with pytest.raises(errors.BadRequest) as problem:
        ask(resource, told, filter="colour is red", statuses=["failure"])
    text = str(problem.value)
    assert "where provisioningStatusInfo/status eq 'failure' and (colour is red)" in text
    assert "Request_UnsupportedQuery" in text or "Invalid filter clause" in text


def test_a_missing_permission_is_told_with_those_that_open_the_log(emu):
    with pytest.raises(
        errors.Forbidden, match=r"ProvisioningLog\.Read\.All, AuditLog\.Read\.All, Directory\.Read\.All"
    ):
        ask(resource, emu, access_token=emu.token(roles=("Synchronization.Read.All",)), auth_method="access_token")


@pytest.mark.parametrize("kind", ["reset", "truncate"])
def test_a_page_that_does_not_arrive_is_read_again(emu, kind):
    fill(emu, 2)
    emu.fault(method="GET", path=r"/auditLogs/provisioning$", kind=kind)
    with client(emu) as graph:
        assert len(read(graph, emu, limit=10, summary=False)["entries"]) == 2


def test_what_is_no_page_is_no_empty_log(emu):
    emu.fault(method="GET", path=r"/auditLogs/provisioning$", kind="not_json", times=0)
    with client(emu) as graph, pytest.raises(errors.Malformed):
        read(graph, emu, limit=10, summary=False)

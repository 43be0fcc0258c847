# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known quotas are kept: never more than so many requests in so many seconds, and no wait that is not needed."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import pace
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import Forbidden, Unreachable
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import PatientClock, Said, refusal
from hypothesis import given
from hypothesis import strategies as st


class Waiting:
    """As much of a transport as a pace needs."""

    def __init__(self):
        self.clock = PatientClock()
        self.allowed = 0.0

    def allow(self, seconds):
        self.allowed += seconds

    def pause(self, seconds):
        self.clock.sleep(seconds)
        return seconds


@pytest.fixture(autouse=True)
def fixture_nothing_counted():
    pace.forget()
    yield
    pace.forget()


@given(st.integers(1, 6), st.floats(0.5, 20), st.lists(st.floats(0, 8, allow_nan=False), min_size=1, max_size=40))
def test_no_span_holds_more_than_the_quota_and_nobody_waits_in_vain(most, seconds, pauses):
    pace.forget()
    transport = Waiting()
    kept = pace.Pace(transport, "log", most, seconds)
    moments = []
    for pause in pauses:
        transport.clock.elapsed += pause
        asked = transport.clock.monotonic()
        with kept:
            pass
        sent = transport.clock.monotonic()
        earlier = moments[-most] if len(moments) >= most else None
        assert sent == pytest.approx(asked if earlier is None else max(asked, earlier + seconds))
        moments.append(sent)
    assert transport.allowed == pytest.approx(sum(transport.clock.slept))


def test_what_bears_one_name_shares_the_quota():
    transport = Waiting()
    for dummy in range(2):
        with pace.Pace(transport, "log", 2, 10):
            pass
    with pace.Pace(transport, "another", 2, 10):
        pass
    assert transport.clock.slept == []
    with pace.Pace(transport, "log", 2, 10):
        pass
    assert transport.clock.slept == [10]


def test_a_clock_that_went_back_is_no_reason_to_wait():
    transport = Waiting()
    transport.clock.elapsed = 1000.0
    with pace.Pace(transport, "log", 1, 10):
        pass
    later = Waiting()
    with pace.Pace(later, "log", 1, 10):
        pass
    assert later.clock.slept == []


def test_pages_are_read_within_the_quota(connect, clock, service):
    graph = connect(Said(200))
    link = "{}/v1.0/log?$skiptoken={}"
    service.script = [
        Said(200, {"value": [number], "@odata.nextLink": link.format(service.root, number)}) for number in range(6)
    ] + [Said(200, {"value": [6]})]
    rows = graph.list("/log", doing="read", pace=graph.pace("log", 5, 10))
    assert rows == list(range(7))
    assert clock.slept == [10.0]


def test_a_request_counts_from_its_answer_since_nobody_knows_when_the_service_counted_it(connect, clock, service):
    graph = connect(Said(200))
    sent = []

    def answer(method, path, body):
        sent.append(clock.elapsed)
        clock.elapsed += 3.0 if len(sent) == 1 else 0.5
        rest = {} if len(sent) == 7 else {"@odata.nextLink": f"{service.root}/v1.0/log?$skiptoken={len(sent)}"}
        return Said(200, {"value": [len(sent)], **rest})

    service.answer = answer
    graph.list("/log", doing="read", pace=graph.pace("log", 5, 10))
    # Signing in and connecting made the first one slow; the sixth and the seventh keep their distance to the answers.
    assert sent == [0, 3.0, 3.5, 4.0, 4.5, 13.0, 13.5]


def test_a_request_that_failed_counts_too(connect, clock, service):
    graph = connect(Said(200))
    service.answer = lambda method, path, body: refusal(403, "Authorization_RequestDenied")
    quota = graph.pace("log", 1, 10)
    for dummy in range(2):
        with pytest.raises(Forbidden):
            graph.list("/log", doing="read", pace=quota)
    assert clock.slept == [10.0]


def test_waiting_for_the_quota_is_not_against_the_deadline(connect, service):
    graph = connect(Said(200, {"value": []}), deadline=15)
    quota = graph.pace("log", 1, 10)
    for dummy in range(4):
        graph.list("/log", doing="read", pace=quota)
    assert len(service.requests) == 4


def test_without_a_quota_the_deadline_holds(connect, clock):
    graph = connect(Said(200, {"value": []}), deadline=15)
    clock.sleep(16)
    with pytest.raises(Unreachable):
        graph.list("/log", doing="read")

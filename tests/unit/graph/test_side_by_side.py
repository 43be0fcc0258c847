# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works side by side: places, deadlines of their own, and how they end."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.side_by_side import WORKS_PER_PLACE
from ansible_collections.entra.provisioning.tests.unit.graph.test_batch import Shelf


def always(ended):
    return True


@pytest.fixture(name="graph")
def fixture_graph(connect, service):
    service.answer = Shelf()
    return connect()


def test_each_work_ends_with_its_value_or_its_error(graph):
    works = [lambda one: one.get("/a", doing="read"), lambda one: 1 / 0]
    ended = {each.index: each for each in graph.side_by_side(works, 2, always)}
    assert ended[0].value == {"path": "/a"}
    assert isinstance(ended[1].error, ZeroDivisionError)


def test_no_more_requests_are_under_way_than_there_are_places(graph, service):
    under_way, peak, lock = [0], [0], threading.Lock()

    def answer(method, path, body):
        with lock:
            under_way[0] += 1
            peak[0] = max(peak[0], under_way[0])
        threading.Event().wait(0.02)
        with lock:
            under_way[0] -= 1
        return Shelf()(method, path, body)

    service.answer = answer
    list(graph.side_by_side([lambda one: one.get("/a", doing="read")] * 20, 3, always))
    assert peak[0] == 3


def test_a_work_that_waits_lends_its_place(graph):
    first, second = threading.Event(), threading.Event()

    def waits(one):
        one.get("/a", doing="read")
        assert first.wait(10)
        second.set()

    def goes(one):
        one.get("/b", doing="read")
        first.set()
        assert second.wait(10)

    assert [each.error for each in graph.side_by_side([waits, goes], 1, always)] == [None, None]


def test_after_a_stop_nothing_begins(graph):
    done = []
    works = [lambda one, number=number: done.append(number) or 1 / 0 for number in range(40)]
    ended = list(graph.side_by_side(works, 1, lambda each: False))
    assert sum(each.begun for each in ended) == len(done) < 40
    assert len(ended) == 40


def test_after_an_interruption_nothing_begins(graph):
    done, free = [], threading.Event()

    def work(one, number):
        done.append(number)
        assert number == 0 or free.wait(10)

    ends = graph.side_by_side([lambda one, number=number: work(one, number) for number in range(90)], 1, always)
    next(ends)
    threading.Timer(0.1, free.set).start()
    ends.close()
    assert 1 <= len(done) <= WORKS_PER_PLACE + 1


def test_a_fork_of_a_client_that_reads_only_reads_only(connect):
    for graph in (connect(read_only=True).fork(), connect().fork(read_only=True)):
        with pytest.raises(errors.ReadOnlyViolation):
            graph.put("/x", {}, doing="write")
    assert not connect().fork().read_only


def test_forks_wait_against_their_own_deadlines(connect, clock):
    graph = connect(deadline=100.0)
    clock.sleep(90)
    fork = graph.fork()
    assert fork._transport.remaining() == 100.0
    fork._transport.allow(50)
    assert graph._transport.remaining() == pytest.approx(10.0)


def test_no_works_end_at_once(graph):
    assert list(graph.side_by_side([], 4, always)) == []

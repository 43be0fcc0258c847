# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads that are asked for while others are answered: how they share requests, and who waits for whom."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal
from ansible_collections.entra.provisioning.tests.unit.graph.test_batch import GONE, THROTTLED, Shelf, sizes


@pytest.fixture(name="reads")
def fixture_reads(connect, service):
    """Ask for the first paths, then for what `follow` makes of each answer; returns the answers in their order."""

    def reads(paths, table=None, lanes=1, follow=lambda key: (), **options):
        service.answer = Shelf(table)
        graph = connect(**options)
        under_way = graph.reads(lanes)

        def ask(key, level):
            under_way.ask(key, key, graph.reading(key, doing=f"read {key}"), level)

        for path in paths:
            ask(path, 0)
        came = []
        for key, answer in under_way:
            came.append((key, answer))
            for more in follow(key):
                ask(more, more.count("/") - 1)
        return came

    return reads


def named(count):
    return [f"/{number}" for number in range(count)]


@pytest.mark.parametrize("lanes", [1, 4])
@pytest.mark.parametrize("count", [1, 2, 20, 50, 61])
def test_three_levels_take_no_more_requests_than_full_ones_and_one_rest_each(reads, service, count, lanes):
    def follow(key):
        if key.count("/") == 1:
            return [f"{key}/a", f"{key}/b"]
        return [f"{key}/c"] if key.endswith("a") else []

    came = reads(named(count), lanes=lanes, follow=follow)
    assert len(came) == 4 * count
    assert all(answer.value == {"path": key} for key, answer in came)
    levels = [count, 2 * count, count]
    assert len(service.requests) <= sum(-(-level // 20) for level in levels)


@pytest.mark.parametrize("lanes", [1, 4])
def test_a_throttled_read_keeps_nobody_waiting(reads, service, lanes):
    table = {"/0": [THROTTLED, (200, {"late": True}, {})]}
    came = reads(named(30), table, lanes=lanes, follow=lambda key: [f"{key}/a"] if key.count("/") == 1 else [])
    keys = [key for key, _answer in came]
    assert keys[-2:] == ["/0", "/0/a"]
    assert sorted(keys) == sorted([*named(30), *(f"{path}/a" for path in named(30))])


def test_what_failed_together_for_no_told_time_is_asked_again_together(reads, service, clock, monkeypatch):
    chances = iter(range(100))
    monkeypatch.setattr(clock, "jitter", lambda: next(chances) / 100)
    busy = (503, {"error": {"code": "serviceNotAvailable", "message": "Try again."}}, {})
    table = {path: [busy, (200, {"late": True}, {})] for path in ("/1", "/2", "/3")}
    came = dict(reads(named(5), table))
    assert all(came[path].value == {"late": True} for path in table)
    assert sizes(service) == [5, 3]


def test_who_gets_an_answer_knows_what_of_the_same_request_is_to_come_later(connect, service):
    service.answer = Shelf({"/2": [THROTTLED, (200, {"late": True}, {})]})
    graph = connect()
    reads = graph.reads(1)
    for path in named(3):
        reads.ask(path, path, graph.reading(path, doing="read"))
    known = [(key, reads.delayed("/2"), reads.delayed("/1")) for key, _answer in reads]
    assert known == [("/0", True, False), ("/1", True, False), ("/2", False, False)]


def test_several_requests_are_under_way_at_a_time(connect, service):
    met = threading.Barrier(3, timeout=10)

    def answer(method, path, body):
        met.wait()
        return Shelf()(method, path, body)

    service.answer = answer
    assert len(connect().get_many(named(60), doing="read them", lanes=3)) == 60


def test_an_error_names_what_was_read(reads):
    came = dict(reads(["/a", "/b"], {"/b": GONE}))
    assert "Could not read /b" in str(came["/b"].error)
    assert came["/a"].error is None


def test_a_sign_in_that_fails_ends_the_reading(connect, tokens, monkeypatch):
    def refuse(claims=None, renew=False):
        raise errors.SignInFailed("Could not sign in: no.")

    monkeypatch.setattr(tokens, "token", refuse)
    with pytest.raises(errors.SignInFailed):
        connect().get_many(named(60), doing="read them", lanes=3)


def test_what_is_no_read_is_sent_by_itself(connect, service):
    service.answer = Shelf()
    graph = connect()
    reads = graph.reads(2)
    for path in named(3):
        reads.ask(path, path, graph.reading(path, doing="read"))
    call = graph.reading("/x/parseExpression", doing="parse")._replace(method="POST", body={}, repeatable=True)
    reads.ask("parsed", "/x/parseExpression", call)
    assert len(dict(reads)) == 4
    assert sizes(service) == [3]
    assert ("POST", "/v1.0/x/parseExpression") in service.calls


def test_a_silent_batch_ends_the_reading_with_its_own_words(connect, service):
    service.answer = lambda method, path, body: Said(503)
    with pytest.raises(errors.GraphError, match="503"):
        connect(deadline=40.0).get_many(named(41), doing="read them", lanes=3)


@pytest.mark.parametrize(
    ("doing", "said"), [("read all of it", "Could not read all of it: "), (None, "Could not read /0: ")]
)
def test_a_request_that_fails_as_a_whole_says_what_its_reads_are_for_together(connect, service, doing, said):
    service.answer = lambda method, path, body: refusal(403, "accessDenied")
    graph = connect()
    reads = graph.reads(2, doing=doing)
    for path in named(3):
        reads.ask(path, path, graph.reading(path, doing=f"read {path}"))
    with pytest.raises(errors.Forbidden, match=said):
        dict(reads)


def test_a_sign_in_that_fails_says_so_whatever_the_reads_are_for(connect, tokens, monkeypatch):
    def refuse(claims=None, renew=False):
        raise errors.SignInFailed("Could not sign in: no.", doing="sign in")

    monkeypatch.setattr(tokens, "token", refuse)
    graph = connect()
    reads = graph.reads(2, doing="read all of it")
    reads.ask("/0", "/0", graph.reading("/0", doing="read /0"))
    with pytest.raises(errors.SignInFailed, match="Could not sign in: no."):
        dict(reads)

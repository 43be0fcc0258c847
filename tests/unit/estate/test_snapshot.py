# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph as a plan is made: it answers from what was read, and says what is still to be read."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._estate.snapshot import Ask, Missing, Snapshot
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer
from ansible_collections.entra.provisioning.tests.unit.estate_graph import EstateGraph
from ansible_collections.entra.provisioning.tests.unit.fake_graph import refusal

ABSENT = refusal(errors.NotFound, 404)
READS = {
    "get": lambda view: view.get("/a", doing="read", query={"$select": "id"}),
    "find": lambda view: view.find("/a", doing="read"),
    "list": lambda view: view.list("/a", doing="read"),
    "get_many": lambda view: view.get_many(["/a", "/b"], doing="read"),
    "post": lambda view: view.post("/a/parseExpression", {"expression": "[mail]"}, doing="parse"),
}


@pytest.fixture(name="graph")
def fixture_graph():
    return EstateGraph({"/a": {"id": "of the graph"}, "/rows": [{"id": "1"}, {"id": "2"}]})


@pytest.fixture(name="view")
def fixture_view(graph):
    return Snapshot(graph)


def answered(view, ask, value=None, error=None):
    view.learn(ask.key, Answer(ask.path, value, error))


@pytest.mark.parametrize("name", READS)
def test_what_is_not_known_is_said_and_nothing_is_read(graph, view, name):
    with pytest.raises(Missing) as missing:
        READS[name](view)
    assert [ask.path for ask in missing.value.asks][0].startswith("/a")
    assert (graph.reads, graph.writes) == ([], [])


def test_what_is_missing_is_no_failure_that_anything_could_catch():
    assert not issubclass(Missing, Exception)


def test_what_was_answered_is_returned(view):
    answered(view, Ask("/a", {"$select": "id"}, "read"), {"id": "1"})
    assert READS["get"](view) == {"id": "1"}
    with pytest.raises(Missing):
        view.get("/a", doing="read", query={"$select": "appId"})
    answered(view, Ask("/a", {}, "read"), {"value": [{"id": "1"}, {"id": "2"}]})
    assert READS["list"](view) == [{"id": "1"}, {"id": "2"}]
    assert view.list("/a", doing="read", most=1) == [{"id": "1"}]
    answered(view, Ask("/a/parseExpression", {}, "parse", body={"expression": "[mail]"}), {"parsingSucceeded": True})
    assert READS["post"](view).body == {"parsingSucceeded": True}


def test_many_ask_only_for_what_is_not_known_yet(view):
    answered(view, Ask("/a", {}, "read"), {"id": "1"})
    with pytest.raises(Missing) as missing:
        READS["get_many"](view)
    assert [ask.path for ask in missing.value.asks] == ["/b"]
    answered(view, Ask("/b", {}, "read"), error=ABSENT)
    first, second = READS["get_many"](view)
    assert (first.value, second.error) == ({"id": "1"}, ABSENT)


@pytest.mark.parametrize("name", ["get", "list", "find"])
def test_an_error_is_raised_as_the_graph_would(view, name):
    error = refusal(errors.Forbidden, 403)
    for query in ({}, {"$select": "id"}):
        answered(view, Ask("/a", query, "read"), error=error)
    view._graph.routes["/a"] = error
    with pytest.raises(errors.Forbidden):
        READS[name](view)


def test_what_seems_to_be_absent_is_asked_for_again_by_itself(graph, view):
    answered(view, Ask("/a", {}, "read"), error=ABSENT)
    assert READS["find"](view) == {"id": "of the graph"}
    del graph.routes["/a"]
    assert READS["find"](view) is None


def test_what_cannot_be_batched_is_read_at_once(graph, view):
    assert view.get("/a", doing="read", version="beta") == {"id": "of the graph"}
    assert view.find("/a", doing="read", version="beta") == {"id": "of the graph"}
    assert view.list("/rows", doing="read", version="beta", most=1) == [{"id": "1"}]
    assert view.list("/rows", doing="read", pace=graph.pace("log", 5, 10)) == [{"id": "1"}, {"id": "2"}]
    assert view.get_many(["/a"], doing="read", version="beta")[0].value == {"id": "of the graph"}


def test_what_is_no_collection_is_told_by_who_reads_collections(graph, view):
    answered(view, Ask("/rows", {}, "read"), {"value": 5})
    assert view.list("/rows", doing="read") == [{"id": "1"}, {"id": "2"}]


def test_what_a_plan_does_to_what_it_read_is_not_seen_by_the_next(view):
    answered(view, Ask("/a", {}, "read"), {"value": [{"id": "1"}]})
    READS["list"](view).clear()
    READS["find"](view)["value"] = None
    assert READS["list"](view) == [{"id": "1"}]


def test_it_reads_only_whatever_the_graph_does(view, graph):
    assert (view.read_only, view.version, view.redactor) == (True, graph.version, graph.redactor)


def test_a_read_is_known_by_all_that_is_sent(graph):
    keys = {
        Ask("/a", {}, "x").key,
        Ask("/b", {}, "x").key,
        Ask("/a", {"$top": "1"}, "x").key,
        Ask("/a", {}, "x", body={}).key,
        Ask("/a", {}, "x", body={"a": 1}).key,
    }
    assert len(keys) == 5
    assert Ask("/a", {"b": "1", "a": "2"}, "x").key == Ask("/a", {"a": "2", "b": "1"}, "another word for it").key
    assert Ask("/a", {}, "x").call(graph).method == "GET"
    assert Ask("/a", {}, "x", body={"a": 1}).call(graph)[2:] == ("POST", {"a": 1}, True)

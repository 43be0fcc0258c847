# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Much of many: nothing is lost between two chunks, and only what seems to be absent is asked for twice."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer
from ansible_collections.entra.provisioning.plugins.module_utils._resources import many
from ansible_collections.entra.provisioning.tests.unit.fake_graph import FakeGraph, refusal

ABSENT = refusal(errors.NotFound, 404)
FORBIDDEN = refusal(errors.Forbidden, 403)


class Replicas(FakeGraph):
    """Answers each request for many from the next replica: path -> document or error. asked: paths and lanes."""

    def __init__(self, *replicas):
        super().__init__()
        self.replicas = list(replicas)
        self.asked = []

    def get_many(self, paths, *, doing, version=None, needs=(), lanes=1):
        self.asked.append((list(paths), lanes))
        found = self.replicas.pop(0)
        return [
            Answer(path, None, found[path]) if isinstance(found[path], Exception) else Answer(path, found[path], None)
            for path in paths
        ]


def read(graph, *paths):
    return [answer.error or answer.value for answer in many.twice(graph, paths, "read", (), 3)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_chunks_are_the_rows_in_their_order(size):
    found = [list(chunk) for chunk in many.chunks(range(7), size)]
    assert [row for chunk in found for row in chunk] == list(range(7))
    assert {len(chunk) for chunk in found[:-1]} <= {size}


def test_what_seems_to_be_absent_is_asked_for_once_more_and_keeps_its_place():
    graph = Replicas({"/a": {"n": 1}, "/b": ABSENT, "/c": FORBIDDEN, "/d": ABSENT}, {"/b": {"n": 2}, "/d": ABSENT})
    assert read(graph, "/a", "/b", "/c", "/d") == [{"n": 1}, {"n": 2}, FORBIDDEN, ABSENT]
    assert graph.asked == [(["/a", "/b", "/c", "/d"], 3), (["/b", "/d"], 3)]


def test_nothing_is_asked_where_nothing_is_wanted():
    assert read(Replicas()) == []


@pytest.mark.parametrize(("concurrency", "wrong"), [(0, True), (1, False), (32, False), (33, True)])
def test_the_concurrency_has_bounds(concurrency, wrong):
    said = [f"concurrency: {concurrency} is out of range; give 1 to 32."] if wrong else []
    assert many.wrong_concurrency(concurrency) == said

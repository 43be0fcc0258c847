# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many things at once on a Graph in memory: reads that are answered in any order, works one after the other."""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.side_by_side import Ended
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer


class Call(NamedTuple):
    """What is to be read."""

    path: str
    told: dict
    method: str = "GET"
    body: Any = None
    repeatable: bool = False


class Reads:
    """The reads of one planning. last_first: those that were asked last are answered first."""

    def __init__(self, fake, last_first):
        self.fake, self.last_first = fake, last_first
        self.waiting = []

    def ask(self, key, path, call, level=0):
        self.waiting.append((key, call))

    def begin(self):
        pass

    def __iter__(self):
        while self.waiting:
            key, call = self.waiting.pop(-1 if self.last_first else 0)
            try:
                yield key, Answer(call.path, self.answer(call), None)
            except errors.GraphError as error:
                yield key, Answer(call.path, None, error)

    def answer(self, call):
        told = {"doing": call.told["doing"], "needs": call.told["needs"]}
        if call.method == "POST":
            return self.fake.post(call.path, call.body, **told).body
        found = self.fake.get(call.path, query=call.told["query"], **told)
        if not isinstance(found, list):
            return found
        self.fake.reads.pop()
        return {"value": self.fake.list(call.path, query=call.told["query"], **told)}


class Clock:
    """A clock that stands."""

    def monotonic(self):
        return 0.0

    def now(self):
        return 1772438400.0


class EstateGraph:
    """A FakeGraph (`fake`) that can do what a task of many applications asks for. All else is the fake's.

    before_works: called with the fake between planning and the first write; told: what was said of the progress.
    """

    def __init__(self, fake, last_first=False, read_only=False):
        self.fake, self.last_first, self.read_only = fake, last_first, read_only
        self.clock = Clock()
        self.told = []
        self.before_works = None
        self.concurrency = None

    def __getattr__(self, name):
        return getattr(self.fake, name)

    def tell(self, text):
        self.told.append(text)

    def fork(self, read_only=False):
        return EstateGraph(self.fake, self.last_first, self.read_only or read_only)

    def reading(self, path, **told):
        return Call(path, told)

    def reads(self, lanes):
        return Reads(self.fake, self.last_first)

    def get_many(self, paths, *, lanes=1, **told):
        return self.fake.get_many(paths, **told)

    def side_by_side(self, works, concurrency, goes_on):
        self.concurrency = concurrency
        if self.before_works:
            self.before_works(self.fake)
        stopped = False
        for index, work in enumerate(works):
            ended = Ended(index, begun=False) if stopped else Ended(index, work(self.fork()))
            stopped = stopped or not goes_on(ended)
            yield ended

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Graph in memory as the estate sees it: reads in common, works side by side, a clock that somebody turns."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, planning
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application, check
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.side_by_side import Ended
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer, Reply
from ansible_collections.entra.provisioning.tests.unit import schema_graph
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    OTHER,
    THERE,
    FakeGraph,
    job,
    principal,
    template,
)

NAME, SECOND = "Contoso SCIM", "Fabrikam Sign-On"
OTHER_APP = "7d1b2c3e-4f5a-4b6c-8d7e-9f0a1b2c3d44"
START = 1_800_000_000.0


class Turned:
    """A clock that goes on by what is waited, and by what it is told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self):
        return self.seconds

    def now(self):
        return START + self.seconds


class Asked(NamedTuple):
    """What a read would be sent as. told: what it is asked with."""

    path: str
    told: dict
    method: str = "GET"
    body: Any = None
    repeatable: bool = False


class FakeReads:
    """Answers in the order of levels, or what was asked last first. graph.levels: (level, path) of each read."""

    def __init__(self, graph):
        self.graph = graph
        self.waiting = []

    def ask(self, key, path, call, level=0):
        self.graph.levels.append((level, path))
        self.waiting.append((level, key, path, call))

    def begin(self):
        """Nothing is sent."""

    def delayed(self, key):
        """Whether a read is one of graph.late, which are answered last."""
        return key[1][0] in self.graph.late

    def __iter__(self):
        while self.waiting:
            _level, key, path, call = self.waiting.pop(self.next_place())
            yield key, self.graph.answered(path, call)

    def next_place(self):
        if self.graph.last_first:
            return -1
        # (whether it is late, its level)
        order = [(path in self.graph.late, level) for level, _key, path, _call in self.waiting]
        return min(range(len(order)), key=order.__getitem__)


class Log(list):
    """What was read one by one, as FakeGraph has it; called, it is the reads of many."""

    def __init__(self, graph):
        super().__init__()
        self.graph = graph

    def __call__(self, lanes, version=None, doing=None):
        return FakeReads(self.graph)


class ManyAtOnce:
    """What a task of many applications asks for, for a FakeGraph of any kind.

    last_first: what was asked last is answered first; late: paths that the service throttles for long; before_works: called
    with the graph between planning and the first write; told: what was said of the progress.
    """

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self.reads = Log(self)
        self.clock = Turned()
        self.levels, self.told = [], []
        self.last_first = False
        self.late = set()
        self.before_works = None
        self.concurrency = None

    def tell(self, text):
        self.told.append(text)

    def fork(self, read_only=None, places=None):
        twin = copy.copy(self)
        twin.read_only = self.read_only or bool(read_only)
        return twin

    def reading(self, path, *, doing, query=None, needs=()):
        return Asked(path, {"doing": doing, "query": dict(query or {}), "needs": needs})

    def get_many(self, paths, *, doing, version=None, needs=(), lanes=1):
        told = {"doing": doing, "needs": needs, "version": version}
        return [self.answered(path, Asked(path, told)) for path in paths]

    def answered(self, path, call):
        """The answer to one read of many."""
        try:
            return Answer(path, self.whole(path, call), None)
        except errors.GraphError as error:
            return Answer(path, None, error)

    def whole(self, path, call):
        """The whole body of an answer."""
        if call.method == "POST":
            return self.post(path, call.body, doing=call.told["doing"], needs=call.told["needs"]).body or {}
        found = self.get(path, **call.told)
        if not isinstance(found, list):
            return found
        # It is one read all the same, which a list answers as a list does.
        self.reads.pop()
        self.doings.pop()
        return {"value": self.list(path, **call.told)}

    def side_by_side(self, works, concurrency, goes_on):
        """One after the other; the last end comes first, since no order is promised."""
        self.concurrency = concurrency
        if self.before_works:
            self.before_works(self)
        stopped = False
        ends = []
        for index, work in enumerate(works):
            if stopped:
                ends.append(Ended(index, begun=False))
                continue
            try:
                ended = Ended(index, work(self.fork()))
            except Exception as error:
                ended = Ended(index, error=error)
            stopped = not goes_on(ended)
            ends.append(ended)
        return reversed(ends)

    def settle(self, read, wanted, *, doing, timeout=120, agree=2, describe=repr):
        """As FakeGraph, with the refusals of what is new tolerated, as the client does."""

        def tolerant():
            try:
                return read(), None
            except errors.GraphError as error:
                if error.status not in (401, 403, 404):
                    raise
                return None, error

        seen = super().settle(
            tolerant, lambda pair: pair[1] is None and wanted(pair[0]), doing=doing, timeout=timeout, agree=agree
        )
        return seen[0]


class EstateGraph(ManyAtOnce, FakeGraph):
    """A FakeGraph of many applications whose jobs have schemas."""

    def put(self, path, body, *, doing, needs=(), **more):
        if not path.endswith("/schema"):
            return super().put(path, body, doing=doing, needs=needs, **more)
        self._note("PUT", path, body, doing)
        self.routes[path] = copy.deepcopy(body)
        return Reply(204, {}, None)

    def post(self, path, body=None, *, doing, needs=(), **more):
        reply = super().post(path, body, doing=doing, needs=needs, **more)
        if path.endswith("/jobs"):
            self.routes[f"{path}/{reply.body['id']}/schema"] = schema_graph.document()
        return reply


class EstateSchemaGraph(ManyAtOnce, schema_graph.SchemaGraph):
    """A SchemaGraph of many applications: a schema that was written bears the marks of the service."""


def one(whose=ID, name=NAME, app_id=APP, jobs=(), secrets=(), here=HERE):
    """The routes of one service principal, without the list of them."""
    return {
        f"{here}/jobs": list(jobs),
        f"{here}/secrets": list(secrets),
        f"{here}/templates": [template()],
        f"{here}/templates/scim/schema": schema_graph.document(),
        **{f"{here}/jobs/{row['id']}/schema": schema_graph.document() for row in jobs},
    }


def two(**more):
    """Two service principals; the second has a job that runs."""
    rows = [principal(), principal(OTHER, SECOND, OTHER_APP)]
    routes = {"/servicePrincipals": rows, **one(), **one(OTHER, jobs=[job(state="Active")], here=THERE)}
    return EstateGraph({**routes, **more})


def entry(name=NAME, number=0, state=options.MERGED, **given):
    """An entry of the declaration as the argument spec leaves it."""
    params = {option: spec.get("default") for option, spec in options.APPLICATION.items()}
    rows = [row(**one) for one in given.pop("jobs", None) or ()] if given.get("jobs") is not None else None
    made = Application(number, {**params, "display_name": name, "jobs": rows, **given}, state)
    check([made])
    return made


def plan(graph, *entries, ahead=False, lanes=1):
    """The drafts of some entries, planned."""
    reader = graph.fork(read_only=True)
    drafts = [Draft(one, reader, ahead) for one in entries]
    planning.plan_all(reader, drafts, lanes, Progress(graph, "read", len(drafts)))
    return drafts


def actions(changes):
    """The verbs of changes, or of what is said of them."""
    return [one["action"] if isinstance(one, dict) else one.action for one in changes]


def row(**given):
    """A row of jobs as the argument spec leaves it."""
    filled = {option: spec.get("default") for option, spec in options.JOB.items()}
    schema = given.pop("schema", None)
    if schema is not None:
        schema = {**{option: spec.get("default") for option, spec in options.SCHEMA.items()}, **schema}
    return {**filled, "template_id": "scim" if "job_id" not in given else None, **given, "schema": schema}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph as a plan is made: it answers from what was read in batches, and says what is still to be read.

A plan is made by the very code of the single modules. Where that code reads what is not known yet, it is left by
`Missing`, and begins anew once the answer is there: so the reads of many applications come together in few requests, and
nothing has to know beforehand what a plan reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Row = dict[str, Any]
Rows = list[Row]
Answers = list[Any]
# What an answer is kept under: path, query, and the body of a POST.
Key = tuple[str, Any, Any]


class Ask(NamedTuple):
    """One thing to be read. body: of a POST that only reads."""

    path: str
    query: Mapping[str, Any]
    doing: str
    needs: tuple[str, ...] = ()
    body: Any = None

    @property
    def key(self) -> Key:
        """What the answer is kept under."""
        sent = None if self.body is None else json.dumps(self.body, sort_keys=True)
        return self.path, tuple(sorted(self.query.items())), sent

    def call(self, graph: Any) -> Any:
        """The call by which it is read."""
        call = graph.reading(self.path, doing=self.doing, query=self.query, needs=self.needs)
        return call if self.body is None else call._replace(method="POST", body=self.body, repeatable=True)


class Missing(BaseException):
    """What must be read before a plan can be made. No Exception: nothing that is about failures may catch it."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        super().__init__()
        self.asks = tuple(asks)


class Posted(NamedTuple):
    """The answer to a POST that only reads."""

    body: Row


class Snapshot:
    """A `graph` for one application. graph: what cannot be batched is read by it; it reads only."""

    read_only = True

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._answers: dict[Key, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """All that is no read: paths, clock, masks, and writes, which the gate of a graph that reads only refuses."""
        return getattr(self._graph, name)

    def learn(self, key: Key, answer: Any) -> None:
        """Keep what was read under the key of an Ask."""
        self._answers[key] = answer

    def get(
        self,
        path: str,
        *,
        doing: str,
        query: Mapping[str, Any] | None = None,
        version: str | None = None,
        needs: Sequence[str] = (),
    ) -> Row:
        """As of the graph."""
        if version is not None:
            return dict(self._graph.get(path, doing=doing, query=query, version=version, needs=needs))
        return dict(self._known(Ask(path, query or {}, doing, tuple(needs))).get())

    def find(
        self,
        path: str,
        *,
        doing: str,
        query: Mapping[str, Any] | None = None,
        version: str | None = None,
        needs: Sequence[str] = (),
    ) -> Row | None:
        """As of the graph: what seems to be absent is asked for again, by itself."""
        if version is None:
            answer = self._known(Ask(path, query or {}, doing, tuple(needs)))
            if answer.error is None:
                return dict(answer.value)
        found = self._graph.find(path, doing=doing, query=query, version=version, needs=needs)
        return None if found is None else dict(found)

    def list(
        self,
        path: str,
        *,
        doing: str,
        query: Mapping[str, Any] | None = None,
        version: str | None = None,
        needs: Sequence[str] = (),
        most: int | None = None,
        pace: Any = None,
    ) -> Rows:
        """As of the graph."""
        if version is not None or pace is not None:
            told = {"doing": doing, "query": query, "version": version, "needs": needs, "most": most, "pace": pace}
            return list(self._graph.list(path, **told))
        rows = self._known(Ask(path, query or {}, doing, tuple(needs))).get().get("value")
        if not isinstance(rows, list):
            # What is no collection is told by who reads collections.
            rows = self._graph.list(path, doing=doing, query=query, needs=needs)
        return list(rows)[:most]

    def get_many(self, paths: Sequence[str], *, doing: str, needs: Sequence[str] = (), **more: Any) -> Answers:
        """As of the graph."""
        if more:
            return list(self._graph.get_many(paths, doing=doing, needs=needs, **more))
        asks = [Ask(path, {}, doing, tuple(needs)) for path in paths]
        missing = [ask for ask in asks if ask.key not in self._answers]
        if missing:
            raise Missing(missing)
        return [self._answers[ask.key] for ask in asks]

    def post(self, path: str, body: Any = None, *, doing: str, needs: Sequence[str] = (), **_more: Any) -> Posted:
        """A POST that only reads; of others the gate is told when they are sent."""
        return Posted(dict(self._known(Ask(path, {}, doing, tuple(needs), body if body is not None else {})).get()))

    def _known(self, ask: Ask) -> Any:
        """What was answered."""
        if ask.key not in self._answers:
            raise Missing([ask])
        return self._answers[ask.key]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the `graph` object can do many times at once: reads in batches, and works side by side."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer, Call

if TYPE_CHECKING:
    from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport


class ManyAtOnce:
    """A part of Graph. The imports are inside: modules that do one thing do not pay for them."""

    _transport: Transport
    _base: Callable[[Any], str]
    _call: Callable[..., Call]
    _all_pages: Callable[..., Any]

    def get_many(
        self, paths: Sequence[str], *, doing: str, version: str | None = None, needs: Sequence[str] = (), lanes: int = 1
    ) -> list[Answer]:
        """One Answer per path, in their order: twenty in a request, each with its own value or error.

        A collection comes whole: the pages after its first are followed. An error of the batch as a whole raises.
        lanes: so many requests are under way at a time.
        """
        reads = self.reads(lanes, version)
        for index, path in enumerate(paths):
            reads.ask(index, path, self._call(doing, "GET", path, None, version, needs))
        answers = dict(reads)
        return [answers[index] for index in range(len(paths))]

    def reads(self, lanes: int, version: str | None = None, doing: str | None = None) -> Any:
        """Reads to be asked for with `ask(key, path, call)` and sent together; see _graph/many.py. The calls: `reading`.

        doing: what they are for together: the errors of a request that fails as a whole begin with it.
        """
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.many import Reads

        return Reads(self._transport, self._base(version), lanes, self._all_pages, doing)

    def reading(
        self, path: str, *, doing: str, query: Mapping[str, Any] | None = None, needs: Sequence[str] = ()
    ) -> Call:
        """The call of a GET, for `reads`."""
        return self._call(doing, "GET", path, query, None, needs)

    def fork(self, read_only: bool | None = None, places: Any = None) -> Any:
        """A client for a thread of its own: the same sign-in, connections and masks, a deadline of its own.

        read_only: as this one where it is not said, and never less than it; places: a semaphore of which each request
        takes one while it is under way.
        """
        twin = copy.copy(self)
        twin._transport = self._transport.fork(self._transport.read_only or bool(read_only), places)
        return twin

    def side_by_side(self, works: Sequence[Any], concurrency: int, goes_on: Callable[[Any], bool]) -> Iterator[Any]:
        """Run `work(graph)` for each of the works, each with a fork of this client; see _graph/side_by_side.py."""
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.side_by_side import run

        return run(lambda places: self.fork(places=places), works, concurrency, goes_on)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many reads, seen from a resource: asked by path, answered with a value or an error each, collections whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, pages
from ansible_collections.entra.provisioning.plugins.module_utils._graph.reading import Reading
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Answer, Call

# The items of a collection, all pages, from its call and its first page.
AllPages = Callable[[Call, dict[str, Any]], list[dict[str, Any]]]


class Reads:
    """Reads that are asked for one after the other and sent together.

    Iterating yields (key, Answer) as the answers come, until nothing is left; more may be asked for meanwhile. What
    follows from an answer is asked with a higher level, so that requests are full (see reading.py).
    """

    def __init__(
        self, transport: Transport, base: str, lanes: int, all_pages: AllPages, doing: str | None = None
    ) -> None:
        self._reading = Reading(transport, base, lanes, doing)
        self._all_pages = all_pages
        self._asked: dict[Any, tuple[str, Call]] = {}

    def ask(self, key: Any, path: str, call: Call, level: int = 0) -> None:
        """Have a call answered under the key."""
        self._asked[key] = (path, call)
        self._reading.ask(key, call, level)

    def begin(self) -> None:
        """Send what may be sent; who has something else to do may do it before iterating."""
        self._reading.begin()

    def delayed(self, key: Any) -> bool:
        """Whether the service told to ask for this later, so that its answer is some time away."""
        return self._reading.delayed(key)

    def __iter__(self) -> Iterator[tuple[Any, Answer]]:
        """The answers as they come."""
        for key, (value, error) in self._reading:
            path, call = self._asked.pop(key)
            yield key, self._answer(path, call, value, error)

    def _answer(self, path: str, call: Call, value: dict[str, Any] | None, error: errors.GraphError | None) -> Answer:
        """The Answer for one path, with the later pages of its collection joined to the first."""
        if value is None or pages.NEXT not in value:
            return Answer(path, value, error)
        try:
            whole = {key: part for key, part in value.items() if key != pages.NEXT}
            return Answer(path, {**whole, "value": self._all_pages(call, value)}, None)
        except errors.GraphError as failed:
            return Answer(path, None, failed)

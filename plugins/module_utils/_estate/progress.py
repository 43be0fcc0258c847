# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a long run is, told now and then to whoever watches."""

from __future__ import annotations

from typing import Any

# Nothing is said of what is over sooner, and afterwards only so often.
QUIET_SECONDS = 3.0
SECONDS_BETWEEN = 5.0


class Progress:
    """Counts what is done. what: in words, such as "read and compared"; total: how many there are."""

    def __init__(self, graph: Any, what: str, total: int) -> None:
        self._graph = graph
        self._what = what
        self._total = total
        self._done = 0
        self._next = graph.clock.monotonic() + QUIET_SECONDS

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = self._graph.clock.monotonic()
        if now >= self._next:
            self._next = now + SECONDS_BETWEEN
            self._graph.tell(f"{self._what} {self._done} of {self._total} applications")

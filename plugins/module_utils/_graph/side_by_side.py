# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works that do not wait for each other: each with a client of its own, all within one limit of requests under way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

# A work that waits (for the service to show something, for a throttle to end) lends its place: so many works per place.
WORKS_PER_PLACE = 6

Work = Callable[[Any], Any]


class Ended:
    """How a work ended: what it returned, or what it raised; begun is False for one that was never begun."""

    def __init__(self, index: int, value: Any = None, error: Exception | None = None, begun: bool = True) -> None:
        self.index = index
        self.value = value
        self.error = error
        self.begun = begun


def run(
    fork: Callable[[Any], Any], works: Sequence[Work], concurrency: int, goes_on: Callable[[Ended], bool]
) -> Iterator[Ended]:
    """Run each work with a client of its own; yields how they end, as they end.

    fork: makes a client whose requests each take a place from the given semaphore; concurrency: the places; goes_on: asked
    after each end whether works that have not begun shall begin.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    places = threading.BoundedSemaphore(concurrency)
    stopped = threading.Event()

    def work(index: int) -> Ended:
        if stopped.is_set():
            return Ended(index, begun=False)
        try:
            ended = Ended(index, works[index](fork(places)))
        except Exception as error:
            ended = Ended(index, error=error)
        if not goes_on(ended):
            stopped.set()
        return ended

    with ThreadPoolExecutor(min(len(works), concurrency * WORKS_PER_PLACE) or 1) as pool:
        try:
            for future in as_completed([pool.submit(work, index) for index in range(len(works))]):
                yield future.result()
        finally:
            # Whoever interrupts the run waits for what is under way, and for nothing more.
            stopped.set()

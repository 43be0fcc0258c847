# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several requests under way at a time, each in a thread; with one lane there is no thread at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


class Lanes:
    """count: so many works may be under way at a time."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: Any = None
        self._running: dict[Any, Any] = {}
        self._done: list[tuple[Any, Any]] = []

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._running or self._done)

    @property
    def free(self) -> bool:
        """Whether one more may be started."""
        return len(self._running) + len(self._done) < self._count

    @property
    def under_way(self) -> list[Any]:
        """What was started and not yet handed out as ended."""
        return [*self._running.values(), *(subject for subject, _result in self._done)]

    def start(self, subject: Any, work: Callable[[Any], Any]) -> None:
        """Begin a work on a subject."""
        if self._count == 1:
            self._done.append((subject, work(subject)))
            return
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="entra-provisioning")
        self._running[self._pool.submit(work, subject)] = subject

    def ended(self, patience: float | None) -> Iterator[tuple[Any, Any]]:
        """What has ended, as (subject, result); waits for the first, at most so many seconds. What a work raised is raised."""
        done, self._done = self._done, []
        yield from done
        if not self._running:
            return
        from concurrent.futures import FIRST_COMPLETED, wait

        for future in wait(self._running, patience, FIRST_COMPLETED).done:
            yield self._running.pop(future), future.result()

    def close(self) -> None:
        """Begin nothing more; what is under way ends by itself."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping under a quota that is known, so that the service need not refuse: so many requests in so many seconds."""

from __future__ import annotations

import os
from collections import deque
from typing import Any

# When the requests under a quota were sent, by process and name: the items of a loop share what is left of it.
_sent: dict[tuple[int, str], deque[float]] = {}


class Pace:
    """At most `most` requests in any span of `seconds`; each is sent inside a `with` of this object.

    name: of the quota; what bears one name shares it.
    """

    def __init__(self, transport: Any, name: str, most: int, seconds: float) -> None:
        self._transport = transport
        self._most = most
        self._seconds = seconds
        self._moments = _sent.setdefault((os.getpid(), name), deque())

    def __enter__(self) -> None:
        """Wait until one more request is within the quota, and count it. The wait is not against the task's deadline."""
        clock, moments = self._transport.clock, self._moments
        now = clock.monotonic()
        if moments and moments[-1] > now:
            moments.clear()  # another clock, such as a test's
        while moments and now - moments[0] >= self._seconds:
            moments.popleft()
        if len(moments) >= self._most:
            delay = moments[-self._most] + self._seconds - now
            self._transport.allow(delay)
            self._transport.pause(delay)
            now = clock.monotonic()
        moments.append(now)

    def __exit__(self, *error: object) -> None:
        """Count the request from its answer: the service counted it at some moment between."""
        if self._moments:
            self._moments[-1] = self._transport.clock.monotonic()


def forget() -> None:
    """Drop what was counted, as a new process would start."""
    _sent.clear()

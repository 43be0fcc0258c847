# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's clock: real time plus what the tests have turned it forward by."""

from __future__ import annotations

import time
from datetime import datetime, timezone

NEVER = "0001-01-01T00:00:00Z"


class Clock:
    """Seconds since the epoch; `advance` moves job cycles, token expiry and throttling windows alike."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Turn the clock forward. Backwards is refused: nothing in the service could follow."""
        if seconds < 0:
            raise ValueError("the service's clock only turns forward")
        self.offset += seconds

    def stamp(self) -> str:
        return stamp(self.now())


def stamp(seconds: float) -> str:
    """A DateTimeOffset as the service prints it: UTC, seven fractional digits, `Z`."""
    moment = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and chance, handed in, so that tests neither sleep nor guess."""

from __future__ import annotations

import random
import time


class Clock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        """Seconds, for measuring spans."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since the epoch, for comparing with dates in headers."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def jitter(self) -> float:
        """A number in [0, 1), so that many clients do not return at the same moment."""
        return random.random()

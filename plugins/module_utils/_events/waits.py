# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait until the next look. Pure."""

from __future__ import annotations

# However often looks fail, there is one in an hour; where the interval is longer than that, in each interval.
LONGEST = 3600.0
MOST_DOUBLINGS = 12


def seconds(interval: float, jitter: float, failures: int, chance: float) -> float:
    """Seconds until the next look. failures: looks in a row that failed; chance: a number in [0, 1).

    Each failure in a row doubles the wait. jitter: the share by which it is shorter or longer, so that sources that were
    started together do not ask together.
    """
    wait = min(interval * 2.0 ** min(failures, MOST_DOUBLINGS), max(interval, LONGEST))
    return wait * (1 + jitter * (2 * chance - 1))

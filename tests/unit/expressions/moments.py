# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments and dates that the tests of dates share."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    LOCAL,
    MAX_TICKS,
    UNSPECIFIED,
    UTC,
    Moment,
)
from hypothesis import strategies as st

TICKS = st.integers(0, MAX_TICKS)
ZONED = st.one_of(
    st.builds(Moment, TICKS, st.sampled_from([UNSPECIFIED, UTC])),
    st.builds(Moment, TICKS, st.just(LOCAL), st.integers(-840, 840)),
)
IN_UTC = st.builds(Moment, TICKS, st.just(UTC))


def utc(*parts):
    """A moment in UTC of year, month, day, and perhaps hour, minute, second and ticks."""
    parts = [*parts, 0, 0, 0, 0]
    return Moment.of(tuple(parts[:3]), tuple(parts[3:6]), parts[6], UTC)

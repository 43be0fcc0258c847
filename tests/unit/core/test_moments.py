# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time as users give them: a moment with its zone, or how long ago."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.moments import parse_moment
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 2, 8, 0, 0, 250000, tzinfo=timezone.utc).timestamp()


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"),
        ("2026-03-02T08:00Z", "2026-03-02T08:00:00Z"),
        ("2026-03-02t08:00:00z", "2026-03-02T08:00:00Z"),
        ("2026-03-02T08:00:00+01:00", "2026-03-02T07:00:00Z"),
        ("2026-03-02T00:30:00-05:30", "2026-03-02T06:00:00Z"),
        # What YAML makes of a moment without quotes, as Ansible hands it over.
        ("2026-03-02 08:00:00+00:00", "2026-03-02T08:00:00Z"),
        ("2026-03-02 08:00:00.500000+00:00", "2026-03-02T08:00:00.5Z"),
        # As the service prints it: more digits than Python's datetime holds.
        ("2026-03-02T08:00:00.1234567Z", "2026-03-02T08:00:00.1234567Z"),
        ("2026-03-02T08:00:00.0000000Z", "2026-03-02T08:00:00Z"),
        (" 2026-03-02T08:00:00Z ", "2026-03-02T08:00:00Z"),
        ("0s", "2026-03-02T08:00:00Z"),
        ("90s", "2026-03-02T07:58:30Z"),
        ("15m", "2026-03-02T07:45:00Z"),
        ("2h", "2026-03-02T06:00:00Z"),
        ("7 d", "2026-02-23T08:00:00Z"),
        ("1W", "2026-02-23T08:00:00Z"),
    ],
)
def test_moments_and_spans_in_the_words_of_the_service(text, wire):
    assert str(parse_moment("since", text, NOW)) == wire


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2026-03-02",
        "2026-03-02T08:00:00",
        "2026-13-02T08:00:00Z",
        "2026-02-30T08:00:00Z",
        "2026-03-02T25:00:00Z",
        "2026-03-02T08:00:00+24:00",
        "2026-03-02T08:00:00+01:75",
        "0001-01-01T00:00:00+01:00",
        "2026-03-02T08:00:00.Z",
        "02.03.2026 08:00",
        "-2h",
        "2",
        "2 hours",
        "999999999999d",
        "99999999w",
        "٢h",
    ],
)
def test_what_is_neither_is_refused_with_both_forms(text):
    with pytest.raises(InvalidInput) as problem:
        parse_moment("since", text, NOW)
    assert str(problem.value).startswith(f"since: {text!r} is no point in time")
    assert "2026-03-02T08:00:00Z" in str(problem.value) and "24h" in str(problem.value)


def test_moments_compare_to_the_last_digit():
    texts = ["2026-03-02T08:00:00Z", "2026-03-02T08:00:00.0000001Z", "2026-03-02T08:00:00.1Z", "2026-03-02T08:00:01Z"]
    moments = [parse_moment("since", text, NOW) for text in texts]
    assert sorted(moments) == moments
    assert len(set(moments)) == len(moments)
    assert parse_moment("since", "2026-03-02T09:00:00.10+01:00", NOW) == moments[2]


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_a_zone_moves_nothing(clock, offset):
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
    text = str(parse_moment("since", f"{clock.isoformat()}{zone}", NOW))
    assert str(parse_moment("until", text, NOW)) == text
    read = datetime.fromisoformat(text.partition(".")[0].rstrip("Z")).replace(tzinfo=timezone.utc)
    meant = datetime.fromisoformat(f"{clock.replace(microsecond=0).isoformat()}{zone}")
    assert read == meant

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DateAdd, DateDiff and file times: the published examples, and what must hold for all."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import dates
from ansible_collections.entra.provisioning.tests.unit.expressions.moments import IN_UTC, utc
from hypothesis import assume, given
from hypothesis import strategies as st

DAY = 24 * 3600 * 10**7


@pytest.mark.parametrize(
    ("interval", "first", "second", "expected"),
    [
        ("d", "2021-08-18+08:00", "2021-08-31+08:00", 13),
        ("d", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -3449),
        ("ww", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -493),
        ("m", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -113),
        ("yyyy", "8/25/2021 5:41:18 PM", "2012-03-16-07:00", -9),
        ("h", "2021-08-24", "2021-08-25", 24),
        ("n", "2021-08-24", "2021-08-25", 1440),
        ("s", "2021-08-24", "2021-08-25", 86400),
        ("yyyy", "2021-12-31", "2022-01-01", 1),
        ("m", "2021-12-31", "2022-01-01", 1),
        ("d", "2021-12-31T23:00:00Z", "2022-01-01T22:59:59Z", 0),
        ("h", "2021-01-01T01:00:00Z", "2021-01-01T00:00:01Z", 0),
        ("ww", "2021-08-21", "2021-08-22", 1),
        ("ww", "2021-08-22", "2021-08-28", 0),
        ("ww", "2021-08-28", "2021-08-22", 0),
        ("ww", "2021-08-21T12:00:00Z", "2021-08-22T11:00:00Z", 0),
    ],
)
def test_a_difference_is_counted_as_visual_basic_counts(interval, first, second, expected):
    assert dates.date_diff(interval, dates.read_date(first), dates.read_date(second)) == expected


@pytest.mark.parametrize(
    ("interval", "number", "begin", "expected"),
    [
        ("d", -10, "2012-03-16-07:00", "3/6/2012 7:00:00 AM"),
        ("ww", 2, "2012-03-16-07:00", "3/30/2012 7:00:00 AM"),
        ("yyyy", 2, "2012-03-16-07:00", "3/16/2014 7:00:00 AM"),
        ("m", -4, "2012-03-16-07:00", "11/16/2011 7:00:00 AM"),
        ("m", 1, "2021-01-31", "2/28/2021 12:00:00 AM"),
        ("m", 1, "2020-01-31", "2/29/2020 12:00:00 AM"),
        ("yyyy", 1, "2020-02-29", "2/28/2021 12:00:00 AM"),
        ("m", -2, "2021-01-31", "11/30/2020 12:00:00 AM"),
        ("h", 25, "2021-01-31", "2/1/2021 1:00:00 AM"),
        ("n", -1, "2021-01-01", "12/31/2020 11:59:00 PM"),
        ("s", 1, "2021-01-01", "1/1/2021 12:00:01 AM"),
    ],
)
def test_a_sum_stops_at_the_end_of_a_shorter_month(interval, number, begin, expected):
    assert dates.format_date(dates.date_add(interval, number, dates.read_date(begin))) == expected


@pytest.mark.parametrize("interval", dates.INTERVALS)
@pytest.mark.parametrize("number", [10**6, -(10**6), 2**63 - 1, -(10**30), 10**12])
def test_a_sum_beyond_the_calendar_is_refused(interval, number):
    begin = utc(2021, 1, 1)
    try:
        result = dates.date_add(interval, number, begin)
    except dates.DateOutOfRange:
        return
    assert abs(number) == 10**6 and interval in "dhns"
    assert (result.ticks > begin.ticks) is (number > 0)


@pytest.mark.parametrize("interval", ["y", "q", "w", "D", "", "yy", "day"])
def test_an_unknown_interval_is_refused_with_the_known_ones(interval):
    told = "must be one of yyyy, m, ww, d, h, n, s"
    with pytest.raises(dates.DateError, match=told):
        dates.date_add(interval, 1, utc(2021, 1, 1))
    with pytest.raises(dates.DateError, match=told):
        dates.date_diff(interval, utc(2021, 1, 1), utc(2021, 1, 1))


@given(IN_UTC, st.integers(-10000, 10000), st.sampled_from(["d", "h", "n", "s", "ww"]))
def test_what_was_added_is_the_difference(begin, number, interval):
    try:
        end = dates.date_add(interval, number, begin)
    except dates.DateOutOfRange:
        assume(False)
    assert dates.date_diff(interval, begin, end) == number


@given(IN_UTC, IN_UTC, st.sampled_from(dates.INTERVALS))
def test_a_difference_turned_round_has_the_other_sign(one, two, interval):
    assert dates.date_diff(interval, one, two) == -dates.date_diff(interval, two, one)


@given(IN_UTC, st.integers(-2000, 2000))
def test_months_keep_the_day_or_end_at_the_last_one(begin, number):
    try:
        end = dates.date_add("m", number, begin)
    except dates.DateOutOfRange:
        assume(False)
    assert dates.date_diff("m", begin, end) == number
    assert end.time_of_day == begin.time_of_day
    next_day = dates.date_add("d", 1, end) if end.ticks < 3652058 * DAY else None
    assert end.day.day == begin.day.day or (end.day.day < begin.day.day and next_day and next_day.day.day == 1)


def test_file_times_are_exact():
    assert dates.format_date(dates.from_file_time(129699324000000000)) == "1/1/2012 11:00:00 PM"
    assert dates.to_file_time(dates.read_date("2012-01-01 23:00")) == 129699324000000000
    assert dates.to_file_time(dates.read_date("2025-12-31 23:59:59-05:00")) == 134117171990000000
    assert dates.from_file_time(129699324000000001).fraction == 1
    assert dates.from_file_time(0) == utc(1601, 1, 1)


@given(st.integers(0, 2650467743999999999))
def test_a_file_time_comes_back(number):
    assert dates.to_file_time(dates.from_file_time(number)) == number


@pytest.mark.parametrize("number", [-1, 2650467744000000000, 2**63 - 1, 2**63, 10**40])
def test_a_file_time_beyond_the_calendar_is_refused(number):
    with pytest.raises(dates.DateOutOfRange):
        dates.from_file_time(number)


def test_what_is_before_file_times_or_behind_the_calendar_has_none():
    with pytest.raises(dates.DateOutOfRange, match="1601"):
        dates.to_file_time(dates.read_date("1600-12-31"))
    with pytest.raises(dates.DateOutOfRange, match="9999"):
        dates.to_file_time(dates.read_date("9999-12-31 23:59:59-05:00"))

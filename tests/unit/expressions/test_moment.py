# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments: exact to 100 nanoseconds, within the years that .NET knows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    LOCAL,
    MAX_TICKS,
    UTC,
    DateError,
    DateOutOfRange,
    Moment,
)
from ansible_collections.entra.provisioning.tests.unit.expressions.moments import ZONED, utc
from hypothesis import given
from hypothesis import strategies as st


@given(st.datetimes())
def test_a_moment_has_the_fields_of_the_datetime_it_comes_from(value):
    moment = Moment.from_datetime(value)
    assert (moment.day, moment.clock, moment.fraction) == (
        value.date(),
        (value.hour, value.minute, value.second),
        value.microsecond * 10,
    )
    assert moment.weekday == value.isoweekday() % 7
    assert moment.kind == "unspecified"


def test_an_aware_datetime_is_taken_in_utc():
    zone = timezone(timedelta(hours=-7))
    assert Moment.from_datetime(datetime(2020, 3, 16, tzinfo=zone)) == utc(2020, 3, 16, 7)
    with pytest.raises(DateOutOfRange):
        Moment.from_datetime(datetime(9999, 12, 31, 23, tzinfo=zone))


@given(ZONED)
def test_parts_put_together_give_the_moment_again(moment):
    day = (moment.day.year, moment.day.month, moment.day.day)
    assert Moment.of(day, moment.clock, moment.fraction, moment.kind, moment.offset) == moment


def test_an_offset_leads_to_utc():
    moment = Moment.of((2021, 6, 30), offset=480, kind=LOCAL)
    assert moment.to_utc() == utc(2021, 6, 29, 16)
    assert moment.instant == utc(2021, 6, 29, 16).ticks
    assert Moment.of((2021, 6, 30)).to_utc() == utc(2021, 6, 30)


def test_the_ends_of_time():
    assert Moment(MAX_TICKS).day.year == 9999
    assert Moment(MAX_TICKS).clock == (23, 59, 59)
    for ticks in (-1, MAX_TICKS + 1):
        with pytest.raises(DateOutOfRange, match="years 1 to 9999"):
            Moment(ticks)
    with pytest.raises(DateOutOfRange, match="14 hours"):
        Moment(0, LOCAL, 841)
    with pytest.raises(DateOutOfRange):
        Moment(0, LOCAL, 60).to_utc()


@pytest.mark.parametrize(
    ("day", "clock"),
    [((2021, 2, 29), (0, 0, 0)), ((0, 1, 1), (0, 0, 0)), ((2021, 13, 1), (0, 0, 0)), ((2021, 1, 1), (24, 0, 0))],
)
def test_what_no_calendar_has_is_refused(day, clock):
    with pytest.raises(DateError, match="There is no"):
        Moment.of(day, clock)


def test_moments_differ_by_zone_and_can_be_keys():
    assert Moment(5, UTC) != Moment(5)
    assert Moment(5, UTC) != (5, UTC, 0)
    assert len({Moment(5), Moment(5), Moment(5, LOCAL, 1)}) == 2
    assert "2021-06-30 01:02:03.0000004 utc" in repr(utc(2021, 6, 30, 1, 2, 3, 4))

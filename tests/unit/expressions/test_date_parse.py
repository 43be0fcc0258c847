# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as dates by a format that is given."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import dates
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import LOCAL, Moment
from ansible_collections.entra.provisioning.tests.unit.expressions.moments import IN_UTC, ZONED, utc
from hypothesis import given
from hypothesis import strategies as st


def read(text, form, *styles, **more):
    return dates.parse_exact(text, form, *styles, **more)


def plain(*parts):
    return Moment(utc(*parts).ticks)


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("20150123105347.1Z", "yyyyMMddHHmmss.fZ", utc(2015, 1, 23, 10, 53, 47, 1000000)),
        ("12/31/2025 12:00:00 AM", "M/d/yyyy hh:mm:ss tt", plain(2025, 12, 31)),
        ("1/5/2025 9:07:00 pm", "M/d/yyyy h:mm:ss tt", plain(2025, 1, 5, 21, 7)),
        ("2025-06", "yyyy-MM", plain(2025, 6, 1)),
        ("2025", "yyyy", plain(2025, 1, 1)),
        ("Thu 04 JUN 2009", "ddd dd MMM yyyy", plain(2009, 6, 4)),
        ("thursday, june 4 2009", "dddd, MMMM d yyyy", plain(2009, 6, 4)),
        ("1/2/29", "M/d/yy", plain(2029, 1, 2)),
        ("1/2/30", "M/d/yy", plain(1930, 1, 2)),
        ("2020-01-01T01:02:03", "yyyy-MM-ddTHH:mm:ss.FFF", plain(2020, 1, 1, 1, 2, 3)),
        ("2020-01-01T01:02:03.45", "yyyy-MM-ddTHH:mm:ss.FFF", plain(2020, 1, 1, 1, 2, 3, 4500000)),
        ("2020-01-01 1234567", "yyyy-MM-dd fffffff", plain(2020, 1, 1, 0, 0, 0, 1234567)),
        ("2009-06-04T13:05:09.1230000Z", "o", utc(2009, 6, 4, 13, 5, 9, 1230000)),
        ("06/04/2009", "d", plain(2009, 6, 4)),
        ("2009-06-04 13:05:09Z", "u", plain(2009, 6, 4, 13, 5, 9)),
        ("Thursday, 04 June 2009 13:05:09", "U", utc(2009, 6, 4, 13, 5, 9)),
        ("A.D. 2009", "g yyyy", plain(2009, 1, 1)),
        ("2009x'y", "yyyy'x'\\'y", None),
        ("2009x'9", "yyyy'x'\\'%y", None),
        ("2009 GMT", "yyyy Z", utc(2009, 1, 1)),
        ("2009-6-4 0 PM", "yyyy-M-d h tt", plain(2009, 6, 4, 12)),
    ],
)
def test_a_text_of_the_form_is_read(text, form, expected):
    if expected is None:
        with pytest.raises(dates.UnreadableDate):
            read(text, form)
    else:
        assert read(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2020-12-31-08:00", "yyyy-MM-ddzzz"),
        ("2020-12-31-0800", "yyyy-MM-ddzzz"),
        ("2020-12-31-08", "yyyy-MM-ddzz"),
        ("2020-12-31-8", "yyyy-MM-ddz"),
        ("2020-12-31-08:00", "yyyy-MM-ddK"),
    ],
)
def test_an_offset_keeps_the_clock_and_is_remembered(text, form):
    assert read(text, form) == Moment.of((2020, 12, 31), kind=LOCAL, offset=-480)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1/5/2025 9:00:00 AM", "M/d/yyyy hh:mm:ss tt"),
        ("2025-1-5", "yyyy-MM-dd"),
        ("2025-01-05 ", "'x'yyyy-MM-dd"),
        ("2025-01-05x", "yyyy-MM-dd"),
        ("2025-01", "yyyy-MM-dd"),
        ("2025-02-30", "yyyy-MM-dd"),
        ("2025-01-05 24:00", "yyyy-MM-dd HH:mm"),
        ("2025-01-05 13:00 PM", "yyyy-MM-dd hh:mm tt"),
        ("2025-01-05 13:00 AM", "yyyy-MM-dd HH:mm tt"),
        ("2025-01-05 1", "yyyy-MM-dd f f"),
        ("Mon 2009-06-04", "ddd yyyy-MM-dd"),
        ("2009 2010", "yyyy yyyy"),
        ("2009-06-04 08:00", "yyyy-MM-dd zzz"),
        ("2009-06-04 +08:60", "yyyy-MM-dd zzz"),
        ("2009-06-04Zulu", "yyyy-MM-ddZ"),
        ("٢٠٠٩", "yyyy"),
        ("0000", "yyyy"),
        ("", "yyyy"),
        ("10:11", "HH:mm"),
        ("Jun", "MMM"),
    ],
)
def test_a_text_of_another_form_is_refused(text, form):
    with pytest.raises(dates.UnreadableDate):
        read(text, form)


def test_both_widths_of_the_hour_are_read_when_asked_for():
    assert read("1/5/2025 9:00:00 AM", "M/d/yyyy hh:mm:ss tt", either_width=True) == plain(2025, 1, 5, 9)
    assert read("1/5/2025 12:00:00 AM", "M/d/yyyy hh:mm:ss tt", either_width=True) == plain(2025, 1, 5)
    with pytest.raises(dates.UnreadableDate):
        read("1/5/2025 9:00:00 AM", "MM/d/yyyy hh:mm:ss tt", either_width=True)


def test_an_offset_beyond_fourteen_hours_is_out_of_range():
    with pytest.raises(dates.DateOutOfRange):
        read("2009-06-04 +15:00", "yyyy-MM-dd zzz")


def test_white_space_is_read_over_where_the_styles_allow_it():
    assert read("  2009-06-04 ", " yyyy-MM-dd  ") == plain(2009, 6, 4)
    assert read("9:05PM 2009", "h:mm tt yyyy") == plain(2009, 1, 1, 21, 5)
    assert read("2009 - 06-  04", "yyyy-MM-dd", "AllowInnerWhite") == plain(2009, 6, 4)
    assert read(" 2009 06 ", "yyyyMM", "AllowWhiteSpaces") == plain(2009, 6, 1)
    for text in (" 2009", "2009 "):
        with pytest.raises(dates.UnreadableDate):
            read(text, "yyyy", "None")


def test_a_text_without_a_zone_is_placed_by_the_styles():
    assert read("2009", "yyyy", "AssumeUniversal") == utc(2009, 1, 1)
    assert read("2009", "yyyy", "AssumeLocal") == Moment.of((2009, 1, 1), kind=LOCAL)
    assert read("2009", "yyyy", "AssumeLocal, AdjustToUniversal") == utc(2009, 1, 1)
    assert read("2009", "yyyy", "AdjustToUniversal") == plain(2009, 1, 1)
    assert read("2009 +01:00", "yyyy zzz", "adjusttouniversal") == utc(2008, 12, 31, 23)
    assert read("2009 +01:00", "yyyy zzz", "AssumeUniversal").offset == 60


@pytest.mark.parametrize("styles", ["Any", "AssumeLocal,AssumeUniversal", "RoundtripKind,AssumeLocal", "None,", "1"])
def test_styles_that_net_refuses_are_refused(styles):
    with pytest.raises(dates.BadDateStyles):
        read("2009", "yyyy", styles)


def test_parts_of_the_date_that_are_not_given_are_todays():
    today = utc(2024, 5, 6, 7)
    assert read("10:11", "HH:mm", today=today) == plain(2024, 5, 6, 10, 11)
    assert read("06-04", "MM-dd", today=today) == plain(2024, 6, 4)
    assert read("10:11", "HH:mm", "NoCurrentDateDefault") == plain(1, 1, 1, 10, 11)


def test_an_empty_format_reads_nothing():
    with pytest.raises(dates.BadDateFormat):
        read("2009", "")


@given(
    ZONED,
    st.sampled_from(["o", "yyyy-MM-dd HH:mm:ss.fffffffK", "M/d/yyyy h:m:s tt.fffffff K", "yyyyMMddHHmmssfffffffK"]),
)
def test_what_is_printed_with_all_its_parts_is_read_back(moment, form):
    assert read(dates.format_date(moment, form), form) == moment


@given(IN_UTC, st.sampled_from(["D", "F", "dddd dd MMM yyyy", "yyyy/M/d", "MMMM d, yyyy", "r"]))
def test_the_day_is_read_back_by_any_form_that_has_it(moment, form):
    assert read(dates.format_date(moment, form), form).day == moment.day

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as texts, by .NET's formats."""

from __future__ import annotations

from datetime import datetime

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import dates
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import LOCAL, Moment
from ansible_collections.entra.provisioning.tests.unit.expressions.moments import ZONED, utc
from hypothesis import given
from hypothesis import strategies as st

# Thursday.
MOMENT = utc(2009, 6, 4, 13, 5, 9, 1230000)
WEST = Moment(MOMENT.ticks, LOCAL, -450)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("d/M/y", "4/6/9"),
        ("dd-MM-yy", "04-06-09"),
        ("ddd dddd MMM MMMM", "Thu Thursday Jun June"),
        ("ddddd MMMMM yyy yyyyy", "Thursday June 2009 02009"),
        ("h:hh:H:HH", "1:01:13:13"),
        ("m:mm:s:ss", "5:05:9:09"),
        ("%f ff fff ffff fffffff", "1 12 123 1230 1230000"),
        ("ss.FFFFFFF", "09.123"),
        ("t tt ttt", "P PM PM"),
        ("g yyyy", "A.D. 2009"),
        ("z zz zzz K", "+0 +00 +00:00 Z"),
        ("%d", "4"),
        ("yyyy'T'\"d\"\\d", "2009Tdd"),
        ("'a\\'b'yy", "a'b09"),
        ("yyyyMMddHHmmss.fZ", "20090604130509.1Z"),
        ("yyyyMMddHHmmss.0Z", "20090604130509.0Z"),
        ("M/d/yyyy h:mm:ss tt", "6/4/2009 1:05:09 PM"),
        ("yyyy-MM-ddTHH:mm:ss", "2009-06-04T13:05:09"),
    ],
)
def test_a_custom_format_prints_what_its_letters_mean(form, expected):
    assert dates.format_date(MOMENT, form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("d", "06/04/2009"),
        ("D", "Thursday, 04 June 2009"),
        ("f", "Thursday, 04 June 2009 13:05"),
        ("F", "Thursday, 04 June 2009 13:05:09"),
        ("g", "06/04/2009 13:05"),
        ("G", "06/04/2009 13:05:09"),
        ("", "06/04/2009 13:05:09"),
        ("m", "June 04"),
        ("M", "June 04"),
        ("o", "2009-06-04T13:05:09.1230000Z"),
        ("O", "2009-06-04T13:05:09.1230000Z"),
        ("r", "Thu, 04 Jun 2009 13:05:09 GMT"),
        ("R", "Thu, 04 Jun 2009 13:05:09 GMT"),
        ("s", "2009-06-04T13:05:09"),
        ("t", "13:05"),
        ("T", "13:05:09"),
        ("u", "2009-06-04 13:05:09Z"),
        ("U", "Thursday, 04 June 2009 13:05:09"),
        ("y", "2009 June"),
        ("Y", "2009 June"),
    ],
)
def test_a_standard_format_is_that_of_the_invariant_culture(form, expected):
    assert dates.format_date(MOMENT, form) == expected


def test_a_moment_prints_on_its_own_clock_with_its_offset():
    assert dates.format_date(WEST, "HH:mm z zz zzz K") == "13:05 -7 -07 -07:30 -07:30"
    assert dates.format_date(WEST, "U") == "Thursday, 04 June 2009 20:35:09"
    assert dates.format_date(Moment(0), "HH zzz|K|") == "00 +00:00||"


def test_midnight_and_noon_are_twelve():
    assert dates.format_date(utc(2021, 1, 1)) == "1/1/2021 12:00:00 AM"
    assert dates.format_date(utc(2021, 1, 1, 12)) == "1/1/2021 12:00:00 PM"


def test_an_empty_fraction_takes_its_point_away():
    assert dates.format_date(utc(2021, 1, 1), "ss.FFF|") == "00|"
    assert dates.format_date(utc(2021, 1, 1), "ss.fff") == "00.000"
    assert dates.format_date(utc(2021, 1, 1), "ss-FFF") == "00-"


@pytest.mark.parametrize(
    "form", ["e", "x", "%", "yyyy%", "%%", "'a", '"a', "yyyy\\", "ffffffff", "FFFFFFFF", "y" * 1001]
)
def test_a_format_that_net_refuses_is_refused(form):
    with pytest.raises(dates.BadDateFormat):
        dates.format_date(MOMENT, form)
    with pytest.raises((dates.BadDateFormat, dates.UnreadableDate)):
        dates.parse_exact("2009-06-04", form)


@given(st.datetimes(datetime(1000, 1, 1)))
def test_the_usual_formats_print_what_python_prints(value):
    moment = Moment.from_datetime(value)
    pairs = {
        "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d %H:%M:%S",
        "dd.MM.yy hh:mm tt": "%d.%m.%y %I:%M %p",
        "ddd, dd MMM yyyy": "%a, %d %b %Y",
        "dddd dd MMMM": "%A %d %B",
        "ss.ffffff": "%S.%f",
    }
    for ours, theirs in pairs.items():
        assert dates.format_date(moment, ours) == value.strftime(theirs)


FORMS = st.lists(
    st.sampled_from("d dd ddd dddd M MM MMM MMMM y yy yyyy h hh H HH m mm s ss f fff F FFF t tt z zz zzz K g".split())
    | st.sampled_from([" ", "/", ":", ".", "-", "T", "Z", "'x'", "'", '"', "\\", "%", ","]),
    max_size=8,
).map("".join)


@given(ZONED, FORMS)
def test_any_format_prints_a_text_or_is_refused_as_a_format(moment, form):
    try:
        assert isinstance(dates.format_date(moment, form), str)
    except dates.DateOutOfRange:
        assert form == "U"
    except dates.BadDateFormat as problem:
        assert str(problem).endswith(".")


@given(FORMS, st.text("0123456789 /:-+.APMTZJunThur", max_size=20) | st.text(max_size=10))
def test_any_text_is_read_or_refused_by_any_format(form, text):
    try:
        assert isinstance(dates.parse_exact(text, form, today=MOMENT), Moment)
    except dates.DateError as problem:
        assert str(problem).endswith(".")

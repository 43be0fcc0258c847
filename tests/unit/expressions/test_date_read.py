# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts CDate reads without being told their form."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import dates
from ansible_collections.entra.provisioning.tests.unit.expressions.moments import IN_UTC, ZONED, utc
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-03-16-07:00", utc(2020, 3, 16, 7)),
        ("2021-06-30+08:00", utc(2021, 6, 29, 16)),
        ("2009-06-15T01:45:30-07:00", utc(2009, 6, 15, 8, 45, 30)),
        ("2021-08-24", utc(2021, 8, 24)),
        ("2020-12-31 23:59:59-08:00", utc(2021, 1, 1, 7, 59, 59)),
        ("2020-12-31T23:59:59.1234567Z", utc(2020, 12, 31, 23, 59, 59, 1234567)),
        ("2020-12-31T23:59:59.12345675Z", utc(2020, 12, 31, 23, 59, 59, 1234568)),
        ("2020-12-31T23:59:59.12345665Z", utc(2020, 12, 31, 23, 59, 59, 1234566)),
        ("2020-12-31T23:59:59.99999999Z", utc(2021, 1, 1)),
        ("8/25/2021 5:41:18 PM", utc(2021, 8, 25, 17, 41, 18)),
        ("1/15/1990 12:00:00 AM", utc(1990, 1, 15)),
        ("12/31/9999", utc(9999, 12, 31)),
        ("12-31-2025", utc(2025, 12, 31)),
        ("1/2/29", utc(2029, 1, 2)),
        ("1/2/30", utc(1930, 1, 2)),
        ("20150123105347.1Z", utc(2015, 1, 23, 10, 53, 47, 1000000)),
        ("20150123105347Z", utc(2015, 1, 23, 10, 53, 47)),
        ("20150123105347+0100", utc(2015, 1, 23, 9, 53, 47)),
        ("2020-03", utc(2020, 3, 1)),
        ("2020/3/5 9:05", utc(2020, 3, 5, 9, 5)),
        ("Mon, 16 Mar 2020 07:00:00 GMT", utc(2020, 3, 16, 7)),
        ("16-mar-2020", utc(2020, 3, 16)),
        ("March 5, 2020 3pm", utc(2020, 3, 5, 15)),
        ("May 5 2020", utc(2020, 5, 5)),
        (" 2020-03-16 ", utc(2020, 3, 16)),
    ],
)
def test_a_text_is_read_in_utc(text, expected):
    assert dates.read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "tomorrow",
        "20200316",
        "2020",
        "2020-02-30",
        "13/1/2020",
        "2020-13-01",
        "2020-01-01 25:00",
        "2020-01-01 13:00 PM",
        "2020-01-01T00:00:60",
        "2020-01-01 00:00 +01:60",
        "Tue, 16 Mar 2020",
        "2020-01/01",
        "٢٠٢٠-01-01",
        "2020-01-01x",
        "0000-01-01",
        "2020-01-01" + " " * 200 + "x",
    ],
)
def test_a_text_that_is_no_date_is_refused(text):
    with pytest.raises(dates.UnreadableDate):
        dates.read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "12/31/9999 23:59:59-05:00",
        "0001-01-01T00:00:00+01:00",
        "2020-01-01 00:00 +15:00",
        "9999-12-31T23:59:59.99999999",
    ],
)
def test_a_date_beyond_the_calendar_of_utc_is_out_of_range(text):
    with pytest.raises(dates.DateOutOfRange):
        dates.read_date(text)


@given(IN_UTC)
def test_what_the_service_prints_is_read_back_to_the_second(moment):
    assert dates.read_date(dates.format_date(moment)).ticks == moment.ticks - moment.fraction


@given(ZONED)
def test_iso_texts_of_any_zone_are_read_exactly(moment):
    try:
        expected = moment.to_utc()
    except dates.DateOutOfRange:
        expected = dates.DateOutOfRange
    try:
        read = dates.read_date(dates.format_date(moment, "o"))
    except dates.DateOutOfRange:
        read = dates.DateOutOfRange
    assert read == expected


@given(st.text("0123456789-/:. TZ+APMarJune,", max_size=30) | st.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        assert dates.read_date(text).kind == "utc"
    except dates.DateError as problem:
        assert str(problem).endswith(".")

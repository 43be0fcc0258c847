# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that look like numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.numbers import (
    LARGEST,
    SMALLEST,
    NotANumber,
    integer,
    number,
    whole,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-10", -10),
        ("+7", 7),
        (" 12 ", 12),
        ("007", 7),
        ("42568.75", "42568.75"),
        (".5", "0.5"),
        ("5.", 5),
        ("129699324000000000", 129699324000000000),
        ("&HF", 15),
        ("&hf7", 247),
        ("&H7FFFFFFFFFFFFFFF", LARGEST),
        ("&HFFFFFFFFFFFFFFFF", -1),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_text_that_looks_like_a_number_has_its_exact_value(text, value):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ".",
        "1,000",
        "1e5",
        "0x1F",
        "&H",
        "&HG",
        "&H" + "1" * 17,
        "1 2",
        "--1",
        "NaN",
        "Infinity",
        "1_0",
        "٣",
        "1\x00",
    ]
    + ["1" * 101],
)
def test_other_texts_do_not(text):
    assert number(text) is None
    for reading in (integer, whole):
        with pytest.raises(NotANumber):
            reading(text)


@given(st.integers(SMALLEST, LARGEST))
def test_every_integer_of_64_bits_is_read(value):
    assert integer(str(value)) == whole(f" {value}") == value


@given(st.integers(0, 2**64 - 1))
def test_hexadecimals_fill_64_bits_as_visual_basic_fills_them(value):
    assert integer(f"&H{value:X}") % 2**64 == value


@pytest.mark.parametrize("text", [str(LARGEST + 1), str(SMALLEST - 1)])
def test_an_integer_beyond_64_bits_is_refused(text):
    with pytest.raises(NotANumber, match="64-bit"):
        integer(text)
    with pytest.raises(NotANumber, match="64-bit"):
        whole(text + ".5")


def test_decimals_are_cut_off_only_where_that_is_asked_for():
    assert [whole(text) for text in ("1.9", "-1.9", "-.5", "&HF")] == [1, -1, 0, 15]
    with pytest.raises(NotANumber):
        integer("1.9")


@given(st.text(max_size=12) | st.text("0123456789.+-&HF ", max_size=12))
def test_any_text_is_a_number_or_is_refused(text):
    try:
        assert SMALLEST <= whole(text) <= LARGEST
    except NotANumber:
        assert number(text) is None or abs(number(text)) > LARGEST

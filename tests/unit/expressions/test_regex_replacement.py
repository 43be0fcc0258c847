# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replacing what a regular expression finds."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex
from hypothesis import given
from hypothesis import strategies as st


def replaced(pattern, text, replacement):
    return regex.compile(pattern).replace(text, replacement)


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        (r"(\w)-(?<last>\w)", "$2$1", "x ba y"),
        (r"(\w)-(?<last>\w)", "${last}${1}", "x ba y"),
        (r"(\w)-(\w)", "$$", "x $ y"),
        (r"(\w)-(\w)", "[$&]", "x [a-b] y"),
        (r"(\w)-(\w)", "[$`]", "x [x ] y"),
        (r"(\w)-(\w)", "[$']", "x [ y] y"),
        (r"(\w)-(?<last>\w)", "$+", "x b y"),
        (r"(\w)-(\w)", "[$_]", "x [x a-b y] y"),
        (r"(\w)-(\w)", "$0${0}", "x a-ba-b y"),
        (r"(\w)-(\w)", "$3${none}$ $", "x $3${none}$ $ y"),
        (r"(\w)-(\w)", "${1", "x ${1 y"),
        (r"(\w)-(\w)", "$12", "x $12 y"),
        (r"(\w)-(\w)", "$001", "x a y"),
        (r"(\w)-(\w)", r"\1", r"x \1 y"),
        (r"(\w)-(\w)(z)?", "[$3]", "x [] y"),
        (r"(\w)-(\w)", "", "x  y"),
    ],
)
def test_a_replacement_may_hold_parts_of_the_match(pattern, replacement, expected):
    assert replaced(pattern, "x a-b y", replacement) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "replacement", "expected"),
    [
        ("[a-zA-Z_]*", "ab72", "", "72"),
        ("a*", "baac", "x", "xbxxcx"),
        ("x*", "abc", "-", "-a-b-c-"),
        (r"(\.)*$", "john..", "", "john"),
        (r"[()\s-]+", "(206) 555-01", "", "20655501"),
        ("(.*?)(?<id>.{0,8})$", "0000000012345", "${id}", "00012345"),
        ("(.*?)(?<id>[0-9]{4})(.*)", "ab1234567890cd", "D${id}", "D1234"),
        ("(?<a>.*)_(?<b>.*)_(?<c>.*)[0-9]", "NLD_van_der1", "${b} ${c}", "van der"),
        ("^", "ab", "x", "xab"),
        ("", "ab", "-", "-a-b-"),
        ("q", "ab", "-", "ab"),
    ],
)
def test_every_match_is_replaced_and_the_rest_stays(pattern, text, replacement, expected):
    assert replaced(pattern, text, replacement) == expected


def test_a_group_number_beyond_all_bounds_is_refused():
    with pytest.raises(regex.InvalidPattern):
        replaced("a", "a", "$99999999999")


@given(st.text("ab$1{}&+_`'", max_size=10), st.text("ab", max_size=6))
def test_any_replacement_is_filled_in(replacement, text):
    assert isinstance(replaced("(?<b>a)", text, replacement), str)


@given(st.text("ab$1{}", max_size=10))
def test_a_doubled_dollar_makes_any_text_a_literal(text):
    assert replaced("x", "-x-", text.replace("$", "$$")) == f"-{text}-"

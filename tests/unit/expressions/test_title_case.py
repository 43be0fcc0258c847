# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PCase, and the case of the invariant culture."""

from __future__ import annotations

import sys

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.casing import lower, upper
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.title_case import is_doubtful, title_case
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PABLO GONSALVES (SECOND)", "Pablo Gonsalves (Second)"),
        ("st john's hospital", "St John'S Hospital"),
        ("mary-jane o'neil", "Mary-Jane O'Neil"),
        ("1st street 2b", "1St Street 2B"),
        ("a1b c", "A1b C"),
        ("über straße", "Über Straße"),
        ("ßa", "ßa"),
        ("a_b+c\td\u200be", "A_B+C\tD\u200bE"),
        ("e\u0301a", "E\u0301a"),
        ("ǆ ǈ ﬁ", "ǅ ǈ ﬁ"),
        ("", ""),
    ],
)
def test_words_end_where_blanks_punctuation_and_symbols_are(text, expected):
    assert title_case(text) == expected


@pytest.mark.parametrize(
    ("text", "separators", "expected"),
    [
        ("PINTO-DE'SILVA", " '-", "Pinto-De'Silva"),
        ("mary-jane o'neil", " ", "Mary-jane O'neil"),
        ("mary-jane o'neil", "-", "Mary-Jane o'neil"),
        ("1st axxb", "x", "1st axxB"),
        ("a b", "", "A B"),
        ("", " ", ""),
    ],
)
def test_every_given_character_begins_a_word_and_nothing_else(text, separators, expected):
    assert title_case(text, separators) == expected


def test_an_apostrophe_between_letters_is_told_as_doubtful():
    assert is_doubtful("O'Neil")
    assert not is_doubtful("'Neil' o' 1'a")


@given(st.text(), st.none() | st.text(max_size=3))
def test_title_case_changes_nothing_but_case(text, separators):
    result = title_case(text, separators)
    # Two small letters can share one capital, as the micro sign and mu do.
    assert result.casefold() == text.casefold()
    assert title_case(result, separators) == result


@given(st.text())
def test_case_never_changes_the_length_of_a_text(text):
    assert len(upper(text)) == len(lower(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "small", "large"),
    [("Straße", "straße", "STRAßE"), ("Iiİı", "iiİı", "IIİı"), ("ſΣς", "ſσς", "ſΣΣ"), ("ﬁŉ", "ﬁŉ", "ﬁŉ")],
)
def test_case_is_that_of_the_invariant_culture(text, small, large):
    assert (lower(text), upper(text)) == (small, large)


def test_all_characters_have_a_case_of_one_character():
    assert all(len(upper(chr(point))) == len(lower(chr(point))) == 1 for point in range(0, sys.maxunicode, 7))

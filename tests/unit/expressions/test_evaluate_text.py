# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of texts."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import (
    doubtful,
    failure,
    outcome,
    value,
)

SMILE = "\U0001f600"
UNKNOWN_OF_NULL = ["StripSpaces", "ToLower", "ToUpper", "Trim", "PCase", "CStr", "NormalizeDiacritics"]


@pytest.mark.parametrize("name", UNKNOWN_OF_NULL)
def test_null_stays_null_with_a_warning(name):
    assert doubtful(f"{name}([x])") == (None, f"What {name} gives for null is not documented; it stays null here.")


@pytest.mark.parametrize("text", ['Append([x], "b")', 'Prepend("b", [x])'])
def test_null_put_together_with_a_text_is_empty_with_a_warning(text):
    result, warning = doubtful(text)
    assert result == "b" and "counts as an empty text" in warning


def test_a_prefix_goes_before_and_a_suffix_behind():
    assert value('Append("a", "b")') == "ab"
    assert value('Prepend("a", "b")') == "ab"


@pytest.mark.parametrize(
    ("count", "result"), [("0", ""), ("-1", "John"), ("3", "Joh"), ("99", "John"), ('"2"', "Jo"), ("&H3", "Joh")]
)
def test_left_takes_so_many_characters(count, result):
    assert value(f'Left("John", {count})') == result


def test_left_of_null_is_documented_to_be_empty():
    assert value("Left([x], 3)") == ""


def test_a_word_of_null_is_documented_to_be_empty():
    assert value('Word([x], 1, " ")') == ""


def test_a_count_that_is_no_number_is_an_error_that_shows_it():
    assert failure('Left("John", "many")') == (
        "The number of characters of Left must be a whole number of 64 bits, not 'many'."
    )
    assert "not null" in failure('Left("John", [x])')


@pytest.mark.parametrize(("start", "length", "result"), [(1, 2, "Jo"), (4, 9, "n"), (2, 0, "")])
def test_mid_takes_characters_from_the_middle(start, length, result):
    assert value(f'Mid("John", {start}, {length})') == result


@pytest.mark.parametrize(("start", "length"), [(5, 1), (0, 1), (-1, 1), (1, -1)])
def test_mid_outside_the_text_follows_connect_sync_with_a_warning(start, length):
    result, warning = doubtful(f'Mid("John", {start}, {length})')
    assert result == "John" and "Connect Sync" in warning


def test_mid_of_an_empty_text_is_empty_by_every_rule():
    assert value('Mid("", 2, 64)') == ""


def test_mid_of_null_is_empty_with_a_warning():
    assert doubtful("Mid([x], 1, 1)")[0] == ""


@pytest.mark.parametrize(("source", "length"), [("John", "4"), ("", "0"), (None, "0"), (42568, "5"), (True, "4")])
def test_len_counts_the_text_form(source, length):
    assert value("Len([x])", {"x": source}) == length


def test_characters_count_as_dotnet_counts_them():
    assert value("Len([x])", {"x": f"a{SMILE}"}) == "3"
    assert value("Mid([x], 4, 1)", {"x": f"a{SMILE}b"}) == "b"
    assert value('InStr([x], "b")', {"x": f"a{SMILE}b"}) == "4"


def test_half_a_character_is_sent_as_a_replacement_with_a_warning():
    result, warning = doubtful("Left([x], 2)", {"x": f"a{SMILE}"})
    assert result == "a\ufffd" and "in two" in warning


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('InStr("The quick", "quick")', "5"),
        ('InStr("The quick", "slow")', "0"),
        ('InStr("repEated", "E", 1, vbBinaryCompare)', "4"),
        ('InStr("repEated", "e", 3, vbTextCompare)', "4"),
        ('InStr("banana", "a", 3)', "4"),
        ('InStr("banana", "a", 9)', "0"),
    ],
)
def test_instr_counts_from_1(text, result):
    assert value(text) == result


def test_instr_warns_where_the_case_decides():
    result, warning = doubtful('InStr("Partner", "p")')
    assert result == "0" and "case" in warning


def test_instr_takes_no_other_word():
    assert "vbBinaryCompare, vbTextCompare" in failure('InStr("a", "a", 1, "binary")')


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('ToLower("ÄIß")', "äiß"),
        ('ToUpper("äiß")', "ÄIß"),
        ('ToLower("I", "tr-TR")', "ı"),
        ('ToUpper("i", "az")', "İ"),
        ('ToUpper("ı", "tr")', "I"),
        ('ToLower("İ", "tr")', "i"),
        ('ToUpper("i", "de-DE")', "I"),
        ('ToUpper("ı")', "ı"),
        ('ToLower("A", )', "a"),
    ],
)
def test_case_changes_one_character_for_one(text, result):
    assert value(text) == result


def test_what_is_no_culture_brings_a_warning():
    result, warning = doubtful('ToLower("A", "1033")')
    assert result == "a" and "'1033'" in warning


def test_trim_takes_the_white_space_of_dotnet():
    assert value("Trim([x])", {"x": "\t\u00a0 a b\u2003\r\n"}) == "a b"
    assert value("Trim([x])", {"x": "\x1fa\u200b"}) == "\x1fa\u200b"


def test_only_blanks_are_stripped():
    assert value("StripSpaces([x])", {"x": " a\tb c "}) == "a\tbc"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('PCase("PABLO gonsalves")', "Pablo Gonsalves"),
        ('PCase("o\'neil smith-jones", " ")', "O'neil Smith-jones"),
        ('PCase("o\'neil smith-jones", " \'-")', "O'Neil Smith-Jones"),
    ],
)
def test_words_begin_with_capitals(text, result):
    assert value(text) == result


def test_an_apostrophe_in_a_word_brings_a_warning():
    result, warning = doubtful('PCase("o\'neil")')
    assert result == "O'Neil" and "apostrophe" in warning


@pytest.mark.parametrize(("number", "result"), [(1, "The"), (4, "fox"), (0, ""), (-1, ""), (5, ""), ('"2"', "quick")])
def test_a_word_is_counted_from_1_and_empty_beyond(number, result):
    assert value(f'Word("The quick brown fox", {number}, " ")') == result


def test_delimiters_side_by_side_count_as_one_with_a_warning():
    result, warning = doubtful('Word("a,,b", 2, ",")')
    assert result == "b" and "side by side" in warning


def test_without_delimiters_a_text_is_one_word():
    assert value('Word("a b", 1, "")') == "a b"


@pytest.mark.parametrize(
    ("source", "result"),
    [("Zoë", "Zoe"), ("Straße", "Strasse"), ("Łódź", "Lodz"), ("Bjørn Ærø", "Bjoern AEroe"), ("O'Neil-Ñ", "O'Neil-N")],
)
def test_letters_of_the_table_lose_their_marks(source, result):
    assert value("NormalizeDiacritics([x])", {"x": source}) == result


def test_a_letter_with_its_mark_beside_it_is_the_same_letter():
    assert value("NormalizeDiacritics([x])", {"x": "Zoe\u0308"}) == "Zoe"


@pytest.mark.parametrize(
    ("source", "result"), [("Nguyễn", "Nguyen"), ("Œuvre", "Œuvre"), ("Đorđe", "Đorđe"), ("ǽ", "ae")]
)
def test_letters_outside_the_table_bring_a_warning(source, result):
    ended = outcome("NormalizeDiacritics([x])", {"x": source})
    assert ended.value == result
    assert ended.warnings and all("documented table" in warning for warning in ended.warnings)


@pytest.mark.parametrize("source", ["Андрей", "Γιώργος", "北京", "≠", "a" + "\u0301\u0323" * 5000])
def test_what_is_no_latin_letter_stays(source):
    assert value("NormalizeDiacritics([x])", {"x": source}) == source


@pytest.mark.parametrize(("source", "result"), [(True, "True"), (False, "False"), (512, "512"), ("a", "a")])
def test_cstr_writes_a_value_as_text(source, result):
    assert value("CStr([x])", {"x": source}) == result


def test_trim_works_on_every_value_of_a_list():
    assert value("Trim([x])", {"x": [" a ", "b "]}) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ToUpper([x])", ["A", "B"]),
        ('Append([x], "!")', ["a!", "b!"]),
        ('Prepend("!", [x])', ["!a", "!b"]),
        ("Len([x])", ["1", "1"]),
        ('InStr([x], "b")', ["0", "1"]),
    ],
)
def test_other_functions_work_on_every_value_of_a_list_with_a_warning(text, result):
    given, warning = doubtful(text, {"x": ["a", "b"]})
    assert given == result and "value by value" in warning

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replace: its documented combinations, and nothing else."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import functions_replace
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import (
    doubtful,
    failure,
    outcome,
    value,
)

PHONE = r'"\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})"'
FILLED = ('"a"', '"(?<g>a)"', '"g"', '"b"', "[other]", '"-a-"')


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('Replace([x], "-", , , "_", , )', "a_b_c"),
        ('Replace([x], "-", , , "", , )', "abc"),
        ('Replace([x], "%Name%", , , , , "uid=%Name%,o=x")', "uid=a-b-c,o=x"),
        ('Replace([x], , "[a-b]", , "*", , )', "*-*-c"),
        ('Replace([x], , "(?<one>.)-(?<two>.)", , "${two}+${one}", , )', "b+a-c"),
        ('Replace([x], , "-(?<letter>[b-c])", "letter", "z", , )', "a-z-z"),
        ('Replace([x], , "(?<letter>q)?-", "letter", "z", , )', "a-b-c"),
        ('Replace([x], , "q", , "z", , )', "a-b-c"),
        ('Replace([x], "-", , , "_")', "a_b_c"),
    ],
)
def test_a_text_is_replaced_by_the_filled_slots(text, result):
    assert value(text, {"x": "a-b-c"}) == result


@pytest.mark.parametrize(
    ("source", "other", "result"),
    [("555", "+91 8887779999", "555"), ("", "+91 8887779999", "8887779999"), (None, "+91 8887779999", "8887779999")],
)
def test_another_attribute_stands_in_for_an_empty_source(source, other, result):
    text = f'Replace([x], , {PHONE}, "phoneNumber", , [y], )'
    assert value(text, {"x": source, "y": other}) == result


@pytest.mark.parametrize("other", ["no number", None, ""])
def test_another_attribute_that_does_not_match_gives_null_with_a_warning(other):
    result, warning = doubtful(f'Replace([x], , {PHONE}, "phoneNumber", , [y], )', {"y": other})
    assert result is None and "does not match" in warning


def test_null_is_an_empty_text_with_a_warning():
    result, warning = doubtful('Replace([x], "a", , , "b", , )')
    assert result == "" and "null" in warning


def test_every_value_of_a_list_is_replaced_with_a_warning():
    result, warning = doubtful('Replace([x], "a", , , "b", , )', {"x": ["a", "ca"]})
    assert result == ["b", "cb"] and "value by value" in warning


def test_a_dollar_is_left_alone_where_a_group_is_named():
    result, warning = doubtful('Replace("ab", , "(?<g>a)", "g", "$1", , )')
    assert result == "$1b" and "$" in warning


@pytest.mark.parametrize("filled", list(itertools.product((False, True), repeat=6)))
def test_combinations_that_are_not_documented_are_errors(filled):
    slots = ", ".join(slot if given else "" for slot, given in zip(FILLED, filled))
    ended = outcome(f"Replace([x], {slots})", {"x": "a", "other": "a"})
    places = frozenset(place for place, given in enumerate(filled, 1) if given)
    if places in functions_replace.MODES:
        assert ended.kind == "value"
    else:
        assert ended.kind == "error" and "is not documented" in ended.message


def test_there_are_five_ways_to_replace():
    assert len(functions_replace.MODES) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Replace("a", "", , , "b", , )', "oldValue of Replace is empty"),
        ('Replace("a", , "(", , "b", , )', "Replace: "),
        ('Replace("a", , "a", "g", "b", , )', "has no group 'g'"),
        ('Replace("", , "a", "g", , [x], )', "has no group 'g'"),
    ],
)
def test_what_cannot_be_looked_for_is_an_error(text, words):
    assert words in failure(text)


def test_a_pattern_that_would_never_end_is_an_error():
    text = r'Replace([x], , "^(a+)+$", , "b", , )'
    assert "steps" in failure(text, {"x": "a" * 60 + "!"})
    assert value(text, {"x": "a" * 60}) == "b"


def test_replacements_that_would_fill_the_memory_are_errors():
    text = '"aaaaaaaaaa"'
    for dummy in range(12):
        text = f'Replace({text}, "a", , , "aaaaaaaaaa", , )'
    assert "more than 100000 characters" in failure(text)
    assert "given up" in failure('Replace([x], , "a", , "$_$_$_$_", , )', {"x": "a" * 5000})


def test_references_to_groups_may_make_a_long_text():
    long = "ab" * 2000
    assert value('Replace([x], , "(?<one>a)(?<two>b)", , "${two}${one}", , )', {"x": long}) == "ba" * 2000

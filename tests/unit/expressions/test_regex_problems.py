# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns that .NET refuses, or this engine: each with a sentence that says what and where."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("a**", "Nested quantifier '*'. (at position 2)"),
        ("a+{2}", "Nested quantifier '{'. (at position 2)"),
        ("*a", "Quantifier '*' following nothing. (at position 0)"),
        ("a|+", "Quantifier '+' following nothing. (at position 2)"),
        ("({2})", "Quantifier '{' following nothing. (at position 1)"),
        ("(?i)*", "Quantifier '*' following nothing. (at position 4)"),
        ("a{3,2}", "Illegal {x,y} with x > y. (at position 1)"),
        ("(a", "Not enough )'s. (at position 2)"),
        ("a)", "Too many )'s. (at position 1)"),
        ("[a", "Unterminated [] set. (at position 0)"),
        ("x[]", "Unterminated [] set. (at position 1)"),
        ("[z-a]", "[z-a] range in reverse order. (at position 3)"),
        (r"[a-\d]", r"Cannot include class \d in character range. (at position 3)"),
        ("[a-z-[b]c]", "A subtraction must be the last element in a character class. (at position 8)"),
        ("a\\", r"Illegal \ at end of pattern. (at position 1)"),
        (r"\_", r"Unrecognized escape sequence \_. (at position 0)"),
        (r"a\y", r"Unrecognized escape sequence \y. (at position 1)"),
        (r"[\B]", r"Unrecognized escape sequence \B. (at position 1)"),
        (r"\1", "Reference to undefined group number 1. (at position 0)"),
        (r"\k<n>", "Reference to undefined group name 'n'. (at position 3)"),
        (r"\k<7>", "Reference to undefined group number 7. (at position 3)"),
        (r"\k", r"Malformed \k<...> named back reference. (at position 0)"),
        (r"\x4", "Insufficient hexadecimal digits. (at position 2)"),
        (r"\u00g0", "Insufficient hexadecimal digits. (at position 2)"),
        (r"\c", "Missing control character. (at position 2)"),
        (r"\c1", "Unrecognized control character. (at position 2)"),
        (r"\p{Foo}", "Unknown property 'Foo'. (at position 0)"),
        (r"\p{L", r"Incomplete \p{X} character escape. (at position 0)"),
        (r"\pL", r"Malformed \p{X} character escape. (at position 0)"),
        ("(?<n", "Unrecognized grouping construct. (at position 0)"),
        ("(?", "Unrecognized grouping construct. (at position 0)"),
        ("(?P<n>a)", "Unrecognized grouping construct. (at position 0)"),
        ("a(?<", "Unrecognized grouping construct. (at position 1)"),
        ("(?<n.m>a)", "Invalid group name: Group names must begin with a word character. (at position 4)"),
        ("(?<.>a)", "Invalid group name: Group names must begin with a word character. (at position 3)"),
        ("(?<0>a)", "Capture number cannot be zero. (at position 3)"),
        ("(?#", "Unterminated (?#...) comment. (at position 0)"),
        ("(?(1)a|b|c)(d)", "Too many | in (?()|). (at position 8)"),
        ("(?(2)a)", "(?(2) ) reference to undefined group. (at position 2)"),
        ("(?(1a)a)(b)", "(?(1) ) malformed. (at position 2)"),
        ("(?(?#a)b)", "Alternation conditions cannot be comments. (at position 2)"),
        ("(?(?<n>a)b)", "Alternation conditions do not capture and cannot be named. (at position 2)"),
        ("(?(?i)a|b)", "Illegal conditional (?(...)) expression. (at position 2)"),
        ("a{9999999999}", "Group numbers and repetitions must be less than or equal to 2147483647. (at position 2)"),
        ("(?<n-m>a)(?<m>b)", "Balancing groups, (?<name-other>...), are not known here."),
        ("(?<-m>a)(?<m>b)", "Balancing groups, (?<name-other>...), are not known here."),
        (r"\p{IsTibetan}", 'The Unicode block "IsTibetan" is not known here.'),
        ("(" * 101 + ")" * 101, "Groups are nested more than 100 deep."),
        ("[a-[" * 12 + "b" + "]]" * 12, "Subtractions of character classes are nested more than 10 deep."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_with_the_place(pattern, problem):
    assert regex.compile_problem(pattern) == problem


@pytest.mark.parametrize("pattern", ["", "a", "(?<n>a)", "(?<=a*)b", "a|", "()", "|", "(?:)", "(?(a)b)"])
def test_a_pattern_that_can_be_used_has_no_problem(pattern):
    assert regex.compile_problem(pattern) is None


def test_a_problem_names_its_place_apart():
    with pytest.raises(regex.InvalidPattern) as raised:
        regex.compile("ab(")
    assert (raised.value.message, raised.value.position) == ("Not enough )'s.", 3)


MARKS = st.sampled_from(r"( ) [ ] { } ? * + | \ < > ' : = ! # - ^ $ . , 1 2 a b n i x k p P s".split(" "))
PIECES = st.sampled_from(["(?<n>", "(?(", "(?>", "(?<=", "(?!", "[^", r"\k<n>", r"\p{L}", "{1,2}", "(?i)", "-["])


@given(st.lists(MARKS | PIECES, max_size=20).map("".join) | st.text(max_size=30), st.text("ab1n ", max_size=10))
def test_nothing_but_the_declared_errors_comes_of_any_pattern(pattern, text):
    try:
        regex.compile(pattern).replace(text, "$1${n}x")
    except (regex.InvalidPattern, regex.Unsupported, regex.TooCostly) as problem:
        assert str(problem)[-1] in ").!"
    else:
        assert regex.compile_problem(pattern) is None

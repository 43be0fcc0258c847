# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The limit to the work of a regular expression, and what must not depend on Python's stack."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex

COSTLY = [
    ("(a+)+$", "a" * 60 + "b"),
    ("(?:a|aa)+$", "a" * 60 + "b"),
    ("(a*)*b", "a" * 60),
    ("(?:a?){30}a{30}", "a" * 30),
    (r"(.*)\1\1\1b", "a" * 400),
    ("(?<=^b(a+)+)x", "c" + "a" * 60 + "x"),
    ("(?:){2000000000}", ""),
    ("x*y", "x" * 5000),
]


@pytest.mark.parametrize(("pattern", "text"), COSTLY)
def test_a_pattern_that_tries_too_much_is_stopped(pattern, text):
    with pytest.raises(regex.TooCostly, match="more than 200000 steps"):
        regex.compile(pattern).search(text)


def test_the_budget_is_the_callers():
    pattern = regex.compile("a*b")
    assert pattern.search("aaab", budget=20).span() == (0, 4)
    with pytest.raises(regex.TooCostly, match="more than 3 steps"):
        pattern.search("aaab", budget=3)


def test_the_budget_is_for_all_matches_together():
    pattern = regex.compile("a")
    assert pattern.replace("aaaa", "b", budget=50) == "bbbb"
    with pytest.raises(regex.TooCostly):
        pattern.replace("a" * 100, "b", budget=50)


def test_a_replacement_cannot_make_a_text_without_bounds():
    with pytest.raises(regex.TooCostly, match="longer than"):
        regex.compile("a").replace("a" * 1000, "$_" * 1000)


def test_every_attempt_is_counted():
    begun = 1000
    left = regex.compile("b").search("a" * 100 + "b", budget=begun).steps_left
    assert begun - left >= 101


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:a|b)*c",
        "(?:a|b)*?c",
        "(?>a|b)*c",
        "(?:(?=a)a|b)*c",
        "c(?<=(?:a|b)*c)",
        "(?:(a)|(b))+c",
        "(?:a(?!x)|b)*c",
    ],
)
def test_a_long_text_needs_no_deep_stack(pattern):
    assert regex.compile(pattern).search("ab" * 4000 + "c").group()[-1] == "c"


@pytest.mark.parametrize(
    "pattern",
    ["(" * 100 + "a" + ")" * 100, "a?" * 3000, "|".join("a" * 3000), "[a]" * 3000, "(?:a)*" * 2000, "(a)" * 2000],
)
def test_a_long_pattern_needs_no_deep_stack(pattern):
    assert regex.compile_problem(pattern) is None
    regex.compile(pattern).search("a" * 10)


@pytest.mark.parametrize("pattern", ["(a*)*", "(?:)*", "(?:a|)*b", "(?:(?=a)|(?!b))*", "(a?)*?b", r"(?:\b)*", "(|a)+"])
def test_a_round_that_takes_nothing_does_not_go_on_for_ever(pattern):
    regex.compile(pattern).search("aab", budget=2000)

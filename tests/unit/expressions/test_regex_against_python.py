# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The own matcher against Python's, on the patterns and texts that both understand."""

from __future__ import annotations

import re
import sys

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex
from hypothesis import given, settings
from hypothesis import strategies as st

# Before 3.11 Python's matcher sometimes left a group where a way that failed had put it (bpo-35859).
TRUE_GROUPS = sys.version_info >= (3, 11)
LETTERS = "abc1_ \n-"
# Python sees no \B in an empty text, where .NET does.
TEXTS = st.text(LETTERS, min_size=1, max_size=9)

LITERALS = st.sampled_from(["a", "b", "c", "1", "_", " ", "\\n", "-", "\\-", "\\x61", "\\t"])
CLASSES = st.sampled_from(
    [".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "[ab]", "[^a]", "[a-c]", "[^b-c\\d]", "[]a]", "[\\w-]", "[b\\s]"]
)
ANCHORS = st.sampled_from(["^", "$", "\\b", "\\B", "\\A"])
ATOMS = LITERALS | CLASSES
LOOKS = st.sampled_from(["(?=%s)", "(?!%s)"])
BEHIND = st.sampled_from(["(?<=%s)", "(?<!%s)"])
QUANTIFIERS = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}"]).flatmap(
    lambda mark: st.sampled_from([mark, mark + "?"])
)
GROUPS = st.sampled_from(["(%s)", "(?:%s)", *(["(?>%s)"] if TRUE_GROUPS else [])])


def _larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    in_group = st.builds(str.__mod__, GROUPS, smaller)
    return st.one_of(
        st.lists(smaller, min_size=2, max_size=3).map("".join),
        st.lists(smaller, min_size=2, max_size=3).map("|".join).map("(?:{})".format),
        in_group,
        st.builds(str.__add__, in_group | ATOMS, QUANTIFIERS),
        st.builds(str.__mod__, LOOKS, smaller),
        st.builds(str.__mod__, BEHIND, ATOMS),
    )


PATTERNS = st.recursive(ATOMS | ANCHORS, _larger, max_leaves=8)


@st.composite
def patterns_with_references(draw):
    """A pattern, perhaps followed by references to its groups, and what depends on whether one took part."""
    pattern = draw(PATTERNS)
    groups = re.compile(pattern).groups
    if groups and TRUE_GROUPS:
        number = draw(st.integers(1, groups))
        pattern += draw(st.sampled_from(["", f"\\{number}", f"(?({number})a|b)", f"(?:\\{number})*c"]))
    return pattern


def _spans(match, groups):
    return match and [match.span(number) for number in range(groups + 1 if TRUE_GROUPS else 1)]


def _following(pattern, text):
    """All matches as .NET finds them one after the other; Python's finditer tries the place of an empty one again."""
    match = pattern.search(text)
    while match:
        yield match
        start = match.end() + (not match.group())
        match = pattern.search(text, start) if start <= len(text) else None


def _all_spans(found, groups):
    return [_spans(match, groups) for match in found]


@settings(max_examples=600)
@given(patterns_with_references(), TEXTS)
def test_the_same_places_and_groups_are_found_as_python_finds(pattern, text):
    theirs, ours = re.compile(pattern, re.ASCII), regex.compile(pattern)
    assert _spans(ours.search(text), theirs.groups) == _spans(theirs.search(text), theirs.groups)


@settings(max_examples=300)
@given(PATTERNS, TEXTS)
def test_the_same_matches_follow_each_other(pattern, text):
    theirs, ours = re.compile(pattern, re.ASCII), regex.compile(pattern)
    assert _all_spans(ours.matches(text), theirs.groups) == _all_spans(_following(theirs, text), theirs.groups)


@settings(max_examples=200)
@given(PATTERNS, TEXTS, st.sampled_from(["i", "m", "s", "im", "is"]))
def test_options_mean_what_they_mean_to_python(pattern, text, letters):
    flagged = f"(?{letters}){pattern}"
    theirs = re.compile(flagged, re.ASCII)
    assert _spans(regex.compile(flagged).search(text.upper()), theirs.groups) == _spans(
        theirs.search(text.upper()), theirs.groups
    )


def _consuming(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    in_group = st.builds(str.__mod__, GROUPS.filter(lambda mark: mark != "(?>%s)"), smaller)
    return st.one_of(
        st.lists(smaller, min_size=2, max_size=3).map("".join),
        st.lists(smaller, min_size=2, max_size=3).map("|".join).map("(?:{})".format),
        st.builds(str.__add__, in_group | ATOMS, QUANTIFIERS),
    )


@settings(max_examples=300)
@given(st.recursive(ATOMS, _consuming, max_leaves=6), TEXTS)
def test_a_lookbehind_of_any_width_stands_where_a_match_ends(pattern, text):
    theirs = re.compile(pattern, re.ASCII)
    ends = [end for end in range(len(text) + 1) if any(theirs.fullmatch(text, begin, end) for begin in range(end + 1))]
    assert [match.span()[0] for match in regex.compile(f"(?<={pattern})").matches(text)] == ends
    others = [end for end in range(len(text) + 1) if end not in ends]
    assert [match.span()[0] for match in regex.compile(f"(?<!{pattern})").matches(text)] == others


ELEMENTS = st.lists(st.sampled_from(["a", "b-c", r"\d", r"\W", r"\s", "_", "1"]), min_size=1, max_size=3).map("".join)


@given(st.sampled_from(["", "^"]), ELEMENTS, st.sampled_from(["", "^"]), ELEMENTS, TEXTS)
def test_a_subtraction_takes_away_what_the_other_class_holds(no, kept, not_no, taken, text):
    expected = [
        letter
        for letter in text
        if re.match(f"[{no}{kept}]", letter, re.ASCII) and not re.match(f"[{not_no}{taken}]", letter, re.ASCII)
    ]
    ours = regex.compile(f"[{no}{kept}-[{not_no}{taken}]]")
    assert [match.group() for match in ours.matches(text)] == expected

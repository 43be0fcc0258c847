# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What .NET's regular expressions have beside Python's, case by case."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex, regex_parser


def found(pattern, text):
    match = regex.compile(pattern).search(text)
    return match and match.group()


def all_found(pattern, text):
    return [match.group() for match in regex.compile(pattern).matches(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\x41\u0042\x43", "ABC", "ABC"),
        (r"\101\011", "A\t", "A\t"),
        (r"\a\e\f\n\r\t\v", "\a\x1b\f\n\r\t\v", "\a\x1b\f\n\r\t\v"),
        (r"\cA\cz", "\x01\x1a", "\x01\x1a"),
        (r"\.\*\-\@\/\ ", ".*-@/ ", ".*-@/ "),
        (r"[\b]", "\b", "\b"),
        (r"[\x41-\u0043\d]+", "xABC12", "ABC12"),
        (r"\10", "\b", "\b"),
        (r"\0", "\0", "\0"),
        (r"[\1]", "\1", "\1"),
        (r"\777", "\xff", "\xff"),
    ],
)
def test_escapes_stand_for_characters(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[a-z-[aeiou]]+", "aabcde", "bcd"),
        ("[a-z-[aeiou-[e]]]+", "abcdef", "bcdef"),
        ("[^a-c-[x]]", "axd", "d"),
        (r"[\w-[\d]]+", "12ab", "ab"),
        ("[]a]+", "x]a", "]a"),
        ("[^]a]", "]ab", "b"),
        ("[a-]+", "x-a", "-a"),
        (r"[a\-z]+", "b-az", "-az"),
        ("[-a]+", "b-a", "-a"),
        (r"[\d-x]+", "a-1x", "-1x"),
        ("[[]", "a[", "["),
        ("[a[]+", "a[a", "a[a"),
        ("[--/]+", "+-./", "-./"),
        ("[^^]", "^a", "a"),
        (r"([\/\\[\]\:\;\|\=\,\+\*\?\<\>])", "a>b", ">"),
    ],
)
def test_classes_and_what_is_subtracted_from_them(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\p{L}+", "12äßЖ", "äßЖ"),
        (r"\p{Lu}", "aÄ", "Ä"),
        (r"\P{Lu}+", "Äab", "ab"),
        (r"[\p{Ll}\p{Nd}]+", "Aa1", "a1"),
        (r"[^\p{L}]+", "ab-1", "-1"),
        (r"[\P{L}]+", "ab-1", "-1"),
        (r"\p{IsGreek}+", "aβγ", "βγ"),
        (r"\P{IsBasicLatin}+", "aβγ", "βγ"),
        (r"\p{IsLatin-1Supplement}", "aé", "é"),
        (r"\d+", "a٣4", "٣4"),
        (r"\D", "٣x", "x"),
        (r"\w+", "-é_\u0301٣", "é_\u0301٣"),
        (r"\w+", "²Ⅷa", "a"),
        (r"\s+", "a\xa0\u2003\x85", "\xa0\u2003\x85"),
        (r"\s", "\x1c\x1f", None),
        (r"\S+", "\x1c\xa0", "\x1c"),
    ],
)
def test_classes_are_those_of_unicode(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^SystemMailbox{", "SystemMailbox{12}", "SystemMailbox{"),
        ("a{,3}", "a{,3}", "a{,3}"),
        ("a{x}", "a{x}", "a{x}"),
        ("{a}", "{a}", "{a}"),
        ("a{2", "a{2", "a{2"),
        ("a{1, 2}", "a{1, 2}", "a{1, 2}"),
        ("]}", "]}", "]}"),
        ("a{2}", "aaa", "aa"),
        ("a{2,}?", "aaaa", "aa"),
        ("(?:ab){2,3}", "abababab", "ababab"),
        ("a{0}b", "ab", "b"),
        ("^*a", "a", "a"),
    ],
)
def test_a_brace_that_repeats_nothing_stands_for_itself(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("(?<=a+)b", "xaab", "b"),
        (r"(?<=\bab{1,2}\w*)c", "abbxc", "c"),
        ("(?<!a.*)b", "ab", None),
        ("(?<!a.*)b", "cb", "b"),
        (r"(?<=\1-(\d+))x", "12-12x", "x"),
        (r"(?<=(\d+)-\1)x", "12-12x", None),
        ("(?<=a(?=b))b", "ab", "b"),
        ("(?<=^|,)x", "a,x", "x"),
        ("(?>a+)ab", "aaab", None),
        ("(?>a|ab)c", "abc", None),
        ("(?>a+?)a", "aa", "aa"),
        ("(?(?=a)ab|c)", "ab", "ab"),
        ("(?(a)ab|c)", "xc", "c"),
        ("(?(?!a)b|ac)", "ac", "ac"),
        ("^(a)?(?(1)b|c)$", "ab", "ab"),
        ("^(a)?(?(1)b|c)$", "c", "c"),
        ("^(?<n>a)?(?(n)b|c)$", "b", None),
        ("^(?<n>a)?(?(n)b)$", "", ""),
        (r"(a)\k<1>", "aa", "aa"),
        (r"(?<x>a|b)\k'x'", "abb", "bb"),
        (r"(?'x'a|b)\<x>", "abb", "bb"),
        (r"(?i)(a)\1", "aA", "aA"),
        (r"(a)?\1b", "b", None),
    ],
)
def test_lookbehinds_atomic_groups_conditions_and_references(pattern, text, expected):
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("(?i)straße", "STRAßE", "STRAßE"),
        ("(?i)[a-c]+", "xBcA", "BcA"),
        ("(?i)[^a]", "A", None),
        ("(?i)ä", "Ä", "Ä"),
        ("(?i)ı", "I", None),
        ("a(?i)b|c", "aC", "C"),
        ("(?:a(?i)b)c", "aBC", None),
        ("(?i-i:A)", "a", None),
        ("(?i:a(?-i)b)C", "AbC", "AbC"),
        ("(?x) a b # c", "ab", "ab"),
        ("(?x) a [ ] # c\n b", "a b", "a b"),
        ("(?x)a +", "aa", "aa"),
        ("a(?#note)b", "ab", "ab"),
        ("a(?#note)+", "aa", "aa"),
        ("(?s).", "\n", "\n"),
        ("(?m)^b$", "a\nb\nc", "b"),
        ("a$", "a\n", "a"),
        (r"a\z", "a\n", None),
        (r"a\Z", "a\n", "a"),
        ("a$", "a\r\n", None),
        (".", "\r", "\r"),
        (r"\bx", "\u200dx", None),
    ],
)
def test_options_comments_and_anchors(pattern, text, expected):
    assert found(pattern, text) == expected


def test_the_search_anchor_holds_only_where_matches_follow_each_other():
    assert all_found(r"\Ga", "aaba") == ["a", "a"]
    assert all_found(r"\Ga*", "aab") == ["aa", ""]


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        ("(?<n>a)(b)(?<m>c)", {"n": 2, "m": 3}),
        ("(?<n>a)(?<n>b)(c)", {"n": 2}),
        ("(?<3>a)(?<n>b)(?<m>c)", {"n": 1, "m": 2}),
        ("(?<1>a)(?<n>b)", {"n": 2}),
        ("(?n)(a)(?<n>b)", {"n": 1}),
        (r"(?<a>x)[(](?#()\((?:y)", {"a": 1}),
        ("(?(x)y)(?<a>z)", {"a": 1}),
    ],
)
def test_unnamed_groups_are_numbered_before_the_named_ones(pattern, numbers):
    dummy_program, dummy_registers, groups = regex_parser.parse(pattern)
    assert groups.names == numbers


def test_a_name_that_stands_twice_is_one_group():
    match = regex.compile("(?:(?<n>a)|(?<n>b))+").search("ab")
    assert match.group("n") == "b"
    assert match.span("n") == (1, 2)


def test_groups_can_be_asked_for_by_name_by_number_and_by_the_text_of_a_number():
    pattern = regex.compile(r"\+(?<code>\d* )(x)?")
    match = pattern.search("t +49 ")
    assert (match.group("code"), match.group(2), match.group("2"), match.group()) == ("49 ", "49 ", "49 ", "+49 ")
    assert (match.group(1), match.span(1)) == (None, (-1, -1))
    assert pattern.has_group("code") and pattern.has_group("1") and not pattern.has_group("other")
    for unknown in ("other", 3, "3", -1, "٣", "1 "):
        with pytest.raises(KeyError):
            match.group(unknown)


def test_a_search_may_begin_further_on_and_still_looks_back():
    assert regex.compile("(?<=a)b").search("ab", 1).span() == (1, 2)
    assert regex.compile("^b").search("ab", 1) is None
    assert regex.compile("b").search("ab", 2) is None
    assert regex.is_match("b", "ab") and not regex.is_match("c", "ab")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the language become nodes, or are refused with their place."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Placeholder,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    WARNING,
    ExpressionError,
    Finding,
)
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import TEXTS
from hypothesis import given

A, B = Attribute("a"), Attribute("b")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("[mail]", Attribute("mail")),
        ("[mS-DS-ConsistencyGuid]", Attribute("mS-DS-ConsistencyGuid")),
        ("[urn:contoso:1.0:User:JobCode]", Attribute("urn:contoso:1.0:User:JobCode")),
        ('[emails[type eq "work"].value]', Attribute('emails[type eq "work"].value')),
        ('[a[b eq "]"].c]', Attribute('a[b eq "]"].c')),
        ("[ a ]", Attribute(" a ")),
        ('""', Constant("")),
        ('"text"', Constant("text")),
        ('"a \\"b\\" \\\\ c"', Constant('a "b" \\ c')),
        ('"[()\\\\s-]+"', Constant("[()\\s-]+")),
        ('"don\'t, (really)"', Constant("don't, (really)")),
        ("448", Constant("448")),
        ("-10", Constant("-10")),
        ("007", Constant("007")),
        ("42568.75", Constant("42568.75")),
        ("129699324000000000", Constant("129699324000000000")),
        ("&HF7", Constant("&HF7")),
        ("%DomainFQDN%", Placeholder("%DomainFQDN%")),
        ("IgnoreObjectFlow", Word("IgnoreObjectFlow")),
        ("Guid()", Call("Guid", ())),
        ("Guid( \n )", Call("Guid", ())),
        ("Foo([a])", Call("Foo", (A,))),
        ("Foo([a],)", Call("Foo", (A, None))),
        ("Foo(,)", Call("Foo", (None, None))),
        ("Foo_2 \t(\n[a] , [b] )\r\n", Call("Foo_2", (A, B))),
        ('Switch([a], , "x", "y")', Call("Switch", (A, None, Constant("x"), Constant("y")))),
        ('IIF([a]="x", 1, )', Call("IIF", (Comparison(A, "=", Constant("x")), Constant("1"), None))),
        ("IIF([a]<>[b],[a],[b])", Call("IIF", (Comparison(A, "<>", B), A, B))),
        ("Foo([a]<=-1)", Call("Foo", (Comparison(A, "<=", Constant("-1")),))),
        ("Foo(&HF>=[a])", Call("Foo", (Comparison(Constant("&HF"), ">=", A),))),
        ('[a] & "x"', Joined(A, Constant("x"))),
        ("[a]&[b]&[a]", Joined(A, Joined(B, A))),
        ("Foo([a] & [b] = [a])", Call("Foo", (Comparison(Joined(A, B), "=", A),))),
    ],
)
def test_a_text_is_read(text: str, node: Any) -> None:
    assert parser.parse(text) == node
    assert parser.read(text).findings == ()


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ('Replace([a], "-", , , "_")', 'Replace([a], "-", , , "_", , )'),
        ("ToLower([a])", "ToLower([a], )"),
        ('InStr([a], "x")', 'InStr([a], "x", , )'),
        ("RandomString(6,3,0,0,3)", "RandomString(6,3,0,0,3,)"),
    ],
)
def test_left_out_last_slots_are_as_good_as_empty_ones(text: str, full: str) -> None:
    assert parser.parse(text) == parser.parse(full)


@pytest.mark.parametrize("text", ["IIF([a], [b])", "Replace([a])", "Mid([a], 1)", "Join()", "Foo([a])", "Now()"])
def test_no_slot_is_added_that_a_function_must_have(text: str) -> None:
    node = parser.parse(text)
    assert isinstance(node, Call)
    assert None not in node.slots
    assert len(node.slots) == text.count(",") + (0 if "()" in text else 1)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "empty"),
        (" \n\t", 0, "empty"),
        ("mail", 0, r"an attribute is written \[mail\]"),
        ("Trim(mail)", 5, r"\[mail\]"),
        ("IIF([a], NULL, [b])", 9, "leave the place empty"),
        ("True", 0, 'write "True"'),
        ("Trim([a]", 4, "parenthesis of Trim is not closed"),
        ("Trim([a", 5, "no closing bracket"),
        ("Trim([a[b])", 5, "no closing bracket"),
        ('[a["b]]', 0, "quote in the name"),
        ("Trim([])", 5, "no attribute name"),
        ("[  ]", 0, "no attribute name"),
        ("[a]]", 3, r"no \[ before"),
        ('Trim("a)', 5, "no closing quote"),
        ('"a\\"', 0, "no closing quote"),
        ('Join("\\+", [a])', 6, "escape"),
        ("Trim([a]) x", 10, "ends before x"),
        ("Trim([a]) Trim([b])", 10, "ends before Trim"),
        ("Trim([a] [b])", 9, r"missing before \[b\]"),
        ('Trim([a] "b")', 9, 'missing before "b"'),
        ("Trim(;)", 5, r"';' \(U\+003B\)"),
        ("Trim('a')", 5, "double quotes"),
        ("Trim(\u201ca\u201d)", 5, "straight"),
        ("Trim(\u00a0[a])", 5, r"U\+00A0"),
        ("([a])", 0, "Parentheses stand only behind"),
        ("IIF(([a]=[b]), 1, 2)", 4, "Parentheses"),
        ("[a](1)", 3, r"ends before \("),
        (")", 0, "A value is missing"),
        ("=1", 0, "A value is missing"),
        ("Foo([a]=)", 8, "A value is missing"),
        ("Foo([a] & )", 10, "A value is missing"),
        ("[a] &", 5, "A value is missing before the end"),
        ("Foo(1=2=3)", 7, "one comparison only"),
        ("IIF([a]=1 AND [b]=2, 1, 2)", 10, "no AND: nest"),
        ("IIF(IsPresent([a]) or IsPresent([b]), 1, 2)", 19, "no OR: nest"),
        ("Foo(1 + 2)", 6, r"'\+'"),
        ("%Domain FQDN%", 0, "'%'"),
        ('Foo("' + "x" * 99 + '" [b])', 106, r"missing before \[b\]"),
        ('Foo([a] "' + "x" * 99 + '")', 8, "missing before .{39}…"),
        ("[" + "a" * 10_000 + "]", 10_000, "10,000 characters"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(ExpressionError, match=says) as refused:
        parser.parse(text)
    assert refused.value.position == position
    assert str(refused.value) == f"{refused.value.message} (at character {position + 1})."


def test_an_error_without_a_place_says_none() -> None:
    assert str(ExpressionError("The source cannot be read")) == "The source cannot be read."


def test_the_longest_text_that_the_service_takes_is_read() -> None:
    assert parser.parse("[" + "a" * 9_998 + "]") == Attribute("a" * 9_998)


def test_a_lenient_reading_keeps_what_a_strict_one_refuses_and_says_so() -> None:
    reading = parser.read(r'Join("\+\"\\", mail)', lenient=True)
    assert reading.node == Call("Join", (Constant(r"\+" + '"\\'), Word("mail")))
    assert [one.level for one in reading.findings] == [WARNING, WARNING]
    assert r"The escape \+" in reading.findings[0].message
    assert "[mail]" in reading.findings[1].message
    assert parser.parse(r'Join("\+\"\\", mail)', lenient=True) == reading.node


def test_a_reading_is_strict_unless_told_otherwise() -> None:
    for reading in (parser.parse, parser.read):
        with pytest.raises(ExpressionError):
            reading("Trim(mail)")


@pytest.mark.parametrize("text", ["Trim([a]", "Trim('a')", "([a])", "", "1=2=3"])
def test_a_lenient_reading_is_no_guess(text: str) -> None:
    with pytest.raises(ExpressionError):
        parser.parse(text, lenient=True)


def test_a_line_break_in_a_text_is_told() -> None:
    reading = parser.read('"a\nb"')
    assert reading.node == Constant("a\nb")
    assert reading.findings == (
        Finding(WARNING, "A text has a line break in it; whether the service keeps it is not known."),
    )


@pytest.mark.parametrize(
    ("opening", "closing", "inner"), [("Trim(", ")", "[a]"), ("Foo(1, ", ")", "[a]"), ("[a] & ", "", "[a]")]
)
def test_nesting_has_a_limit(opening: str, closing: str, inner: str) -> None:
    deepest = opening * parser.DEEPEST + inner + closing * parser.DEEPEST
    assert parser.parse(deepest) is not None
    with pytest.raises(ExpressionError, match="nested more than 100 deep"):
        parser.parse(opening + deepest + closing)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    "text",
    ["(" * 10_000, "(" * 5_000 + ")" * 5_000, "F(" * 5_000, "F(" * 3_333 + ")" * 3_333, "[" * 10_000, '"\\' * 5_000],
)
def test_ten_thousand_parentheses_are_refused_and_nothing_else_happens(text: str, lenient: bool) -> None:
    with pytest.raises(ExpressionError):
        parser.parse(text, lenient)


def calls_of(text: str) -> int:
    """How many functions of Python are called to read a text."""
    count = 0

    def counting(dummy_frame: Any, event: str, dummy_argument: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        parser.parse(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part",
    ["[a], ", '"x", ', '"\\"\\\\", ', "Trim([a]), ", ", ", "F(F(F([a] = 1))), ", '[a[b eq "c"].d], ', "-1 & 2, "],
)
def test_the_work_of_reading_grows_with_the_text_and_no_faster(part: str) -> None:
    small, large = (calls_of(f"Foo({part * count}1)") for count in (100, 400))
    assert large - 4 * small <= 0 < small


@given(TEXTS)
def test_every_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    for lenient in (False, True):
        try:
            reading = parser.read(text, lenient)
        except ExpressionError as refused:
            assert refused.position is not None
            assert 0 <= refused.position <= len(text)
        else:
            assert all(finding.level == WARNING for finding in reading.findings)


@given(TEXTS)
def test_what_is_read_strictly_is_read_leniently_alike(text: str) -> None:
    try:
        node = parser.parse(text)
    except ExpressionError:
        return
    assert parser.parse(text, lenient=True) == node

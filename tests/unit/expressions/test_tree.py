# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of mappings are built, read, compared and shown; junk is survived."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Placeholder,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import NODES
from hypothesis import given
from hypothesis import strategies as some

A = {"expression": "[a]", "name": "a", "type": "Attribute", "parameters": []}
B = {"expression": "[b]", "name": "b", "type": "Attribute", "parameters": []}


def constant(text: str) -> dict[str, Any]:
    return {"expression": f'"{text}"', "name": text, "type": "Constant", "parameters": []}


def call(expression: str, name: str, *pairs: tuple[str, Any]) -> dict[str, Any]:
    parameters = [{"key": key, "value": value} for key, value in pairs]
    return {"expression": expression, "name": name, "type": "Function", "parameters": parameters}


DOMAIN = {"expression": "%DomainFQDN%", "name": "%DomainFQDN%", "type": "Constant", "parameters": []}
STORED = [
    ("[a]", A),
    ('"x"', constant("x")),
    ("448", constant("448")),
    ('""', constant("")),
    ('"\\"\\\\"', {"expression": '"\\"\\\\"', "name": '"\\', "type": "Constant", "parameters": []}),
    ("%DomainFQDN%", DOMAIN),
    ("Guid()", call("Guid()", "Guid")),
    ("Trim([a])", call("Trim([a])", "Trim", ("source", A))),
    ("Left([a], 448)", call("Left([a], 448)", "Left", ("source", A), ("length", constant("448")))),
    (
        'Replace([a], "-", , , "_")',
        call(
            'Replace([a], "-", , , "_", , )',
            "Replace",
            *zip(("source", "Find", "Replacement"), (A, *map(constant, "-_"))),
        ),
    ),
    (
        'Join("@", [a], %DomainFQDN%)',
        call('Join("@", [a], %DomainFQDN%)', "Join", ("separator", constant("@")), ("source", A), ("source", DOMAIN)),
    ),
    (
        'Switch([a], , "x", "1", "y", [b])',
        call(
            'Switch([a], , "x", "1", "y", [b])',
            "Switch",
            *(("source", A), ("switchValue", constant("x")), ("switchValue", constant("1"))),
            *(("switchValue", constant("y")), ("switchValue", B)),
        ),
    ),
    (
        'Switch([a], [b], "x", "1")',
        call(
            'Switch([a], [b], "x", "1")',
            "Switch",
            *(("source", A), ("defaultValue", B), ("switchValue", constant("x")), ("switchValue", constant("1"))),
        ),
    ),
    (
        "IIF(IsPresent([a]), [a], )",
        call(
            "IIF(IsPresent([a]), [a], )",
            "IIF",
            ("one", call("IsPresent([a])", "IsPresent", ("source", A))),
            ("four", A),
        ),
    ),
    (
        'IIF([a] <> "0", , [b])',
        call(
            'IIF([a]<>"0", , [b])',
            "IIF",
            *(("one", A), ("two", constant("<>")), ("three", constant("0")), ("five", B)),
        ),
    ),
    (
        'FormatDateTime([a], "RoundtripKind", , "yyyy")',
        call(
            'FormatDateTime([a], "RoundtripKind", , "yyyy")',
            "FormatDateTime",
            *(("source", A), ("dateTimeStyle", constant("RoundtripKind")), ("outputFormat", constant("yyyy"))),
        ),
    ),
    (
        'FormatDateTime([a], , "M", "yyyy")',
        call(
            'FormatDateTime([a], , "M", "yyyy")',
            "FormatDateTime",
            *(("source", A), ("inputFormat", constant("M")), ("outputFormat", constant("yyyy"))),
        ),
    ),
]


@pytest.mark.parametrize(("text", "source"), STORED)
def test_a_source_is_built_as_the_service_stores_it(text: str, source: dict[str, Any]) -> None:
    built = tree.to_tree(parser.parse(text))
    assert built == source
    assert list(built) == ["expression", "name", "type", "parameters"]


@pytest.mark.parametrize(("text", "source"), STORED)
def test_a_source_is_read_by_its_keys_whatever_its_texts_say(text: str, source: dict[str, Any]) -> None:
    wrong = without_texts(source)
    assert tree.from_tree(source) == parser.parse(text)
    # Only the text tells a placeholder from a constant, and by its percent signs alone it is one.
    assert tree.from_tree(wrong) == parser.parse(text)
    assert tree.words(wrong) == source["expression"]
    assert tree.same(source, wrong)
    assert tree.canonical(source) == tree.canonical(wrong)
    assert hash(tree.canonical(source)) == hash(tree.canonical(wrong))


def without_texts(source: dict[str, Any]) -> dict[str, Any]:
    """As SDKs write it: no texts, and no empty lists of parameters."""
    pairs = [{"key": one["key"], "value": without_texts(one["value"])} for one in source["parameters"]]
    return {"name": source["name"], "type": source["type"], **({"parameters": pairs} if pairs else {})}


def test_the_three_slots_that_format_date_time_once_had_are_the_last_three_of_today() -> None:
    old, new = (parser.parse(f'FormatDateTime([a], {more}"M", "yyyy")') for more in ("", ", "))
    assert [one["key"] for one in tree.to_tree(old)["parameters"]] == ["source", "inputFormat", "outputFormat"]
    assert tree.same(tree.to_tree(old), tree.to_tree(new))
    assert tree.matches(tree.to_tree(new), old)


def test_a_format_date_time_of_2020_keeps_its_output_format() -> None:
    of_2020 = call('FormatDateTime([a], , "yyyy")', "FormatDateTime", ("source", A), ("outputFormat", constant("yyyy")))
    assert tree.words(of_2020) == 'FormatDateTime([a], , , "yyyy")'
    assert tree.same(of_2020, tree.to_tree(parser.parse('FormatDateTime([a], , , "yyyy")')))


def test_a_placeholder_without_a_text_is_kept_although_the_text_of_2020_lost_it() -> None:
    bare = {"expression": None, "name": "%DomainFQDN%", "type": "Constant", "parameters": []}
    of_2020 = call('Join("@", [a], )', "Join", ("separator", constant("@")), ("source", A), ("source", bare))
    today = tree.to_tree(parser.parse('Join("@", [a], %DomainFQDN%)'))
    assert tree.from_tree(of_2020) == Call("Join", (Constant("@"), Attribute("a"), Placeholder("%DomainFQDN%")))
    assert tree.same(of_2020, today)
    assert not tree.same(of_2020, tree.to_tree(parser.parse('Join("@", [a])')))


@pytest.mark.parametrize("name", ["%", "%%", "%a b%", "%\u00e9%", "100%", "%1%"])
def test_percent_signs_alone_make_no_placeholder(name: str) -> None:
    assert tree.from_tree({"name": name, "type": "Constant"}) == Constant(name)


@pytest.mark.parametrize("text", ["Foo([a], , )", "Foo([a])", "ToLower([a], , )", "ToLower([a])", "Trim([a], )"])
def test_empty_slots_at_the_end_leave_no_trace_in_a_tree(text: str) -> None:
    name = text.partition("(")[0]
    assert tree.matches(call(text, name, ("source", A)), parser.parse(f"{name}([a])"))
    assert tree.matches(call(f"{name}([a])", name, ("source", A)), parser.parse(text))
    assert not tree.matches(call(text, name, ("source", A)), parser.parse(f"{name}(, [a])"))


def test_a_quoted_placeholder_is_a_constant_until_its_text_is_lost() -> None:
    assert tree.from_tree(constant("%DomainFQDN%")) == Constant("%DomainFQDN%")
    assert tree.same(constant("%DomainFQDN%"), DOMAIN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ToLower([a])", "parameter keys of ToLower are"),
        ("Trim(PCase(CDate([a])))", "parameter keys of CDate and PCase are"),
        ("Foo()", "parameter keys of Foo are"),
        ("CBool([a]=[b])", r"stores \[a\]=\[b\] is"),
        ('[a] & "x"', "stores .* is not known"),
        ("IIF([a]=1, IgnoreAttributeFlow, [b])", "stores IgnoreAttributeFlow is"),
        ('Switch([a], , "x", )', "empty key or value of Switch"),
        ('Switch([a], , , "x")', "empty key or value of Switch"),
        ("Trim([a], [b])", "slot 2 of Trim"),
    ],
)
def test_what_no_source_tells_is_left_to_the_service(text: str, says: str) -> None:
    node = parser.parse(text)
    with pytest.raises(tree.NeedsService, match=says):
        tree.to_tree(node)


def test_the_functions_that_need_the_service_are_named_once_each() -> None:
    node = parser.parse("Join(CDate([a]), ToLower([b]), CDate(Trim([c])), Foo())")
    assert tree.functions_without_keys(node) == ["CDate", "Foo", "ToLower"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            call("InStr([a], [b], , vbTextCompare)", "InStr", ("x", A), ("y", B), ("z", constant("c"))),
            'InStr([a], [b], , "c")',
        ),
        (call("ToLower([a], )", "ToLower", ("x", B)), "ToLower([b], )"),
        (call("nonsense", "Foo", ("x", A), ("y", B)), "Foo([a], [b])"),
        (call("Foo([c], , [d], )", "Foo", ("x", A), ("y", B)), "Foo([a], , [b], )"),
        (call("Foo([c])", "Foo", ("x", A), ("y", B)), "Foo([a], [b])"),
        (call("Bar([c], , [d])", "Foo", ("x", A), ("y", B)), "Foo([a], [b])"),
        (call("Trim([a])", "Trim", ("newKey", B)), "Trim([b])"),
        (call("Left([a], 1)", "Left", ("source", A), ("source", B)), "Left([a], [b])"),
        (call("", "Trim"), "Trim()"),
        (call("Foo( )", "Foo"), "Foo()"),
        (call("IIF([a]=1, 2, 3)", "IIF", ("one", A), ("two", constant("~")), ("three", B)), 'IIF([a], "~", [b])'),
    ],
)
def test_where_keys_do_not_tell_the_slots_order_and_text_do(source: dict[str, Any], text: str) -> None:
    assert tree.words(source) == text


@pytest.mark.parametrize(
    "source",
    [
        {"expression": "Left(Trim([a]), 4)"},
        {"expression": "Left(Trim([a]), 4)", "name": None, "type": None, "parameters": None},
        {"expression": "Left(Trim([a]), 4)", "name": "Left", "type": "Function"},
        {"expression": "Left(Trim([a]), 4)", "name": "Left", "type": "Function", "parameters": []},
        {
            **call("Left(Trim([a]), 4)", "Left", ("source", call("Trim([a])", "Trim")), ("length", constant("4"))),
        },
    ],
)
def test_a_source_that_lost_its_tree_is_read_from_its_text(source: dict[str, Any]) -> None:
    whole = tree.to_tree(parser.parse("Left(Trim([a]), 4)"))
    other = tree.to_tree(parser.parse("Left(Trim([b]), 4)"))
    assert tree.words(source) == "Left(Trim([a]), 4)"
    assert tree.matches(source, parser.parse("Left(Trim([a]),4)"))
    assert tree.same(source, copy.deepcopy(source))
    assert not tree.same(source, other)
    assert not tree.same(other, source)
    assert tree.same(source, whole) == tree.same(whole, source)


def test_a_source_with_a_text_alone_is_the_same_as_its_tree() -> None:
    source = {"expression": "Left(Trim( [a] ),4)", "name": "Left", "type": "Function", "parameters": None}
    assert tree.same(source, tree.to_tree(parser.parse("Left(Trim([a]), 4)")))
    assert tree.same({"expression": "[a]"}, A)
    assert tree.same({"expression": "Guid( )"}, call("Guid()", "Guid"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[a]", "[A]"),
        ("[a]", '"a"'),
        ('"a"', '"A"'),
        ("Trim([a])", "Trim([b])"),
        ("Trim([a])", "StripSpaces([a])"),
        ('Join("@", [a], [b])', 'Join("@", [b], [a])'),
        ('IIF([a]="1", [a], [b])', 'IIF([a]<>"1", [a], [b])'),
        ("IIF(IsPresent([a]), [a], )", "IIF(IsPresent([a]), , [a])"),
        ('Replace([a], "x", , , "y", , )', 'Replace([a], , "x", , "y", , )'),
        ('Switch([a], , "x", "y")', 'Switch([a], "x", "y", "z")'),
    ],
)
def test_sources_of_different_meaning_differ(one: str, other: str) -> None:
    ours, theirs = (tree.to_tree(parser.parse(text)) for text in (one, other))
    assert not tree.same(ours, theirs)
    assert not tree.matches(ours, parser.parse(other))


def test_the_order_of_pairs_with_different_keys_means_nothing() -> None:
    source = tree.to_tree(parser.parse('Join("@", [a], [b])'))
    turned = {**source, "parameters": source["parameters"][1:] + source["parameters"][:1]}
    assert tree.same(source, turned)
    assert tree.words(turned) == 'Join("@", [a], [b])'


def test_no_source_is_the_same_as_no_source_only() -> None:
    assert tree.same(None, None)
    assert not tree.same(None, A)
    assert not tree.same(None, {})
    assert tree.words(None) == ""


def test_members_that_only_describe_do_not_matter() -> None:
    assert tree.same({**A, "@odata.type": "#microsoft.graph.attributeMappingSource"}, A)


@pytest.mark.parametrize(
    "node",
    [Word("UTF8"), parser.parse("ToLower([a])"), parser.parse("Switch([a], , [b], )"), parser.parse('[a] & "x"')],
)
def test_a_stored_source_matches_a_node_whose_tree_only_the_service_can_build(node: Any) -> None:
    stored = call("ToLower([a], )", "ToLower", ("sourceText", A))
    assert tree.matches(stored, node) == (node == parser.parse("ToLower([a])"))


JUNK = [
    *(None, {}, [], 1, True, "Trim([a])", {"name": 1}, {"name": "a"}, {"type": "Attribute"}, {"type": "Function"}),
    *(
        {"name": "a", "type": "Attribut"},
        {"name": "Trim", "type": "Function", "parameters": 1},
        {"expression": "Trim("},
    ),
    {"name": "Trim", "type": "Function", "parameters": [1]},
    {"name": "Trim", "type": "Function", "parameters": [{"key": 1, "value": A}]},
    {"name": "Trim", "type": "Function", "parameters": [{"key": "source", "value": None}]},
    {"name": "Trim", "type": "Function", "parameters": [{"key": "source"}], "expression": ""},
    {"name": None, "type": "Function", "parameters": [{"key": "source", "value": A}]},
    {"name": "a", "type": ["Attribute"], "expression": ["x"]},
    {1: 2, "b": {3: [4, (5,)]}},
]


@pytest.mark.parametrize("place", range(len(JUNK)))
def test_junk_is_the_same_as_itself_and_nothing_else(place: int) -> None:
    junk = JUNK[place]
    assert [index for index, other in enumerate(JUNK) if tree.same(junk, other)] == [place]
    assert tree.same(junk, copy.deepcopy(junk))
    assert not tree.same(junk, A)


@pytest.mark.parametrize("junk", JUNK[1:])
def test_junk_is_no_node_but_can_be_shown(junk: Any) -> None:
    with pytest.raises(ExpressionError):
        tree.from_tree(junk)
    assert not tree.matches(junk, Attribute("a"))
    assert tree.words(junk)


def test_a_source_that_cannot_be_read_shows_what_text_it_has() -> None:
    assert tree.words({"expression": "Trim(", "name": "Trim"}) == "Trim("
    assert tree.words({"name": "Trim"}) == "Trim"
    assert tree.words(7) == "(a source that cannot be read)"


def nested(depth: int, inner: Any) -> Any:
    for dummy in range(depth):
        inner = {"name": "Trim", "type": "Function", "parameters": [{"key": "source", "value": inner}]}
    return inner


@pytest.mark.parametrize("depth", [101, 5_000])
def test_a_source_without_end_is_compared_and_not_read(depth: int) -> None:
    assert tree.same(nested(depth, A), nested(depth, A))
    assert not tree.same(nested(depth, A), nested(depth, B))
    assert tree.words(nested(depth, A)) == "Trim"
    with pytest.raises(ExpressionError, match="nested"):
        tree.from_tree(nested(depth, A))


def test_the_deepest_source_is_read() -> None:
    assert tree.canonical(nested(100, A))[0] == "Function"
    assert tree.from_tree(nested(100, A)) == parser.parse("Trim(" * 100 + "[a]" + ")" * 100)


VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text(max_size=5)
    | some.sampled_from(["Function", "[a]", "Trim"]),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["name", "type", "expression", "parameters", "key", "value", "x"]), inner)
    ),
    max_leaves=12,
)


@given(VALUES, VALUES)
def test_comparing_never_raises(left: Any, right: Any) -> None:
    assert tree.same(left, copy.deepcopy(left))
    assert tree.same(left, right) == tree.same(right, left)
    assert isinstance(tree.words(left), str)
    assert tree.matches(left, Attribute("a")) in (True, False)
    hash(tree.canonical(left))


@given(NODES)
def test_a_node_survives_the_way_through_its_tree(node: Any) -> None:
    try:
        built = tree.to_tree(node)
    except tree.NeedsService:
        return
    assert tree.matches(built, node)
    assert tree.same(built, tree.to_tree(tree.from_tree(built)))
    assert tree.same(built, without_texts(built))


def test_a_constant_whose_text_is_a_bare_word_is_that_word() -> None:
    """How the service stores bare words is not known; a text without quotes is none."""
    bare = {**constant("UTF8"), "expression": "UTF8"}
    stored = call("ConvertFromBase64([a], UTF8)", "ConvertFromBase64", ("source", A), ("encoding", bare))
    assert tree.from_tree(stored) == Call("ConvertFromBase64", (Attribute("a"), Word("UTF8")))
    assert tree.words(stored) == "ConvertFromBase64([a], UTF8)"
    assert tree.from_tree(bare) == Word("UTF8")
    assert tree.from_tree(constant("UTF8")) == Constant("UTF8")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator reads and prints mapping expressions as the service does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from emulator import expression_reader as reader
from emulator.expression_functions import FUNCTIONS
from hypothesis import given, settings
from hypothesis import strategies as some

from emulator_checks import located


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[mail]", "[mail]"),
        ('"text"', '"text"'),
        (' Join( "@" ,[a],\n[b] ) ', 'Join("@", [a], [b])'),
        ('Replace([a], "-", , , "_", ,  )', 'Replace([a], "-", , , "_", , )'),
        ('Replace([a], "-", , ,"_")', 'Replace([a], "-", , , "_", , )'),
        ('Mid([a], "1", 8)', "Mid([a], 1, 8)"),
        ('IIF( BitAnd([a], 2) = "0" , "x",)', 'IIF(BitAnd([a], 2)="0", "x", )'),
        ('IIF(DateDiff("d", [a], Now()) >= 5, [a], [b])', 'IIF(DateDiff("d", [a], Now())>="5", [a], [b])'),
        ('Switch([a], , "False", "True")', 'Switch([a], , "False", "True")'),
        ('Join("@", [a], %DomainFQDN%)', 'Join("@", [a], %DomainFQDN%)'),
        ('Trim("a \\"b\\" \\\\ c")', 'Trim("a \\"b\\" \\\\ c")'),
        ('Trim([emails[type eq "work"].value])', 'Trim([emails[type eq "work"].value])'),
        ("DefaultDomain( )", "DefaultDomain()"),
    ],
)
def test_a_text_is_printed_in_the_canonical_way(written: str, printed: str) -> None:
    assert reader.canonical(written) == printed
    assert reader.canonical(printed) == printed


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("mail", 0),
        ("Trim([a]", 0),
        ("Trim([a)", 5),
        ('Trim("a)', 5),
        ("Trim([a]) x", 10),
        ("NoSuchFunction([a])", 0),
        ("Trim()", 0),
        ("Trim([a], [b])", 0),
        ("Trim([a]=[b])", 13),
        ("Trim([])", 5),
        ("Trim(;)", 5),
        ("[" + "a" * 10_000 + "]", 10_000),
    ],
)
def test_a_text_that_is_no_expression_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(reader.ExpressionError) as refused:
        reader.read(text)
    assert refused.value.position == position


NAMES = some.from_regex(r"[A-Za-z][A-Za-z0-9_.:-]{0,12}", fullmatch=True)
LEAVES = NAMES.map(reader.attribute) | some.text("ab ,()[]\\\"'=", max_size=6).map(reader.constant)


def calls(inner: Any) -> Any:
    """Calls of functions with fixed places (IIF and the repeating ones have tests of their own)."""
    fixed = [one for one in FUNCTIONS.values() if one.name != "IIF" and not any(p.repeats for p in one.parameters)]
    return some.sampled_from(fixed).flatmap(lambda function: call(function, inner))


def call(function: Any, inner: Any) -> Any:
    slots = [inner if one.required else some.none() | inner for one in function.parameters]
    return some.tuples(*slots).map(lambda values: node(function, values))


def node(function: Any, values: tuple[Any, ...]) -> dict[str, Any]:
    """A call whose integers are integers, as the service would have them."""
    given_slots = [(one, value) for one, value in zip(function.parameters, values, strict=True) if value is not None]
    numbers = {"Integer": reader.constant("7")}
    kept = [
        (one.key, numbers.get(one.kind, value) if value["type"] == "Constant" else value) for one, value in given_slots
    ]
    parameters = [{"key": key, "value": value} for key, value in kept]
    tree = {"expression": "", "name": function.name, "type": "Function", "parameters": parameters}
    return {**tree, "expression": reader.write(tree)}


@settings(deadline=None)
@given(some.recursive(LEAVES, calls, max_leaves=12))
def test_every_tree_is_read_back_from_its_own_text(tree: dict[str, Any]) -> None:
    assert reader.read(reader.write(tree)) == tree


@settings(deadline=None)
@given(some.text('ab Trim(IIF[]",=<>%1-\\', max_size=60))
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        tree = reader.read(text)
    except reader.ExpressionError as refused:
        assert 0 <= refused.position <= len(text)
    else:
        assert reader.read(reader.write(tree)) == tree


def test_a_text_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(reader.ExpressionError, match="nested"):
        reader.read("Trim(" * 1500 + "[a]" + ")" * 1500)


def test_a_condition_with_a_comparison_has_three_keys() -> None:
    tree = reader.read('IIF(BitAnd([a], 2)="0", "x", )')
    assert [one["key"] for one in tree["parameters"]] == ["one", "two", "three", "four"]
    assert tree["parameters"][1]["value"]["name"] == "="


def test_a_source_with_text_only_gets_its_tree() -> None:
    source = {"expression": "Trim( [a] )", "name": "Trim", "type": "Function"}
    assert reader.reprint(source) == reader.read("Trim([a])")
    assert reader.reprint({"name": "a", "type": "Attribute"}) == reader.read("[a]")
    assert reader.reprint(None) is None


def test_published_trees_come_out_of_their_texts() -> None:
    """All pairs that have a text; in some an SDK had left empty `parameters` out."""
    pairs = json.loads((located.reference() / "expressions" / "trees.json").read_text("utf-8"))
    with_text = [one for one in pairs if one["expression"]]
    assert len(with_text) == len(pairs) - 2 >= 270
    for one in with_text:
        expected = {"parameters": [], **one["source"]}
        assert reader.read(one["expression"]) == expected == reader.reprint(expected)


def test_every_source_of_the_real_schema_is_read_and_printed_alike() -> None:
    real = located.real("schema-AD2AADProvisioning-identityunoffical-2025.json")
    mappings = [
        mapping for one in real["synchronizationRules"][0]["objectMappings"] for mapping in one["attributeMappings"]
    ]
    assert len(mappings) == 428
    for mapping in mappings:
        assert reader.read(mapping["source"]["expression"]) == mapping["source"] == reader.reprint(mapping["source"])

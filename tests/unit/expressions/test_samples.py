# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text and tree of the samples goes through the language and comes out as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check, parser, printer, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Placeholder
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR, ExpressionError
from ansible_collections.entra.provisioning.tests.emulator_checks import located

# Texts that are no expressions by the rules, each with what tells it and why it is refused.
REFUSED = {
    r'Switch(Replace([telephoneNumber], , "\+(?<isdCode>49|44': "one backslash before +; its page claims that it works",
}
# Texts that can be read but break a rule of the reference.
WRONG = {
    "Switch(IsPresent([directManager])": "IsPresent cannot be the source of Switch: use IIF.",
}


def table(name: str) -> list[Any]:
    return list(json.loads((located.reference() / "expressions" / name).read_text("utf-8")))


def texts() -> list[str]:
    found = [one for one in table("texts.json") if not one.startswith(tuple(REFUSED))]
    assert len(found) == 433 - len(REFUSED)
    return found


def test_the_texts_that_are_no_expressions_are_known() -> None:
    refused = []
    for text in table("texts.json"):
        try:
            parser.parse(text)
        except ExpressionError:
            refused.append(next(start for start in REFUSED if text.startswith(start)))
            assert parser.read(text, lenient=True).findings
    assert refused == list(REFUSED)


def test_every_text_is_printed_and_read_back() -> None:
    for text in texts():
        node = parser.parse(text)
        printed = printer.text(node)
        assert parser.parse(printed) == node, text
        assert printer.text(parser.parse(printed)) == printed


def test_every_text_whose_keys_are_known_goes_through_its_tree() -> None:
    through = 0
    for text in texts():
        node = parser.parse(text)
        if not tree.functions_without_keys(node) and "[attribute1]" not in text:
            built = tree.to_tree(node)
            assert tree.matches(built, node), text
            assert tree.same(built, tree.to_tree(tree.from_tree(built)))
            through += 1
    assert through > 300


def test_nothing_in_the_texts_is_called_wrong_without_a_reason() -> None:
    for text in texts():
        errors = [one.message for one in check.findings(parser.parse(text)) if one.level == ERROR]
        assert errors == [why for start, why in WRONG.items() if text.startswith(start)], text


def test_every_pair_of_text_and_tree_comes_out_of_the_other() -> None:
    without_text = []
    for pair in table("trees.json"):
        text, source = pair["expression"], pair["source"]
        if text is None:
            without_text.append(source["name"])
            assert tree.from_tree(source) == Placeholder(source["name"])
            continue
        built = tree.to_tree(parser.parse(text))
        assert built == {"parameters": [], **source}
        assert tree.same(built, source)
        assert tree.words(source) == text
    # Placeholders of 2020, which had no text.
    assert without_text == ["%DomainFQDN%", "%DomainNetBios%"]


def mappings(name: str) -> Iterator[dict[str, Any]]:
    for rule in located.real(name)["synchronizationRules"]:
        for mapping in rule["objectMappings"]:
            yield from mapping["attributeMappings"]


@pytest.mark.parametrize(
    ("name", "count", "without"),
    [
        ("schema-AD2AADProvisioning-identityunoffical-2025.json", 428, 0),
        ("schema-SalesforceOutDelta-graphdocs-2017.json", 29, 17),
        ("schema-Azure2Azure-issue2643-2024.partial.json", 6, 0),
    ],
)
def test_every_source_of_a_real_schema_goes_through_its_node(name: str, count: int, without: int) -> None:
    sources = [mapping["source"] for mapping in mappings(name)]
    assert (len(sources), sources.count(None)) == (count, without)
    for source in filter(None, sources):
        node = tree.from_tree(source)
        built = tree.to_tree(node)
        assert built == {"parameters": [], **source}
        assert tree.same(source, built)
        assert tree.matches(source, node)
        assert tree.words(source) == source["expression"] == printer.text(parser.parse(source["expression"]))


def test_the_sources_of_a_real_schema_differ_where_their_texts_do() -> None:
    sources = [one["source"] for one in mappings("schema-AD2AADProvisioning-identityunoffical-2025.json")]
    by_text = {one["expression"]: one for one in sources}
    assert len({tree.canonical(one) for one in sources}) == len(by_text) > 100

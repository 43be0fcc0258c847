# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator reads and evaluates expressions with code of its own: a second opinion on the collection's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import (
    evaluate,
    parser,
    printer,
    tree,
    walk,
)
from emulator import expression_reader, fixtures
from emulator.parse_expression import parse_expression

VALUES = ("Adele", "", " Zoé  Müller ", "a b", None, "12", "O'Neil ä", "x@y.example", "2")
LISTS = ("l", "proxyAddresses", "url", "postOfficeBox", "description", "otherMails")
OWN = """
Append([a], "z")
ConvertToBase64([a])
ConvertToUTF8Hex([a])
Count([l])
IIF([a]="12", "is", "is not")
IIF([a]<>"12", [a], "none")
InStr([a], "e")
Item([l], 2)
Item(Split([a], " "), 1)
Join("", [l], [a])
Left([a], 3)
Len([a])
Mid([a], 2, 3)
Not(IsPresent([a]))
NormalizeDiacritics([a])
Prepend("z", [a])
RemoveDuplicates([l])
Replace([a], "e", , , "", , )
Replace([a], , "[aeiou]", , "-", , )
Replace([a], , "^(?<first>\\\\w+).*$", , "${first}", , )
StripSpaces([a])
Switch([a], "other", "Adele", "x", "12", "twelve")
ToLower([a], )
ToUpper(Trim([a]), )
Trim([l])
"""


def _stored() -> Iterator[dict[str, Any]]:
    """Every source of every template."""
    for template in fixtures.catalogue().values():
        for rule in template["schema"]["synchronizationRules"]:
            for mapping in rule["objectMappings"]:
                yield from (row["source"] for row in mapping["attributeMappings"] if row["source"])


TREES = {source["expression"]: source for source in _stored()}
TEXTS = sorted({*TREES, *OWN.strip().splitlines()})


@pytest.mark.parametrize("text", TEXTS)
def test_both_print_an_expression_alike(text):
    assert printer.text(parser.parse(text)) == expression_reader.canonical(text)


@pytest.mark.parametrize("text", sorted(TREES))
def test_a_stored_tree_is_read_to_the_same_expression_as_its_text(text):
    assert printer.text(tree.from_tree(TREES[text])) == text


@pytest.mark.parametrize("text", TEXTS)
def test_both_give_one_value_where_neither_has_a_doubt(text):
    node = parser.parse(text)
    for value in VALUES:
        attributes = {name: ["a", "B", "a"] if name in LISTS else value for name in walk.attributes(node)}
        given = [{"key": name, "value": one} for name, one in attributes.items() if one is not None]
        said = parse_expression({"expression": text, "testInputObject": {"properties": given}})
        outcome = evaluate.evaluate(node, attributes)
        if not said["evaluationSucceeded"] or outcome.warnings or outcome.kind != "value":
            continue
        ours = outcome.value if isinstance(outcome.value, list) else [outcome.value or ""]
        assert ours == said["evaluationResult"], attributes


def test_most_of_them_are_without_a_doubt():
    """The comparison above is not empty."""
    sure = [
        text
        for text in TEXTS
        if parse_expression({"expression": text, "testInputObject": {"properties": []}})["evaluationSucceeded"]
    ]
    assert len(sure) > 0.9 * len(TEXTS) > 100

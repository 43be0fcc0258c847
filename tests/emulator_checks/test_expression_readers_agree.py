# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two readers of the mapping language, the collection's and the emulator's, were written apart and agree."""

from __future__ import annotations

import json

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from emulator import expression_reader
from hypothesis import given, settings
from hypothesis import strategies as some

from emulator_checks import located

# The emulator takes the HR guide's escape \+ for what it says, as the service may; the collection reads it leniently.
_ODD_ESCAPE = r'"\+(?<isdCode>'


def _texts() -> list[str]:
    return list(json.loads((located.reference() / "expressions" / "texts.json").read_text("utf-8")))


def test_both_print_every_published_text_alike() -> None:
    compared = 0
    for text in _texts():
        try:
            theirs = expression_reader.canonical(text)
        except expression_reader.ExpressionError:
            continue
        if _ODD_ESCAPE not in text:
            assert printer.text(parser.parse(text)) == theirs
            compared += 1
    assert compared > 400


def test_both_build_the_same_tree_where_its_keys_are_known() -> None:
    compared = 0
    for text in _texts():
        try:
            ours = tree.to_tree(parser.parse(text))
            theirs = expression_reader.read(text)
        except (ExpressionError, expression_reader.ExpressionError):
            continue
        assert ours == theirs
        compared += 1
    assert compared > 300


_PIECES = ["Trim(", "IIF(", "Join(", "Left(", ")", ",", " ", '"x"', "[a]", "1", "=", "<>", "%D%", '"\\""', "-2"]


@settings(deadline=None)
@given(some.lists(some.sampled_from(_PIECES), max_size=14).map("".join))
def test_a_tree_that_both_can_build_is_the_same(text: str) -> None:
    try:
        ours = tree.to_tree(parser.parse(text))
        theirs = expression_reader.read(text)
    except (ExpressionError, expression_reader.ExpressionError):
        return
    assert tree.same(ours, theirs)

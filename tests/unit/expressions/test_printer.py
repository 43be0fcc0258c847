# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes are printed as the service prints them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Node,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import NODES, TEXTS
from hypothesis import given

A = Attribute("a")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("[mail]", "[mail]"),
        ("448", '"448"'),
        ('"a \\"b\\" \\\\"', '"a \\"b\\" \\\\"'),
        (' Join( "@" ,[a],\n[b] ) ', 'Join("@", [a], [b])'),
        ("Join(1, 2)", 'Join("1", "2")'),
        ('Replace([a], "-", , , "_", ,  )', 'Replace([a], "-", , , "_", , )'),
        ('Replace([a], "-", , ,"_")', 'Replace([a], "-", , , "_", , )'),
        ("ToLower([a])", "ToLower([a], )"),
        ('Mid([a], "1", 8)', "Mid([a], 1, 8)"),
        ('Left([a], "many")', 'Left([a], "many")'),
        ("BitAnd(&HF, -2147483648)", "BitAnd(&HF, -2147483648)"),
        ("InStr([a], 1, 2, vbTextCompare)", 'InStr([a], "1", 2, vbTextCompare)'),
        ('IIF( BitAnd([a], 2) = 0 , "x",)', 'IIF(BitAnd([a], 2)="0", "x", )'),
        ('IIF(DateDiff("d", [a], Now()) >= -5, [a], [b])', 'IIF(DateDiff("d", [a], Now())>="-5", [a], [b])'),
        ('Switch([a],,"False","True")', 'Switch([a], , "False", "True")'),
        ('FormatDateTime([a], , "x")', 'FormatDateTime([a], , "x")'),
        ('FormatDateTime([a], , , "x")', 'FormatDateTime([a], , , "x")'),
        ('Join("@", [a], %DomainFQDN%)', 'Join("@", [a], %DomainFQDN%)'),
        ('Join("@", [a], )', 'Join("@", [a], )'),
        ('Trim([emails[type eq "work"].value])', 'Trim([emails[type eq "work"].value])'),
        ("DefaultDomain( )", "DefaultDomain()"),
        ('[a]&"x"', '[a] & "x"'),
        ("Unknown( 1,,[b] , )", 'Unknown("1", , [b], )'),
        ("Mid([a], 1, 2, 3)", 'Mid([a], 1, 2, "3")'),
    ],
)
def test_a_text_is_printed_in_the_canonical_way(written: str, printed: str) -> None:
    assert printer.text(parser.parse(written)) == printed
    assert printer.text(parser.parse(printed)) == printed


def test_a_call_made_by_hand_gets_all_its_slots_too() -> None:
    assert printer.text(Call("Replace", (A, Constant("-")))) == 'Replace([a], "-", , , , , )'
    assert printer.text(Call("Foo", (A,))) == "Foo([a])"


@given(NODES)
def test_every_node_is_read_back_from_its_text(node: Any) -> None:
    assert reread(node) == node


def reread(node: Node) -> Node:
    return parser.parse(printer.text(node))


@given(TEXTS)
def test_what_is_printed_is_printed_alike_once_more(text: str) -> None:
    try:
        node = parser.parse(text)
    except ExpressionError:
        return
    assert reread(node) == node
    assert printer.text(reread(node)) == printer.text(node)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes and texts for property tests."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    BARE_WORDS,
    FUNCTIONS,
    complete,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Placeholder,
    Word,
)
from hypothesis import strategies as some

OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
NAMES = some.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
ATTRIBUTES = (NAMES | some.sampled_from(['emails[type eq "work"].value', "urn:x:2.0:User:a", "a b", "-"])).map(
    Attribute
)
CONSTANTS = (some.text("ab ,()[]\\\"'=%&-0123456789\n\u00e9\u201c", max_size=6) | some.integers().map(str)).map(
    Constant
)
PLACEHOLDERS = NAMES.map(lambda name: Placeholder(f"%{name}%"))
WORDS = some.sampled_from(sorted(BARE_WORDS)).map(Word)
LEAVES = ATTRIBUTES | CONSTANTS | PLACEHOLDERS | WORDS

# Every token of the language, and what is none.
TOKENS = [
    *(
        "Trim",
        "IIF",
        "Join",
        "Switch",
        "Foo",
        "iif",
        "AND",
        "vbTextCompare",
        "NULL",
        "(",
        ")",
        ",",
        " ",
        "\n",
        '"',
        '"x"',
    ),
    *(
        '"\\"',
        '"\\\\"',
        '"\\+"',
        "\\",
        "[",
        "]",
        "[a]",
        '[b[c eq "d"].e]',
        "=",
        "<>",
        "<=",
        ">",
        "&",
        "&HF",
        "-1",
        "42.5",
    ),
    *("%", "%Domain%", "'", ";", "\u201c", "\u00a0", "\U0001f600", "\ud800", "\x00", "0"),
]
TEXTS = some.lists(some.sampled_from(TOKENS), max_size=30).map("".join) | some.text(max_size=40)


def _calls(inner):
    names = some.sampled_from(sorted(FUNCTIONS)) | NAMES
    slots = some.lists(some.none() | inner, max_size=8).map(tuple)
    return some.builds(lambda name, given: Call(name, complete(name, given)), names, slots)


def _inner(inner):
    """A comparison stands in a slot and nowhere else, and a chain of & leans to the right, as the parser has it."""
    operands = _calls(inner) | LEAVES
    chains = some.builds(Joined, operands, operands | some.builds(Joined, operands, operands))
    return (
        operands | chains | some.builds(Comparison, operands | chains, some.sampled_from(OPERATORS), operands | chains)
    )


NODES = some.recursive(LEAVES, _inner, max_leaves=15)

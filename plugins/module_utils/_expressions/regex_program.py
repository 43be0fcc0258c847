# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a program, put together from smaller pieces."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_enclosures import (
    Decide,
    Enclose,
    LoopBegin,
    LoopRound,
    LoopTest,
    Refuse,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_instructions import (
    Character,
    Characters,
    Close,
    Fork,
    Jump,
    Note,
    Took,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_matcher import Instruction

Piece = list[Instruction]


class Registers:
    """Which registers are taken: two for each group first, then those of loops and lookarounds."""

    __slots__ = ("count",)

    def __init__(self, groups: int) -> None:
        self.count = 2 * groups

    def take(self, number: int) -> int:
        """The first of so many new registers."""
        first = self.count
        self.count += number
        return first


def sequence(parts: list[Piece], backward: bool) -> Piece:
    """One after the other; inside a lookbehind the last comes first."""
    return [step for part in (reversed(parts) if backward else parts) for step in part]


def alternatives(branches: list[Piece]) -> Piece:
    """The first branch that leads to a match."""
    result: Piece = []
    size = sum(len(branch) + 2 for branch in branches) - 2
    for branch in branches[:-1]:
        result += [Fork(len(branch) + 1), *branch]
        result.append(Jump(size - len(result) - 1))
    return result + branches[-1]


def repeated(piece: Piece, low: int, high: int | None, lazy: bool, registers: Registers) -> Piece:
    """The piece from `low` to `high` times; high None: without end."""
    if high == 0:
        return []
    if (low, high) == (1, 1):
        return piece
    if (low, high) == (0, 1):
        return [Fork(len(piece), away_first=lazy), *piece]
    only = piece[0] if len(piece) == 1 else None
    if isinstance(only, Character) and not lazy:
        return [Characters(only, low, high)]
    rounds = registers.take(2)
    test = LoopTest(rounds, low, high, lazy, len(piece) + 2)
    return [LoopBegin(rounds), test, LoopRound(rounds), *piece, Jump(-len(piece) - 3)]


def captured(piece: Piece, slot: int, registers: Registers) -> Piece:
    """The piece as a group that is remembered."""
    noted = registers.take(1)
    return [Note(noted), *piece, Close(slot, noted)]


def atomic(piece: Piece, registers: Registers) -> Piece:
    """The piece, of which only the first way through counts."""
    height = registers.take(2)
    return [Enclose(height), *piece, Decide(height, returns=False)]


def look(piece: Piece, negative: bool, registers: Registers) -> Piece:
    """The piece as a condition that takes no character."""
    height = registers.take(2)
    if negative:
        return [Enclose(height, len(piece) + 1), *piece, Refuse(height)]
    return [Enclose(height), *piece, Decide(height, returns=True)]


def if_took(slot: int, then: Piece, otherwise: Piece) -> Piece:
    """One piece if the group took part, else another."""
    return [Took(slot, len(then) + 1), *then, Jump(len(otherwise)), *otherwise]


def if_matches(test: Piece, then: Piece, otherwise: Piece, registers: Registers) -> Piece:
    """One piece where the test, as a lookahead, matches, else another."""
    height = registers.take(2)
    away = len(test) + 1 + len(then) + 1
    return [Enclose(height, away), *test, Decide(height, returns=True), *then, Jump(len(otherwise)), *otherwise]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of characters: ranges and Unicode categories, as .NET's character classes are made of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from sys import maxunicode
from unicodedata import category

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.casing import (
    lower_character,
    upper_character,
)

# All general categories of Unicode.
CATEGORIES = frozenset(
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn".split()
)
WORD_CATEGORIES = frozenset("Lu Ll Lt Lm Lo Mn Nd Pc".split())

Range = tuple[int, int]


class Spread:
    """Some ranges of code points and some categories: what one escape, or one element of a class, stands for."""

    __slots__ = ("ranges", "categories")

    def __init__(self, ranges: Iterable[Range] = (), categories: Iterable[str] = ()) -> None:
        self.ranges, self.categories = tuple(ranges), frozenset(categories)


DIGITS = Spread(categories=("Nd",))
NO_DIGITS = Spread(categories=CATEGORIES - {"Nd"})
WORD = Spread(categories=WORD_CATEGORIES)
NO_WORD = Spread(categories=CATEGORIES - WORD_CATEGORIES)
# Char.IsWhiteSpace: the separators, tab to carriage return, and the next-line character.
SPACE = Spread(((9, 13), (0x85, 0x85)), ("Zs", "Zl", "Zp"))
NO_SPACE = Spread(((0, 8), (14, 31), (0x7F, 0x84), (0x86, 0x9F)), CATEGORIES - {"Zs", "Zl", "Zp", "Cc"})

# Escapes that stand for many characters, inside and outside of classes.
SHORTHANDS = {"d": DIGITS, "D": NO_DIGITS, "w": WORD, "W": NO_WORD, "s": SPACE, "S": NO_SPACE}


def beyond(ranges: Iterable[Range]) -> list[Range]:
    """The code points outside of some ranges."""
    result, begin = [], 0
    for low, high in _merged(ranges):
        if low > begin:
            result.append((begin, low - 1))
        begin = high + 1
    if begin <= maxunicode:
        result.append((begin, maxunicode))
    return result


class CharacterSet:
    """A character class: spreads, perhaps negated, perhaps without the characters of another class."""

    __slots__ = ("_begins", "_ends", "_categories", "_negated", "_fold", "_without", "_known")

    def __init__(
        self,
        spreads: Iterable[Spread],
        *,
        negated: bool = False,
        fold: bool = False,
        without: CharacterSet | None = None,
    ) -> None:
        """fold: ranges take letters in either case; categories stay as they are."""
        spreads = list(spreads)
        ranges = _merged(pair for spread in spreads for pair in spread.ranges)
        self._begins = [low for low, dummy in ranges]
        self._ends = [high for dummy, high in ranges]
        self._categories = frozenset().union(*(spread.categories for spread in spreads))
        self._negated, self._fold, self._without = negated, fold, without
        self._known: dict[str, bool] = {}

    def holds(self, character: str) -> bool:
        """Whether the character belongs to the class."""
        answer = self._known.get(character)
        if answer is None:
            answer = self._known[character] = self._tells(character)
        return answer

    def _tells(self, character: str) -> bool:
        inside = category(character) in self._categories or any(map(self._in_ranges, self._forms(character)))
        return inside is not self._negated and not (self._without and self._without.holds(character))

    def _forms(self, character: str) -> tuple[str, ...]:
        if not self._fold:
            return (character,)
        small = lower_character(character)
        return character, small, upper_character(character), upper_character(small)

    def _in_ranges(self, character: str) -> bool:
        point = ord(character)
        index = bisect_right(self._begins, point) - 1
        return index >= 0 and point <= self._ends[index]


def is_word(character: str) -> bool:
    """Whether `\\w` takes the character; "" is none."""
    return character != "" and category(character) in WORD_CATEGORIES


def joins_words(character: str) -> bool:
    """Whether `\\b` takes the character for a part of a word: also the joiners that show no width."""
    return is_word(character) or character in ("\u200c", "\u200d")


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """The same code points in ranges that ascend and neither touch nor overlap."""
    result: list[Range] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result

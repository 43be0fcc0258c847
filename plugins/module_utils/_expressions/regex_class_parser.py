# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Character classes of a regular expression: `[...]`."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex_escapes
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import (
    SHORTHANDS,
    CharacterSet,
    Spread,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import Unsupported
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader

# Classes subtracted from classes; each level is a call.
_DEEPEST = 10


def character_class(reader: Reader, fold: bool, depth: int = 0) -> CharacterSet:
    """The class whose opening bracket is read; its closing one is read too. Raise InvalidPattern or Unsupported."""
    if depth > _DEEPEST:
        raise Unsupported(f"Subtractions of character classes are nested more than {_DEEPEST} deep.")
    return _ClassReader(reader, fold, depth).read()


class _ClassReader:
    """One class while it is read."""

    def __init__(self, reader: Reader, fold: bool, depth: int) -> None:
        self._reader, self._fold, self._depth = reader, fold, depth
        self._begin = reader.at - 1
        self._spreads: list[Spread] = []
        self._without: CharacterSet | None = None

    def read(self) -> CharacterSet:
        reader = self._reader
        negated = reader.took("^")
        first = reader.at
        while not (reader.peek() == "]" and reader.at > first):
            if reader.done:
                reader.fail("Unterminated [] set.", self._begin)
            self._element(first)
        reader.take()
        return CharacterSet(self._spreads, negated=negated, fold=self._fold, without=self._without)

    def _element(self, first: int) -> None:
        """A character, a range, an escape or a subtraction."""
        reader, begin = self._reader, self._reader.at
        if begin > first and reader.took("-["):
            return self._subtract()
        low = self._character()
        if low is None:
            return None
        if reader.peek() != "-" or reader.peek(1) in ("]", ""):
            return self._add(low, low)
        reader.take()
        if reader.peek() == "[":
            # "a-[...]" was no range after all.
            reader.take()
            self._add(low, low)
            return self._subtract()
        begin = reader.at
        high = self._character(in_range=True) or low
        if high < low:
            reader.fail(f"[{low}-{high}] range in reverse order.", begin)
        return self._add(low, high)

    def _add(self, low: str, high: str) -> None:
        self._spreads.append(Spread([(ord(low), ord(high))]))

    def _character(self, *, in_range: bool = False) -> str | None:
        """One character; None when it was an escape for many, which is then added."""
        reader, begin = self._reader, self._reader.at
        character = reader.take()
        if character != "\\":
            return character
        letter = reader.peek()
        if letter not in SHORTHANDS and letter not in ("p", "P"):
            return regex_escapes.character(reader)
        if in_range:
            reader.fail(f"Cannot include class \\{letter} in character range.", begin)
        reader.take()
        spread = SHORTHANDS.get(letter) or regex_escapes.named_spread(reader, negated=letter == "P")
        self._spreads.append(spread)
        return None

    def _subtract(self) -> None:
        """The class to take away, its opening bracket being read."""
        self._without = character_class(self._reader, self._fold, self._depth + 1)
        if self._reader.peek() not in ("]", ""):
            self._reader.fail("A subtraction must be the last element in a character class.")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
""".NET's regular expressions, with a limit to the work that a pattern may cause.

As .NET without options (case counts, the invariant culture), except that
- text is a sequence of characters, not of UTF-16 units: a dot takes an emoji whole;
- balancing groups, groups nested more than 100 deep and the less usual Unicode blocks are refused, by name (Unsupported);
- of RegexOptions there are the inline ones i, m, n, s and x; RightToLeft and ECMAScript cannot be asked for;
- categories (`\\w`, `\\p{Lu}`) are those of the Unicode version Python knows, and are not changed by option i;
- option i compares small letters by the invariant culture, one character with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Union

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex_parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_groups import Groups
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_matcher import Run
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import (
    InvalidPattern,
    TooCostly,
    Unsupported,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_replacement import Replacement

__all__ = [
    "DEFAULT_BUDGET",
    "InvalidPattern",
    "Match",
    "Pattern",
    "TooCostly",
    "Unsupported",
    "compile",
    "compile_problem",
    "is_match",
]

Key = Union[int, str]
# Steps: a fraction of a second. Usual patterns on usual attribute values take some hundred.
DEFAULT_BUDGET = 200_000


class Match:
    """Where a pattern was found. Groups are named by number, or by name; 0 is the whole match.

    text: what was searched. steps_left: what remains of the budget.
    """

    def __init__(self, groups: Groups, run: Run, whole: tuple[int, int]) -> None:
        self.text, self.steps_left = run.text, run.steps
        self._groups = groups
        self._spans = [*whole, *run.registers[2 : 2 * len(groups.slots)]]

    def spend(self, steps: int) -> None:
        """Count work that is done with the match, such as writing. Raise TooCostly."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise TooCostly("The replacement makes a text that is longer than the steps that were allowed.")

    def span(self, key: Key = 0) -> tuple[int, int]:
        """Begin and end; (-1, -1) for a group that took no part. Raise KeyError for a group the pattern has not."""
        slot = self._groups.slots[_number(key, self._groups)]
        return self._spans[2 * slot], self._spans[2 * slot + 1]

    def group(self, key: Key = 0) -> str | None:
        """The text of a group; None when it took no part. Raise KeyError for a group the pattern has not."""
        begin, end = self.span(key)
        return self.text[begin:end] if begin >= 0 else None


class Pattern:
    """A pattern ready to be searched for."""

    def __init__(self, pattern: str) -> None:
        """Raise InvalidPattern or Unsupported."""
        self.pattern = pattern
        self._program, self._registers, self._groups = regex_parser.parse(pattern)

    def has_group(self, key: Key) -> bool:
        """Whether the pattern has a group of this name or number."""
        return _number(key, self._groups) in self._groups.slots

    def search(self, text: str, start: int = 0, budget: int = DEFAULT_BUDGET) -> Match | None:
        """The leftmost match from `start` on; what is before can be looked back at. Raise TooCostly."""
        return self._search(text, start, start, budget)

    def is_match(self, text: str, budget: int = DEFAULT_BUDGET) -> bool:
        """Whether the pattern occurs anywhere. Raise TooCostly."""
        return self.search(text, 0, budget) is not None

    def matches(self, text: str, budget: int = DEFAULT_BUDGET) -> Iterator[Match]:
        """All matches from left to right, which do not overlap; the budget is for all together. Raise TooCostly."""
        found = self._search(text, 0, 0, budget)
        while found:
            yield found
            begin, end = found.span()
            found = self._search(text, end + (begin == end), end, found.steps_left)

    def replace(self, text: str, replacement: str, budget: int = DEFAULT_BUDGET) -> str:
        """The text with every match replaced; see regex_replacement for what a replacement may hold.

        Every character written is a step. Raise TooCostly; InvalidPattern for a replacement with a group number beyond 32 bits.
        """
        filling = Replacement(replacement, self._groups)
        result, at = [], 0
        for found in self.matches(text, budget):
            begin, end = found.span()
            result += [text[at:begin], filling.fill(found)]
            at = end
        return "".join(result) + text[at:]

    def _search(self, text: str, start: int, origin: int, budget: int) -> Match | None:
        run = Run(self._program, self._registers, text, origin, budget)
        whole = run.search(start)
        return Match(self._groups, run, whole) if whole else None


def _number(key: Key, groups: Groups) -> int:
    """The number of a group; -1 for a name the pattern has not."""
    if isinstance(key, int):
        return key
    plain_number = key.isascii() and key.isdigit() and len(key) < 11
    return groups.names.get(key, int(key) if plain_number else -1)


@lru_cache(maxsize=64)
def compile(pattern: str) -> Pattern:
    """A pattern ready for use. Raise InvalidPattern or Unsupported."""
    return Pattern(pattern)


def compile_problem(pattern: str) -> str | None:
    """What is wrong with a pattern, as a sentence with the position; None for a pattern that can be used."""
    try:
        compile(pattern)
    except (InvalidPattern, Unsupported) as problem:
        return str(problem)
    return None


def is_match(pattern: str, text: str, budget: int = DEFAULT_BUDGET) -> bool:
    """Whether the pattern occurs anywhere in the text. Raise InvalidPattern, Unsupported or TooCostly."""
    return compile(pattern).is_match(text, budget)

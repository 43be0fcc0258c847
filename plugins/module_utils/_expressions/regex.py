# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
""".NET's regular expressions, with a limit to the work that a pattern may cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Union

Key = Union[int, str]
DEFAULT_BUDGET = 200_000


class InvalidPattern(ValueError):
    """The pattern is no regular expression. message: a sentence; position: where in the pattern, from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at position {position})")
        self.message, self.position = message, position


class Unsupported(Exception):
    """The pattern uses what .NET knows and this engine does not; str() says what."""


class TooCostly(Exception):
    """The steps that were allowed did not suffice."""


class Match:
    """Where a pattern was found. Groups are named by number, or by name; 0 is the whole match."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found

    def span(self, key: Key = 0) -> tuple[int, int]:
        """Begin and end; (-1, -1) for a group that took no part. Raise KeyError for a group the pattern has not."""
        return self._found.span(key)

    def group(self, key: Key = 0) -> str | None:
        """The text of a group; None when it took no part. Raise KeyError for a group the pattern has not."""
        return self._found.group(key)


class Pattern:
    """A pattern ready to be searched for."""

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self._compiled = compiled

    def search(self, text: str, start: int = 0, budget: int = DEFAULT_BUDGET) -> Match | None:
        """The leftmost match from `start` on. Raise TooCostly."""
        found = self._compiled.search(text, start)
        return Match(found) if found else None

    def is_match(self, text: str, budget: int = DEFAULT_BUDGET) -> bool:
        """Whether the pattern occurs anywhere. Raise TooCostly."""
        return self.search(text, 0, budget) is not None

    def matches(self, text: str, budget: int = DEFAULT_BUDGET) -> Iterator[Match]:
        """All matches from left to right, which do not overlap; the budget is for all together. Raise TooCostly."""
        return map(Match, self._compiled.finditer(text))

    def replace(self, text: str, replacement: str, budget: int = DEFAULT_BUDGET) -> str:
        """The text with every match replaced; the replacement may hold $1, ${name}, $$, $&. Raise TooCostly."""
        sketch = re.sub(r"\$\{?(\w+)\}?", r"\\g<\1>", replacement)
        return self._compiled.sub(sketch, text)


def compile(pattern: str) -> Pattern:
    """A pattern ready for use. Raise InvalidPattern or Unsupported."""
    try:
        return Pattern(re.compile(pattern.replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")))
    except re.error as problem:
        raise InvalidPattern(problem.msg, problem.pos or 0) from None


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

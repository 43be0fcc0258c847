# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of a regular expression: which there are, how .NET numbers them, and one that is being read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_program import (
    Piece,
    alternatives,
    sequence,
)


class Options(NamedTuple):
    """Inline options: i, m, n, s and x."""

    fold: bool = False
    lines: bool = False
    explicit: bool = False
    single: bool = False
    spaced: bool = False

    def changed(self, letter: str, on: bool) -> Options:
        """With one option on or off."""
        return self._replace(**{OPTION_LETTERS[letter]: on})


OPTION_LETTERS = {"i": "fold", "m": "lines", "n": "explicit", "s": "single", "x": "spaced"}


class Groups(NamedTuple):
    """slots: group number to its place among the registers; names: group name to group number."""

    slots: Mapping[int, int]
    names: Mapping[str, int]


class Survey:
    """The groups that a first reading of the pattern meets."""

    def __init__(self) -> None:
        self.unnamed = 0
        self.numbers: set[int] = set()
        self.names: list[str] = []

    def groups(self) -> Groups:
        """All groups numbered: those without a name first, then the named ones in the order they were met."""
        numbers = {0, *range(1, self.unnamed + 1), *self.numbers}
        names: dict[str, int] = {}
        following = self.unnamed + 1
        for name in self.names:
            if name in names:
                continue
            while following in numbers:
                following += 1
            names[name] = following
            numbers.add(following)
        return Groups({number: slot for slot, number in enumerate(sorted(numbers))}, names)


class Frame:
    """A group that is being read.

    finish: makes the piece of the whole group from its branches. begin: where it was opened. options: those to return
    to behind it, inner: those that hold in it. ready: whether the last part may be
    repeated. asks: its test is still to be read, into `test`; decides: it is the test of the conditional around.
    """

    def __init__(self, begin: int, options: Options, backward: bool, finish: Callable[[list[Piece]], Piece]) -> None:
        self.begin, self.options, self.backward, self.finish = begin, options, backward, finish
        self.branches: list[Piece] = []
        self.parts: list[Piece] = []
        self.ready = self.asks = self.decides = False
        self.most_branches: int | None = None
        self.test: Piece = []
        self.inner = options

    def add(self, piece: Piece) -> None:
        """One more part, which may be repeated."""
        self.parts.append(piece)
        self.ready = True

    def branch(self) -> None:
        """The present branch is complete."""
        self.branches.append(sequence(self.parts, self.backward))
        self.parts, self.ready = [], False

    def close(self) -> Piece:
        """The piece of the whole group."""
        self.branch()
        return self.finish(self.branches)


def plain(branches: list[Piece]) -> Piece:
    """A group that only holds together."""
    return alternatives(branches)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The instructions of a compiled pattern. Jumps are relative, so that pieces of a program can be put anywhere."""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.casing import lower_character
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import joins_words
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_matcher import (
    FAIL,
    Instruction,
    Run,
)

Holds = Callable[[str], bool]


class Character(Instruction):
    """One character of some kind; inside a lookbehind, the one before."""

    __slots__ = ("holds", "backward")

    def __init__(self, holds: Holds, backward: bool) -> None:
        self.holds, self.backward = holds, backward

    def go(self, run: Run, at: int) -> int:
        if self.backward:
            return at - 1 if at > 0 and self.holds(run.text[at - 1]) else FAIL
        return at + 1 if at < run.end and self.holds(run.text[at]) else FAIL


class Characters(Instruction):
    """As many characters of one kind as there are, from `low` to `high`; going back gives them up one by one."""

    __slots__ = ("holds", "backward", "low", "high")

    def __init__(self, one: Character, low: int, high: int | None) -> None:
        self.holds, self.backward, self.low, self.high = one.holds, one.backward, low, high

    def go(self, run: Run, at: int) -> int:
        room = at if self.backward else run.end - at
        room = room if self.high is None else min(room, self.high)
        text, holds, count = run.text, self.holds, 0
        if self.backward:
            while count < room and holds(text[at - count - 1]):
                count += 1
        else:
            while count < room and holds(text[at + count]):
                count += 1
        run.spend(count)
        if count < self.low:
            return FAIL
        step = -1 if self.backward else 1
        if count > self.low:
            run.trail.append((run.pc, at + step * count, at + step * self.low))
        return at + step * count


class Anchor(Instruction):
    """A condition on the place, which takes no character."""

    __slots__ = ("stands",)

    def __init__(self, stands: Callable[[Run, int], bool]) -> None:
        self.stands = stands

    def go(self, run: Run, at: int) -> int:
        return at if self.stands(run, at) else FAIL


def _line_begins(run: Run, at: int) -> bool:
    return at == 0 or run.text[at - 1] == "\n"


def _line_ends(run: Run, at: int) -> bool:
    return at == run.end or run.text[at] == "\n"


def _text_ends(run: Run, at: int) -> bool:
    """At the end, or before a line break that is the last character."""
    return at == run.end or (at == run.end - 1 and run.text[at] == "\n")


def _word_begins_or_ends(run: Run, at: int) -> bool:
    return joins_words(run.text[at - 1 : at] if at else "") != joins_words(run.text[at : at + 1])


# By the letter of the escape; "^" and "$" are those of lines.
ANCHORS: dict[str, Callable[[Run, int], bool]] = {
    "^": _line_begins,
    "$": _line_ends,
    "A": lambda run, at: at == 0,
    "Z": _text_ends,
    "z": lambda run, at: at == run.end,
    "G": lambda run, at: at == run.origin,
    "b": _word_begins_or_ends,
    "B": lambda run, at: not _word_begins_or_ends(run, at),
}


class Jump(Instruction):
    """Go on elsewhere."""

    __slots__ = ("offset",)

    def __init__(self, offset: int) -> None:
        self.offset = offset

    def go(self, run: Run, at: int) -> int:
        run.pc += self.offset
        return at


class Fork(Instruction):
    """Two ways: the next instruction, or one further on. away_first: which is tried first."""

    __slots__ = ("offset", "away_first")

    def __init__(self, offset: int, away_first: bool = False) -> None:
        self.offset, self.away_first = offset, away_first

    def go(self, run: Run, at: int) -> int:
        if self.away_first:
            run.trail.append((run.pc, at))
            run.pc += self.offset
        else:
            run.trail.append((run.pc + self.offset, at))
        return at


class Note(Instruction):
    """Write the place into a register."""

    __slots__ = ("register",)

    def __init__(self, register: int) -> None:
        self.register = register

    def go(self, run: Run, at: int) -> int:
        run.put(self.register, at)
        return at


class Close(Instruction):
    """A group ends: its span runs from the place that was noted to here, in whichever direction."""

    __slots__ = ("slot", "noted")

    def __init__(self, slot: int, noted: int) -> None:
        self.slot, self.noted = slot, noted

    def go(self, run: Run, at: int) -> int:
        other = run.registers[self.noted]
        run.put(2 * self.slot, min(at, other))
        run.put(2 * self.slot + 1, max(at, other))
        return at


class Same(Instruction):
    """What a group has taken, once more. A group that took no part fails."""

    __slots__ = ("slot", "fold", "backward")

    def __init__(self, slot: int, fold: bool, backward: bool) -> None:
        self.slot, self.fold, self.backward = slot, fold, backward

    def go(self, run: Run, at: int) -> int:
        begin, end = run.registers[2 * self.slot : 2 * self.slot + 2]
        size = end - begin
        low = at - size if self.backward else at
        if begin < 0 or low < 0 or low + size > run.end:
            return FAIL
        run.spend(size)
        one, two = run.text[begin:end], run.text[low : low + size]
        same = one == two or (self.fold and all(map(_same_letter, one, two)))
        return (low if self.backward else low + size) if same else FAIL


def _same_letter(one: str, two: str) -> bool:
    return lower_character(one) == lower_character(two)


class Took(Instruction):
    """Go on if a group took part, else elsewhere."""

    __slots__ = ("slot", "offset")

    def __init__(self, slot: int, offset: int) -> None:
        self.slot, self.offset = slot, offset

    def go(self, run: Run, at: int) -> int:
        if run.registers[2 * self.slot] < 0:
            run.pc += self.offset
        return at

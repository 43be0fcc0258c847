# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backtracking matcher: it follows a program over a text, step by counted step, without recursion."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import TooCostly

# What an instruction answers, and what is left when nothing remains to be tried.
FAIL = -1


class Instruction(ABC):
    """One step of a program. `go` answers the place in the text after the step, or FAIL."""

    __slots__ = ()

    @abstractmethod
    def go(self, run: Run, at: int) -> int:
        """Take the step at a place of the text; run.pc already names the next instruction."""


class Run:
    """One search of a program through one text.

    registers: begin and end of each group, then what loops and lookarounds note down; -1 is "nothing".
    trail: what to do when the present way fails, last first. (~register, value): put the old value back.
    (pc, at): go on from there. (pc, at, limit): the same, but one character nearer to the limit, and again till there.
    origin: where the search began, for `\\G`. steps: how many are left.
    """

    __slots__ = ("program", "text", "end", "origin", "registers", "trail", "pc", "steps", "allowed")

    def __init__(self, program: Sequence[Instruction], registers: int, text: str, origin: int, budget: int) -> None:
        self.program, self.text, self.end, self.origin = program, text, len(text), origin
        self.registers = [-1] * registers
        self.trail: list[tuple[int, ...]] = []
        self.pc, self.steps, self.allowed = 0, budget, budget

    def search(self, start: int) -> tuple[int, int] | None:
        """Begin and end of the leftmost match from `start` on. Raise TooCostly."""
        for begin in range(start, self.end + 1):
            end = self._attempt(begin)
            if end != FAIL:
                return begin, end
        return None

    def _attempt(self, at: int) -> int:
        """Where a match that begins exactly here ends, or FAIL; a failure has put all registers back."""
        self.pc = 0
        program, size = self.program, len(self.program)
        while self.pc < size:
            self.steps -= 1
            if self.steps < 0:
                self._give_up()
            instruction = program[self.pc]
            self.pc += 1
            at = instruction.go(self, at)
            if at < 0:
                at = self._back()
                if at < 0:
                    return FAIL
        return at

    def _back(self) -> int:
        """Undo until a way is left that was not tried; answer its place, or FAIL."""
        while self.trail:
            entry = self.trail.pop()
            if entry[0] < 0:
                self.registers[~entry[0]] = entry[1]
                continue
            at = entry[1]
            if len(entry) == 3:
                at += 1 if at < entry[2] else -1
                if at != entry[2]:
                    self.trail.append((entry[0], at, entry[2]))
            self.pc = entry[0]
            return at
        return FAIL

    def spend(self, steps: int) -> None:
        """Count the steps of an instruction that takes many. Raise TooCostly."""
        self.steps -= steps
        if self.steps < 0:
            self._give_up()

    def put(self, register: int, value: int) -> None:
        """Set a register so that going back puts the old value in again."""
        self.trail.append((~register, self.registers[register]))
        self.registers[register] = value

    def commit(self, height: int) -> None:
        """Forget the ways that were left open since the trail had this height; values are still put back."""
        since = self.trail[height:]
        self.spend(len(since))
        self.trail[height:] = [entry for entry in since if entry[0] < 0]

    def undo(self, height: int) -> None:
        """Put back all values, and forget all ways, since the trail had this height."""
        while len(self.trail) > height:
            entry = self.trail.pop()
            if entry[0] < 0:
                self.registers[~entry[0]] = entry[1]

    def _give_up(self) -> None:
        raise TooCostly(f"The regular expression took more than {self.allowed} steps on this text.")

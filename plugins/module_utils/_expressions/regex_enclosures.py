# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The instructions that embrace others: loops, lookarounds, atomic groups and conditions."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_matcher import (
    FAIL,
    Instruction,
    Run,
)


class LoopBegin(Instruction):
    """A loop is entered: no round yet. Registers: the rounds, and after it the place where the last one began."""

    __slots__ = ("rounds",)

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def go(self, run: Run, at: int) -> int:
        run.put(self.rounds, 0)
        run.put(self.rounds + 1, -1)
        return at


class LoopTest(Instruction):
    """Before each round: another one, or on behind the loop. A round that took nothing is the last."""

    __slots__ = ("rounds", "low", "high", "lazy", "exit")

    def __init__(self, rounds: int, low: int, high: int | None, lazy: bool, exit_offset: int) -> None:
        self.rounds, self.low, self.high, self.lazy, self.exit = rounds, low, high, lazy, exit_offset

    def go(self, run: Run, at: int) -> int:
        done = run.registers[self.rounds]
        if done < self.low:
            return at
        if done == self.high or (done and run.registers[self.rounds + 1] == at):
            run.pc += self.exit
        elif self.lazy:
            run.trail.append((run.pc, at))
            run.pc += self.exit
        else:
            run.trail.append((run.pc + self.exit, at))
        return at


class LoopRound(Instruction):
    """A round begins."""

    __slots__ = ("rounds",)

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def go(self, run: Run, at: int) -> int:
        run.put(self.rounds, run.registers[self.rounds] + 1)
        run.put(self.rounds + 1, at)
        return at


class Enclose(Instruction):
    """A part begins that will be decided as a whole. Registers: the height of the trail, and after it the place.

    otherwise: where to go on when the part fails, as an offset; None when its failure is simply a failure.
    """

    __slots__ = ("height", "otherwise")

    def __init__(self, height: int, otherwise: int | None = None) -> None:
        self.height, self.otherwise = height, otherwise

    def go(self, run: Run, at: int) -> int:
        height = len(run.trail)
        run.put(self.height, height)
        run.put(self.height + 1, at)
        if self.otherwise is not None:
            run.trail.append((run.pc + self.otherwise, at))
        return at


class Decide(Instruction):
    """The part has matched, and no other way through it will be tried. returns: go on where the part began."""

    __slots__ = ("height", "returns")

    def __init__(self, height: int, returns: bool) -> None:
        self.height, self.returns = height, returns

    def go(self, run: Run, at: int) -> int:
        run.commit(run.registers[self.height])
        return run.registers[self.height + 1] if self.returns else at


class Refuse(Instruction):
    """The part has matched, which is what a negative lookaround forbids."""

    __slots__ = ("height",)

    def __init__(self, height: int) -> None:
        self.height = height

    def go(self, run: Run, at: int) -> int:
        run.undo(run.registers[self.height])
        return FAIL

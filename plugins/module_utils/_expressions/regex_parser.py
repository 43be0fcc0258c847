# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parser of regular expressions: it reads a pattern, without recursion, into a program for the matcher."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import (
    regex_class_parser,
    regex_escapes,
    regex_references,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import (
    regex_program as program,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import (
    SHORTHANDS,
    CharacterSet,
    Spread,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_groups import (
    Frame,
    Groups,
    Options,
    plain,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_instructions import (
    ANCHORS,
    Anchor,
    Character,
    Jump,
    Same,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_openings import Openings
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import Unsupported
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_program import Piece
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader

# Groups within groups. .NET has no limit but its memory.
_DEEPEST = 100
_BLANKS = " \t\n\f\r"
_BRACES = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")


class Compiled(NamedTuple):
    """program: a piece that matches from one place on. registers: how many it uses."""

    program: Piece
    registers: int
    groups: Groups


def parse(pattern: str) -> Compiled:
    """The program of a pattern. Raise InvalidPattern or Unsupported.

    The pattern is read twice, since groups are numbered only when all are known.
    """
    first = _Parser(pattern, None, Options())
    first.read()
    groups = first.openings.survey.groups()
    second = _Parser(pattern, groups, Options())
    return Compiled(second.read(), second.openings.registers.count, groups)


class _Parser:
    """One reading of a pattern."""

    def __init__(self, pattern: str, groups: Groups | None, options: Options) -> None:
        self.reader = Reader(pattern)
        self.openings = Openings(self.reader, groups)
        self._options = options
        self._frames = [Frame(0, options, False, plain)]
        self._quantified = False
        self._readers: dict[str, Callable[[], None]] = {
            "(": self._open,
            ")": self._close,
            "|": self._branch,
            "[": self._class,
            "\\": self._escape,
            ".": self._any,
            "^": self._line_begins,
            "$": self._line_ends,
            "*": self._nothing_to_repeat,
            "+": self._nothing_to_repeat,
            "?": self._nothing_to_repeat,
        }

    @property
    def _frame(self) -> Frame:
        return self._frames[-1]

    def read(self) -> Piece:
        """The piece of the whole pattern."""
        reader = self.reader
        self._skip()
        while not reader.done:
            self._frame.ready = False
            if reader.peek() == "{" and self._repeats():
                reader.take()
                self._nothing_to_repeat()
            character = reader.take()
            special = self._readers.get(character)
            if special:
                special()
            else:
                self._literal(character)
            self._skip()
            self._quantified = self._frame.ready and self._repeats()
            if self._quantified:
                self._repeat()
        if len(self._frames) > 1:
            reader.fail("Not enough )'s.")
        return self._frame.close()

    def _skip(self) -> None:
        """Read over comments, and with option x over blanks."""
        reader = self.reader
        while not reader.done:
            if reader.text.startswith("(?#", reader.at):
                begin, end = reader.at, reader.text.find(")", reader.at)
                if end < 0:
                    reader.fail("Unterminated (?#...) comment.", begin)
                reader.at = end + 1
            elif self._options.spaced and reader.peek() == "#":
                end = reader.text.find("\n", reader.at)
                reader.at = len(reader.text) if end < 0 else end
            elif self._options.spaced and reader.peek() in _BLANKS:
                reader.at += 1
            else:
                return

    def _repeats(self) -> bool:
        """Whether a quantifier comes next; a brace that is none is a literal."""
        following = self.reader.peek()
        if following == "{":
            return _BRACES.match(self.reader.text, self.reader.at) is not None
        return following in ("*", "+", "?")

    def _repeat(self) -> None:
        reader, begin = self.reader, self.reader.at
        low, high = self._numbers()
        self._skip()
        lazy = reader.took("?")
        if high is not None and low > high:
            reader.fail("Illegal {x,y} with x > y.", begin)
        parts = self._frame.parts
        parts[-1] = program.repeated(parts[-1], low, high, lazy, self.openings.registers)
        self._skip()

    def _numbers(self) -> tuple[int, int | None]:
        """How often, of the quantifier that comes next."""
        reader = self.reader
        mark = reader.take()
        if mark != "{":
            return (1 if mark == "+" else 0), (1 if mark == "?" else None)
        low = reader.decimal()
        high: int | None = low
        if reader.took(","):
            high = None if reader.peek() == "}" else reader.decimal()
        reader.take()
        return low, high

    def _nothing_to_repeat(self) -> None:
        at = self.reader.at - 1
        mark = self.reader.text[at]
        told = f"Nested quantifier '{mark}'." if self._quantified else f"Quantifier '{mark}' following nothing."
        self.reader.fail(told, at)

    def _open(self) -> None:
        opened = self.openings.open(self._options, self._frame.backward, captures=not self._options.explicit)
        if isinstance(opened, Options):
            self._options = opened
            return
        self._enter(opened)
        if opened.asks:
            self._open_test()

    def _open_test(self) -> None:
        """The expression that a conditional asks for: a group that is not remembered."""
        begin = self.reader.at
        self.reader.take()
        test = self.openings.open(self._options, self._frame.backward, captures=False)
        if isinstance(test, Options):
            self.reader.fail("Illegal conditional (?(...)) expression.", begin)
        test.decides = True
        self._enter(test)

    def _enter(self, frame: Frame) -> None:
        if len(self._frames) > _DEEPEST:
            raise Unsupported(f"Groups are nested more than {_DEEPEST} deep.")
        self._frames.append(frame)
        self._options = frame.inner

    def _close(self) -> None:
        if len(self._frames) == 1:
            self.reader.fail("Too many )'s.", self.reader.at - 1)
        frame = self._frames.pop()
        self._options = frame.options
        piece = frame.close()
        if frame.decides:
            self._frame.test, self._frame.ready = piece, False
        else:
            self._frame.add(piece)

    def _branch(self) -> None:
        frame = self._frame
        frame.branch()
        if frame.most_branches == len(frame.branches):
            self.reader.fail("Too many | in (?()|).", self.reader.at - 1)

    def _class(self) -> None:
        self._character(regex_class_parser.character_class(self.reader, self._options.fold).holds)

    def _any(self) -> None:
        self._character(_everything if self._options.single else "\n".__ne__)

    def _literal(self, character: str) -> None:
        if self._options.fold:
            point = ord(character)
            self._character(CharacterSet([Spread([(point, point)])], fold=True).holds)
        else:
            self._character(character.__eq__)

    def _character(self, holds: Callable[[str], bool]) -> None:
        self._frame.add([Character(holds, self._frame.backward)])

    def _line_begins(self) -> None:
        self._frame.add([Anchor(ANCHORS["^" if self._options.lines else "A"])])

    def _line_ends(self) -> None:
        self._frame.add([Anchor(ANCHORS["$" if self._options.lines else "Z"])])

    def _escape(self) -> None:
        reader = self.reader
        letter = reader.peek()
        if letter in ANCHORS and letter not in ("^", "$"):
            reader.take()
            self._frame.add([Anchor(ANCHORS[letter])])
        elif letter in SHORTHANDS:
            reader.take()
            self._character(CharacterSet([SHORTHANDS[letter]]).holds)
        elif letter in ("p", "P"):
            reader.take()
            self._character(CharacterSet([regex_escapes.named_spread(reader, negated=letter == "P")]).holds)
        elif not self._refers():
            self._literal(regex_escapes.character(reader))

    def _refers(self) -> bool:
        """Whether the escape refers to a group; its piece is then added."""
        slot = regex_references.slot(self.reader, self.openings)
        if slot is None:
            return False
        surveying = self.openings.groups is None
        self._frame.add([Jump(0) if surveying else Same(slot, self._options.fold, self._frame.backward)])
        return True


def _everything(dummy: str) -> bool:
    return True

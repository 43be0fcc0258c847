# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an opening parenthesis of a regular expression begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex_program as program
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import is_word
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_groups import (
    OPTION_LETTERS,
    Frame,
    Groups,
    Options,
    Survey,
    plain,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import Unsupported
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_program import Piece, Registers
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader


class Openings:
    """Reads what stands behind opening parentheses.

    groups None: a first reading, which only notes the groups in `survey` and takes every reference for good.
    """

    def __init__(self, reader: Reader, groups: Groups | None) -> None:
        self.reader, self.groups = reader, groups
        self.survey = Survey()
        self.registers = Registers(len(groups.slots) if groups else 1)
        self._unnamed = 0

    def open(self, options: Options, backward: bool, *, captures: bool) -> Frame | Options:
        """The frame of the group whose parenthesis is read, or the options that hold from here on. Raise InvalidPattern.

        captures: whether a group without a mark is remembered.
        """
        reader, begin = self.reader, self.reader.at - 1
        if not reader.took("?"):
            return Frame(begin, options, backward, self._unnamed_group() if captures else plain)
        if reader.took(":"):
            return Frame(begin, options, backward, plain)
        if reader.took(">"):
            return Frame(begin, options, backward, lambda branches: program.atomic(plain(branches), self.registers))
        for mark, behind in (("=", False), ("!", False), ("<=", True), ("<!", True)):
            if reader.took(mark):
                return self._look(begin, options, behind, "!" in mark)
        for quote, closing in (("<", ">"), ("'", "'")):
            if reader.took(quote):
                return self._named_group(begin, options, backward, closing)
        if reader.peek() == "(":
            return self._conditional(begin, options, backward)
        return self._options(begin, options, backward)

    def slot_of_number(self, number: int) -> int | None:
        """The slot of a group; None when there is none of this number."""
        return self.groups.slots.get(number) if self.groups else 0

    def slot_of_name(self, name: str) -> int | None:
        """The slot of a group; None when there is none of this name."""
        return self.groups.slots.get(self.groups.names.get(name, -1)) if self.groups else 0

    def name(self) -> str:
        """The word characters that come next."""
        reader, begin = self.reader, self.reader.at
        while is_word(reader.peek()):
            reader.at += 1
        return reader.text[begin : reader.at]

    def _look(self, begin: int, options: Options, behind: bool, negative: bool) -> Frame:
        return Frame(begin, options, behind, lambda branches: program.look(plain(branches), negative, self.registers))

    def _unnamed_group(self) -> Callable[[list[Piece]], Piece]:
        self._unnamed += 1
        self.survey.unnamed = self._unnamed
        return self._captured(self.slot_of_number(self._unnamed) or 0)

    def _captured(self, slot: int) -> Callable[[list[Piece]], Piece]:
        return lambda branches: program.captured(plain(branches), slot, self.registers)

    def _named_group(self, begin: int, options: Options, backward: bool, closing: str) -> Frame:
        reader, at = self.reader, self.reader.at
        if reader.done:
            self._unknown(begin)
        if reader.peek() in "0123456789":
            number = reader.decimal()
            self._check_name_ends(closing)
            if not number:
                reader.fail("Capture number cannot be zero.", at)
            self.survey.numbers.add(number)
            slot = self.slot_of_number(number)
        else:
            name = self.name()
            if not name and reader.peek() != "-":
                reader.fail("Invalid group name: Group names must begin with a word character.", at)
            self._check_name_ends(closing)
            self.survey.names.append(name)
            slot = self.slot_of_name(name)
        if not reader.took(closing):
            self._unknown(begin)
        return Frame(begin, options, backward, self._captured(slot or 0))

    def _check_name_ends(self, closing: str) -> None:
        if self.reader.peek() == "-":
            raise Unsupported("Balancing groups, (?<name-other>...), are not known here.")
        if self.reader.peek() not in (closing, ""):
            self.reader.fail("Invalid group name: Group names must begin with a word character.")

    def _conditional(self, begin: int, options: Options, backward: bool) -> Frame:
        """`(?(` is next but for the last parenthesis: a group to ask for, or an expression that the parser goes on with."""
        reader, opening = self.reader, self.reader.at
        reader.take()
        number = reader.peek() and reader.peek() in "0123456789"
        name = str(reader.decimal()) if number else self.name()
        slot = self.slot_of_number(int(name)) if number else self.slot_of_name(name)
        known = name != "" and slot is not None and reader.took(")")
        if number and not known:
            told = "reference to undefined group" if slot is None else "malformed"
            reader.fail(f"(?({name}) ) {told}.", opening)
        frame = Frame(begin, options, backward, plain)
        frame.most_branches = 2
        if known:
            frame.finish = lambda branches: program.if_took(slot or 0, *_two(branches))
            return frame
        reader.at = opening
        self._check_test()
        frame.asks = True
        frame.finish = lambda branches: program.if_matches(frame.test, *_two(branches), self.registers)
        return frame

    def _check_test(self) -> None:
        """Refuse what .NET refuses as the test of a conditional."""
        reader = self.reader
        if reader.text.startswith("(?#", reader.at):
            reader.fail("Alternation conditions cannot be comments.")
        named = reader.text.startswith(("(?'", "(?<"), reader.at)
        if named and not reader.text.startswith(("(?<=", "(?<!"), reader.at):
            reader.fail("Alternation conditions do not capture and cannot be named.")

    def _options(self, begin: int, options: Options, backward: bool) -> Frame | Options:
        reader, on, changed = self.reader, True, options
        while reader.peek() and reader.peek().lower() in (*OPTION_LETTERS, "+", "-"):
            letter = reader.take().lower()
            if letter in OPTION_LETTERS:
                changed = changed.changed(letter, on)
            else:
                on = letter == "+"
        if reader.took(")"):
            return changed
        if not reader.took(":"):
            self._unknown(begin)
        frame = Frame(begin, options, backward, plain)
        frame.inner = changed
        return frame

    def _unknown(self, begin: int) -> NoReturn:
        self.reader.fail("Unrecognized grouping construct.", begin)


def _two(branches: list[Piece]) -> tuple[Piece, Piece]:
    return branches[0], branches[1] if len(branches) > 1 else []

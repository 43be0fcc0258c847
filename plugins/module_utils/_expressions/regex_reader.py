# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pattern of a regular expression, read from left to right."""

from __future__ import annotations

from typing import NoReturn

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import InvalidPattern

# .NET's Int32.MaxValue: the largest group number and the largest repetition.
LARGEST = 2**31 - 1


class Reader:
    """The pattern and how far it is read. at: the place of the next character."""

    __slots__ = ("text", "at")

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text)

    def peek(self, ahead: int = 0) -> str:
        """The next character, or one further on; "" beyond the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def take(self) -> str:
        """The next character, which is now read; "" at the end."""
        character = self.peek()
        self.at += 1 if character else 0
        return character

    def took(self, wanted: str) -> bool:
        """Whether the pattern goes on with this text; if so it is now read."""
        found = self.text.startswith(wanted, self.at)
        self.at += len(wanted) if found else 0
        return found

    def decimal(self) -> int:
        """The number whose digits come next, 0 without any. Raise InvalidPattern beyond 32 bits."""
        begin = self.at
        while self.peek() and self.peek() in "0123456789":
            self.at += 1
        digits = self.text[begin : self.at].lstrip("0")
        if len(digits) > 10 or int(digits or "0") > LARGEST:
            self.fail(f"Group numbers and repetitions must be less than or equal to {LARGEST}.", begin)
        return int(digits or "0")

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        """Raise InvalidPattern, for where the reader is unless told."""
        raise InvalidPattern(message, self.at if at is None else at)

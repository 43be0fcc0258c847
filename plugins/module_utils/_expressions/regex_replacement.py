# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The replacement text of a regular expression: `$1`, `${name}`, `$$`, `$&`, and what is before and behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Union

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import is_word
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_groups import Groups
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader


class Found(Protocol):
    """What a replacement asks of a match."""

    text: str

    def spend(self, steps: int) -> None:
        """Count work; raises when there was too much."""

    def span(self, key: int | str = 0) -> tuple[int, int]:
        """Begin and end of a group."""

    def group(self, key: int | str = 0) -> str | None:
        """The text of a group."""


Part = Union[str, int, Callable[[Found], str]]

_SPECIAL: dict[str, Callable[[Found], str]] = {
    "&": lambda found: found.group() or "",
    "`": lambda found: found.text[: found.span()[0]],
    "'": lambda found: found.text[found.span()[1] :],
    "_": lambda found: found.text,
}


class Replacement:
    """A replacement text, read once and filled in for each match."""

    def __init__(self, text: str, groups: Groups) -> None:
        """A $ that begins nothing of this pattern stands for itself. Raise InvalidPattern for a number beyond 32 bits."""
        self._groups = groups
        self._parts: list[Part] = []
        reader = Reader(text)
        while not reader.done:
            end = text.find("$", reader.at)
            if end != reader.at:
                end = len(text) if end < 0 else end
                self._parts.append(text[reader.at : end])
                reader.at = end
            else:
                reader.take()
                self._parts.append(self._dollar(reader))

    def fill(self, found: Found) -> str:
        """The text that takes the place of a match; a group that took no part gives nothing."""
        result = []
        for part in self._parts:
            result.append(self._filled(part, found))
            found.spend(len(result[-1]))
        return "".join(result)

    def _filled(self, part: Part, found: Found) -> str:
        if isinstance(part, str):
            return part
        return found.group(part) or "" if isinstance(part, int) else part(found)

    def _dollar(self, reader: Reader) -> Part:
        """What the $ that is read begins."""
        at = reader.at
        braced = reader.peek(1) != "" and reader.took("{")
        number = self._number(reader, braced)
        if number is not None and (not braced or reader.took("}")):
            return number
        reader.at = at
        if not braced:
            if reader.took("$"):
                return "$"
            if reader.took("+"):
                return max(self._groups.slots)
            if reader.peek() in _SPECIAL:
                return _SPECIAL[reader.take()]
        return "$"

    def _number(self, reader: Reader, braced: bool) -> int | None:
        """The number of the group that is named next; None when the pattern has none of this name."""
        if reader.peek() and reader.peek() in "0123456789":
            number = reader.decimal()
            return number if number in self._groups.slots else None
        begin = reader.at
        while braced and is_word(reader.peek()):
            reader.at += 1
        return self._groups.names.get(reader.text[begin : reader.at])

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tokens of a mapping expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    WARNING,
    ExpressionError,
    Finding,
)

TEXT, NUMBER, ATTRIBUTE, PLACEHOLDER, NAME, OPERATOR, MARK, END = (
    *("text", "number", "attribute", "placeholder", "name", "operator", "mark", "end"),
)

# A number is taken before `&`, so that &HF is one token.
_TOKEN = re.compile(
    r"""(?P<number>&H[0-9A-Fa-f]+|-?[0-9]+(?:\.[0-9]+)?)
    |(?P<placeholder>%[A-Za-z_][A-Za-z0-9_]*%)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<operator><>|<=|>=|[=<>&])
    |(?P<mark>[(),])""",
    re.VERBOSE,
)
_BLANK = re.compile(r"[ \t\r\n\f\v]*")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"&H[0-9A-Fa-f]+|-?[0-9]+(?:\.[0-9]+)?")
_IN_BRACKETS = re.compile(r'[\[\]"]')
_CURLY_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019"


class Token(NamedTuple):
    """kind: one of the constants above; value: without quotes and brackets; position: of its first character."""

    kind: str
    value: str
    position: int


def is_number(text: str) -> bool:
    """Whether a text, written bare, is read as one number."""
    return _NUMBER.fullmatch(text) is not None


def tokens(text: str, lenient: bool, findings: list[Finding]) -> Iterator[Token]:
    """All tokens, an END last. lenient: an unknown escape is kept as it is written, and told in findings."""
    place = 0
    while True:
        place = _blank_end(text, place)
        if place == len(text):
            yield Token(END, "", place)
            return
        if text[place] == '"':
            token, place = _quoted(text, place, lenient, findings)
        elif text[place] == "[":
            token, place = _bracketed(text, place)
        else:
            token, place = _plain(text, place)
        yield token


def _blank_end(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _plain(text: str, place: int) -> tuple[Token, int]:
    found = _TOKEN.match(text, place)
    if found is None:
        raise ExpressionError(_strange(text[place]), place)
    return Token(str(found.lastgroup), found.group(), place), found.end()


def _strange(character: str) -> str:
    if character in _CURLY_QUOTES:
        return f'The quote {character} is not a straight one: write " instead'
    if character == "'":
        return 'A text stands in double quotes ("), not in single ones'
    if character == "]":
        return "There is no [ before this ]"
    return f"The character {character!r} (U+{ord(character):04X}) has no meaning outside of a text"


def _quoted(text: str, place: int, lenient: bool, findings: list[Finding]) -> tuple[Token, int]:
    found = _TEXT.match(text, place)
    if found is None:
        raise ExpressionError("The text that begins here has no closing quote", place)
    inner = found.group(1)
    if "\n" in inner:
        findings.append(Finding(WARNING, "A text has a line break in it; whether the service keeps it is not known."))

    def unescaped(escape: re.Match[str]) -> str:
        if escape.group(1) in '"\\':
            return escape.group(1)
        if not lenient:
            raise ExpressionError(f"{_odd(escape.group())}; a backslash is written \\\\", place + 1 + escape.start())
        findings.append(Finding(WARNING, f"{_odd(escape.group())}; both characters are kept."))
        return escape.group()

    return Token(TEXT, _ESCAPE.sub(unescaped, inner), place), found.end()


def _odd(escape: str) -> str:
    return f'The escape {escape} is not one of the two of the language, \\\\ and \\"'


def _bracketed(text: str, place: int) -> tuple[Token, int]:
    """An attribute's name may have brackets of its own, and quoted text in them: emails[type eq "work"].value"""
    depth, at = 1, place + 1
    while depth:
        found = _IN_BRACKETS.search(text, at)
        if found is None:
            raise ExpressionError("The attribute that begins here has no closing bracket", place)
        at = found.end()
        if found.group() == '"':
            at = _quote_end(text, at, place)
        else:
            depth += 1 if found.group() == "[" else -1
    name = text[place + 1 : at - 1]
    if not name.strip():
        raise ExpressionError("The brackets have no attribute name in them", place)
    return Token(ATTRIBUTE, name, place), at


def _quote_end(text: str, at: int, place: int) -> int:
    end = text.find('"', at)
    if end < 0:
        raise ExpressionError("A quote in the name of the attribute that begins here is not closed", place)
    return end + 1

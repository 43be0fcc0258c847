# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Escapes of a regular expression that stand for characters; references and anchors are the parser's."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_blocks import named
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import Spread, is_word
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_reader import Reader

_SIMPLE = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def character(reader: Reader) -> str:
    """The one character of the escape whose backslash is read. Raise InvalidPattern."""
    begin = reader.at - 1
    if reader.done:
        reader.fail("Illegal \\ at end of pattern.", begin)
    letter = reader.take()
    if letter in "01234567":
        reader.at -= 1
        return _octal(reader)
    if letter in "xu":
        return _hexadecimal(reader, 2 if letter == "x" else 4)
    if letter == "c":
        return _control(reader)
    if letter in _SIMPLE:
        return _SIMPLE[letter]
    if is_word(letter):
        reader.fail(f"Unrecognized escape sequence \\{letter}.", begin)
    return letter


def _octal(reader: Reader) -> str:
    digits = ""
    while len(digits) < 3 and reader.peek() and reader.peek() in "01234567":
        digits += reader.take()
    return chr(int(digits, 8) & 0xFF)


def _hexadecimal(reader: Reader, count: int) -> str:
    digits = reader.text[reader.at : reader.at + count]
    if len(digits) < count or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
        reader.fail("Insufficient hexadecimal digits.")
    reader.at += count
    return chr(int(digits, 16))


def _control(reader: Reader) -> str:
    if reader.done:
        reader.fail("Missing control character.")
    letter = reader.take()
    point = ord(letter.upper() if "a" <= letter <= "z" else letter) - ord("@")
    if not 0 <= point < 32:
        reader.fail("Unrecognized control character.", reader.at - 1)
    return chr(point)


def named_spread(reader: Reader, *, negated: bool) -> Spread:
    """What `\\p{name}` stands for, `\\p` being read. Raise InvalidPattern or Unsupported."""
    begin = reader.at - 2
    if not reader.took("{"):
        reader.fail("Malformed \\p{X} character escape.", begin)
    end = reader.text.find("}", reader.at)
    name = reader.text[reader.at : end]
    if end < 0 or not all(is_word(letter) or letter == "-" for letter in name):
        reader.fail("Incomplete \\p{X} character escape.", begin)
    reader.at = end + 1
    spread = named(name, negated=negated)
    if spread is None:
        reader.fail(f"Unknown property '{name}'.", begin)
    return spread

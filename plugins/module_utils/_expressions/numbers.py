# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a text looks like a number, and which."""

from __future__ import annotations

import re
from decimal import Decimal

# What a .NET Int64 holds.
SMALLEST, LARGEST = -(2**63), 2**63 - 1
# Texts longer than this are no numbers: no decimal of .NET has so many digits.
_LONGEST = 100

_DECIMAL = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*\Z", re.ASCII)
_INTEGER = re.compile(r"\s*[+-]?[0-9]+\s*\Z", re.ASCII)
_HEXADECIMAL = re.compile(r"\s*&[Hh]([0-9A-Fa-f]{1,16})\s*\Z", re.ASCII)


class NotANumber(ValueError):
    """The text is no number of the kind that is wanted, or does not fit into 64 bits; str() is a sentence."""


def number(text: str) -> Decimal | None:
    """The exact value of a text that a comparison takes as a number, else None.

    Such a text has digits, a sign, a point, or `&H` and hexadecimal digits. Blanks around it are allowed.
    """
    if len(text) > _LONGEST:
        return None
    if _HEXADECIMAL.match(text):
        return Decimal(integer(text))
    return Decimal(text.strip()) if _DECIMAL.match(text) else None


def integer(text: str) -> int:
    """The integer of a text, decimal or hexadecimal (`&HF`). Raise NotANumber, also beyond 64 bits.

    Sixteen hexadecimal digits from 8 up are negative, as in Visual Basic.
    """
    hexadecimal = _HEXADECIMAL.match(text)
    if hexadecimal:
        value = int(hexadecimal.group(1), 16)
        return value - 2**64 if value > LARGEST else value
    if len(text) > _LONGEST or not _INTEGER.match(text):
        raise NotANumber(f'"{text[:_LONGEST]}" is no integer.')
    value = int(text)
    if not SMALLEST <= value <= LARGEST:
        raise NotANumber(f"{text.strip()} does not fit into a 64-bit integer.")
    return value


def whole(text: str) -> int:
    """The integer of a text whose decimals, if any, are cut off as Visual Basic's Fix does. Raise NotANumber."""
    value = number(text)
    if value is None:
        raise NotANumber(f'"{text[:_LONGEST]}" is no number.')
    return integer(str(int(value)))

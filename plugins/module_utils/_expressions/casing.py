# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Case by the invariant culture: one character for one character, so texts keep their length."""

from __future__ import annotations

# The dotless and the dotted i, which the invariant culture leaves alone, and the long s, which would become ASCII.
_UNTOUCHED = frozenset("\u0131\u0130\u017f")


def upper(text: str) -> str:
    """In capitals as .NET's ToUpperInvariant: `ß` stays, since it has no capital of one character."""
    return "".join(map(upper_character, text))


def lower(text: str) -> str:
    """In small letters as .NET's ToLowerInvariant."""
    return "".join(map(lower_character, text))


def upper_character(character: str) -> str:
    """The capital of one character."""
    result = character.upper()
    return character if len(result) != 1 or character in _UNTOUCHED else result


def lower_character(character: str) -> str:
    """The small letter of one character."""
    result = character.lower()
    return character if len(result) != 1 or character in _UNTOUCHED else result

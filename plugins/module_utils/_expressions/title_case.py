# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PCase: the first letter of each word in capitals, all others small."""

from __future__ import annotations

from unicodedata import category

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.casing import lower, upper_character

# The categories that end a word in .NET's ToTitleCase: digits and marks do not.
_ENDS_A_WORD = frozenset("Zs Zl Zp Cc Cf Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split())
# Letters of two characters in one have a title case of their own.
_TITLE_LETTERS = {
    small: title
    for title, all_forms in {
        "\u01c5": "\u01c4\u01c5\u01c6",
        "\u01c8": "\u01c7\u01c8\u01c9",
        "\u01cb": "\u01ca\u01cb\u01cc",
        "\u01f2": "\u01f1\u01f2\u01f3",
    }.items()
    for small in all_forms
}


def title_case(text: str, separators: str | None = None) -> str:
    """The text with each word capitalised.

    separators: every character of it begins a new word, and nothing else does. None or empty: words end where they end
    for .NET's ToTitleCase (blanks, punctuation, symbols), the whole text being in small letters before; a word begins
    with its first letter, so "1st" becomes "1St". Unlike ToTitleCase, an apostrophe begins a word as well ("O'Neil",
    but also "John'S"): the one sample that tells needs it; see `is_doubtful`.
    """
    small = lower(text)
    return _by_separators(small, frozenset(separators)) if separators else _by_categories(small)


def is_doubtful(text: str) -> bool:
    """Whether the default mode meets a letter, an apostrophe and a letter, where the service might decide otherwise."""
    return any(
        middle == "'" and before.isalpha() and after.isalpha()
        for before, middle, after in zip(text, text[1:], text[2:])
    )


def _by_separators(text: str, separators: frozenset[str]) -> str:
    after = [True, *(character in separators for character in text)]
    return "".join(
        _title(character) if first and character not in separators else character
        for first, character in zip(after, text)
    )


def _by_categories(text: str) -> str:
    result = []
    inside = False
    for character in text:
        kind = category(character)
        if kind[0] == "L" and not inside:
            inside = True
            character = _title(character)
        elif kind in _ENDS_A_WORD:
            inside = False
        result.append(character)
    return "".join(result)


def _title(character: str) -> str:
    return _TITLE_LETTERS.get(character) or upper_character(character)

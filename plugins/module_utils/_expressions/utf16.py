# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as .NET counts them: in units of UTF-16, of which characters beyond U+FFFF take two."""

from __future__ import annotations

# What Char.IsWhiteSpace says; Python's strip() also takes U+001C to U+001F away, which .NET leaves.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def length(text: str) -> int:
    """What .NET's Length says."""
    return len(text) + sum(1 for one in text if one > "\uffff") if not text.isascii() else len(text)


def cut(text: str, start: int, end: int) -> str:
    """The units from start (counted from 0) up to end; half a character stays as a lone surrogate."""
    if text.isascii() or max(text) <= "\uffff":
        return text[start:end]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def without_halves(text: str) -> str:
    """Halves of characters replaced by U+FFFD, as .NET does when it sends a text."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

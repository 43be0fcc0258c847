# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `\\p{...}` names: Unicode's categories, and blocks of characters by .NET's names."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_classes import (
    CATEGORIES,
    Spread,
    beyond,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import Unsupported

# The blocks of the scripts and signs that names and addresses have; .NET knows some ninety more.
BLOCKS = {
    "IsBasicLatin": (0x0000, 0x007F),
    "IsLatin-1Supplement": (0x0080, 0x00FF),
    "IsLatinExtended-A": (0x0100, 0x017F),
    "IsLatinExtended-B": (0x0180, 0x024F),
    "IsIPAExtensions": (0x0250, 0x02AF),
    "IsSpacingModifierLetters": (0x02B0, 0x02FF),
    "IsCombiningDiacriticalMarks": (0x0300, 0x036F),
    "IsGreek": (0x0370, 0x03FF),
    "IsGreekandCoptic": (0x0370, 0x03FF),
    "IsCyrillic": (0x0400, 0x04FF),
    "IsCyrillicSupplement": (0x0500, 0x052F),
    "IsArmenian": (0x0530, 0x058F),
    "IsHebrew": (0x0590, 0x05FF),
    "IsArabic": (0x0600, 0x06FF),
    "IsDevanagari": (0x0900, 0x097F),
    "IsThai": (0x0E00, 0x0E7F),
    "IsGeorgian": (0x10A0, 0x10FF),
    "IsHangulJamo": (0x1100, 0x11FF),
    "IsLatinExtendedAdditional": (0x1E00, 0x1EFF),
    "IsGreekExtended": (0x1F00, 0x1FFF),
    "IsGeneralPunctuation": (0x2000, 0x206F),
    "IsCurrencySymbols": (0x20A0, 0x20CF),
    "IsLetterlikeSymbols": (0x2100, 0x214F),
    "IsArrows": (0x2190, 0x21FF),
    "IsMathematicalOperators": (0x2200, 0x22FF),
    "IsBoxDrawing": (0x2500, 0x257F),
    "IsCJKSymbolsandPunctuation": (0x3000, 0x303F),
    "IsHiragana": (0x3040, 0x309F),
    "IsKatakana": (0x30A0, 0x30FF),
    "IsCJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "IsHangulSyllables": (0xAC00, 0xD7AF),
    "IsPrivateUse": (0xE000, 0xF8FF),
    "IsPrivateUseArea": (0xE000, 0xF8FF),
    "IsHalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "IsSpecials": (0xFFF0, 0xFFFF),
}


def named(name: str, *, negated: bool) -> Spread | None:
    """What a name stands for; None for a name that .NET does not know either. Raise Unsupported for its other blocks."""
    wanted = frozenset(kind for kind in CATEGORIES if kind == name or kind[0] == name)
    if wanted:
        return Spread(categories=CATEGORIES - wanted if negated else wanted)
    if name in BLOCKS:
        return Spread(beyond([BLOCKS[name]]) if negated else [BLOCKS[name]])
    if name.startswith("Is") and len(name) > 2:
        raise Unsupported(f'The Unicode block "{name}" is not known here.')
    return None

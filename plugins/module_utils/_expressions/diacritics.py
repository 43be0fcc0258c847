# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NormalizeDiacritics: accented letters by their base letters, first by the table of the function reference."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, combining, name, normalize

# The table as it is published. The plain œ is not in it, though ø is, and so are đ, þ and ð.
TABLE = {
    "a": "ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ǟ ā̈ ǡ a̱ å̄",
    "A": "Ä À Â Ã Å Á Ą Ă Ā Ā́ Ā̀ Ā̂ Ā̃ Ǟ Ā̈ Ǡ A̱ Å̄",
    "ae": "æ ǣ",
    "AE": "Æ Ǣ",
    "c": "ç č ć c̄ c̱",
    "C": "Ç Č Ć C̄ C̱",
    "d": "ď d̄ ḏ",
    "D": "Ď D̄ Ḏ",
    "e": "ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄",
    "E": "Ë È É Ê Ę Ě Ė Ē Ḗ Ḕ Ē̂ Ē̃ Ê̄ E̱ Ë̄ E̊̄",
    "g": "ğ ḡ g̱",
    "G": "Ğ Ḡ G̱",
    "i": "ï î ì í ı ī ī́ ī̀ ī̂ ī̃ i̱",
    "I": "Ï Î Ì Í İ Ī Ī́ Ī̀ Ī̂ Ī̃ I̱",
    "l": "ľ ł l̄ ḹ ḻ",
    "L": "Ł Ľ L̄ Ḹ Ḻ",
    "n": "ñ ń ň n̄ ṉ",
    "N": "Ñ Ń Ň N̄ Ṉ",
    "o": "ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱",
    "O": "Ö Ò Ő Õ Ô Ó Ō Ṓ Ṑ Ō̂ Ō̃ Ȫ Ō̈ Ǭ Ȭ Ȱ O̱",
    "oe": "ø ø̄ œ̄",
    "OE": "Ø Ø̄ Œ̄",
    "r": "ř r̄ ṟ ṝ",
    "R": "Ř R̄ Ṟ Ṝ",
    "ss": "ß",
    "s": "š ś ș ş s̄ s̱",
    "S": "Š Ś Ș Ş S̄ S̱",
    "t": "ť ț t̄ ṯ",
    "T": "Ť Ț T̄ Ṯ",
    "u": "ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱",
    "U": "Ü Ù Û Ú Ů Ű Ū Ū́ Ū̀ Ū̂ Ū̃ U̇̄ Ǖ Ṻ Ṳ̄ U̱",
    "y": "ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱",
    "Y": "Ÿ Ý Ȳ Ȳ́ Ȳ̀ Ȳ̃ Y̱",
    "z": "ź ž ż z̄ ẕ",
    "Z": "Ź Ž Ż Z̄ Ẕ",
}
_BASE = {normalize("NFC", letter): base for base, letters in TABLE.items() for letter in letters.split()}
# More marks than any letter has; they are left alone, since putting them in order would cost their square.
_MOST_MARKS = 32


def normalized(text: str) -> tuple[str, list[str]]:
    """The text with its letters replaced, and a sentence for each letter on which the table is silent."""
    if text.isascii():
        return text, []
    notes: dict[str, None] = {}
    result = []
    for cluster in _clusters(text):
        base, note = _replaced(cluster)
        result.append(base)
        if note:
            notes[note] = None
    return "".join(result), list(notes)


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks that follow them."""
    start = 0
    for place in range(1, len(text)):
        if not combining(text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


def _replaced(cluster: str) -> tuple[str, str]:
    if cluster.isascii() or len(cluster) > _MOST_MARKS:
        return cluster, ""
    known = _BASE.get(normalize("NFC", cluster))
    if known is not None:
        return known, ""
    bare = normalize("NFD", cluster)[0]
    base = _BASE.get(bare, bare)
    if base.isascii() and base.isalpha():
        return base, f"NormalizeDiacritics made {base} of {cluster}, which is not in the documented table."
    if category(bare).startswith("L") and name(bare, "").startswith("LATIN"):
        return cluster, f"NormalizeDiacritics leaves {cluster} as it is, which is not in the documented table."
    return cluster, ""

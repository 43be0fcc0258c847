# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a secret may stand somewhere, worked out by hand: the collection's own knowledge is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
FOR_URLS = STANDARD[:-2] + "-_"
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")
SHORT_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", '"': '"', "\\": "\\"}
# A part of base64 that is shorter may stand in any text by chance.
SHORTEST = 8

Escape = Callable[[str], str]


def spelled(secret: str) -> set[str]:
    """The secret as it is, in one line, in Python, in JSON, in HTML, in URLs and forms, and in base64 of any neighbourhood."""
    content = secret.encode("utf-8", "surrogatepass")
    return {
        secret,
        " ".join(secret.split()),
        repr(secret)[1:-1],
        str(content)[2:-1],
        *_json_forms(secret),
        *_pages(secret),
        *_addresses(content),
        *_base64(content, STANDARD),
        *_base64(content, FOR_URLS),
    }


def _json_forms(secret: str) -> Iterator[str]:
    """With and without escapes for what is not ASCII, with slashes escaped or not, once and twice; and .NET's manner."""
    for narrow in (True, False):
        once = _json(secret, narrow)
        yield from (once, once.replace("/", r"\/"), _json(once, True))
    yield "".join(_capital(letter) if letter in "\"&'+<>`" else _json(letter, True, _capital) for letter in secret)


def _json(text: str, narrow: bool, escape: Escape | None = None) -> str:
    return "".join(_json_letter(letter, narrow, escape or _small) for letter in text)


def _json_letter(letter: str, narrow: bool, escape: Escape) -> str:
    if letter in SHORT_ESCAPES:
        return "\\" + SHORT_ESCAPES[letter]
    if letter < " " or (narrow and letter > "~"):
        return escape(letter)
    return letter


def _units(letter: str) -> list[int]:
    """The letter as units of UTF-16."""
    raw = letter.encode("utf-16-be", "surrogatepass")
    return [raw[at] * 256 + raw[at + 1] for at in range(0, len(raw), 2)]


def _small(letter: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _units(letter))


def _capital(letter: str) -> str:
    return "".join(f"\\u{unit:04X}" for unit in _units(letter))


def _pages(secret: str) -> Iterator[str]:
    """In HTML and XML: between tags, and in attributes with each of the names of an apostrophe."""
    names = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    yield "".join(names.get(letter, letter) for letter in secret)
    for apostrophe in ("'", "&#39;", "&#x27;", "&apos;"):
        more = {**names, '"': "&quot;", "'": apostrophe}
        yield "".join(more.get(letter, letter) for letter in secret)


def _addresses(content: bytes) -> Iterator[str]:
    """In URLs, paths and forms, with capital and with small digits."""
    for kept in ("", "/", "!*'()"):
        for digits in ("%%%02X", "%%%02x"):
            encoded = [chr(byte) if chr(byte) in UNRESERVED or chr(byte) in kept else digits % byte for byte in content]
            yield "".join(encoded)
            if not kept:
                yield "".join("+" if one == "%20" else one for one in encoded)


def _base64(content: bytes, alphabet: str) -> Iterator[str]:
    """Whole, with padding and without; and those letters that stay the same whatever stands before and after."""
    whole = _letters(content, 0, alphabet)
    yield whole
    yield whole + "=" * (-len(whole) % 4)
    for before in (0, 1, 2):
        bits_before, bits = before * 8, (before + len(content)) * 8
        part = _letters(content, before, alphabet)[(bits_before + 5) // 6 : bits // 6]
        if len(part) >= SHORTEST:
            yield part


def _letters(content: bytes, before: int, alphabet: str) -> str:
    """The bytes as base64 without padding, after some bytes of zeros."""
    bits = "00000000" * before + "".join(f"{byte:08b}" for byte in content)
    return "".join(alphabet[int(bits[at : at + 6].ljust(6, "0"), 2)] for at in range(0, len(bits), 6))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that write a value in another alphabet, and those that read directory names."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from types import MappingProxyType

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    each,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import ENCODING_WORDS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.utf16 import without_halves
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Value,
    as_text,
    as_whole,
)

BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
ENCODINGS = {"Unicode": "utf-16-le", "ASCII": "ascii", "UTF8": "utf-8"}
# What Convert.FromBase64String skips.
SKIPPED = str.maketrans("", "", " \t\r\n")
ESCAPED = re.compile(r"((?:\\[0-9A-Fa-f]{2})+)|\\(.)", re.DOTALL)


def _stays_null(run: Evaluation, name: str) -> Value:
    run.warn(f"What {name} gives for null is not documented; it stays null here.")
    return None


def to_base64(run: Evaluation, source: Value) -> Value:
    """ConvertToBase64(text): of its UTF-16 bytes."""
    if source is None:
        return _stays_null(run, "ConvertToBase64")
    text = without_halves(as_text(source, "The text of ConvertToBase64"))
    return base64.b64encode(text.encode("utf-16-le")).decode("ascii")


def from_base64(run: Evaluation, source: Value, encoding: Value = None) -> Value:
    """ConvertFromBase64(text, encoding)."""
    if source is None:
        return _stays_null(run, "ConvertFromBase64")
    octets = _bytes_of(as_text(source, "The text of ConvertFromBase64"))
    if octets is None:
        raise Failed("ConvertFromBase64 got a text that is not Base64.")
    text = octets.decode(ENCODINGS[as_text(encoding, "") or "Unicode"], "replace")
    # .NET's ASCII writes a question mark for what it cannot read, its other encodings U+FFFD.
    return text.replace("\ufffd", "?") if encoding == "ASCII" else text


def _bytes_of(text: str) -> bytes | None:
    bare = text.translate(SKIPPED)
    return base64.b64decode(bare) if BASE64.match(bare) else None


def to_utf8_hex(run: Evaluation, source: Value) -> Value:
    """ConvertToUTF8Hex(text)."""
    if source is None:
        return _stays_null(run, "ConvertToUTF8Hex")
    return without_halves(as_text(source, "The text of ConvertToUTF8Hex")).encode("utf-8").hex().upper()


def string_from_sid(run: Evaluation, source: Value) -> Value:
    """StringFromSid(binary): attributes hold binary values as Base64."""
    if source is None:
        return _stays_null(run, "StringFromSid")
    octets = _bytes_of(as_text(source, "The value of StringFromSid")) or b""
    if len(octets) < 8 or len(octets) != 8 + 4 * octets[1]:
        raise Failed("StringFromSid wants the bytes of a security identifier, written as Base64.")
    parts = [octets[0], int.from_bytes(octets[2:8], "big")]
    parts += [int.from_bytes(octets[at : at + 4], "little") for at in range(8, len(octets), 4)]
    return "S-" + "-".join(map(str, parts))


def dn_component(run: Evaluation, name: Value, number: Value) -> Value:
    """DNComponent(name, number): counted from 1, from the left."""
    if name is None:
        return _stays_null(run, "DNComponent")
    components = _components(as_text(name, "The name of DNComponent"))
    place = as_whole(number, "The number of DNComponent")
    if not 1 <= place <= len(components):
        run.warn("What DNComponent gives beyond the last component is not documented; it is null here.")
        return None
    kind, equals, value = components[place - 1].partition("=")
    return ESCAPED.sub(_unescaped, (value if equals else kind).strip(" "))


def _components(name: str) -> list[str]:
    """The parts of a distinguished name between its commas; a backslash keeps a comma in a part."""
    found: list[str] = re.findall(r"((?:[^,\\]|\\.|\\\Z)*)(?:,|\Z)", name, re.DOTALL)
    return found[:-1]


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1].replace("\\", "")).decode("utf-8", "replace")
    return match[2]


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "ConvertToBase64": each("ConvertToBase64", to_base64),
        "ConvertFromBase64": each("ConvertFromBase64", from_base64, words={1: ENCODING_WORDS}),
        "ConvertToUTF8Hex": each("ConvertToUTF8Hex", to_utf8_hex),
        "StringFromSid": each("StringFromSid", string_from_sid),
        "DNComponent": each("DNComponent", dn_component),
    }
)

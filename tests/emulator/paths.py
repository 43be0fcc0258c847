# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OData paths: split into names and keys, whatever of the equal spellings the client chose."""

from __future__ import annotations

import re
from urllib.parse import unquote

_KEYED = re.compile(r"^(?P<name>[^(]+)\((?P<key>.*)\)$", re.DOTALL)
_ALTERNATE = re.compile(r"^(?P<property>[A-Za-z][A-Za-z0-9]*)\s*=\s*'(?P<value>.*)'$", re.DOTALL)
_NAMESPACE = "microsoft.graph."


class AlternateKey(str):
    """A key given by another property than the id, as in servicePrincipals(appId='…')."""

    property: str

    def __new__(cls, prop: str, value: str) -> AlternateKey:
        key = super().__new__(cls, value)
        key.property = prop
        return key


def parts(raw_path: str) -> list[str]:
    """Names and keys in order: `/jobs('a')/start`, `/jobs/a/start/` and `/jobs/a/microsoft.graph.start` are equal."""
    found: list[str] = []
    for raw in raw_path.split("/"):
        text = unquote(raw)
        if not text:
            continue
        keyed = _KEYED.match(text)
        if keyed is None:
            found.append(_plain(text))
            continue
        found.append(_plain(keyed["name"]))
        if keyed["key"].strip():
            found.append(_key(keyed["key"].strip()))
    return found


def _plain(name: str) -> str:
    return name[len(_NAMESPACE) :] if name.startswith(_NAMESPACE) else name


def _key(text: str) -> str:
    alternate = _ALTERNATE.match(text)
    if alternate is not None:
        return AlternateKey(alternate["property"], alternate["value"].replace("''", "'"))
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places of a declaration that belong to one tenant: ids, addresses, names that each tenant gives anew. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# The settings that say where the target is and who signs in there.
ADDRESSES = (
    "BaseAddress",
    "ClientIdentifier",
    "CompanyId",
    "Domain",
    "InstanceName",
    "Oauth2AuthorizationUri",
    "Oauth2ClientId",
    "Oauth2RedirectUri",
    "Oauth2TokenExchangeUri",
    "SandboxName",
    "Server",
    "SyncAgentADContainer",
    "SyncAgentCompatibilityKey",
    "Url",
    "UserName",
)
_ID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")
# A directory extension bears the id of the application that it belongs to, without hyphens.
_EXTENSION = re.compile(r"(?<![0-9A-Za-z])extension_[0-9A-Fa-f]{32}_(\w+)")
_CUSTOM = re.compile(r"(?<![0-9A-Za-z])CustomSecurityAttributes\.[\w.]+")

# What names a row in the words of a place.
_NAMES = ("name", "target_attribute", "attribute", "key", "id")
# Members whose ids come from the template, and are the same in every tenant.
_OF_THE_TEMPLATE = "id"

Place = tuple[str, ...]


def remarks(settings: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[str]:
    """What a person has to look at before another tenant gets this. schemas: template id -> what is declared of it."""
    told = _addresses(settings)
    texts = [(("settings", *place), text) for place, text in _texts(settings, ())]
    for template_id, schema in schemas.items():
        texts += [((f"schema of {template_id}", *place), text) for place, text in _texts(schema, ())]
    told += _found(_ID, texts, "holds an id; if it is one of this tenant, another tenant wants its own.")
    told += _found(
        _EXTENSION,
        texts,
        "names a directory extension after an application of this tenant; another tenant names it otherwise.",
    )
    told += _found(
        _CUSTOM, texts, "names a custom security attribute; another tenant needs it defined under this name."
    )
    return told


def _addresses(settings: Mapping[str, Any]) -> list[str]:
    """The settings that are likely to differ from tenant to tenant."""
    keys = [key for key in sorted(settings) if key in ADDRESSES]
    if not keys:
        return []
    verb, other = ("says", "another") if len(keys) == 1 else ("say", "others")
    return [
        f"settings: {', '.join(keys)} {verb} where the target is or who signs in there; another tenant is likely to want {other}."
    ]


def _found(pattern: re.Pattern[str], texts: Iterable[tuple[Place, str]], meaning: str) -> list[str]:
    """A sentence for each place in which the pattern occurs; what occurs is not repeated, so that no id gets further."""
    places = dict.fromkeys(" / ".join(place) for place, text in texts if pattern.search(text))
    return [f"{place}: this {meaning}" for place in places]


def _texts(tree: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text of a tree with its place in words, keys of structures too."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            if name == _OF_THE_TEMPLATE and place:
                continue
            yield (*place, without_ids(str(name))), str(name)
            yield from _texts(value, (*place, without_ids(str(name))))
    elif isinstance(tree, (list, tuple)):
        for number, row in enumerate(tree, 1):
            yield from _texts(row, (*place, _called(row, number)))
    elif isinstance(tree, str):
        yield place, tree


def _called(row: Any, number: int) -> str:
    """One row of a list in words."""
    if isinstance(row, Mapping):
        if row.get("source_object") or row.get("target_object"):
            return without_ids(f"{row.get('source_object') or ''} -> {row.get('target_object') or ''}")
        name = next((row[name] for name in _NAMES if row.get(name)), None)
        if name is not None:
            return without_ids(str(name))
    return str(number)


def without_ids(text: str) -> str:
    """A text for people: ids in it are left out, so that none gets further by a remark."""
    return _EXTENSION.sub(r"extension_…_\1", _ID.sub("…", text))

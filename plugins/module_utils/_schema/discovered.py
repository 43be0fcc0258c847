# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a target was found to have, laid over what its schema knows, and as the declaration that makes it known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._schema import export, places, same_forms, words_levels
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import Row, with_meaning, with_members

NEW, ALL = "new", "all"

# What each discoverability tells of an attribute besides its name (fact sheet 2.4). An answer prints the other members
# too, with their defaults, and these are no news of an attribute that is known already.
_TELLS: Mapping[str, tuple[str, ...]] = {
    "attributedatatypes": ("type",),
    "attributereadonly": ("mutability",),
    "referenceattributes": ("referencedObjects",),
}


class Seen(NamedTuple):
    """rows: as the option `directories` takes them; new_attributes: `object.attribute`; not_expressed: sentences."""

    rows: list[dict[str, Any]]
    new_attributes: list[str]
    not_expressed: list[str]


def discoverable(directory: Mapping[str, Any]) -> bool:
    """Whether the target of a directory can be asked for its definitions."""
    return bool(_flags(directory))


def declared(document: Row, position: int, found: Mapping[str, Any], only: str) -> Seen:
    """What was found, as a declaration: of what is NEW, for state merged, or of ALL, for state replaced.

    position: of the directory in the document that was asked; found: the definition that came back. What the document
    knows and the answer does not tell stays: others may have added it.
    """
    stored = document["directories"][position]
    new = sorted(set(_new_attributes(stored, found)))
    if only == ALL:
        named = {**found, "id": stored.get("id"), "name": stored.get("name")}
        rows, not_expressed = export.full({"directories": [named]})
    else:
        directories = list(document["directories"])
        directories[position] = _overlaid(stored, found)
        rows, not_expressed = export.changes(with_members(document, {"directories": directories}), document)
    return Seen(rows["directories"], new, not_expressed)


def _flags(directory: Mapping[str, Any]) -> list[str]:
    found: list[str] = same_forms.flags(str(directory.get("discoverabilities") or ""))
    return found


def _new_attributes(stored: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    known = words_levels.OBJECTS.rows(stored)
    for key, row in words_levels.OBJECTS.rows(found).items():
        there = words_levels.ATTRIBUTES.rows(known.get(key, {}))
        yield from (
            f"{row.get('name')}.{places.name_key(one)}"
            for name, one in words_levels.ATTRIBUTES.rows(row).items()
            if name not in there
        )


def _overlaid(stored: Row, found: Mapping[str, Any]) -> Row:
    """The directory with what was found besides, and with what can be discovered as it was found."""
    told = [member for flag in _flags(stored) for member in _TELLS.get(flag, ())]
    objects: dict[str, Any] = words_levels.OBJECTS.rows(stored)
    for key, row in words_levels.OBJECTS.rows(found).items():
        objects[key] = _object(objects[key], row, told) if key in objects else row
    return {**stored, "objects": list(objects.values())}


def _object(stored: Row, found: Mapping[str, Any], told: list[str]) -> Row:
    attributes: dict[str, Any] = words_levels.ATTRIBUTES.rows(stored)
    for key, row in words_levels.ATTRIBUTES.rows(found).items():
        attributes[key] = _attribute(attributes[key], row, told) if key in attributes else row
    return {**stored, "attributes": list(attributes.values())}


def _attribute(stored: Row, found: Mapping[str, Any], told: list[str]) -> Row:
    news = {member: found[member] for member in told if found.get(member) is not None}
    return with_meaning(words_levels.ATTRIBUTES.kind, stored, news)

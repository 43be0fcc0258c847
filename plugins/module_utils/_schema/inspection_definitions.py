# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a document defines: directories by name, their objects, and the attributes of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._schema import places, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row

# The same in every tenant, while the name was changed over the years.
_ENTRA_ID = "66e4a8cc-1b7b-435e-95f8-f06cea133828"


class Definition(NamedTuple):
    """An object as one side of an object mapping sees it: its name, its attributes, and the rows that say so.

    Shipped schemas define two objects of one name in one directory, and an object mapping knows the name only: what
    either defines is taken as defined.
    """

    name: str
    attributes: Mapping[str, Row]
    rows: tuple[Row, ...]


class Definitions:
    """The definitions of one document; objects are gone through when they are asked for."""

    def __init__(self, document: Row) -> None:
        self._directories = {str(one.get("name")): one for one in places.directories(document)}
        self._found: dict[tuple[str, str], Definition | None] = {}

    @property
    def directories(self) -> list[str]:
        """The names of the directories."""
        return list(self._directories)

    def objects(self, directory: Any) -> list[str]:
        """The names of the objects of a directory."""
        return [str(row.get("name")) for row in self._objects(directory)]

    def is_entra(self, directory: Any) -> bool:
        """Whether the directory of this name is Entra ID, the tenant's own or another's."""
        return str(self._directories.get(str(directory), {}).get("id")).lower() == _ENTRA_ID

    def definition(self, directory: Any, name: Any) -> Definition | None:
        """The object of this name in this directory, or None."""
        key = (str(directory), str(name))
        if key not in self._found:
            rows = tuple(row for row in self._objects(directory) if row.get("name") == name)
            attributes = {str(one.get("name")): one for row in rows for one in row.get("attributes") or []}
            self._found[key] = Definition(str(name), attributes, rows) if rows else None
        return self._found[key]

    def _objects(self, directory: Any) -> Iterable[Row]:
        return self._directories.get(str(directory), {}).get("objects") or []


def same_rows(one: Definition | None, other: Definition | None) -> bool:
    """Whether nothing of a definition was touched."""
    left, right = (side.rows if side else () for side in (one, other))
    return len(left) == len(right) and all(row is twin for row, twin in zip(left, right))


def functions(source: Any) -> Iterator[Row]:
    """Every call in the tree of a source, outermost first."""
    if isinstance(source, Mapping):
        if str(source.get("type")).lower() == "function":
            yield source
        for parameter in words_values.rows(source.get("parameters")):
            yield from functions(parameter.get("value"))


def read(source: Any) -> list[str]:
    """The names of the attributes that the tree of a source reads, each once."""
    return list(dict.fromkeys(_read(source)))


def _read(source: Any) -> Iterator[str]:
    if isinstance(source, Mapping):
        if str(source.get("type")).lower() == "attribute":
            yield str(source.get("name") or str(source.get("expression") or "")[1:-1])
        for parameter in words_values.rows(source.get("parameters")):
            yield from _read(parameter.get("value"))

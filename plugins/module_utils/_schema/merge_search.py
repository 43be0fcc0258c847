# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which row of a document a declared one means. A search gives its position, or raises InvalidInput saying what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import places
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import (
    DirectoryRow,
    ObjectMappingRow,
    ObjectRow,
    RuleRow,
)

Row = dict[str, Any]

# Names that the service changed, while ids stayed: https://learn.microsoft.com/entra/fundamentals/new-name
_OLD_NAME, _NEW_NAME = "Azure Active Directory", "Microsoft Entra ID"


def rule(rows: Sequence[Row], wanted: RuleRow) -> int:
    """The position of the rule."""
    return _identified(rows, wanted, "rule", "rules")


def directory(rows: Sequence[Row], wanted: DirectoryRow) -> int:
    """The position of the directory; cross-tenant schemas have two of one id, told apart by name."""
    return _identified(rows, wanted, "directory", "directories")


def object_mapping(rows: Sequence[Row], wanted: ObjectMappingRow) -> int | None:
    """The position of the object mapping; None when there is none, and one can be added or is gone already.

    InvalidInput, with the candidates, where what is declared fits several, or none and cannot be added.
    """
    found = _object_mappings(rows, wanted)
    if len(found) > 1:
        listed = "; ".join(_described(rows[place]) for place in found)
        raise InvalidInput([f"{wanted.where}: {len(found)} object mappings are meant by this: {listed}. {_TELL_APART}"])
    if found:
        return found[0]
    if wanted.absent or (_is_pair(wanted) and wanted.attribute_mappings is not None and not _misspelt(rows, wanted)):
        return None
    raise InvalidInput([f"{wanted.where}: {_nothing_there(rows, wanted)}"])


def object_definition(rows: Sequence[Row], wanted: ObjectRow) -> int | None:
    """The position of the object definition; None when there is none, and one can be added or is gone already.

    InvalidInput for a number that the directory has not, and where several bear the name and no number is given.
    """
    found = [place for place, row in enumerate(rows) if places.name_key(row) == wanted.name]
    if wanted.number is None and len(found) > 1:
        raise InvalidInput(
            [f"{wanted.where}: {len(found)} objects are named {wanted.name}; say which with number, 1 to {len(found)}."]
        )
    number = wanted.number or 1
    if number <= len(found):
        return found[number - 1]
    if wanted.absent or number == len(found) + 1:
        return None
    raise InvalidInput(
        [
            f"{wanted.where}: the directory has {len(found)} objects of this name; the next one is number {len(found) + 1}."
        ]
    )


_TELL_APART = "Give source_object, target_object and name until one is left."


def _identified(rows: Sequence[Row], wanted: RuleRow | DirectoryRow, one: str, many: str) -> int:
    """By id where it is given, by name where that leaves several or was given alone."""
    found = list(range(len(rows)))
    if wanted.id is not None:
        found = [place for place in found if str(rows[place].get("id")).lower() == wanted.id.lower()]
    if wanted.name is not None and (wanted.id is None or len(found) > 1):
        found = _named(rows, found, wanted.name) or (found if wanted.id is not None else [])
    if len(found) == 1:
        return found[0]
    said = f"id {wanted.id}" if wanted.id is not None else f"name {wanted.name}"
    listed = ", ".join(f"{rows[place].get('name')} ({rows[place].get('id')})" for place in found or range(len(rows)))
    if found:
        more = "the id too" if wanted.id is None else "the name of one of them too"
        raise InvalidInput([f"{wanted.where}: {len(found)} {many} have the {said}: {listed}. Give {more}."])
    known = {str(row.get("name" if wanted.id is None else "id")) for row in rows}
    hint = nearest(str(wanted.name if wanted.id is None else wanted.id), known)
    raise InvalidInput(
        [f"{wanted.where}: the schema has no {one} with the {said}.{hint} Its {many} are {listed or 'none'}."]
    )


def _named(rows: Sequence[Row], among: Sequence[int], name: str) -> list[int]:
    """Rows of this name; where no row has it, of the name that the service gave it later or had before."""
    exact = [place for place in among if rows[place].get("name") == name]
    return exact or [place for place in among if _renamed(rows[place].get("name")) == _renamed(name)]


def _renamed(name: Any) -> str:
    return str(name).replace(_OLD_NAME, _NEW_NAME)


def _object_mappings(rows: Sequence[Row], wanted: ObjectMappingRow) -> list[int]:
    """Those with the given objects. The name decides among several, and where an object was left open; else it is the
    name to set, but for a row that shall go: a second run must not take the one that was left."""
    found = list(range(len(rows)))
    for member, value in (("sourceObjectName", wanted.source_object), ("targetObjectName", wanted.target_object)):
        if value is not None:
            found = [place for place in found if (rows[place].get(member) or "") == value]
    if wanted.name is None or (_is_pair(wanted) and len(found) < 2 and not wanted.absent):
        return found
    return _named(rows, found, wanted.name)


def _is_pair(wanted: ObjectMappingRow) -> bool:
    return wanted.source_object is not None and bool(wanted.target_object)


def _misspelt(rows: Sequence[Row], wanted: ObjectMappingRow) -> bool:
    """Whether there is one but for upper and lower case: nobody wants both."""
    key = f"{wanted.source_object}{places.ARROW}{wanted.target_object}".lower()
    return any(places.object_mapping_key(row).lower() == key for row in rows)


def _nothing_there(rows: Sequence[Row], wanted: ObjectMappingRow) -> str:
    if _is_pair(wanted):
        said = f"{wanted.source_object}{places.ARROW}{wanted.target_object}"
        hint = nearest(said, {places.object_mapping_key(row) for row in rows})
        more = "" if wanted.attribute_mappings is not None else " To add it, give its attribute_mappings."
    else:
        said, more = str(wanted.name or wanted.target_object or wanted.source_object), ""
        hint = nearest(said, {str(row.get("name")) for row in rows if row.get("name")})
    listed = "; ".join(map(_described, rows)) or "none"
    return f"the rule has no object mapping {said}.{hint}{more} It has: {listed}."


def _described(row: Row) -> str:
    name = f" ({row['name']})" if row.get("name") else ""
    source = "" if row.get("sourceObjectName") else "(no source)"
    return f"{source}{places.object_mapping_key(row)}{name}"

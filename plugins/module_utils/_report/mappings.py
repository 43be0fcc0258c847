# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a job's mappings is not as its template has them, as rows of place and change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import leaves

# How rows of each list are called, and by which members they are known.
LEVELS = {
    "synchronization_rules": ("rule", ("name", "id")),
    "object_mappings": ("", ("source_object", "target_object")),
    "attribute_mappings": ("", ("target_attribute",)),
    "directories": ("directory", ("name",)),
    "objects": ("object", ("name",)),
    "attributes": ("attribute", ("name",)),
}
REMOVED = "removed"

Row = dict[str, Any]


def changes(schema: Mapping[str, Any] | None) -> list[Row]:
    """The changes of a schema that was read with `only: changes`, or gathered: place and what is declared there."""
    found = []
    for part in ("synchronization_rules", "directories"):
        found += list(_rows(part, (schema or {}).get(part) or [], []))
    return found


def _rows(part: str, rows: Sequence[Mapping[str, Any]], above: list[str]) -> Iterator[Row]:
    for row in rows:
        yield from _row(part, row, above)


def _row(part: str, row: Mapping[str, Any], above: list[str]) -> Iterator[Row]:
    place = [*above, _name(part, row)]
    known = LEVELS[part][1]
    if row.get("state") == "absent":
        yield {"place": place, "kind": _kind(part), "what": REMOVED, "members": {}}
        return
    inner = [member for member in row if member in LEVELS and isinstance(row[member], (list, tuple))]
    own = {
        str(member): value
        for member, value in row.items()
        if member not in known and member not in inner and value is not None
    }
    if own or not inner:
        members = {where: value for member, one in own.items() for where, value in leaves.leaves(one, member)}
        yield {"place": place, "kind": _kind(part), "what": "declared", "members": members}
    for member in inner:
        yield from _rows(member, row[member], place)


def _kind(part: str) -> str:
    return part.rstrip("s").replace("directorie", "directory").replace("_", " ")


def _name(part: str, row: Mapping[str, Any]) -> str:
    word, known = LEVELS[part]
    if part == "object_mappings":
        return " → ".join(str(row.get(member)) for member in known if row.get(member))
    name = next((str(row[member]) for member in known if row.get(member)), "unnamed")
    return f"{word} {name}".strip()

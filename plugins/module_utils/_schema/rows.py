# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows and lists with some parts changed: new ones that share all else, and the very same ones when nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import places, same

Row = dict[str, Any]


def with_members(row: Row, members: Mapping[str, Any]) -> Row:
    """The row with these very members."""
    changed = {name: value for name, value in members.items() if row.get(name) is not value}
    return {**row, **changed} if changed else row


def with_meaning(level: same.Level, row: Row, wanted: Mapping[str, Any]) -> Row:
    """The row with the wanted members, of which those that mean the same keep their spelling."""
    return with_members(row, {name: wanted[name] for name in same.moving(level, row, wanted)})


def with_rows(rows: list[Any] | None, changes: Mapping[int, Any], added: Iterable[Any] = ()) -> list[Any] | None:
    """The rows with some changed by position (None takes one away), and with more at the end."""
    before = rows or []
    more = list(added)
    if not more and all(before[place] is row for place, row in changes.items()):
        return rows
    after = [changes.get(place, row) for place, row in enumerate(before)]
    return [*(row for place, row in enumerate(after) if row is not None or place not in changes), *more]


def listed(actual: Any, rows: list[Any]) -> Any:
    """The rows; the stored list itself where they are its own."""
    before = actual if isinstance(actual, list) else []
    stays = len(before) == len(rows) and all(one is other for one, other in zip(before, rows))
    return actual if stays else rows


def by_key(rows: list[Any] | None, key: Any) -> dict[str, list[int]]:
    """Where the rows of each key stand."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows or []):
        found.setdefault(key(row), []).append(place)
    return found


def keys(rows: list[Any] | None, key: Any) -> list[str]:
    """What each row is called in places, by position."""
    return list(places.keyed(rows, key))

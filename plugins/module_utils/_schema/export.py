# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schema document as a declaration: whole, or only what somebody changed of the template's default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    export_check,
    export_rows,
    places,
    words_levels,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.export_rows import Declared
from ansible_collections.entra.provisioning.plugins.module_utils._schema.words_levels import Level, Row

_LEVELS = words_levels.DOCUMENT.below
_ORIGINS = {*export_check.SOURCES, "default_value"}


def full(document: Row) -> tuple[dict[str, list[Declared]], list[str]]:
    """All that can be declared of a document, and in sentences what cannot.

    The first is {"synchronization_rules": [...], "directories": [...]}. Applied with state replaced (overridden, where
    object mappings or objects shall go too) to the default of the same template it gives the document again. Rules that
    belong to the engine are left out.
    """
    # Nearly every document can be declared as it stands, which is seen at once. Only the others are tried row by row.
    rows = _Full(export_check.Unasked()).rows(document)
    if not any(export_check.left_over(document, rows, document, "replaced")):
        return export_rows.without_usual_flow_types(rows), []
    export = _Full(export_check.Refusals())
    rows = export.rows(document)
    return rows, export.refusals.all(export_check.left_over(document, rows, document, "replaced"))


def changes(document: Row, default: Row) -> tuple[dict[str, list[Declared]], list[str]]:
    """What differs from the default, as a declaration for state merged, and in sentences what cannot be declared."""
    export = _Changes()
    rows = {level.option: _sorted(export.rows(level, default, document, ())) for level in _LEVELS}
    return rows, export.refusals.all(export_check.left_over(default, rows, document, "merged"))


class _Full:
    """Every row, complete."""

    def __init__(self, refusals: export_check.Refusals) -> None:
        self.refusals = refusals

    def rows(self, document: Row) -> dict[str, list[Declared]]:
        return {level.option: _sorted(self._rows(level, document, ())) for level in _LEVELS}

    def _list(self, level: Level, parent: Row, above: tuple[str, ...]) -> list[Declared]:
        return self.refusals.apart(level, _sorted(self._rows(level, parent, above)), above)

    def _rows(self, level: Level, parent: Row, above: tuple[str, ...]) -> Iterator[Declared]:
        rows = level.rows(parent)
        for key, row in rows.items():
            if _nameless(level, row) or (level is not words_levels.OBJECTS and _is_repeated(level, key, rows)):
                continue
            path = (*above, export_rows.called(level, key, row))
            said = {
                **export_rows.identity(level, key, row, _is_one_of_several(level, key, rows)),
                **export_rows.declared(level, row, export_rows.WHOLE[level.option]),
            }
            kept = self.refusals.accepted(level, said, row, path)
            if kept is not None:
                yield {**kept, **{one.option: self._list(one, row, path) for one in level.below}}


class _Changes:
    """Only the rows that somebody changed, and of these only what moved."""

    def __init__(self) -> None:
        self.refusals = export_check.Refusals()

    def rows(self, level: Level, before: Row, after: Row, above: tuple[str, ...]) -> Iterator[Declared]:
        if before.get(level.wire) is after.get(level.wire):
            return
        olds, news = level.rows(before), level.rows(after)
        for key in {**olds, **news}:
            old, new = olds.get(key), news.get(key)
            row = new or old or {}
            if old is new or _nameless(level, row) or any(_is_twice(level, key, side) for side in (olds, news)):
                continue
            path = (*above, export_rows.called(level, key, row))
            named = export_rows.identity(level, key, row, any(_is_one_of_several(level, key, s) for s in (olds, news)))
            if old is not None and new is not None:
                yield from self._moved(level, named, old, new, path)
            elif level.names == ("id",):
                # Rules and directories come from the template.
                continue
            elif new is None:
                yield {**named, "state": "absent"}
            elif _is_addable(level, key, olds):
                yield from self._added(level, named, new, path)

    def _list(self, level: Level, before: Row, after: Row, above: tuple[str, ...]) -> list[Declared]:
        return self.refusals.apart(level, _sorted(self.rows(level, before, after, above)), above)

    def _moved(self, level: Level, named: Declared, old: Row, new: Row, path: tuple[str, ...]) -> Iterator[Declared]:
        moving = export_rows.moved(level, old, new)
        kept = self.refusals.accepted(level, {**named, **moving}, new, path) if moving else named
        if kept is None:
            return
        rows = {one.option: self._list(one, old, new, path) for one in level.below}
        said = {**kept, **{option: found for option, found in rows.items() if found}}
        if said != named:
            yield said

    def _added(self, level: Level, named: Declared, row: Row, path: tuple[str, ...]) -> Iterator[Declared]:
        said = self.refusals.accepted(level, {**named, **export_rows.added(level, row)}, row, path)
        if said is None or (level is words_levels.ATTRIBUTE_MAPPINGS and not said.keys() & _ORIGINS):
            # A new attribute mapping has to say where its value comes from.
            return
        yield {**said, **{one.option: self._list(one, {}, row, path) for one in level.below}}


def _sorted(rows: Iterable[Declared]) -> list[Declared]:
    """Rows in an order of their own, since that of the service means nothing."""

    def order(row: Declared) -> tuple[str, ...]:
        parts = [row.get(option) for names in export_rows.IDENTITY.values() for option in (*names, "number")]
        words = [str(part) for part in parts if part is not None]
        return (*(word.casefold() for word in words), *words)

    return sorted(rows, key=order)


def _nameless(level: Level, row: Row) -> bool:
    """Rows that no declaration can name, and those that are not anybody's to declare."""
    if level is words_levels.RULES and not places.editable(row):
        return True
    return not row.get(level.names[-1])


def _is_one_of_several(level: Level, key: str, rows: Mapping[str, Row]) -> bool:
    first = key.rpartition(" #")[0] if " #" in key else key
    return level is words_levels.OBJECTS and f"{first} #2" in rows


def _is_repeated(level: Level, key: str, rows: Mapping[str, Row]) -> bool:
    """The second and later rows of one key, where directories can still be told apart by name."""
    first, mark, dummy = key.rpartition(" #")
    if not mark or first not in rows:
        return False
    return level is not words_levels.DIRECTORIES or rows[first].get("name") == rows[key].get("name")


def _is_twice(level: Level, key: str, rows: Mapping[str, Row]) -> bool:
    """Rows of one key that a declaration cannot tell apart: neither of them is declared."""
    if level is words_levels.OBJECTS:
        return False
    return _is_repeated(level, key, rows) or (f"{key} #2" in rows and _is_repeated(level, f"{key} #2", rows))


def _is_addable(level: Level, key: str, olds: Mapping[str, Row]) -> bool:
    """Whether a declaration of a row that is not there adds it, and is not taken for a slip."""
    if level is words_levels.OBJECTS:
        first = key.rpartition(" #")[0] if " #" in key else key
        there = sum(1 for row in olds.values() if row.get("name") == first)
        return export_rows.number(key) == there + 1
    return level is not words_levels.OBJECT_MAPPINGS or key.lower() not in {old.lower() for old in olds}

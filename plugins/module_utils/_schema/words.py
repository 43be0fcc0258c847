# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What moves between two schema documents, in the words of the options: what a diff and a plan show.

    {"synchronization_rules": {"USERS": {"object_mappings": {"User -> Account": {"attribute_mappings": {
        "userName (matching_priority 1)": {"source": "[mail]"}}}}}}}

What stays is left out, so whatever tells a row that moves from its neighbours stands in its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import trimmed
from ansible_collections.entra.provisioning.plugins.module_utils._schema import words_levels, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.words_levels import Level, Row

Words = dict[str, Any]


def sides(before: Row, after: Row) -> tuple[Words, Words]:
    """Both sides of what moves: (before, after), nested by the names of options. Two empty ones: nothing moves.

    A row that is new stands in `after` only, with whatever is not its default; one that goes in `before` only.
    Members that no option knows are shown by their JSON path.
    """
    return _moved(words_levels.DOCUMENT, before, after)


def whole(level: Level, row: Row) -> Words:
    """A row that is new or goes: whatever is not its default, and the rows below it."""
    said: Words = {}
    for name in sorted(row.keys() - level.kind.volatile - set(level.names)):
        if not is_annotation(name) and not any(name == below.wire for below in level.below):
            said.update(_notable(level, name, row))
    for below in level.below:
        rows = {key: whole(below, inner) for key, inner in below.rows(row).items()}
        said.update({below.option: rows} if rows else {})
    return said


def _notable(level: Level, name: str, row: Row) -> Words:
    known = level.member(name)
    said = member(level, name, row)
    if known is None:
        return said
    telling = known.spread or known.telling or said != {known.option: known.words({})}
    return _spoken(said) if telling else {}


def _moved(level: Level, before: Row, after: Row) -> tuple[Words, Words]:
    left: Words = {}
    right: Words = {}
    for name in level.moving(before, after):
        one, other = member(level, name, before), member(level, name, after)
        if one == other:
            # It moves in a way that no option has a word for.
            one, other = _plain(name, before), _plain(name, after)
        left.update(one)
        right.update(other)
    left, right = (_spoken(side) for side in trimmed(left, right))
    for below in level.below:
        one, other = _moved_rows(below, before, after)
        left.update({below.option: one} if one else {})
        right.update({below.option: other} if other else {})
    return left, right


def _moved_rows(level: Level, before: Row, after: Row) -> tuple[Words, Words]:
    if before.get(level.wire) is after.get(level.wire):
        return {}, {}
    olds, news = level.rows(before), level.rows(after)
    left: Words = {}
    right: Words = {}
    for key, label in labels(level, olds, news).items():
        old, new = olds.get(key), news.get(key)
        if old is None:
            right[label] = whole(level, news[key])
        elif new is None:
            left[label] = whole(level, old)
        elif old is not new:
            one, other = _moved(level, old, new)
            left.update({label: one} if one else {})
            right.update({label: other} if other else {})
    return left, right


def labels(level: Level, olds: Mapping[str, Row], news: Mapping[str, Row]) -> dict[str, str]:
    """What to call each row that either side has, by its place, in order of the places."""
    keys = sorted({*olds, *news})
    if level.names != ("id",):
        return {key: _label(key, olds.get(key), news.get(key)) for key in keys}
    titles = {key: words_levels.title(news.get(key) or olds[key]) for key in keys}
    taken = list(titles.values())
    return {key: title if taken.count(title) == 1 else f"{title} ({key})" for key, title in titles.items()}


def _label(key: str, old: Row | None, new: Row | None) -> str:
    priorities = {words_levels.priority(row) for row in (old, new) if row is not None}
    if old is not None and new is not None and len(priorities) == 1 and priorities != {0}:
        return f"{key} (matching_priority {priorities.pop()})"
    return key


def member(level: Level, name: str, row: Row) -> Words:
    """The options that one member is, or its JSON paths where it has no option or not the form it should have."""
    known = level.member(name)
    if known is None:
        return _plain(name, row)
    try:
        value = known.words(row)
    except (AttributeError, KeyError, TypeError):
        return _plain(name, row)
    if known.spread:
        return dict(value)
    return {known.option: value, **dict(words_values.strange(row.get(name), name))}


def _plain(name: str, row: Row) -> Words:
    return dict(words_values.leaves(row[name], name)) if name in row else {}


def _spoken(side: Words) -> Words:
    """Without what has no value on this side."""
    return {option: value for option, value in side.items() if value is not None}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One object of a document over the stored one, made of the stored one's parts wherever they mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options, places, same, same_forms
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import Row, listed


def over(level: same.Level, wanted: Mapping[str, Any], actual: Row) -> Row:
    """The object as wanted; actual itself where that means the same."""
    if wanted is actual:
        return actual
    found: Row = {}
    for name in [*actual, *(name for name in wanted if name not in actual)]:
        value = _member(level, name, wanted, actual)
        if value is not same_forms.ABSENT:
            found[name] = value
    stays = len(found) == len(actual) and all(actual.get(name, same_forms.ABSENT) is found[name] for name in found)
    return actual if stays else found


def _member(level: same.Level, name: str, wanted: Mapping[str, Any], actual: Row) -> Any:
    """What a member shall be; ABSENT when it shall not be there."""
    ours = actual.get(name, same_forms.ABSENT)
    if name in level.volatile or is_annotation(name):
        return ours
    if name in level.rows:
        return _rows(level, name, wanted, ours)
    if name not in level.members:
        theirs = wanted.get(name, ours)
        return ours if same_forms.same_json(theirs, ours) else theirs
    theirs = wanted.get(name)
    if same.same_member(level, name, theirs, actual.get(name)):
        return ours if actual else theirs  # a new row has all that it was given
    return _spelled(level, name, level.defaults[name] if theirs is None else theirs, ours)


def _rows(level: same.Level, name: str, wanted: Mapping[str, Any], ours: Any) -> Any:
    """The stored rows that are wanted, where they stand, and the new ones after them."""
    inner, key = level.rows[name]
    stored = places.keyed(None if ours is same_forms.ABSENT else ours, key)
    asked = places.keyed(wanted.get(name), key)
    kept = [over(inner, asked[place], row) for place, row in stored.items() if place in asked]
    return listed(ours, [*kept, *(over(inner, row, {}) for place, row in asked.items() if place not in stored)])


def _spelled(level: same.Level, name: str, value: Any, ours: Any) -> Any:
    """A value as the service spells it: it refuses enumerations in another case (406)."""
    if name in level.choices:
        return same_forms.word(value, level.choices[name])
    if name == "flowTypes" and isinstance(value, str):
        words = [word.strip() for word in value.split(",")]
        spelled = [same_forms.word(word, options.FLOW_TYPES) for word in words]
        return value if spelled == words else ",".join(spelled)
    if name == "source":
        return same_forms.source(value)
    return _scope(value, ours) if name == "scope" else value


def _scope(value: Any, ours: Any) -> Any:
    """A scope of which one set moves keeps the others as they are stored."""
    if not (isinstance(value, Mapping) and isinstance(ours, Mapping)):
        return value
    kept = {
        name: ours[name]
        for name in same_forms.FILTER_SETS
        if name in ours and same.same_filter_groups(value.get(name), ours[name])
    }
    return {**ours, **value, **kept}

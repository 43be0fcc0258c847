# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nested values as lines that a person reads: each a path and what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

BETWEEN = " › "


class Move(NamedTuple):
    """What moves at one place; None is nothing."""

    place: str
    before: str | None
    after: str | None


def moves(before: Any, after: Any) -> list[Move]:
    """What differs between two values, in the order in which it stands in them."""
    old, new = dict(leaves(before)), dict(leaves(after))
    places = [*new, *(place for place in old if place not in new)]
    return [Move(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """The places of a value that hold no further ones. None is nothing, as an answer without before or after is."""
    if value is None:
        return
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from leaves("null" if inner is None else inner, f"{place}{BETWEEN}{key}" if place else str(key))
    elif isinstance(value, (list, tuple)) and any(isinstance(one, (Mapping, list, tuple)) for one in value):
        for number, inner in enumerate(value, 1):
            yield from leaves(inner, f"{place}{BETWEEN}{number}" if place else str(number))
    else:
        yield place, plain(value)


def plain(value: Any) -> str:
    """One value: a text as it is, all else as JSON."""
    return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)

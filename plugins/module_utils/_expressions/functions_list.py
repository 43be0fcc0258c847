# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that make lists and take values out of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    Slots,
    each,
    strict,
    values_of,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.utf16 import WHITE_SPACE
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Single,
    Value,
    as_text,
    as_whole,
)


def several(value: Value) -> list[Single]:
    """The values of a list; a single value is a list of one, null a list of none."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def join(run: Evaluation, slots: Slots) -> Value:
    """Join(separator, value, ...): a list contributes each of its values; empty ones are left out."""
    separator, *sources = values_of(run, "Join", slots)
    between = as_text(separator, "The separator of Join")
    texts = [as_text(one, "A value of Join") for source in sources for one in several(source)]
    filled = [text for text in texts if text]
    if between and len(filled) < len(texts) + sources.count(None):
        run.warn(
            "Join left out a value that is null or empty, together with its separator. One documented example needs "
            "this; there is no rule in words."
        )
    run.room_for(sum(map(len, filled)) + len(between) * len(filled))
    return between.join(filled)


def split(run: Evaluation, source: Value, delimiter: Value) -> Value:
    """Split(text, delimiter): nothing is trimmed, and no piece is left out."""
    if source is None:
        run.warn("What Split gives for null is not documented; it stays null here.")
        return None
    text, mark = as_text(source, "The text of Split"), as_text(delimiter, "The delimiter of Split")
    if len(mark) != 1:
        run.warn("The delimiter of Split is documented to be one character; it is taken as a whole here.")
    pieces = text.split(mark) if mark else [text]
    if any(piece != piece.strip(WHITE_SPACE) for piece in pieces):
        run.warn("Split keeps the blanks around its pieces here; one documented example trims them.")
    if "" in pieces:
        run.warn("Split keeps empty pieces here; that is not documented.")
    return list(pieces)


def item(run: Evaluation, source: Value, index: Value) -> Value:
    """Item(list, index), counted from 1; out of range is an error."""
    values, place = several(source), as_whole(index, "The index of Item")
    if not 1 <= place <= len(values):
        raise Failed(f"Item {place} is out of range: there are {len(values)} values, counted from 1.")
    return values[place - 1]


def count(run: Evaluation, source: Value) -> Value:
    """Count(list)."""
    if not isinstance(source, list):
        run.warn("What Count gives for null or a single value is not documented; it is 0 or 1 here.")
    return len(several(source))


def remove_duplicates(run: Evaluation, source: Value) -> Value:
    """RemoveDuplicates(list): the first of equal values stays, in its place."""
    if not isinstance(source, list):
        return source
    texts = [as_text(one, "A value of RemoveDuplicates") for one in source]
    found = dict(zip(reversed(texts), reversed(source)))
    if len({text.lower() for text in found}) < len(found):
        run.warn(
            "RemoveDuplicates keeps values that differ only in case here; whether it minds the case is not documented."
        )
    return [found[text] for text in dict.fromkeys(texts)]


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "Join": join,
        "Split": each("Split", split),
        "Item": strict("Item", item),
        "Count": strict("Count", count),
        "RemoveDuplicates": strict("RemoveDuplicates", remove_duplicates),
    }
)

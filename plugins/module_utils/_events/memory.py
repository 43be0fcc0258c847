# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source remembers between two looks, and keeps in a file: plain data, and no secret. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation

# Another number for another form of what is kept.
FORM = 1

# principals: id -> how an application with jobs is called; quarantines: key of a job -> what was told of it; declared and
# schemas: what was compared, by application and by job; pending: ids that the first look could not read; unreadable: key
# -> what was told.
SECTIONS = ("principals", "quarantines", "declared", "schemas", "pending", "unreadable")
LOOKED, COMPARED = "looked", "compared"

Memory = dict[str, Any]


class Patch(NamedTuple):
    """What is remembered of one event once it is handed over. value: None forgets the key."""

    section: str
    key: str
    value: Any


class Delivery(NamedTuple):
    """An event, and what is remembered with it."""

    event: dict[str, Any]
    patch: Patch


def fresh() -> Memory:
    """The memory of a source that saw nothing yet."""
    return {LOOKED: False, COMPARED: False, **{section: {} for section in SECTIONS}}


def patched(memory: Mapping[str, Any], patch: Patch) -> Memory:
    """The memory with one thing more in it."""
    section = {key: value for key, value in memory[patch.section].items() if key != patch.key}
    return {**memory, patch.section: section if patch.value is None else {**section, patch.key: patch.value}}


def dump(memory: Mapping[str, Any], whose: Mapping[str, Any]) -> str:
    """The text of the file. whose: what the memory is about."""
    return json.dumps({"form": FORM, "whose": whose, "memory": memory}, sort_keys=True, indent=1) + "\n"


def load(text: str, whose: Mapping[str, Any], place: str) -> Memory:
    """The memory that the file holds. Situation when it is no memory, or one of something else."""
    try:
        kept = json.loads(text)
        form, other, memory = kept["form"], kept["whose"], kept["memory"]
        sound = all(isinstance(memory[section], dict) for section in SECTIONS)
        sound = sound and all(isinstance(memory[flag], bool) for flag in (LOOKED, COMPARED))
    except (ValueError, KeyError, TypeError):
        sound, form, other, memory = False, None, None, None
    if not sound or form != FORM:
        raise Situation(
            f"state_file: {place} was not written by this event source. Name another file, or remove this one to begin anew."
        )
    if other != dict(whose):
        moved = ", ".join(sorted(name for name in {*other, *whose} if other.get(name) != whose.get(name)))
        raise Situation(
            f"state_file: {place} belongs to a source with another {moved}. Give each source a file of its own, or remove "
            "this one to begin anew."
        )
    return {name: memory[name] for name in fresh()}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the options of one declared row: what is wrong goes into notes, so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import Field

Given = Mapping[str, Any]


class Notes:
    """Problems, which end the run, and warnings; each begins with the place in the user's words.

    asking: the service reads every expression, and may know functions that we do not.
    """

    def __init__(self, asking: bool = False) -> None:
        self.asking = asking
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def problem(self, where: str, text: str) -> None:
        self.problems.append(f"{where}: {text}")

    def warning(self, where: str, text: str) -> None:
        self.warnings.append(f"{where}: {text}")


def is_absent(given: Given) -> bool:
    """Whether the row shall go."""
    return given.get("state") == "absent"


def members(fields: Iterable[Field], given: Given, where: str, notes: Notes) -> dict[str, Any]:
    """The given options of these fields, by the service's names and in its form."""
    found: dict[str, Any] = {}
    for field in fields:
        if given.get(field.option) is None:
            continue
        try:
            found[field.wire] = canonical(field, given[field.option], f"{where}.{field.option}")
        except InvalidInput as error:
            notes.problems.extend(error.problems)
    return found


def pairs(given: Any) -> list[dict[str, Any]]:
    """Key/value rows; a key may stand more than once."""
    return [{"key": str(row.get("key")), "value": text(row.get("value"))} for row in given]


def text(value: Any) -> Any:
    """A value as the service keeps it: all are texts."""
    return None if value is None else str(value)


def cleared(fields: Mapping[str, str], given: Given, where: str, notes: Notes) -> dict[str, None]:
    """The members that `clear` names, as None. fields: option -> the service's name."""
    found: dict[str, None] = {}
    for option in given.get("clear") or []:
        if given.get(option) is not None:
            notes.problem(where, f"clear: [{option}] and {option} contradict each other; leave one of them out.")
        found[fields[option]] = None
    return found


def refuse_more(given: Given, identifying: Iterable[str], where: str, notes: Notes) -> None:
    """A row that shall go says nothing else."""
    more = sorted(
        option for option, value in given.items() if value is not None and option not in {"state", *identifying}
    )
    if more:
        notes.problem(where, f"the row says state: absent, so leave out {', '.join(more)}.")


def refuse_twice(keys: Iterable[tuple[str, Hashable]], where: str, notes: Notes) -> None:
    """One thing is declared in one row. keys: of each row what a person calls it, and what identifies it."""
    seen: set[Hashable] = set()
    told: set[Hashable] = set()
    for label, key in keys:
        if key in seen and key not in told:
            told.add(key)
            notes.problem(where, f"{label} is declared twice; put all that you want of it into one row.")
        seen.add(key)

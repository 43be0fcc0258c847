# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a job as the service keeps them: rows of a name and a text, in which a name may repeat. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms

WIRE = "synchronizationJobSettings"

Row = Mapping[str, Any]
Rows = Sequence[Row]
# Name -> (the text that is stored, None for none; the text that is wanted).
Moves = Mapping[str, tuple[Any, str]]


def of(job: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a job; None when it does not show them, which does not mean that it has none."""
    if WIRE not in job:
        return None
    rows = [] if job[WIRE] is None else job[WIRE]
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) and row.get("name") for row in rows):
        return None
    return [dict(without_annotations(row)) for row in rows]


def secret_names(given: Mapping[Any, Any]) -> list[Any]:
    """The declared names that hold a secret by nature, in whatever case they are written."""
    secret = {key.lower() for key in terms.SECRET_KEYS}
    return [name for name in given if str(name).lower() in secret]


def declared(given: Mapping[Any, Any]) -> dict[str, str]:
    """Name -> the text that the service keeps for the declared value. InvalidInput with all problems."""
    problems = [
        f"settings.{name}: this key holds a secret; declare it under secrets of entra.provisioning.synchronization."
        for name in secret_names(given)
    ]
    problems += ["settings: a name is empty." for name in given if str(name).strip() == ""]
    problems += [
        f"settings.{name}: the value is null; give a text, or leave the setting out to let it be."
        for name, value in given.items()
        if value is None
    ]
    if problems:
        raise InvalidInput(problems)
    return {str(name): _text(value) for name, value in given.items()}


def _text(value: Any) -> str:
    """The text that the service keeps: True and False with a capital, structures as JSON without blanks."""
    if isinstance(value, (Mapping, list)):
        # Read back first: YAML has keys that are numbers, and JSON has texts, by which it can be sorted.
        plain = json.loads(json.dumps(value, default=str))
        return json.dumps(plain, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return str(value)


def same(one: Any, other: Any) -> bool:
    """Whether two stored values mean the same: truths whatever their case, structures whatever their spelling."""
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if one.lower() == other.lower():
        return one.lower() in ("true", "false")
    structures = _structure(one), _structure(other)
    return None not in structures and _spelled(structures[0]) == _spelled(structures[1])


def shown(text: Any) -> Any:
    """A stored value as a plan shows it: a structure as such, so that a diff has what moves in it."""
    structure = _structure(text)
    return text if structure is None else structure


def _structure(text: Any) -> Any:
    """The structure in a JSON text; None for every other text, numbers and truths too."""
    if not isinstance(text, str) or not text.lstrip().startswith(("{", "[")):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, (dict, list)) else None


def _spelled(structure: Any) -> str:
    """One spelling for one structure. As text, since to Python true is 1."""
    return json.dumps(structure, sort_keys=True)


def unclear(wanted: Mapping[str, str], rows: Rows) -> list[str]:
    """Declared names of which nobody can say which row they mean, as problems."""
    names = [str(row["name"]) for row in rows]
    found = []
    for name in wanted:
        count = names.count(name)
        other = next((known for known in names if known.lower() == name.lower()), None)
        if count > 1:
            found.append(
                f"settings.{name}: the job has this setting {count} times, so nobody can say which one is meant. Leave it "
                "out of the task."
            )
        elif not count and other is not None:
            found.append(f"settings.{name}: the job has {other}, and names are compared exactly. Write it so.")
    return found


def slips(wanted: Mapping[str, str], rows: Rows) -> list[str]:
    """Declared names that the job does not have and that look like one that it has, as warnings."""
    names = {str(row["name"]) for row in rows}
    hints = {name: nearest(name, names) for name in wanted if name not in names}
    return [
        f"settings.{name}: the job has no setting of this name, so it is added.{hint}"
        for name, hint in sorted(hints.items())
        if hint
    ]


def moving(wanted: Mapping[str, str], rows: Rows) -> dict[str, tuple[Any, str]]:
    """The declared settings whose stored value does not mean what is wanted, by name."""
    stored = {row["name"]: row.get("value") for row in rows}
    return {
        name: (stored.get(name), wanted[name])
        for name in sorted(wanted)
        if name not in stored or not same(stored[name], wanted[name])
    }


def merged(rows: Rows, moves: Moves) -> list[dict[str, Any]]:
    """The whole list with what moves: rows that nobody declared as they are, in their order, and new ones at the end."""
    names = {row["name"] for row in rows}
    kept = [{**row, "value": moves[row["name"]][1]} if row["name"] in moves else dict(row) for row in rows]
    return [*kept, *({"name": name, "value": moves[name][1]} for name in moves if name not in names)]


def sides(moves: Moves, rows: Rows) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of a change; what is not there yet is on one side only."""
    names = {row["name"] for row in rows}
    before = {name: shown(move[0]) for name, move in moves.items() if name in names}
    return before, {name: shown(move[1]) for name, move in moves.items()}


def lost(sent: Rows, rows: Rows) -> list[str]:
    """The names that were sent and are not there any more."""
    return sorted({str(row["name"]) for row in sent} - {str(row["name"]) for row in rows})


def alike(one: Iterable[Row], other: Iterable[Row]) -> bool:
    """Whether two lists hold the same rows in the same order, by their meaning."""
    left, right = list(one), list(other)
    return len(left) == len(right) and all(
        first["name"] == second["name"] and same(first.get("value"), second.get("value"))
        for first, second in zip(left, right)
    )

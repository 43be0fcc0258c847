# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check run against the declaration found, by application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import reasons

SAME, DRIFTED, UNKNOWN = "same", "drifted", "unknown"

Row = dict[str, Any]


def compared(declared: Mapping[str, Any], jobs: Sequence[Row]) -> Row:
    """The drift of a result of `synchronizations` in check mode.

    An application that failed is of unknown state, and never one without drift. Changes that belong to no application of
    the result stand under `elsewhere`. jobs: those of the report, to name the applications that nobody declared.
    """
    plan = declared.get("plan") or {}
    rows = [_application(row) for row in declared.get("applications") or []]
    elsewhere = _deal_out(plan.get("changes") or [], rows)
    return {
        "compared": declared.get("applications") is not None and declared.get("plan") is not None,
        "error": _why(declared, rows),
        "summary": plan.get("summary"),
        "plan_fingerprint": plan.get("fingerprint"),
        "applications": sorted(rows, key=lambda row: ((DRIFTED, UNKNOWN, SAME).index(row["state"]), row["name"])),
        "elsewhere": elsewhere,
        "hazards": [
            {member: hazard.get(member) for member in ("name", "detail", "consequence")}
            for hazard in plan.get("hazards") or []
        ],
        "undeclared": _undeclared(rows, jobs) if rows else [],
    }


def _why(declared: Mapping[str, Any], rows: Sequence[Row]) -> str | None:
    """Why there is no comparison at all, or not of everything."""
    if declared.get("applications") is None or declared.get("plan") is None or declared.get("failed"):
        return reasons.of(declared, "The comparison gave no result.")
    failed = sum(row["state"] == UNKNOWN for row in rows)
    return f"{failed} of {len(rows)} applications could not be compared." if failed else None


def _application(row: Mapping[str, Any]) -> Row:
    failed = bool(row.get("msg") or row.get("error"))
    return {
        "name": str(row.get("name") or row.get("service_principal_id") or "unnamed"),
        "service_principal_id": row.get("service_principal_id"),
        "state": UNKNOWN if failed else DRIFTED if row.get("changed") else SAME,
        "summary": row.get("summary"),
        "message": reasons.of(row) if failed else None,
        "changes": [],
    }


def _deal_out(changes: Iterable[Mapping[str, Any]], rows: Sequence[Row]) -> list[Row]:
    """Give each change to the application that its target names: by id, or else by name; the rest is returned."""
    rest: list[Row] = []
    marks = [(row["service_principal_id"], row) for row in rows] + [
        (row["name"], row) for row in sorted(rows, key=lambda row: -len(row["name"]))
    ]
    for change in changes:
        said = {member: change.get(member) for member in ("action", "target", "before", "after")}
        target = str(change.get("target") or "")
        owner = next((row for mark, row in marks if mark and _names(target, str(mark))), None)
        (rest if owner is None else owner["changes"]).append(said)
    return rest


def _names(target: str, mark: str) -> bool:
    """Whether a target names it as a word of its own: "Contoso" is not in "Contoso-2"."""
    return re.search(rf"(?<![\w-]){re.escape(mark)}(?![\w-])", target) is not None


def _undeclared(rows: Sequence[Row], jobs: Sequence[Row]) -> list[str]:
    known = {row["service_principal_id"] for row in rows} | {row["name"] for row in rows}
    names = {job["application"] for job in jobs if not known & {job["service_principal_id"], job["application"]}}
    return sorted(names)

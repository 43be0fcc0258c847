# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The provisioning log in numbers. Whom an entry is about is not kept: the log holds personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import moments

UNKNOWN = "unknown"
# In the order in which they are told; words that the service may add come after these.
STATUSES = ("failure", "warning", "skipped", "success")
# Up to here the hours are told apart, beyond it the days.
HOURS = timedelta(hours=48)
MOST_POINTS = 120

Row = dict[str, Any]


def counted(entries: Iterable[Mapping[str, Any]], limited: bool) -> Row:
    """The numbers of entries as provisioning_log_info gives them."""
    rows = list(entries)
    times = sorted(filter(None, (moments.second(row.get("activity_date_time")) for row in rows)))
    return {
        "error": None,
        "limited": limited,
        "total": len(rows),
        "first": moments.stamp(times[0]) if times else None,
        "last": moments.stamp(times[-1]) if times else None,
        "by_status": _by(rows, "status"),
        "by_action": _by(rows, "action"),
        "by_error": _errors(rows),
        "by_application": _applications(rows),
        "over_time": _over_time(rows, times[-1] - times[0]) if times else None,
    }


def unread(why: str) -> Row:
    """The same for a log that could not be read: nothing is known, which is not the same as nothing happened."""
    unknown = dict.fromkeys(("limited", "total", "first", "last", "over_time"))
    return {"error": why, **unknown, "by_status": {}, "by_action": {}, "by_error": [], "by_application": []}


def in_order(words: Iterable[str]) -> list[str]:
    """Statuses, the worst first."""
    found = set(words)
    return [*(word for word in STATUSES if word in found), *sorted(found - set(STATUSES))]


def _by(rows: list[Mapping[str, Any]], member: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        word = str(row.get(member) or UNKNOWN)
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _application(row: Mapping[str, Any]) -> str:
    principal = row.get("service_principal") or {}
    return str(principal.get("display_name") or principal.get("id") or row.get("job_id") or UNKNOWN)


def _errors(rows: list[Mapping[str, Any]]) -> list[Row]:
    """One row for each error code, the most frequent first; a failure without a code is one of an unknown code."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row.get("error_code") or row.get("status") == "failure":
            groups.setdefault(str(row.get("error_code") or UNKNOWN), []).append(row)
    return sorted((_error(code, group) for code, group in groups.items()), key=lambda one: (-one["count"], one["code"]))


def _error(code: str, group: list[Mapping[str, Any]]) -> Row:
    def words(member: str) -> list[str]:
        return sorted({str(row[member]) for row in group if row.get(member)})

    times = list(filter(None, (moments.second(row.get("activity_date_time")) for row in group)))
    return {
        "code": code,
        "count": len(group),
        "by_status": _by(group, "status"),
        "categories": words("error_category"),
        "recommended_actions": words("recommended_action"),
        "applications": sorted({_application(row) for row in group}),
        "last": moments.stamp(max(times)) if times else None,
    }


def _applications(rows: list[Mapping[str, Any]]) -> list[Row]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_application(row), []).append(row)
    counts = [
        {"application": name, "total": len(group), "by_status": _by(group, "status")} for name, group in groups.items()
    ]
    return sorted(counts, key=lambda one: (-one["by_status"].get("failure", 0), -one["total"], one["application"]))


def _over_time(rows: list[Mapping[str, Any]], span: timedelta) -> Row:
    """The entries of each hour or day, or of so many days that a plot has room, from the first to the last without gaps."""
    step = timedelta(hours=1) if span <= HOURS else timedelta(days=1 + span.days // MOST_POINTS)
    found: dict[Any, dict[str, int]] = {}
    for row in rows:
        moment = moments.second(row.get("activity_date_time"))
        if moment is not None:
            start = (
                moment.replace(minute=0, second=0)
                if step < timedelta(days=1)
                else moment.replace(hour=0, minute=0, second=0)
            )
            counts = found.setdefault(start, {})
            word = str(row.get("status") or UNKNOWN)
            counts[word] = counts.get(word, 0) + 1
    points, start = [], min(found)
    while start <= max(found):
        inside = [counts for moment, counts in found.items() if start <= moment < start + step]
        words = sorted({word for counts in inside for word in counts})
        points.append(
            {
                "start": moments.stamp(start),
                "by_status": {word: sum(counts.get(word, 0) for counts in inside) for word in words},
            }
        )
        start += step
    return {"step_hours": int(step.total_seconds() // 3600), "points": points}

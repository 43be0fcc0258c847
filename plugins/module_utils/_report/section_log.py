# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The section on the provisioning log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import log, moments, parts, plots
from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import Child, Html, join, said, tag

TONES = {"failure": "stop", "warning": "warn", "skipped": "idle", "success": "good"}
OTHER, OTHER_TONE = "other", "new"
MOST_APPLICATIONS = 50
Row = dict[str, Any]


def log_section(model: Row) -> Html | None:
    """What the log says: over time, by action, by error code, by application."""
    found = model["log"]
    if found is None:
        return None
    if found["error"] is not None:
        say = parts.note(
            plots.sign("diamond", "late"), "It could not be read, so what it holds is not known: ", said(found["error"])
        )
        return parts.section("log", "Provisioning log", say)
    if not found["total"]:
        return parts.section("log", "Provisioning log", parts.note("It has no entry in the time that was asked for."))
    return parts.section(
        "log", "Provisioning log", _span(found), _time(found), _actions(found), _errors(found), _applications(found)
    )


def _folded(by_status: Mapping[str, int]) -> dict[str, int]:
    """The statuses that are known, the worst first; any others are one, so that a table keeps its width."""
    known = {word: by_status[word] for word in log.STATUSES if by_status.get(word)}
    rest = sum(count for word, count in by_status.items() if word not in log.STATUSES)
    return {**known, OTHER: rest} if rest else known


def _span(found: Row) -> Html:
    words: list[Child] = [parts.plural(found["total"], "entry"), " "]
    if found["first"]:
        words += ["from ", parts.time(found["first"], None), " to ", parts.time(found["last"], None)]
    limit = (
        " There are older ones that were not read, so the numbers are those of the newest only."
        if found["limited"]
        else ""
    )
    return parts.note(*words, ".", limit, " Whom an entry is about is not shown here.")


def _time(found: Row) -> Html:
    statuses = _folded(found["by_status"])
    tones = {word: TONES.get(word, OTHER_TONE) for word in statuses}
    legend = parts.legend((tones[word], f"{word}: {plots.number(count)}") for word, count in statuses.items())
    if not found["over_time"]:
        return join(tag("h3", "By status"), legend)
    hours = found["over_time"]["step_hours"]
    each = "hour" if hours == 1 else "day" if hours == 24 else f"{hours // 24} days"
    points = [(_label(point["start"], hours), _folded(point["by_status"])) for point in found["over_time"]["points"]]
    totals = ", ".join(f"{word} {count}" for word, count in statuses.items())
    peak = max(points, key=lambda point: sum(point[1].values()))
    words = f"{len(points)} columns. In all: {totals}. The most in one: {sum(peak[1].values())} at {peak[0]}."
    plot = plots.columns("plot-log", f"Log entries by status, each {each}", words, points, tones)
    rows = [(label, *(plots.number(counts.get(word, 0)) for word in statuses)) for label, counts in points if counts]
    numbers = parts.table(f"Log entries by status, each {each}", (each.capitalize(), *statuses), rows)
    folded = tag("details", tag("summary", "The same as a table"), numbers)
    return join(tag("h3", f"By status, each {each}"), legend, plot, folded)


def _label(start: str, hours: int) -> str:
    moment = moments.second(start)
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:00" if hours < 24 else "%Y-%m-%d")


def _actions(found: Row) -> Html:
    rows = [
        plots.Bar(word, value, "new")
        for word, value in sorted(found["by_action"].items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    words = "; ".join(f"{row.label}: {row.value}" for row in rows)
    return join(tag("h3", "By action"), plots.bars("plot-actions", "Log entries by action", f"{words}.", rows))


def _errors(found: Row) -> Html:
    if not found["by_error"]:
        return join(tag("h3", "By error"), parts.note("No entry has an error."))
    rows = [
        (
            parts.code(error["code"]),
            plots.number(error["count"]),
            said(", ".join(error["categories"]).replace("_", " ") or parts.NOTHING),
            parts.listed(
                map(
                    said,
                    error["applications"][:5]
                    + [f"and {len(error['applications']) - 5} more"] * (len(error["applications"]) > 5),
                ),
                "plain",
            ),
            said(" ".join(error["recommended_actions"]) or parts.NOTHING),
            parts.time(error["last"], None) or parts.NOTHING,
        )
        for error in found["by_error"]
    ]
    columns = ("Error", "Entries", "Category", "Applications", "What the service recommends", "Latest")
    bars = [plots.Bar(error["code"], error["count"], _worst(error)) for error in found["by_error"][:10]]
    words = "; ".join(f"{row.label}: {row.value}" for row in bars)
    plot = plots.bars("plot-errors", "Log entries by error code", f"{words}.", bars)
    return join(tag("h3", "By error"), plot, parts.table("Errors in the log, the most frequent first", columns, rows))


def _worst(error: Row) -> str:
    """The colour of the worst status that an error led to."""
    return TONES.get(log.in_order(error["by_status"])[0], OTHER_TONE)


def _applications(found: Row) -> Html:
    statuses = _folded(found["by_status"])
    rows = [
        (
            said(row["application"]),
            plots.number(row["total"]),
            *(plots.number(_folded(row["by_status"]).get(word, 0)) for word in statuses),
        )
        for row in found["by_application"][:MOST_APPLICATIONS]
    ]
    more = len(found["by_application"]) - len(rows)
    table = parts.table(
        "Log entries by application, those with the most failures first", ("Application", "Entries", *statuses), rows
    )
    return join(tag("h3", "By application"), table, parts.note(f"{more} more have entries.") if more else None)

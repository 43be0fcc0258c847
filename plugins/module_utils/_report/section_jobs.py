# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections on jobs: at a glance, quarantines, what could not be read, all jobs, synchronized entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import parts, plots, states
from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import Html, every, join, said, tag

# So many jobs are drawn; the table has all.
DRAWN = 20
# Of more jobs than these, the healthy ones are folded away.
UNFOLDED = 30
# What is drawn of the counters of a cycle: the service's name, the word for it, its colour.
MEASURES = (("imported", "Read", "new"), ("exported", "Written", "good"), ("escrowed", "Held back", "warn"))
Row = dict[str, Any]


def at_a_glance(model: Row) -> Html:
    """The headline numbers and the jobs by state."""
    numbers = model["numbers"]
    tiles = tag("ul", *(tag("li", tile) for tile in _tiles(model)), class_="tiles")
    if not numbers["jobs"]:
        return parts.section("overview", "At a glance", tiles, parts.note(_no_jobs(model)))
    rows = [
        plots.Bar(state.title, numbers["by_state"][state.name], state.tone, state.shape)
        for state in states.STATES
        if numbers["by_state"][state.name]
    ]
    words = "; ".join(f"{row.label}: {row.value}" for row in rows)
    plot = plots.bars("plot-states", "Jobs by state", f"{words}.", rows)
    used = [state for state in states.STATES if numbers["by_state"][state.name]]
    meanings = tag(
        "details", tag("summary", "What the states mean"), parts.facts((one.title, one.meaning) for one in used)
    )
    return parts.section("overview", "At a glance", tiles, tag("h3", "Jobs by state"), plot, meanings)


def _no_jobs(model: Row) -> str:
    """Why there is no plot of jobs."""
    if model["jobs"] is not None:
        return "No application that could be read has a job."
    return "The jobs could not be read." if model["unreadable"] else "The jobs were not looked at."


def _tiles(model: Row) -> list[Html]:
    numbers = model["numbers"]
    found = [] if numbers["jobs"] is None else _tiles_of_jobs(numbers, numbers["by_state"])
    if model["drift"] is not None:
        aside = f"of {numbers['declared']} declared" if numbers["declared"] is not None else ""
        found.append(_tile("drift", numbers["drifted"], "not as declared", "warn", aside))
    if model["mapping_changes"] is not None:
        unread = numbers["mappings_unread"]
        aside = f"{unread} could not be read" if unread else ""
        found.append(_tile("mappings", numbers["mapping_changes"], "mapping changes", None, aside))
    if model["log"] is not None:
        aside = f"of {parts.plural(numbers['log_entries'], 'entry')}" if numbers["log_entries"] is not None else ""
        found.append(_tile("log", numbers["log_failures"], "failures in the log", "stop", aside))
    return found


def _tiles_of_jobs(numbers: Row, by_state: Row) -> list[Html]:
    trouble = sum(by_state[name] for name in ("failing", "entry_errors", "overdue"))
    return [
        _tile("jobs", numbers["jobs"], "jobs", None, f"in {parts.plural(numbers['applications'], 'application')}"),
        _tile("jobs", by_state["healthy"], "healthy", "good"),
        _tile("quarantine", by_state["quarantine"], "in quarantine", "stop"),
        _tile("jobs", trouble, "failing or overdue", "bad"),
        _tile("unreadable", numbers["unreadable"], "could not be read", "late"),
    ]


def _tile(ident: str, value: int | None, label: str, tone: str | None, aside: str = "") -> Html:
    """A number that leads to its section; it has its colour only where there is something to tell."""
    colour = f" w-{tone}" if tone and value else ""
    shown = tag("span", parts.count(value) if value is not None else "?", class_=f"number{colour}")
    words = tag("span", label, class_="label")
    return tag(
        "a",
        shown,
        " ",
        words,
        " ",
        tag("span", aside, class_="quiet") if aside else None,
        href=f"#{ident}",
        class_="tile",
    )


def quarantines(model: Row, as_of: datetime | None) -> Html | None:
    """Each quarantine with cause and remedy, the oldest first."""
    if model["jobs"] is None:
        return None
    found = [job for job in model["jobs"] if job["state"] == "quarantine"]
    found.sort(key=lambda job: str((job["quarantine"] or {}).get("began") or ""))
    if not found:
        return parts.section("quarantine", "Quarantines", parts.note("No job that could be read is in quarantine."))
    return parts.section("quarantine", "Quarantines", every(_quarantine(job, as_of) for job in found))


def _quarantine(job: Row, as_of: datetime | None) -> Html:
    quarantine = job["quarantine"] or {}
    series = quarantine.get("series_count") or 0
    again = f", the number {series} of a series" if series > 1 else ""
    since = parts.time(quarantine.get("began"), as_of)
    rows = [
        ("Cause", join(parts.code(quarantine.get("reason") or "not told"), *_because(quarantine.get("error")))),
        ("Remedy", quarantine.get("remedy")),
        ("Since", since and join(since, again)),
        ("Next attempt", parts.time(quarantine.get("next_attempt"), as_of)),
        ("Job", parts.code(job["job_id"])),
        ("Last cycle", parts.time(job["last_cycle_completed"], as_of) or "none was completed"),
        ("Failures in a row", str(job["successive_failures"]) if job["successive_failures"] else None),
        (
            "More",
            parts.link(job["troubleshooting_url"], "The service's page on the trouble of ", said(job["application"])),
        ),
    ]
    head = tag("h3", plots.sign("square", "stop"), said(job["application"]))
    return tag("article", head, parts.facts(rows), class_="card edge-stop")


def _because(error: Any) -> list[Html]:
    text = parts.cause(error)
    return [join(" ", said(text))] if text else []


def unreadable(model: Row) -> Html | None:
    """What could not be read, by the reason: how these fare is not known."""
    if model["jobs"] is None and not model["unreadable"]:
        return None
    if not model["unreadable"]:
        return parts.section("unreadable", "Could not be read", parts.note("Every application could be read."))
    by_error: dict[str, list[str]] = {}
    for row in model["unreadable"]:
        by_error.setdefault(_alike(row), []).append(row["application"])
    rows = [
        (said(error), plots.number(len(names)), _names(names))
        for error, names in sorted(by_error.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    say = parts.note("How these fare is not known; they are counted neither as healthy nor as failing.")
    table = parts.table("Applications that could not be read, by reason", ("Reason", "Number", "Applications"), rows)
    return parts.section("unreadable", "Could not be read", say, table)


def _alike(row: Row) -> str:
    """The error without the id of the one application, so that a hundred like it are one row."""
    ident = row["service_principal_id"]
    return str(row["error"]).replace(str(ident), "…") if ident else str(row["error"])


def _names(names: Sequence[str]) -> Html:
    if len(names) <= 5:
        return parts.listed((said(name) for name in names), "plain")
    return tag("details", tag("summary", f"{len(names)} applications"), parts.listed(map(said, names), "plain"))


def all_jobs(model: Row, as_of: datetime | None) -> Html | None:
    """Every job: its state, its last cycle, and what that did."""
    if model["jobs"] is None:
        return None
    if not model["jobs"]:
        return parts.section("jobs", "Jobs", parts.note("No application that could be read has a job."))
    return parts.section("jobs", "Jobs", _cycles(model["jobs"]), _tables(model["jobs"], as_of))


def _tables(jobs: Sequence[Row], as_of: datetime | None) -> Html:
    """All jobs in a table; of many, those that are healthy are folded away."""
    if len(jobs) <= UNFOLDED:
        return join(_job_table("All jobs, the worst first", jobs, as_of))
    apart = [job for job in jobs if job["state"] != "healthy"]
    usual = [job for job in jobs if job["state"] == "healthy"]
    head = tag("summary", parts.plural(len(usual), "healthy job"))
    healthy = tag("details", head, _job_table("Healthy jobs", usual, as_of)) if usual else None
    return join(_job_table("Jobs that are not healthy, the worst first", apart, as_of), healthy)


def _job_table(caption: str, jobs: Sequence[Row], as_of: datetime | None) -> Html | None:
    words = (word for dummy, word, dummy2 in MEASURES)
    columns = ("Application", "State", "Template", "Last execution", "Failures in a row", *words)
    return parts.table(caption, columns, [_job(job, as_of) for job in jobs]) if jobs else None


def _job(job: Row, as_of: datetime | None) -> list[Html | str]:
    execution = job["last_execution"] or {}
    counts = execution.get("counts") or {}
    text = parts.cause(execution.get("error"))
    trouble = tag("span", said(text), class_="block") if text else None
    waits = "Errors were dropped; the job waits for an administrator."
    dropped = tag("span", waits, class_="block") if job["errors_dropped"] else None
    return [
        said(job["application"]),
        join(parts.state(job["state"]), *_progress(job["progress"])),
        parts.code(job["template_id"] or parts.NOTHING),
        join(parts.time(execution.get("ended"), as_of) or "none", trouble, dropped),
        plots.number(job["successive_failures"]),
        *(parts.count(counts.get(name)) for name, dummy, dummy2 in MEASURES),
    ]


def _progress(progress: Sequence[Row]) -> list[Html]:
    """How far an initial cycle is."""
    found = [
        row
        for row in progress
        if isinstance(row.get("total_units"), int) and isinstance(row.get("completed_units"), int)
    ]
    return [
        tag(
            "span",
            f"{parts.count(row['completed_units'])} of {parts.count(row['total_units'])} ",
            said(row.get("units") or "units"),
            class_="block quiet",
        )
        for row in found
    ]


def _cycles(jobs: Sequence[Row]) -> Html:
    """What the latest cycles did, of the jobs with the most to tell."""
    ran = [job for job in jobs if job["last_execution"]]
    drawn = sorted(ran, key=lambda job: -sum(_counts(job)))[:DRAWN]
    if not drawn:
        return parts.note("No job has run yet.")
    rows = [
        (
            f"{job['application']} · {job['template_id']}",
            [plots.Bar(word, value, tone) for (dummy, word, tone), value in zip(MEASURES, _counts(job))],
        )
        for job in drawn
    ]
    words = "; ".join(
        f"{label}: {', '.join(f'{measure.label} {measure.value}' for measure in bars)}" for label, bars in rows
    )
    plot = plots.groups("plot-cycles", "Objects in the latest execution of each job", f"{words}.", rows)
    rest = f" The {DRAWN} jobs that moved most are drawn; the table has all {len(ran)}." if len(ran) > DRAWN else ""
    say = parts.note(
        f"Objects read from the source, written to the target, and held back because of errors; each on its own scale.{rest}"
    )
    return join(tag("h3", "What the latest executions did"), say, plot)


def _counts(job: Row) -> list[int]:
    counts = job["last_execution"].get("counts") or {}
    return [value if isinstance(value, int) else 0 for value in (counts.get(name) for name, dummy, dummy2 in MEASURES)]


def synchronized(model: Row) -> Html | None:
    """How many objects are synchronized, by kind."""
    if not model["synchronized_entries"]:
        return None
    pairs = sorted(model["synchronized_entries"].items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [plots.Bar(kind, value, "new") for kind, value in pairs]
    words = "; ".join(f"{kind}: {value}" for kind, value in pairs)
    plot = plots.bars("plot-entries", "Synchronized entries by type", f"{words}.", rows)
    return parts.section(
        "entries", "Synchronized entries", parts.note("Over all jobs, by type of source and target."), plot
    )


def verdict(model: Row) -> tuple[str, str]:
    """The whole in a sentence or two, and its tone."""
    numbers = model["numbers"]
    sick, unread, drifted = numbers["need_attention"], numbers["unreadable"], numbers["drifted"]
    if numbers["jobs"] is None:
        words = [f"How the jobs fare is not known. {_no_jobs(model)}"]
    elif sick:
        words = [f"{sick} of {parts.plural(numbers['jobs'], 'job')} {'needs' if sick == 1 else 'need'} attention."]
    else:
        words = [
            "No job that could be read needs attention." if numbers["jobs"] else "There is no job that could be read."
        ]
    if unread:
        words.append(f"{parts.plural(unread, 'application')} could not be read.")
    if drifted:
        words.append(f"{parts.plural(drifted, 'application')} {'is' if drifted == 1 else 'are'} not as declared.")
    uncompared = model["drift"] is not None and (numbers["drift_unknown"] or numbers["declared"] is None)
    if uncompared:
        words.append("Drift could not be told of all that is declared.")
    known = numbers["jobs"] is not None and not unread and not uncompared
    return " ".join(words), "stop" if sick else "late" if not known else "warn" if drifted else "good"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a tenant's provisioning, brought into the one form that the page and the document are made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._report import (
    drift,
    log,
    mappings,
    moments,
    reasons,
    states,
)

NAME = "entra.provisioning.provisioning_report"
VERSION = 1
PARTS = ("synchronizations", "declared", "schemas", "log")
Row = dict[str, Any]


def build(
    data: Any,
    title: str = "Provisioning",
    tenant: str | None = None,
    as_of: str | None = None,
    previous: str | None = None,
) -> Row:
    """The model of a report: plain values, in a stable order, and a fingerprint of all but the moment of the report.

    data: a mapping of some of PARTS, each a result of a module or the list in it. What is left out, or was skipped, is not
    known (None), which is never the same as nothing. previous: the document of an earlier report; where it has the same
    fingerprint, its moment is kept, so that a report in which nothing is new is equal to the byte. Raises InvalidInput with
    all that is wrong.
    """
    moment = _checked(data, as_of)
    given = {part: None if _skipped(data.get(part)) else data.get(part) for part in PARTS}
    jobs, unreadable = _jobs(given["synchronizations"], moment)
    model: Row = {
        "report": NAME,
        "version": VERSION,
        "title": title,
        "tenant": tenant or None,
        "jobs": jobs,
        "unreadable": unreadable,
        "synchronized_entries": None if jobs is None else _synchronized(jobs),
        "drift": None if given["declared"] is None else drift.compared(given["declared"], jobs or []),
        "mapping_changes": None if given["schemas"] is None else mappings.rows(given["schemas"], jobs or []),
        "log": _log(given["log"]),
    }
    model["numbers"] = _numbers(model)
    fingerprint = hashlib.sha256(json.dumps(model, sort_keys=True, default=str).encode()).hexdigest()
    model["fingerprint"] = fingerprint
    model["as_of"] = None if moment is None else _earlier(previous, fingerprint) or moments.stamp(moment)
    return model


def _earlier(previous: str | None, fingerprint: str) -> str | None:
    """The moment of an earlier report that tells the same; None for another one, and for what is no report."""
    try:
        found = json.loads(previous or "null")
    except ValueError:
        return None
    if not isinstance(found, Mapping) or found.get("fingerprint") != fingerprint:
        return None
    moment = moments.second(found.get("as_of"))
    return None if moment is None else moments.stamp(moment)


def _skipped(part: Any) -> bool:
    """Whether a part is what a skipped task registers."""
    return isinstance(part, Mapping) and bool(part.get("skipped"))


def document(model: Row) -> str:
    """The model as a JSON document, ASCII only."""
    return json.dumps(model, indent=2, sort_keys=True, default=str) + "\n"


def _checked(data: Any, as_of: str | None) -> datetime | None:
    problems = []
    moment = moments.second(as_of)
    if as_of is not None and moment is None:
        problems.append(
            f"as_of: {as_of!r} is no point in time; give a moment with its zone such as 2026-03-02T08:00:00Z."
        )
    if not isinstance(data, Mapping):
        raise InvalidInput(
            [f"The data of a report is a dictionary of {', '.join(PARTS)}, not {_kind(data)}.", *problems]
        )
    unknown = sorted(str(part) for part in data if part not in PARTS)
    problems += [f"{part}: no part of a report; there are {', '.join(PARTS)}." for part in unknown]
    if not isinstance(data.get("declared", {}), (Mapping, type(None))):
        problems.append("declared: give the result of entra.provisioning.synchronizations, a dictionary.")
    for part in ("synchronizations", "schemas", "log"):
        problems += _misshapen(part, data.get(part))
    if problems:
        raise InvalidInput(problems)
    return moment


def _misshapen(part: str, value: Any) -> list[str]:
    """A part is a result, which is a dictionary, or the list of dictionaries in it."""
    is_list = isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    if value is None or isinstance(value, Mapping) or (is_list and all(isinstance(row, Mapping) for row in value)):
        return []
    return [
        f"{part}: give the result of a module, a dictionary, or the list of dictionaries in it, not {_kind(value)}."
    ]


def _kind(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return "a list of something else"
    return {"str": "text", "NoneType": "nothing"}.get(type(value).__name__, type(value).__name__)


def _jobs(part: Any, as_of: datetime | None) -> tuple[list[Row] | None, list[Row]]:
    """The jobs, None where they are not known; and what could not be read."""
    rows = part.get("synchronizations") if isinstance(part, Mapping) else part
    if rows is None:
        whole = {"application": "all applications", "service_principal_id": None}
        return None, [] if part is None else [{**whole, "error": reasons.of(part)}]
    jobs = [_job(row, job, as_of) for row in rows for job in row.get("jobs") or []]
    order = [state.name for state in states.STATES]
    jobs.sort(key=lambda job: (order.index(job["state"]), job["application"], str(job["job_id"])))
    # Whose jobs were not asked for is not known to have none either.
    unreadable = [
        {
            "application": mappings.called(row),
            "service_principal_id": row.get("service_principal_id"),
            "error": reasons.steady(row.get("error") or "Its jobs were not read."),
        }
        for row in rows
        if row.get("error") or row.get("jobs") is None
    ]
    return jobs, sorted(unreadable, key=lambda row: (row["application"], row["error"]))


def _job(row: Mapping[str, Any], job: Mapping[str, Any], as_of: datetime | None) -> Row:
    status = job.get("status") or {}
    execution = status.get("last_execution")
    return {
        "application": mappings.called(row),
        "service_principal_id": row.get("service_principal_id"),
        "job_id": job.get("id"),
        "template_id": job.get("template_id"),
        "state": states.state_of(job, as_of),
        "status_code": status.get("code"),
        "enabled": bool(job.get("enabled")),
        "interval": (job.get("schedule") or {}).get("interval"),
        "successive_failures": status.get("successive_complete_failures") or 0,
        "errors_dropped": bool(status.get("escrows_pruned")),
        "initial_cycle_completed": status.get("initial_cycle_completed"),
        "last_cycle_completed": status.get("last_cycle_completed"),
        "last_execution": None
        if not execution
        else {member: execution.get(member) for member in ("began", "ended", "state", "error")}
        | {"counts": dict(execution.get("counts") or {})},
        "progress": [dict(part) for part in status.get("progress") or []],
        "quarantine": dict(status["quarantine"]) if status.get("quarantine") else None,
        "synchronized_entries": dict(status.get("synchronized_entries") or {}),
        "troubleshooting_url": status.get("troubleshooting_url"),
    }


def _synchronized(jobs: Sequence[Row]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for job in jobs:
        for kind, count in job["synchronized_entries"].items():
            totals[str(kind)] = totals.get(str(kind), 0) + int(count or 0)
    return dict(sorted(totals.items()))


def _log(part: Any) -> Row | None:
    if part is None:
        return None
    if not isinstance(part, Mapping):
        return log.counted(part, False)
    if part.get("entries") is None:
        return log.unread(reasons.of(part))
    return log.counted(part["entries"], bool(part.get("limited")))


def _numbers(model: Row) -> Row:
    """The headline numbers; what was not given is None."""
    jobs, found, changed, entries = (model[part] for part in ("jobs", "drift", "mapping_changes", "log"))
    found_states = [job["state"] for job in jobs or []]
    by_state = {state.name: found_states.count(state.name) for state in states.STATES}
    drifts = None if found is None or not found["compared"] else [row["state"] for row in found["applications"]]
    unread = sum(row["error"] is not None for row in changed or [])
    if changed and unread == len(changed):
        changed = None
    return {
        "applications": None
        if jobs is None
        else len({job["service_principal_id"] or job["application"] for job in jobs}),
        "jobs": None if jobs is None else len(jobs),
        "by_state": None if jobs is None else by_state,
        "need_attention": None if jobs is None else sum(states.BY_NAME[job["state"]].bad for job in jobs),
        "unreadable": None if jobs is None else len(model["unreadable"]),
        "declared": None if drifts is None else len(drifts),
        "drifted": None if drifts is None else drifts.count(drift.DRIFTED),
        "drift_unknown": None if drifts is None else drifts.count(drift.UNKNOWN),
        "mapping_changes": None if changed is None else sum(len(row["changes"]) for row in changed),
        "mappings_unread": None if changed is None else unread,
        "log_entries": None if entries is None else entries["total"],
        "log_failures": None if not entries or entries["error"] else entries["by_status"].get("failure", 0),
    }

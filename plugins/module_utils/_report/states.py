# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What state a job is in, in one word: the worst that is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._report import moments


class State(NamedTuple):
    """name: in the JSON document; title: for people; tone: its colour; shape: its sign; bad: whether somebody must look."""

    name: str
    title: str
    meaning: str
    tone: str
    shape: str
    bad: bool


# In the order in which they are told, the worst first.
STATES = (
    State(
        "quarantine",
        "In quarantine",
        "The service has slowed the job down until its cause is mended.",
        "stop",
        "square",
        True,
    ),
    State("failing", "Failing", "The latest cycle failed as a whole.", "bad", "cross", True),
    State(
        "entry_errors",
        "Some objects failed",
        "The latest cycle ran, and some of its objects failed.",
        "warn",
        "triangle",
        True,
    ),
    State("overdue", "Overdue", "It is started and has not run for three of its intervals.", "late", "hourglass", True),
    State("initial", "Initial cycle", "It is started, and its first cycle is not complete yet.", "new", "half", False),
    State("not_run", "Not run yet", "It is started and has not run.", "new", "ring", False),
    State("paused", "Not started", "The service does not run it.", "idle", "bars", False),
    State("healthy", "Healthy", "It runs, and its latest cycle succeeded.", "good", "circle", False),
)
BY_NAME = {state.name: state for state in STATES}
# So many intervals, and at least so long, is more than a late cycle.
INTERVALS = 3
AT_LEAST = timedelta(hours=2)


def state_of(job: Mapping[str, Any], as_of: datetime | None) -> str:
    """The name of the state of a job, as synchronization_info gives it. Without as_of none is overdue."""
    status = job.get("status") or {}
    execution = status.get("last_execution") or {}
    if status.get("quarantine") or status.get("code") == "Quarantine":
        return "quarantine"
    if not job.get("enabled"):
        return "paused"
    if execution.get("state") == "Failed" or status.get("successive_complete_failures"):
        return "failing"
    if execution.get("state") == "EntryLevelErrors":
        return "entry_errors"
    if as_of is not None and _overdue(job, execution, as_of):
        return "overdue"
    if not execution:
        return "not_run"
    return "healthy" if status.get("initial_cycle_completed") else "initial"


def _overdue(job: Mapping[str, Any], execution: Mapping[str, Any], as_of: datetime) -> bool:
    interval = moments.duration((job.get("schedule") or {}).get("interval"))
    ended = moments.second(execution.get("ended"))
    return bool(interval and ended and as_of - ended > max(INTERVALS * interval, AT_LEAST))

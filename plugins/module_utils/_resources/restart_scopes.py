# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a restart resets, what that costs, and what is left of the job afterwards. Pure; fact sheet 3.5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status, terms

# What the service resets when it is told nothing.
DEFAULT = ("quarantine_state", "watermark", "escrows")
# What full holds; the deletions are none of it.
FULL = (*DEFAULT, "connector_data_store")
# Resets that end a quarantine; force_deletes only that of its own reason.
ENDING = ("quarantine_state", "full", "force_deletes")
TOO_MANY_DELETES = "TooManyDeletes"
THRESHOLD = "QuarantineTooManyDeletesThreshold"

Reset = Sequence[str]
Job = Mapping[str, Any]


def problems(reset: Reset | None) -> list[str]:
    """What of `reset` contradicts itself."""
    if reset is None:
        return []
    if not reset:
        return [
            "reset: the list is empty; leave the option out for what the service resets by itself "
            f"({', '.join(DEFAULT)}), or name what shall be reset."
        ]
    others = [name for name in terms.RESTART_SCOPES if name in reset and name != "force_deletes"]
    if "force_deletes" in reset and others:
        stand = "stand" if len(others) > 1 else "stands"
        return [
            f"reset: force_deletes goes alone, and {', '.join(others)} {stand} beside it. Give two restarts, one after "
            "the other."
        ]
    held = [name for name in FULL if name in reset]
    if "full" in reset and held:
        return [f"reset: full holds {', '.join(held)} already; give full alone."]
    return []


def named(reset: Reset | None) -> list[str]:
    """What is reset in the words of the option, each once, in one order."""
    return [name for name in terms.RESTART_SCOPES if name in (DEFAULT if reset is None else reset)]


def body(reset: Reset | None) -> dict[str, Any]:
    """What the service is told: nothing for its own default, else its flags."""
    if reset is None:
        return {"criteria": {}}
    return {"criteria": {"resetScope": ", ".join(terms.RESTART_SCOPES[name] for name in named(reset))}}


def forgotten(reset: Reset | None) -> set[str]:
    """All that is reset, with full taken apart."""
    names = set(named(reset))
    return {*names, *FULL} if "full" in names else names


def reason(job: Job) -> str | None:
    """The service's reason for the quarantine."""
    found: str | None = ((job.get("status") or {}).get("quarantine") or {}).get("reason")
    return found


def ends_quarantine(reset: Reset | None, job: Job) -> bool:
    """Whether the job is in quarantine and this restart ends it."""
    if not job_status.quarantined(job):
        return False
    names = forgotten(reset)
    return "quarantine_state" in names or ("force_deletes" in names and reason(job) == TOO_MANY_DELETES)


def hazards(reset: Reset | None, job: Job, name: str) -> Iterator[Hazard]:
    """What can hurt of this restart of this job, sorted. name: the job in words."""
    names, entries = forgotten(reset), _entries(job)
    if "force_deletes" in names:
        yield Hazard("force_deletes", f"{name} carries out what was held back{_held_back(job)}")
    if "connector_data_store" in names:
        yield Hazard("forget_links", f"the links of {entries} of {name} are made anew")
    if "watermark" in names:
        yield Hazard("reset_watermark", f"{entries} of {name} are read and evaluated again")


def _entries(job: Job) -> str:
    """How many objects of each kind the job synchronizes, as far as the service has counted them; the most first."""
    rows = (job.get("status") or {}).get("synchronizedEntryCountByType") or []
    counts = [(row["value"], str(row.get("key"))) for row in rows if isinstance(row.get("value"), int) and row["value"]]
    told = (f"{count} {kind}" for count, kind in sorted(counts, key=lambda pair: (-pair[0], pair[1])))
    return ", ".join(told) or "all objects"


def _held_back(job: Job) -> str:
    """What is known of the deletions that the threshold held back."""
    if reason(job) != TOO_MANY_DELETES:
        return "; it is not in quarantine for too many deletions"
    message = (((job.get("status") or {}).get("quarantine") or {}).get("error") or {}).get("message")
    said = f"{TOO_MANY_DELETES}: {message}" if message else TOO_MANY_DELETES
    rows = job.get("synchronizationJobSettings") or []
    known = sorted({str(row.get("value")) for row in rows if row.get("name") == THRESHOLD})
    return f" ({said}; the threshold is {' or '.join(known)})" if known else f" ({said})"


def foreseen(reset: Reset | None, job: Job, started: bool) -> dict[str, Any]:
    """The job as it would be returned after the restart. started: whether it is started, too."""
    names, after = forgotten(reset), job_status.plain(job)
    status = after["status"]
    if started:
        after["enabled"], after["schedule"]["state"] = True, "Active"
    if ends_quarantine(reset, job):
        status["quarantine"], status["code"] = None, "Active" if after["enabled"] else "Paused"
    if "watermark" in names:
        status["initial_cycle_completed"] = status["last_cycle_completed"] = None
        if after["enabled"] and status["quarantine"] is None:
            status["code"] = "NotRun"
    if "escrows" in names:
        status["escrows_pruned"] = False
    return after

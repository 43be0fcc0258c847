# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job's documents mean: states, quarantine, progress, as plain values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation

# .NET's TimeSpan.MaxValue: the job has no schedule yet.
NEVER_INTERVAL = "P10675199DT2H48M5.4775807S"

GOALS = {
    "started": "is started",
    "initial_cycle": "has finished its initial cycle",
    "steady": "is in its steady state",
}

Job = Mapping[str, Any]


# What to do, by the service's reason; fact sheet 3.4.
_MANY_FAILURES = "Too many objects fail: read the provisioning log, mend the mappings or the target."
REMEDIES = {
    "EncounteredBaseEscrowThreshold": _MANY_FAILURES,
    "EncounteredEscrowProportionThreshold": _MANY_FAILURES,
    "EncounteredTotalEscrowThreshold": _MANY_FAILURES,
    "EncounteredQuarantineException": "Check the credentials and whether the target answers.",
    "IngestionInterrupted": "See whether the source answers and what it is asked for; then restart the job.",
    "QuarantinedOnDemand": "Somebody put the job there; ask why before it is restarted.",
    "TooManyDeletes": (
        "Bring the objects back into scope, or let the deletions through with entra.provisioning.synchronization_job_restart "
        "and reset: [force_deletes]."
    ),
}
_READ_THE_LOG = "Read the provisioning log for the cause."


def remedy(reason: Any) -> str:
    """What helps against a quarantine of this reason."""
    return REMEDIES.get(str(reason), _READ_THE_LOG)


class Quarantined(Situation):
    """The job is in quarantine and the task does not say what to do then."""

    def __init__(self, text: str, job: Mapping[str, Any]) -> None:
        super().__init__(text)
        self.result = {"job": job}


def enabled(job: Job | None) -> bool:
    """Whether the service runs the job. The status code says nothing about it: Paused and NotRun occur while enabled."""
    return ((job or {}).get("schedule") or {}).get("state") == "Active"


def quarantined(job: Job | None) -> bool:
    """Whether the service has put the job into quarantine."""
    status = (job or {}).get("status") or {}
    return status.get("code") == "Quarantine" or status.get("quarantine") is not None


def moment(text: Any) -> str | None:
    """A point in time as ISO 8601 text, or None for the service's `never` (the year 0001)."""
    return None if not text or str(text).startswith("0001-01-01") else str(text)


def reached(job: Job, goal: str) -> bool:
    """Whether the job is where `wait_for` wants it."""
    if not enabled(job):
        return False
    status = job.get("status") or {}
    if goal == "started":
        return True
    if moment(status.get("steadyStateFirstAchievedTime")) is None:
        return False
    return goal == "initial_cycle" or (status.get("code") == "Active" and not quarantined(job))


def refuse_quarantine(job: Job | None, name: str) -> None:
    """Raise Quarantined with cause and remedy when the job is in quarantine."""
    text = quarantine_sentence(job, name)
    if text:
        then = "Afterwards on_quarantine: restart clears the quarantine; on_quarantine: ignore leaves it."
        raise Quarantined(f"{text} {then}", plain(job or {}))


def quarantine_sentence(job: Job | None, name: str) -> str:
    """The quarantine in one sentence, or an empty text."""
    if not quarantined(job):
        return ""
    details = plain_quarantine(((job or {}).get("status") or {}).get("quarantine")) or {}
    error = details.get("error") or {}
    reason = details.get("reason") or "no reason given"
    causes = dict.fromkeys([reason, *(str(part) for part in (error.get("code"), error.get("message")) if part)])
    since = f" since {details['began']}" if details.get("began") else ""
    return f"The {name} is in quarantine{since} ({': '.join(causes)}). {remedy(reason)}"


def seen(job: Job) -> str:
    """What a failed wait tells of the job: its schedule, its status, and the quarantine if it is in one."""
    schedule, status = job.get("schedule") or {}, job.get("status") or {}
    text = f"schedule {schedule.get('state')}, status {status.get('code')}."
    return f"{text} {quarantine_sentence(job, 'job')}".strip()


def plain(job: Job) -> dict[str, Any]:
    """The job as a module returns it: snake case, never-dates None, numbers numbers, flag-like texts as they are."""
    schedule, status = job.get("schedule") or {}, job.get("status") or {}
    interval = schedule.get("interval")
    return {
        "id": job["id"],
        "template_id": job.get("templateId"),
        "enabled": enabled(job),
        "schedule": {
            "state": schedule.get("state"),
            "interval": None if interval == NEVER_INTERVAL else interval,
            "expiration": moment(schedule.get("expiration")),
        },
        "status": _plain_status(status),
        "settings": [
            {"name": row.get("name"), "value": row.get("value")} for row in job.get("synchronizationJobSettings") or []
        ],
    }


def unborn(template_id: str, started: bool) -> dict[str, Any]:
    """The job as it would be after its creation; what only the service can know is None."""
    job = plain({"id": None, "templateId": template_id, "schedule": {"state": "Active" if started else "Disabled"}})
    job["status"]["code"] = "NotRun" if started else "Paused"
    return job


def _plain_status(status: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": status.get("code"),
        "successive_complete_failures": status.get("countSuccessiveCompleteFailures") or 0,
        "escrows_pruned": bool(status.get("escrowsPruned")),
        "initial_cycle_completed": moment(status.get("steadyStateFirstAchievedTime")),
        "last_cycle_completed": moment(status.get("steadyStateLastAchievedTime")),
        "last_execution": _plain_execution(status.get("lastExecution")),
        "last_successful_execution": _plain_execution(status.get("lastSuccessfulExecution"), never_is_fine=True),
        "last_successful_execution_with_exports": _plain_execution(
            status.get("lastSuccessfulExecutionWithExports"), never_is_fine=True
        ),
        "progress": [_plain_progress(row) for row in status.get("progress") or []],
        "quarantine": plain_quarantine(status.get("quarantine")),
        "synchronized_entries": {
            str(row.get("key")): row.get("value") for row in status.get("synchronizedEntryCountByType") or []
        },
        "troubleshooting_url": status.get("troubleshootingUrl") or None,
    }


def _plain_execution(execution: Mapping[str, Any] | None, never_is_fine: bool = False) -> dict[str, Any] | None:
    """An execution, or None for the stub of a job that never ran (Failed, error None, year 0001): no failure at all.

    never_is_fine: last successful executions of healthy jobs carry a year 0001 as their beginning.
    """
    if not execution:
        return None
    if moment(execution.get("timeBegan")) is None and not (never_is_fine and moment(execution.get("timeEnded"))):
        return None
    counts = {snake(name[len("count") :]): value for name, value in execution.items() if name.startswith("count")}
    return {
        "activity_id": execution.get("activityIdentifier"),
        "began": moment(execution.get("timeBegan")),
        "ended": moment(execution.get("timeEnded")),
        "state": execution.get("state"),
        "counts": dict(sorted(counts.items())),
        "error": _plain_error(execution.get("error")),
    }


def _plain_error(error: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not error or error.get("code") in (None, "None"):
        return None
    return {
        "code": error.get("code"),
        "message": error.get("message"),
        "tenant_actionable": bool(error.get("tenantActionable")),
    }


def _plain_progress(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "completed_units": row.get("completedUnits"),
        "total_units": row.get("totalUnits"),
        "units": row.get("units"),
        "observed": moment(row.get("progressObservationDateTime")),
    }


def plain_quarantine(quarantine: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The quarantine as a module returns it, or None."""
    if not quarantine:
        return None
    return {
        "reason": quarantine.get("reason"),
        "error": _plain_error(quarantine.get("error")),
        "began": moment(quarantine.get("currentBegan")),
        "series_began": moment(quarantine.get("seriesBegan")),
        "series_count": quarantine.get("seriesCount"),
        "next_attempt": moment(quarantine.get("nextAttempt")),
        "remedy": remedy(quarantine.get("reason")),
    }


def snake(name: str) -> str:
    """camelCase or PascalCase as snake_case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()

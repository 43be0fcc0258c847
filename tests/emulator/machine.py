# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a job: what start, pause, restart, polls and the clock make of its state, code and executions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from .clock import NEVER, stamp
from .switches import Switches
from .world import Job, Provisioning, new_id

UNSCHEDULED = "P10675199DT2H48M5.4775807S"
DAY = 86400.0
RETRY_HOURS = (6, 12, 24)
DISABLED_AFTER = 28 * DAY
SCOPES = {"None", "ConnectorDataStore", "Escrows", "Watermark", "QuarantineState", "Full", "ForceDeletes"}
DEFAULT_SCOPES = {"QuarantineState", "Watermark", "Escrows"}
FULL_SCOPES = {"ConnectorDataStore", "Escrows", "Watermark", "QuarantineState"}
COUNTERS = (
    "countEntitled",
    "countEntitledForProvisioning",
    "countEscrowed",
    "countEscrowedRaw",
    "countExported",
    "countExports",
    "countImported",
    "countImportedDeltas",
    "countImportedReferenceDeltas",
)


def execution(state: str, began: str, ended: str, activity: str | None, **counts: int) -> dict[str, Any]:
    """A synchronizationTaskExecution. Failed without counts is the stub of a job that never ran."""
    found: dict[str, Any] = {"activityIdentifier": activity}
    found.update({name: counts.get(name, 0) for name in COUNTERS})
    found.update({"state": state, "timeBegan": began, "timeEnded": ended, "error": None})
    return found


def stub() -> dict[str, Any]:
    """lastExecution after the first start: says Failed with the error code None, and means: has not run yet."""
    found = execution("Failed", NEVER, NEVER, None)
    found["error"] = {"code": "None", "message": "", "tenantActionable": False}
    return found


def start(job: Job, now: float) -> None:
    """Resume, or begin an initial cycle; forgets a quarantine. On a running job nothing happens."""
    if job.state == "Active" and job.phase not in ("stopped", "quarantine"):
        return
    job.state, job.quarantine, job.polls, job.started_at = "Active", None, 0, now
    job.interval = "PT40M" if job.interval == UNSCHEDULED else job.interval
    if job.steady_first:
        job.phase, job.code = "resumed", "Active"
    else:
        job.phase, job.code = "not_run", "NotRun"
        job.last_execution = job.last_execution or stub()


def pause(job: Job, state: str) -> None:
    """Watermark, progress and executions are kept."""
    job.state, job.code, job.phase = state, "Paused", "stopped"


def restart(job: Job, scopes: set[str], now: float, starts: bool) -> None:
    """`scopes` are flags of synchronizationJobRestartScope; empty means the default three."""
    wanted = set(scopes) or set(DEFAULT_SCOPES)
    if "Full" in wanted:
        wanted |= FULL_SCOPES
    if "QuarantineState" in wanted:
        job.quarantine, job.complete_failures = None, 0
    if "Watermark" in wanted:
        job.steady_first = job.steady_last = 0.0
        job.progress = []
    if "Escrows" in wanted:
        job.escrows_pruned = False
    if "ForceDeletes" in wanted:
        job.pending_deletes = 0
        if job.quarantine is not None and job.quarantine["reason"] == "TooManyDeletes":
            job.quarantine = None
    if job.quarantine is not None:
        return
    if starts or job.state == "Active":
        job.phase = "stopped"
        start(job, now)
    elif job.code == "Quarantine":
        job.code = "Paused"


def observe(job: Job, provisioning: Provisioning, switches: Switches, now: float, polled: bool = True) -> None:
    """Let the job go on: called before each reading. Polls count only while switch polls_move_jobs is on."""
    if job.phase == "stopped":
        return
    if polled and switches["polls_move_jobs"]:
        job.polls += 1
    if job.phase in ("not_run", "initial", "resumed"):
        _first_cycle(job, provisioning, switches, now)
    elif job.phase == "steady" and now - job.cycle_at >= seconds(job.interval):
        run_cycle(job, provisioning, now)
    elif job.phase == "quarantine":
        _quarantined(job, provisioning, now)


def _first_cycle(job: Job, provisioning: Provisioning, switches: Switches, now: float) -> None:
    quiet = switches["not_run_polls"]
    done = quiet + switches["initial_cycle_polls"]
    whole, elapsed = switches["initial_cycle_seconds"], now - job.started_at
    if job.polls > (quiet if job.phase == "resumed" else done) or elapsed >= whole:
        run_cycle(job, provisioning, now)
    elif job.phase == "not_run" and (job.polls > quiet or elapsed >= whole / 2):
        if _obstacle(job, provisioning) is not None:
            run_cycle(job, provisioning, now)
            return
        job.phase, job.code = "initial", "Active"
        job.progress = [
            {
                "completedUnits": count // 2,
                "progressObservationDateTime": stamp(now),
                "totalUnits": count,
                "units": kind,
            }
            for kind, count in job.objects.items()
        ]


def run_cycle(job: Job, provisioning: Provisioning, now: float) -> None:
    """One cycle, now: it succeeds as job.outcome says, or ends in quarantine when something stands in its way."""
    obstacle = _obstacle(job, provisioning)
    job.cycle_at = now
    if obstacle is not None:
        _quarantine(job, now, *obstacle)
        return
    total = sum(job.objects.values())
    ran = execution(
        job.outcome,
        stamp(now - 30),
        stamp(now),
        new_id(),
        countEntitled=total,
        countEntitledForProvisioning=total,
        countExports=0 if job.steady_first else total,
        countExported=0 if job.steady_first else total,
        countImported=total,
        countEscrowed=3 if job.outcome == "EntryLevelErrors" else 0,
        countEscrowedRaw=3 if job.outcome == "EntryLevelErrors" else 0,
    )
    job.last_execution = ran
    if job.outcome == "Failed":
        job.complete_failures += 1
        ran["error"] = {"code": "ServiceFault", "message": "The cycle failed as a whole.", "tenantActionable": False}
    else:
        _ran_well(job, ran, now)


def _ran_well(job: Job, ran: dict[str, Any], now: float) -> None:
    first = not job.steady_first
    job.complete_failures = 0
    job.last_successful = ran
    if ran["countExported"]:
        job.last_with_exports = ran
    job.phase, job.code, job.quarantine = "steady", "Active", None
    job.steady_first = job.steady_first or now
    job.steady_last = now
    job.progress = []
    job.entry_counts = [{"key": kind, "value": count} for kind, count in job.objects.items()]
    if first and job.prunes_escrows:
        job.escrows_pruned = True
        pause(job, "Disabled")


def _obstacle(job: Job, provisioning: Provisioning) -> tuple[str, str, str] | None:
    """Why the cycle ends in quarantine: (reason, error code, message)."""
    if not provisioning.credentials_work:
        return (
            "EncounteredQuarantineException",
            "SystemForCrossDomainIdentityManagementInvalidCredentials",
            f"We received this unexpected response from your application: {provisioning.target_error}",
        )
    settings = notification_settings(provisioning.secrets)
    threshold = int(settings.get("DeleteThresholdValue", 500))
    if settings.get("DeleteThresholdEnabled", True) and job.pending_deletes >= threshold:
        return ("TooManyDeletes", "TooManyDeletes", f"{job.pending_deletes} deletions reach the threshold {threshold}.")
    if job.template_id in ("API2AAD", "API2AD") and not settings.get("Recipients"):
        return ("EncounteredQuarantineException", "NotificationEmailMissing", "No notification e-mail address is set.")
    return None


def notification_settings(secrets: Mapping[str, str]) -> dict[str, Any]:
    """SyncNotificationSettings as a structure; empty when it is not stored or not an object."""
    try:
        found = json.loads(secrets.get("SyncNotificationSettings") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _quarantine(job: Job, now: float, reason: str, code: str, message: str) -> None:
    fresh = job.quarantine is None
    series = 1 if job.quarantine is None else job.quarantine["seriesCount"] + 1
    began = stamp(now) if job.quarantine is None else job.quarantine["seriesBegan"]
    job.quarantined_at = now if fresh else job.quarantined_at
    job.phase, job.code = "quarantine", "Quarantine"
    error = {"code": code, "message": message, "tenantActionable": True}
    wait = 3600.0 * RETRY_HOURS[min(series, len(RETRY_HOURS)) - 1]
    job.quarantine = {
        "currentBegan": stamp(now),
        "error": error,
        "nextAttempt": stamp(now + wait),
        "reason": reason,
        "seriesBegan": began,
        "seriesCount": series,
    }
    job.complete_failures += 1
    job.last_execution = {**execution("Failed", stamp(now - 5), stamp(now), new_id()), "error": error}


def _quarantined(job: Job, provisioning: Provisioning, now: float) -> None:
    series = 1 if job.quarantine is None else job.quarantine["seriesCount"]
    if now - job.quarantined_at >= DISABLED_AFTER:
        job.state, job.phase = "Disabled", "stopped"
    elif now - job.cycle_at >= 3600.0 * RETRY_HOURS[min(series, len(RETRY_HOURS)) - 1]:
        run_cycle(job, provisioning, now)


def seconds(interval: str) -> float:
    """An ISO 8601 duration of days, hours, minutes and seconds."""
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?", interval)
    if found is None:
        raise ValueError(f"not a duration: {interval!r}")
    days, hours, minutes, rest = (float(part or 0) for part in found.groups())
    return days * DAY + hours * 3600 + minutes * 60 + rest

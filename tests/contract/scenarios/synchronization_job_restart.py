# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SCIM job of Contoso SCIM: brought out of quarantines, also of one that has disabled it, and restarted by order."""

from __future__ import annotations

from typing import Any

from emulator import machine
from emulator.world import Job, Provisioning

from contract import ids
from contract.scenario import ORDER, Example, Export, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.SCIM}
JOB = {**OWNER, "template_id": "scim"}
QUARANTINED = {**JOB, "when": "quarantined"}


def _its_job(emulator: Any) -> tuple[Provisioning, Job]:
    provisioning = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM].provisioning
    return provisioning, provisioning.jobs[ids.SCIM_JOB]


def has_a_steady_job(emulator: Any) -> None:
    has_its_job(emulator)
    provisioning, job = _its_job(emulator)
    machine.run_cycle(job, provisioning, emulator.world.clock.now())


def was_refused_by_the_target(emulator: Any) -> None:
    """The credentials did not work, and were mended since."""
    provisioning, job = _its_job(emulator)
    provisioning.credentials_work = False
    machine.run_cycle(job, provisioning, emulator.world.clock.now())
    provisioning.credentials_work = True


def was_disabled_in_quarantine(emulator: Any) -> None:
    """As the service does with a job that is in quarantine for four weeks."""
    was_refused_by_the_target(emulator)
    _provisioning, job = _its_job(emulator)
    job.state, job.phase = "Disabled", "stopped"


def would_delete_too_much(emulator: Any) -> None:
    """Its first cycle is over, however often somebody looked at it before."""
    provisioning, job = _its_job(emulator)
    machine.run_cycle(job, provisioning, emulator.world.clock.now())
    job.pending_deletes = 612
    machine.run_cycle(job, provisioning, emulator.world.clock.now())


SCENARIO = Scenario(
    prepare=has_a_steady_job,
    phases=(
        Phase("out of a quarantine", {**QUARANTINED, "reset": ["quarantine_state"]}, prepare=was_refused_by_the_target),
        Phase("all anew", {**JOB, "accept_hazards": ["reset_watermark"]}, kind=ORDER),
        Phase(
            "let deletions through",
            {**QUARANTINED, "reset": ["force_deletes"], "accept_hazards": ["force_deletes"]},
            prepare=would_delete_too_much,
        ),
        Phase(
            "restart and start",
            {
                **OWNER,
                "job_id": ids.SCIM_JOB,
                "when": "quarantined",
                "reasons": ["EncounteredQuarantineException"],
                "reset": ["full"],
                "start": True,
                "accept_hazards": ["forget_links", "reset_watermark"],
            },
            writes=2,
            prepare=was_disabled_in_quarantine,
        ),
    ),
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.service_principal_id }}",
            "job_id": "{{ exported.jobs[0].id }}",
            "when": "quarantined",
        },
        after="out of a quarantine",
    ),
    replace=ids.DOCUMENTED,
    examples={
        "End the quarantine of the job after its cause was mended, if it is in one": Example(was_refused_by_the_target),
        "Let the deletions through that the threshold held back, and end no other quarantine": Example(
            would_delete_too_much
        ),
        "Bring a job back that the service has disabled after four weeks in quarantine": Example(
            was_disabled_in_quarantine
        ),
    },
)

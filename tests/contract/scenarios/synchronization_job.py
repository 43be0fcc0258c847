# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SCIM job of Contoso SCIM: created, started, paused, deleted."""

from __future__ import annotations

from typing import Any

from emulator import machine
from emulator.routes_jobs import new_job

from contract import ids
from contract.scenario import Example, Export, Phase, Scenario

OWNER = {"service_principal_id": ids.SCIM}
JOB = {**OWNER, "template_id": "scim"}


def has_its_job(emulator: Any) -> None:
    tenant = emulator.world.tenants[emulator.tenant_id]
    provisioning = tenant.service_principals[ids.SCIM].provisioning
    job = new_job(provisioning.templates["scim"], tenant, ids.SCIM_APP)
    machine.start(job, emulator.world.clock.now())
    provisioning.jobs[job.id] = job


def shows_changes_soon(emulator: Any) -> None:
    """Waiting for the service has tests of its own; here each step needs little of it."""
    emulator.switches.update(job_read_lag=1, job_flap=False, job_delete_lag=1)


SCENARIO = Scenario(
    prepare=shows_changes_soon,
    phases=(
        Phase("create and start", {**JOB, "state": "started", "wait_for": "started"}, writes=2, reads=2),
        Phase("pause", {**JOB, "state": "paused"}),
        Phase("start", {**OWNER, "job_id": ids.SCIM_JOB, "state": "started"}),
        Phase("delete", {**JOB, "state": "absent"}),
    ),
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={
            **OWNER,
            "template_id": "{{ exported.jobs[0].template_id }}",
            "state": "{{ exported.jobs[0].enabled | ternary('started', 'paused') }}",
        },
        after="create and start",
    ),
    replace=ids.DOCUMENTED,
    examples={"Delete a job by its id": Example(prepare=has_its_job)},
)

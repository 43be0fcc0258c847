# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that has been running for a while."""

from __future__ import annotations

from . import machine
from .routes_jobs import new_job
from .world import Job, ServicePrincipal, Tenant, World


def steady_job(world: World, tenant: Tenant, principal: ServicePrincipal, template_id: str) -> Job:
    """A started job of the template whose first cycle is done; it is among the principal's jobs."""
    now = world.clock.now()
    found = principal.provisioning
    job = new_job(found.templates[template_id], tenant, principal.app_id)
    machine.start(job, now)
    machine.run_cycle(job, found, now)
    found.jobs[job.id] = job
    return job

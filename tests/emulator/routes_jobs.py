# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: list, create, get, delete; rows 10 to 16 of the endpoint tables."""

from __future__ import annotations

from typing import Any

from . import bodies, credentials, fixtures, lookup, machine, problems, shapes
from .call import NO_CONTENT, Answer, Call
from .listing import collection, selected
from .routing import SERVICE_PRINCIPAL, synchronization
from .world import Job, Provisioning, Template, Tenant

ALIASES = {"customappsso": "customappssoOutDelta"}


@synchronization("GET", "jobs", "jobs.list", SERVICE_PRINCIPAL)
def list_jobs(call: Call) -> Answer:
    found = lookup.provisioning(call)
    now, rows = call.service.world.clock.now(), []
    for job in found.jobs.values():
        if job.hidden_lists > 0:
            job.hidden_lists -= 1
            continue
        machine.observe(job, found, call.switches, now)
        rows.append(shapes.job(job))
    found.lists += 1
    if rows and call.switches["job_order"] == "rotating":
        turn = found.lists % len(rows)
        rows = rows[turn:] + rows[:turn]
    return collection(call, rows, f"{lookup.owner_context(call)}/synchronization/jobs")


@synchronization("GET", "jobs/$count", "jobs.count", SERVICE_PRINCIPAL)
def count_jobs(call: Call) -> Answer:
    return Answer(200, str(len(lookup.provisioning(call).jobs)).encode(), media_type="text/plain")


@synchronization("POST", "jobs", "jobs.create", SERVICE_PRINCIPAL)
def create_job(call: Call) -> Answer:
    found = lookup.provisioning(call)
    body = call.json()
    bodies.check(call, "synchronizationJob", body, partial=True)
    template = _template(call, found, body.get("templateId"))
    job = _delayed(call, new_job(template, call.tenant, lookup.owner(call).app_id))
    existing = found.jobs.get(job.id)
    if existing is not None:
        if call.switches["second_job"] == "409":
            text = f"A job of the template '{template.id}' exists already."
            raise problems.Refusal(409, "Request_MultipleObjectsWithSameKeyValue", text)
        return Answer(int(call.switches["second_job"]), _printed(call, existing))
    found.leaving.pop(job.id, None)
    found.jobs[job.id] = job
    return Answer(int(call.switches["create_job_status"]), _printed(call, job))


def _template(call: Call, found: Provisioning, requested: Any) -> Template:
    if not isinstance(requested, str) or not requested:
        raise problems.bad_request("The property 'templateId' is required.", "RequestMissingRequiredParameter")
    effective = ALIASES.get(requested, requested) if call.switches["template_alias"] else requested
    template = found.templates.get(effective) or found.templates.get(requested)
    if template is None:
        raise problems.bad_request(f"The template '{requested}' was not found for this application.", "InvalidTemplate")
    return template


def new_job(template: Template, tenant: Tenant, app_id: str) -> Job:
    """A job as the service makes it: its id is a pure function of template, tenant and application."""
    inherited = fixtures.job_defaults(template.id)
    identity = f"{template.id}.{tenant.id.replace('-', '')}.{app_id}"
    return Job(identity, template.id, template.schema, inherited["settings"], interval=inherited["interval"])


def _delayed(call: Call, job: Job) -> Job:
    """A new job with the first reading and the replication that the switches want."""
    if call.switches["new_job"] == "not_configured":
        job.code, job.interval = "NotConfigured", machine.UNSCHEDULED
    job.hidden_reads, job.hidden_lists = call.switches["job_read_lag"], call.switches["job_list_lag"]
    if job.hidden_reads and call.switches["job_flap"]:
        job.flap = "armed"
    return job


def _printed(call: Call, job: Job) -> dict[str, Any]:
    context = call.context(f"{lookup.owner_context(call)}/synchronization/jobs/$entity")
    return {"@odata.context": context, **shapes.job(job)}


@synchronization("POST", "jobs/validateCredentials", "jobs.validateCredentials", SERVICE_PRINCIPAL)
def validate_without_job(call: Call) -> Answer:
    found = lookup.provisioning(call)
    body = call.json()
    if not body.get("templateId"):
        raise problems.bad_request("The parameter 'templateId' is required.", "RequestMissingRequiredParameter")
    return _validate(call, found, body, found.templates.get(str(body["templateId"])))


@synchronization("POST", "jobs/{job}/validateCredentials", "job.validateCredentials", SERVICE_PRINCIPAL)
def validate_for_job(call: Call) -> Answer:
    found, job = lookup.job(call)
    return _validate(call, found, call.json(), found.templates.get(job.template_id))


def _validate(call: Call, found: Provisioning, body: dict[str, Any], template: Template | None) -> Answer:
    for name in body:
        if name not in ("templateId", "useSavedCredentials", "credentials", "applicationIdentifier"):
            raise problems.bad_request(f"The parameter '{name}' is not declared by the action 'validateCredentials'.")
    if body.get("useSavedCredentials"):
        values = dict(found.secrets)
    elif body.get("credentials") is None:
        raise problems.bad_request("The parameter 'credentials' is required.", "RequestMissingRequiredParameter")
    else:
        values = dict(credentials.pairs(body, "credentials"))
    refused = credentials.refused_because(values, template, found)
    if refused and call.switches["validate_credentials"] == "check":
        raise credentials.refusal(refused)
    return Answer(NO_CONTENT)


@synchronization("GET", "jobs/{job}", "job.get", SERVICE_PRINCIPAL)
def get_job(call: Call) -> Answer:
    found, job = lookup.job(call, reading=True)
    machine.observe(job, found, call.switches, call.service.world.clock.now())
    body = selected(_printed(call, job), call.query.get("$select", ""))
    if "schema" in call.query.get("$expand", "").split(","):
        body["schema"] = job.schema.tree(job.id)
    return Answer(200, body)


@synchronization("PATCH", "jobs/{job}", "job.patch", SERVICE_PRINCIPAL)
def patch_job(call: Call) -> Answer:
    _provisioning, job = lookup.job(call)
    body = call.json()
    bodies.check(call, "synchronizationJob", body, partial=True)
    if call.switches["patch_job"] == "404":
        raise problems.Refusal(404, "ResourceNotFound", "Object not found.")
    if call.switches["patch_job"] == "no_route":
        raise problems.no_http_resource("/".join(call.parts))
    if call.switches["patch_job"] == "ignored":
        return Answer(NO_CONTENT)
    if isinstance(body.get("synchronizationJobSettings"), list):
        job.settings = body["synchronizationJobSettings"]
    return Answer(NO_CONTENT)


@synchronization("DELETE", "jobs/{job}", "job.delete", SERVICE_PRINCIPAL)
def delete_job(call: Call) -> Answer:
    found, job = lookup.job(call)
    del found.jobs[job.id]
    if call.switches["job_delete_lag"]:
        found.leaving[job.id] = (job, call.switches["job_delete_lag"])
    return Answer(NO_CONTENT)

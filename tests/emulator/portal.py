# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that somebody makes behind the client's back: a portal user, another program, the target's administrator."""

from __future__ import annotations

from typing import Any

from . import machine, schema_edits
from .world import Job, Provisioning, ServicePrincipal, World, new_id

JOB_FLAGS = ("outcome", "prunes_escrows", "pending_deletes", "settings", "interval")
PRINCIPAL_FLAGS = ("credentials_work", "accepted_credentials", "target_error", "lag")


def change_client(world: World, tenant_id: str, client_id: str, change: dict[str, Any]) -> dict[str, Any]:
    """Add `secrets` ({secret: expiry}), `certificates` (PEM texts), or set `roles` of a client."""
    client = world.tenants[tenant_id].clients[client_id]
    client.secrets.update(change.get("secrets", {}))
    client.certificates.extend(change.get("certificates", []))
    if "roles" in change:
        client.roles = tuple(change["roles"])
    return {"client_id": client.app_id, "roles": list(client.roles), "certificates": len(client.certificates)}


def _principal(world: World, tenant_id: str, identity: str) -> ServicePrincipal:
    return world.tenants[tenant_id].service_principals[identity]


def change_principal(world: World, tenant_id: str, identity: str, change: dict[str, Any]) -> dict[str, Any]:
    """Set flags of a principal's provisioning; `secrets` sets stored values, null removes one; `owners` replaces."""
    principal = _principal(world, tenant_id, identity)
    found = principal.provisioning
    for name, value in change.items():
        if name == "secrets":
            _set_secrets(found, value)
        elif name == "owners":
            principal.owners = list(value)
        elif name in PRINCIPAL_FLAGS:
            setattr(found, name, value)
        else:
            raise ValueError(f"a principal takes: owners, secrets, {', '.join(PRINCIPAL_FLAGS)}; not {name!r}")
    return {"secrets": sorted(found.secrets), "jobs": list(found.jobs)}


def _set_secrets(found: Provisioning, values: dict[str, str | None]) -> None:
    for key, value in values.items():
        if value is None:
            found.secrets.pop(key, None)
        else:
            found.secrets[key] = value


def _job(world: World, tenant_id: str, identity: str) -> tuple[Provisioning, Job]:
    for principal in world.tenants[tenant_id].service_principals.values():
        if identity in principal.provisioning.jobs:
            return principal.provisioning, principal.provisioning.jobs[identity]
    raise KeyError(identity)


def change_job(world: World, tenant_id: str, identity: str, change: dict[str, Any]) -> dict[str, Any]:
    """Set flags of a job; `action`: start, pause, cycle (one cycle now) or delete."""
    found, job = _job(world, tenant_id, identity)
    now = world.clock.now()
    for name, value in change.items():
        if name in JOB_FLAGS:
            setattr(job, name, value)
        elif name != "action":
            raise ValueError(f"a job takes: action, {', '.join(JOB_FLAGS)}; not {name!r}")
    action = change.get("action")
    if action == "start":
        machine.start(job, now)
    elif action == "pause":
        machine.pause(job, "Disabled")
    elif action == "cycle":
        machine.run_cycle(job, found, now)
    elif action == "delete":
        del found.jobs[identity]
    elif action is not None:
        raise ValueError(f"action is one of start, pause, cycle, delete; not {action!r}")
    return {"id": job.id, "state": job.state, "code": job.code}


def change_mapping(world: World, tenant_id: str, change: dict[str, Any]) -> dict[str, Any]:
    """Give one attribute another expression, in one job: `job`, `target_object`, `target_attribute`, `expression`.

    An expression of null removes the mapping.
    """
    edit = {"edit": "mapping", "target_object": change["target_object"], "target_attribute": change["target_attribute"]}
    action = {"remove": True} if change["expression"] is None else {"expression": change["expression"]}
    return change_schema(world, tenant_id, {"job": change["job"], "edits": [{**edit, **action}]})


def change_schema(world: World, tenant_id: str, change: dict[str, Any]) -> dict[str, Any]:
    """Make `edits` (see schema_edits) in the schema of a `job`, or of the `template` of an `application`."""
    edits = schema_edits.checked(change["edits"])
    version = f"Date:{world.clock.stamp()}, ActivityId:{new_id()}"
    if "job" in change:
        found, job = _job(world, tenant_id, change["job"])
        template = found.templates.get(job.template_id)
        job.schema = schema_edits.edited(job.schema, edits, template.schema if template else job.schema, version)
        return {"edits": len(edits), "version": job.schema.version}
    application = world.tenants[tenant_id].applications[change["application"]]
    template = application.provisioning.templates[change["template"]]
    template.schema = schema_edits.edited(template.schema, edits, template.factory, version)
    return {"edits": len(edits), "version": template.schema.version}


def edit_at(world: World, path: str, edits: list[dict[str, Any]]) -> None:
    """The same for the job whose address a request bears, in whatever tenant it is."""
    identity = path.partition("/jobs/")[2].partition("/")[0]
    for tenant in world.tenants.values():
        if any(identity in one.provisioning.jobs for one in tenant.service_principals.values()):
            change_schema(world, tenant.id, {"job": identity, "edits": edits})
            return
    raise KeyError(f"there is no job {identity!r} to edit")

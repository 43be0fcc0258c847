# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that somebody makes behind the client's back: a portal user, another program, the target's administrator."""

from __future__ import annotations

from typing import Any

from . import machine, provisioning_log, schema_edits
from .clock import stamp
from .world import Job, Provisioning, ServicePrincipal, World, new_id

JOB_FLAGS = ("code", "interval", "outcome", "pending_deletes", "prunes_escrows", "quarantine", "settings")
PRINCIPAL_FLAGS = ("credentials_work", "accepted_credentials", "target_error", "lag")
ENTRY_WORDS = ("action", "age", "code", "identity", "members", "status")


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
    """Set flags of a principal's provisioning; `secrets` sets stored values, null removes one; `owners` replaces.

    `discovers`: what the target has besides what is stored, as objects with their attributes (as Graph writes them).
    """
    principal = _principal(world, tenant_id, identity)
    found = principal.provisioning
    for name, value in change.items():
        if name == "secrets":
            _set_secrets(found, value)
        elif name == "owners":
            principal.owners = list(value)
        elif name == "discovers":
            found.discovers = _definitions(value)
        elif name in PRINCIPAL_FLAGS:
            setattr(found, name, value)
        else:
            known = ", ".join(("discovers", "owners", "secrets", *PRINCIPAL_FLAGS))
            raise ValueError(f"a principal takes: {known}; not {name!r}")
    return {"secrets": sorted(found.secrets), "jobs": list(found.jobs)}


def _definitions(rows: Any) -> list[dict[str, Any]]:
    if not _named(rows) or not all(_named(one.get("attributes") or []) for one in rows):
        raise ValueError("discovers is a list of objects, each with a name and attributes that have names")
    return list(rows)


def _named(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(one, dict) and one.get("name") for one in rows)


def _set_secrets(found: Provisioning, values: dict[str, str | None]) -> None:
    for key, value in values.items():
        if value is None:
            found.secrets.pop(key, None)
        else:
            found.secrets[key] = value


def _holder(world: World, tenant_id: str, identity: str) -> ServicePrincipal:
    """Whose job it is."""
    for principal in world.tenants[tenant_id].service_principals.values():
        if identity in principal.provisioning.jobs:
            return principal
    raise KeyError(identity)


def _job(world: World, tenant_id: str, identity: str) -> tuple[Provisioning, Job]:
    found = _holder(world, tenant_id, identity).provisioning
    return found, found.jobs[identity]


def add_to_log(world: World, tenant_id: str, change: dict[str, Any]) -> dict[str, Any]:
    """Put `entries` of a `job` into the provisioning log, the newest last.

    An entry has an `identity`, and may have `status` (success), `code`, `action` (create), `age` in seconds, and
    `members` that are set as they are.
    """
    owner, tenant = _holder(world, tenant_id, change["job"]), world.tenants[tenant_id]
    job, entries = owner.provisioning.jobs[change["job"]], change["entries"]
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise ValueError("entries are a list of objects, at least one")
    for word in {word for one in entries for word in one} - set(ENTRY_WORDS):
        raise ValueError(f"an entry takes: {', '.join(ENTRY_WORDS)}; not {word!r}")
    made = []
    for one in entries:
        moment = stamp(world.clock.now() - float(one.get("age", 0)))
        said = one["identity"], one.get("status", "success"), one.get("code", ""), one.get("action", "create")
        made.append(
            {**provisioning_log.entry_of(tenant, owner, job, moment, *map(str, said)), **one.get("members", {})}
        )
    for row in made:
        provisioning_log.add(tenant, row)
    return {"entries": len(made)}


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

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a module can change in a tenant, as plain values, for comparing two ends."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from weakref import WeakKeyDictionary

from emulator.documents import Document
from emulator.world import Application, Job, Partner, Provisioning, ServicePrincipal

# What the service chooses anew each time: ids of new things, and when something was made.
CHOSEN = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


def whole(emu: Any, before: str = "") -> str:
    """What there is in the tenant. before: what there was earlier; ids and times that do not occur in it are left out."""
    tenant = emu.world.tenants[emu.tenant_id]
    owners = [*tenant.service_principals.values(), *tenant.applications.values()]
    found = {
        "owners": sorted((_owner(one) for one in owners), key=_text),
        "deleted": sorted((type(one).__name__, one.display_name) for one in tenant.deleted.values()),
        "partners": {name: _partner(one) for name, one in tenant.partners.items() if one.row or one.policy},
    }
    text = _text(found)
    known = set(CHOSEN.findall(before or text))
    return CHOSEN.sub(lambda hit: hit.group() if hit.group() in known else "{chosen by the service}", text)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _owner(owner: ServicePrincipal | Application) -> dict[str, Any]:
    """A service principal or an application, with what hangs under it."""
    found = {
        "kind": type(owner).__name__,
        "name": owner.display_name,
        "made from": owner.application_template_id,
        "owners": sorted(owner.owners),
        "roles": sorted(str(role.get("value") or role.get("displayName")) for role in owner.app_roles),
        "tags": sorted(owner.tags),
        **_provisioning(owner.provisioning),
    }
    if isinstance(owner, Application):
        return {**found, "reference": owner.service_management_reference}
    assigned = sorted((row["principalId"], row["appRoleId"]) for row in owner.assignments)
    return {**found, "enabled": owner.account_enabled, "assigned": assigned}


def _provisioning(provisioning: Provisioning) -> dict[str, Any]:
    return {
        "secrets": provisioning.secrets,
        "jobs": sorted((_job(one) for one in provisioning.jobs.values()), key=_text),
        "templates": {
            name: [_digest(one.schema), one.description, one.discoverable, one.default, one.factory_tag, one.metadata]
            for name, one in provisioning.templates.items()
        },
        "uploaded": provisioning.uploaded,
        "provisioned": sorted(provisioning.provisioned),
    }


def _job(job: Job) -> dict[str, Any]:
    """What was decided about a job; how far its cycles are is the service's affair."""
    return {
        "template": job.template_id,
        "schema": _digest(job.schema),
        "settings": job.settings,
        "runs": job.state != "Disabled",
        "quarantine": (job.quarantine or {}).get("reason"),
        "deletes held back": job.pending_deletes,
    }


def _partner(partner: Partner) -> list[Any]:
    return [partner.row, partner.policy]


def _digest(document: Document) -> str:
    """A schema in short, without the ids that its parts are given anew; made once, since nobody changes it in place."""
    if document not in _DIGESTS:
        text = _text([document.rules, document.directories])
        _DIGESTS[document] = hashlib.sha256(CHOSEN.sub("", text).encode()).hexdigest()[:16]
    return _DIGESTS[document]


_DIGESTS: WeakKeyDictionary[Document, str] = WeakKeyDictionary()

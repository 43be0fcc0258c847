# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the provisioning log, as /auditLogs/provisioning prints them (camel case, unlike synchronization)."""

from __future__ import annotations

from typing import Any

from . import lookup
from .call import Call
from .world import Application, Job, ServicePrincipal, Tenant, new_id

LONGEST = 5000


def entry(call: Call, job: Job, identity: str, status: str, code: str = "", action: str = "create") -> dict[str, Any]:
    """A provisioningObjectSummary of this moment. status: success | failure | skipped | warning."""
    moment = call.service.world.clock.stamp()
    return entry_of(call.tenant, lookup.owner(call), job, moment, identity, status, code, action)


def entry_of(
    tenant: Tenant,
    owner: ServicePrincipal | Application,
    job: Job,
    moment: str,
    identity: str,
    status: str,
    code: str = "",
    action: str = "create",
) -> dict[str, Any]:
    """The same without a call. moment: when it happened, as the service prints it."""
    rule = job.schema.rules[0] if job.schema.rules else {}
    return {
        "id": new_id(),
        "activityDateTime": moment,
        "tenantId": tenant.id,
        "jobId": job.id,
        "cycleId": new_id(),
        "changeId": new_id(),
        "provisioningAction": action if status == "success" else "other",
        "durationInMilliseconds": 187,
        "servicePrincipal": {"id": owner.id, "displayName": owner.display_name},
        "sourceSystem": _system(rule.get("sourceDirectoryName")),
        "targetSystem": _system(rule.get("targetDirectoryName"), owner),
        "sourceIdentity": _identity(identity),
        "targetIdentity": _identity(""),
        "initiatedBy": {"id": "", "displayName": "Azure AD Provisioning Service", "initiatorType": "system"},
        "provisioningStatusInfo": {"status": status, "errorInformation": _error(code) if code else None},
        "provisioningSteps": [_export(identity, status)],
        "modifiedProperties": [{"displayName": "objectId", "oldValue": None, "newValue": identity}],
    }


def _error(code: str) -> dict[str, Any]:
    return {
        "errorCode": code,
        "reason": f"The object was not provisioned: {code}.",
        "additionalDetails": None,
        "errorCategory": "nonServiceFailure",
        "recommendedAction": None,
    }


def _export(identity: str, status: str) -> dict[str, Any]:
    """The step of a cycle in which the object goes out."""
    return {
        "name": "EntryExportAdd",
        "provisioningStepType": "export",
        "status": status,
        "description": f"Export: {status}.",
        "details": {"ReportableIdentifier": identity},
    }


def _system(name: str | None, owner: ServicePrincipal | Application | None = None) -> dict[str, Any]:
    """A side of the synchronization; the target's details name the application that stands for it."""
    details = {} if owner is None else {"ApplicationId": owner.app_id, "ServicePrincipalId": owner.id}
    if owner is not None:
        details["ServicePrincipalDisplayName"] = owner.display_name
    return {"id": new_id(), "displayName": name or "", "details": details}


def _identity(identity: str) -> dict[str, Any]:
    return {"id": identity, "displayName": "", "identityType": "User", "details": {}}


def record(call: Call, made: dict[str, Any]) -> None:
    """Add an entry, newest first; the oldest leave when the log is full."""
    add(call.tenant, made)


def add(tenant: Tenant, made: dict[str, Any]) -> None:
    """The same without a call."""
    tenant.provisioning_log.insert(0, made)
    del tenant.provisioning_log[LONGEST:]

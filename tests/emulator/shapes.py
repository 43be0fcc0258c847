# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state as the service prints it: one function for each Graph type."""

from __future__ import annotations

from typing import Any

from .clock import NEVER, stamp
from .world import Application, ApplicationTemplate, Job, ServicePrincipal, Template


def _moment(seconds: float) -> str:
    return stamp(seconds) if seconds else NEVER


def job(found: Job) -> dict[str, Any]:
    return {
        "id": found.id,
        "templateId": found.template_id,
        "schedule": {"expiration": None, "interval": found.interval, "state": found.state},
        "status": {
            "countSuccessiveCompleteFailures": found.complete_failures,
            "escrowsPruned": found.escrows_pruned,
            "code": found.code,
            "lastExecution": found.last_execution,
            "lastSuccessfulExecution": found.last_successful,
            "lastSuccessfulExecutionWithExports": found.last_with_exports,
            "quarantine": found.quarantine,
            "steadyStateFirstAchievedTime": _moment(found.steady_first),
            "steadyStateLastAchievedTime": _moment(found.steady_last),
            "troubleshootingUrl": None if found.last_execution is None else "",
            "progress": found.progress,
            "synchronizedEntryCountByType": found.entry_counts,
        },
        "synchronizationJobSettings": found.settings,
    }


def template(found: Template) -> dict[str, Any]:
    return {
        "id": found.id,
        "applicationId": found.application_id,
        "default": found.default,
        "description": found.description,
        "discoverable": found.discoverable,
        "factoryTag": found.factory_tag,
        "metadata": found.metadata,
    }


def template_schema_id(template_id: str) -> str:
    return f"{template_id}.{'0' * 32}"


def service_principal(found: ServicePrincipal, tenant_id: str) -> dict[str, Any]:
    return {
        "id": found.id,
        "deletedDateTime": None,
        "accountEnabled": found.account_enabled,
        "appDisplayName": found.display_name,
        "appId": found.app_id,
        "appOwnerOrganizationId": tenant_id,
        "appRoleAssignmentRequired": True,
        "applicationTemplateId": found.application_template_id,
        "displayName": found.display_name,
        "servicePrincipalType": "Application",
        "servicePrincipalNames": [found.app_id],
        "tags": found.tags,
        "appRoles": found.app_roles,
    }


def application(found: Application) -> dict[str, Any]:
    return {
        "id": found.id,
        "deletedDateTime": None,
        "appId": found.app_id,
        "createdDateTime": stamp(found.created),
        "applicationTemplateId": found.application_template_id,
        "displayName": found.display_name,
        "signInAudience": "AzureADMyOrg",
        "identifierUris": [],
        "serviceManagementReference": found.service_management_reference,
        "tags": found.tags,
        "appRoles": found.app_roles,
    }


def application_template(found: ApplicationTemplate) -> dict[str, Any]:
    return {name: value for name, value in found.row.items() if name != "templates"}


def secrets(pairs: dict[str, str], masked: set[str]) -> list[dict[str, str]]:
    return [{"key": key, "value": "*" if key in masked else value} for key, value in pairs.items()]

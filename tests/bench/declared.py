# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of each module that the bench measures: it finds everything as declared, and changes nothing.

Orders are never done, and trials are sent each time: of these the planning is measured, in check mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

MODULES = Path(__file__).resolve().parents[2] / "plugins" / "modules"
COLLECTION = "entra.provisioning"
SCIM, CLOUD_SYNC = "Contoso SCIM", "Active Directory to Microsoft Entra ID"
FABRIKAM, INBOUND = "Fabrikam Sign-On", "API-driven Inbound"
# An entry of the gallery, another tenant, and somebody who is assigned to nothing.
ENTRY = "2c6f0b8d-91e4-4c7a-b5d3-0e8f7a6c1d55"
PARTNER = "7d1e5b94-3c2f-4a86-b0d7-9e8f6a5c4b21"
NOBODY = "11111111-2222-3333-4444-555555555555"

# Measured in check mode.
PLANNED = (
    "synchronization_directory_discover",
    "synchronization_job_bulk_upload",
    "synchronization_job_provision_on_demand",
    "synchronization_job_validate_credentials",
)

# What is stored of the application with settings, secrets and a job.
STORED: dict[str, Any] = {
    "settings": {
        "BaseAddress": "https://scim.contoso.example/v2",
        "SyncAll": False,
        "SyncNotificationSettings": {"Enabled": True, "Recipients": "identity@contoso.example"},
    },
    "secrets": {"SecretToken": "token-of-the-bench-of-no-value"},
}

Estate = Mapping[str, Mapping[str, Any]]


def tasks(estate: Estate) -> dict[str, dict[str, Any]]:
    """Module -> options. Owners are named by object id, the form without a request of its own."""
    found = {**_of_applications(estate), **_of_jobs(estate), **_of_schemas(estate)}
    modules = sorted(file.stem for file in MODULES.glob("*.py") if file.stem != "__init__")
    if modules != sorted(found):
        raise LookupError(f"tests/bench/declared.py must have a task for each module: {', '.join(modules)}")
    return found


def _of_applications(estate: Estate) -> dict[str, dict[str, Any]]:
    """Applications, who is assigned to them, and what their connectors need."""
    owner, people = _owner(estate, SCIM), _owner(estate, FABRIKAM)
    return {
        "application_from_template": {"application_template_id": ENTRY, "display_name": FABRIKAM},
        "application_role_assignment": {**people, "users": [NOBODY], "state": "absent"},
        "application_role_assignment_info": dict(people),
        "application_template_info": {"contains": "Fabrikam"},
        "cross_tenant_synchronization": {
            "partner_tenant_id": PARTNER,
            "display_name": "Northwind",
            "inbound_sync_allowed": True,
            "inbound_consent": True,
        },
        "service_principal_info": dict(owner),
        "synchronization": {**owner, **STORED},
        "synchronization_acquire_access_token": {**people, "secrets": {"Oauth2AuthorizationCode": "code-of-the-bench"}},
        "synchronization_info": dict(owner),
        "synchronizations": {
            "applications": [{**owner, **STORED, "jobs": [{"template_id": "scim", "state": "started"}]}]
        },
    }


def _of_jobs(estate: Estate) -> dict[str, dict[str, Any]]:
    """Jobs, and what they are made to do."""
    owner, schema = _owner(estate, SCIM), _with_schema(estate)
    return {
        "provisioning_log_info": {"limit": 5},
        "synchronization_job": {**owner, "template_id": "scim", "state": "started"},
        "synchronization_job_bulk_upload": {**_inbound(estate), "users": [{"externalId": "1", "userName": "adele"}]},
        "synchronization_job_info": dict(owner),
        "synchronization_job_provision_on_demand": {**schema, "users": [NOBODY]},
        "synchronization_job_restart": {**schema, "when": "quarantined"},
        "synchronization_job_settings": {**schema, "settings": {"LookaheadQueryEnabled": False}},
        "synchronization_job_validate_credentials": dict(schema),
    }


def _of_schemas(estate: Estate) -> dict[str, dict[str, Any]]:
    """Schemas, and the templates that they come from."""
    schema = _with_schema(estate)
    return {
        "synchronization_directory_discover": dict(schema),
        "synchronization_schema": {**schema, "synchronization_rules": [_one_mapping()]},
        "synchronization_schema_info": dict(schema),
        "synchronization_schema_parse_expression": {**schema, "expression": "Trim([displayName])"},
        "synchronization_template": {
            "application_id": estate[SCIM]["application_id"],
            "template_id": "scim",
            "default": True,
            "discoverable": True,
        },
        "synchronization_template_info": {**_owner(estate, SCIM), "template_id": "scim"},
    }


def preparations(estate: Estate) -> list[tuple[str, dict[str, Any]]]:
    """(module, options) of what has to be there before, besides what the tasks themselves declare."""
    notifications = {"SyncNotificationSettings": {"Enabled": True, "Recipients": "identity@contoso.example"}}
    return [
        ("synchronization", {**_owner(estate, INBOUND), "settings": notifications}),
        ("synchronization_job", {**_inbound(estate), "state": "started"}),
    ]


def _inbound(estate: Estate) -> dict[str, Any]:
    """The job that takes uploads."""
    return {**_owner(estate, INBOUND), "template_id": "API2AAD"}


def _with_schema(estate: Estate) -> dict[str, Any]:
    """The job whose schema is read."""
    return {**_owner(estate, FABRIKAM), "job_id": estate[FABRIKAM]["jobs"][0]}


def _owner(estate: Estate, name: str) -> dict[str, Any]:
    return {"service_principal_id": estate[name]["service_principal_id"]}


def _one_mapping() -> dict[str, Any]:
    """A rule of which one mapping is declared."""
    users = {"source_object": "User", "target_object": "Account"}
    mapping = {"target_attribute": "Department", "expression": 'Join(" ", [department], [city])'}
    return {"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [{**users, "attribute_mappings": [mapping]}]}


def largest(estate: Estate) -> dict[str, Any]:
    """The options of synchronization_template_info for the largest schema, about 1 MB."""
    return {
        "service_principal_id": estate[CLOUD_SYNC]["service_principal_id"],
        "template_id": "AD2AADProvisioning",
        "include_schema": True,
    }

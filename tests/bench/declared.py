# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task of each module that the bench measures: it finds everything as declared, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

MODULES = Path(__file__).resolve().parents[2] / "plugins" / "modules"
COLLECTION = "entra.provisioning"
SCIM, CLOUD_SYNC = "Contoso SCIM", "Active Directory to Microsoft Entra ID"
FABRIKAM = "Fabrikam Sign-On"

Estate = Mapping[str, Mapping[str, Any]]


def tasks(estate: Estate) -> dict[str, dict[str, Any]]:
    """Module -> options. Owners are named by object id, the form without a request of its own."""
    owner = {"service_principal_id": estate[SCIM]["service_principal_id"]}
    schema = {
        "service_principal_id": estate[FABRIKAM]["service_principal_id"],
        "job_id": estate[FABRIKAM]["jobs"][0],
    }
    found = {
        "service_principal_info": dict(owner),
        "synchronization": {
            **owner,
            "settings": {
                "BaseAddress": "https://scim.contoso.example/v2",
                "SyncAll": False,
                "SyncNotificationSettings": {"Enabled": True, "Recipients": "identity@contoso.example"},
            },
            "secrets": {"SecretToken": "token-of-the-bench-of-no-value"},
        },
        "synchronization_info": dict(owner),
        "synchronization_job": {**owner, "template_id": "scim", "state": "started"},
        "synchronization_job_info": dict(owner),
        "synchronization_schema": {**schema, "synchronization_rules": [_one_mapping()]},
        "synchronization_schema_info": dict(schema),
        "synchronization_schema_parse_expression": {**schema, "expression": "Trim([displayName])"},
        "synchronization_template": {
            "application_id": estate[SCIM]["application_id"],
            "template_id": "scim",
            "default": True,
            "discoverable": True,
        },
        "synchronization_template_info": {**owner, "template_id": "scim"},
    }
    modules = sorted(file.stem for file in MODULES.glob("*.py") if file.stem != "__init__")
    if modules != sorted(found):
        raise LookupError(f"tests/bench/declared.py must have a task for each module: {', '.join(modules)}")
    return found


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

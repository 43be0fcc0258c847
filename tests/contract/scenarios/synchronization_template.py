# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A template of its own on the application of Contoso SCIM: added, updated, deleted."""

from __future__ import annotations

from typing import Any

from contract import ids
from contract.scenario import Example, Export, Phase, Scenario

OWNER = {"application_id": ids.SCIM_APPLICATION}
TEMPLATE = {**OWNER, "template_id": "contosoScim"}
ADDED = {
    **TEMPLATE,
    "application_template_id": "8adf8e6e-67b2-4cf2-a259-e3dc5476c621",
    "factory_tag": "CustomSCIM",
    "discoverable": True,
    "metadata": {"ConfigurationFields": [{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}]},
}
EXPORTED = "exported.templates | selectattr('id', 'equalto', 'contosoScim') | first"


def has_the_template(emulator: Any) -> None:
    """As its first example leaves it."""
    provisioning = emulator.world.tenants[emulator.tenant_id].applications[ids.SCIM_APPLICATION].provisioning
    template = provisioning.templates["scim"].copy()
    template.id = "contosoScim"
    provisioning.templates["contosoScim"] = template


SCENARIO = Scenario(
    phases=(
        Phase("add", ADDED),
        Phase("update", {**TEMPLATE, "description": "Accounts of Contoso", "default": True}, reads=4),
        Phase("delete", {**TEMPLATE, "state": "absent"}),
    ),
    export=Export(
        module="synchronization_template_info",
        args={"app_id": ids.SCIM_APP, "owner_type": "application"},
        declaration={
            **OWNER,
            **{
                option: "{{ (%s).%s }}" % (EXPORTED, member)
                for option, member in {
                    "template_id": "id",
                    "application_template_id": "application_template_id",
                    "factory_tag": "factory_tag",
                    "default": "default",
                    "discoverable": "discoverable",
                    "metadata": "metadata",
                }.items()
            },
        },
        after="add",
    ),
    replace={**ids.DOCUMENTED, "7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33": ids.SCIM_APPLICATION},
    examples={
        "Say what it is for, and make it the recommended one; all else stays": Example(prepare=has_the_template),
        "Take away a metadata key": Example(prepare=has_the_template),
        "Delete the template": Example(prepare=has_the_template),
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is assigned to Fabrikam, by which name the application ever is given; and nobody, to an application without roles."""

from __future__ import annotations

from typing import Any

from emulator import estate

from contract import ids
from contract.scenario import Export, Scenario

OWNER = {"service_principal_id": ids.FABRIKAM}
ADMINISTRATOR = "4f8f8640-f081-492d-97a0-caf24e9bc134"


def somebody_is_assigned(emulator: Any) -> None:
    principal = emulator.world.tenants[emulator.tenant_id].service_principals[ids.FABRIKAM]
    principal.assignments.append(
        {
            "id": "-WmtM5na7Uus0D8kI1yylpU9Mdo0Pb9OoBJvd3T5eKc",
            "appRoleId": ADMINISTRATOR,
            "principalDisplayName": "Sales",
            "principalId": estate.stable_id("groups", "Sales"),
            "principalType": "Group",
            "resourceId": ids.FABRIKAM,
        }
    )


SCENARIO = Scenario(
    prepare=somebody_is_assigned,
    readings={
        "by id": OWNER,
        "by application": {"app_id": ids.FABRIKAM_APP},
        "by name": {"display_name": estate.FABRIKAM},
        "nobody": {"service_principal_id": ids.PLAIN},
    },
    export=Export(
        module="application_role_assignment_info",
        args=OWNER,
        declaration={"service_principal_id": "{{ exported.service_principal_id }}"},
        after="",
    ),
    replace={**ids.DOCUMENTED, "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11": ids.FABRIKAM},
)

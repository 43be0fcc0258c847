# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contoso Payroll: made and tagged, another one taken over, one deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from emulator import estate
from emulator.routes_gallery import enterprise_application
from emulator.world import stable_id

from contract import ids
from contract.scenario import Example, Export, Phase, Scenario

SCIM = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
NAME, TAG = "Contoso Payroll", "automation:contoso-payroll"
OURS = {"application_template_id": SCIM, "display_name": NAME, "tag": TAG}
THEIRS = {"application_template": "Custom", "display_name": estate.SCIM, "tag": "automation:contoso-scim"}


def answers_soon(emulator: Any) -> None:
    """Waiting for the service has tests of its own; here each step needs little of it."""
    emulator.switches.update(instantiate_lag=1)


def has_been_made(emulator: Any) -> None:
    """As the first example leaves it."""
    tenant = emulator.world.tenants[emulator.tenant_id]
    tenant.instantiated += 1
    identify = partial(stable_id, "instantiated", tenant.id, str(tenant.instantiated))
    entry = emulator.world.gallery[SCIM]
    _registration, principal = enterprise_application(emulator.world, tenant, entry, NAME, identify=identify)
    principal.tags.append(TAG)


SCENARIO = Scenario(
    prepare=answers_soon,
    phases=(
        # By the tag, by the name, the entry of the gallery, and once more just before it is made.
        Phase("create and tag", OURS, writes=2, reads=4),
        # The entry by its name, by the tag, by the name, its application object, and once more its tags.
        Phase("take over and tag", THEIRS, reads=5),
        Phase("delete", {"tag": TAG, "state": "absent"}, reads=2),
    ),
    export=Export(
        module="service_principal_info",
        args={"display_name": NAME},
        declaration={
            "application_template_id": "{{ exported.service_principals[0].application_template_id }}",
            "app_id": "{{ exported.service_principals[0].app_id }}",
            "display_name": "{{ exported.service_principals[0].display_name }}",
            "tag": "{{ exported.service_principals[0].tags | select('match', 'automation:') | first }}",
        },
        after="create and tag",
    ),
    replace={**ids.DOCUMENTED, "7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33": ids.SCIM_APPLICATION},
    examples={
        "Provision it": Example(prepare=has_been_made),
        "Delete the application that bears the tag": Example(prepare=has_been_made),
    },
)

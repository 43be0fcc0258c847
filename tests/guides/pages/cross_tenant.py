# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contoso is the source here and Northwind the target, which the guide calls Fabrikam."""

from __future__ import annotations

from typing import Any

from emulator import estate
from emulator.world import stable_id

from guides import world
from guides.page import Case, Page

GROUP = "Works with Fabrikam"
IN_THE_TARGET = {"AZURE_TENANT_ID": estate.OTHER_TENANT_ID}


def prepared(emulator: Any) -> None:
    world.soon(emulator)
    identity = stable_id("groups", GROUP)
    tenant = emulator.world.tenants[emulator.tenant_id]
    row = {"id": identity, "displayName": GROUP, "mailEnabled": False, "securityEnabled": True}
    tenant.groups[identity] = {**row, "mailNickname": "fabrikam"}


PAGE = Page(
    prepare=prepared,
    replace={
        "6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052": estate.TENANT_ID,
        "2b6c8e14-7f3a-4d59-9c0e-1a4b5d6f7e82": estate.OTHER_TENANT_ID,
    },
    variables={
        "contoso_client_id": estate.CLIENT_ID,
        "fabrikam_client_id": estate.CLIENT_ID,
        "vault_contoso_client_secret": estate.CLIENT_SECRET,
        "vault_fabrikam_client_secret": estate.CLIENT_SECRET,
    },
    blocks={
        "Let nobody in any more": Case(
            environment=IN_THE_TARGET,
            warns=("The synchronization of users from tenant",),
            ahead="The two tasks are alternatives: in check mode the first has not stopped what the second deletes.",
            again="The first task makes the policy that the second has deleted.",
        ),
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tenant goes out into files, and back: into the same tenant, and into Northwind, which stands for production."""

from __future__ import annotations

from typing import Any

from contract import ids
from emulator import estate, portal

from guides import looks, world
from guides.page import Case, Page
from guides.pages.authentication import PASSWORD, certificate
from guides.pages.mappings_as_code import TARGET

# What the person at the editor does: every secret gets a value.
EDITOR = """#!/bin/sh
sed -i 's/: ""$/: "value-of-no-value"/' "$1"
"""


def prepared(emulator: Any) -> None:
    """Somebody has clicked another display name, as the guide shows it."""
    world.two(emulator)
    world.stores(SyncAll="false")(emulator)
    change = {"job": ids.SCIM_JOB, "target_object": TARGET, "target_attribute": "displayName"}
    expression = {"expression": 'Join(", ", [surname], [givenName])'}
    portal.change_mapping(emulator.world, emulator.tenant_id, {**change, **expression})
    client = emulator.world.tenants[estate.OTHER_TENANT_ID].clients[estate.CLIENT_ID]
    client.certificates.append(certificate()[0])


PAGE = Page(
    prepare=prepared,
    environment={"ANSIBLE_VAULT_PASSWORD_FILE": "vault-password", "EDITOR": "editor"},
    files={
        "vault-password": "password-of-the-vault",
        "bin/editor": EDITOR,
        "production.pem": lambda _emulator: certificate()[1],
    },
    variables={"production_tenant_id": estate.OTHER_TENANT_ID, "production_client_id": estate.CLIENT_ID},
    blocks={
        "tenants/test/": Case(instead="It lists what was written.", look=looks.lists_files),
        "# Contoso SCIM": Case(
            instead="It is what the export wrote.", look=looks.is_file("tenants/test/applications/contoso_scim.yml")
        ),
        "Keep the test tenant as declared": Case(unchanged=True),
        "Bring production to what was tried": Case(
            typed="cp -r tenants/test tenants/production",
            environment={"AZURE_CLIENT_CERTIFICATE_PASSWORD": PASSWORD, "AZURE_CLIENT_SECRET": ""},
        ),
    },
)

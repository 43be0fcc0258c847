# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications as hosts: Fabrikam is in quarantine, Contoso SCIM is paused, operations looks after both."""

from __future__ import annotations

from typing import Any

from emulator import estate, portal

from guides import looks, world
from guides.page import Case, Page

SOURCE = "contoso.entra_provisioning.yml"
TEST = "test.entra_provisioning.yml"
# Of a second run: all that was paused was started by the first.
NOBODY = "Could not match supplied host pattern, ignoring: paused"
PLUGIN = "plugin: entra.provisioning.service_principals"


def in_quarantine(emulator: Any) -> None:
    world.soon(emulator)
    world.quarantined(estate.FABRIKAM)(emulator)


def has_a_scim_job(emulator: Any) -> None:
    """There is a group of those with a job of the template scim, so that it can be left out."""
    world.usual(emulator)


def is_paused(emulator: Any) -> None:
    job = emulator.estate[estate.SCIM]["jobs"][0]
    portal.change_job(emulator.world, emulator.tenant_id, job, {"action": "pause"})


def tagged(emulator: Any) -> None:
    emulator.world.tenants[emulator.tenant_id].service_principal(estate.FABRIKAM).tags = ["operations"]


PAGE = Page(
    prepare=in_quarantine,
    inventory=(SOURCE,),
    hosts="service_principals",
    environment={"SECRET_OF_TEST": estate.CLIENT_SECRET},
    variables={
        "declared": [{"display_name": estate.FABRIKAM, "jobs": [{"template_id": "fabrikamSingleSignon"}]}],
    },
    blocks={
        PLUGIN: Case(file=SOURCE),
        f"{PLUGIN} (3)": Case(before=tagged),
        "$ ansible-playbook -i contoso.entra_provisioning.yml look-after.yml --limit 'quarantined:!template_scim'": Case(
            before=has_a_scim_job
        ),
        "Start what is paused, a few first": Case(before=is_paused, warns=(NOBODY,)),
        "Bring the applications of this slice to what is declared": Case(warns=("is in quarantine since",)),
        f"{PLUGIN} (4)": Case(file=TEST),
        "See how the jobs of all tenants fare": Case(inventory=(SOURCE, TEST)),
        "$ ansible-builder build --file execution-environment.yml --tag entra-provisioning-ee": Case(
            instead="Building an image needs an engine for containers and a network.", look=looks.builds
        ),
    },
)

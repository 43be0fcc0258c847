# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of Contoso SCIM, which is not there in the beginning; then jobs of others in quarantine."""

from __future__ import annotations

from typing import Any

from contract import ids
from emulator import estate, portal

from guides import world
from guides.page import Case, Page

DOCUMENTED_JOB = "scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22"
NOT_THERE_YET = ("does not exist yet",)
THE_SAME_ROLE = Case(
    warns=NOT_THERE_YET,
    ahead="In check mode the credentials are those that would be stored; the run tries them for the application that it made.",
)


def nothing_yet(emulator: Any) -> None:
    """Nobody has made Contoso SCIM."""
    world.soon(emulator)
    tenant = emulator.world.tenants[emulator.tenant_id]
    del tenant.service_principals[ids.SCIM], tenant.applications[ids.SCIM_APPLICATION]


def deletes_too_much(emulator: Any) -> None:
    """The threshold for deletions put the job of Fabrikam into quarantine."""
    job = emulator.estate[estate.FABRIKAM]["jobs"][0]
    portal.change_job(emulator.world, emulator.tenant_id, job, {"pending_deletes": 612, "action": "cycle"})


PAGE = Page(
    prepare=nothing_yet,
    replace={"adele@contoso.example": "adele.vance@contoso.example"},
    blocks={
        "Provision Contoso": THE_SAME_ROLE,
        "Look after the jobs": Case(before=world.quarantined(estate.FABRIKAM)),
        "Let the deletions of one job through": Case(
            before=deletes_too_much, replace={DOCUMENTED_JOB: ids.FABRIKAM_JOB}
        ),
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mappings of Contoso SCIM, and of a twin of it that stands for the test tenant."""

from __future__ import annotations

from typing import Any

from emulator import estate, portal
from emulator.fixtures import scim
from emulator.routes_gallery import enterprise_application

from guides import world
from guides.page import Case, Page

TEST = "Contoso SCIM (test)"
TARGET = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


def there_is_a_test(emulator: Any) -> None:
    """The test tenant is the same tenant here. Its schema is that of production, but for one mapping."""
    made = emulator.world
    gallery = made.gallery[scim.APPLICATION]
    enterprise_application(made, made.tenants[emulator.tenant_id], gallery, TEST)
    world.has_job(TEST)(emulator)
    tried, used = (
        made.tenants[emulator.tenant_id].service_principal(name).provisioning for name in (TEST, estate.SCIM)
    )
    for job, before in zip(tried.jobs.values(), used.jobs.values()):
        job.schema = before.schema
        change = {"job": job.id, "target_object": TARGET, "target_attribute": "nickName", "expression": "[mail]"}
        portal.change_mapping(made, emulator.tenant_id, change)


PAGE = Page(
    prepare=world.usual,
    blocks={"Read the schema of the test tenant": Case(before=there_is_a_test)},
)

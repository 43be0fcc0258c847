# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The estate `many`: applications without number, all of the generic SCIM entry, furnished or bare.

Furnished ones have settings, a stored secret, a job in steady state and a schema that somebody tailored a little. All
share a few immutable documents, so that three hundred cost no more memory than one of each kind.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from . import schema_edits
from .documents import Document
from .routes_gallery import enterprise_application
from .steady import steady_job
from .world import ServicePrincipal, Tenant, World, stable_id

TEMPLATE = "scim"
MOST = 5000
VARIANTS = 3


def name(number: int) -> str:
    """The display name of the application of a number, from 1."""
    return f"Application {number:03d}"


def furnish(world: World, tenant: Tenant, applications: int, furnished: bool) -> None:
    """Add the applications 1 to `applications`; ids follow from tenant and name alone."""
    entry = next(one for one in world.gallery.values() if TEMPLATE in one.templates)
    for number in range(1, applications + 1):
        identify = partial(stable_id, "many", tenant.id, name(number))
        _application, principal = enterprise_application(world, tenant, entry, name(number), identify=identify)
        if furnished:
            _configure(world, tenant, principal, number)


def _configure(world: World, tenant: Tenant, principal: ServicePrincipal, number: int) -> None:
    principal.provisioning.secrets.update(
        {
            "BaseAddress": f"https://scim{number:03d}.contoso.example/v2",
            "SecretToken": f"token-of-no-value-{number:03d}",
            "SyncNotificationSettings": '{"Enabled":true,"Recipients":"operations@contoso.example"}',
        }
    )
    job = steady_job(world, tenant, principal, TEMPLATE)
    template = principal.provisioning.templates[TEMPLATE]
    job.schema = _tailored(template.schema, template.factory, number % VARIANTS)


# What somebody did in the portal: one, another, or both.
_EDITS: tuple[dict[str, Any], ...] = (
    {
        "edit": "mapping",
        "source_object": "User",
        "target_attribute": "displayName",
        "expression": "Trim([displayName])",
    },
    {"edit": "object_mapping", "source_object": "Group", "members": {"enabled": False}},
)


@cache
def _tailored(document: Document, factory: Document, variant: int) -> Document:
    """One of VARIANTS documents, the same object for everybody who has it."""
    chosen = (_EDITS[:1], _EDITS[1:], _EDITS)[variant]
    return schema_edits.edited(document, chosen, factory, f"Date:2026-01-0{variant + 1}T08:00:00.0000000Z, Portal")

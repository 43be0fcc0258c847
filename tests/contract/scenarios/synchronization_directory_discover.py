# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fabrikam asked what it has besides: an object, an attribute, another type of a known one."""

from __future__ import annotations

from typing import Any

from emulator import portal

from contract import ids
from contract.scenario import PROBE, Export, Phase, Scenario

OWNER = {"service_principal_id": ids.FABRIKAM}
JOB = {**OWNER, "job_id": ids.FABRIKAM_JOB}
DIRECTORY = "7d2e9c41-0b6f-4e85-a9d1-3f5c8b7a2e66"
TARGET_HAS = [
    {"name": "Account", "attributes": [{"name": "Pager", "type": "Integer"}, {"name": "Floor", "type": "Integer"}]},
    {"name": "Room", "attributes": [{"name": "RoomId", "anchor": True, "required": True}]},
]


def has_more(emulator: Any) -> None:
    portal.change_principal(emulator.world, emulator.tenant_id, ids.FABRIKAM, {"discovers": TARGET_HAS})


SCENARIO = Scenario(
    prepare=has_more,
    phases=(
        Phase("discover", JOB, kind=PROBE),
        Phase(
            "discover all",
            {**OWNER, "template_id": "fabrikamSingleSignon", "directory": "Fabrikam Sign-On", "only": "all"},
            reads=2,
            kind=PROBE,
        ),
    ),
    export=Export(
        module="synchronization_schema_info",
        args=JOB,
        declaration={
            **OWNER,
            "job_id": "{{ exported.schema.id }}",
            "directory": f"{{{{ exported.schema.directories | selectattr('id', 'equalto', '{DIRECTORY}')"
            " | map(attribute='name') | first }}",
        },
        after="discover",
    ),
    # The documentation's job is of a template of Contoso; here it is Fabrikam's.
    replace={
        "contosoOutDelta.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22": ids.FABRIKAM_JOB,
        "contosoOutDelta": "fabrikamSingleSignon",
        "Contoso": "Fabrikam Sign-On",
        "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11": ids.FABRIKAM,
        "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22": ids.FABRIKAM_APP,
    },
)

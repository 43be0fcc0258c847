# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the cloud sync job, at a service that takes them."""

from __future__ import annotations

from typing import Any

from contract import ids
from contract.scenario import PLANTED, Export, Phase, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.CLOUD_SYNC}
JOB = {**OWNER, "template_id": "AD2AADProvisioning"}
CHANGED = {
    **JOB,
    "settings": {
        "LookaheadQueryEnabled": True,
        "LookaheadQueryIntervalValue": 45,
        "AzureIngestionAttributeOptimization": "false",
        "Domain": {
            "DomainFQDN": "corp.contoso.example",
            "DomainNetBios": "CORP",
            "ForestFQDN": "contoso.example",
            "ForestNetBios": "CONTOSO",
        },
    },
}
ADDED = {
    **JOB,
    "settings": {"tenantWhitelist": ["8d3f1c5e-0a7b-4e92-b6d4-1f9c2a7e5b44"], "LookaheadQueryEnabled": False},
}


def takes_settings(emulator: Any) -> None:
    emulator.switches["patch_job"] = "204"
    has_its_job(emulator)


SCENARIO = Scenario(
    prepare=takes_settings,
    phases=(Phase("change", CHANGED, reads=2), Phase("add and change", ADDED, reads=2)),
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.service_principal_id }}",
            "job_id": "{{ exported.jobs[0].id }}",
            "settings": "{{ exported.jobs[0].settings | items2dict(key_name='name', value_name='value') }}",
        },
        after="change",
    ),
    replace=ids.DOCUMENTED,
    indiscreet={"a secret among the settings": {**JOB, "settings": {"SecretToken": PLANTED}}},
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of Fabrikam's job: all of it, filtered, limited, in numbers; an entry in it carries a secret."""

from __future__ import annotations

from typing import Any

from contract import ids
from contract.scenario import PLANTED, Example, Export, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.FABRIKAM}
CYCLE = "b6502552-018d-49bd-8869-f47194dc65c1"
# What the service would make up, so that both recordings have the same.
SYSTEM = {"id": "d1e090e1-f2f4-4678-be44-6442ffff0621", "displayName": "Microsoft Entra ID", "details": {}}
IMPORTED = {
    "name": "EntryImportAdd",
    "provisioningStepType": "import",
    "status": "success",
    "description": "Received User 'u0' change of type (Add) from Microsoft Entra ID",
    "details": {"initialPassword": PLANTED},
}
MODIFIED = [{"displayName": "password", "oldValue": None, "newValue": PLANTED}]


def entry(number: int, **words: Any) -> dict[str, Any]:
    """An entry whose ids are the same in every run."""
    members = {
        "id": f"75b5b0ae-9fc5-4d0e-a0a9-7a6a4728{number:04d}",
        "cycleId": CYCLE,
        "changeId": f"eaad2f8b-e6e3-409b-83bd-e4e2e575{number:04d}",
        "sourceSystem": SYSTEM,
        "targetSystem": SYSTEM,
        "provisioningSteps": [IMPORTED],
        "modifiedProperties": MODIFIED,
    }
    return {"identity": f"u{number}", "age": 600 - number, "members": members, **words}


def things_happened(emulator: Any) -> None:
    """Five objects in one cycle, the newest of which was refused by the target."""
    emulator.log(ids.FABRIKAM_JOB, *map(entry, range(4)), entry(4, status="failure", code="Conflict"))


def something_failed(emulator: Any) -> None:
    """The application of the examples has a job, and that met something."""
    has_its_job(emulator)
    emulator.log(ids.SCIM_JOB, entry(5, status="failure", code="Conflict"))


SCENARIO = Scenario(
    prepare=things_happened,
    readings={
        "all of the tenant": {},
        "of an application, failed in the last hour": {
            "app_id": ids.FABRIKAM_APP,
            "statuses": ["failure", "warning"],
            "since": "1h",
        },
        "of a cycle, as text too": {
            "cycle_id": CYCLE,
            "filter": "durationInMilliseconds lt 1000 or id eq 'none'",
            "limit": 2,
        },
        "in numbers": {**OWNER, "job_id": ids.FABRIKAM_JOB, "summary": True},
        "of nobody": {"source_name": "O'Neill", "until": "1d"},
    },
    export=Export(
        module="provisioning_log_info",
        args={**OWNER, "limit": 1},
        declaration={
            "change_id": "{{ exported.entries[0].change_id }}",
            "job_id": "{{ exported.entries[0].job_id }}",
            "since": "{{ exported.entries[0].activity_date_time }}",
        },
        after="",
    ),
    replace=ids.DOCUMENTED,
    examples={"What failed in the last day": Example(prepare=something_failed)},
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemas read: of a job, of its template, of an application, and what was changed in one."""

from __future__ import annotations

from typing import Any

from contract import ids
from contract.scenario import Export, Scenario
from contract.scenarios.synchronization_job import has_its_job

OWNER = {"service_principal_id": ids.FABRIKAM}
JOB = {**OWNER, "template_id": "fabrikamSingleSignon"}


def was_worked_at(emulator: Any) -> None:
    """Somebody changed a mapping of Fabrikam's job in the portal; Contoso SCIM has a job."""
    has_its_job(emulator)
    edit = {"edit": "mapping", "target_object": "Account", "target_attribute": "Alias"}
    emulator.edit_schema(ids.FABRIKAM_JOB, {**edit, "expression": 'Join("-", [givenName], [surname])'})


SCENARIO = Scenario(
    prepare=was_worked_at,
    readings={
        "of a job": JOB,
        "what was changed": {**OWNER, "job_id": ids.FABRIKAM_JOB, "only": "changes"},
        "with all else": {**JOB, "include": ["functions", "filter_operators", "document"]},
        "of a template": {**JOB, "schema_of": "template"},
        "of an application": {"application_id": ids.SCIM_APPLICATION, "template_id": "scim"},
    },
    export=Export(
        module="synchronization_schema_info",
        args=JOB,
        declaration={**OWNER, "job_id": "{{ exported.schema.id }}"},
        after="",
    ),
    replace=ids.DOCUMENTED,
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of Fabrikam: all, by template, by status."""

from __future__ import annotations

from contract import ids
from contract.scenario import Export, Scenario

OWNER = {"service_principal_id": ids.FABRIKAM}

SCENARIO = Scenario(
    readings={
        "all": OWNER,
        "by template": {"app_id": ids.FABRIKAM_APP, "template_id": "fabrikamSingleSignon"},
        "by status": {**OWNER, "status": ["Quarantine"]},
    },
    export=Export(
        module="synchronization_job_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.service_principal_id }}",
            "job_id": "{{ exported.jobs[0].id }}",
        },
        after="",
    ),
    replace={**ids.DOCUMENTED, "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11": ids.FABRIKAM},
)

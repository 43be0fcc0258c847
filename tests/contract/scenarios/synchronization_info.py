# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings, secrets' keys, jobs and templates: of one, of several, of all, and the ping."""

from __future__ import annotations

from contract import ids
from contract.scenario import Export, Scenario

OWNER = {"service_principal_id": ids.FABRIKAM}

SCENARIO = Scenario(
    readings={
        "one": OWNER,
        "several": {"service_principal_ids": [ids.FABRIKAM, ids.CLOUD_SYNC], "include": ["jobs", "settings"]},
        "all": {"all": True, "include": ["jobs"], "ping": True},
        "connectivity": {**OWNER, "include": ["connectivity"]},
        "all and connectivity": {"all": True, "include": ["jobs", "connectivity"]},
    },
    export=Export(
        module="synchronization_info",
        args=OWNER,
        declaration={"service_principal_id": "{{ exported.synchronizations[0].service_principal_id }}"},
        after="",
    ),
    replace={**ids.DOCUMENTED, "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42": ids.FABRIKAM},
)

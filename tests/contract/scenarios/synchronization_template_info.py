# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The templates of Contoso SCIM: all, one with its schema, and those of the application."""

from __future__ import annotations

from contract import ids
from contract.scenario import Export, Scenario

OWNER = {"service_principal_id": ids.SCIM}

SCENARIO = Scenario(
    readings={
        "all": OWNER,
        "one with its schema": {**OWNER, "template_id": "scim", "include_schema": True},
        "of the application": {"application_id": ids.SCIM_APPLICATION, "owner_type": "application"},
    },
    export=Export(
        module="synchronization_template_info",
        args=OWNER,
        declaration={**OWNER, "template_id": "{{ exported.templates[0].id }}"},
        after="",
    ),
    replace=ids.DOCUMENTED,
)

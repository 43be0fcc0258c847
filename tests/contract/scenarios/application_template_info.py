# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the gallery found in each way."""

from __future__ import annotations

from emulator import estate

from contract.scenario import Export, Scenario

SCIM = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"

SCENARIO = Scenario(
    readings={
        "by name": {"display_name": estate.FABRIKAM},
        "by id": {"application_template_id": SCIM},
        "by a part of the name": {"contains": "Wingtip", "limit": 1},
    },
    export=Export(
        module="application_template_info",
        args={"display_name": estate.FABRIKAM},
        declaration={"application_template_id": "{{ exported.application_templates[0].id }}"},
        after="",
    ),
    finds=True,
)

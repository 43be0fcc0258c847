# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contoso SCIM found in each way."""

from __future__ import annotations

from emulator import estate

from contract import ids
from contract.scenario import Export, Scenario

SCENARIO = Scenario(
    readings={
        "by object id": {"service_principal_id": ids.SCIM},
        "by application id": {"app_id": ids.SCIM_APP},
        "by name": {"display_name": estate.SCIM},
    },
    export=Export(
        module="service_principal_info",
        args={"display_name": estate.SCIM},
        declaration={"service_principal_id": "{{ exported.service_principals[0].id }}"},
        after="",
    ),
    replace=ids.DOCUMENTED,
    finds=True,
)

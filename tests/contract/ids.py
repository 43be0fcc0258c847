# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ids of the standard estate that scenarios speak of, and what the ids of the documentation stand for."""

from __future__ import annotations

from emulator import estate

TENANT = estate.TENANT_ID.replace("-", "")
SCIM = estate.stable_id(estate.SCIM, "principal")
SCIM_APP = estate.stable_id(estate.SCIM, "app")
SCIM_APPLICATION = estate.stable_id(estate.SCIM, "application")
FABRIKAM = estate.stable_id(estate.FABRIKAM, "principal")
FABRIKAM_APPLICATION = estate.stable_id(estate.FABRIKAM, "application")
FABRIKAM_APP = estate.stable_id(estate.FABRIKAM, "app")
CLOUD_SYNC = estate.stable_id(estate.CLOUD_SYNC, "principal")
INBOUND = estate.stable_id(estate.INBOUND, "principal")
INBOUND_APP = estate.stable_id(estate.INBOUND, "app")
PLAIN = estate.stable_id(estate.PLAIN, "", "principal")
UNKNOWN = "11111111-2222-3333-4444-555555555555"
SCIM_JOB = f"scim.{TENANT}.{SCIM_APP}"
INBOUND_JOB = f"API2AAD.{TENANT}.{INBOUND_APP}"
FABRIKAM_JOB = f"fabrikamSingleSignon.{TENANT}.{FABRIKAM_APP}"

# The documentation speaks of one service principal, its application and its job; here it is Contoso SCIM.
DOCUMENTED = {
    "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11": SCIM,
    "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22": SCIM_APP,
    "ff8bf889e03141ac8f7baedb059892ee": TENANT,
}

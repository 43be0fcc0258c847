# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Northwind as a partner: made, changed, its policy deleted, and the whole partner configuration."""

from __future__ import annotations

from typing import Any

from emulator import estate
from emulator.routes_partners import UNSET
from emulator.world import Partner

from contract.scenario import Export, Phase, Scenario

PARTNER = {"partner_tenant_id": estate.OTHER_TENANT_ID}
TARGET = {**PARTNER, "display_name": "Northwind", "inbound_sync_allowed": True, "inbound_consent": True}
CREDENTIALS = ("contoso_client_id", "vault_contoso_client_secret", "fabrikam_client_id", "vault_fabrikam_client_secret")
GONE = {**PARTNER, "state": "absent", "remove_partner": True, "accept_hazards": ["delete_undeclared"]}


def partner_of(emulator: Any) -> Partner:
    found: Partner = emulator.world.tenants[emulator.tenant_id].partners[estate.OTHER_TENANT_ID]
    return found


def has_a_partner(emulator: Any) -> None:
    """As the half of a target tenant leaves it."""
    consents = {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": None}}
    row = {"tenantId": estate.OTHER_TENANT_ID, **UNSET, **consents}
    policy = {"displayName": "Northwind", "userSyncInbound": {"isSyncAllowed": True}}
    emulator.world.tenants[emulator.tenant_id].partners[estate.OTHER_TENANT_ID] = Partner(row, policy)


def stopped_before(emulator: Any) -> None:
    """Deleting a policy that allows the synchronization is a warning, which has tests of its own."""
    (partner_of(emulator).policy or {})["userSyncInbound"] = {"isSyncAllowed": False}


def trusted(emulator: Any) -> None:
    (partner_of(emulator).row or {})["inboundTrust"] = {"isMfaAccepted": True}


SCENARIO = Scenario(
    phases=(
        Phase("create", TARGET, writes=3, reads=3),
        Phase("update", {**PARTNER, "display_name": "Northwind Traders", "outbound_consent": True}, writes=2, reads=2),
        Phase("delete the policy", {**PARTNER, "state": "absent"}, reads=2, prepare=stopped_before),
        Phase("delete the partner", GONE, reads=4, prepare=trusted),
    ),
    export=Export(
        module="cross_tenant_synchronization",
        args=PARTNER,
        declaration={option: "{{ exported.cross_tenant.%s }}" % option for option in TARGET},
        after="create",
    ),
    variables=dict.fromkeys(CREDENTIALS, "the connection is that of the recording"),
)

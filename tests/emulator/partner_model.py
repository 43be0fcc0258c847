# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types of cross-tenant access, from their documentation pages: the metadata model has synchronization only."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .model import Model

PARTNER, POLICY = "crossTenantAccessPolicyConfigurationPartner", "crossTenantIdentitySyncPolicyPartner"
_CONSENT, _B2B = "inboundOutboundPolicyConfiguration", "crossTenantAccessPolicyB2BSetting"

_TYPES: dict[str, dict[str, str]] = {
    PARTNER: {
        "tenantId": "Guid",
        "isServiceProvider": "Boolean",
        "isInMultiTenantOrganization": "Boolean",
        "inboundTrust": "crossTenantAccessPolicyInboundTrust",
        "b2bCollaborationOutbound": _B2B,
        "b2bCollaborationInbound": _B2B,
        "b2bDirectConnectOutbound": _B2B,
        "b2bDirectConnectInbound": _B2B,
        "tenantRestrictions": "crossTenantAccessPolicyTenantRestrictions",
        "crossCloudMeetingConfiguration": _CONSENT,
        "automaticUserConsentSettings": _CONSENT,
    },
    _CONSENT: {"inboundAllowed": "Boolean", "outboundAllowed": "Boolean"},
    "crossTenantAccessPolicyInboundTrust": {
        "isMfaAccepted": "Boolean",
        "isCompliantDeviceAccepted": "Boolean",
        "isHybridAzureADJoinedDeviceAccepted": "Boolean",
    },
    _B2B: {
        "applications": "crossTenantAccessPolicyTargetConfiguration",
        "usersAndGroups": "crossTenantAccessPolicyTargetConfiguration",
    },
    "crossTenantAccessPolicyTenantRestrictions": {
        "applications": "crossTenantAccessPolicyTargetConfiguration",
        "usersAndGroups": "crossTenantAccessPolicyTargetConfiguration",
        "devices": "devicesFilter",
    },
    "crossTenantAccessPolicyTargetConfiguration": {
        "accessType": "String",
        "targets": "[]crossTenantAccessPolicyTarget",
    },
    "crossTenantAccessPolicyTarget": {"target": "String", "targetType": "String"},
    "devicesFilter": {"mode": "String", "rule": "String"},
    POLICY: {"displayName": "String", "tenantId": "Guid", "userSyncInbound": "crossTenantUserSyncInbound"},
    "crossTenantUserSyncInbound": {"isSyncAllowed": "Boolean"},
}
_BETA: dict[str, dict[str, str]] = {
    POLICY: {**_TYPES[POLICY], "groupSyncInbound": "crossTenantGroupSyncInbound"},
    "crossTenantGroupSyncInbound": {"isSyncAllowed": "Boolean"},
}


@lru_cache(maxsize=2)
def load(version: str) -> Model:
    """The model of "v1.0" or "beta"."""
    types: dict[str, Any] = {**_TYPES, **(_BETA if version == "beta" else {})}
    described = {name: {"properties": members} for name, members in types.items()}
    return Model({"enums": {}, "flags": [], "open_enums": [], "types": described, "operations": {}})

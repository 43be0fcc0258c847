# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service's own words: enumerations, and the keys that its secrets collection takes.

Compared by a test with the service's metadata model. Members may be added by the service at any time, so these
lists check what users write, never what the service sends.
"""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import (
    JSON_TEXT,
    TEXT,
    TRUTH,
    TRUTH_TEXT,
    WHOLE,
    Field,
)

STATUS_CODES = ("Active", "NotConfigured", "NotRun", "Paused", "Quarantine")
QUARANTINE_REASONS = (
    "EncounteredBaseEscrowThreshold",
    "EncounteredEscrowProportionThreshold",
    "EncounteredQuarantineException",
    "EncounteredTotalEscrowThreshold",
    "IngestionInterrupted",
    "QuarantinedOnDemand",
    "TooManyDeletes",
    "Unknown",
)

# What a restart can reset: our word for each of the service's flags, in the order in which they are said and sent.
RESTART_SCOPES = {
    "quarantine_state": "QuarantineState",
    "watermark": "Watermark",
    "escrows": "Escrows",
    "connector_data_store": "ConnectorDataStore",
    "full": "Full",
    "force_deletes": "ForceDeletes",
}

# The keys that hold a secret by nature. A template's own configurationFields has the last word.
SECRET_KEYS = (
    "ClientSecret",
    "ConnectionString",
    "ConsumerKey",
    "ConsumerSecret",
    "Oauth2AccessToken",
    "Oauth2AuthorizationCode",
    "Oauth2ClientSecret",
    "Oauth2RefreshToken",
    "Password",
    "SecretToken",
    "TokenKey",
)
# Those whose values are not kept even where the service should show them. A consumer key is more of a name.
NEVER_SHOWN = tuple(key for key in SECRET_KEYS if key != "ConsumerKey")

_PLAIN_TEXT_KEYS = (
    "ApplicationTemplateIdentifier",
    "AuthenticationType",
    "BaseAddress",
    "ClientIdentifier",
    "CompanyId",
    "InstanceName",
    "Oauth2AccessTokenCreationTime",
    "Oauth2AuthorizationUri",
    "Oauth2ClientId",
    "Oauth2RedirectUri",
    "Oauth2TokenExchangeUri",
    "Sandbox",
    "SandboxName",
    "Server",
    "SingleSignOnType",
    "SyncAgentADContainer",
    "SyncAgentCompatibilityKey",
    "SynchronizationSchedule",
    "SystemOfRecord",
    "TestReferences",
    "TokenExpiration",
    "UpdateKeyOnSoftDelete",
    "Url",
    "UserName",
)
_TRUTH_KEYS = (
    "EnforceDomain",
    "HardDeletesEnabled",
    "PerformInboundEntitlementGrants",
    "SkipOutOfScopeDeletions",
    "SyncAll",
    "ValidateDomain",
)
# The members of SyncNotificationSettings that are known; the service may add others.
NOTIFICATION_MEMBERS = (
    Field("DeleteThresholdEnabled", "DeleteThresholdEnabled", TRUTH),
    Field("DeleteThresholdValue", "DeleteThresholdValue", WHOLE),
    Field("Enabled", "Enabled", TRUTH),
    Field("HumanResourcesLookaheadQueryEnabled", "HumanResourcesLookaheadQueryEnabled", TRUTH),
    Field("Recipients", "Recipients", TEXT),
)
# Members that the service fills in when the structure lacks them.
NOTIFICATION_DEFAULTS = {"DeleteThresholdEnabled": True, "DeleteThresholdValue": 500}

SETTING_FIELDS = (
    *(Field(key, key, TEXT) for key in _PLAIN_TEXT_KEYS),
    *(Field(key, key, TRUTH_TEXT) for key in _TRUTH_KEYS),
    Field("AppKey", "AppKey", JSON_TEXT),
    Field("Domain", "Domain", JSON_TEXT),
    Field("SyncNotificationSettings", "SyncNotificationSettings", JSON_TEXT, default=NOTIFICATION_DEFAULTS),
)
SETTING_KEYS = tuple(sorted(field.wire for field in SETTING_FIELDS))
ALL_KEYS = tuple(sorted((*SECRET_KEYS, *SETTING_KEYS)))

# "" removes a key, but the service refuses it for this one: 400 InvalidNotificationSettings.
NOT_REMOVABLE = ("SyncNotificationSettings",)

# What the service stores for a template that was asked for by another name, besides the suffix OutDelta.
RENAMED_TEMPLATES = {"AD2AADProvisioning": ("ADDCInPassthrough",)}

# The keys of a template's metadata, as v1.0 spells them; beta spells them in camelCase, so they are compared without case.
METADATA_FIELDS = (
    Field("ConfigurationFields", "ConfigurationFields", JSON_TEXT),
    Field("GalleryApplicationIdentifier", "GalleryApplicationIdentifier", TEXT),
    Field("GalleryApplicationKey", "GalleryApplicationKey", TEXT),
    Field("IsOAuthEnabled", "IsOAuthEnabled", TRUTH_TEXT),
    Field("IsSynchronizationAgentAssignmentRequired", "IsSynchronizationAgentAssignmentRequired", TRUTH_TEXT),
    Field("IsSynchronizationAgentRequired", "IsSynchronizationAgentRequired", TRUTH_TEXT),
    Field("IsSynchronizationInPreview", "IsSynchronizationInPreview", TRUTH_TEXT),
    Field("OAuthSettings", "OAuthSettings", JSON_TEXT),
    Field("SynchronizationLearnMoreIbizaFwLink", "SynchronizationLearnMoreIbizaFwLink", TEXT),
)
METADATA_KEYS = tuple(field.wire for field in METADATA_FIELDS)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the secrets collection: which exist, which are secret, which belong to one family of sign-in."""

from __future__ import annotations

import json

from .world import Provisioning, Template

KEYS = frozenset(
    """None UserName Password SecretToken AppKey BaseAddress ClientIdentifier ClientSecret SingleSignOnType Sandbox Url
    Domain ConsumerKey ConsumerSecret TokenKey TokenExpiration Oauth2AccessToken Oauth2AccessTokenCreationTime
    Oauth2RefreshToken SyncAll InstanceName Oauth2ClientId Oauth2ClientSecret CompanyId UpdateKeyOnSoftDelete
    SynchronizationSchedule SystemOfRecord SandboxName EnforceDomain SyncNotificationSettings SkipOutOfScopeDeletions
    Oauth2AuthorizationCode Oauth2RedirectUri ApplicationTemplateIdentifier Oauth2TokenExchangeUri
    Oauth2AuthorizationUri AuthenticationType Server PerformInboundEntitlementGrants HardDeletesEnabled
    SyncAgentCompatibilityKey SyncAgentADContainer ValidateDomain TestReferences ConnectionString""".split()
)
SECRET = frozenset(
    """Password SecretToken ClientSecret ConsumerSecret TokenKey Oauth2AccessToken Oauth2RefreshToken
    Oauth2ClientSecret Oauth2AuthorizationCode ConnectionString""".split()
)
OAUTH = frozenset(key for key in KEYS if key.startswith("Oauth2"))
_BY_LOWER = {key.lower(): key for key in KEYS}


def configuration_fields(template: Template) -> list[dict[str, object]]:
    """`[{"name": lower-cased key, "secret": bool}]` of a template; empty where its metadata has none."""
    for entry in template.metadata:
        if str(entry.get("key", "")).lower() == "configurationfields":
            found = json.loads(entry.get("value") or "[]")
            return [field for field in found if isinstance(field, dict)]
    return []


def required(template: Template) -> list[str]:
    """The keys that a template's connector wants, in the spelling of the enumeration."""
    names = [str(field.get("name", "")).lower() for field in configuration_fields(template)]
    return [_BY_LOWER[name] for name in names if name in _BY_LOWER]


def masked(provisioning: Provisioning) -> set[str]:
    """The keys that GET secrets reads as `*`: secret by nature, or because a template of the application says so."""
    found = set(SECRET)
    for template in provisioning.templates.values():
        for entry in configuration_fields(template):
            key = _BY_LOWER.get(str(entry.get("name", "")).lower())
            if key and entry.get("secret"):
                found.add(key)
    return found

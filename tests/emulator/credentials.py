# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the target thinks of credentials: complete for the connector, and accepted."""

from __future__ import annotations

from typing import Any

from . import problems, secret_keys
from .world import Provisioning, Template

# A value with this beginning is refused by every target: rehearsals need no fixture to see a failing validation.
REFUSED_PREFIX = "wrong"


def pairs(body: dict[str, Any], member: str) -> list[tuple[str, str]]:
    """The key-value pairs of a body member; refused as the service refuses (500 for a key outside the enumeration)."""
    given = body.get(member)
    if not isinstance(given, list) or not all(isinstance(pair, dict) for pair in given):
        raise problems.bad_request(f"The property '{member}' is missing or not a collection of key-value pairs.")
    found = []
    for pair in given:
        unknown = [name for name in pair if name not in ("key", "value") and "@odata." not in name]
        if unknown:
            kind = "microsoft.graph.synchronizationSecretKeyStringValuePair"
            raise problems.bad_request(f"The property '{unknown[0]}' does not exist on type '{kind}'.")
        key, value = pair.get("key"), pair.get("value")
        if key is None:
            raise problems.bad_request("The property 'key' is required.", "RequestMissingRequiredParameter")
        if not isinstance(key, str) or key not in secret_keys.KEYS:
            raise problems.unknown_enum_text(str(key))
        if value is not None and not isinstance(value, str):
            raise problems.bad_request(f"Cannot convert the value of '{key}' to the expected type 'Edm.String'.")
        found.append((key, value or ""))
    return found


def refused_because(values: dict[str, str], template: Template | None, provisioning: Provisioning) -> str:
    """The upstream text of the target's refusal; empty when the credentials are good."""
    if template is not None:
        lacking = [key for key in _wanted(template, values) if not values.get(key)]
        if lacking:
            return f"The required credentials {', '.join(lacking)} are missing."
    if "Oauth2ClientId" in values and not {"Oauth2ClientSecret", "Oauth2TokenExchangeUri"} <= set(values):
        return "Supported CredentialLocationInRequest is required"
    if not provisioning.credentials_work or any(value.startswith(REFUSED_PREFIX) for value in values.values()):
        return f"We received this unexpected response from your application: {provisioning.target_error}"
    wanted = provisioning.accepted_credentials
    if wanted is not None and any(values.get(key) != value for key, value in wanted.items()):
        return f"We received this unexpected response from your application: {provisioning.target_error}"
    return ""


def refuse_code(code: str, provisioning: Provisioning, again: str) -> None:
    """Refuse an authorization code that the target does not know or, where it looks, one that was traded before."""
    used = code in provisioning.used_codes and again == "refuse"
    if used or not provisioning.credentials_work or code.startswith(REFUSED_PREFIX):
        text = f"The token endpoint refused the authorization code (invalid_grant): {provisioning.target_error}"
        raise problems.nested(400, "InvalidGrant", text)


def _wanted(template: Template, values: dict[str, str]) -> list[str]:
    """The connector's keys without those of the family of sign-in (bearer or OAuth) that was not chosen."""
    every = secret_keys.required(template)
    if secret_keys.OAUTH.isdisjoint(every):
        return every
    other = set() if secret_keys.OAUTH.isdisjoint(values) else {"SecretToken"}
    return [key for key in every if key not in secret_keys.OAUTH | other]


def refusal(text: str) -> problems.Refusal:
    inner = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
    found = problems.nested(400, inner, f"You appear to have entered invalid credentials. {text}")
    return problems.Refusal(400, "CredentialValidationUnavailable", found.message)

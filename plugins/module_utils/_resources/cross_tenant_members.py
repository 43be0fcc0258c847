# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a partner configuration is ours: how it is declared, how it differs, what is sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical, observed
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import moves
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import GUID, TEXT, TRUTH, Field

TENANT = Field("partner_tenant_id", "tenantId", GUID)
NAME = Field("display_name", "displayName", TEXT, default="")
# Without a policy nobody is synchronized, as with one that does not allow it.
ALLOWED = Field("inbound_sync_allowed", "isSyncAllowed", TRUTH, default=False)
# Null inherits the default settings of the tenant, in which both are always false and cannot be changed.
CONSENTS = (
    Field("inbound_consent", "inboundAllowed", TRUTH, default=False),
    Field("outbound_consent", "outboundAllowed", TRUTH, default=False),
)
POLICY = (NAME, ALLOWED)

INBOUND = "userSyncInbound"
CONSENT = "automaticUserConsentSettings"
SYNCHRONIZATION = "identitySynchronization"
# The members of a partner configuration that this module manages, or that name it.
OURS = (TENANT.wire, CONSENT, SYNCHRONIZATION)

Document = Mapping[str, Any]
Values = Mapping[str, Any]
Moves = Mapping[str, tuple[Any, Any]]


class Declared(NamedTuple):
    """tenant: the id of the partner; policy and consent: the options that were given, in canonical form."""

    tenant: str
    policy: dict[str, Any]
    consent: dict[str, Any]


def parse(params: Mapping[str, Any]) -> Declared:
    """The declared options in canonical form. InvalidInput with all problems."""
    problems: list[str] = []
    tenant = ""
    try:
        tenant = canonical(TENANT, params[TENANT.option])
    except InvalidInput as error:
        problems.extend(error.problems)
    if tenant and tenant == str(params.get("tenant_id") or "").lower():
        problems.append(
            f"partner_tenant_id: {tenant} is the tenant that this task signs in to (tenant_id); give that of the partner."
        )
    if params.get("display_name") and not params["display_name"].strip():
        problems.append("display_name: the value is blank. Give a name, or the empty text to clear it.")
    if params["remove_partner"] and params["state"] == "present":
        problems.append("remove_partner: true needs state: absent, and state is present.")
    if problems:
        raise InvalidInput(problems)
    return Declared(tenant, _given(POLICY, params), _given(CONSENTS, params))


def _given(fields: Iterable[Field], params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.option: canonical(field, params[field.option]) for field in fields if params.get(field.option) is not None
    }


def policy_values(policy: Document | None) -> dict[str, Any]:
    """The stored policy, option by option; nothing where there is none."""
    if policy is None:
        return {}
    return {
        NAME.option: observed(NAME, policy.get(NAME.wire)) or None,
        ALLOWED.option: observed(ALLOWED, _part(policy, INBOUND).get(ALLOWED.wire)),
    }


def consent_values(partner: Document | None) -> dict[str, Any]:
    """The stored consent, option by option."""
    stored = _part(partner or {}, CONSENT)
    return {field.option: observed(field, stored.get(field.wire)) for field in CONSENTS}


def policy_moves(declared: Values, policy: Document | None) -> Moves:
    """What would move of a policy: option -> (before, after)."""
    return moves(POLICY, declared, policy_values(policy))


def consent_moves(declared: Values, partner: Document | None) -> Moves:
    """What would move of the consent: option -> (before, after)."""
    return moves(CONSENTS, declared, consent_values(partner))


def policy_members(values: Values, policy: Document | None) -> dict[str, Any]:
    """The values as members of a policy. What else its structured member holds goes along."""
    members: dict[str, Any] = {}
    if NAME.option in values:
        members[NAME.wire] = values[NAME.option] or None
    if ALLOWED.option in values:
        stored = without_annotations(_part(policy or {}, INBOUND))
        members[INBOUND] = {**stored, ALLOWED.wire: values[ALLOWED.option]}
    return members


def consent_members(values: Values, partner: Document | None) -> dict[str, Any]:
    """The values as the member of a partner configuration.

    What else that member holds goes along: it is not documented whether PATCH merges it or replaces it.
    """
    stored = {name: value for name, value in _part(partner or {}, CONSENT).items() if value is not None}
    wired = {field.wire: values[field.option] for field in CONSENTS if field.option in values}
    return {CONSENT: {**without_annotations(stored), **wired}}


def others(partner: Document) -> list[str]:
    """The members of a partner configuration that are not ours and hold something, sorted."""
    named = without_annotations(partner)
    return sorted(name for name, value in named.items() if name not in OURS and value is not False and _holds(value))


def absent(policy: Document | None) -> bool:
    """Whether an answer in place of a policy says that there is none: the service may write null in several ways."""
    return policy is None or not [name for name in without_annotations(policy) if name != "value"]


def plain(tenant: str, exists: bool, policy: Values, consent: Values) -> dict[str, Any]:
    """What a module returns of a partner."""
    return {
        "partner_tenant_id": tenant,
        "exists": exists,
        "display_name": policy.get("display_name") or None,
        "inbound_sync_allowed": policy.get("inbound_sync_allowed"),
        "inbound_consent": consent.get("inbound_consent"),
        "outbound_consent": consent.get("outbound_consent"),
    }


def _holds(value: Any) -> bool:
    """Whether there is a value anywhere in it; an explicit false within a structure is one."""
    if isinstance(value, Mapping):
        return any(_holds(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_holds(inner) for inner in value)
    return value is not None


def _part(document: Document, name: str) -> Document:
    """A structured member; empty where it is null or something else."""
    found = document.get(name)
    return found if isinstance(found, Mapping) else {}

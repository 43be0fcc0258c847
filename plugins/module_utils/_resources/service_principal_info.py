# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding service principals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

OPTIONS: Mapping[str, Any] = owner.SERVICE_PRINCIPAL
RULES = owner.rules(OPTIONS)

# Result name -> name at the service.
MEMBERS = {
    "id": "id",
    "app_id": "appId",
    "display_name": "displayName",
    "application_template_id": "applicationTemplateId",
    "app_owner_organization_id": "appOwnerOrganizationId",
    "account_enabled": "accountEnabled",
    "service_principal_type": "servicePrincipalType",
    "tags": "tags",
}
SELECT = ",".join(MEMBERS.values())


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The service principals that the options name, none or one. Raises Situation for an ambiguous name."""
    return {"service_principals": [_plain(row) for row in _found(graph, params)]}


def _found(graph: Any, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    if params.get("display_name") is not None:
        return _one_of(owner.named(graph, params["display_name"], owner.PRINCIPALS, SELECT), params["display_name"])
    if params.get("app_id") is not None:
        identity = owner.check_guid("app_id", params["app_id"])
        path, name = graph.path("/servicePrincipals(appId='{}')", identity), f"of the application {identity}"
    else:
        identity = owner.check_guid("service_principal_id", params["service_principal_id"])
        path, name = graph.path("/servicePrincipals/{}", identity), identity
    doing = f"find the service principal {name}"
    hit = graph.find(path, doing=doing, query={"$select": SELECT}, needs=owner.PERMISSIONS["resolve"])
    return [] if hit is None else [hit]


def _one_of(hits: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """None or the only one; never the first of many."""
    if len(hits) > 1:
        raise Situation(owner.ambiguous(hits, name))
    return hits


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: row.get(member) for name, member in MEMBERS.items()}
    return {**plain, "tags": sorted(plain["tags"] or [])}

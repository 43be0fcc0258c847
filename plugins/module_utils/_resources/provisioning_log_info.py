# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the provisioning log: what the service did to whom, and why it did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    owner,
    provisioning_log_entry,
    provisioning_log_filter,
)

OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    **provisioning_log_filter.OPTIONS,
    "limit": {"type": "int", "default": 1000},
    "summary": {"type": "bool", "default": False},
}
# The log is the tenant's: without an owner it is read of all of them.
RULES: Mapping[str, Any] = {"mutually_exclusive": owner.rules(owner.SERVICE_PRINCIPAL)["mutually_exclusive"]}
PERMISSIONS = {"read": ("ProvisioningLog.Read.All", "AuditLog.Read.All", "Directory.Read.All")}

PATH = "/auditLogs/provisioning"
MOST = 100_000
# The largest page that Microsoft Graph gives.
PAGE = 999
# Five requests in ten seconds of one application in one tenant (fact sheet 5.4).
QUOTA = (5, 10.0)


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The newest entries that all given filters let through, or their numbers."""
    limit = params["limit"]
    moments = provisioning_log_filter.checked(params, graph.clock.now, _problems(limit))
    wanted = provisioning_log_filter.text(params, moments, _service_principal_id(graph, params))
    # One more than is wanted tells whether there are more.
    rows = _read(graph, wanted, limit + 1)
    entries = [provisioning_log_entry.plain(row) for row in rows[:limit]]
    found: dict[str, Any] = {"entries": entries, "limited": len(rows) > limit}
    if params["summary"]:
        found.update(entries=[], summary=provisioning_log_entry.summary(entries))
    return found


def _problems(limit: int) -> list[str]:
    return [] if 1 <= limit <= MOST else [f"limit: {limit} is not possible; give a number from 1 to {MOST}."]


def _service_principal_id(graph: Any, params: Mapping[str, Any]) -> str | None:
    if all(params.get(name) is None for name in owner.SERVICE_PRINCIPAL):
        return None
    return owner.service_principal(graph, params).id


def _read(graph: Any, wanted: str, most: int) -> list[dict[str, Any]]:
    """So many entries, newest first. A refusal tells the filter: what the service takes in one is not all documented."""
    query = {"$orderby": "activityDateTime desc", "$top": min(most, PAGE)}
    doing = "read the provisioning log"
    if wanted:
        query, doing = {"$filter": wanted, **query}, f"{doing} where {wanted}"
    quota = graph.pace(PATH.strip("/"), *QUOTA)
    rows = graph.list(graph.path(PATH), doing=doing, query=query, needs=PERMISSIONS["read"], most=most, pace=quota)
    return list(rows)

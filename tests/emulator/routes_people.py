# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups, as far as naming them goes: by object id, by user principal name, by filter."""

from __future__ import annotations

from typing import Any

from . import problems
from .call import Answer, Call
from .listing import collection, selected
from .routes_directory import require_consistency
from .routing import operation


def _one(call: Call, kind: str, rows: dict[str, dict[str, Any]]) -> Answer:
    key = call.params["person"]
    found = rows.get(key) or next(
        (row for row in rows.values() if str(row.get("userPrincipalName", "")).lower() == key.lower()), None
    )
    if found is None:
        raise problems.directory_object_missing(key)
    body = {"@odata.context": call.context(f"{kind}/$entity"), **found}
    return Answer(200, selected(body, call.query.get("$select", "")))


def _several(call: Call, kind: str, rows: dict[str, dict[str, Any]]) -> Answer:
    require_consistency(call)
    return collection(call, list(rows.values()), kind, page_size=call.switches["page_size"])


@operation("GET", "users", "users")
def list_users(call: Call) -> Answer:
    return _several(call, "users", call.tenant.users)


@operation("GET", "users/{person}", "users")
def get_user(call: Call) -> Answer:
    return _one(call, "users", call.tenant.users)


@operation("GET", "groups", "groups")
def list_groups(call: Call) -> Answer:
    return _several(call, "groups", call.tenant.groups)


@operation("GET", "groups/{person}", "groups")
def get_group(call: Call) -> Answer:
    return _one(call, "groups", call.tenant.groups)

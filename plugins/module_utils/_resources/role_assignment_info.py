# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading who is assigned to an application, and in which roles one can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, role_assignment_endpoint

OPTIONS: Mapping[str, Any] = owner.SERVICE_PRINCIPAL
RULES = owner.rules(OPTIONS)


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """All assignments and all roles of the application."""
    endpoint, rows = role_assignment_endpoint.read(graph, params)
    return {
        "service_principal_id": endpoint.whose.id,
        "assignments": [row.plain(endpoint.roles) for row in rows],
        "roles": [role.plain() for role in endpoint.roles],
    }

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The assignments of an application that is yet to be made: it has none, and what its roles are called is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, principals

DEFAULT = "its default role"


def proposal(whose: owner.Owner, named: Mapping[str, principals.Principal], params: Mapping[str, Any]) -> Proposal:
    """Everybody who is declared present would be assigned. For check mode only."""
    role = params.get("role")
    wanted = sorted(named.values(), key=str) if params["state"] == "present" else []
    changes = tuple(
        Change(
            "assign",
            f"{one} as {role or DEFAULT} of {whose}",
            before=None,
            after={"principal_id": one.id, "role": role or DEFAULT},
        )
        for one in wanted
    )
    result = {"service_principal_id": None, "assignments": [_plain(one, role) for one in wanted]}
    return Proposal(Plan(changes, warnings=whose.warnings), result, lambda change: None, lambda: result)


def _plain(one: principals.Principal, role: str | None) -> dict[str, Any]:
    """The assignment as a result has it; what only the application's roles could tell is None."""
    return {
        "principal_id": one.id,
        "principal_display_name": None,
        "principal_type": one.kind,
        "role_id": None,
        "role": role,
        "assignment_id": None,
    }

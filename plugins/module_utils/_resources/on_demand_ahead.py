# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provisioning on demand by an application that is yet to be made: its rules are not known, so the task's words are the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import ORDER, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner


def proposal(whose: owner.Owner, params: Mapping[str, Any]) -> Proposal:
    """Everybody who is named would be provisioned. For check mode only."""
    by = f"by rule {params['rule']}" if params.get("rule") else "by the rule that provisions on demand"
    job = f"job of template {params.get('template_id')} of {whose}"
    changes = tuple(
        Change("provision on demand", f"{kind} {name} {by} of the {job}", after={"subject": name, "kind": kind, **more})
        for kind, name, more in _subjects(params)
    )
    result: dict[str, Any] = {"results": []}
    return Proposal(Plan(changes, warnings=whose.warnings, kind=ORDER), result, lambda change: None, lambda: result)


def _subjects(params: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind, name, and the members of a group, as the task has them."""
    for name in params.get("users") or ():
        yield "user", name, {}
    for row in params.get("groups") or ():
        yield "group", row["group"], {"members": list(row["members"])} if row.get("members") else {}
    for name in params.get("distinguished_names") or ():
        yield "distinguished_name", name, {}

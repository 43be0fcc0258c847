# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of an application that is yet to be made: there is no template to merge into, so the declaration is the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_endpoint

ROWS = ("synchronization_rules", "directories")
WHOLE = ("document", "restore")


def proposal(endpoint: schema_endpoint.SchemaEndpoint, params: Mapping[str, Any]) -> Proposal:
    """What would be declared, in the user's own words; nothing of it can be compared. For check mode only."""
    after = {name: _given(params[name]) for name in ROWS if params.get(name) is not None}
    after.update({name: "(a whole schema)" for name in WHOLE if params.get(name) is not None})
    changes = (Change("declare", endpoint.name, before=None, after=after),) if after else ()
    result: dict[str, Any] = {"schema": {"id": None, "version": None}, "test_results": [], "backup_file": None}
    return Proposal(Plan(changes, warnings=endpoint.whose.warnings), result, lambda change: None, lambda: result)


def _given(value: Any) -> Any:
    """A declaration without the options that nobody gave."""
    if isinstance(value, Mapping):
        return {name: _given(item) for name, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value

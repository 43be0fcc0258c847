# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the event source, and what can be said against them before any request. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._events import happening
from ansible_collections.entra.provisioning.plugins.module_utils._resources import many, owner

NONE = "none"
DRIFTS = (NONE, happening.SCHEMA, happening.DECLARATION)

OPTIONS: Mapping[str, Any] = {
    "interval": {"type": "float", "default": 300},
    "jitter": {"type": "float", "default": 0.1},
    "service_principal_ids": {"type": "list", "elements": "str"},
    "search_every": {"type": "int", "default": 12},
    "initial": {"type": "bool", "default": True},
    "drift": {"type": "str", "choices": list(DRIFTS), "default": NONE},
    "drift_every": {"type": "int", "default": 12},
    "declaration": {"type": "path"},
    "declared_state": {"type": "str", "choices": ["merged", "replaced"], "default": "merged"},
    "state_file": {"type": "path"},
    "report_errors": {"type": "bool", "default": False},
    "concurrency": {"type": "int", "default": 4},
}
RULES: Mapping[str, Any] = {"required_if": [("drift", happening.DECLARATION, ["declaration"])]}


def check(params: Mapping[str, Any]) -> dict[str, Any]:
    """The options with ids in lower case. InvalidInput with all that is wrong."""
    problems = (
        [] if params["interval"] >= 1 else [f"interval: {params['interval']:g} is too short; give 1 second or more."]
    )
    if not 0 <= params["jitter"] <= 1:
        problems.append(f"jitter: {params['jitter']:g} is no share of the interval; give 0 to 1.")
    problems += [
        f"{name}: {params[name]} counts no looks; give 1 or more."
        for name in ("search_every", "drift_every")
        if params[name] < 1
    ]
    problems += many.wrong_concurrency(params["concurrency"])
    if params.get("declaration") is not None and params["drift"] != happening.DECLARATION:
        problems.append(f"declaration: it is read with drift: declaration only, and drift is {params['drift']}.")
    ids: list[str] = []
    for value in params.get("service_principal_ids") or ():
        try:
            ids.append(owner.check_guid("service_principal_ids", value))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return {**params, "service_principal_ids": list(dict.fromkeys(ids))}


def compares(params: Mapping[str, Any], number: int) -> bool:
    """Whether the look of this number is one that looks for drift."""
    return bool(params["drift"] != NONE and number % params["drift_every"] == 0)

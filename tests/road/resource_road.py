# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a resource over the whole road, as the boundary does, without Ansible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# What may become of a write: lost on its way there or back, or refused for the moment.
LOST_ANSWERS: tuple[dict[str, Any], ...] = (
    {"kind": "reset", "when": "after"},
    {"kind": "reset", "when": "before"},
    {"kind": "server_error", "status": 503, "when": "after"},
    {"kind": "server_error", "status": 504, "when": "before"},
    {"kind": "throttle", "seconds": 1},
)


def in_words(fault: Mapping[str, Any]) -> str:
    """A fault as the name of a test has it."""
    return "-".join(str(part) for part in fault.values())


def parameters(resource: Any, emu: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as Ansible would hand them over: defaults filled, the rest None."""
    spec = {**CONNECTION, "accept_hazards": {"default": []}, "expected_plan": {}, **resource.OPTIONS}
    return {**{name: option.get("default") for name, option in spec.items()}, **emu.options(), **given}


def run(resource: Any, emu: Any, check_mode: bool = False, **given: Any) -> dict[str, Any]:
    """One run; the result of the road."""
    params = parameters(resource, emu, given)
    graph = connect(params, read_only=check_mode)
    return _road.travel(resource.propose(graph, params), params, check_mode)


def ask(resource: Any, emu: Any, **given: Any) -> dict[str, Any]:
    """The result of a resource that only reads."""
    params = parameters(resource, emu, given)
    return dict(resource.answer(connect(params, read_only=True), params))


def writes(emu: Any, since: int) -> list[tuple[str, str]]:
    """Method and path of the unsafe requests since a mark, sign-in left out."""
    records = emu.audit(since=since)
    return [(row["method"], row["path"]) for row in records if row["unsafe"] and "/oauth2/" not in row["path"]]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start, pause and restart: rows 17 to 19 of the endpoint tables."""

from __future__ import annotations

from . import lookup, machine, permissions, problems
from .call import NO_CONTENT, Answer, Call
from .routing import SERVICE_PRINCIPAL, synchronization


@synchronization("POST", "jobs/{job}/start", "job.start", SERVICE_PRINCIPAL)
def start(call: Call) -> Answer:
    found, job = lookup.job(call)
    if call.switches["start_answer"] == "429_once" and "start" not in found.answered_once:
        found.answered_once.add("start")
        raise problems.throttled(1)
    machine.start(job, call.service.world.clock.now())
    return Answer(NO_CONTENT)


@synchronization("POST", "jobs/{job}/pause", "job.pause", SERVICE_PRINCIPAL)
def pause(call: Call) -> Answer:
    _found, job = lookup.job(call)
    machine.pause(job, call.switches["pause_state"])
    return Answer(NO_CONTENT)


@synchronization("POST", "jobs/{job}/restart", "job.restart", SERVICE_PRINCIPAL)
def restart(call: Call) -> Answer:
    _found, job = lookup.job(call)
    if call.switches["restart_owned_by"] == "401" and permissions.WRITE not in call.caller.roles:
        raise problems.empty_unknown_error()
    scopes = _scopes(call.json())
    machine.restart(job, scopes, call.service.world.clock.now(), call.switches["restart_starts"])
    return Answer(NO_CONTENT)


def _scopes(body: dict[str, object]) -> set[str]:
    for name in body:
        if name != "criteria":
            raise problems.bad_request(f"The parameter '{name}' is not declared by the action 'restart'.")
    criteria = body.get("criteria")
    if criteria is None:
        return set()
    if not isinstance(criteria, dict):
        raise problems.bad_request("The parameter 'criteria' is not of the type synchronizationJobRestartCriteria.")
    for name in criteria:
        if name != "resetScope" and "@odata." not in name:
            kind = "microsoft.graph.synchronizationJobRestartCriteria"
            raise problems.bad_request(f"The property '{name}' does not exist on type '{kind}'.")
    scopes = {flag.strip() for flag in str(criteria.get("resetScope") or "").split(",") if flag.strip()}
    for scope in scopes - machine.SCOPES:
        raise problems.bad_request(f"Requested value '{scope}' was not found.")
    return scopes

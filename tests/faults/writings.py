# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of modules that write: the run that is struck, the next one, and a check after that which finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract import discovery
from contract.scenario import DECLARATION, ORDER, Phase, Scenario
from contract.stage import Stage

from . import ledger, stage
from .cells import Blow, Cell, Played, account, strike
from .kinds import LAG
from .world import whole

# What the next run does not make up for, because it cannot be read any more, and the module with which the message and a
# warning of the next run say that it is to be made up for: a job that does not run may well have been paused by somebody.
SAID_HOW: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "synchronization_job_restart": (
        "use entra.provisioning.synchronization_job with state: started",
        "synchronization_job",
        {"state": "started"},
    )
}


@dataclass(frozen=True)
class Ends:
    """Of a phase: the world before the good run, after it, after it was run twice, and the good run itself."""

    begun: str
    ended: str
    twice: str
    good: stage.Run
    checked: stage.Run


def cells(module: str, scenario: Scenario) -> Iterator[Cell]:
    """Each phase, each of its requests, each fault."""
    played = Played(discovery.MODULES.index(module))
    with stage.emulator() as emu:
        scenario.prepare(emu)
        kept = Stage(emu)
        for phase in scenario.phases:
            phase.prepare(emu)
            kept.keep(phase.name)
            offset = emu.world.clock.offset
            ends = _ends(emu, kept, module, phase)
            for blow in played.blows(ends.good.requests, check=True):
                strike(emu, kept, phase.name, offset, blow)
                ending, found = (_checked if blow.check else _judged)(emu, module, phase, ends, blow)
                yield Cell(
                    module, phase.name, blow.place.name, blow.words, ending, tuple(found), blow.place.after_write
                )
            kept.bring_back("done")


def _ends(emu: Any, kept: Stage, module: str, phase: Phase) -> Ends:
    begun = whole(emu)
    checked = stage.run(emu, module, phase.args, check=True)
    assert not checked.failed, checked.message
    good = stage.run(emu, module, phase.args)
    assert not good.failed, good.message
    ended = whole(emu, begun)
    kept.keep("done")
    stage.run(emu, module, phase.args)
    return Ends(begun, ended, whole(emu, begun), good, checked)


def _checked(emu: Any, module: str, phase: Phase, ends: Ends, blow: Blow) -> tuple[str, list[str]]:
    """One cell in check mode: the plan of the good run, or a clean error; never a write, never another plan."""
    struck = stage.run(emu, module, phase.args, check=True, **blow.manner)
    found = account(struck, blow)
    if struck.accepted or whole(emu, ends.begun) != ends.begun:
        found.append("check mode has written")
    if not struck.failed and struck.result["plan"] != ends.checked.result["plan"]:
        found.append(f"check mode planned otherwise: {struck.result['plan']['summary']}")
    return ("clean error" if struck.failed else "the same plan"), found


def _judged(emu: Any, module: str, phase: Phase, ends: Ends, blow: Blow) -> tuple[str, list[str]]:
    """One cell: its run, the next one, and the check after that."""
    struck = stage.run(emu, module, phase.args, **blow.manner)
    left = whole(emu, ends.begun)
    found = account(struck, blow)
    if struck.failed:
        found += _told(struck, ends, blow, left, phase)
    elif left != ends.ended and (phase.kind == DECLARATION or left != ends.twice):
        found.append("succeeded, and things are not as declared")
    emu.clear_faults()
    if struck.waited >= LAG:
        _caught_up(emu)
    again = stage.run(emu, module, phase.args, signs_in=False)
    if again.failed:
        return "lasting error", [*found, f"the next run failed: {again.message}"]
    if phase.kind != DECLARATION:
        found += _once_more(again, ends, whole(emu, ends.begun), phase)
        return ("clean error, then done" if struck.failed else "done"), found
    ending = "clean error, then converged" if struck.failed else "converged"
    remedy = SAID_HOW.get(module)
    if remedy and whole(emu, ends.begun) != ends.ended:
        found += [
            f"no word of the remedy: {said}"
            for said in (struck.message, str(again.result["warnings"]))
            if remedy[0] not in said
        ]
        ending = "clean error that names the remedy, then converged"
        named = {name: phase.args[name] for name in ("service_principal_id",)}
        again = stage.run(emu, remedy[1], {**named, "template_id": "scim", **remedy[2]}, signs_in=False)
    if again.failed or whole(emu, ends.begun) != ends.ended:
        found.append(f"the next run did not converge: {again.message}")
    return ending, found + _one_more(emu, module, phase, again)


def _one_more(emu: Any, module: str, phase: Phase, again: stage.Run) -> list[str]:
    """What is wrong with the check after the next run. That run was it already where it found nothing to do."""
    if not again.failed and not again.result["changed"] and not any(row["unsafe"] for row in again.requests):
        return []
    check = stage.run(emu, module, phase.args, check=True, signs_in=False)
    if check.failed or check.result["changed"]:
        return [f"the check afterwards is not empty: {check.message or check.result['plan']['summary']}"]
    return []


def _caught_up(emu: Any) -> None:
    """What is new shows everywhere: the emulator counts its lag in reads, and those that were refused do not count."""
    for principal in emu.world.tenants[emu.tenant_id].service_principals.values():
        for job in principal.provisioning.jobs.values():
            job.hidden_reads = job.hidden_lists = job.stale_schema_reads = 0
        for template in principal.provisioning.templates.values():
            template.stale_schema_reads = 0


def _once_more(again: stage.Run, ends: Ends, left: str, phase: Phase) -> list[str]:
    """What is wrong with the next run of an order or a probe: it does the same as the good one."""
    found = []
    if again.result["changed"] != (phase.kind == ORDER):
        found.append(f"the next run says changed: {again.result['changed']}")
    if again.carried({}) != ends.good.carried({}) and len(again.carried({})) != len(ends.good.carried({})):
        found.append("the next run did not do the same once more")
    if left not in (ends.ended, ends.twice):
        found.append("the next run left something else")
    return found


def _told(struck: stage.Run, ends: Ends, blow: Blow, left: str, phase: Phase) -> list[str]:
    """What is wrong with the account of a run that failed, compared with what the service carried out."""
    found = []
    if "Nothing was changed" in struck.message and left != ends.begun:
        found.append(f"said that nothing was changed: {struck.message}")
    if phase.kind == DECLARATION and bool(struck.done) != bool(struck.result.get("changed")):
        found.append("done and changed disagree")
    return found + ledger.compared(struck, ends.good, blow.kind.fault)

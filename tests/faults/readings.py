# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of modules that only read: what is there or a clean error, never a write, and never an absence."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contract import discovery
from contract.scenario import Scenario
from contract.stage import Stage

from . import stage
from .cells import Blow, Cell, Played, account, strike
from .world import CHOSEN


def cells(module: str, scenario: Scenario) -> Iterator[Cell]:
    """Each reading, each of its requests, each fault."""
    played = Played(discovery.MODULES.index(module))
    with stage.emulator() as emu:
        scenario.prepare(emu)
        kept = Stage(emu)
        kept.keep("begin")
        offset = emu.world.clock.offset
        for name, args in scenario.readings.items():
            good = stage.run(emu, module, args)
            assert not good.failed, good.message
            for blow in played.blows(good.requests, check=False):
                strike(emu, kept, "begin", offset, blow)
                struck = stage.run(emu, module, args, **blow.manner)
                emu.clear_faults()
                again = stage.run(emu, module, args, signs_in=False)
                ending = "clean error, then read" if struck.failed else "read"
                found = tuple(_judged(blow, good, struck, again))
                yield Cell(module, name, blow.place.name, blow.name, ending, found, blow.place.after_write)
            kept.bring_back("begin")


def _judged(blow: Blow, good: stage.Run, struck: stage.Run, again: stage.Run) -> list[str]:
    found = account(struck, blow)
    if not struck.failed and _said(struck) != _said(good) and not _says_error(struck):
        found.append(f"succeeded, and does not say what is there: {struck.result}")
    if struck.failed and struck.result.get("changed"):
        found.append("a reading says that it changed something")
    if any(row["unsafe"] for row in struck.requests):
        found.append("a reading has sent a write")
    if again.failed or _said(again) != _said(good):
        found.append(f"the next run does not read what is there: {again.message}")
    return found


def _says_error(run: stage.Run) -> bool:
    """Whether something of many could not be read, and that is said of it."""
    return any(one.get("error") for one in run.result.get("synchronizations", ()))


def _said(run: stage.Run) -> str:
    """What a run says, without times, which the service makes anew."""
    return CHOSEN.sub(lambda hit: hit.group() if "T" not in hit.group() else "", json.dumps(run.result, sort_keys=True))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures whole tenants: every contender on every size, at every latency, and what the targets rest on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from stage.emulator_process import EmulatorProcess
from stopwatch import BenchFailed
from tenants_contenders import Contenders
from tenants_measured import (
    CREATION,
    DEBUG,
    NO_CHANGE,
    ONE_TASK,
    URI,
    VARIABLES,
    WORK,
    Key,
    Run,
    Tenants,
    extended,
    median,
)
from tenants_stage import TenantStage

# What would take longer than so many seconds is computed from smaller sizes instead, unless a target rests on it.
LIMIT = 45.0
# Creation by the others takes seconds for each application: it is measured on so many, and the rest computed.
SUPPORT, CREATION_LIMIT = 4, 20.0
NEEDED = {Key(URI, NO_CHANGE, 150, 100)}
TARGET_LATENCY, TARGET_SIZES, CREATED = 100, (50, 300), 50
THROTTLED_FROM = 100
ROUNDS, QUICK_ROUNDS = 5, 3
REPEATED = 3


class TenantsBench:
    """One emulator and its stage; `measured` is filled in the order in which it is asked for."""

    def __init__(self, emulator: EmulatorProcess, folder: Path, measured: Tenants, quick: bool) -> None:
        self._stage = TenantStage(emulator, folder)
        self._contenders = Contenders(self._stage, emulator.details, emulator.environment(), folder)
        self._measured = measured
        self._quick = quick

    def all(self) -> None:
        """Everything."""
        measured = self._measured
        self._warm_up()
        for latency in measured.latencies:
            for size in sorted({*measured.sizes, SUPPORT}):
                for contender in measured.contenders:
                    for work in WORK:
                        self._one(Key(contender, work, latency, size))
        if ONE_TASK in measured.contenders:
            self._one_task_alone()

    def _warm_up(self) -> None:
        """Once each, not counted: whoever comes first compiles, and signs in for all that follow."""
        self._stage.converged(1)
        for contender in (DEBUG, VARIABLES, *self._measured.contenders):
            self._run(contender)

    def _one(self, key: Key) -> None:
        """Run it, or compute it where it would take too long. A first impression does without what others make anew."""
        slow = key.contender != ONE_TASK and key.work == CREATION
        if self._quick and slow:
            return
        if key.size not in self._measured.sizes and not (slow and max(self._measured.sizes) > key.size):
            return
        known = self._measured.measured(key.contender, key.work, key.latency)
        limit = CREATION_LIMIT if slow else LIMIT
        needed = key.contender == ONE_TASK or key in NEEDED
        if len(known) > 1 and not needed and extended(known, key.size).wall > limit:
            self._say(key, found := extended(known, key.size))
            self._measured.runs[key] = found
            return
        times = REPEATED if key.contender == ONE_TASK and key.work == NO_CHANGE else 1
        if key.work == NO_CHANGE:
            self._stage.converged(key.size)
        runs = []
        for dummy in range(times):
            if key.work == CREATION:
                self._stage.bare(key.size)
            self._stage.behave(key.latency)
            runs.append(self._run(key.contender, changes=key.work == CREATION))
        self._stage.behave(0)
        if not self._stage.is_converged(key.size):
            raise BenchFailed(f"{key.contender} left something undone: {key}")
        self._say(key, found := median(runs))
        self._measured.runs[key] = found

    def _one_task_alone(self) -> None:
        """The round trips by name, memory, the cost beside a debug task, a creation, and throttling."""
        measured = self._measured
        for size in measured.sizes:
            self._stage.converged(size, by="display_name")
            measured.by_name[size] = self._run(ONE_TASK, changes=False)
            measured.variables[size] = self._run(VARIABLES)
        measured.rounds = QUICK_ROUNDS if self._quick else ROUNDS
        for size in TARGET_SIZES[:1] if self._quick else TARGET_SIZES:
            self._beside_debug(size)
        self._stage.bare(CREATED)
        self._stage.behave(TARGET_LATENCY)
        measured.creation_of_50 = self._run(ONE_TASK, changes=True).wall
        self._stage.behave(0)
        if not self._stage.is_converged(CREATED):
            raise BenchFailed("the creation was not settled when the playbook ended")
        # Of a run of a second it would only be seen that a refusal is waited out for one.
        if max(measured.sizes) >= THROTTLED_FROM:
            self._throttled(max(measured.sizes), max(measured.latencies))

    def _beside_debug(self, size: int) -> None:
        """In turn, so that all meet the same load."""
        measured = self._measured
        self._stage.converged(size)
        self._stage.behave(TARGET_LATENCY)
        for dummy in range(measured.rounds):
            debug, variables = self._run(DEBUG), self._run(VARIABLES)
            ours = self._run(ONE_TASK, changes=False)
            measured.beside_debug.setdefault(size, []).append(ours.wall - debug.wall)
            measured.beside_variables.setdefault(size, []).append(variables.wall - debug.wall)

    def _throttled(self, size: int, latency: int) -> None:
        measured = self._measured
        measured.throttled_size = size
        self._stage.converged(size)
        for dummy in range(QUICK_ROUNDS):
            self._stage.behave(latency)
            undisturbed = self._run(ONE_TASK, changes=False)
            self._stage.behave(latency, throttling=True)
            mark = self._stage.mark()
            disturbed = self._run(ONE_TASK, changes=False)
            measured.refusals = self._stage.traffic(mark)["throttled"]
            measured.throttled.append((undisturbed.wall, disturbed.wall))
        self._stage.behave(0)
        if not measured.refusals:
            raise BenchFailed("nothing was throttled")

    def _run(self, contender: str, changes: bool | None = None) -> Run:
        mark = self._stage.mark()
        ran = self._contenders.run(contender, changes)
        found = self._stage.traffic(mark)
        return Run(ran.wall, ran.cpu, ran.peak, found["requests"], found["received"], found["sent"])

    def _say(self, key: Key, run: Run) -> None:
        """Progress, for a person who waits."""
        how = "extrapolated" if run.extrapolated else "measured"
        print(f"{key.contender}, {key.work}, {key.latency} ms, {key.size}: {run.wall:.1f} s ({how})", file=sys.stderr)


def measure(folder: Path, measured: Tenants, quick: bool) -> Tenants:
    """Fill in what `measured` asks for by its sizes, latencies and contenders."""
    with EmulatorProcess(folder, "--estate", "empty", audited=False) as emulator:
        TenantsBench(emulator, folder, measured, quick).all()
    return measured


def defaults(quick: bool) -> tuple[Sequence[int], Sequence[int]]:
    """Sizes and latencies."""
    return ((1, 10), (150,)) if quick else ((1, 10, 100, 300), (0, 150))

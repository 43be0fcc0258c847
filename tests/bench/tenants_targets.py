# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of whole tenants, each with what was measured. What was not measured is said and is no failure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from typing import NamedTuple

from tenants_measured import CREATION, NO_CHANGE, ONE_TASK, URI, Key, Run, Tenants

BATCH, SPARE = 20, 3
READS = {"service_principal_id": 3, "display_name": 4}
FASTER_THAN_URI = 30.0
BESIDE_DEBUG = {50: 0.7, 300: 3.5}
CREATION_OF_50 = 20.0
GROWTH = 1.3
HELD = 32.0
THROTTLED = 2.0


class Target(NamedTuple):
    """Whether `value` keeps to `limit`: at most, or where `at_least` at least. value None: not measured."""

    text: str
    value: float | None
    limit: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Also true of what was not measured."""
        if self.value is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def cells(self) -> list[str]:
        """A row of a table."""
        said = "not measured" if self.value is None else "met" if self.met else "MISSED"
        bound = "at least" if self.at_least else "at most"
        return [self.text, f"{bound} {self._shown(self.limit)}", self._shown(self.value), said]

    def _shown(self, number: float | None) -> str:
        if number is None:
            return "-"
        digits = 0 if self.unit == "requests" else 1 if self.unit in ("MiB", "times") and number >= 10 else 2
        return f"{number:.{digits}f} {self.unit}"


def targets(measured: Tenants) -> list[Target]:
    """All of them, in a fixed order."""
    if ONE_TASK not in measured.contenders:
        return []
    return [*_round_trips(measured), *_speed(measured), *_growth(measured), _memory(measured), _throttling(measured)]


def missed(measured: Tenants) -> list[str]:
    """In words, those that were not met."""
    return [": ".join((row[0], f"{row[2]}, the target is {row[1]}")) for row in _cells_of_missed(measured)]


def _cells_of_missed(measured: Tenants) -> list[list[str]]:
    return [target.cells() for target in targets(measured) if not target.met]


def _round_trips(measured: Tenants) -> Iterator[Target]:
    latency = min(measured.latencies)
    by_id = {size: measured.runs.get(Key(ONE_TASK, NO_CHANGE, latency, size)) for size in measured.sizes}
    for how, runs in (("service_principal_id", by_id), ("display_name", dict(measured.by_name))):
        for size in measured.sizes:
            run = runs.get(size)
            most = math.ceil(READS[how] * size / BATCH) + SPARE
            text = f"round trips of no change, {size} by {how}"
            yield Target(text, run.requests if run else None, most, "requests")


def _speed(measured: Tenants) -> Iterator[Target]:
    ours, theirs = (measured.runs.get(Key(who, NO_CHANGE, 150, 100)) for who in (ONE_TASK, URI))
    times = theirs.wall / ours.wall if ours and theirs and not theirs.extrapolated else None
    yield Target("no change on 100 at 150 ms, against uri in loops", times, FASTER_THAN_URI, "times", at_least=True)
    for size, limit in BESIDE_DEBUG.items():
        rounds = measured.beside_debug.get(size)
        text = f"no change on {size} at 100 ms, beyond a playbook of one debug task"
        yield Target(text, statistics.median(rounds) if rounds else None, limit, "s")
    yield Target("creation of 50 at 100 ms, settled", measured.creation_of_50, CREATION_OF_50, "s")


def _growth(measured: Tenants) -> Iterator[Target]:
    """What each further application costs from 100 to 300, against from 10 to 100, without latency."""
    for work in (NO_CHANGE, CREATION):
        runs = [measured.runs.get(Key(ONE_TASK, work, 0, size)) for size in (10, 100, 300)]
        for what in ("wall", "cpu"):
            text = f"{work}: {what} of each further application, 100 to 300 against 10 to 100"
            yield Target(text, _steeper([run for run in runs if run and not run.extrapolated], what), GROWTH, "times")


def _steeper(runs: list[Run], what: str) -> float | None:
    if len(runs) < 3:
        return None
    few, some, many = (getattr(run, what) for run in runs)
    return float(((many - some) / 200) / ((some - few) / 90))


def _memory(measured: Tenants) -> Target:
    """What the largest process holds beyond Ansible with the same variables."""
    held = []
    for size in (10, 300):
        run, variables = measured.runs.get(Key(ONE_TASK, NO_CHANGE, 0, size)), measured.variables.get(size)
        if run and variables:
            held.append(run.peak - variables.peak)
    grown = held[1] - held[0] if len(held) == 2 else None
    return Target("memory beyond Ansible's own for the variables, 300 against 10", grown, HELD, "MiB")


def _throttling(measured: Tenants) -> Target:
    times = [disturbed / undisturbed for undisturbed, disturbed in measured.throttled]
    size, latency = measured.throttled_size or max(measured.sizes), max(measured.latencies)
    text = f"no change on {size} at {latency} ms, every tenth request throttled"
    return Target(text, statistics.median(times) if times else None, THROTTLED, "times")

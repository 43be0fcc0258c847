# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of the bench of whole tenants: runs by contender, work, latency and size, measured or extrapolated."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

ONE_TASK, SINGLE, URI, SDK, SDK_BATCHED = "synchronizations", "single modules", "uri", "sdk", "sdk, batched"
CONTENDERS = (ONE_TASK, SINGLE, URI, SDK, SDK_BATCHED)
# What Ansible takes by itself: without anything, and with the variables of the tenant at hand.
DEBUG, VARIABLES = "debug", "variables only"
NO_CHANGE, CREATION = "no change", "creation"
WORK = (NO_CHANGE, CREATION)


class Key(NamedTuple):
    """What was run. latency in milliseconds, size in applications."""

    contender: str
    work: str
    latency: int
    size: int


class Run(NamedTuple):
    """wall and cpu in seconds, peak in MiB (0: unknown), bytes of bodies each way. extrapolated: not run, computed."""

    wall: float
    cpu: float
    peak: float
    requests: int
    received: int
    sent: int
    extrapolated: bool = False


def median(runs: Sequence[Run]) -> Run:
    """Each number's median."""
    columns = [statistics.median(column) for column in zip(*(run[:6] for run in runs))]
    wall, cpu, peak, requests, received, sent = columns
    return Run(wall, cpu, peak, round(requests), round(received), round(sent), runs[0].extrapolated)


def extended(points: Sequence[tuple[int, Run]], size: int) -> Run:
    """A run on the straight line through the two largest measured sizes, for one that would take too long."""
    (small, one), (large, two) = points[-2:]
    columns = [first + (second - first) * (size - small) / (large - small) for first, second in zip(one[:6], two[:6])]
    wall, cpu, _peak, requests, received, sent = columns
    return Run(wall, cpu, 0, round(requests), round(received), round(sent), extrapolated=True)


@dataclass
class Tenants:
    """All that was measured. What was left out is missing, never zero."""

    sizes: tuple[int, ...] = ()
    latencies: tuple[int, ...] = ()
    contenders: tuple[str, ...] = ()
    runs: dict[Key, Run] = field(default_factory=dict)
    # Ansible with the variables at hand, and the one task with owners named by display name, by size.
    variables: dict[int, Run] = field(default_factory=dict)
    by_name: dict[int, Run] = field(default_factory=dict)
    # Seconds beside a debug task, by size: one for each of the alternating rounds.
    beside_debug: dict[int, list[float]] = field(default_factory=dict)
    beside_variables: dict[int, list[float]] = field(default_factory=dict)
    creation_of_50: float | None = None
    # Walls of alternating rounds: undisturbed, and with every tenth request refused; how many were refused.
    throttled: list[tuple[float, float]] = field(default_factory=list)
    throttled_size: int = 0
    refusals: int = 0
    rounds: int = 0

    def measured(self, contender: str, work: str, latency: int) -> list[tuple[int, Run]]:
        """(size, run) of what was really run, the smallest first; also of sizes that no table shows."""
        asked_for = (contender, work, latency)
        found = [(key.size, run) for key, run in self.runs.items() if key[:3] == asked_for and not run.extrapolated]
        return sorted(found)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole tenants as text for a terminal, and as the section of docs/performance.md."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tables import aligned, markdown
from tenants_measured import ONE_TASK, WORK, Key, Run, Tenants
from tenants_targets import missed, targets

TITLE = "## Whole tenants"
HEADER = ["contender", "applications", "wall", "cpu", "requests", "to Graph", "from Graph", "memory", "times ours"]
TARGET_HEADER = ["target", "limit", "measured", ""]


def rows(measured: Tenants, work: str, latency: int) -> Iterator[list[str]]:
    """A table of one kind of work at one latency: by size, the contenders in their order."""
    for size in measured.sizes:
        ours = measured.runs.get(Key(ONE_TASK, work, latency, size))
        for contender in measured.contenders:
            run = measured.runs.get(Key(contender, work, latency, size))
            if run:
                yield [contender, str(size), *_numbers(run), f"{run.wall / ours.wall:.1f}" if ours else "-"]


def _numbers(run: Run) -> list[str]:
    about = "~" if run.extrapolated else ""
    peak = f"{run.peak:.0f} MiB" if run.peak else "-"
    kilobytes = [f"{about}{size / 1000:,.0f} kB" for size in (run.received, run.sent)]
    return [f"{about}{run.wall:.1f} s", f"{about}{run.cpu:.1f} s", f"{about}{run.requests:,}", *kilobytes, peak]


def _beside(measured: Tenants) -> list[list[str]]:
    """Seconds beyond a debug task: of Ansible for the variables, and of the one task in all."""
    found = []
    for size, rounds in measured.beside_debug.items():
        variables, ours = statistics.median(measured.beside_variables[size]), statistics.median(rounds)
        found.append([str(size), f"{variables:.2f} s", f"{ours - variables:.2f} s", f"{ours:.2f} s"])
    return found


BESIDE_HEADER = ["applications", "Ansible, for the variables", "the task", "together"]


def text(measured: Tenants) -> str:
    """For a terminal."""
    lines = ["", "whole tenants (~: extrapolated from smaller sizes):"]
    for work in WORK:
        for latency in measured.latencies:
            lines += ["", f"{work}, {latency} ms:", *aligned([HEADER, *rows(measured, work, latency)])]
    if measured.beside_debug:
        lines += ["", "beyond a playbook of one debug task, at 100 ms:", *aligned([BESIDE_HEADER, *_beside(measured)])]
    found = targets(measured)
    if found:
        lines += ["", *aligned([TARGET_HEADER, *(target.cells() for target in found)])]
    return "\n".join([*lines, "", *([f"MISSED: {miss}" for miss in missed(measured)] or ["no target missed"])])


def section(measured: Tenants) -> str:
    """The section of docs/performance.md, from its title to its end."""
    parts = [TITLE, "", _OPENING]
    for work in WORK:
        for latency in measured.latencies:
            parts += [
                f"### {work.capitalize()}, {latency} ms",
                "",
                *markdown([HEADER, *rows(measured, work, latency)]),
                "",
            ]
    parts += ["### Targets", "", *markdown([TARGET_HEADER, *(target.cells() for target in targets(measured))]), ""]
    parts += [*([f"- MISSED: {miss}" for miss in missed(measured)] or ["No target was missed."]), ""]
    if measured.beside_debug:
        parts += [
            "What no change costs beyond a playbook of one debug task, at 100 ms, and what of it is Ansible's own:",
            "",
        ]
        parts += [*markdown([BESIDE_HEADER, *_beside(measured)]), ""]
    return "\n".join([*parts, _METHOD])


_OPENING = """What it takes to converge a tenant of N applications. Written by `make bench ARGS="--tenants-only --write-docs"`.
Figures with a ~ were not run, but lie on the straight line through the two largest sizes that were.
"""

_METHOD = """### How whole tenants are measured

Of each application are declared two settings (the base address and the notifications), a secret, one started job, and of
its schema three mappings and a scope (`merged`); the schema is one of 60 kB, as the service's generic SCIM entry has it.
*No change* finds all that as declared (the schemas keep what somebody tailored besides); *creation* finds service principals
with templates and nothing else, and ends when all of it is settled, with the replication delays of the emulator's defaults.
After each run the bench itself reads all applications and compares.

- **synchronizations**: one task of `entra.provisioning.synchronizations`, the variables in a YAML file;
- **single modules**: `synchronization`, `synchronization_job` and `synchronization_schema`, each in a loop, on the direct host;
- **uri**: `ansible.builtin.uri` in loops, compared in `when`, new jobs awaited by `until`;
- **sdk**: a script on the official `msgraph-sdk`, one request after the other, as its documentation shows;
- **sdk, batched**: the same with its reads in the client's batches of twenty.

All are in `tests/bench/whole_tenants/`. Each run is a process of its own from its start to its end, with a valid token at
hand; sign-in is not counted. Wall time and processor time are of the whole process with its children (`wait4`), memory is
the largest of its processes, requests and bytes of bodies are read from the emulator's record; a `$batch` is one request.
Latency is waited by the emulator before each answer, once for a `$batch`, and for requests side by side at the same time.
The emulator runs on the same machine, so its own work is in the wall times of all. No change by **synchronizations** is the
median of three runs; what a target compares with a debug task was run in turn with it, and is the median of the differences.
What would take longer than 45 s is extrapolated, but not for **synchronizations**, and not for **uri** with 100 applications
at 150 ms, on which a target rests; creation by the others is beyond 20 s, from one application and from four.
"""

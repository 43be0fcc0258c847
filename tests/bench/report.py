# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measured numbers as tables, and as the page docs/performance.md."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from declared import PLANNED
from measurements import DIRECT, MODULE, PLAIN, URI, Measured
from schema_work import TIMES, SchemaWork
from tables import aligned, markdown

# The targets of the project: at most so many times as long as the other way.
MODULE_TARGET, DIRECT_TARGET = 1.25, 0.2
# A module process compiles what it imports. Declaring and exporting a schema takes the mapping language and the merge,
# which the hand-written module, that only sends the request, does not have.
READING_TARGETS = dict.fromkeys(
    ("synchronization_directory_discover", "synchronization_schema", "synchronization_schema_info", "synchronizations"),
    1.65,
)
# Of orders and trials it is the planning that is measured, which takes more than finding that there is nothing to do.
PLANNED_TARGET = 1.4
# Work on a schema grows no faster than the schema; this much more is noise.
GROWTH_TOLERANCE = 1.3


def rows(measured: Measured) -> Iterator[list[str]]:
    """One row for each module."""
    for name in measured.modules():
        yield [
            name,
            _ms(measured, MODULE, name),
            _ms(measured, PLAIN, name),
            f"{measured.ratio(MODULE, PLAIN, name):.2f}",
            f"{measured.cpu_ratio(MODULE, PLAIN, name):.2f}",
            _ms(measured, DIRECT, name),
            _ms(measured, URI, name),
            f"{measured.ratio(DIRECT, URI, name):.3f}",
            f"{measured.cpu_ratio(DIRECT, URI, name):.3f}",
            str(len(measured.counted[name])),
        ]


HEADER = ["module", "module host", "hand-written", "ratio", "cpu", "direct host", "uri", "ratio", "cpu", "requests"]


def _ms(measured: Measured, host: str, name: str) -> str:
    return f"{measured.median(host, name) * 1000:.0f} ms"


def module_targets() -> dict[str, float]:
    """The targets of the module host that are not the usual one."""
    return {**dict.fromkeys(PLANNED, PLANNED_TARGET), **READING_TARGETS}


def missed(measured: Measured) -> list[str]:
    """The targets that were not met, in words."""
    found = []
    for name in measured.modules():
        module_target = module_targets().get(name, MODULE_TARGET)
        for ours, theirs, target in ((MODULE, PLAIN, module_target), (DIRECT, URI, DIRECT_TARGET)):
            ratio = measured.ratio(ours, theirs, name)
            if ratio > target:
                found.append(f"{name}: {ours} takes {ratio:.2f} times as long as {theirs}; the target is {target}")
    return [*found, *_grown_too_fast(measured.schema)]


def _grown_too_fast(work: SchemaWork) -> list[str]:
    """Steps that take more time, or hold more memory, than the larger document explains."""
    found = []
    for step in work.seconds:
        small, large = work.peaks[step]
        for what, ratio in (("time", work.ratio(step)), ("memory", large / small)):
            if ratio > work.growth * GROWTH_TOLERANCE:
                found.append(f"{step}: a schema {work.growth:.1f} times as large takes {ratio:.1f} times the {what}")
    return found


SCHEMA_HEADER = ["step", "the schema", f"{TIMES} times", "ratio", "memory", f"{TIMES} times"]


def _schema_rows(work: SchemaWork) -> Iterator[list[str]]:
    """One row for each step of the work on a schema."""
    for step in work.seconds:
        small, large = work.medians(step)
        held = [f"{kib:.0f} KiB" for kib in work.peaks[step]]
        yield [step, f"{small * 1000:.1f} ms", f"{large * 1000:.1f} ms", f"{work.ratio(step):.1f}", *held]


def _schema_sizes(work: SchemaWork) -> str:
    first, second = (f"{size / 1000:.0f} kB" for size in work.sizes)
    return f"{work.source}: {first} of JSON, and {second} ({work.growth:.1f} times as large)"


def _rates(work: SchemaWork) -> list[list[str]]:
    return [[what, f"{rate:,.0f}"] for what, rate in work.expressions.items()]


def text(measured: Measured) -> str:
    """The result for a terminal."""
    lines = aligned([HEADER, *rows(measured)])
    lines += ["", f"targets: module host / hand-written <= {MODULE_TARGET}, direct host / uri <= {DIRECT_TARGET};"]
    lines += [f"  module host of {name} <= {target}" for name, target in module_targets().items()]
    lines += [f"MISSED: {miss}" for miss in missed(measured)] or ["all targets met"]
    lines += ["", "requests of a run without changes:"]
    lines += [f"  {name}: {', '.join(calls)}" for name, calls in sorted(measured.counted.items())]
    lines += ["", "memory of a module's process at its peak:"]
    lines += [f"  {what}: {peak:.0f} MiB" for what, peak in measured.memory.items()]
    lines += ["", f"work on a schema without a request, {_schema_sizes(measured.schema)}:"]
    lines += aligned([SCHEMA_HEADER, *_schema_rows(measured.schema)])
    lines += ["", "mapping expressions per second:"]
    lines += [f"  {what}: {rate}" for what, rate in _rates(measured.schema)]
    return "\n".join(lines)


def page(measured: Measured, ansible_version: str, note: str) -> str:
    """docs/performance.md."""
    where = f"Python {platform.python_version()}, ansible-core {ansible_version}. {note}".strip()
    table = markdown([HEADER, *rows(measured)])
    counted = markdown(
        [["module", "requests"]] + [[n, ", ".join(f"`{c}`" for c in cs)] for n, cs in _counted(measured)]
    )
    memory = markdown(
        [["module process", "peak"]] + [[what, f"{mib:.0f} MiB"] for what, mib in measured.memory.items()]
    )
    misses = [f"- {miss}" for miss in missed(measured)] or ["All targets were met."]
    parts = [_OPENING, where, "", *table, "", *misses, "", "## Requests", "", *counted, "", "## Memory", "", *memory]
    parts += ["", "## Schemas", "", f"Without a request: {_schema_sizes(measured.schema)}.", ""]
    parts += markdown([SCHEMA_HEADER, *_schema_rows(measured.schema)])
    parts += ["", *markdown([["mapping expressions", "per second"], *_rates(measured.schema)])]
    return "\n".join([*parts, "", _METHOD])


def _counted(measured: Measured) -> list[tuple[str, list[str]]]:
    return sorted(measured.counted.items())


_OPENING = """<!--
SPDX-FileCopyrightText: 2026 The entra.provisioning contributors
SPDX-License-Identifier: GPL-3.0-or-later
-->

# Performance

What a task costs that finds everything as declared. Written by `make bench ARGS="--write-docs"`.
"""

_METHOD = """## How it is measured

`make bench` starts the emulator in a process of its own (TLS, no latency) and runs one play with these tasks in turn,
many times over:

- **module host**: the module as an ordinary module (`entra_provisioning_direct: false`), with a given access token;
- **hand-written**: `tests/bench/library/plain_get.py`, a module that imports `requests` and sends the same requests
  with the same token over the same TLS, and does nothing else;
- **direct host**: the module in Ansible's own process, signed in with a client secret and a token cache that holds a
  valid token;
- **uri**: `ansible.builtin.uri` with the first GET of that module, or with its POST where it reads by one.

A task's time is from its own beginning to that of the next, on a monotonic clock in Ansible's main process: fork,
packaging and result handling are in it. The first task of each kind, which pays for imports and for building the package, is
left out; this is T(N tasks) - T(1 task), task by task. Tasks are interleaved and every other round runs backwards, so
that other load on the machine hits all alike. Times are medians; a ratio is the median of the ratios of all rounds, each
of two tasks that ran within seconds of each other. The column `cpu` is the same ratio for processor time of all processes,
which other load on the machine hardly touches. Compare the ratios; the milliseconds belong to the machine.

The module host has a target of 1.25. `synchronization_directory_discover`, `synchronization_schema`,
`synchronization_schema_info` and `synchronizations` have one of their own, 1.65, and orders and trials, of which the planning is
measured, 1.4: a module process compiles all that it imports, and the first four need the mapping language, the merge and the
export, or the code of three modules, 200 kB of source, where the hand-written module only fetches the document and reads nothing
of it. On the direct host, which compiles once per playbook, they meet the common target.

Requests are read from the emulator's record of one run of each module; sign-in is not counted. A `$batch` is one request.

Memory is the peak of the resident set of the module's process (`wait4`), with the interpreter and the unpacking of the
package, the median of three. The largest schema is that of `AD2AADProvisioning`, about 1 MB of JSON.

Work on a schema is measured in one process, in processor time, with the schema and one ten times its size in turn:
planning one changed mapping (read the declaration, merge, inspect, say it in words, assess hazards, fingerprint),
planning no change, comparing or adopting a whole document that was read anew, and printing what is sent. Memory
is what Python holds at the peak beside the document. Each must grow no faster than the document.
"""

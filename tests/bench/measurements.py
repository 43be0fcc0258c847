# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: modules against a hand-written one, the direct host against uri, requests, memory."""

from __future__ import annotations

import shlex
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import declared
from schema_work import SchemaWork
from stage.emulator_process import EmulatorProcess
from stopwatch import BenchFailed, Stopwatch, Taken, Task

DIRECT, MODULE, PLAIN, URI = "direct host", "module host", "hand-written module", "uri"
SWITCH = "entra_provisioning_direct"


@dataclass
class Measured:
    """What tasks took, by what was run and by module, in the order of the rounds; requests; peaks of memory in MiB."""

    taken: dict[str, dict[str, list[Taken]]] = field(default_factory=dict)
    counted: dict[str, list[str]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    rounds: int = 0
    schema: SchemaWork = field(default_factory=SchemaWork)

    def modules(self) -> list[str]:
        """The modules whose times were measured."""
        return sorted(self.taken[MODULE])

    def median(self, host: str, module: str) -> float:
        """Seconds of one task."""
        return statistics.median(each.wall for each in self.taken[host][module])

    def ratio(self, ours: str, theirs: str, module: str) -> float:
        """How many times as long ours takes as theirs: the median over the rounds, so that both met the same load."""
        pairs = zip(self.taken[ours][module], self.taken[theirs][module])
        return statistics.median(one.wall / other.wall for one, other in pairs)

    def cpu_ratio(self, ours: str, theirs: str, module: str) -> float:
        """The same for processor time, which says what is ours when the machine is busy with other things."""
        pairs = zip(self.taken[ours][module], self.taken[theirs][module])
        return statistics.median(one.cpu / other.cpu for one, other in pairs)


class Bench:
    """One emulator, one estate in its final state, and the measurements on it."""

    def __init__(self, emulator: EmulatorProcess, folder: Path) -> None:
        self._emulator = emulator
        self._folder = folder
        self._root = str(emulator.details["graph_url"])
        self._token = str(emulator.control("POST", "token", {})["access_token"])
        cache = {"ENTRA_TOKEN_CACHE": str(folder / "tokens.json")}
        self._stopwatch = Stopwatch(folder, {**emulator.environment(), **cache})
        self._estate = emulator.estate()
        self._tasks = declared.tasks(self._estate)
        self._calls: dict[str, list[dict[str, Any]]] = {}

    def prepare(self) -> None:
        """Make the estate as the tasks declare it."""
        before = [_module_task(name, f"before: {name}", given) for name, given in declared.preparations(self._estate)]
        self._stopwatch.run([*before, *(self._ours(name, MODULE, "prepare") for name in self._tasks)])

    def count(self, measured: Measured) -> None:
        """The requests of each module's run without a change, and that the direct host was used for it."""
        for name in self._tasks:
            mark = self._emulator.mark()
            done = self._stopwatch.run([self._ours(name, DIRECT, "count")], "-v")
            if "runs as an ordinary module" in done.output:
                raise BenchFailed(f"the direct host was not used\n{done.output}")
            self._calls[name] = self._emulator.requests_since(mark)
            measured.counted[name] = [_sentence(call) for call in self._calls[name] if not call["batch"]]

    def time(self, measured: Measured, rounds: int, names: list[str]) -> None:
        """All that is compared, in turn, in one play: `rounds` times after one that is not counted."""
        forward = [task for name in names for task in self._compared(name)]
        # Every other round runs backwards, so that none always comes after the same neighbour.
        turns = [forward if turn % 2 else forward[::-1] for turn in range(rounds + 1)]
        end = {"name": "end", "ansible.builtin.debug": {}}
        self._stopwatch.run([*(task for turn in turns for task in turn), end])
        for label, taken in self._stopwatch.durations().items():
            host, _colon, name = label.partition(": ")
            measured.taken.setdefault(host, {})[name] = taken
        measured.rounds = rounds

    def weigh(self, measured: Measured) -> None:
        """The most memory of a module process: with the largest schema, and with a small answer for comparison."""
        large = declared.largest(self._estate)
        name = "synchronization_template_info"
        measured.memory["largest schema"] = self._peak(_module_task(name, "weigh", large))
        path = f"/v1.0/servicePrincipals/{large['service_principal_id']}/synchronization/templates"
        call = {"method": "GET", "path": path, "query": {}, "body": None}
        measured.memory["the same request, hand-written"] = self._peak(self._plain("weigh", [call]))
        small = self._tasks["synchronization_job_info"]
        measured.memory["a small answer"] = self._peak(_module_task("synchronization_job_info", "weigh", small))

    def _compared(self, name: str) -> list[Task]:
        """A module on both hosts, the hand-written one, and uri."""
        given = {**self._ours(name, MODULE, MODULE)}
        options = given[f"{declared.COLLECTION}.{name}"]
        given[f"{declared.COLLECTION}.{name}"] = {**options, "access_token": self._token}
        outer = [call for call in self._calls[name] if not call["batch"]]
        direct, uri = self._ours(name, DIRECT, DIRECT), self._uri(name, self._first_read(name))
        return [given, self._plain(f"{PLAIN}: {name}", outer), uri, direct]

    def _first_read(self, name: str) -> dict[str, Any]:
        """The first GET, be it on its own or in a batch; the first call of a module that reads by a POST."""
        calls = self._calls[name]
        return next((call for call in calls if call["method"] == "GET"), calls[0])

    def _ours(self, name: str, host: str, label: str) -> Task:
        task = _module_task(name, f"{label}: {name}", self._tasks[name])
        planned = {"check_mode": True, "changed_when": False} if name in declared.PLANNED else {}
        return {**task, **planned, "vars": {SWITCH: host == DIRECT}}

    def _plain(self, label: str, calls: list[dict[str, Any]]) -> Task:
        sent = [{part: call[part] for part in ("method", "path", "query", "body")} for call in calls]
        options = {"root": self._root, "calls": sent, "token": self._token, "ca_path": self._ca_path()}
        return {"name": label, "plain_get": options}

    def _uri(self, name: str, call: dict[str, Any]) -> Task:
        headers = {"Authorization": f"Bearer {self._token}"}
        options = {"url": f"{self._root}{call['path']}", "headers": headers, "ca_path": self._ca_path()}
        if call["method"] != "GET":
            options |= {"method": call["method"], "body": call["body"], "body_format": "json"}
        return {"name": f"{URI}: {name}", "ansible.builtin.uri": options}

    def _ca_path(self) -> str:
        return str(self._emulator.details["ca_path"])

    def _peak(self, task: Task) -> float:
        """MiB at the peak of the module's process, interpreter and unpacking included; the median of three."""
        file = self._folder / "peak"
        file.unlink(missing_ok=True)
        script = self._folder / "python3"
        stand_in = [sys.executable, str(Path(__file__).with_name("measured_python.py")), str(file)]
        script.write_text(f'#!/bin/sh\nexec {shlex.join(stand_in)} "$@"\n', "utf-8")
        script.chmod(0o700)
        self._stopwatch.run([task] * 3, interpreter=str(script))
        peaks = [int(line) / 1024 for line in file.read_text("utf-8").split()]
        if len(peaks) != 3:
            raise BenchFailed(f"three module processes were to be measured, and {len(peaks)} were")
        return statistics.median(peaks)


def _module_task(name: str, label: str, options: dict[str, Any]) -> Task:
    return {"name": label, f"{declared.COLLECTION}.{name}": options, "vars": {SWITCH: False}}


def _sentence(call: dict[str, Any]) -> str:
    """A request as a reader wants it: ids are left out."""
    parts = call["path"].split("/")
    shown = ["{id}" if len(part) >= 36 and part.count("-") >= 4 else part for part in parts]
    items = (call["body"] or {}).get("requests") if isinstance(call["body"], dict) else None
    return f"{call['method']} {'/'.join(shown)}" + (f" of {len(items)}" if items else "")

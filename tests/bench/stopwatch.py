# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks with many tasks, and how long each task took."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from stage.playbook_run import PlaybookRun, environment, play

HERE = Path(__file__).resolve().parent

Task = dict[str, Any]


class Taken(NamedTuple):
    """What one task took, in seconds. cpu: processor time of all processes, which other load hardly touches."""

    wall: float
    cpu: float


class BenchFailed(RuntimeError):
    """A playbook of the bench did not do what it is measured for."""


class Stopwatch:
    """Runs tasks in one play on localhost. `variables`: the environment; `folder` takes the files."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder = folder
        self._clock = folder / "clock.jsonl"
        self._variables = environment(
            folder,
            **variables,
            ANSIBLE_LIBRARY=str(HERE / "library"),
            ANSIBLE_CALLBACK_PLUGINS=str(HERE / "callback"),
            ANSIBLE_CALLBACKS_ENABLED="bench_clock",
            BENCH_CLOCK=str(self._clock),
        )

    def run(self, tasks: Iterable[Task], *arguments: str, interpreter: str = sys.executable) -> PlaybookRun:
        """Run the tasks in their order. Raises BenchFailed when one fails."""
        self._clock.unlink(missing_ok=True)
        playbook = self._folder / "bench.json"
        head = {"hosts": "localhost", "connection": "local", "gather_facts": False}
        playbook.write_text(json.dumps([{**head, "tasks": list(tasks)}]), "utf-8")
        playbook.chmod(0o600)
        interpreter_variable = f"ansible_python_interpreter={interpreter}"
        done = play(playbook, *arguments, "-e", interpreter_variable, variables=self._variables)
        if done.status:
            raise BenchFailed(f"ansible-playbook ended with {done.status}\n{done.output}")
        return done

    def durations(self) -> dict[str, list[Taken]]:
        """Task name -> what each took, from its beginning to that of the next; the last task only ends the play.

        The first task of each name is left out, because it pays for imports and packaging: what remains is
        T(N tasks) - T(1 task), task by task.
        """
        lines = [json.loads(line) for line in self._clock.read_text("utf-8").splitlines()]
        if moved := [line["changed"] for line in lines if "changed" in line]:
            raise BenchFailed(f"these tasks changed something, and are measured for changing nothing: {moved}")
        taken: dict[str, list[Taken]] = defaultdict(list)
        for one, following in zip(lines, lines[1:]):
            taken[one["began"]].append(Taken(following["at"] - one["at"], following["cpu"] - one["cpu"]))
        return {name: each[1:] for name, each in taken.items()}

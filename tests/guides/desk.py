# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader's desk: a folder with what the page has shown so far, and Ansible's programs run in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .programs import LONGEST, Programs, surroundings

_WARNING = re.compile(
    r"\[((?:DEPRECATION )?WARNING)\]: (.*?)(?=\n(?:\[|\n|[A-Z ]+\[|\S+: \[|included: |skipping: )|\Z)", re.DOTALL
)

# What a user exports to sign in, and a pipeline must say.
SIGN_IN = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")


@dataclass(frozen=True)
class Outcome:
    """How a task ended, or one item of it."""

    task: str
    action: str
    status: str
    result: Mapping[str, Any]
    register: str = ""

    @property
    def ours(self) -> bool:
        return self.action.startswith("entra.provisioning.")

    @property
    def changed(self) -> bool:
        return bool(self.result.get("changed"))

    def parts(self) -> Iterator[Outcome]:
        """The items of a loop, or the task itself."""
        rows = self.result.get("results")
        if (
            not rows
            or not isinstance(rows, list)
            or not all(isinstance(row, dict) and "ansible_loop_var" in row for row in rows)
        ):
            yield self
            return
        for row in rows:
            status = "skipped" if row.get("skipped") else "failed" if row.get("failed") else self.status
            yield Outcome(self.task, self.action, status, row)

    @property
    def said(self) -> tuple[Any, ...]:
        """What check mode and a run must say alike."""
        plan = self.result.get("plan") or {}
        return (self.task, self.status, self.changed, plan.get("fingerprint"))


@dataclass(frozen=True)
class Run:
    """What a program did. requests: those that the emulator had meanwhile."""

    status: int
    output: str
    outcomes: tuple[Outcome, ...]
    requests: tuple[Mapping[str, Any], ...]

    @classmethod
    def joined(cls, runs: Sequence[Run]) -> Run:
        """Programs one after the other, of which the last says how it ended."""
        outcomes = tuple(outcome for run in runs for outcome in run.outcomes)
        requests = tuple(request for run in runs for request in run.requests)
        return cls(runs[-1].status, "".join(run.output for run in runs), outcomes, requests)

    def parts(self) -> list[Outcome]:
        return [part for outcome in self.outcomes for part in outcome.parts()]

    @property
    def unsafe(self) -> list[str]:
        """The requests that may change something."""
        return [f"{row['method']} {row['path']}" for row in self.requests if row["unsafe"]]

    @property
    def warnings(self) -> list[str]:
        """What the program warned of, each in one line."""
        return [" ".join(match.group(2).split()) for match in _WARNING.finditer(self.output)]


class Desk:
    """A folder, an emulator, and Ansible's programs run in the folder."""

    def __init__(self, folder: Path, emulator: Any, programs: Programs, environment: Mapping[str, str]) -> None:
        self.folder = folder / "desk"
        self._scratch = folder / "scratch"
        for place in (self.folder / "group_vars" / "all", self._scratch):
            place.mkdir(parents=True)
        self.emulator = emulator
        self._programs = programs
        self._environment = self._surroundings(environment)

    def _surroundings(self, more: Mapping[str, str]) -> dict[str, str]:
        """What a user exports who signs in to the emulator."""
        options = self.emulator.options()
        return {
            **surroundings(self._scratch),
            "PATH": f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AZURE_TENANT_ID": options["tenant_id"],
            "AZURE_CLIENT_ID": options["client_id"],
            "AZURE_CLIENT_SECRET": options["client_secret"],
            "AZURE_AUTHORITY_HOST": options["authority"],
            "ENTRA_GRAPH_URL": options["graph_url"],
            "ENTRA_CA_PATH": options["ca_path"],
            **more,
        }

    def write(self, name: str, text: str) -> str:
        """A file on the desk."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text + "\n", "utf-8")
        place.chmod(0o700 if name.startswith("bin/") else 0o600)
        return name

    def know(self, name: str, variables: Mapping[str, Any]) -> None:
        """Variables that every playbook on the desk has."""
        place = self.folder / "group_vars" / "all" / f"{name}.json"
        known = json.loads(place.read_text("utf-8")) if place.exists() else {}
        place.write_text(json.dumps({**known, **variables}), "utf-8")

    def ansible(self, program: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Run:
        """Run ansible-playbook or ansible-inventory."""
        mark, output, rows = self._begin()
        surrounded = {**self._environment, **(environment or {})}
        status = self._programs.run(program, arguments, surrounded, self.folder, output)
        return self._end(status, mark, output, rows)

    def shell(self, script: str, answers: str = "", environment: Mapping[str, str] | None = None) -> Run:
        """Run commands in one session after the other: what one defined, the next knows."""
        kept = self._scratch / "session"
        kept.touch()
        leave = f"declare -f >{kept}; export -p >>{kept}"
        plain = f"declare -p | grep -E '^declare -- [A-Z]+=' | grep -v BASH >>{kept} || true"
        whole = "\n".join(("set -euo pipefail", f". {kept}", script, leave, plain))
        return self._bash(["-c", whole], {**self._environment, **(environment or {})}, answers)

    def step(self, script: str, environment: Mapping[str, str], flags: str = "") -> Run:
        """Run commands in a shell that knows of no other, and signs in by nothing but what is in this environment."""
        free = {name: value for name, value in self._environment.items() if name not in SIGN_IN}
        return self._bash([*flags.split(), "-c", script], {**free, **environment})

    def _bash(self, arguments: list[str], environment: Mapping[str, str], answers: str = "") -> Run:
        mark, output, rows = self._begin()
        with output.open("w") as file:
            done = subprocess.run(
                [shutil.which("bash") or "bash", *arguments],
                env=environment,
                cwd=self.folder,
                input=answers,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=LONGEST,
                check=False,
            )
        return self._end(done.returncode, mark, output, rows)

    def start_over(self, *names: str) -> None:
        """Take folders off the desk, as one finds it who has checked the files out."""
        for name in names:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _begin(self) -> tuple[int, Path, Path]:
        rows = self._scratch / "outcomes"
        rows.unlink(missing_ok=True)
        return self.emulator.mark(), self._scratch / "output", rows

    def _end(self, status: int, mark: int, output: Path, rows: Path) -> Run:
        lines = rows.read_text("utf-8").splitlines() if rows.exists() else []
        outcomes = tuple(
            Outcome(row["task"], row["action"], row["status"], row["result"], row["register"] or "")
            for row in map(json.loads, lines)
        )
        requests = tuple(self.emulator.audit(since=mark))
        return Run(status, output.read_text("utf-8", errors="replace"), outcomes, requests)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make matrix`: every ansible-core of cores.py on every Python it supports. A failure ends nothing, a table closes it."""

from __future__ import annotations

import concurrent.futures
import os
import sys
import threading
from collections.abc import Callable

import checks
import cores
import interpreters
import processes
import programs
import tally
import trees
import venvs
from checks import Check

PARTS = ("sanity", "units", "contract", "integration")
NOT_THERE = "-"
_SET_UP_PROBLEMS = (venvs.SetUpFailed, interpreters.NoPython, trees.NoTree)


class Row:
    """One ansible-core on one Python: what each part gave, or why the row is left out."""

    def __init__(self, core: str, python: str) -> None:
        self.core, self.python = core, python
        self.name = f"{cores.PREFIX}{core}-{python}"
        self.extra = cores.CORES[core].extra
        self.results: dict[str, tally.Tally] = {}
        self.problem = ""

    @property
    def total(self) -> tally.Tally:
        """Everything that the row counted."""
        return sum(self.results.values(), tally.Tally())

    @property
    def failed(self) -> bool:
        """Whether something in it failed, be it only its environment."""
        return bool(self.problem or self.total.failed)

    def left_out(self) -> str:
        """Why this machine cannot run the row; nothing when it can."""
        return "" if self.python in interpreters.find() else f"no Python {self.python} on this machine"

    def checks(self) -> dict[str, list[Check]]:
        """The checks of each part; the contract runs on one Python of each ansible-core."""
        venv = venvs.get(f"{cores.PREFIX}{self.core}", self.python)
        unfit = [word for test in cores.CORES[self.core].unfit for word in ("--skip-test", test)]
        found = {
            "sanity": programs.sanity(venv, self.name, "--python", self.python, *unfit),
            "units": [programs.units(venv, self.python, self.name)],
            "integration": [programs.integration(venv, self.name, "--python", self.python)],
        }
        if self.python == contract_python(self.core):
            found["contract"] = [programs.pytest(venv, f"{self.name}-contract", "tests/contract")]
        return {part: found[part] for part in PARTS if part in found}

    def run(self, parts: list[str], say: Callable[[str], object]) -> None:
        """Run every check of these parts of the row, whatever fails."""
        try:
            planned = self.checks()
        except _SET_UP_PROBLEMS as problem:
            self.problem = "could not be set up"
            say(f"{problem}\n")
            planned = {}
        for part in [part for part in planned if part in parts]:
            listed = planned[part]
            self.results[part] = sum((checks.run(check, say) for check in listed), tally.Tally())
        say(f"== {self.name}: {'FAILED' if self.failed else 'ok'} ({self.total})\n")


def contract_python(core: str) -> str:
    """The lowest Python of a core that this machine can use."""
    return next((python for python in cores.CORES[core].pythons if not Row(core, python).left_out()), "")


def rows() -> dict[str, Row]:
    """Every row of the table, whether this machine can run it or not."""
    made = [Row(core, python) for core, entry in cores.CORES.items() for python in entry.pythons]
    return {row.name: row for row in made}


def table(chosen: list[Row]) -> str:
    """What each row gave, part by part; a row that was left out says why."""
    lines = ["".join(f"{word:<18}" for word in ("row", *PARTS)).rstrip()]
    for row in chosen:
        why = row.left_out()
        if why or row.problem:
            words = [f"left out: {why}" if why else row.problem]
        else:
            words = [_word(row.results.get(part)) for part in PARTS]
        note = " (extra: fails nothing)" if row.extra else ""
        lines.append(f"{row.name:<18}" + "".join(f"{word:<18}" for word in words).rstrip() + note)
    return "\n".join(lines) + "\n"


def _word(result: tally.Tally | None) -> str:
    if result is None:
        return NOT_THERE
    return f"FAILED {result.failed}" if result.failed else f"ok {result.passed}"


def main(words: list[str], say: Callable[[str], object]) -> int:
    """Run the named rows, or all of them, and of each the named parts, or all; 1 when one that counts failed, or none ran."""
    known = rows()
    wrong = [word for word in words if word not in known and word not in PARTS]
    if wrong:
        print(f"There is no row {', '.join(map(repr, wrong))}. Rows: {', '.join(known)}.", file=sys.stderr)
        print(f"Parts: {', '.join(PARTS)}.", file=sys.stderr)
        return os.EX_USAGE
    chosen = [known[word] for word in dict.fromkeys(words) if word in known] or list(known.values())
    parts = [part for part in PARTS if part in words] or list(PARTS)
    ran = [row for row in chosen if not row.left_out()]
    _run(ran, parts, say)
    return _close(chosen, ran, say)


def _run(ran: list[Row], parts: list[str], say: Callable[[str], object]) -> None:
    printing = threading.Lock()

    def work(row: Row) -> None:
        output: list[str] = []
        row.run(parts, output.append)
        with printing:
            say("".join(output) + "\n")

    with concurrent.futures.ThreadPoolExecutor(processes.LANES) as pool:
        list(pool.map(work, ran))


def _close(chosen: list[Row], ran: list[Row], say: Callable[[str], object]) -> int:
    """Say what came of it."""
    counted = [row for row in ran if not row.extra]
    failed = [row.name for row in counted if row.failed]
    say(table(chosen))
    if failed:
        say(f'Failed. Run them alone: make matrix ROWS="{" ".join(failed)}"\n')
    total = sum((row.total for row in counted), tally.Tally())
    total.failed += sum(1 for row in counted if row.problem)
    say(f"{total}\n")
    return 1 if failed or not (total.passed or [row for row in ran if row.extra]) else os.EX_OK

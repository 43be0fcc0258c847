# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run steps of the build: `run.py STEP...`, `run.py test` for those that must pass, `run.py matrix [ROW...] [PART...]`.

One step prints as it goes. Several run three at a time, each one's output is printed whole when it ends, and the
first failure ends the run; the matrix goes on after one (matrix.py). The last line is always "N passed, N failed".
"""

from __future__ import annotations

import concurrent.futures
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import checks
import interpreters
import matrix
import processes
import real_tenant
import tally
import trees
import venvs
from steps import STEPS, TOGETHER, known

_SET_UP_PROBLEMS = (venvs.SetUpFailed, interpreters.NoPython, trees.NoTree, real_tenant.HalfConfigured)


class Step:
    """One step while it runs and after."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result = tally.Tally()
        self.stopped_at = ""
        self.output: list[str] = []

    def run(self, say: Callable[[str], object]) -> None:
        """Run the checks in order up to the first that fails."""
        started = time.monotonic()
        try:
            planned = STEPS[self.name]()
        except _SET_UP_PROBLEMS as problem:
            say(f"{problem}\n")
            self.stopped_at, self.result, planned = "setting up", tally.Tally(failed=1), []
        for check in planned:
            counted = checks.run(check, say)
            self.result += counted
            if counted.failed:
                self.stopped_at = check.title
                break
        counts = f" ({self.result})" if self.result.passed or self.result.failed else ""
        word = f"FAILED at {self.stopped_at}" if self.stopped_at else "ok"
        say(f"== {self.name}: {word}{counts}, {time.monotonic() - started:.1f} s\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _run_alone(names: list[str]) -> list[Step]:
    done = []
    for name in names:
        step = Step(name)
        done.append(step)
        step.run(_say)
        if step.stopped_at:
            break
    return done


def _run_in_lanes(names: list[str]) -> list[Step]:
    printing, done = threading.Lock(), []

    def work(name: str) -> None:
        if processes.stopped():
            return
        step = Step(name)
        step.run(step.output.append)
        with printing:
            if processes.stopped() and step.stopped_at:
                return  # ended by the failure of another step, which was told already
            done.append(step)
            _say("".join(step.output) + "\n")
            if step.stopped_at:
                processes.stop()

    with concurrent.futures.ThreadPoolExecutor(processes.LANES) as pool:
        for future in [pool.submit(work, name) for name in names]:
            future.result()
    return done


def main(arguments: list[str]) -> int:
    """Run the named steps; 0 when all of them passed."""
    if arguments[:1] == ["matrix"]:
        return matrix.main(arguments[1:], _say)
    names = [step for name in arguments for step in TOGETHER.get(name, [name])]
    if not names or not all(known(name) for name in names):
        return os.EX_USAGE
    started = time.monotonic()
    done = _run_in_lanes(names) if len(names) > 2 else _run_alone(names)
    total = sum((step.result for step in done), tally.Tally())
    stopped = [step for step in done if step.stopped_at]
    for step in stopped:
        _say(f"Stopped: {step.name} failed at {step.stopped_at}. Run it alone: make {step.name}\n")
    _say(f"{', '.join(step.name for step in done)} in {time.monotonic() - started:.0f} s\n")
    _say(f"{total}\n")
    return 1 if stopped else 0


def _end(_signal: int, _frame: object) -> None:
    """What was started runs in sessions of its own and would outlive an interrupted run."""
    processes.stop()
    _say("Interrupted.\n")
    os._exit(os.EX_TEMPFAIL)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))

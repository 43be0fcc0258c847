# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one check is: a program, where it runs, and how its result is counted."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import places
import tally

LIMIT = 900  # seconds; a check that hangs must not hang the build


@dataclass
class Check:
    """One program. `reports` are the JUnit files it writes; `counted` reads its output instead.

    Output that holds `refused` is a failure although the program ended well.
    """

    title: str
    command: list[str]
    env: dict[str, str]
    cwd: Path = places.CHECKOUT
    reports: list[Path] = field(default_factory=list)
    counted: Callable[[str, bool], tally.Tally] | None = None
    refused: str = ""


class Running:
    """The processes of one run, so that the first failure ends the others too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._groups: set[int] = set()
        self.stopped = False

    def stop(self) -> None:
        """End every process that was started and start no more."""
        with self._lock:
            self.stopped = True
            for group in self._groups:
                _end(group)

    def run(self, check: Check, say: Callable[[str], object]) -> tally.Tally:
        """Run one check, hand every line of its output to `say`, and count."""
        for report in check.reports:
            report.parent.mkdir(parents=True, exist_ok=True)
            report.unlink(missing_ok=True)
        lines: list[str] = []

        def take(line: str) -> None:
            lines.append(line)
            say(line)

        say(f"-- {check.title}\n")
        ok = self._process(check, take) == 0
        return _count(check, "".join(lines), ok, say)

    def _process(self, check: Check, take: Callable[[str], object]) -> int:
        with self._lock:
            if self.stopped:
                return 1
            process = _start(check)
            self._groups.add(process.pid)
        reader = threading.Thread(target=_read, args=(process, take), daemon=True)
        reader.start()
        try:
            status = process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            take(f"stopped after {LIMIT} seconds\n")
            status = 1
        # A server that the check left behind would hold the pipe open.
        _end(process.pid)
        reader.join(timeout=10)
        with self._lock:
            self._groups.discard(process.pid)
        return status


def _start(check: Check) -> subprocess.Popen[str]:
    return subprocess.Popen(
        check.command,
        cwd=check.cwd,
        env=check.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def _read(process: subprocess.Popen[str], take: Callable[[str], object]) -> None:
    for line in process.stdout or ():
        take(line)


def _end(group: int) -> None:
    """End a process group that this build started."""
    try:
        os.killpg(group, signal.SIGTERM)
    except ProcessLookupError:
        return


def _count(check: Check, output: str, ok: bool, say: Callable[[str], object]) -> tally.Tally:
    counts = bool(check.counted or check.reports)
    if check.counted:
        counted = check.counted(output, ok)
    else:
        counted = tally.from_junit([report for report in check.reports if report.exists()])
    empty = counts and not counted.passed
    if ok and (empty or (check.refused and check.refused in output)):
        say("nothing was tested: that is a failure\n")
        return tally.Tally(failed=1)
    if not ok and not counted.failed:
        counted.failed = 1
    return counted

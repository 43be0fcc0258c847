# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one check is: a program, where it runs, and how its result is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import places
import processes
import tally


@dataclass
class Check:
    """One program. `reports` are the JUnit files it writes; `counted` reads its output instead.

    Output that holds `refused` is a failure although the program ended well. `afterwards` is called in any case.
    """

    title: str
    command: list[str]
    env: dict[str, str]
    cwd: Path = places.CHECKOUT
    reports: list[Path] = field(default_factory=list)
    counted: Callable[[str, bool], tally.Tally] | None = None
    refused: str = ""
    afterwards: Callable[[], object] | None = None


def run(check: Check, say: Callable[[str], object]) -> tally.Tally:
    """Run one check, hand every line of its output to `say`, and count."""
    for report in check.reports:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
    lines: list[str] = []

    def take(line: str) -> None:
        lines.append(line)
        say(line)

    say(f"-- {check.title}\n")
    try:
        ok = processes.run(check.command, check.env, take, check.cwd) == 0
    finally:
        if check.afterwards:
            check.afterwards()
    return _count(check, "".join(lines), ok, say)


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

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many tests ran and how they ended, from the tools' own reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_SANITY_RUN = re.compile(r"^Running sanity test \"?(.+?)\"?$", re.MULTILINE)
_TARGET_RUN = re.compile(r"^Running (\S+) integration test role$", re.MULTILINE)
_LISTED_FAILED = re.compile(r"The (\d+) (?:sanity|integration) test\(s\) listed below \(out of \d+\) failed")


@dataclass
class Tally:
    """Numbers of tests; they add up."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        words = f"{self.passed} passed, {self.failed} failed"
        return f"{words}, {self.skipped} skipped" if self.skipped else words


def from_junit(files: list[Path]) -> Tally:
    """The numbers in JUnit reports, as pytest writes them."""
    total = Tally()
    for file in files:
        for suite in ElementTree.parse(file).getroot().iter("testsuite"):
            count = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            bad = count["failures"] + count["errors"]
            total += Tally(count["tests"] - bad - count["skipped"], bad, count["skipped"])
    return total


def _from_lines(run: re.Pattern[str], output: str, ok: bool) -> Tally:
    started = len(run.findall(output))
    if ok:
        return Tally(passed=started)
    listed = _LISTED_FAILED.search(output)
    failed = max(1, int(listed.group(1))) if listed else 1
    return Tally(passed=max(0, started - failed), failed=failed)


def from_sanity(output: str, ok: bool) -> Tally:
    """One test per "Running sanity test ..." line (compile and import once for each Python)."""
    return _from_lines(_SANITY_RUN, output, ok)


def from_integration(output: str, ok: bool) -> Tally:
    """One test per integration target."""
    return _from_lines(_TARGET_RUN, output, ok)

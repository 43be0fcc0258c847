# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One process from its start to its end: wall time, processor time and memory with all its children."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Ran(NamedTuple):
    """wall and cpu in seconds; peak in MiB, of the largest of its processes."""

    status: int
    wall: float
    cpu: float
    peak: float
    output: str


def run(command: Sequence[str], variables: Mapping[str, str], log: Path) -> Ran:
    """Run a command to its end. What it says goes to a file, so that nobody waits for a reader."""
    with log.open("w+", encoding="utf-8") as stream:
        began = time.monotonic()
        process = subprocess.Popen(
            list(command), env=dict(variables), stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        stream.seek(0)
        output = stream.read()
    return Ran(process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)

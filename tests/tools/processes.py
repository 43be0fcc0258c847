# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of one run, so that the first failure can end them all."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

# How many things run at a time: one more than the cores of a small machine, since a third of what they take is waiting.
LANES = 3
LIMIT = 1800  # seconds; a program that hangs must not hang the build
NOT_STARTED = 1

_lock = threading.Lock()
_groups: set[int] = set()
_stopped = threading.Event()


def stopped() -> bool:
    """Whether the run is over: nothing is started any more."""
    return _stopped.is_set()


def stop() -> None:
    """End every process that was started and start no more."""
    with _lock:
        _stopped.set()
        for group in _groups:
            _end(group)


def run(command: list[str], env: dict[str, str], take: Callable[[str], object], cwd: Path | None = None) -> int:
    """Run a program without input, hand each line of its output to `take`, and return its status."""
    with _lock:
        if stopped():
            return NOT_STARTED
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        _groups.add(process.pid)
    reader = threading.Thread(target=_read, args=(process, take), daemon=True)
    reader.start()
    try:
        status = process.wait(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        take(f"stopped after {LIMIT} seconds\n")
        status = NOT_STARTED
    # A server that the program left behind would hold the pipe open.
    _end(process.pid)
    reader.join(timeout=10)
    with _lock:
        _groups.discard(process.pid)
    return status


def _read(process: subprocess.Popen[str], take: Callable[[str], object]) -> None:
    for line in process.stdout or ():
        take(line)


def _end(group: int) -> None:
    """End a process group that this build started."""
    try:
        os.killpg(group, signal.SIGTERM)
    except ProcessLookupError:
        return

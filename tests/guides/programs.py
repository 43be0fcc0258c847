# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's programs, run by a process that has everything loaded; see warm.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from stage import playbook_run

HERE = Path(__file__).resolve().parent
LONGEST = 180  # seconds for one program


class Programs:
    """The process. It is for one page at a time, and for one after the other."""

    def __init__(self, scratch: Path) -> None:
        scratch.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "guides.warm"],
            env={**surroundings(scratch), "PYTHONPATH": f"{HERE.parent}:{os.environ.get('PYTHONPATH', '')}"},
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, program: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, output: Path
    ) -> int:
        """Run ansible-playbook or ansible-inventory in a folder, and give its status."""
        request = {
            "program": program,
            "arguments": arguments,
            "environment": environment,
            "longest": LONGEST,
            "folder": str(folder),
            "output": str(output),
        }
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline() or "1")

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def surroundings(scratch: Path) -> dict[str, str]:
    """The variables of every program: all of Ansible's files stay in the scratch folder."""
    for name in ("tmp", ".cache"):
        (scratch / name).mkdir(mode=0o700)
    return playbook_run.environment(
        scratch,
        HOME=str(scratch),
        TMPDIR=str(scratch / "tmp"),
        ANSIBLE_CALLBACK_RESULT_FORMAT="json",
        ANSIBLE_LOCALHOST_WARNING="false",
        ANSIBLE_INVENTORY_UNPARSED_WARNING="false",
        ANSIBLE_CALLBACK_PLUGINS=str(HERE / "callback_plugins"),
        ANSIBLE_CALLBACKS_ENABLED="outcomes",
        ENTRA_GUIDES_OUTCOMES=str(scratch / "outcomes"),
        LC_ALL="C.UTF-8",
        ANSIBLE_PIPELINING="true",
        PYTHONDONTWRITEBYTECODE="1",
    )

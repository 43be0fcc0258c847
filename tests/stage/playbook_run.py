# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of ansible-playbook, and what its output says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# A person's settings for Ansible, Azure or a proxy would change what is shown.
_DROPPED = ("ANSIBLE_", "AZURE_", "ENTRA_", "ARM_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_KEPT = ("ANSIBLE_COLLECTIONS_PATH", "ENTRA_PROVISIONING_CACHE")

_ITEM = re.compile(r"^(ok|changed|failed): \[localhost\](?: => \(item=(.*?)\))?", re.MULTILINE)
_RECAP = re.compile(r"^localhost\s+: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class PlaybookRun:
    """What a run did. items: (status, label) of every loop item, or of a task without a loop; seconds: wall time."""

    status: int
    output: str
    seconds: float

    @property
    def items(self) -> list[tuple[str, str]]:
        return [(match.group(1), match.group(2) or "") for match in _ITEM.finditer(self.output)]

    @property
    def changed(self) -> list[str]:
        """The labels of what was changed, or in check mode would be."""
        return [label for status, label in self.items if status == "changed"]

    @property
    def labels(self) -> list[str]:
        """The labels of all items of loops."""
        return [label for _status, label in self.items if label]

    @property
    def recap(self) -> dict[str, int]:
        """Ansible's own count of tasks: ok, changed, failed and others."""
        match = _RECAP.search(self.output)
        return {name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", match.group(1))} if match else {}


def environment(scratch: Path, **extra: str) -> dict[str, str]:
    """The variables for ansible-playbook: no person's settings, and nothing of it stays outside `scratch`."""
    inherited = {
        name: value for name, value in os.environ.items() if name in _KEPT or not name.upper().startswith(_DROPPED)
    }
    return {
        **inherited,
        "ANSIBLE_HOME": str(scratch / "ansible"),
        "ANSIBLE_LOCAL_TEMP": str(scratch / "ansible" / "tmp"),
        "ANSIBLE_REMOTE_TMP": str(scratch / "ansible" / "remote"),
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_RETRY_FILES_ENABLED": "false",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_FORCE_COLOR": "0",
        "NO_PROXY": "localhost,127.0.0.1",
        **extra,
    }


def play(playbook: Path, *arguments: str, variables: Mapping[str, str]) -> PlaybookRun:
    """Run a playbook on localhost to its end."""
    program = str(Path(sys.executable).with_name("ansible-playbook"))
    began = time.monotonic()
    done = subprocess.run(
        [program, "-i", "localhost,", str(playbook), *arguments],
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return PlaybookRun(done.returncode, done.stdout, time.monotonic() - began)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that has Ansible loaded and runs its programs in copies of itself: each costs what it does, not its start.

It reads requests as lines of JSON: `program` (playbook or inventory), `arguments`, `environment`, `folder`, `output`,
`longest` (seconds after which it is ended). When the program is done a line with its status is the answer.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any

# Besides the programs, what their plugins and our modules import.
LOADED = (
    "ansible.executor.playbook_executor",
    "ansible.executor.task_executor",
    "ansible.plugins.action.normal",
    "ansible.plugins.strategy.linear",
    "ansible.plugins.connection.local",
    "ansible.plugins.callback.default",
    "ansible.template",
    "requests",
    "msal",
    "cryptography.hazmat.primitives.serialization",
    "cryptography.x509",
)
PROGRAMS = {"playbook": "PlaybookCLI", "inventory": "InventoryCLI"}


def main() -> None:
    """Answer requests until there are no more."""
    for name in (*LOADED, *(f"ansible.cli.{program}" for program in PROGRAMS)):
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            os._exit(_run(request))
        _child, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(request: dict[str, Any]) -> int:
    """Become the program, and end as it ends."""
    signal.alarm(request["longest"])
    os.chdir(request["folder"])
    os.environ.update(request["environment"])
    output = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for descriptor, place in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
        os.dup2(descriptor, place)
    program = request["program"]
    found = getattr(importlib.import_module(f"ansible.cli.{program}"), PROGRAMS[program])
    status = 1
    try:
        found.cli_executor([f"ansible-{program}", *request["arguments"]])
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    main()

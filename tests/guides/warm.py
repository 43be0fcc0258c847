# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that has Ansible and the collection loaded, and runs Ansible's programs in copies of itself.

So each costs what it does, and neither its start nor the compiling of the collection, which Ansible keeps nowhere.

It reads requests as lines of JSON: `program` (playbook or inventory), `arguments`, `environment` (all of it), `folder`,
`output`, `longest` (seconds after which it is ended). When the program is done a line with its status is the answer.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.plugins import loader
from ansible.utils.collection_loader._collection_finder import _AnsibleCollectionFinder

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
COLLECTION = "ansible_collections.entra.provisioning.plugins"
# Besides the programs and the collection, what their tasks import.
LOADED = (
    "ansible.executor.playbook_executor",
    "ansible.executor.task_executor",
    "ansible.plugins.action.copy",
    "ansible.plugins.action.debug",
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
# Each play reads what all plugins of these kinds say of their options.
_LOADERS = (
    loader.become_loader,
    loader.callback_loader,
    loader.connection_loader,
    loader.inventory_loader,
    loader.shell_loader,
)
PROGRAMS = {"playbook": "PlaybookCLI", "inventory": "InventoryCLI"}


def main() -> None:
    """Answer requests until there are no more."""
    for name in (*LOADED, *(f"ansible.cli.{program}" for program in PROGRAMS)):
        importlib.import_module(name)
    loader.init_plugin_loader()
    for name in _collection():
        importlib.import_module(name)
    for plugins in _LOADERS:
        list(plugins.all(class_only=True))
    # Each program sets up the loader of collections for itself, and warns where there is one.
    _AnsibleCollectionFinder._remove()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            os._exit(_run(request))
        _child, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _collection() -> Iterator[str]:
    """Whatever tasks import of the collection."""
    for file in sorted(PLUGINS.rglob("*.py")):
        if file.parent.name != "doc_fragments":
            yield ".".join((COLLECTION, *file.relative_to(PLUGINS).with_suffix("").parts))


def _become(environment: Mapping[str, str]) -> None:
    """Take on the surroundings of a program; what Ansible has read of the old ones is read anew.

    Its temporary folder stays: what modules were packed into is kept there, and found by the next program.
    """
    changed = {name for name in (*os.environ, *environment) if os.environ.get(name) != environment.get(name)}
    os.environ.clear()
    os.environ.update(environment)
    for name, definition in constants.config.get_configuration_definitions().items():
        if name != "DEFAULT_LOCAL_TMP" and any(row["name"] in changed for row in definition.get("env") or ()):
            setattr(constants, name, constants.config.get_config_value(name))


def _run(request: dict[str, Any]) -> int:
    """Become the program, and end as it ends."""
    signal.alarm(request["longest"])
    os.chdir(request["folder"])
    _become(request["environment"])
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

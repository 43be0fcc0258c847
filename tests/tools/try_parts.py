# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of an installed collection that its own playbook does not use, each used as its reader would.

Roles and their documentation, a module in both of its places, filters, the inventory plugin, the event source, and what
an execution environment is told. Each gives in words what was seen, and ends the program where it is not as it should be.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import content
from stage.emulator_process import EmulatorProcess

COLLECTION = "entra.provisioning"
FABRIKAM = "Fabrikam Sign-On"
SITE = f"""\
- name: What a reader of the guides does
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - name: A module where the play runs
      {COLLECTION}.synchronization_job_info: &job
        display_name: {FABRIKAM}
      register: direct
    - name: The same as an ordinary module
      {COLLECTION}.synchronization_job_info: *job
      register: ordinary
      vars:
        entra_provisioning_direct: false
    - name: Both say the same, and filters work
      ansible.builtin.assert:
        that:
          - direct.jobs | length == 1
          - direct.jobs == ordinary.jobs
          - tried == "adele@contoso.example"
      vars:
        tried: >-
          {{{{ 'Trim([mail])' | {COLLECTION}.evaluate_expression({{'mail': ' adele@contoso.example '}}) }}}}
    - name: A role
      ansible.builtin.include_role:
        name: {COLLECTION}.export
      vars:
        export_path: exported
"""
# What ansible-rulebook does with a source: the file is run by its path, and its main puts events into a queue.
LISTEN = """\
import asyncio, json, runpy, sys

async def listen():
    queue = asyncio.Queue()
    source = asyncio.create_task(runpy.run_path(sys.argv[1])["main"](queue, {"interval": 60}))
    event = asyncio.create_task(queue.get())
    await asyncio.wait({source, event}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    if source.done():
        source.result()
    print(json.dumps(event.result()))
    source.cancel()

asyncio.run(listen())
"""


class NotAsExpected(SystemExit):
    """The trial ends here; the text says with what."""


def roles(artifact: content.Artifact) -> list[str]:
    """The names of the roles that the artifact holds."""
    return sorted({f"{COLLECTION}.{name.split('/')[1]}" for name in artifact.files if name.startswith("roles/")})


def read_roles(newcomer: Any, artifact: content.Artifact) -> str:
    """ansible-doc describes every role, and every option of it."""
    names = roles(artifact)
    shown = json.loads(newcomer.must("ansible-doc", "--json", "-t", "role", *names))
    listed = sorted(json.loads(newcomer.must("ansible-doc", "--json", "-l", "-t", "role", COLLECTION)))
    entries = [entry for role in shown.values() for entry in role.get("entry_points", {}).values()]
    options = [option for entry in entries for option in entry.get("options", {}).values()]
    silent = [one for one in [*entries, *options] if not one.get("description")]
    if sorted(shown) != names or listed != names or not options or silent:
        raise NotAsExpected(
            f"ansible-doc does not show each role: it lists {listed} and shows {sorted(shown)} of {names}"
        )
    return f"{len(names)} roles documented"


def play_site(newcomer: Any, emulator: EmulatorProcess) -> str:
    """A module on both hosts, a filter, a role."""
    newcomer.write("site.yml", SITE)
    done = newcomer.run("ansible-playbook", "-v", "site.yml", **emulator.environment())
    files = sorted(one.name for one in (newcomer.folder / "exported" / "applications").glob("*.yml"))
    fell_back = done.stdout.count("runs as an ordinary module, because")
    if (
        done.returncode
        or not files
        or fell_back != 1
        or "because entra_provisioning_direct is false" not in done.stdout
    ):
        raise NotAsExpected(
            f"{done.stdout}{done.stderr}\nThe play went wrong; exported: {files}; fell back: {fell_back}"
        )
    return f"both hosts, a filter, a role ({len(files)} applications exported)"


def read_inventory(newcomer: Any, emulator: EmulatorProcess) -> str:
    """The applications of the tenant as hosts."""
    newcomer.write("contoso.entra_provisioning.yml", f"plugin: {COLLECTION}.service_principals\n")
    arguments = ("-i", "contoso.entra_provisioning.yml", "--list")
    done = newcomer.run("ansible-inventory", *arguments, **emulator.environment())
    hosts = json.loads(done.stdout or "{}").get("_meta", {}).get("hostvars", {})
    if done.returncode or FABRIKAM.replace(" ", "_") not in hosts:
        raise NotAsExpected(f"{done.stdout}{done.stderr}\nThe inventory lacks {FABRIKAM}.")
    return f"{len(hosts)} hosts in the inventory"


def hear_of_a_quarantine(newcomer: Any, emulator: EmulatorProcess) -> str:
    """The event source raises the event of a job whose target refuses the credentials."""
    found = emulator.estate()[FABRIKAM]
    principal = found["service_principal_id"]
    emulator.control("PATCH", f"service-principals/{principal}", {"credentials_work": False})
    emulator.control("PATCH", f"jobs/{found['jobs'][0]}", {"action": "cycle"})
    source = newcomer.installed / "extensions" / "eda" / "plugins" / "event_source" / "provisioning.py"
    newcomer.write("listen.py", LISTEN)
    done = newcomer.run("python", "listen.py", str(source), **emulator.environment())
    event = json.loads(done.stdout)["provisioning"] if done.returncode == 0 else {}
    if event.get("event") != "quarantined" or event.get("service_principal_id") != principal:
        raise NotAsExpected(
            f"{done.stdout}{done.stderr}\nThe event source did not tell of the quarantine of {FABRIKAM}."
        )
    return "a quarantine heard of"


def ask_as_builder(newcomer: Any, builder: Path) -> str:
    """What ansible-builder finds in the installed collection for an execution environment."""
    told = newcomer.folder / "python.txt"
    system = newcomer.folder / "system.txt"
    arguments = [
        "introspect",
        str(newcomer.installed.parents[2]),
        "--write-pip",
        str(told),
        "--write-bindep",
        str(system),
    ]
    done = subprocess.run(
        [str(builder), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    said = told.read_text("utf-8") if told.is_file() else ""
    found = {line.partition("#")[0].strip() for line in said.splitlines()}
    text = (newcomer.installed / "requirements.txt").read_text("utf-8")
    wanted = {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}
    if done.returncode or found - {""} != wanted or (system.is_file() and system.read_text("utf-8").strip()):
        raise NotAsExpected(
            f"{done.stdout}{done.stderr}\nansible-builder finds {sorted(found)}, and not {sorted(wanted)}."
        )
    return "an execution environment knows its libraries"


def use_all(newcomer: Any, scratch: Path, artifact: content.Artifact, builder: Path) -> list[str]:
    """All of it, on an emulator of its own; what was seen, in words."""
    seen = [read_roles(newcomer, artifact), ask_as_builder(newcomer, builder)]
    folder = scratch / "parts"
    folder.mkdir()
    with EmulatorProcess(folder, "--estate", "standard") as emulator:
        for part in (play_site, read_inventory, hear_of_a_quarantine):
            seen.append(part(newcomer, emulator))
    return seen

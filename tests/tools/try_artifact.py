# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use an artifact as somebody does who has nothing else: `try_artifact.py FOLDER VENV BUILDER`.

A home of its own, an empty folder to work in, an environment VENV that holds ansible-core, requests and msal. From
there the artifact in FOLDER is installed and verified, the documentation of every plugin and role is read, and a
playbook of the collection is run against the emulator: in check mode, for real, and again. Then what that playbook does
not use (try_parts.py). BUILDER is the program ansible-builder, whose user has an environment of their own.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import content
import try_parts
from stage.emulator_process import EmulatorProcess
from stage.playbook_run import PlaybookRun

COLLECTION = "entra.provisioning"
PLAYBOOK = f"{COLLECTION}.estate"
# The variables from which playbooks/vars/estate.yml takes its secrets.
SECRETS = ("CONTOSO_SCIM_TOKEN", "FABRIKAM_PASSWORD", "FABRIKAM_TOKEN")
# Folder of plugins -> what ansible-doc calls them.
KINDS = {
    "become": "become",
    "callback": "callback",
    "connection": "connection",
    "filter": "filter",
    "inventory": "inventory",
    "lookup": "lookup",
    "modules": "module",
    "strategy": "strategy",
    "test": "test",
    "vars": "vars",
}
# Folders below plugins/ that hold what plugins use, or what has the documentation of its module.
WITHOUT_DOCUMENTATION = {"action", "doc_fragments", "module_utils", "plugin_utils"}


class Newcomer:
    """Somebody with a home, a folder and an environment, all of them empty of this project."""

    def __init__(self, scratch: Path, venv: Path) -> None:
        self._bin = venv / "bin"
        self.folder = scratch / "work"
        self.home = scratch / "home"
        self.installed = self.home / ".ansible" / "collections" / "ansible_collections" / "entra" / "provisioning"
        for place in (self.folder, self.home):
            place.mkdir()
        self._env = {
            "PATH": os.pathsep.join((str(self._bin), "/usr/bin", "/bin")),
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
            "NO_PROXY": "localhost,127.0.0.1",
        }

    def run(self, program: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """A program of the environment, in the empty folder."""
        return subprocess.run(
            [str(self._bin / program), *arguments],
            cwd=self.folder,
            env={**self._env, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        """A file in the folder."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def must(self, program: str, *arguments: str) -> str:
        """The output of a program that has to end well."""
        done = self.run(program, *arguments)
        if done.returncode:
            raise SystemExit(
                f"{program} {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def play(self, *arguments: str, **variables: str) -> PlaybookRun:
        """The collection's playbook, by its name."""
        began = time.monotonic()
        done = self.run("ansible-playbook", PLAYBOOK, *arguments, **variables)
        return PlaybookRun(done.returncode, done.stdout + done.stderr, time.monotonic() - began)


def plugins(artifact: content.Artifact) -> dict[str, list[str]]:
    """Kind -> names of the plugins that the artifact holds."""
    found: dict[str, list[str]] = {}
    for name in sorted(artifact.files):
        parts = name.split("/")
        if parts[0] != "plugins" or parts[1] in WITHOUT_DOCUMENTATION or parts[-1] == "__init__.py":
            continue
        if len(parts) == 3 and name.endswith((".py", ".yml")):
            names = found.setdefault(KINDS[parts[1]], [])
            names.append(f"{COLLECTION}.{Path(name).stem}")
    return found


def read_documentation(newcomer: Newcomer, artifact: content.Artifact) -> int:
    """How many plugins ansible-doc describes; ends when it is not all of them.

    A file of filters may hold several; each is documented in a file of its name or in the file itself.
    """
    count = 0
    for kind, expected in plugins(artifact).items():
        listed = sorted(json.loads(newcomer.must("ansible-doc", "--json", "-l", "-t", kind, COLLECTION)))
        shown = json.loads(newcomer.must("ansible-doc", "--json", "-t", kind, *listed)) if listed else {}
        missing = [name for name in listed if not shown.get(name, {}).get("doc", {}).get("description")]
        if kind not in ("filter", "test"):
            missing += sorted(set(expected) ^ set(listed))
        if missing or not listed:
            raise SystemExit(f"ansible-doc does not show each {kind}: {', '.join(missing) or 'none at all'}")
        count += len(listed)
    return count


def use(newcomer: Newcomer, scratch: Path) -> str:
    """Check, apply, again; what was seen, in words."""
    with EmulatorProcess(scratch, "--estate", "standard") as emulator:
        values = {name: secrets.token_urlsafe(24) for name in SECRETS}
        variables = {**emulator.environment(), **values}
        mark = emulator.mark()
        planned = newcomer.play("--check", "--diff", **variables)
        written = [request for request in emulator.requests_since(mark) if request["unsafe"]]
        applied = newcomer.play("--diff", **variables)
        again = newcomer.play(**variables)
    expectations = {
        "every run ends well": [run.status for run in (planned, applied, again)] == [0, 0, 0],
        "the check run finds something to do": bool(planned.changed),
        "the check run writes nothing": not written,
        "the real run changes what the check run showed": applied.labels == planned.labels != [],
        "the second run changes nothing": again.recap.get("changed") == 0,
        "no secret is shown": not any(
            value in run.output for run in (planned, applied, again) for value in values.values()
        ),
    }
    wrong = [what for what, held in expectations.items() if not held]
    if wrong:
        outputs = "\n".join(run.output for run in (planned, applied, again))
        raise SystemExit(f"{outputs}\nNot as expected: {'; '.join(wrong)}")
    return f"{len(applied.labels)} applications declared: check, apply, again"


def main(folder: Path, venv: Path, builder: Path) -> None:
    """Install, verify, read, use."""
    (archive,) = folder.resolve().glob("*.tar.gz")
    with tempfile.TemporaryDirectory(prefix="entra-newcomer-") as name:
        newcomer = Newcomer(Path(name), venv)
        newcomer.must("ansible-galaxy", "collection", "install", "--offline", str(archive))
        newcomer.must("ansible-galaxy", "collection", "verify", "--offline", COLLECTION)
        if not (newcomer.installed / "MANIFEST.json").is_file():
            raise SystemExit("ansible-galaxy installed the collection somewhere else than in the home it was given")
        artifact = content.Artifact(archive)
        seen = [f"{read_documentation(newcomer, artifact)} plugins documented", use(newcomer, Path(name))]
        seen += try_parts.use_all(newcomer, Path(name), artifact, builder)
        print(f"{archive.name}: {'; '.join(seen)}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments, made once for each content of their locks (tests/requirements) and kept in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import environment
import interpreters
import locking
import places
import processes

REQUIREMENTS = places.CHECKOUT / "tests" / "requirements"
_STAMP = ".complete"


class SetUpFailed(Exception):
    """A virtual environment could not be made; the text carries what pip said."""


def _lock(name: str) -> Path:
    """The exact versions and hashes that the environment `name` is made from (locks.py)."""
    return REQUIREMENTS / f"{name}.txt"


def folder(name: str, version: str, executable: str) -> Path:
    """Where the environment `name` lives: other requirements are another folder."""
    mark = hashlib.sha256("\0".join([executable, _lock(name).read_text("utf-8")]).encode()).hexdigest()[:12]
    return places.VENVS / f"{name}-{version}-{mark}"


def _run(command: list[str], what: str) -> None:
    output: list[str] = []
    if processes.run(command, environment.for_programs(), output.append):
        raise SetUpFailed(f"Could not {what}:\n{''.join(output).strip()}")


def _make(place: Path, name: str, executable: str) -> None:
    print(f"setting up {place.name} (once for these requirements)", flush=True)
    shutil.rmtree(place, ignore_errors=True)
    python = str(place / "bin" / "python")
    _run([executable, "-m", "venv", str(place)], f"make the virtual environment {place.name}")
    exactly = ("--require-hashes", "--only-binary=:all:", "-r", str(_lock(name)))
    _run([python, "-m", "pip", "install", "-q", *exactly], f"install {_lock(name).name}")
    (place / _STAMP).touch()


def _seed(place: Path) -> None:
    """ansible-test makes virtual environments of its own: let it find pip without a download of its own."""
    mark = places.HOME / ".ansible" / "test" / "cache" / f".seeded-{place.name}"
    if list(place.glob("lib/*/site-packages/ansible_test")) and not mark.exists():
        script = str(Path(__file__).with_name("seed_get_pip.py"))
        _run([str(place / "bin" / "python"), script], "prepare pip for ansible-test")
        mark.touch()


def find(name: str, version: str | None = None) -> Path | None:
    """The finished environment `name`, or None when it was not made yet."""
    found = interpreters.find()
    version = version or interpreters.for_tools(found)
    place = folder(name, version, found[version])
    return place if (place / _STAMP).exists() else None


def get(name: str, version: str | None = None) -> Path:
    """The environment `name` (tests/requirements/<name>.txt), made now if need be.

    `version` is a Python such as "3.9" that exists on this machine; by default the one that runs the tools.
    """
    found = interpreters.find()
    interpreters.link(found)
    version = version or interpreters.for_tools(found)
    place = folder(name, version, found[version])
    with locking.held(place.name):
        if not (place / _STAMP).exists():
            _make(place, name, found[version])
        _seed(place)
    return place


def main() -> int:
    """`venvs.py NAME` makes the environment and prints its folder."""
    try:
        print(get(sys.argv[1]))
    except (SetUpFailed, interpreters.NoPython) as problem:
        print(problem, file=sys.stderr)
        return 1
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())

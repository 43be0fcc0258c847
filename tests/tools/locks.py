# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The locks: exact versions of everything that is installed for the project, with their hashes.

`locks.py` writes each from its .in file, which has lower bounds, and keeps what a lock already pins; `locks.py
--upgrade` takes the newest of everything. One lock serves every Python and every system that the environment is for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cores
import environment
import interpreters
import places

FOLDER = places.CHECKOUT / "tests" / "requirements"
# Files that are only parts of others.
PARTS = ("core", "emulator")
# Where the oldest Python is not that of the tools.
OLDEST = {"ansible-test": "3.10", "floor": "3.9"}
# Where a lock does not lie beside its .in file, because another program looks for it elsewhere.
ELSEWHERE = {"ansible-test": places.CHECKOUT / "tests" / "unit" / "requirements.txt"}
HEAD = """# SPDX-FileCopyrightText: 2026 The entra.provisioning contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Made by `make requirements` from %s, for Python %s and newer. Do not edit.
"""
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--fork-strategy=requires-python",
    "--annotation-style=line",
    "--no-header",
    "--no-emit-index-url",
    "--system-certs",
)


@dataclass(frozen=True)
class Lock:
    """One environment: the file with its lower bounds, what is pinned beside it, and its oldest Python."""

    name: str
    source: Path
    pins: tuple[str, ...]
    oldest: str

    @property
    def path(self) -> Path:
        """Where its exact versions stand."""
        return ELSEWHERE.get(self.name, FOLDER / f"{self.name}.txt")

    @property
    def head(self) -> str:
        """The first lines of the file."""
        return HEAD % (" and ".join((f"tests/requirements/{self.source.name}", *self.pins)), self.oldest)


def known() -> dict[str, Lock]:
    """Every lock by its name: one for each .in file that is no part, and one for each ansible-core of the matrix."""
    tools = ".".join(map(str, interpreters.OLDEST_FOR_TOOLS))
    names = sorted(file.stem for file in FOLDER.glob("*.in") if file.stem not in PARTS)
    found = [Lock(name, FOLDER / f"{name}.in", (), OLDEST.get(name, tools)) for name in names]
    for line, core in cores.CORES.items():
        pins = (f"ansible-core=={core.pin}",)
        found.append(Lock(f"{cores.PREFIX}{line}", FOLDER / "core.in", pins, core.pythons[0]))
    return {lock.name: lock for lock in found}


def write(lock: Lock, arguments: list[str]) -> None:
    """Resolve one lock anew."""
    command = [str(Path(sys.executable).with_name("uv")), *COMPILE, "--python-version", lock.oldest, *arguments]
    command += ["--output-file", str(lock.path), lock.source.name, *(["-"] if lock.pins else [])]
    subprocess.run(
        command, cwd=FOLDER, env=environment.for_programs(), input="\n".join(lock.pins), text=True, check=True
    )
    lock.path.write_text(lock.head + lock.path.read_text("utf-8"), "utf-8")
    print(lock.path.relative_to(places.CHECKOUT), flush=True)


def main(arguments: list[str]) -> int:
    """Write every lock; the arguments go to the resolver."""
    for lock in known().values():
        try:
            write(lock, arguments)
        except subprocess.CalledProcessError as failed:
            print(f"{lock.path.name} could not be made.", file=sys.stderr)
            return failed.returncode
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

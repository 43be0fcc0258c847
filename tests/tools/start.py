# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start what is not a test: `start.py demo|emulator|bench|requirements|clean [ARGUMENT...]`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import environment
import interpreters
import places
import trees
import venvs

PROGRAMS = {
    "demo": [str(places.CHECKOUT / "tests" / "demo" / "run.py")],
    "bench": [str(places.CHECKOUT / "tests" / "bench" / "run.py")],
    "emulator": ["-m", "emulator", "serve"],
    "requirements": [str(Path(__file__).with_name("locks.py"))],
}


def clean() -> int:
    """Remove virtual environments, trees and the scratch home."""
    shutil.rmtree(places.CACHE, ignore_errors=True)
    print(f"removed {places.CACHE}")
    return os.EX_OK


def start(name: str, arguments: list[str]) -> int:
    """Become the program, with the environment that has what it needs."""
    try:
        venv = venvs.get("lock") if name == "requirements" else venvs.find("dev") or venvs.get("run")
        interpreters.link(interpreters.find())
        trees.link()
    except (venvs.SetUpFailed, interpreters.NoPython) as problem:
        print(problem, file=sys.stderr)
        return 1
    os.chdir(places.CHECKOUT)
    python = str(venv / "bin" / "python")
    sys.stdout.flush()
    os.execve(python, [python, *PROGRAMS[name], *arguments], environment.for_programs(venv))


def main(arguments: list[str]) -> int:
    """Start the named program, or say which there are."""
    name = arguments[0] if arguments else ""
    if name == "clean":
        return clean()
    if name not in PROGRAMS:
        print(f"usage: start.py {{{','.join([*PROGRAMS, 'clean'])}}} [ARGUMENT...]", file=sys.stderr)
        return os.EX_USAGE
    return start(name, arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Pythons of this machine, without the shims of a version manager.

ansible-test looks for `python3.9`, `python3.10`, ... on PATH. A shim answers to all of these names and then
refuses to run, so PATH gets a folder of links to real interpreters instead, and no shims.
"""

from __future__ import annotations

import functools
import glob
import os
import shutil
import subprocess
import sys
import threading

import places

OLDEST_FOR_TOOLS = (3, 11)
MINORS = range(9, 16)
_PROBE = "import ensurepip, venv, sys; print('%d.%d' % sys.version_info[:2])"


class NoPython(Exception):
    """No interpreter on this machine can run the tools."""


def path_without_shims() -> list[str]:
    """The folders of PATH that hold programs, not stand-ins for them."""
    shims = os.sep + "shims"
    return [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if not folder.endswith(shims)]


def _candidates(minor: int) -> list[str]:
    found = [getattr(sys, "_base_executable", sys.executable)] if sys.version_info[:2] == (3, minor) else []
    for root in filter(None, (os.environ.get("PYENV_ROOT"), os.path.expanduser("~/.pyenv"))):
        found += sorted(glob.glob(f"{root}/versions/3.{minor}.*/bin/python3.{minor}"), reverse=True)
    on_path = shutil.which(f"python3.{minor}", path=os.pathsep.join(path_without_shims()))
    return found + ([on_path] if on_path else [])


def _works(executable: str, minor: int) -> bool:
    probe = subprocess.run([executable, "-c", _PROBE], capture_output=True, text=True, check=False)
    return probe.returncode == 0 and probe.stdout.strip() == f"3.{minor}"


@functools.cache
def find() -> dict[str, str]:
    """Version -> real path of every interpreter that can make a virtual environment."""
    found = {}
    for minor in MINORS:
        for candidate in _candidates(minor):
            if _works(candidate, minor):
                found[f"3.{minor}"] = os.path.realpath(candidate)
                break
    return found


def link(found: dict[str, str]) -> None:
    """Make `places.INTERPRETERS` hold exactly one `python3.x` for each interpreter."""
    places.INTERPRETERS.mkdir(parents=True, exist_ok=True)
    wanted = {f"python{version}": target for version, target in found.items()}
    for name, target in wanted.items():
        place = places.INTERPRETERS / name
        if not place.is_symlink() or os.readlink(place) != target:
            fresh = places.INTERPRETERS / f".{name}.{os.getpid()}.{threading.get_ident()}"
            fresh.symlink_to(target)
            fresh.replace(place)
    for place in places.INTERPRETERS.glob("python*"):
        if place.name not in wanted:
            place.unlink()


def for_tools(found: dict[str, str]) -> str:
    """The version that runs the tools: the one `make` was started with, else the oldest that is new enough."""
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if running in found and sys.version_info[:2] >= OLDEST_FOR_TOOLS:
        return running
    for minor in MINORS:
        if minor >= OLDEST_FOR_TOOLS[1] and f"3.{minor}" in found:
            return f"3.{minor}"
    raise NoPython(
        f"Python 3.{OLDEST_FOR_TOOLS[1]} or newer with venv and ensurepip is needed (on Debian: python3-venv). "
        f"Found: {', '.join(found) or 'none'}."
    )

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection at a path that Ansible accepts.

Two kinds: a *linked* tree (a symbolic link to the checkout) for everything that only imports, and *copied* trees
for ansible-test, which resolves links and then insists on `.../ansible_collections/entra/provisioning`. A copy
must not lie inside a git checkout: ansible-test would ask that checkout for its files, find none, and pass.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

import locking
import places


class NoTree(Exception):
    """The collection could not be laid out for ansible-test."""


def link() -> Path:
    """The collections path whose entra/provisioning is this checkout."""
    place = places.collection_under(places.LINKED)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_symlink() or os.readlink(place) != str(places.CHECKOUT):
        place.unlink(missing_ok=True)
        place.symlink_to(places.CHECKOUT)
    return places.LINKED


def files() -> set[str]:
    """Relative paths of what belongs to the collection: tracked or new, and not ignored."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    done = subprocess.run(command, cwd=places.CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoTree(f"git could not list the files of the checkout: {done.stderr.strip()}")
    return {name for name in done.stdout.split("\0") if name and (places.CHECKOUT / name).is_file()}


def _in_a_checkout(place: Path) -> bool:
    return any((parent / ".git").exists() for parent in place.parents)


def copy(name: str) -> Path:
    """A copy for one user of it (`name`), brought up to date; what ansible-test left in tests/output stays."""
    place = places.collection_under(places.OWN / name)
    if _in_a_checkout(place):
        raise NoTree(f"{places.CACHE} lies in a git checkout; set ENTRA_PROVISIONING_CACHE to a folder outside.")
    with locking.held(f"{places.OWN.name}-{name}"):
        wanted = files()
        place.mkdir(parents=True, exist_ok=True)
        _remove_others(place, wanted)
        for relative in sorted(wanted):
            _copy_file(places.CHECKOUT / relative, place / relative)
    return place


def _remove_others(place: Path, wanted: set[str]) -> None:
    kept = place / "tests" / "output"
    for folder, folders, files in os.walk(place, topdown=True):
        here = Path(folder)
        folders[:] = [name for name in folders if here / name != kept]
        for name in files:
            if str((here / name).relative_to(place)) not in wanted:
                (here / name).unlink()
    for folder, _folders, _files_there in os.walk(place, topdown=False):
        if Path(folder) != place and kept not in (Path(folder), *Path(folder).parents) and not os.listdir(folder):
            os.rmdir(folder)


def _copy_file(source: Path, target: Path) -> None:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)

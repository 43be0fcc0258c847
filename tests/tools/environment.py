# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment of every program the build starts: a scratch home, no leftovers, no credentials."""

from __future__ import annotations

import os
from pathlib import Path

import interpreters
import places

# A person's own settings would change what is tested; credentials have no business in a test run.
_DROPPED = ("ANSIBLE_", "AZURE_", "ARM_", "PYTHON", "VIRTUAL_ENV", "PYENV_VERSION", "XDG_", "MAKE", "MFLAGS", "GIT_DIR")
_KEPT = ("PYTHONDONTWRITEBYTECODE",)


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in _KEPT or not name.startswith(_DROPPED)}


def _prepare_home() -> None:
    """A scratch home that still knows where this machine's pip gets its packages."""
    places.HOME.mkdir(parents=True, exist_ok=True)
    for config in (Path(".config/pip"), Path(".pip")):
        original, link = Path.home() / config, places.HOME / config
        if original.is_dir() and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(original)


def for_programs(venv: Path | None = None, **extra: str) -> dict[str, str]:
    """Variables for a child process; `venv`, when given, comes first on PATH."""
    _prepare_home()
    folders = [str(venv / "bin")] if venv else []
    folders += [str(places.INTERPRETERS), *interpreters.path_without_shims()]
    env = _inherited()
    env.update(
        PATH=os.pathsep.join(folders),
        HOME=str(places.HOME),
        ENTRA_PROVISIONING_CACHE=str(places.CACHE),
        LC_ALL="C.UTF-8",
        NO_COLOR="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        ANSIBLE_COLLECTIONS_PATH=str(places.LINKED),
        # Not in the checkout, where a step that goes through all files meets what another one is writing.
        HYPOTHESIS_STORAGE_DIRECTORY=str(places.OWN / "hypothesis"),
        PYTHONPATH=os.pathsep.join((str(places.LINKED), str(places.CHECKOUT / "tests"))),
        # The checkout may belong to another user than the one who runs the build.
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="safe.directory",
        GIT_CONFIG_VALUE_0="*",
    )
    env.update(extra)
    return env

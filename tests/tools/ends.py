# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two ends of the matrix, which `make test` runs: the oldest ansible-core on its oldest Python, the newest on its newest.

What lies between them is left to `make matrix`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cores
import interpreters
import places
import venvs

TARGETS = places.CHECKOUT / "tests" / "integration" / "targets"
# The longest road is walked on both ends, and so are the roles: what is written in Ansible's own language is read by each
# release in its own way.
ON_BOTH = ("end_to_end", "role_application", "role_export", "role_quarantine", "role_report", "role_tenant")


@dataclass(frozen=True)
class End:
    """One end: its ansible-core, its Python, and the environment that has both."""

    core: str
    python: str
    venv: Path


def both(step: str) -> tuple[End, End]:
    """The oldest and the newest end that this machine can run; `step` says on standard output what it cannot."""
    released = [line for line, core in cores.CORES.items() if not core.extra]
    oldest, newest = released[0], released[-1]
    return (
        _end(step, oldest, cores.CORES[oldest].pythons),
        _end(step, newest, cores.CORES[newest].pythons[::-1]),
    )


def _end(step: str, core: str, pythons: Iterable[str]) -> End:
    found = interpreters.find()
    for python in pythons:
        if python in found:
            return End(core, python, venvs.get(f"{cores.PREFIX}{core}", python))
    print(
        f"{step}: no Python {' or '.join(pythons)} on this machine, so ansible-core {core} is not tested; "
        "that of the tools stands in",
        flush=True,
    )
    return End("", interpreters.for_tools(found), venvs.get("dev"))


def shares() -> tuple[list[str], list[str]]:
    """The integration targets of the oldest and of the newest end: every second one, in the order of their names."""
    folders = sorted(file.parent for file in TARGETS.glob("*/aliases"))
    shown = [folder.name for folder in folders if "hidden" not in (folder / "aliases").read_text("utf-8").split()]
    divided = [name for name in shown if name not in ON_BOTH]
    return sorted([*divided[0::2], *ON_BOTH]), sorted([*divided[1::2], *ON_BOTH])

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ansible-core releases that the collection is tested with, and the Pythons that each runs on as a control node."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Core:
    """One release line: the version that is installed and the Pythons that its control node supports.

    An `extra` one is not released yet: its result is told and fails nothing. `unfit` are sanity tests that it
    cannot run.
    """

    pin: str
    pythons: tuple[str, ...]
    extra: bool = False
    unfit: tuple[str, ...] = ()


CORES = {
    "2.16": Core("2.16.19", ("3.10", "3.11", "3.12")),
    "2.17": Core("2.17.14", ("3.10", "3.11", "3.12")),
    "2.18": Core("2.18.19", ("3.11", "3.12", "3.13")),
    "2.19": Core("2.19.14", ("3.11", "3.12", "3.13")),
    "2.20": Core("2.20.10", ("3.12", "3.13", "3.14")),
    "2.21": Core("2.21.5", ("3.12", "3.13", "3.14")),
    "2.22": Core("2.22.0rc1", ("3.13", "3.14", "3.15"), extra=True, unfit=("pylint",)),
}
# How environments and rows of the matrix are called: core-2.16.
PREFIX = "core-"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that is wrong, or looks wrong, with a schema."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """warning: False for what the service would refuse; sentence: with its place."""

    warning: bool
    sentence: str


def problem(place: str, text: str) -> Finding:
    """What cannot stand."""
    return Finding(False, f"{place}: {text}")


def warning(place: str, text: str) -> Finding:
    """What can stand and probably is not meant."""
    return Finding(True, f"{place}: {text}")

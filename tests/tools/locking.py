# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One at a time: two runs on one machine share virtual environments and a scratch home."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import places


@contextmanager
def held(name: str) -> Iterator[None]:
    """Hold the named lock, waiting for another run to release it."""
    places.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(places.LOCKS / name, "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's cyclic garbage collector at rest while hundreds of documents are read and dropped: none of them is cyclic."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects that come to be before the youngest generation is looked through; Python's own number is 700.
THRESHOLD = 100_000


@contextmanager
def resting() -> Iterator[None]:
    """For as long as this lasts, what comes to be is looked through seldom; what was there before never again.

    For a process that is one task's own and ends with it; in a forked one each look at a page makes a copy of it. Whatever
    lives on, such as an event source, would keep for ever what is frozen here.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(THRESHOLD, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

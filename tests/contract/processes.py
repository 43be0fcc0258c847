# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the process list of the machine shows of a program while it runs."""

from __future__ import annotations

import threading
from pathlib import Path

PROCESSES = Path("/proc")
PAUSE = 0.05  # seconds; an ordinary module lives at least six times as long


class Watch:
    """Looks at the command lines of a process and its descendants until it is left."""

    def __init__(self) -> None:
        self.commands: set[str] = set()
        self._root = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def descendants_of(self, pid: int) -> None:
        self._root = pid
        self._thread.start()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self._root:
            self._thread.join(timeout=10)

    def _look(self) -> None:
        while not self._over.wait(PAUSE):
            self._look_below(self._root)

    def _look_below(self, pid: int) -> None:
        folder = PROCESSES / str(pid)
        try:
            self.commands.add((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            children = (folder / "task" / str(pid) / "children").read_text().split()
        except OSError:
            return  # it ended meanwhile
        for child in children:
            self._look_below(int(child))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting what this run has seen: a 404 then says that it is gone, or that a replica does not know it yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# So long may a thing that is answered 404 still be shown, because replicas do not agree.
LONGEST_UNKNOWN = 60


class Deletion:
    """A DELETE, sent at once. send: sends it and returns the reply."""

    def __init__(self, send: Callable[[], Any]) -> None:
        self._send = send
        self._times = 0
        self.unknown = False
        self.again()

    def again(self) -> None:
        """Send it, unless the service has taken it already."""
        if self._times and not self.unknown:
            return
        self._times += 1
        self.unknown = self._send().status == 404

    def settle(
        self,
        graph: Any,
        read: Callable[[], Any],
        wanted: Callable[[Any], Any],
        *,
        timeout: int = 120,
        **told: Any,
    ) -> Any:
        """Read until `wanted(value)` holds, as graph.settle, and send it once more for as long as that is not so.

        What is answered 404 for a minute and stays counts as not deleted.
        """

        def over(value: Any) -> bool:
            good = bool(wanted(value))
            if not good:
                self.again()
            return good

        try:
            return graph.settle(read, over, timeout=min(timeout, LONGEST_UNKNOWN) if self.unknown else timeout, **told)
        except Exception as error:
            if self.unknown and getattr(error, "settling", False):
                error.settling = False  # type: ignore[attr-defined]
                error.args = (f"{error} {self._refusal()}",)
            raise

    def _refusal(self) -> str:
        return (
            f"It was asked for {self._times} times, and each time the service answered 404, that it knows nothing of the kind, "
            "while it shows it still: its copies do not agree, as for a while after a change. Run again in some minutes."
        )


def gone(graph: Any, send: Callable[[], Any], left: Callable[[], Any], **told: Any) -> None:
    """Delete and see it gone. left: what is still there of it, or None; told: as for graph.settle."""
    Deletion(send).settle(graph, left, lambda found: found is None, **told)

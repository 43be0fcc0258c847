# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reads showed lately, so that a stale read can show it again."""

from __future__ import annotations

from collections import OrderedDict

from .exchange import Outgoing

LARGEST_TOTAL = 32 * 1024 * 1024


class Recent:
    """The last two different answers of each URL, bounded by the bytes of their bodies, oldest URLs first to go."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, list[Outgoing]] = OrderedDict()
        self._size = 0

    def note(self, url: str, answer: Outgoing) -> None:
        kept = self._answers.setdefault(url, [])
        self._answers.move_to_end(url)
        if kept and kept[-1].body == answer.body and kept[-1].status == answer.status:
            return
        kept.append(answer)
        self._size += len(answer.body)
        if len(kept) > 2:
            self._size -= len(kept.pop(0).body)
        while self._size > LARGEST_TOTAL and len(self._answers) > 1:
            _url, gone = self._answers.popitem(last=False)
            self._size -= sum(len(one.body) for one in gone)

    def before(self, url: str, current: Outgoing) -> Outgoing:
        """The newest noted answer that differs from the current one; the current one when there is none."""
        for answer in reversed(self._answers.get(url, [])):
            if answer.body != current.body or answer.status != current.status:
                return answer
        return current

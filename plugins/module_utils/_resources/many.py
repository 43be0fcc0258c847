# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Much of many: so many at a time, and what seems to be absent is read twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

# The most that the option concurrency takes, wherever there is one.
MOST_REQUESTS = 32
# An answer to twenty reads may have megabytes, so fewer of them are under way.
MOST_BATCHES = 8

One = TypeVar("One")


def batches(concurrency: int) -> int:
    """How many requests with many reads each may be under way at a time."""
    return min(concurrency, MOST_BATCHES)


def wrong_concurrency(concurrency: int) -> list[str]:
    """What is to be said against the option concurrency: how many requests may be under way at a time."""
    if 1 <= concurrency <= MOST_REQUESTS:
        return []
    return [f"concurrency: {concurrency} is out of range; give 1 to {MOST_REQUESTS}."]


def chunks(rows: Sequence[One], size: int) -> Iterator[Sequence[One]]:
    """The rows in their order, so many at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def twice(graph: Any, paths: Sequence[str], doing: str, needs: Sequence[str], lanes: int) -> list[Any]:
    """An answer for each path. What is said to be absent is asked for once more, because replicas disagree."""
    if not paths:
        return []
    answers = list(graph.get_many(paths, doing=doing, needs=needs, lanes=lanes))
    doubtful = [index for index, answer in enumerate(answers) if answer.absent]
    if doubtful:
        again = graph.get_many([paths[index] for index in doubtful], doing=doing, needs=needs, lanes=lanes)
        for index, answer in zip(doubtful, again):
            answers[index] = answer
    return answers

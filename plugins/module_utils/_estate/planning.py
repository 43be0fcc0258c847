# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plans of all applications, with the reads of all of them in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._estate.snapshot import Ask

# Of a request that fails as a whole: it is no failure of the one thing that it asked for first.
READ_ALL = "read what the declared applications are to be compared with"


def plan_all(graph: Any, drafts: Sequence[Draft], lanes: int, progress: Progress) -> None:
    """Make every draft complete: with its plan, or with the error that its application came to.

    graph: reads only; lanes: so many requests are under way at a time. Each plan is made as soon as what it needs was read,
    and what was read for it is dropped then, so that the memory does not grow with the number of applications.
    """
    reads = graph.reads(lanes, doing=READ_ALL)
    levels = dict.fromkeys(range(len(drafts)), 0)

    def ask(number: int, one: Ask) -> None:
        reads.ask((number, one.key), one.path, one.call(graph), levels[number])

    def advance(number: int) -> tuple[Ask, ...]:
        found = drafts[number].advance()
        if drafts[number].complete:
            progress.step()
        return found

    def go_on(number: int) -> None:
        if drafts[number].complete:
            return
        levels[number] += 1
        for one in advance(number):
            ask(number, one)

    first = [advance(number) for number in range(len(drafts))]
    # The last read of each comes first: where jobs are declared it is theirs, from which the schemas follow. So one that the
    # service puts off is there again before all others are, and what follows from it need not wait at the end.
    for place in range(1, max(map(len, first), default=0) + 1):
        for number, some in enumerate(first):
            if place <= len(some):
                ask(number, some[-place])
    reads.begin()
    _prepare(drafts)
    for (number, key), answer in reads:
        draft = drafts[number]
        # What a throttled read keeps from being planned need not keep other reads of the application.
        if draft.learn(key, answer) or any(reads.delayed((number, one)) for one in draft.awaited):
            go_on(number)


def _prepare(drafts: Sequence[Draft]) -> None:
    """Compile what comparing schemas takes while the first answers are on their way; it takes as long as some of them."""
    if not any(draft.application.read for draft in drafts):
        return
    from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check  # noqa: F401
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_source  # noqa: F401
    from ansible_collections.entra.provisioning.plugins.module_utils._schema import (  # noqa: F401
        adopt_shape,
        declaration_filters,
        merge,
        merge_rules,
        merge_scope,
    )

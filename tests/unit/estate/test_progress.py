# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a long run is: told seldom, and not at all where it is short."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import (
    QUIET_SECONDS,
    SECONDS_BETWEEN,
    Progress,
)
from ansible_collections.entra.provisioning.tests.unit.estate_graph import EstateGraph


def steps(*moments):
    """What is told when one thing is done at each of the moments."""
    graph = EstateGraph()
    progress = Progress(graph, "read and compared", len(moments))
    for moment in moments:
        graph.clock.seconds = moment
        progress.step()
    return graph.told


def test_nothing_is_told_of_what_is_over_soon():
    assert steps(*(QUIET_SECONDS * share / 100 for share in range(100))) == []


def test_it_says_what_is_done_and_of_how_many():
    assert steps(1, 2, QUIET_SECONDS) == ["read and compared 3 of 3 applications"]


@pytest.mark.parametrize("seconds", [10, 60, 600])
def test_it_is_told_no_more_often_than_every_few_seconds(seconds):
    told = steps(*(moment / 10 for moment in range(seconds * 10)))
    assert 1 <= len(told) <= 1 + (seconds - QUIET_SECONDS) / SECONDS_BETWEEN
    counts = [int(line.split()[3]) for line in told]
    assert counts == sorted(set(counts))


def test_it_begins_when_the_work_begins():
    graph = EstateGraph()
    graph.clock.seconds = 1000.0
    progress = Progress(graph, "x", 2)
    progress.step()
    assert graph.told == []

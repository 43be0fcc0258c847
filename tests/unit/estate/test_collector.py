# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The garbage collector rests while a task's plans are made, and in no process that lives on."""

from __future__ import annotations

import gc

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._estate.collector import THRESHOLD, resting
from ansible_collections.entra.provisioning.plugins.module_utils._events import comparing
from ansible_collections.entra.provisioning.tests.unit.estate_graph import EstateGraph


@pytest.fixture(autouse=True)
def thawed():
    """What a test froze is let go."""
    yield
    gc.unfreeze()


def test_it_looks_seldom_as_long_as_that_lasts_and_as_before_afterwards():
    before = gc.get_threshold()
    with resting():
        assert gc.get_threshold() == (THRESHOLD, *before[1:])
        assert gc.isenabled()
    assert gc.get_threshold() == before


def test_what_fails_meanwhile_leaves_it_as_before():
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), resting():
        raise ZeroDivisionError
    assert gc.get_threshold() == before


def test_what_was_there_before_is_not_looked_through():
    gc.unfreeze()
    with resting():
        assert gc.get_freeze_count() > 1000


def test_an_event_source_freezes_nothing_since_it_lives_on():
    gc.unfreeze()
    before = gc.get_threshold()
    assert comparing.compared(EstateGraph(), [], 1) == []
    assert (gc.get_freeze_count(), gc.get_threshold()) == (0, before)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source remembers: plain data that comes back as it was, and is nobody else's."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._events import memory, options, waits

WHOSE = {"tenant_id": "contoso.example", "graph_url": None}


def test_a_memory_comes_back_as_it_was():
    kept = memory.patched(memory.fresh(), memory.Patch("quarantines", "a/b", {"in": True}))
    assert memory.load(memory.dump(kept, WHOSE), WHOSE, "state.json") == kept


def test_what_is_remembered_changes_nothing_that_was_handed_out():
    before = memory.fresh()
    after = memory.patched(before, memory.Patch("declared", "a", "x"))
    assert before == memory.fresh()
    assert memory.patched(after, memory.Patch("declared", "a", None)) == before


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "null", json.dumps({"form": 2, "whose": WHOSE, "memory": memory.fresh()}),
     json.dumps({"form": 1, "whose": WHOSE, "memory": {}}),
     json.dumps({"form": 1, "whose": WHOSE, "memory": {**memory.fresh(), "looked": "yes"}})],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(text):
    with pytest.raises(Situation, match="state_file: state.json was not written by this event source"):
        memory.load(text, WHOSE, "state.json")


def test_the_memory_of_another_tenant_is_refused():
    text = memory.dump(memory.fresh(), {**WHOSE, "tenant_id": "fabrikam.example"})
    with pytest.raises(Situation, match="state.json belongs to a source with another tenant_id"):
        memory.load(text, WHOSE, "state.json")


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"),
    [(0, 0.5, 300), (0, 0.0, 270), (0, 1.0, 330), (1, 0.5, 600), (3, 0.5, 2400), (4, 0.5, 3600), (99, 0.5, 3600)],
)
def test_a_wait_is_spread_and_doubles_with_each_failure_in_a_row(failures, chance, seconds):
    assert waits.seconds(300, 0.1, failures, chance) == pytest.approx(seconds)


def test_an_interval_of_more_than_an_hour_is_kept():
    assert waits.seconds(7200, 0, 5, 0.5) == 7200


def given(**options_given):
    return {**{name: option.get("default") for name, option in options.OPTIONS.items()}, **options_given}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"interval": 0.5}, "interval: 0.5 is too short; give 1 second or more."),
        ({"jitter": 2}, "jitter: 2 is no share of the interval; give 0 to 1."),
        ({"search_every": 0}, "search_every: 0 counts no looks; give 1 or more."),
        ({"drift_every": -1}, "drift_every: -1 counts no looks; give 1 or more."),
        ({"concurrency": 33}, "concurrency: 33 is out of range; give 1 to 32."),
        ({"declaration": "x.yml"}, "declaration: it is read with drift: declaration only, and drift is none."),
        ({"service_principal_ids": ["x"]}, "service_principal_ids"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_allowed(wrong, said):
    with pytest.raises(InvalidInput) as problem:
        options.check(given(**wrong))
    assert said in str(problem.value)


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as problem:
        options.check(given(interval=0, jitter=2, concurrency=0))
    assert len(problem.value.problems) == 3


def test_ids_are_compared_in_one_spelling():
    one = "1F3C0D52-8a5e-4f0a-9a51-0f4f6d2b7c11"
    assert options.check(given(service_principal_ids=[one, one.lower()]))["service_principal_ids"] == [one.lower()]


@pytest.mark.parametrize(("drift", "looks"), [("none", []), ("schema", [0, 3, 6])])
def test_drift_is_looked_for_in_every_so_many_looks(drift, looks):
    params = given(drift=drift, drift_every=3)
    assert [number for number in range(8) if options.compares(params, number)] == looks

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: its words, its fingerprint, the diff of its changes, and the receipt of its execution."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import trimmed
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import (
    Change,
    Plan,
    carry_out,
    difference,
)
from ansible_collections.entra.provisioning.tests.unit.core.test_compare import patched
from ansible_collections.entra.provisioning.tests.unit.core.values import JSON_VALUES
from hypothesis import given
from hypothesis import strategies as st

PLANTED = "planted-secret-0123456789"
CREATE = Change("create", "job scim", None, {"schedule": "Disabled", "template_id": "scim"}, payload=PLANTED)
START = Change("start", "job scim", {"schedule": "Disabled"}, {"schedule": "Active"})
DELETE = Change("delete", "job other", {"template_id": "other"}, None)

SIDES = st.none() | st.dictionaries(st.sampled_from("abc"), JSON_VALUES, max_size=3)
CHANGES = st.builds(
    Change, st.sampled_from(["create", "update"]), st.sampled_from(["x", "y"]), SIDES, SIDES, JSON_VALUES
)
PLANS = st.builds(lambda changes: Plan(tuple(changes)), st.lists(CHANGES, max_size=3))


@pytest.mark.parametrize(
    ("changes", "summary"),
    [
        ((), "no changes"),
        ((START,), "1 change: start job scim"),
        ((CREATE, START), "2 changes: create job scim; start job scim"),
    ],
)
def test_the_summary_says_what_is_done_in_its_order(changes, summary):
    assert Plan(changes).summary() == summary


@given(PLANS)
def test_the_same_plan_has_the_same_fingerprint(plan):
    again = Plan(tuple(Change(one.action, one.target, one.before, one.after) for one in plan.changes))
    assert plan.fingerprint() == again.fingerprint()
    assert json.loads(json.dumps(plan.words()))["fingerprint"] == plan.fingerprint()


@given(PLANS, CHANGES)
def test_another_plan_has_another_fingerprint(plan, change):
    longer = Plan((*plan.changes, change))
    assert longer.fingerprint() != plan.fingerprint()


@given(PLANS, PLANS)
def test_plans_have_one_fingerprint_exactly_when_they_say_the_same(one, other):
    said = [json.dumps(plan.words()["changes"], sort_keys=True) for plan in (one, other)]
    assert (one.fingerprint() == other.fingerprint()) == (said[0] == said[1])


def backwards(value):
    """The same with its members in the other order, all the way down."""
    if isinstance(value, dict):
        return {name: backwards(value[name]) for name in reversed(value)}
    return [backwards(one) for one in value] if isinstance(value, list) else value


@given(PLANS)
def test_the_fingerprint_does_not_depend_on_the_order_of_members(plan):
    turned = (Change(one.action, one.target, backwards(one.before), backwards(one.after)) for one in plan.changes)
    assert Plan(tuple(turned)).fingerprint() == plan.fingerprint()


@given(PLANS)
def test_a_diff_of_nothing_is_empty_and_an_empty_plan_shows_none(plan):
    assert plan.empty == (plan.words()["changes"] == [])
    assert not plan.empty or difference(plan.words()["changes"]) == {"before": {}, "after": {}}


def test_the_order_of_changes_is_part_of_the_fingerprint():
    assert Plan((CREATE, START)).fingerprint() != Plan((START, CREATE)).fingerprint()


def test_members_that_do_not_move_are_not_part_of_the_fingerprint():
    one = Plan((Change("update", "x", {"a": 1, "b": 1}, {"a": 2, "b": 1}),))
    other = Plan((Change("update", "x", {"a": 1, "b": 2}, {"a": 2, "b": 2}),))
    assert one.fingerprint() == other.fingerprint()


def test_hazards_and_warnings_are_not_part_of_the_fingerprint():
    hazard = Hazard("reset_watermark", "all users are read again")
    assert Plan((START,), (hazard,), ("mind the step",)).fingerprint() == Plan((START,)).fingerprint()


def test_a_payload_stands_nowhere():
    plan = Plan((CREATE,))
    for shown in (repr(plan), str(plan), json.dumps(plan.words()), plan.summary(), repr(CREATE)):
        assert PLANTED not in shown


def test_half_of_a_surrogate_pair_has_a_fingerprint_too():
    assert Plan((Change("update", "x", None, {"a": "\ud800"}),)).fingerprint()


def test_a_plan_without_changes_is_empty():
    assert Plan().empty is True
    assert Plan((START,)).empty is False


def test_a_plan_in_words_has_its_hazards():
    hazard = Hazard("enable_deletes", "3 users")
    assert Plan((START,), (hazard,)).words()["hazards"] == [
        {"name": "enable_deletes", "detail": "3 users", "consequence": "the service may delete accounts in the target"}
    ]


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ((), {}, {}),
        ((START,), {"job scim": {"schedule": "Disabled"}}, {"job scim": {"schedule": "Active"}}),
        ((CREATE, START), {}, {"job scim": {"schedule": "Active", "template_id": "scim"}}),
        ((DELETE,), {"job other": {"template_id": "other"}}, {}),
        (
            (START, DELETE),
            {"job scim": {"schedule": "Disabled"}, "job other": {"template_id": "other"}},
            {"job scim": {"schedule": "Active"}},
        ),
        (
            (Change("a", "x", {"m": 1}, {"m": 2}), Change("b", "x", {"m": 2, "n": 1}, {"m": 3, "n": 2})),
            {"x": {"m": 1, "n": 1}},
            {"x": {"m": 3, "n": 2}},
        ),
        (
            (START, Change("delete", "job scim", {"schedule": "Active"}, None)),
            {"job scim": {"schedule": "Disabled"}},
            {},
        ),
    ],
)
def test_a_diff_shows_per_target_what_moves_between_first_and_last(changes, before, after):
    assert difference(change.words() for change in changes) == {"before": before, "after": after}


@given(st.lists(SIDES, min_size=2, max_size=4), st.lists(SIDES, min_size=2, max_size=3))
def test_a_diff_of_many_changes_done_to_what_stands_gives_what_shall_stand(one, other):
    """Each target goes from state to state; the diff goes from its first to its last, and shows nothing else."""
    changes = [
        Change("update", target, before, after)
        for target, states in (("x", one), ("y", other))
        for before, after in zip(states, states[1:])
    ]
    shown = difference(change.words() for change in changes)
    for target, states in (("x", one), ("y", other)):
        left, right = (shown[side].get(target, {}) for side in ("before", "after"))
        assert patched(states[0] or {}, left, right) == (states[-1] or {})
        assert (left, right) == trimmed(states[0] or {}, states[-1] or {})


def test_changes_are_applied_in_their_order():
    applied = []
    receipt = carry_out(Plan((CREATE, START)), applied.append)
    assert applied == [CREATE, START]
    assert [change["action"] for change in receipt.done] == ["create", "start"]
    assert (receipt.failed, receipt.error) == (None, None)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_first_failure_ends_it_and_those_before_are_accounted_for(at):
    changes = (CREATE, START, DELETE)
    applied = []

    def apply(change):
        if change is changes[at]:
            raise LookupError("closed")
        applied.append(change)

    receipt = carry_out(Plan(changes), apply)
    assert applied == list(changes[:at])
    assert receipt.done == [change.words() for change in changes[:at]]
    assert receipt.failed == changes[at].words()
    assert isinstance(receipt.error, LookupError)

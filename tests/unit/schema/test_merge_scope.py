# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scopes: each given set of groups is one value, in every state; what it shares with the stored one stands as it stands."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.tests.unit.schema import small

STATES = ("merged", "replaced", "overridden")
SALES = {
    "name": "Sales",
    "clauses": [
        {"attribute": "department", "operator": "EQUALS", "values": ["Sales"]},
        {"attribute": "mail", "operator": "IS NOT NULL"},
    ],
}
STAFF = {"name": "Staff", "clauses": [{"attribute": "employeeType", "operator": "NOT EQUALS", "values": ["Guest"]}]}
GUESTS = {"name": "Guests", "clauses": [{"attribute": "employeeType", "operator": "EQUALS", "values": ["Guest"]}]}
GUESTS_STORED = {"name": "Guests", "clauses": [small.clause("employeeType", "EQUALS", "Guest")]}


def scoped(state="merged", over=None, **sets):
    """(scope before, scope after)"""
    before = small.document() if over is None else over
    # Overriding takes what is not declared, so that only the scope is looked at.
    return small.users(before)["scope"], small.users(small.merged(small.in_users(scope=sets), state, before).document)[
        "scope"
    ]


def reversed_group(group):
    return {**group, "clauses": group["clauses"][::-1]}


@pytest.mark.parametrize(
    "groups",
    [
        [SALES, STAFF],
        [STAFF, SALES],
        [STAFF, reversed_group(SALES)],
        [{"clauses": STAFF["clauses"]}, {"clauses": SALES["clauses"]}],
        [{"clauses": STAFF["clauses"]}, SALES],
    ],
)
def test_a_filter_that_lets_the_same_in_is_no_change(groups):
    before, after = scoped(groups=groups)
    assert after is before


@pytest.mark.parametrize("state", STATES)
def test_a_given_set_is_the_whole_set(state):
    before, after = scoped(state, groups=[SALES])
    assert after == {**before, "groups": [before["groups"][0]]}
    assert after["groups"][0] is before["groups"][0]


@pytest.mark.parametrize("state", STATES)
def test_sets_that_are_not_given_stay(state):
    before, after = scoped(state, input_filter_groups=[GUESTS])
    assert after == {**before, "inputFilterGroups": [GUESTS_STORED]}
    assert after["groups"] is before["groups"]
    assert scoped(state)[1] == before


def test_a_filter_is_removed_by_an_empty_list():
    before, after = scoped(groups=[])
    assert after == {**before, "groups": []}


def test_new_groups_stand_after_those_that_stay():
    before, after = scoped(groups=[GUESTS, STAFF, SALES])
    assert after["groups"] == [*before["groups"], GUESTS_STORED]


def test_a_changed_group_keeps_what_cannot_be_declared():
    clauses = [{"attribute": "mail", "operator": "IS NULL"}, *STAFF["clauses"]]
    before, after = scoped(groups=[SALES, {"name": "Staff", "clauses": clauses}])
    stored = before["groups"][1]
    assert after["groups"][1] == {**stored, "clauses": [small.clause("mail", "IS NULL"), *stored["clauses"]]}
    assert after["groups"][1]["clauses"][1] is stored["clauses"][0]


def test_a_renamed_group_is_another_group():
    before, after = scoped(groups=[SALES, {**STAFF, "name": "People"}])
    assert [group["name"] for group in after["groups"]] == ["Sales", "People"]


def test_a_group_without_a_name_gets_a_free_one():
    over = small.document()
    small.users(over)["scope"]["groups"][0]["name"] = "Filter 1"
    before, after = scoped(over=over, groups=[{**SALES, "name": "Filter 1"}, {"clauses": GUESTS["clauses"]}])
    assert [group["name"] for group in after["groups"]] == ["Filter 1", "Filter 2"]


def test_the_same_unnamed_group_again_is_no_change():
    params = small.in_users(scope={"groups": [{"clauses": GUESTS["clauses"]}]})
    once = small.merged(params).document
    assert small.merged(params, over=once).document is once


@pytest.mark.parametrize("stored", [None, {}, {"groups": None}, small.scope()])
def test_no_filter_over_no_filter_is_no_change(stored):
    over = small.document()
    small.users(over)["scope"] = stored
    assert scoped(over=over, groups=[], input_filter_groups=[], category_filter_groups=[])[1] is stored


@pytest.mark.parametrize("stored", [None, {}, {"groups": []}])
def test_a_first_filter_has_all_three_sets(stored):
    over = small.document()
    small.users(over)["scope"] = stored
    assert scoped(over=over, category_filter_groups=[GUESTS])[1] == small.scope(categoryFilterGroups=[GUESTS_STORED])


def test_a_missing_scope_is_no_filter():
    over = small.document()
    del small.users(over)["scope"]
    assert small.merged(small.in_users(scope={"groups": []}), over=over).document is over


def test_two_equal_groups_are_two_groups():
    before, after = scoped(groups=[SALES, SALES, STAFF])
    assert [group["name"] for group in after["groups"]] == ["Sales", "Staff", "Sales"]

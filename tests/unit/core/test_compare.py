# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired against actual: what moves, what would stand, and what a diff shows of it."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import observed, wire
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import filled, moves, outcome, trimmed
from ansible_collections.entra.provisioning.tests.unit.core.values import (
    ACTUAL,
    DESIRED,
    FIELDS,
    FLAG,
    JSON_VALUES,
    LIMITS,
    NOTE,
    SETTINGS,
    SHAPE,
)
from hypothesis import given
from hypothesis import strategies as st


def applied(desired, actual):
    """What the service holds after the moves."""
    return {**actual, **{option: after for option, (_before, after) in moves(SHAPE, desired, actual).items()}}


@st.composite
def halves(draw, declared):
    """What is declared, in two declarations that have nothing in common: no option, no row, no member of a row."""
    first, second = {}, {}
    for name, value in declared.items():
        if isinstance(value, dict):
            one, other = draw(halves(value))
            first.update({name: one} if one or not other else {})
            second.update({name: other} if other else {})
        else:
            draw(st.sampled_from([first, second]))[name] = value
    return first, second


@given(DESIRED, ACTUAL, st.data())
def test_two_steps_that_have_nothing_in_common_are_one(desired, actual, data):
    first, second = data.draw(halves(desired))
    once = applied(desired, actual)
    assert moves(SHAPE, desired, applied(second, applied(first, actual))) == {}
    for step in (first, second):
        assert moves(SHAPE, step, once) == {}
    assert standing(once) == standing(applied(second, applied(first, actual)))
    assert standing(once) == standing(applied(first, applied(second, actual)))


def standing(held):
    """What stands, with what the service leaves unsaid."""
    return {field.option: filled(field, held.get(field.option)) for field in SHAPE}


@given(DESIRED, ACTUAL, JSON_VALUES)
def test_what_nobody_declared_survives_at_every_depth(desired, actual, unknown):
    rows = {**actual["settings"], "Strange": "x"}
    rows["Domain"] = {**rows.get("Domain", {}), "strange": {"deep": [unknown]}}
    wanted = {key: value for key, value in desired.get("settings", {}).items() if key != "Domain" or value is not None}
    after = outcome(SETTINGS, wanted, rows)
    assert (after["Strange"], after["Domain"]["strange"]) == ("x", {"deep": [unknown]})
    field = SETTINGS.row("Domain")
    assert observed(field, wire(field, after["Domain"]))["strange"] == {"deep": [unknown]}


@given(DESIRED, ACTUAL)
def test_nothing_moves_once_the_outcome_stands(desired, actual):
    assert moves(SHAPE, desired, applied(desired, actual)) == {}


@given(ACTUAL)
def test_a_merge_of_nothing_changes_nothing(actual):
    assert moves(SHAPE, {}, actual) == {}
    assert moves(SHAPE, {"settings": {}}, actual) == {}


@given(ACTUAL)
def test_what_stands_can_be_declared_and_nothing_moves(actual):
    assert moves(SHAPE, {name: value for name, value in actual.items() if value is not None}, actual) == {}


@given(DESIRED, ACTUAL)
def test_only_declared_options_and_rows_move(desired, actual):
    found = moves(SHAPE, desired, actual)
    assert set(found) <= set(desired)
    if "settings" in found:
        _before, after = found["settings"]
        for key in set(actual["settings"]) - set(desired["settings"]):
            assert after[key] == filled(SETTINGS.row(key), actual["settings"][key])


@given(DESIRED, ACTUAL)
def test_every_declared_value_stands_in_the_outcome(desired, actual):
    for key, value in desired.get("settings", {}).items():
        after = outcome(SETTINGS, desired["settings"], actual["settings"])
        if value is None:
            assert key not in after
        elif isinstance(value, dict):
            assert value.items() <= after[key].items()
        else:
            assert after[key] == value


@given(JSON_VALUES, JSON_VALUES)
def test_trimming_loses_no_moving_member_and_shows_no_other(before, after):
    left, right = trimmed(before, after)
    if not isinstance(before, dict) or not isinstance(after, dict):
        assert (left, right) == (before, after)
        return
    for key in {*before, *after}:
        moves_there = key not in before or key not in after or before[key] != after[key]
        assert (key in left or key in right) is moves_there
        if moves_there:
            assert (key in left) is (key in before)
            assert (key in right) is (key in after)


def patched(value, left, right):
    """A value to which a diff was done by hand: what stands on the left goes, what stands on the right comes."""
    if not all(isinstance(one, dict) for one in (value, left, right)):
        return right
    kept = {key: inner for key, inner in value.items() if key not in left}
    return {**kept, **{key: patched(value.get(key), left.get(key), inner) for key, inner in right.items()}}


@given(JSON_VALUES, JSON_VALUES)
def test_the_diff_done_to_what_stands_gives_what_shall_stand(before, after):
    assert patched(before, *trimmed(before, after)) == after
    assert patched(after, *reversed(trimmed(before, after))) == before


@given(JSON_VALUES)
def test_nothing_is_left_of_two_equal_structures(value):
    left, right = trimmed(value, value)
    assert (left, right) == (({}, {}) if isinstance(value, dict) else (value, value))


def test_trimming_goes_to_the_bottom():
    before = {"a": {"b": {"c": 1, "d": 2}}, "e": 3}
    after = {"a": {"b": {"c": 1, "d": 4}}, "f": 5}
    assert trimmed(before, after) == ({"a": {"b": {"d": 2}}, "e": 3}, {"a": {"b": {"d": 4}}, "f": 5})


@pytest.mark.parametrize(
    ("before", "wanted", "moving"),
    [
        (None, {"Enabled": True}, True),
        ({}, {"Enabled": True}, False),
        ({}, {"Limit": 500}, False),
        ({"Limit": 17}, {"Limit": 500}, True),
        ({"Limit": 17}, {"Enabled": True}, False),
        ({"Other": 1}, {"Other": 2}, True),
    ],
)
def test_members_that_the_service_fills_in_need_not_be_said(before, wanted, moving):
    assert bool(moves([FIELDS["Limits"]], {"Limits": wanted}, {"Limits": before})) is moving


def test_undeclared_members_of_a_structure_stay():
    assert outcome(FIELDS["Domain"], {"b": 2}, {"a": 1, "b": 1}) == {"a": 1, "b": 2}
    assert outcome(FIELDS["Limits"], {"Limit": 1}, {"Other": 2}) == {**LIMITS, "Limit": 1, "Other": 2}


def test_a_structure_that_is_a_list_is_replaced():
    assert outcome(FIELDS["Domain"], [1], [2, 3]) == [1]


def test_a_row_that_is_declared_gone_goes():
    assert outcome(SETTINGS, {"BaseAddress": None}, {"BaseAddress": "x", "SyncAll": True}) == {"SyncAll": True}
    assert moves(SHAPE, {"settings": {"BaseAddress": None}}, {"settings": {"SyncAll": True}}) == {}


@pytest.mark.parametrize(("field", "empty"), [(FLAG, False), (NOTE, "")])
def test_absent_means_the_default_of_the_service(field, empty):
    assert moves([field], {field.option: empty}, {}) == {}
    assert moves([field], {field.option: empty}, {field.option: None}) == {}

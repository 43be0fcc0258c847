# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical forms: equal exactly when they mean the same to the service."""

from __future__ import annotations

import datetime
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical, observed, wire
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import (
    CHOICE,
    GUID,
    JSON_TEXT,
    ROWS,
    TEXT,
    TRUTH,
    TRUTH_TEXT,
    WHOLE,
    Field,
)
from ansible_collections.entra.provisioning.tests.unit.core.values import (
    FIELDS,
    JSON_VALUES,
    KINDS,
    ROW_VALUES,
    SETTINGS,
)
from hypothesis import given
from hypothesis import strategies as st

ID = "1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11"
LEVEL = Field("level", "level", CHOICE, choices=("Low", "High"))

SAME = [
    (Field("a", "a", TEXT), 3600, "3600"),
    (Field("a", "a", TEXT), True, "true"),
    (Field("a", "a", GUID), f" {ID.upper()} ", ID),
    (Field("a", "a", TRUTH), "yes", True),
    (Field("a", "a", TRUTH_TEXT), "True", True),
    (Field("a", "a", WHOLE), " 100 ", 100),
    (Field("a", "a", TRUTH_TEXT), False, "FALSE"),
    (Field("a", "a", TRUTH_TEXT), "0", "off"),
    (LEVEL, "high", "HIGH"),
    (Field("a", "a", JSON_TEXT), '{"b": 1}', {"b": 1}),
    (Field("a", "a", JSON_TEXT), " [1, 2] ", [1, 2]),
    (Field("a", "a", JSON_TEXT), {1: datetime.date(2026, 3, 1)}, {"1": "2026-03-01"}),
]


@pytest.mark.parametrize(("field", "one", "other"), SAME)
def test_values_that_mean_the_same_have_one_form(field, one, other):
    assert canonical(field, one) == canonical(field, other)


REFUSED = [
    (Field("a", "a", TEXT), {"b": 1}, "a: the service keeps a plain text here, not a structure."),
    (Field("a", "a", TEXT), ["b"], "a: the service keeps a plain text here, not a structure."),
    (Field("a", "a", GUID), "b", "a: 'b' is not an id; give a GUID such as"),
    (Field("a", "a", GUID), ID + "0", "is not an id"),
    (Field("a", "a", TRUTH), "perhaps", "a: 'perhaps' is neither true nor false."),
    (Field("a", "a", TRUTH_TEXT), 2, "a: 2 is neither true nor false."),
    (Field("a", "a", WHOLE), True, "a: True is not a whole number."),
    (Field("a", "a", WHOLE), 1.5, "a: 1.5 is not a whole number."),
    (LEVEL, "hihg", "level: 'hihg' is not one of Low, High. Did you mean High?"),
    (Field("a", "a", JSON_TEXT), "{b", "a: the text is not JSON; give it as a structure."),
]


@pytest.mark.parametrize(("field", "value", "words"), REFUSED)
def test_a_value_that_the_kind_cannot_hold_is_refused_in_words(field, value, words):
    with pytest.raises(InvalidInput) as refused:
        canonical(field, value)
    assert words in str(refused.value)


@pytest.mark.parametrize(("field", "value", "_words"), REFUSED)
def test_what_the_service_sends_is_never_refused(field, value, _words):
    assert observed(field, value) == value


def test_the_place_is_named_by_the_caller():
    with pytest.raises(InvalidInput, match=r"^settings\.SyncAll: "):
        canonical(FIELDS["SyncAll"], "perhaps", "settings.SyncAll")


def test_a_wrong_row_is_named_with_its_key():
    with pytest.raises(InvalidInput, match=r"^settings\.SyncAll: "):
        canonical(SETTINGS, {"SyncAll": "perhaps"})


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.kind)
def test_absent_and_null_are_one(field):
    assert canonical(field, None) is None
    assert wire(field, None) is None


@pytest.mark.parametrize(
    ("field", "value", "sent"),
    [
        (Field("a", "a", TRUTH_TEXT), True, "true"),
        (Field("a", "a", TRUTH_TEXT), False, "false"),
        (Field("a", "a", TRUTH), False, False),
        (Field("a", "a", JSON_TEXT), {"b": "\u00fc", "a": 1}, '{"a":1,"b":"\u00fc"}'),
        (Field("a", "a", TEXT), "b", "b"),
    ],
)
def test_the_service_gets_the_form_that_it_keeps(field, value, sent):
    assert wire(field, value) == sent


def test_rows_are_a_mapping_of_keys_in_the_kinds_that_are_known():
    rows = [{"key": "syncall", "value": "True"}, {"key": "Other", "value": "x"}, {"key": "Domain", "value": '{"a":1}'}]
    assert observed(SETTINGS, rows) == {"syncall": True, "Other": "x", "Domain": {"a": 1}}
    assert observed(SETTINGS, None) == {}


@given(st.data())
def test_the_canonical_form_is_its_own_canonical_form(data):
    field = data.draw(st.sampled_from(KINDS))
    value = data.draw(st.one_of(st.text(), st.booleans(), st.integers(), JSON_VALUES))
    try:
        once = canonical(field, value)
    except InvalidInput:
        return
    if field.kind == JSON_TEXT and isinstance(once, str):
        return  # a JSON text inside a JSON text: one layer is what the service keeps
    assert canonical(field, once) == once


@given(JSON_VALUES)
def test_a_structure_survives_the_wire(value):
    field = Field("a", "a", JSON_TEXT)
    if not isinstance(value, str):
        assert canonical(field, wire(field, value)) == value


@given(st.booleans())
def test_a_truth_survives_the_wire(value):
    field = Field("a", "a", TRUTH_TEXT)
    assert canonical(field, wire(field, value)) is value


@given(st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=4))
def test_the_sent_form_does_not_depend_on_the_order_of_members(value):
    field = Field("a", "a", JSON_TEXT)
    backwards = dict(reversed(list(value.items())))
    assert wire(field, backwards) == wire(field, value)
    assert json.loads(wire(field, value)) == value


def backwards(value):
    """The same with its members in the other order, all the way down."""
    if isinstance(value, dict):
        return {name: backwards(value[name]) for name in reversed(value)}
    return [backwards(one) for one in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=4))
def test_the_order_of_members_means_nothing_at_any_depth(value):
    field = Field("a", "a", JSON_TEXT)
    assert wire(field, backwards(value)) == wire(field, value)
    assert canonical(field, json.dumps(backwards(value))) == canonical(field, value)


SURVIVING = [
    (Field("a", "a", TEXT), st.text() | st.booleans() | st.integers()),
    (Field("a", "a", GUID), st.uuids().flatmap(lambda one: st.sampled_from([str(one), str(one).upper(), f" {one} "]))),
    (Field("a", "a", WHOLE), st.integers() | st.integers().map(str)),
    (LEVEL, st.sampled_from(["Low", "low", "HIGH", "High"])),
]


@pytest.mark.parametrize(("field", "values"), SURVIVING, ids=lambda one: getattr(one, "kind", None))
@given(data=st.data())
def test_a_value_of_every_kind_survives_the_wire(field, values, data):
    value = data.draw(values)
    sent = wire(field, canonical(field, value))
    assert observed(field, sent) == canonical(field, value) == canonical(field, sent)


@given(ROW_VALUES)
def test_rows_survive_the_wire_one_by_one(rows):
    meant = canonical(SETTINGS, rows)
    sent = [{"key": key, "value": wire(SETTINGS.row(key), value)} for key, value in meant.items()]
    assert observed(SETTINGS, sent) == meant
    assert observed(SETTINGS, sent[::-1]) == meant


def test_a_field_knows_the_kind_of_a_row_whatever_its_case():
    assert Field("m", "m", ROWS, fields=(Field("B", "B", TRUTH_TEXT),)).row("b").kind == TRUTH_TEXT
    assert Field("m", "m", ROWS).row("b").kind == TEXT

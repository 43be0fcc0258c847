# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From flat rows to SCIM users: nested as the paths say, typed, empty cells left out, and all mistakes named at once."""

from __future__ import annotations

import datetime
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim import mapping as mappings
from ansible_collections.entra.provisioning.plugins.module_utils._scim.names import CORE, ENTERPRISE
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import parse
from ansible_collections.entra.provisioning.plugins.module_utils._scim.people import users
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError
from ansible_collections.entra.provisioning.plugins.module_utils._scim.user import found
from hypothesis import given, settings
from hypothesis import strategies as st

OWN = "urn:contoso:hr:1.0:User"
ROW = {
    "id": "701984",
    "first": "Adele",
    "last": "Vance",
    "mail": "adele.vance@contoso.example",
    "street": "Main Street 1",
    "phone": "+1 425 555 0109",
    "working": "yes",
    "unit": "Sales",
    "boss": "701980",
    "badge": "0042",
}
MAPPING = {
    "externalId": "id",
    "userName": "mail",
    "name.givenName": "first",
    "name.familyName": "last",
    'emails[type eq "work"].value': "mail",
    'emails[type eq "work"].primary': {"value": True},
    'addresses[type eq "work"].streetAddress': "street",
    'phoneNumbers[type eq "work" and primary eq true].value': "phone",
    "active": "working",
    f"{ENTERPRISE}:department": "unit",
    f"{ENTERPRISE}:manager.value": "boss",
    f"{OWN}:badge": "badge",
}
USER = {
    "schemas": [CORE, OWN, ENTERPRISE],
    "externalId": "701984",
    "userName": "adele.vance@contoso.example",
    "name": {"givenName": "Adele", "familyName": "Vance"},
    "emails": [{"type": "work", "primary": True, "value": "adele.vance@contoso.example"}],
    "addresses": [{"type": "work", "streetAddress": "Main Street 1"}],
    "phoneNumbers": [{"type": "work", "primary": True, "value": "+1 425 555 0109"}],
    "active": True,
    ENTERPRISE: {"department": "Sales", "manager": {"value": "701980"}},
    OWN: {"badge": "0042"},
}


def one(row, mapping):
    """The user of a row that has an id besides, without what is the same for all."""
    (user,) = users([{"id": "1", **row}], {"externalId": "id", **mapping})
    return {key: value for key, value in user.items() if key not in ("schemas", "externalId")}


def refusal(rows, mapping):
    with pytest.raises(ScimError) as problem:
        users(rows, mapping)
    return problem.value.problems


def test_a_row_becomes_a_user():
    assert users([ROW], MAPPING) == [USER]


def test_rows_keep_their_order():
    rows = [{"id": str(number)} for number in (3, 1, 2)]
    assert [user["externalId"] for user in users(rows, {"externalId": "id"})] == ["3", "1", "2"]


def test_no_rows_are_no_users():
    assert users([], MAPPING) == []


def test_the_schemas_are_those_that_are_used_the_core_first():
    row = {"id": "1", "unit": "", "badge": "7"}
    mapping = {"externalId": "id", f"{OWN}:badge": "badge", f"{ENTERPRISE}:department": "unit"}
    assert users([row], mapping)[0]["schemas"] == [CORE, OWN]
    assert ENTERPRISE not in users([row], mapping)[0]


@pytest.mark.parametrize("empty", ["", "  ", "\t", None])
def test_an_empty_cell_is_left_out(empty):
    assert one({"a": empty, "b": "x"}, {"title": "a", "name.givenName": "a", "displayName": "b"}) == {
        "displayName": "x"
    }


def test_a_column_that_only_some_rows_have_is_empty_in_the_others():
    rows = [{"id": "1", "title": "Lead"}, {"id": "2"}]
    assert [user.get("title") for user in users(rows, {"externalId": "id", "title": "title"})] == ["Lead", None]


def test_a_cell_is_kept_as_it_is():
    assert one({"a": " 007 "}, {"title": "a"}) == {"title": " 007 "}


TYPES = [
    ("active", None, "true", True),
    ("active", None, "TRUE", True),
    ("active", None, "Yes", True),
    ("active", None, "1", True),
    ("active", None, " no ", False),
    ("active", None, "false", False),
    ("active", None, "0", False),
    ("active", None, False, False),
    ("active", None, 1, True),
    ('emails[type eq "work"].primary', None, "yes", [{"type": "work", "primary": True}]),
    ("title", None, 7, "7"),
    ("title", None, 1.5, "1.5"),
    ("title", None, True, "true"),
    ("title", None, "7", "7"),
    ("title", None, datetime.date(2026, 3, 1), "2026-03-01"),
    ("title", None, datetime.datetime(2026, 3, 1, 9, 30), "2026-03-01T09:30:00"),
    ("active", "string", "yes", "yes"),
    (f"{OWN}:floor", "integer", "12", 12),
    (f"{OWN}:floor", "integer", -3, -3),
    (f"{OWN}:share", "decimal", "0.5", 0.5),
    (f"{OWN}:share", "decimal", "3", 3),
    (f"{OWN}:external", "boolean", "no", False),
]


@pytest.mark.parametrize(("path", "kind", "cell", "value"), TYPES)
def test_cells_have_the_type_that_is_asked_for_or_known(path, kind, cell, value):
    column = {"column": "a", "type": kind} if kind else "a"
    user = one({"a": cell}, {path: column})
    place = parse(path)
    holder = user[place.schema] if place.schema else user
    assert holder[place.attribute] == value
    assert type(holder[place.attribute]) is type(value)


def test_a_constant_takes_the_place_of_a_column():
    mapping = {"userType": {"value": "Employee"}, "active": {"value": "yes"}, f"{OWN}:floor": {"value": 3}}
    assert one({}, mapping) == {"userType": "Employee", "active": True, OWN: {"floor": 3}}


def test_constants_do_not_make_an_entry_of_which_every_cell_is_empty():
    mapping = {
        'emails[type eq "work"].value': "mail",
        'emails[type eq "work"].primary': {"value": True},
        'emails[type eq "home"].value': {"value": "home@contoso.example"},
        f"{ENTERPRISE}:manager.value": "boss",
        f"{ENTERPRISE}:manager.displayName": {"value": "Boss"},
    }
    home = {"type": "home", "value": "home@contoso.example"}
    assert one({"mail": "", "boss": None}, mapping) == {"emails": [home]}
    assert one({"mail": "a@b", "boss": "7"}, mapping) == {
        "emails": [home, {"type": "work", "primary": True, "value": "a@b"}],
        ENTERPRISE: {"manager": {"value": "7", "displayName": "Boss"}},
    }


def test_the_columns_that_nobody_maps_are_nobody_s_business():
    assert one({"salary": "12", "hobbies": ["a"]}, {}) == {}


MISTAKES = [
    ({"externalId": "idd"}, "mapping: 'externalId' takes the column 'idd', which no row has. Did you mean id?"),
    ({"externalId": "qqq"}, "The columns are: id, name."),
    ({"externalId": "ID"}, "Did you mean id?"),
    ({}, "mapping: the value is empty."),
    ({"userName": "name"}, "mapping: externalId is not mapped"),
    ({"externalId": "id", "usrName": "name"}, "mapping: The path 'usrName' is no attribute"),
    ({"externalId": "id", "userName": ""}, "mapping: 'userName' has an empty column name"),
    ({"externalId": "id", "userName": None}, "mapping: 'userName' wants the name of a column"),
    ({"externalId": "id", "userName": ["name"]}, "mapping: 'userName' wants the name of a column"),
    ({"externalId": "id", "userName": {}}, "mapping: 'userName' wants one of column and value"),
    ({"externalId": "id", "userName": {"column": "name", "value": "x"}}, "wants one of column and value"),
    ({"externalId": "id", "userName": {"colum": "name"}}, "has a member 'colum', which is none of column, type, value"),
    ({"externalId": "id", "userName": {"column": "name", "type": "number"}}, "'number' is none of boolean, decimal"),
    ({"externalId": "id", "userName": {"value": ""}}, "mapping: 'userName' has an empty value"),
    ({"externalId": "id", "userName": {"value": None}}, "mapping: 'userName' has an empty value"),
    ({"externalId": "id", "userName": {"value": ["x"]}}, "the value is a list, not a single value"),
    ({"externalId": "id", "userName": {"value": float("nan")}}, "the value is no finite number"),
    ({"externalId": "id", "active": {"value": "maybe"}}, "'maybe' is neither true nor false"),
    ({"externalId": {"value": "1"}}, "mapping: 'externalId' wants a column, each person's own"),
    ({"externalId": {"column": "id", "type": "integer"}}, "no other type than string"),
    ({"externalId": "id", "externalID": "name"}, "'externalID' and 'externalId' are the same"),
    ({"externalId": "id", f"{CORE}:externalId": "name"}, "are the same"),
    ({"externalId": "id", f"{OWN}:x": "id", f"{OWN}:x.y": "name"}, "collide"),
    ({"externalId": "id", f"{OWN}:x.a": "id", f'{OWN}:x[a eq "1"].b': "name"}, "collide"),
    ({"externalId": "id", f"{OWN}:x.y": "id", f"{OWN}:X.z": "name"}, "collide"),
    (
        {
            "externalId": "id",
            'emails[type eq "work"].value': "id",
            'emails[primary eq true and type eq "work"].value': "name",
        },
        "collide",
    ),
]


@pytest.mark.parametrize(("mapping", "words"), MISTAKES)
def test_mistakes_in_the_mapping_are_named(mapping, words):
    assert any(words in text for text in refusal([{"id": "1", "name": "x"}], mapping))


@pytest.mark.parametrize("mapping", [None, "userName", ["userName"], 5])
def test_a_mapping_is_a_dictionary(mapping):
    assert refusal([ROW], mapping) == ("mapping: a dictionary of paths and columns is wanted.",)


@pytest.mark.parametrize("rows", [None, "text", {"id": "1"}, 5])
def test_rows_are_a_list(rows):
    assert refusal(rows, MAPPING) == (f"rows: a list of dictionaries is wanted, not {rows.__class__.__name__}.",)


def test_mistakes_in_the_rows_are_named_by_row_and_column():
    rows = [
        {"id": "1", "working": "maybe", "floor": "x"},
        {"id": "", "working": "yes", "floor": "1"},
        {"id": "2", "working": ["yes"], "floor": "1e5"},
        "no row",
        {"id": "1", "working": "no", "floor": None},
    ]
    mapping = {"externalId": "id", "active": "working", f"{OWN}:floor": {"column": "floor", "type": "integer"}}
    assert refusal(rows, mapping) == (
        "rows: row 1, column 'working': 'maybe' is neither true nor false.",
        "rows: row 1, column 'floor': 'x' is no whole number.",
        "rows: row 2 has no externalId: its column 'id' is empty.",
        "rows: row 3, column 'working': a list is not a single value.",
        "rows: row 3, column 'floor': '1e5' is no whole number.",
        "rows: row 4 is no dictionary.",
        "rows: rows 1 and 5 have the same externalId '1'.",
    )


def test_mistakes_in_mapping_and_rows_are_said_at_once():
    rows = [{"id": "1", "working": "maybe"}]
    found_problems = refusal(rows, {"externalId": "id", "active": "working", "usrName": "id"})
    assert [text.split(":")[0] for text in found_problems] == ["mapping", "rows"]


def test_a_column_that_no_row_has_is_said_once_and_not_for_every_row():
    (problem,) = refusal([{"id": "1"}, {"id": "2"}], {"externalId": "Id"})
    assert problem.startswith("mapping: 'externalId' takes the column 'Id'")


def test_of_very_many_mistakes_the_first_are_said_and_the_rest_counted():
    problems = refusal([{"id": ""} for dummy in range(1000)], {"externalId": "id"})
    assert len(problems) == 20
    assert problems[-1] == "And 981 more of such problems."


def test_a_password_is_not_repeated_in_a_mistake():
    mapping = {"externalId": "id", "password": {"column": "secret", "type": "integer"}}
    assert refusal([{"id": "1", "secret": "planted-password"}], mapping) == (
        "rows: row 1, column 'secret': what is there is no whole number.",
    )


PATHS = [
    "userName", "title", "displayName", "name.givenName", "name.familyName", "locale",
    'emails[type eq "work"].value', 'emails[type eq "work"].display', 'emails[type eq "home"].value',
    'phoneNumbers[type eq "work" and primary eq true].value', 'phoneNumbers[type eq "mobile"].value',
    'addresses[type eq "work"].locality', 'addresses[type eq "work"].streetAddress',
    f"{ENTERPRISE}:department", f"{ENTERPRISE}:manager.value", f"{ENTERPRISE}:manager.displayName",
    f"{OWN}:badge", f"{OWN}:desk.floor", f"{OWN}:desk.room", f'{OWN}:keys[kind eq "car" and spare eq false].number',
]  # fmt: skip
COLUMNS = ["a", "b", "c", "d"]
CELLS = st.none() | st.integers() | st.booleans() | st.text(max_size=5)
GOOD_ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS), max_size=4).map(
    lambda rows: [{**dict.fromkeys(COLUMNS), **row, "id": str(number)} for number, row in enumerate(rows)]
)
GOOD_MAPPINGS = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(COLUMNS)).map(
    lambda mapping: {"externalId": "id", **mapping}
)


def is_empty(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


@given(GOOD_ROWS, GOOD_MAPPINGS)
def test_every_cell_that_is_not_empty_is_found_at_its_path_and_no_other_is(rows, mapping):
    for row, user in zip(rows, users(rows, mapping)):
        for path, column in mapping.items():
            cell = row[column]
            if is_empty(cell):
                assert found(user, parse(path)) is None
            else:
                said = str(cell).lower() if isinstance(cell, bool) else str(cell)
                assert found(user, parse(path)) == said


@given(GOOD_ROWS, GOOD_MAPPINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_mapping_makes_no_difference(rows, mapping, chance):
    shuffled = list(mapping.items())
    chance.shuffle(shuffled)
    assert json.dumps(users(rows, mapping)) == json.dumps(users(rows, dict(shuffled)))


@given(GOOD_ROWS, GOOD_MAPPINGS)
def test_nothing_that_is_given_is_changed(rows, mapping):
    before = json.dumps([rows, mapping])
    users(rows, mapping)
    assert json.dumps([rows, mapping]) == before


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
TEXTS = st.sampled_from([*PATHS, "externalId", "active", "emails", "name", f"{OWN}:desk", f"{OWN}:Desk.floor", "x", ""])
SPECS = (
    st.sampled_from(COLUMNS)
    | JUNK
    | st.fixed_dictionaries(
        {},
        optional={"column": st.sampled_from(COLUMNS) | JUNK, "value": JUNK, "type": st.sampled_from(["integer", "x"])},
    )
)


@settings(max_examples=200)
@given(
    JUNK | st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "id"]), JUNK), max_size=3),
    JUNK | st.dictionaries(TEXTS, SPECS, max_size=5),
)
def test_whatever_is_given_becomes_users_or_is_refused(rows, mapping):
    try:
        made = users(rows, mapping)
    except ScimError as problem:
        assert 0 < len(problem.problems) <= 20
        return
    json.dumps(made, allow_nan=False)
    assert len(made) == len(rows)


def test_rules_come_in_an_order_of_their_own():
    rules, problems = mappings.read(dict(reversed(MAPPING.items())))
    assert not problems
    assert rules == mappings.read(MAPPING)[0]
    assert [str(rule.path) for rule in rules if rule.path.schema is None] == sorted(
        str(rule.path) for rule in rules if rule.path.schema is None
    )

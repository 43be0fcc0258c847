# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords among people are found before anything was checked, whatever it is that was given."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim import secrets
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import parse
from hypothesis import given
from hypothesis import strategies as st

OWN = "urn:contoso:hr:1.0:User"
ONE, TWO = "planted-password-1", "planted-password-2"

USERS = [
    ([{"externalId": "1", "password": ONE}], [ONE]),
    ([{"PassWord": ONE}, {OWN: {"deep": [{"password": TWO}]}}], [ONE, TWO]),
    ([{"password": 12345678}], ["12345678"]),
    ([{"password": [ONE, {"value": TWO}]}], [ONE, TWO]),
    ([{"password": None}, {"password": True}], []),
    ([{"passwordPolicies": "none", "userName": "password"}], []),
    ({"password": ONE}, [ONE]),
    (json.dumps([{"password": ONE}]), [ONE]),
    ([json.dumps({"password": ONE})], [ONE]),
    ([f"userName=adele password={ONE} x=y"], [ONE]),
    (f"[{{'password': '{ONE} and more'}}, ", [f"{ONE} and more"]),
    (f'[{{"Password": ["{ONE}"', [ONE]),
    (f"password: {ONE}\npassword={TWO}, x", [ONE, TWO]),
    (None, []),
    (5, []),
]
ROWS = [
    ([{"id": "1", "password": ONE}], {}, [ONE]),
    ([{"id": "1", "Password": ONE}], {"externalId": "id"}, [ONE]),
    ([{"id": "1", "first key": ONE, "x": "y"}], {"password": "first key"}, [ONE]),
    ([{"id": "1", "first key": ONE}], {"PASSWORD": {"column": "first key", "type": "string"}}, [ONE]),
    ([{"id": "1", "first key": ONE}], {f"{OWN}:password": "first key"}, [ONE]),
    ([{"id": "1", "first key": ONE}], {f'{OWN}:x[a eq "b"].password': "first key"}, [ONE]),
    ([{"first key": 12345678}], {"password": "first key"}, ["12345678"]),
    ([{"first key": ONE}], {"userName": "first key"}, []),
    ([{"first key": ONE}], "no mapping", []),
    (f"id,password\n1,{ONE}\n2,{TWO}\n", None, [ONE, TWO]),
    (f"id;first key\n1;{ONE}\n", {"password": "first key"}, [ONE]),
    (f"id\tPASSWORD\n1\t{ONE}\n", {}, [ONE]),
    (json.dumps([{"first key": ONE}]), {"password": "first key"}, [ONE]),
    (None, None, []),
]
MAPPINGS = [
    ({"password": {"value": ONE}}, [ONE]),
    ({f"{OWN}:password": {"value": 12345678}}, ["12345678"]),
    ({"password": "first key", "userName": {"value": ONE}}, []),
    ("no mapping", []),
    (None, []),
]


@pytest.mark.parametrize(("users", "found"), USERS)
def test_passwords_of_users_are_found(users, found):
    assert secrets.in_users(users, {}) == found


@pytest.mark.parametrize(("rows", "mapping", "found"), ROWS)
def test_passwords_in_rows_are_found_by_the_name_and_by_the_mapping(rows, mapping, found):
    assert secrets.in_rows(rows, {"mapping": mapping}) == found


@pytest.mark.parametrize(("mapping", "found"), MAPPINGS)
def test_passwords_that_are_constants_are_found(mapping, found):
    assert secrets.in_mapping(mapping, {}) == found


def test_a_copy_hides_the_passwords_and_the_original_stays():
    document = {"password": ONE, OWN: [{"Password": TWO, "x": "y"}], "userName": "password"}
    assert secrets.hidden(document, len) == {"password": 18, OWN: [{"Password": 18, "x": "y"}], "userName": "password"}
    assert document["password"] == ONE


@pytest.mark.parametrize(
    ("path", "is_password"),
    [("password", True), (f"{OWN}:Password", True), (f"{OWN}:x.password", True), ("title", False)],
)
def test_a_path_tells_whether_it_holds_a_password(path, is_password):
    assert secrets.is_password(parse(path)) is is_password


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["password", "a", "value"]), inner),
    max_leaves=6,
)


@given(JUNK, JUNK)
def test_nothing_raises(given_tree, mapping):
    for found in (
        secrets.in_users(given_tree, {"mapping": mapping}),
        secrets.in_rows(given_tree, {"mapping": mapping}),
        secrets.in_mapping(mapping, {}),
    ):
        assert all(isinstance(text, str) for text in found)

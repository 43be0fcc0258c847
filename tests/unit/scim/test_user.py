# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SCIM users that somebody else made: completed, looked into, and checked."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._scim import user
from ansible_collections.entra.provisioning.plugins.module_utils._scim.names import CORE, ENTERPRISE
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import parse
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError
from hypothesis import given
from hypothesis import strategies as st

OWN = "urn:contoso:hr:1.0:User"
ADELE = {
    "externalId": "701984",
    "userName": "adele@contoso.example",
    "Emails": [{"type": "home", "value": "a@home.example"}, {"Type": "work", "primary": True, "value": "a@b.example"}],
    ENTERPRISE: {"department": "Sales", "manager": {"value": "701980"}},
}


def refusal(documents):
    with pytest.raises(ScimError) as problem:
        user.received(documents)
    return problem.value.problems


def test_schemas_are_told_by_the_keys_the_core_first_and_the_others_sorted():
    (made,) = user.received([{ENTERPRISE: {}, "externalId": "1", OWN: {}}])
    assert made == {"schemas": [CORE, OWN, ENTERPRISE], ENTERPRISE: {}, "externalId": "1", OWN: {}}


@pytest.mark.parametrize("name", ["schemas", "Schemas"])
def test_schemas_that_are_given_stay(name):
    given_user = {"externalId": "1", name: [CORE], OWN: {"badge": "1"}}
    assert user.received([given_user]) == [given_user]


def test_users_are_taken_as_they_are_and_nothing_is_changed():
    before = json.dumps(ADELE)
    (made,) = user.received([ADELE])
    assert {**made, "schemas": None} == {**ADELE, "schemas": None}
    assert json.dumps(ADELE) == before


def test_keys_are_texts_on_every_host():
    assert user.received([{"externalId": "1", OWN: {1: {True: "x"}}}])[0][OWN] == {"1": {"true": "x"}}


LOOKS = [
    ("userName", "adele@contoso.example"),
    ('emails[type eq "work"].value', "a@b.example"),
    ('emails[type eq "work" and primary eq true].value', "a@b.example"),
    ('emails[type eq "home"].value', "a@home.example"),
    ('emails[type eq "home" and primary eq true].value', None),
    ('emails[type eq "work" and primary eq false].value', None),
    (f"{ENTERPRISE}:department", "Sales"),
    (f"{ENTERPRISE}:manager.value", "701980"),
    (f"{ENTERPRISE}:manager.displayName", None),
    (f"{OWN}:badge", None),
    ("name.givenName", None),
]


@pytest.mark.parametrize(("path", "value"), LOOKS)
def test_a_value_is_found_by_its_path_whatever_the_case_of_the_names(path, value):
    assert user.found(ADELE, parse(path)) == value


def test_true_is_not_one():
    document = {OWN: {"x": [{"a": 1, "b": "one"}, {"a": True, "b": "true"}]}}
    assert user.found(document, parse(f"{OWN}:x[a eq 1].b")) == "one"
    assert user.found(document, parse(f"{OWN}:x[a eq true].b")) == "true"


MISTAKES = [
    ({}, "has no externalId"),
    ({"externalId": ""}, "has no externalId"),
    ({"externalId": " "}, "has no externalId"),
    ({"externalId": None}, "has no externalId"),
    ({"externalId": 701984}, "has an externalId that is no text; put it in quotes"),
    ({"externalId": "1", "schemas": CORE}, "has schemas that are no list of texts"),
    ({"externalId": "1", "schemas": []}, "has schemas that are no list of texts"),
    ({"externalId": "1", "schemas": [5]}, "has schemas that are no list of texts"),
    ({"externalId": "1", "password": 12345678}, "has a password that is no text; put it in quotes"),
    ({"externalId": "1", OWN: {"PassWord": ["planted"]}}, "has a password that is no text"),
    ({"externalId": "1", OWN: {"share": float("inf")}}, "has a number that is not finite"),
    ("text", "is no dictionary"),
    (None, "is no dictionary"),
]


@pytest.mark.parametrize(("document", "words"), MISTAKES)
def test_a_mistake_names_the_user_by_its_place(document, words):
    (problem,) = refusal([ADELE, document])
    assert problem.startswith(f"users: user 2 {words}")


def test_all_mistakes_are_said_at_once():
    assert refusal([{}, ADELE, {"externalId": "1", "password": 1}, ADELE, dict(ADELE)]) == (
        "users: user 1 has no externalId, by which the service finds a person again.",
        "users: user 3 has a password that is no text; put it in quotes.",
        "users: users 2, 4 and 5 have the same externalId '701984'.",
    )


@pytest.mark.parametrize("documents", [None, "text", {"externalId": "1"}, 5])
def test_users_are_a_list(documents):
    assert refusal(documents) == (f"users: a list of dictionaries is wanted, not {documents.__class__.__name__}.",)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["externalId", "schemas", "password", OWN, "x"])


@given(JUNK | st.lists(JUNK | st.dictionaries(KEYS, JUNK), max_size=3))
def test_whatever_is_given_is_taken_or_refused(documents):
    try:
        made = user.received(documents)
    except ScimError:
        return
    assert [user.external_id(document) for document in made] == [document["externalId"] for document in made]
    json.dumps(made, allow_nan=False)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which app role a task means: the one it names, or the one that is plainly the default."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import app_role
from ansible_collections.entra.provisioning.plugins.module_utils._resources.app_role import DEFAULT_ACCESS

WHOSE = "service principal x"
A, B, C, D = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd")


def role(identity, name, value=None, enabled=True, types=("User",)):
    return {
        "id": identity.upper(),
        "displayName": name,
        "value": value,
        "isEnabled": enabled,
        "allowedMemberTypes": list(types),
        "description": "of no interest",
    }


def roles(*rows):
    return app_role.from_graph(rows)


DEFAULTS = [
    ("none is defined", (), DEFAULT_ACCESS),
    ("none is for people", (role(A, "Sync", types=("Application",)), role(B, "Old", enabled=False)), DEFAULT_ACCESS),
    ("there is one", (role(A, "msiam_access"),), A),
    ("one is enabled", (role(A, "Reader", "read"), role(B, "Writer", "write", enabled=False)), A),
    (
        "one is for people",
        (role(A, "User", types=("Application",)), role(B, "Reader", types=("Application", "User"))),
        B,
    ),
    ("outside the gallery", (role(A, "msiam_access"), role(B, "User")), B),
    ("User among others", (role(A, "Admin", "admin"), role(B, "User", "user"), role(C, "Guest")), B),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_the_default_role(rows, expected):
    assert app_role.default(roles(*rows), WHOSE) == expected


@pytest.mark.parametrize(
    "rows",
    [
        (role(A, "msiam_access"), role(B, "Admin", "admin")),
        (role(A, "user"), role(B, "Admin", "admin")),
        (role(A, "User", "one"), role(B, "User", "two")),
    ],
)
def test_where_no_role_is_plainly_the_default_all_are_listed(rows):
    with pytest.raises(InvalidInput) as refused:
        app_role.default(roles(*rows), WHOSE)
    text = str(refused.value)
    assert f"role: {WHOSE} has 2 roles for users and groups, so say which one is meant: " in text
    assert A in text and B in text


SOME = roles(
    role(A, "Administrator", "admin"),
    role(B, "Reader", None),
    role(C, "Reader", "read.all", types=("Application",)),
    role(D, "Auditor", "audit", enabled=False),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Administrator", A),
        ("admin", A),
        (A.upper(), A),
        ("Reader", B),
        ("read.all", C),
        ("Auditor", D),
        (DEFAULT_ACCESS, DEFAULT_ACCESS),
        ("99999999-0000-4000-8000-000000000000", "99999999-0000-4000-8000-000000000000"),
    ],
)
def test_a_role_is_named_by_its_name_its_value_or_its_id(name, expected):
    assert app_role.named(SOME, name, WHOSE) == expected


def test_a_role_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(InvalidInput) as refused:
        app_role.named(SOME, "administrator", WHOSE)
    assert str(refused.value) == (
        f"role: {WHOSE} has no role 'administrator'. Did you mean Administrator? "
        f"It has: Administrator (value admin, id {A}), Reader (id {B})."
    )


def test_a_role_of_an_application_without_roles_is_told_so():
    with pytest.raises(InvalidInput, match="has no role 'User'. It defines none for users and groups; leave role out"):
        app_role.named([], "User", WHOSE)


def test_one_name_of_several_roles_needs_an_id():
    twins = roles(role(A, "Reader", "one"), role(B, "Reader", "two"), role(C, "other", "Reader"))
    with pytest.raises(InvalidInput) as refused:
        app_role.named(twins, "Reader", WHOSE)
    assert f"role: {WHOSE} has 3 roles 'Reader': " in str(refused.value)
    assert str(refused.value).endswith("Give the id of one.")


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        (C, f"role: Reader (value read.all, id {C}) of {WHOSE} is for applications only. It has: Administrator"),
        (D, f"role: Auditor (value audit, id {D}) of {WHOSE} is disabled. It has: Administrator"),
        (
            "99999999-0000-4000-8000-000000000000",
            f"{WHOSE} has no role of the id 99999999-0000-4000-8000-000000000000.",
        ),
    ],
)
def test_nobody_is_assigned_as_what_people_cannot_be(identity, words):
    with pytest.raises(InvalidInput) as refused:
        app_role.check_assignable(SOME, identity, WHOSE)
    assert words in str(refused.value)


@pytest.mark.parametrize("identity", [A, B, DEFAULT_ACCESS])
def test_what_people_can_be_is_let_through(identity):
    app_role.check_assignable(SOME, identity, WHOSE)


def test_a_role_in_words_means_no_other_role():
    assert app_role.said(SOME, A) == "Administrator"
    assert app_role.said(SOME, B) == f"Reader ({B})"
    assert app_role.said(SOME, DEFAULT_ACCESS) == "default access"
    assert app_role.said(SOME, "9" * 36) == f"role {'9' * 36}"
    assert [app_role.name_of(SOME, one) for one in (A, DEFAULT_ACCESS, "9" * 36)] == ["Administrator", None, None]


def test_roles_are_shown_in_plain_values_sorted_by_name():
    shown = [
        one.plain() for one in roles(role(B, "b", types=("User", "Application")), role(A, "A", "a", enabled=False))
    ]
    assert shown == [
        {"id": A, "value": "a", "display_name": "A", "enabled": False, "member_types": ["User"]},
        {"id": B, "value": None, "display_name": "b", "enabled": True, "member_types": ["Application", "User"]},
    ]

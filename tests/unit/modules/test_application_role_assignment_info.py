# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module application_role_assignment_info: who is assigned, and the roles that there are."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment_info as resource
from ansible_collections.entra.provisioning.tests.unit.directory import (
    ADELE,
    ADMIN,
    ASSIGNED,
    BY_APP,
    MSIAM,
    NONE,
    ROLES,
    SALES,
    USER,
    Directory,
    role,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, refusal
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask, parameters


def test_assignments_and_roles_are_shown_sorted_in_plain_values():
    offered = (
        role(USER, "User"),
        role(ADMIN, "administrator", "admin", types=("User", "Application")),
        role(MSIAM, "msiam_access", enabled=False),
    )
    found = ask(resource, Directory(ADELE, (ADELE, ADMIN), (SALES, NONE), roles=offered), service_principal_id=ID)
    assert found["service_principal_id"] == ID
    assert [(row["principal_display_name"], row["role"]) for row in found["assignments"]] == [
        ("Sales", None),
        ("Adele Vance", "User"),
        ("Adele Vance", "administrator"),
    ]
    assert found["assignments"][0] == {
        "principal_id": SALES,
        "principal_display_name": "Sales",
        "principal_type": "Group",
        "role_id": NONE,
        "role": None,
        "assignment_id": f"{SALES[:8]}-00000000",
    }
    assert found["roles"] == [
        {"id": ADMIN, "value": "admin", "display_name": "administrator", "enabled": True,
         "member_types": ["Application", "User"]},
        {"id": MSIAM, "value": None, "display_name": "msiam_access", "enabled": False, "member_types": ["User"]},
        {"id": USER, "value": None, "display_name": "User", "enabled": True, "member_types": ["User"]},
    ]  # fmt: skip


def test_an_application_without_anybody_and_any_role_has_empty_lists():
    assert ask(resource, Directory(roles=()), service_principal_id=ID) == {
        "service_principal_id": ID,
        "assignments": [],
        "roles": [],
    }


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"service_principal_id": ID}, ROLES),
        ({"app_id": APP}, BY_APP),
        ({"display_name": "Contoso SCIM"}, "/servicePrincipals"),
    ],
)
def test_two_things_are_read_whatever_names_the_application(options, first):
    graph = Directory()
    ask(resource, graph, **options)
    assert [path for _verb, path, _query, _version in graph.reads] == [first, ASSIGNED]


@pytest.mark.parametrize("path", [ROLES, ASSIGNED])
@pytest.mark.parametrize("kind", [errors.NotFound, errors.Forbidden, errors.Malformed])
def test_a_failed_read_is_no_empty_list(path, kind):
    graph = Directory(ADELE)
    graph.routes[path] = refusal(kind, 404)
    with pytest.raises(kind):
        ask(resource, graph, service_principal_id=ID)


def test_the_argument_spec_wants_one_application():
    with pytest.raises(Refused, match="one of the following is required"):
        parameters(resource, {}, writes=False)
    with pytest.raises(Refused, match="mutually exclusive"):
        parameters(resource, {"app_id": APP, "display_name": "x"}, writes=False)

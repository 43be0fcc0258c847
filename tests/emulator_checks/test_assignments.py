# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is assigned to an application, and in which of its roles: once, listed late, in pages."""

from __future__ import annotations

from typing import Any

import pytest
from emulator import estate
from emulator.world import ZERO_GUID

from .conftest import Wire, error

ADELE = estate.stable_id("users", "Adele Vance")
SALES = estate.stable_id("groups", "Sales")
# As every application outside the gallery has them.
USER, MSIAM = "18d14569-c3bd-439b-9a66-3a2aee01d14f", "b9632174-c057-4f7e-951b-be3adc52bfe6"


def place(wire: Wire, name: str = estate.SCIM) -> str:
    return f"/servicePrincipals/{wire.emulator.estate[name]['service_principal_id']}"


def assign(wire: Wire, principal: str = ADELE, role: str = USER, name: str = estate.SCIM) -> Any:
    owner = wire.emulator.estate[name]["service_principal_id"]
    body = {"principalId": principal, "resourceId": owner, "appRoleId": role}
    return wire.send("POST", f"{place(wire, name)}/appRoleAssignedTo", json=body)


def assigned(wire: Wire, name: str = estate.SCIM) -> list[str]:
    return [row["principalDisplayName"] for row in wire.get(f"{place(wire, name)}/appRoleAssignedTo")["value"]]


def roles(wire: Wire, name: str) -> dict[str, dict[str, Any]]:
    return {role["displayName"]: role for role in wire.get(f"{place(wire, name)}?$select=id,appRoles")["appRoles"]}


def test_applications_bring_their_roles(wire: Wire) -> None:
    assert {name: role["id"] for name, role in roles(wire, estate.SCIM).items()} == {
        "User": USER,
        "msiam_access": MSIAM,
    }
    fabrikam = roles(wire, estate.FABRIKAM)
    assert {name: role["value"] for name, role in fabrikam.items()} == {
        "msiam_access": None,
        "Administrator": "admin",
        "Member": "member",
        "Auditor": "auditor",
        "Connector": "connector",
    }
    assert not fabrikam["Auditor"]["isEnabled"]
    assert fabrikam["Connector"]["allowedMemberTypes"] == ["Application"]
    assert list(roles(wire, estate.INBOUND)) == ["msiam_access"]
    assert roles(wire, estate.PLAIN) == {}


def test_an_assignment_is_printed_as_the_service_prints_it(wire: Wire) -> None:
    made = assign(wire, SALES)
    assert made.status_code == 201
    shown = {name: value for name, value in made.json().items() if not name.startswith("@")}
    assert set(shown) == {
        "id", "deletedDateTime", "appRoleId", "createdDateTime", "principalDisplayName", "principalId",
        "principalType", "resourceDisplayName", "resourceId",
    }  # fmt: skip
    assert (shown["principalType"], shown["principalDisplayName"]) == ("Group", "Sales")
    assert len(shown["id"]) == 43
    assert wire.get(f"{place(wire)}/appRoleAssignedTo")["value"] == [shown]


def test_the_same_role_is_assigned_once_and_another_one_besides(wire: Wire) -> None:
    assert assign(wire).status_code == 201
    refused = (400, "Request_BadRequest", "Permission being assigned already exists on the object")
    assert error(assign(wire)) == refused
    assert assign(wire, role=MSIAM).status_code == 201
    assert assigned(wire) == ["Adele Vance"] * 2


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (estate.SCIM, ZERO_GUID),
        (estate.SCIM, ADELE),
        (estate.FABRIKAM, "Auditor"),
        (estate.FABRIKAM, "Connector"),
        (estate.PLAIN, USER),
    ],
)
def test_a_role_that_people_cannot_have_is_refused(wire: Wire, name: str, role: str) -> None:
    identity = roles(wire, name).get(role, {"id": role})["id"]
    message = "Permission being assigned was not found on application"
    assert error(assign(wire, role=identity, name=name)) == (400, "Request_BadRequest", message)
    assert assigned(wire, name) == []


def test_default_access_is_for_applications_without_roles_for_people(wire: Wire) -> None:
    assert assign(wire, role=ZERO_GUID, name=estate.PLAIN).status_code == 201
    assert wire.get(f"{place(wire, estate.PLAIN)}/appRoleAssignedTo")["value"][0]["appRoleId"] == ZERO_GUID


def test_nobody_is_not_assigned(wire: Wire) -> None:
    assert error(assign(wire, principal=USER))[:2] == (404, "Request_ResourceNotFound")


def test_an_assignment_is_removed_once(wire: Wire) -> None:
    path = f"{place(wire)}/appRoleAssignedTo/{assign(wire).json()['id']}"
    assert wire.send("DELETE", path).status_code == 204
    assert assigned(wire) == []
    assert error(wire.send("DELETE", path))[:2] == (404, "Request_ResourceNotFound")


def test_a_list_can_lag_behind_what_was_assigned_and_removed(wire: Wire) -> None:
    wire.emulator.switches.update(assignment_list_lag=2, assignment_delete_lag=1)
    made = assign(wire)
    assert [assigned(wire) for dummy in range(3)] == [[], [], ["Adele Vance"]]
    assert error(assign(wire))[0] == 400
    assert wire.send("DELETE", f"{place(wire)}/appRoleAssignedTo/{made.json()['id']}").status_code == 204
    assert [assigned(wire) for dummy in range(2)] == [["Adele Vance"], []]


def test_what_lags_does_so_on_every_page_of_a_list(wire: Wire) -> None:
    assign(wire)
    assign(wire, role=MSIAM)
    wire.emulator.switches.update(assignment_list_lag=1, page_size=1)
    assign(wire, SALES)

    def listed() -> list[str]:
        page, found = wire.get(f"{place(wire)}/appRoleAssignedTo"), []
        while True:
            found += [row["principalDisplayName"] for row in page["value"]]
            if "@odata.nextLink" not in page:
                return found
            page = wire.get(page["@odata.nextLink"])

    assert listed() == ["Adele Vance"] * 2
    assert listed() == ["Adele Vance", "Adele Vance", "Sales"]


def test_assignments_need_a_permission_of_their_own(wire: Wire) -> None:
    wire.roles = ("Application.Read.All",)
    assert assigned(wire) == []
    assert error(assign(wire))[:2] == (403, "Authorization_RequestDenied")
    wire.roles = ("AppRoleAssignment.ReadWrite.All",)
    assert assign(wire).status_code == 201
    assert wire.send("GET", f"{place(wire)}/appRoleAssignedTo").status_code == 403

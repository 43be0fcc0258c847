# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery and what is made from it: filters, tags, names, and lists that lag behind."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .conftest import Wire, error

GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
ROOTS = ("servicePrincipals", "applications")


def made(wire: Wire, name: str = "New one", **more: str) -> Any:
    answer = wire.send("POST", f"/applicationTemplates/{GALLERY}/instantiate", json={"displayName": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def ids(wire: Wire, root: str, query: str) -> list[str]:
    return [row["id"] for row in wire.get(f"/{root}?$select=id&$filter={query}")["value"]]


def test_an_entry_of_the_gallery_is_found_by_name_and_by_part_whatever_the_case(wire: Wire) -> None:
    def names(query: str) -> list[str]:
        return [row["displayName"] for row in wire.get(f"/applicationTemplates?$filter={query}")["value"]]

    assert names("displayName eq 'Wingtip Ledger'") == ["Wingtip Ledger"]
    assert names("displayName eq 'wingtip ledger'") == ["Wingtip Ledger"]
    assert names("contains(displayName, 'ledg')") == ["Wingtip Ledger", "Wingtip Ledger Sandbox"]
    assert names("displayName eq 'Wingtip''s'") == []


def test_a_principal_is_found_by_a_tag_without_the_consistency_header(wire: Wire) -> None:
    pair = made(wire)
    path = f"/servicePrincipals/{pair['servicePrincipal']['id']}"
    tags = [*wire.get(path)["tags"], "owner's tag"]
    assert wire.send("PATCH", path, json={"tags": tags}).status_code == 204
    assert ids(wire, "servicePrincipals", "tags/any(t:t eq 'owner''s tag')") == [pair["servicePrincipal"]["id"]]
    assert ids(wire, "servicePrincipals", "tags/any(t: t eq 'owner')") == []
    assert ids(wire, "servicePrincipals", "tags/any(t:startswith(t, 'owner')) and displayName eq 'New one'")
    assert len(ids(wire, "servicePrincipals", "tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')")) > 1


@pytest.mark.parametrize("query", ["tags/any(t eq 'x')", "tags/any(t:t eq 'x'", "tags/any(t:)", "tags/any('t':t eq 1)"])
def test_a_lambda_that_is_none_is_refused(wire: Wire, query: str) -> None:
    assert error(wire.send("GET", f"/servicePrincipals?$filter={query}"))[:2] == (400, "Request_UnsupportedQuery")


def test_a_registration_is_renamed_and_tagged_and_its_principal_follows(wire: Wire) -> None:
    pair = made(wire)
    path, principal = (
        f"/{root}/{pair[part]['id']}" for root, part in zip(ROOTS[::-1], ("application", "servicePrincipal"))
    )
    assert wire.send("PATCH", path, json={"displayName": "Renamed", "tags": ["of the registration"]}).status_code == 204
    assert wire.get(path)["displayName"] == "Renamed"
    found = wire.get(principal)
    assert (found["displayName"], "of the registration" in found["tags"]) == ("Renamed", True)
    assert "WindowsAzureActiveDirectoryIntegratedApp" in found["tags"]
    for refused in ({"appId": "other"}, {"displayName": "Half", "tags": [1]}, {"displayName": None}):
        assert error(wire.send("PATCH", path, json=refused))[:2] == (400, "Request_BadRequest")
    assert wire.get(path)["displayName"] == "Renamed"
    wire.roles = ("Application.Read.All",)
    assert wire.send("PATCH", path, json={"displayName": "Again"}).status_code == 403


def test_a_reference_to_the_management_of_services_is_kept(wire: Wire) -> None:
    pair = made(wire, serviceManagementReference="CMDB-1")
    assert wire.get(f"/applications/{pair['application']['id']}")["serviceManagementReference"] == "CMDB-1"


@pytest.mark.parametrize("root", ROOTS)
def test_a_new_one_can_be_missing_in_lists_for_a_while(wire: Wire, root: str) -> None:
    wire.emulator.switches["instantiate_list_lag"] = 2
    part = "application" if root == "applications" else "servicePrincipal"
    identity = made(wire)[part]["id"]
    assert wire.get(f"/{root}/{identity}")["id"] == identity
    seen = [ids(wire, root, "displayName eq 'New one'") for dummy in range(3)]
    assert seen == [[], [], [identity]]


def test_a_list_of_one_kind_does_not_count_for_the_other(wire: Wire) -> None:
    wire.emulator.switches["instantiate_list_lag"] = 1
    made(wire)
    assert ids(wire, "servicePrincipals", "displayName eq 'New one'") == []
    assert ids(wire, "applications", "displayName eq 'New one'") == []
    assert len(ids(wire, "servicePrincipals", "displayName eq 'New one'")) == 1


def test_an_instantiate_can_answer_in_the_old_shape(wire: Wire) -> None:
    wire.emulator.switches["instantiate_answer"] = "objectId"
    pair = made(wire)
    for part, root in (("application", "applications"), ("servicePrincipal", "servicePrincipals")):
        assert "id" not in pair[part]
        assert wire.get(f"/{root}/{pair[part]['objectId']}")["appId"] == pair[part]["appId"]


def test_what_is_made_has_ids_that_a_repetition_has_too(wire: Wire) -> None:
    first = [made(wire)["application"]["id"] for dummy in range(2)]
    assert len(set(first)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in first)
    assert wire.send("DELETE", f"/applications/{first[1]}").status_code == 204
    third = made(wire)["application"]["id"]
    assert third not in first
    wire.emulator.reset()
    assert [made(wire)["application"]["id"] for dummy in range(2)] == first


def test_an_application_says_when_it_was_made(wire: Wire) -> None:
    wire.emulator.advance(86_400)
    before = wire.emulator.world.clock.stamp()
    path = f"/applications/{made(wire)['application']['id']}?$select=createdDateTime"
    assert before <= wire.get(path)["createdDateTime"] <= wire.emulator.world.clock.stamp()
    rows = wire.get("/applications?$select=createdDateTime&$filter=displayName eq 'Contoso SCIM'")["value"]
    assert [row["createdDateTime"] < before for row in rows] == [True]

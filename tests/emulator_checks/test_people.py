# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups of the emulator: found by id, by user principal name, by filter."""

from __future__ import annotations

import pytest
from emulator import estate

from .conftest import Wire, error

ADELE = estate.stable_id("users", "Adele Vance")
SALES = estate.stable_id("groups", "Sales")


@pytest.mark.parametrize("key", [ADELE, "adele.vance@contoso.example", "Adele.Vance@contoso.example"])
def test_a_user_is_found_by_id_and_by_principal_name(wire: Wire, key: str) -> None:
    answer = wire.get(f"/users/{key}?$select=id,userPrincipalName")
    found = {name: value for name, value in answer.items() if not name.startswith("@")}
    assert found == {"id": ADELE, "userPrincipalName": "adele.vance@contoso.example"}


def test_groups_are_found_by_display_name(wire: Wire) -> None:
    assert [row["id"] for row in wire.get("/groups?$filter=displayName eq 'Sales'")["value"]] == [SALES]
    assert wire.get(f"/groups/{SALES}")["displayName"] == "Sales"
    assert wire.get("/groups?$filter=displayName eq 'None'")["value"] == []


@pytest.mark.parametrize("path", ["/users/nobody@contoso.example", f"/groups/{ADELE}", f"/users/{SALES}"])
def test_who_is_not_there_is_told(wire: Wire, path: str) -> None:
    assert error(wire.send("GET", path))[:2] == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize("path", [f"/users/{ADELE}", "/groups"])
def test_people_are_shown_to_those_who_may_see_them(wire: Wire, path: str) -> None:
    wire.roles = ("Application.Read.All",)
    assert wire.send("GET", path).status_code == 403

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The neighbours of synchronization: service principals, applications, the gallery, paging and filters."""

from __future__ import annotations

import pytest

from .conftest import Wire, error


def _names(wire: Wire, query: str, **options: object) -> list[str]:
    return [row["displayName"] for row in wire.get(f"/servicePrincipals?{query}", **options)["value"]]


def test_principals_are_found_by_name_and_by_application(wire: Wire) -> None:
    row = wire.emulator.estate["Contoso SCIM"]
    assert _names(wire, "$filter=displayName eq 'Twin Application'") == ["Twin Application"] * 2
    assert _names(wire, f"$filter=appId eq '{row['app_id']}'") == ["Contoso SCIM"]
    assert _names(wire, f"$filter=appId eq '{row['app_id']}' and displayName eq 'Other'") == []
    assert _names(wire, "$filter=startswith(displayName,'Contoso') or displayName eq 'Plain Web App'") == [
        "Contoso SCIM",
        "Plain Web App",
    ]
    assert len(_names(wire, "$filter=displayName in ('Contoso SCIM','Plain Web App')")) == 2


def test_a_quote_in_a_filter_is_doubled(wire: Wire) -> None:
    assert _names(wire, "$filter=displayName eq 'O''Brien''s'") == []
    assert wire.send("GET", "/servicePrincipals?$filter=displayName eq 'O'Brien'").status_code == 400


def test_select_keeps_what_it_names(wire: Wire) -> None:
    row = wire.get("/servicePrincipals?$select=id,appId&$top=1")["value"][0]
    assert set(row) == {"id", "appId"}


@pytest.mark.parametrize("form", ["/servicePrincipals(appId='{}')", "/servicePrincipals(appId='{}')/"])
def test_a_principal_is_found_by_its_alternate_key(wire: Wire, form: str) -> None:
    row = wire.emulator.estate["Contoso SCIM"]
    assert wire.get(form.format(row["app_id"]))["id"] == row["service_principal_id"]
    jobs = wire.get(f"/servicePrincipals(appId='{row['app_id']}')/synchronization/jobs")
    assert jobs["value"] == []


def test_every_equal_spelling_of_a_path_reaches_the_same_job(wire: Wire) -> None:
    job = wire.job("Contoso SCIM", "scim")
    root, _slash, identity = job.rpartition("/")
    principal = wire.emulator.estate["Contoso SCIM"]["service_principal_id"]
    for path in (
        f"{root}('{identity}')",
        f"{job}/",
        f"/servicePrincipals('{principal}')/synchronization/jobs('{identity}')",
        f"{root}/{identity.replace('.', '%2E')}",
    ):
        assert wire.get(path)["id"] == identity
    assert wire.send("POST", f"{job}/microsoft.graph.start").status_code == 204


def test_lists_come_in_pages_with_a_link_to_the_next(wire: Wire) -> None:
    wire.emulator.switches["page_size"] = 3
    page, found = wire.get("/servicePrincipals?$select=id&$count=true"), []
    assert page["@odata.count"] == 8
    while True:
        found += page["value"]
        assert len(page["value"]) <= 3
        if "@odata.nextLink" not in page:
            break
        assert page["@odata.nextLink"].startswith(wire.emulator.graph_url)
        page = wire.get(page["@odata.nextLink"])
    assert len({row["id"] for row in found}) == 8 and set(found[0]) == {"id"}


def test_an_absurd_page_is_refused(wire: Wire) -> None:
    for top in ("0", "1000", "many"):
        assert wire.send("GET", f"/servicePrincipals?$top={top}").status_code == 400


def test_advanced_filters_need_the_consistency_header(wire: Wire) -> None:
    query = "/servicePrincipals?$filter=endswith(displayName,'SCIM')&$count=true"
    assert error(wire.send("GET", query))[1] == "Request_UnsupportedQuery"
    assert len(wire.get(query, headers={"ConsistencyLevel": "eventual"})["value"]) == 1


def test_an_instantiated_application_is_usable_after_its_replication(wire: Wire) -> None:
    gallery = wire.get("/applicationTemplates?$filter=contains(displayName,'Fabrikam')")["value"][0]
    assert "templates" not in gallery
    made = wire.send("POST", f"/applicationTemplates/{gallery['id']}/instantiate", json={"displayName": "New one"})
    assert made.status_code == 201
    principal = made.json()["servicePrincipal"]["id"]
    path = f"/servicePrincipals/{principal}/synchronization/templates"
    answers = [wire.send("GET", path) for dummy in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    assert error(answers[0]) == (401, "UnknownError", "")
    assert [row["id"] for row in answers[2].json()["value"]] == ["fabrikamSingleSignon"]
    assert wire.get(f"/applications/{made.json()['application']['id']}/synchronization/templates")["value"]


@pytest.mark.parametrize(("answer", "status"), [("403", 403), ("404", 404)])
def test_replication_can_answer_otherwise(wire: Wire, answer: str, status: int) -> None:
    wire.emulator.switches.update(instantiate_lag=1, instantiate_lag_answer=answer)
    gallery = next(iter(wire.emulator.world.gallery))
    made = wire.send("POST", f"/applicationTemplates/{gallery}/instantiate", json={"displayName": "New one"}).json()
    path = f"/servicePrincipals/{made['servicePrincipal']['id']}/synchronization/jobs"
    assert [wire.send("GET", path).status_code for dummy in range(2)] == [status, 200]


def test_replication_can_take_seconds_of_the_clock(wire: Wire) -> None:
    wire.emulator.switches.update(instantiate_lag=0, instantiate_lag_seconds=10)
    gallery = next(iter(wire.emulator.world.gallery))
    made = wire.send("POST", f"/applicationTemplates/{gallery}/instantiate", json={"displayName": "New one"}).json()
    path = f"/servicePrincipals/{made['servicePrincipal']['id']}/synchronization/jobs"
    assert [wire.send("GET", path).status_code for dummy in range(3)] == [401, 401, 401]
    wire.emulator.advance(11)
    assert wire.send("GET", path).status_code == 200


def test_a_principal_of_an_own_application_is_made_owned_deleted_and_restored(wire: Wire) -> None:
    app = wire.send("POST", "/applications", json={"displayName": "Own"}).json()
    made = wire.send("POST", "/servicePrincipals", json={"appId": app["appId"]})
    assert made.status_code == 201
    assert wire.send("POST", "/servicePrincipals", json={"appId": app["appId"]}).status_code == 409
    path = f"/servicePrincipals/{made.json()['id']}"
    user = next(iter(wire.emulator.world.tenants[wire.emulator.tenant_id].users))
    reference = {"@odata.id": f"{wire.emulator.graph_url}/v1.0/directoryObjects/{user}"}
    assert [wire.send("POST", f"{path}/owners/$ref", json=reference).status_code for dummy in range(2)] == [204, 400]
    assert user in {row["id"] for row in wire.get(f"{path}/owners")["value"]}
    assert wire.send("DELETE", path).status_code == 204
    assert error(wire.send("GET", path))[:2] == (404, "Request_ResourceNotFound")
    deleted = wire.get("/directory/deletedItems/microsoft.graph.servicePrincipal")["value"]
    assert [row["id"] for row in deleted] == [made.json()["id"]]
    assert wire.send("POST", f"/directory/deletedItems/{made.json()['id']}/restore").status_code == 200
    assert wire.send("GET", path).status_code == 200


def test_an_unknown_path_and_a_wrong_verb_are_told_apart(wire: Wire) -> None:
    assert error(wire.send("GET", "/servicePrinciples"))[1] == "BadRequest"
    assert wire.send("PUT", "/servicePrincipals", json={}).status_code == 405


def test_answers_carry_the_headers_of_the_service(wire: Wire) -> None:
    answer = wire.send("GET", "/servicePrincipals", headers={"client-request-id": "my-own-id"})
    assert answer.headers["client-request-id"] == "my-own-id"
    assert len(answer.headers["request-id"]) == 36
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")
    refused = wire.send("GET", "/servicePrincipals/none", headers={"client-request-id": "my-own-id"})
    inner = refused.json()["error"]["innerError"]
    assert (inner["client-request-id"], inner["request-id"]) == ("my-own-id", refused.headers["request-id"])

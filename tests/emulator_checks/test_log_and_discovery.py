# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries that somebody puts into the provisioning log, what a filter takes of them, and what a target lets discover."""

from __future__ import annotations

from typing import Any

import pytest
from emulator import model

from .conftest import Wire, error

LOG = "/auditLogs/provisioning"
FABRIKAM = "Fabrikam Sign-On"


def _control(wire: Wire, method: str, path: str, body: Any = None) -> Any:
    answer = wire.session.request(method, f"{wire.emulator.graph_url}/_emulator{path}", json=body, timeout=20)
    return answer.json() if answer.status_code == 200 else answer.json()["error"]


@pytest.fixture
def job(wire: Wire) -> str:
    return str(wire.emulator.estate[FABRIKAM]["jobs"][0])


@pytest.fixture
def account(wire: Wire) -> Any:
    """The path of the target's directory of Fabrikam's job, and the definition that is stored."""
    schema = f"{wire.synchronization(FABRIKAM)}/jobs/{wire.emulator.estate[FABRIKAM]['jobs'][0]}/schema"
    directory = next(one for one in wire.get(schema)["directories"] if one["name"] == FABRIKAM)
    return f"{schema}/directories/{directory['id']}", directory


def _ids(wire: Wire, query: str = "") -> list[str]:
    rows = wire.get(LOG + query)["value"]
    return [row["sourceIdentity"]["id"] for row in rows]


def test_entries_are_put_into_the_log_over_http_newest_first(wire: Wire, job: str) -> None:
    entries = [{"identity": "old", "age": 7200}, {"identity": "new", "status": "failure", "code": "Conflict"}]
    assert _control(wire, "POST", "/log", {"job": job, "entries": entries}) == {"entries": 2}
    rows = wire.get(LOG)["value"]
    assert [row["sourceIdentity"]["id"] for row in rows] == ["new", "old"]
    assert rows[0]["provisioningStatusInfo"]["errorInformation"]["errorCode"] == "Conflict"
    assert {(row["jobId"], row["servicePrincipal"]["displayName"]) for row in rows} == {(job, FABRIKAM)}


def test_an_entry_in_the_log_may_say_anything(wire: Wire, job: str) -> None:
    changed = [{"displayName": "password", "oldValue": None, "newValue": "x"}]
    wire.emulator.log(job, {"identity": "a", "action": "disable", "members": {"modifiedProperties": changed}})
    row = wire.get(LOG)["value"][0]
    assert (row["provisioningAction"], row["modifiedProperties"]) == ("disable", changed)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"entries": [{"identity": "a"}]}, "missing: 'job'"),
        ({"job": "nobody", "entries": [{"identity": "a"}]}, "missing: 'nobody'"),
        ({"entries": [{"identity": "a", "colour": "red"}]}, "an entry takes: action, age, code"),
        ({"entries": [{}]}, "missing: 'identity'"),
        ({"entries": "all"}, "entries are a list of objects, at least one"),
    ],
)
def test_what_makes_no_entry_is_refused(wire: Wire, job: str, body: dict[str, Any], said: str) -> None:
    given = body if said == "missing: 'job'" or "job" in body else {"job": job, **body}
    assert said in _control(wire, "POST", "/log", given)
    assert wire.get(LOG)["value"] == []


def test_moments_are_compared_as_moments(wire: Wire, job: str) -> None:
    """The log prints seven digits of a second; as text 08:00:00.5 would be earlier than 08:00:00Z."""
    for moment in ("07:59:59.9999999", "08:00:00.0000000", "08:00:00.5000000"):
        wire.emulator.log(job, {"identity": moment, "members": {"activityDateTime": f"2026-03-02T{moment}Z"}})
    since = "?$filter=activityDateTime gt 2026-03-02T08:00:00Z"
    assert _ids(wire, since) == ["08:00:00.5000000"]
    assert _ids(wire, "?$filter=activityDateTime lt 2026-03-02T09:00:00%2B01:00") == ["07:59:59.9999999"]
    assert _ids(wire, f"{since} and activityDateTime lt 2026-03-02T08:00:00.5Z") == []
    assert len(_ids(wire, "?$filter=activityDateTime gt 2026-03-01 and activityDateTime lt 2026-03-03")) == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("provisioningStatusInfo/status eq 'failure'", ["b"]),
        ("(provisioningStatusInfo/status eq 'failure' or provisioningStatusInfo/status eq 'success')", ["b", "a"]),
        ("provisioningAction eq 'create' and sourceIdentity/id eq 'a'", ["a"]),
        ("contains(sourceIdentity/displayName, 'Vance')", ["a"]),
        ("contains(sourceIdentity/displayName, 'vance')", []),
        ("targetIdentity/id eq 't''1'", ["a"]),
    ],
)
def test_filters_of_the_log_really_filter(wire: Wire, job: str, text: str, found: list[str]) -> None:
    named = {"sourceIdentity": {"id": "a", "displayName": "Adele Vance"}, "targetIdentity": {"id": "t'1"}}
    wire.emulator.log(job, {"identity": "a", "members": named}, {"identity": "b", "status": "failure", "code": "X"})
    assert _ids(wire, f"?$filter={text}") == found


def test_what_was_put_into_the_log_is_found_by_its_service_principal(wire: Wire, job: str) -> None:
    wire.emulator.log(job, {"identity": "a"})
    here = wire.emulator.estate[FABRIKAM]["service_principal_id"]
    assert _ids(wire, f"?$filter=servicePrincipal/id eq '{here}'") == ["a"]
    assert _ids(wire, f"?$filter=servicePrincipal/id eq '{job}'") == []


def test_discovery_shows_what_is_stored_as_long_as_the_target_has_no_more(wire: Wire, account: Any) -> None:
    path, stored = account
    found = wire.send("POST", f"{path}/discover").json()
    assert found["objects"] == stored["objects"] and found["discoveryDateTime"]


def test_discovery_shows_what_the_target_has_besides(wire: Wire, account: Any) -> None:
    path, stored = account
    known = stored["objects"][0]
    first = known["attributes"][0]
    attributes = [{"name": first["name"], "type": "Binary"}, {"name": "Pager"}]
    more = [{"name": known["name"], "attributes": attributes}, {"name": "Room", "attributes": [{"name": "Floor"}]}]
    identity = wire.emulator.estate[FABRIKAM]["service_principal_id"]
    _control(wire, "PATCH", f"/service-principals/{identity}", {"discovers": more})
    found = wire.send("POST", f"{path}/discover").json()
    assert model.check("directoryDefinition", {name: one for name, one in found.items() if "@" not in name}) == []
    objects = {one["name"]: {row["name"]: row for row in one["attributes"]} for one in found["objects"]}
    assert objects[known["name"]][first["name"]] == {**first, "type": "Binary"}
    assert objects[known["name"]]["Pager"]["type"] == "String"
    assert list(objects["Room"]) == ["Floor"]
    # Nothing of it is stored.
    assert wire.get(path)["objects"] == stored["objects"]


@pytest.mark.parametrize("rows", [5, ["Pager"], [{"attributes": []}], [{"name": "A", "attributes": [{}]}]])
def test_what_is_no_list_of_objects_cannot_be_discovered(wire: Wire, rows: Any) -> None:
    identity = wire.emulator.estate[FABRIKAM]["service_principal_id"]
    said = _control(wire, "PATCH", f"/service-principals/{identity}", {"discovers": rows})
    assert "discovers is a list of objects" in said


def test_discovery_needs_a_directory_that_has_it_and_credentials_that_work(wire: Wire, account: Any) -> None:
    path, _stored = account
    entra = "66e4a8cc-1b7b-435e-95f8-f06cea133828"
    assert error(wire.send("POST", f"{path.rpartition('/')[0]}/{entra}/discover"))[1] == "DirectoryNotDiscoverable"
    identity = wire.emulator.estate[FABRIKAM]["service_principal_id"]
    _control(wire, "PATCH", f"/service-principals/{identity}", {"credentials_work": False})
    status, _code, message = error(wire.send("POST", f"{path}/discover"))
    assert status == 400 and "SystemForCrossDomainIdentityManagementInvalidCredentials" in message

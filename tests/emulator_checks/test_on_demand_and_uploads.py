# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provision on demand, bulk upload, and the provisioning log that both write."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Wire, error

USER = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "701984", "userName": "a@b.example"}


@pytest.fixture
def fabrikam(wire: Wire) -> str:
    return f"{wire.synchronization('Fabrikam Sign-On')}/jobs/{wire.emulator.estate['Fabrikam Sign-On']['jobs'][0]}"


def _on_demand(wire: Wire, job: str, **change: Any) -> dict[str, Any]:
    rule = wire.get(f"{job}/schema")["synchronizationRules"][0]
    source = next(one["sourceObjectName"] for one in rule["objectMappings"] if one["sourceObjectName"] == "User")
    subject = {"objectId": "9bb0f679-0000-4a6f-8260-35b491b8b8c8", "objectTypeName": source, "links": None}
    parameter = {"ruleId": rule["id"], "subjects": [subject], **change}
    return {"parameters": [parameter]}


def test_the_answer_is_json_inside_json(wire: Wire, fabrikam: str) -> None:
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam))
    assert found.status_code == 200
    assert json.loads(found.json()["key"])["result"] == "Success"
    assert json.loads(found.json()["value"])["provisioningSteps"][-1]["type"] == "Export"


def test_a_second_call_for_an_object_finds_nothing_to_do(wire: Wire, fabrikam: str) -> None:
    body = _on_demand(wire, fabrikam)
    keys = [
        json.loads(wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body).json()["key"]) for dummy in range(2)
    ]
    assert [key["result"] for key in keys] == ["Success", "Skipped"]
    assert keys[1]["details"]["errorCode"] == "RedundantExport"


def test_a_failure_of_the_provisioning_is_still_a_200(wire: Wire, fabrikam: str) -> None:
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    tenant.service_principal("Fabrikam Sign-On").provisioning.credentials_work = False
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam))
    key = json.loads(found.json()["key"])
    assert (found.status_code, key["result"]) == (200, "Failure")
    assert key["details"]["errorCode"] == "SystemForCrossDomainIdentityManagementInvalidCredentials"


def test_the_other_variant_names_a_type(wire: Wire, fabrikam: str) -> None:
    wire.emulator.switches["on_demand_answer"] = "status_info"
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam)).json()
    assert found["key"].endswith("StatusInfo") and isinstance(json.loads(found["value"]), list)


def test_a_wrong_rule_is_refused_by_name(wire: Wire, fabrikam: str) -> None:
    body = _on_demand(wire, fabrikam, ruleId="00000000-0000-0000-0000-00000000000f")
    status, code, message = error(wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body))
    assert (status, code) == (400, "RequestParameterInvalid") and "00000000000f" in message


def test_a_rule_that_the_job_does_not_have_is_told_as_the_service_tells_it(wire: Wire, fabrikam: str) -> None:
    _status, _code, message = error(
        wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam, ruleId=""))
    )
    assert message.endswith(
        "The request also identified this synchronization rule: .  However, the job does not include the rule."
    )


def _group(wire: Wire, job: str, *members: str) -> dict[str, Any]:
    rows = [{"objectId": member, "objectTypeName": "User"} for member in members]
    subject = {
        "objectId": "11b0f679-0000-4a6f-8260-35b491b8b8c8",
        "objectTypeName": "Group",
        "links": {"members": rows},
    }
    return _on_demand(wire, job, subjects=[subject])


def test_a_group_is_updated_with_members_that_it_did_not_have(wire: Wire, fabrikam: str) -> None:
    said = []
    for members in (("a", "b"), ("b", "c"), ("a", "c")):
        found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_group(wire, fabrikam, *members)).json()
        said.append((json.loads(found["key"])["result"], json.loads(found["value"])["action"]))
    assert said == [("Success", "Create"), ("Success", "Update"), ("Skipped", "Other")]


@pytest.mark.parametrize("members", ["abcdef", ("a", ""), "not a list"])
def test_six_members_and_nameless_ones_are_refused(wire: Wire, fabrikam: str, members: Any) -> None:
    body = _group(wire, fabrikam, *members)
    if members == "not a list":
        body["parameters"][0]["subjects"][0]["links"]["members"] = members
    assert error(wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body))[:2] == (400, "RequestParameterInvalid")


def test_a_rule_that_says_it_does_not_provision_on_demand_is_refused(wire: Wire, fabrikam: str) -> None:
    body = _on_demand(wire, fabrikam)
    metadata = [{"key": "supportsProvisionOnDemand", "value": "false"}]
    wire.emulator.edit_schema(fabrikam.rpartition("/")[2], {"edit": "rule", "members": {"metadata": metadata}})
    status, _code, message = error(wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body))
    assert status == 400 and "does not support provisioning on demand" in message


def test_a_job_of_uploads_does_not_provision_on_demand(wire: Wire, inbound: str) -> None:
    rule = wire.get(f"{inbound}/schema")["synchronizationRules"][0]
    subject = {"objectId": "701984", "objectTypeName": rule["objectMappings"][0]["sourceObjectName"]}
    body = {"parameters": [{"ruleId": rule["id"], "subjects": [subject]}]}
    status, _code, message = error(wire.send("POST", f"{inbound}/provisionOnDemand", json=body))
    assert status == 400 and "does not support provisioning on demand" in message


def test_constants_are_among_the_modified_properties(wire: Wire, fabrikam: str) -> None:
    edit = {"edit": "mapping", "target_object": "Account", "target_attribute": "Alias", "expression": '"x-1"'}
    wire.emulator.edit_schema(fabrikam.rpartition("/")[2], edit)
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam)).json()
    rows = json.loads(found["value"])["modifiedProperties"]
    assert {"displayName": "Alias", "oldValue": None, "newValue": "x-1"} in rows


def test_a_summary_can_be_missing_or_cut(wire: Wire, fabrikam: str) -> None:
    wire.emulator.switches["on_demand_answer"] = "no_summary"
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam)).json()
    assert (json.loads(found["key"])["result"], found["value"]) == ("Success", "{}")
    wire.emulator.switches["on_demand_answer"] = "cut"
    found = wire.send("POST", f"{fabrikam}/provisionOnDemand", json=_on_demand(wire, fabrikam)).json()
    assert found["key"].endswith("StatusInfo") and found["value"].startswith('[{"action"')
    with pytest.raises(ValueError):
        json.loads(found["value"])


def test_the_sixth_call_in_ten_seconds_is_throttled(wire: Wire, fabrikam: str) -> None:
    body = _on_demand(wire, fabrikam)
    codes = [wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body).status_code for dummy in range(6)]
    assert codes == [200] * 5 + [429]
    wire.emulator.advance(11)
    assert wire.send("POST", f"{fabrikam}/provisionOnDemand", json=body).status_code == 200


@pytest.fixture
def inbound(wire: Wire) -> str:
    root = wire.synchronization("API-driven Inbound")
    value = [{"key": "SyncNotificationSettings", "value": '{"Enabled":true,"Recipients":"a@b.example"}'}]
    wire.send("PUT", f"{root}/secrets", json={"value": value})
    job = wire.job("API-driven Inbound", "API2AAD")
    wire.send("POST", f"{job}/start")
    return job


def _bulk(*people: dict[str, Any]) -> bytes:
    operations = [
        {"method": "POST", "bulkId": f"b{number}", "path": "/Users", "data": data} for number, data in enumerate(people)
    ]
    schemas = ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]
    return json.dumps({"schemas": schemas, "Operations": operations, "failOnErrors": None}).encode()


def _upload(wire: Wire, job: str, body: bytes, media_type: str = "application/scim+json") -> Any:
    return wire.send("POST", f"{job}/bulkUpload", data=body, headers={"Content-Type": media_type})


NOBODY = {"schemas": USER["schemas"], "userName": "nobody"}


def test_an_upload_is_accepted_and_its_results_stand_in_the_log(wire: Wire, inbound: str) -> None:
    answer = _upload(wire, inbound, _bulk(USER, NOBODY))
    assert (answer.status_code, answer.content) == (202, b"")
    rows = wire.get(answer.headers["Location"])["value"]
    assert [row["provisioningStatusInfo"]["status"] for row in rows] == ["failure", "success"]
    assert rows[1]["sourceIdentity"]["id"] == "701984"
    assert rows[0]["provisioningStatusInfo"]["errorInformation"]["errorCode"] == "MissingAnchor"


def test_who_is_known_is_updated_or_disabled_and_others_are_created(wire: Wire, inbound: str) -> None:
    for data in (USER, USER, {**USER, "active": False}, {**USER, "active": "false"}, {**USER, "active": True}):
        assert _upload(wire, inbound, _bulk(data)).status_code == 202
    rows = wire.get("/auditLogs/provisioning")["value"]
    assert [row["provisioningAction"] for row in reversed(rows)] == ["create", "update", "disable", "update", "update"]


def _spoilt(operation: dict[str, Any] | None = None, data: dict[str, Any] | None = None, **members: Any) -> bytes:
    """A bulk request with other members; None takes a member away."""
    body = json.loads(_bulk(USER))
    for holder, changes in ((body, members), (body["Operations"][0], operation), (body["Operations"][0]["data"], data)):
        for name, value in (changes or {}).items():
            holder.pop(name, None)
            if value is not None:
                holder[name] = value
    return json.dumps(body).encode()


SCIM = "application/scim+json"
EXTENSION = {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales"}}


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (_bulk(USER), "application/json"),
        (b"{}", SCIM),
        (b"not json", SCIM),
        (b"[]", SCIM),
        (_spoilt(schemas=None), SCIM),
        (_spoilt(schemas="urn:ietf:params:scim:api:messages:2.0:BulkRequest"), SCIM),
        (_spoilt(failOnErrors=0), SCIM),
        (_spoilt(failOnErrors=True), SCIM),
        (_spoilt(failOnErrors="1"), SCIM),
        (_spoilt({"method": "PUT"}), SCIM),
        (_spoilt({"path": "/Groups"}), SCIM),
        (_spoilt({"bulkId": None}), SCIM),
        (_spoilt({"bulkId": 5}), SCIM),
        (_spoilt(data={"schemas": None}), SCIM),
        (_spoilt(data=EXTENSION), SCIM),
    ],
)
def test_a_wrong_upload_is_an_invalid_format(wire: Wire, inbound: str, body: bytes, media_type: str) -> None:
    assert error(_upload(wire, inbound, body, media_type))[2] == "Invalid Data Format"


def test_fifty_one_operations_are_too_many(wire: Wire, inbound: str) -> None:
    assert _upload(wire, inbound, _bulk(*[USER] * 50)).status_code == 202
    assert _upload(wire, inbound, _bulk(*[USER] * 51)).status_code == 400


@pytest.mark.parametrize("body", [_spoilt(failOnErrors=1), _spoilt({"method": "post", "path": "/users"})])
def test_what_differs_in_nothing_that_matters_is_taken(wire: Wire, inbound: str, body: bytes) -> None:
    assert _upload(wire, inbound, body).status_code == 202


def test_users_without_schemas_are_taken_when_the_switch_says_so(wire: Wire, inbound: str) -> None:
    wire.emulator.switches["bulk_upload_schemas"] = "accept"
    assert _upload(wire, inbound, _spoilt(data={"schemas": None})).status_code == 202


def test_the_quotas_of_uploads_are_kept(wire: Wire, inbound: str) -> None:
    codes = [_upload(wire, inbound, _bulk(USER)).status_code for dummy in range(41)]
    assert codes == [202] * 40 + [429]
    wire.emulator.advance(5)
    answer = _upload(wire, inbound, _bulk(USER))
    assert answer.status_code == 202
    (moments,) = wire.emulator.world.tenants[wire.emulator.tenant_id].bulk_uploads.values()
    moments[:0] = [moments[0]] * (6000 - len(moments))
    wire.emulator.advance(5)
    answer = _upload(wire, inbound, _bulk(USER))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 80000
    wire.emulator.switches["bulk_upload_limit"] = False
    assert _upload(wire, inbound, _bulk(USER)).status_code == 202


def test_an_upload_can_be_throttled_once(wire: Wire, inbound: str) -> None:
    wire.emulator.switches["bulk_upload_answer"] = "429_once"
    assert [_upload(wire, inbound, _bulk(USER)).status_code for dummy in range(2)] == [429, 202]


def test_the_log_can_be_throttled_and_filtered(wire: Wire, inbound: str) -> None:
    _upload(wire, inbound, _bulk(USER, NOBODY))
    good = wire.get("/auditLogs/provisioning?$filter=provisioningStatusInfo/status eq 'success'&$top=1")
    assert len(good["value"]) == 1
    wire.emulator.switches["log_limit"] = True
    codes = [wire.send("GET", "/auditLogs/provisioning").status_code for dummy in range(5)]
    assert codes == [200] * 4 + [429]

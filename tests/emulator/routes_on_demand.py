# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provision on demand: row 22 of the endpoint tables."""

from __future__ import annotations

import json
from typing import Any

from . import lookup, problems
from .call import Answer, Call
from .provisioning_log import entry, record
from .routing import SERVICE_PRINCIPAL, synchronization
from .world import Job, Provisioning, new_id

LIMIT, WINDOW = 5, 10.0
LARGEST_LINKS = 5
STATUS_INFO = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"


@synchronization("POST", "jobs/{job}/provisionOnDemand", "job.provisionOnDemand", SERVICE_PRINCIPAL)
def provision_on_demand(call: Call) -> Answer:
    """200 also when the provisioning itself failed; 401 UnknownError while the job is in quarantine."""
    found, job = lookup.job(call)
    _throttle(call, found)
    rule, subject = _subject(call.json(), job)
    if job.quarantine is not None:
        raise problems.empty_unknown_error()
    context = call.context("microsoft.graph.stringKeyStringValuePair")
    key, value = _outcome(call, found, job, rule, subject)
    return Answer(200, {"@odata.context": context, "key": key, "value": value})


def _throttle(call: Call, found: Provisioning) -> None:
    now = call.service.world.clock.now()
    found.on_demand_calls = [moment for moment in found.on_demand_calls if now - moment < WINDOW]
    if call.switches["on_demand_limit"] and len(found.on_demand_calls) >= LIMIT:
        raise problems.throttled(int(WINDOW - (now - found.on_demand_calls[0])) + 1)
    found.on_demand_calls.append(now)


def _subject(body: dict[str, Any], job: Job) -> tuple[dict[str, Any], dict[str, Any]]:
    parameters = body.get("parameters")
    if not isinstance(parameters, list) or len(parameters) != 1 or not isinstance(parameters[0], dict):
        raise problems.bad_request("The parameter 'parameters' must hold one element.", "RequestParameterInvalid")
    identity = str(parameters[0].get("ruleId") or "")
    rule = next((one for one in job.schema.rules if one["id"] == identity), None)
    if rule is None:
        text = f"The rule '{identity}' was not found in the job '{job.id}'."
        raise problems.bad_request(text, "RequestParameterInvalid")
    subjects = parameters[0].get("subjects")
    if not isinstance(subjects, list) or len(subjects) != 1 or not subjects[0].get("objectId"):
        raise problems.bad_request("Exactly one subject with an objectId is wanted.", "RequestParameterInvalid")
    sources = {mapping["sourceObjectName"] for mapping in rule["objectMappings"]}
    if subjects[0].get("objectTypeName") not in sources:
        text = f"The object type '{subjects[0].get('objectTypeName')}' is not mapped by the rule '{identity}'."
        raise problems.bad_request(text, "RequestParameterInvalid")
    if len((subjects[0].get("links") or {}).get("members") or []) > LARGEST_LINKS:
        raise problems.bad_request(f"At most {LARGEST_LINKS} members per call.", "RequestParameterInvalid")
    return rule, subjects[0]


def _outcome(
    call: Call, found: Provisioning, job: Job, rule: dict[str, Any], subject: dict[str, Any]
) -> tuple[str, str]:
    """The double-encoded key and value; also leaves an entry in the provisioning log."""
    assigned = {one["principalId"] for one in getattr(lookup.owner(call), "assignments", [])}
    everybody = found.secrets.get("SyncAll", "false").lower() == "true"
    if not found.credentials_work:
        result, code = "Failure", "SystemForCrossDomainIdentityManagementInvalidCredentials"
    elif not everybody and assigned and subject["objectId"] not in assigned:
        result, code = "Skipped", "NotEffectivelyEntitled"
    else:
        result, code = "Success", ""
    now = call.service.world.clock.stamp()
    details = {"errorCode": code, "errorMessage": f"The object was not provisioned: {code}."} if code else {}
    record(call, entry(call, job, subject["objectId"], result.lower(), code))
    if call.switches["on_demand_answer"] == "status_info":
        info = [{"Status": result, "ErrorCode": code, "SourceObjectId": subject["objectId"]}]
        return STATUS_INFO, json.dumps(info)
    steps = [_step(now, name, kind, result) for name, kind in _STEPS]
    summary = {
        "action": "Create" if result == "Success" else "Other",
        "changeId": new_id(),
        "endTime": now,
        "startTime": now,
        "modifiedProperties": [
            {"displayName": "objectId", "oldValue": None, "newValue": subject["objectId"]},
            {"displayName": "accountEnabled", "oldValue": None, "newValue": "True"},
        ],
        "provisioningSteps": steps,
        "reportableIdentifier": subject["objectId"],
        "sourceIdentity": {"Id": subject["objectId"], "Name": rule["sourceDirectoryName"]},
        "statusInfo": {"status": result},
        "targetIdentity": {"Id": "", "Name": rule["targetDirectoryName"]},
    }
    return json.dumps({"result": result, "details": details}), json.dumps(summary)


_STEPS = (
    ("EntryImport", "Import"),
    ("EntrySynchronizationScoping", "Scoping"),
    ("EntryImport", "Matching"),
    ("EntryExportAdd", "Export"),
)


def _step(moment: str, name: str, kind: str, result: str) -> dict[str, Any]:
    status = result if kind == "Export" else "Success"
    return {
        "name": name,
        "type": kind,
        "status": status,
        "description": f"{kind}: {status}.",
        "timestamp": moment,
        "details": {},
    }

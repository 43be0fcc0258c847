# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provision on demand: row 22 of the endpoint tables."""

from __future__ import annotations

import json
from typing import Any

from . import lookup, problems
from .call import Answer, Call
from .on_demand_summary import ALREADY, Outcome, summary
from .provisioning_log import entry, record
from .routing import SERVICE_PRINCIPAL, synchronization
from .world import Job, Provisioning

LIMIT, WINDOW = 5, 10.0
LARGEST_LINKS = 5
DRIVEN_BY_UPLOADS = ("API2AAD", "API2AD")
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
    key, value = _answer(call, found, job, rule, subject)
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
        raise _invalid("The parameter 'parameters' must hold one element.")
    rule = _rule(str(parameters[0].get("ruleId") or ""), job)
    subjects = parameters[0].get("subjects")
    if not isinstance(subjects, list) or len(subjects) != 1 or not subjects[0].get("objectId"):
        raise _invalid("Exactly one subject with an objectId is wanted.")
    sources = {mapping["sourceObjectName"] for mapping in rule["objectMappings"]}
    if subjects[0].get("objectTypeName") not in sources:
        text = f"The object type '{subjects[0].get('objectTypeName')}' is not mapped by the rule '{rule['id']}'."
        raise _invalid(text)
    members = (subjects[0].get("links") or {}).get("members") or []
    if not isinstance(members, list) or any(not isinstance(one, dict) or not one.get("objectId") for one in members):
        raise _invalid("The members of 'links' must be a list of subjects with an objectId.")
    if len(members) > LARGEST_LINKS:
        raise _invalid(f"At most {LARGEST_LINKS} members per call.")
    return rule, subjects[0]


def _rule(identity: str, job: Job) -> dict[str, Any]:
    rule = next((one for one in job.schema.rules if one["id"] == identity), None)
    if rule is None:
        raise _invalid(
            f"The request identified this synchronization job: {job.id}.  The request also identified this "
            f"synchronization rule: {identity}.  However, the job does not include the rule."
        )
    says = [row["value"] for row in rule.get("metadata") or [] if row["key"] == "supportsProvisionOnDemand"]
    if job.template_id in DRIVEN_BY_UPLOADS or "false" in str(says).lower():
        raise _invalid(f"The rule '{identity}' does not support provisioning on demand.")
    return rule


def _invalid(text: str) -> problems.Refusal:
    return problems.bad_request(text, "RequestParameterInvalid")


def _answer(
    call: Call, found: Provisioning, job: Job, rule: dict[str, Any], subject: dict[str, Any]
) -> tuple[str, str]:
    """The double-encoded key and value; also leaves an entry in the provisioning log."""
    outcome = _outcome(call, found, job, subject)
    record(call, entry(call, job, subject["objectId"], outcome.result.lower(), outcome.code, outcome.action.lower()))
    told = summary(outcome, subject, rule, call.service.world.clock.stamp())
    shape = call.switches["on_demand_answer"]
    if shape == "status_info":
        return STATUS_INFO, json.dumps([told])
    if shape == "cut":
        whole = json.dumps([told])
        return STATUS_INFO, whole[: len(whole) // 2]
    return json.dumps(outcome.key), json.dumps({} if shape == "no_summary" else told)


def _outcome(call: Call, found: Provisioning, job: Job, subject: dict[str, Any]) -> Outcome:
    """A second call for an object finds nothing to do, unless it brings members that the first did not."""
    identity = subject["objectId"]
    assigned = {one["principalId"] for one in getattr(lookup.owner(call), "assignments", [])}
    everybody = found.secrets.get("SyncAll", "false").lower() == "true"
    if not found.credentials_work:
        return Outcome("Failure", "SystemForCrossDomainIdentityManagementInvalidCredentials")
    if not everybody and assigned and identity not in assigned:
        return Outcome("Skipped", "NotEffectivelyEntitled")
    members = (subject.get("links") or {}).get("members") or []
    wanted = {(job.id, identity), *((job.id, f"{identity} {one['objectId']}") for one in members)}
    known = (job.id, identity) in found.provisioned
    if wanted <= found.provisioned:
        return Outcome("Skipped", ALREADY)
    found.provisioned |= wanted
    return Outcome("Success", action="Update" if known else "Create")

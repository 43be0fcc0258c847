# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""bulkUpload and the provisioning log: row 23 of the endpoint tables, and /auditLogs/provisioning."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from . import lookup, problems
from .call import Answer, Call
from .listing import collection
from .provisioning_log import entry, record
from .routing import SERVICE_PRINCIPAL, operation, synchronization
from .world import Job, Provisioning

SCIM_TYPE = "application/scim+json"
BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
LARGEST = 50
LIMIT, WINDOW = 5, 10.0
# (requests, seconds): the stricter of the quotas that Microsoft names.
UPLOAD_QUOTAS = ((40, 5.0), (6000, 86400.0))


@synchronization("POST", "jobs/{job}/bulkUpload", "job.bulkUpload", SERVICE_PRINCIPAL)
def bulk_upload(call: Call) -> Answer:
    """202 and a Location; the results appear in the provisioning log."""
    found, job = lookup.job(call)
    if call.switches["bulk_upload_answer"] == "429_once" and "bulk" not in found.answered_once:
        found.answered_once.add("bulk")
        raise problems.throttled(1)
    _keep_quotas(call)
    operations = _operations(call)
    if not job.template_id.startswith("API2") or job.state != "Active":
        raise problems.bad_request("The job does not take uploads, or is not started.", "BadRequest")
    for one in operations:
        _work_off(call, found, job, one)
    where = f"jobid eq '{job.id}'"
    link = f"{call.service.graph_url}/{call.version}/auditLogs/provisioning?$filter={quote(where)}"
    return Answer(202, None, {"Location": link})


def _keep_quotas(call: Call) -> None:
    """Refuse one more request than the quotas of the caller's application allow; refused ones do not count."""
    if not call.switches["bulk_upload_limit"]:
        return
    now = call.service.world.clock.now()
    moments = call.tenant.bulk_uploads.setdefault(call.caller.app_id, [])
    for most, seconds in UPLOAD_QUOTAS:
        recent = [moment for moment in moments if now - moment < seconds]
        if len(recent) >= most:
            raise problems.throttled(int(seconds - (now - recent[0])) + 1)
    moments.append(now)


def _work_off(call: Call, found: Provisioning, job: Job, operation: dict[str, Any]) -> None:
    """What the service does later: whoever it knows by externalId is updated or disabled, others are created."""
    data = operation["data"]
    identity = str(data.get("externalId") or "")
    if not identity:
        record(call, entry(call, job, str(operation["bulkId"]), "failure", "MissingAnchor"))
        return
    active = str(data.get("active", True)).lower() != "false"
    known = found.uploaded.get(identity)
    action = "create" if known is None else "disable" if known and not active else "update"
    found.uploaded[identity] = active
    record(call, entry(call, job, identity, "success", action=action))


def _operations(call: Call) -> list[dict[str, Any]]:
    if call.headers.get("content-type", "").partition(";")[0].strip() != SCIM_TYPE:
        raise _bad_format()
    try:
        body = json.loads(call.body)
    except ValueError:
        raise _bad_format() from None
    if not isinstance(body, dict) or not _is_bulk_request(body):
        raise _bad_format()
    operations: list[dict[str, Any]] = body["Operations"]
    if len(operations) > LARGEST:
        raise problems.bad_request(f"A bulk request takes at most {LARGEST} operations.", "PayloadTooLarge")
    if not all(_is_operation(one, call.switches["bulk_upload_schemas"] == "refuse") for one in operations):
        raise _bad_format()
    return operations


def _is_bulk_request(body: dict[str, Any]) -> bool:
    operations, schemas, most = body.get("Operations"), body.get("schemas"), body.get("failOnErrors")
    errors = most is None or (isinstance(most, int) and not isinstance(most, bool) and most >= 1)
    named = isinstance(schemas, list) and BULK_REQUEST in schemas
    return isinstance(operations, list) and bool(operations) and named and errors


def _is_operation(one: Any, by_schemas: bool) -> bool:
    """A POST of a user. by_schemas: the user names its schemas, each extension that it uses among them."""
    if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
        return False
    texts = [one.get(name) for name in ("method", "bulkId", "path")]
    if not all(isinstance(text, str) and text for text in texts):
        return False
    if one["method"].upper() != "POST" or one["path"].lower() != "/users":
        return False
    schemas = one["data"].get("schemas")
    used = {name for name in one["data"] if name.startswith("urn:")}
    return not by_schemas or (isinstance(schemas, list) and {CORE_USER, *used} <= {str(name) for name in schemas})


def _bad_format() -> problems.Refusal:
    return problems.bad_request("Invalid Data Format", "InvalidDataFormat")


@operation("GET", "auditLogs/provisioning", "logs.provisioning")
def list_provisioning_log(call: Call) -> Answer:
    """Five reads in ten seconds per application and tenant, then 429."""
    now, reads = call.service.world.clock.now(), call.tenant.log_reads
    recent = [moment for moment in reads.get(call.caller.app_id, []) if now - moment < WINDOW]
    if call.switches["log_limit"] and len(recent) >= LIMIT:
        raise problems.throttled(int(WINDOW - (now - recent[0])) + 1)
    reads[call.caller.app_id] = [*recent, now]
    return collection(
        call, call.tenant.provisioning_log, "auditLogs/provisioning", page_size=call.switches["page_size"]
    )

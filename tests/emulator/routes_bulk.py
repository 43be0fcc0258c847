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

SCIM_TYPE = "application/scim+json"
BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
LARGEST = 50
LIMIT, WINDOW = 5, 10.0


@synchronization("POST", "jobs/{job}/bulkUpload", "job.bulkUpload", SERVICE_PRINCIPAL)
def bulk_upload(call: Call) -> Answer:
    """202 and a Location; the results appear in the provisioning log."""
    found, job = lookup.job(call)
    if call.switches["bulk_upload_answer"] == "429_once" and "bulk" not in found.answered_once:
        found.answered_once.add("bulk")
        raise problems.throttled(1)
    operations = _operations(call)
    if not job.template_id.startswith("API2") or job.state != "Active":
        raise problems.bad_request("The job does not take uploads, or is not started.", "BadRequest")
    for one in operations:
        identity = str(one["data"].get("externalId") or one["bulkId"])
        if one["data"].get("externalId"):
            record(call, entry(call, job, identity, "success"))
        else:
            record(call, entry(call, job, identity, "failure", "MissingAnchor"))
    where = f"jobid eq '{job.id}'"
    link = f"{call.service.graph_url}/{call.version}/auditLogs/provisioning?$filter={quote(where)}"
    return Answer(202, None, {"Location": link})


def _operations(call: Call) -> list[dict[str, Any]]:
    if call.headers.get("content-type", "").partition(";")[0].strip() != SCIM_TYPE:
        raise _bad_format()
    try:
        body = json.loads(call.body)
    except ValueError:
        raise _bad_format() from None
    operations = body.get("Operations") if isinstance(body, dict) else None
    if not isinstance(operations, list) or not operations or BULK_REQUEST not in body.get("schemas", ()):
        raise _bad_format()
    if len(operations) > LARGEST:
        raise problems.bad_request(f"A bulk request takes at most {LARGEST} operations.", "PayloadTooLarge")
    for one in operations:
        good = isinstance(one, dict) and isinstance(one.get("data"), dict) and one.get("bulkId")
        if not good or str(one.get("method")).upper() != "POST" or not one.get("path"):
            raise _bad_format()
    return operations


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

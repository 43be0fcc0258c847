# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of a job or a template, and what hangs under it: rows 24 to 32 of the endpoint tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import bodies, fixtures, lookup, problems, schema_rules, shapes
from .call import NO_CONTENT, Answer, Call
from .documents import Document
from .listing import collection, selected
from .parse_expression import parse_expression
from .routing import APPLICATION, BOTH, SERVICE_PRINCIPAL, Operation, synchronization
from .world import Job, Template, new_id

JOB, TEMPLATE = "jobs/{job}/schema", "templates/{template}/schema"


@dataclass
class _Holder:
    """A job or a template: who carries the schema, under which id, and what a reset brings back."""

    thing: Job | Template
    identity: str
    place: str
    factory: Document


def _holder(call: Call, reading: bool = False) -> _Holder:
    if "job" in call.params:
        found, job = lookup.job(call, reading=reading)
        template = found.templates.get(job.template_id) or call.service.world.catalogue.get(job.template_id)
        return _Holder(job, job.id, f"jobs('{job.id}')", template.schema if template else job.schema)
    template = lookup.template(call)
    return _Holder(template, shapes.template_schema_id(template.id), f"templates('{template.id}')", template.factory)


def _on_schema(
    method: str,
    tail: str,
    name: str,
    job_roots: tuple[str, ...] = SERVICE_PRINCIPAL,
    template_roots: tuple[str, ...] = BOTH,
) -> Callable[[Operation], Operation]:
    """Register an operation below both kinds of schema, with the roots that are documented for each."""

    def register(run: Operation) -> Operation:
        synchronization(method, f"{JOB}{tail}", name, job_roots)(run)
        synchronization(method, f"{TEMPLATE}{tail}", name, template_roots)(run)
        return run

    return register


def _current(holder: _Holder) -> Document:
    """The document as a reader sees it: for some reads after a PUT still the former one."""
    thing = holder.thing
    if isinstance(thing, Job) and thing.stale_schema_reads > 0 and thing.previous_schema is not None:
        thing.stale_schema_reads -= 1
        return thing.previous_schema
    return thing.schema


@_on_schema("GET", "", "schema.get")
def get_schema(call: Call) -> Answer:
    holder = _holder(call, reading=True)
    document = _current(holder)
    context = call.context(f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/$entity")
    if call.query.get("$select"):
        tree = {"@odata.context": context, **document.tree(holder.identity)}
        return Answer(200, selected(tree, call.query["$select"]))
    return Answer(200, document.encoded(context, holder.identity, legacy=call.version == "beta"))


@_on_schema("PUT", "", "schema.put", template_roots=APPLICATION)
def put_schema(call: Call) -> Answer:
    holder, switches = _holder(call), call.switches
    body = call.json()
    bodies.check(call, "synchronizationSchema", body, enum_status=406)
    found = lookup.owner(call).provisioning
    if switches["schema_put_answer"] == "409_once" and "schema" not in found.answered_once:
        found.answered_once.add("schema")
        raise problems.Refusal(409, "Conflict", "The schema was changed by another request.")
    version = f"Date:{call.service.world.clock.stamp()}, ActivityId:{new_id()}"
    document = schema_rules.accepted(
        body,
        holder.factory,
        version,
        lenient=switches["schema_attributes"] == "accept",
        merge=switches["duplicate_target"] == "merge",
    )
    if isinstance(holder.thing, Job):
        holder.thing.previous_schema = holder.thing.schema
        holder.thing.stale_schema_reads = switches["schema_read_lag"]
    holder.thing.schema = document
    return Answer(NO_CONTENT)


@_on_schema("DELETE", "", "schema.delete", template_roots=APPLICATION)
def reset_schema(call: Call) -> Answer:
    holder = _holder(call)
    if isinstance(holder.thing, Job):
        holder.thing.stale_schema_reads = 0
    holder.thing.schema = holder.factory
    return Answer(NO_CONTENT)


@_on_schema("GET", "/directories", "schema.directories", BOTH)
def list_directories(call: Call) -> Answer:
    holder = _holder(call, reading=True)
    context = f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/directories"
    return collection(call, _current(holder).directories, context)


@_on_schema("GET", "/directories/$count", "schema.directories", BOTH)
def count_directories(call: Call) -> Answer:
    count = len(_current(_holder(call, reading=True)).directories)
    return Answer(200, str(count).encode(), media_type="text/plain")


def _directory(call: Call, document: Document) -> dict[str, Any]:
    identity = call.params["directory"]
    for directory in document.directories:
        if directory.get("id") == identity:
            return directory
    raise lookup.missing(call, "directory", identity)


@_on_schema("GET", "/directories/{directory}", "schema.directories", BOTH)
def get_directory(call: Call) -> Answer:
    holder = _holder(call, reading=True)
    found = _directory(call, _current(holder))
    context = call.context(f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/directories/$entity")
    return Answer(200, selected({"@odata.context": context, **found}, call.query.get("$select", "")))


@_on_schema("POST", "/directories/{directory}/discover", "schema.discover", SERVICE_PRINCIPAL, ())
def discover(call: Call) -> Answer:
    """Answers what the target has; nothing is stored. Needs stored, good credentials and a discoverable directory."""
    holder = _holder(call)
    found = _directory(call, holder.thing.schema)
    if found.get("discoverabilities") in (None, "", "None"):
        raise problems.bad_request("The directory does not support discovery.", "DirectoryNotDiscoverable")
    provisioning = lookup.owner(call).provisioning
    if not provisioning.secrets or not provisioning.credentials_work:
        raise problems.nested(400, "SystemForCrossDomainIdentityManagementInvalidCredentials", "Discovery failed.")
    moment = call.service.world.clock.stamp()
    context = call.context("microsoft.graph.directoryDefinition")
    return Answer(200, {"@odata.context": context, **found, "discoveryDateTime": moment})


@_on_schema("GET", "/functions", "schema.functions")
def list_functions(call: Call) -> Answer:
    _holder(call)
    return collection(call, fixtures.functions(), "functions")


@_on_schema("GET", "/filterOperators", "schema.filterOperators")
def list_filter_operators(call: Call) -> Answer:
    _holder(call)
    return collection(call, fixtures.filter_operators(), "filterOperators")


@_on_schema("POST", "/parseExpression", "schema.parseExpression", SERVICE_PRINCIPAL, SERVICE_PRINCIPAL)
def parse(call: Call) -> Answer:
    _holder(call)
    body = call.json()
    for name in body:
        if name not in ("expression", "testInputObject", "targetAttributeDefinition"):
            raise problems.bad_request(f"The parameter '{name}' is not declared by the action 'parseExpression'.")
    context = call.context("microsoft.graph.parseExpressionResponse")
    return Answer(200, {"@odata.context": context, **parse_expression(body)})

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directories inside a schema, and discovery: rows 27 to 29 of the endpoint tables."""

from __future__ import annotations

from typing import Any

from . import bodies, lookup, problems
from .call import NO_CONTENT, Answer, Call
from .documents import Document
from .listing import collection, selected
from .routing import BOTH, SERVICE_PRINCIPAL
from .schema_holder import Holder, current, find_holder, on_schema
from .schema_rules import ATTRIBUTE_DEFAULTS
from .world import new_id


@on_schema("GET", "/directories", "schema.directories", BOTH)
def list_directories(call: Call) -> Answer:
    holder = find_holder(call, reading=True)
    context = f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/directories"
    return collection(call, current(holder, call.switches).directories, context)


@on_schema("GET", "/directories/$count", "schema.directories", BOTH)
def count_directories(call: Call) -> Answer:
    count = len(current(find_holder(call, reading=True), call.switches).directories)
    return Answer(200, str(count).encode(), media_type="text/plain")


def _directory(call: Call, document: Document) -> dict[str, Any]:
    identity = call.params["directory"]
    for directory in document.directories:
        if directory.get("id") == identity:
            return directory
    raise lookup.missing(call, "directory", identity)


@on_schema("GET", "/directories/{directory}", "schema.directories", BOTH)
def get_directory(call: Call) -> Answer:
    holder = find_holder(call, reading=True)
    found = _directory(call, current(holder, call.switches))
    context = call.context(f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/directories/$entity")
    return Answer(200, selected({"@odata.context": context, **found}, call.query.get("$select", "")))


@on_schema("POST", "/directories/{directory}/discover", "schema.discover", SERVICE_PRINCIPAL, ())
def discover(call: Call) -> Answer:
    """Answers what the target has; nothing is stored. Needs stored, good credentials and a discoverable directory."""
    holder = find_holder(call)
    found = _directory(call, holder.thing.schema)
    if found.get("discoverabilities") in (None, "", "None"):
        raise problems.bad_request("The directory does not support discovery.", "DirectoryNotDiscoverable")
    provisioning = lookup.owner(call).provisioning
    if not provisioning.secrets or not provisioning.credentials_work:
        raise problems.nested(400, "SystemForCrossDomainIdentityManagementInvalidCredentials", "Discovery failed.")
    moment = call.service.world.clock.stamp()
    context = call.context("microsoft.graph.directoryDefinition")
    objects = _with_definitions(found.get("objects") or [], provisioning.discovers)
    return Answer(200, {"@odata.context": context, **found, "discoveryDateTime": moment, "objects": objects})


def _with_definitions(stored: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The objects with what the target has besides; of a known attribute, what the target says of it."""
    objects = {one["name"]: one for one in stored}
    every = [*stored, *({"supportedApis": [], "metadata": [], **one} for one in more if one["name"] not in objects)]
    extra = {one["name"]: one.get("attributes") or [] for one in more}
    return [
        {**one, "attributes": _with_attributes(objects.get(one["name"], {}), extra.get(one["name"], []))}
        for one in every
    ]


def _with_attributes(stored: dict[str, Any], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    attributes = {one["name"]: one for one in stored.get("attributes") or []}
    for one in more:
        attributes[one["name"]] = {**ATTRIBUTE_DEFAULTS, **attributes.get(one["name"], {}), **one}
    return list(attributes.values())


def _written(call: Call, partial: bool) -> tuple[Holder, dict[str, Any]]:
    """Who is written to, and the body; nobody, as long as the back end has no such route (switch directory_writes)."""
    if call.switches["directory_writes"] == "404":
        raise problems.no_http_resource("/".join(call.parts))
    body = call.json()
    bodies.check(call, "directoryDefinition", body, partial=partial, enum_status=406)
    return find_holder(call), body


def _store(call: Call, holder: Holder, directories: list[dict[str, Any]]) -> None:
    version = f"Date:{call.service.world.clock.stamp()}, ActivityId:{new_id()}"
    holder.thing.schema = Document(version, holder.thing.schema.rules, directories)


@on_schema("POST", "/directories", "schema.directories.write", ())
def add_directory(call: Call) -> Answer:
    holder, body = _written(call, partial=True)
    made = {"discoverabilities": "None", "discoveryDateTime": None, "readOnly": False, "objects": [], **body}
    made["id"] = made.get("id") or new_id()
    _store(call, holder, [*holder.thing.schema.directories, made])
    return Answer(201, made)


@on_schema("PATCH", "/directories/{directory}", "schema.directories.write", ())
def change_directory(call: Call) -> Answer:
    holder, body = _written(call, partial=True)
    found = _directory(call, holder.thing.schema)
    changed = {**found, **body, "id": found["id"]}
    _store(call, holder, [changed if one is found else one for one in holder.thing.schema.directories])
    return Answer(200, changed)


@on_schema("DELETE", "/directories/{directory}", "schema.directories.write", ())
def remove_directory(call: Call) -> Answer:
    if call.switches["directory_writes"] == "404":
        raise problems.no_http_resource("/".join(call.parts))
    holder = find_holder(call)
    found = _directory(call, holder.thing.schema)
    _store(call, holder, [one for one in holder.thing.schema.directories if one is not found])
    return Answer(NO_CONTENT)

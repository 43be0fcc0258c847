# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates: list, add, get, update (replace), delete; rows 33 to 37 of the endpoint tables."""

from __future__ import annotations

from typing import Any

from . import bodies, documents, lookup, problems, schema_print, shapes
from .call import NO_CONTENT, Answer, Call
from .documents import Document
from .listing import collection, selected
from .routing import APPLICATION, synchronization
from .world import ZERO_GUID, Template


@synchronization("GET", "templates", "templates.list")
def list_templates(call: Call) -> Answer:
    found = lookup.provisioning(call)
    answer = call.switches["no_provisioning_answer"]
    if not found.templates and answer != "empty":
        raise problems.empty_unknown_error() if answer == "401" else lookup.missing(call, "template", "")
    rows = [_row(call, template) for template in found.templates.values()]
    return collection(call, rows, f"{lookup.owner_context(call)}/synchronization/templates")


@synchronization("GET", "templates/$count", "templates.count")
def count_templates(call: Call) -> Answer:
    return Answer(200, str(len(lookup.provisioning(call).templates)).encode(), media_type="text/plain")


@synchronization("POST", "templates", "templates.create", APPLICATION)
def create_template(call: Call) -> Answer:
    """`id`, `applicationId` and `factoryTag` are required; a missing schema is the default of the factoryTag."""
    found = lookup.provisioning(call)
    body = call.json()
    bodies.check(call, "synchronizationTemplate", body, partial=True)
    for name in ("id", "applicationId", "factoryTag"):
        if not body.get(name):
            raise problems.bad_request(f"The property '{name}' is required.", "RequestMissingRequiredParameter")
    if body["id"] in found.templates:
        text = f"A template '{body['id']}' exists already."
        raise problems.Refusal(409, "Request_MultipleObjectsWithSameKeyValue", text)
    factory = _factory(call, body["factoryTag"])
    template = Template(body["id"], body["applicationId"], factory, factory)
    _replace(template, body, factory)
    found.templates[template.id] = template
    return Answer(201, _printed(call, template))


def _factory(call: Call, tag: Any) -> Document:
    """The default schema of a connector family: of the catalogue's template with that tag, or with that id."""
    catalogue = call.service.world.catalogue
    if tag in catalogue:
        return catalogue[tag].factory
    return next((one.factory for one in catalogue.values() if one.factory_tag == tag), documents.EMPTY)


def _replace(template: Template, body: dict[str, Any], schema: Document) -> None:
    """Replace semantics: what the body leaves out is erased."""
    template.application_id = body.get("applicationId") or ZERO_GUID
    template.default = bool(body.get("default", False))
    template.description = body.get("description")
    template.discoverable = bool(body.get("discoverable", False))
    template.factory_tag = body.get("factoryTag")
    template.metadata = body.get("metadata") or []
    template.schema = Document.parse(body["schema"]) if isinstance(body.get("schema"), dict) else schema


def _printed(call: Call, template: Template) -> dict[str, Any]:
    context = call.context(f"{lookup.owner_context(call)}/synchronization/templates/$entity")
    return {"@odata.context": context, **_row(call, template)}


def _row(call: Call, template: Template) -> dict[str, Any]:
    """A template with its schema where that was asked for, or where the service inlines it anyway."""
    row = shapes.template(template)
    inline = call.switches["template_schema"] == "inline"
    if inline or "schema" in call.query.get("$expand", "").split(","):
        place = f"{lookup.owner_context(call)}/synchronization/templates('{template.id}')/schema/$entity"
        row["schema@odata.context"] = call.context(place)
        row["schema"] = schema_print.printed(template.schema, call.switches).tree(
            shapes.template_schema_id(template.id)
        )
    return row


@synchronization("GET", "templates/{template}", "template.get")
def get_template(call: Call) -> Answer:
    template = lookup.template(call)
    body = _printed(call, template)
    chosen = selected(body, call.query.get("$select", ""))
    expanded = {name: body[name] for name in ("schema@odata.context", "schema") if name in body}
    return Answer(200, {**chosen, **expanded})


@synchronization("PATCH", "templates/{template}", "template.update", APPLICATION)
def patch_template(call: Call) -> Answer:
    return _update(call, "PATCH")


@synchronization("PUT", "templates/{template}", "template.update", APPLICATION)
def put_template(call: Call) -> Answer:
    return _update(call, "PUT")


def _update(call: Call, verb: str) -> Answer:
    if call.switches["template_update_verbs"] not in ("both", verb):
        raise problems.no_http_resource("/".join(call.parts))
    template = lookup.template(call)
    body = call.json()
    bodies.check(call, "synchronizationTemplate", body, partial=True)
    if body.get("id", template.id) != template.id:
        raise problems.bad_request("The id of a template cannot be changed.")
    _replace(template, body, template.schema)
    return Answer(NO_CONTENT)


@synchronization("DELETE", "templates/{template}", "template.delete", APPLICATION)
def delete_template(call: Call) -> Answer:
    template = lookup.template(call)
    del lookup.owner(call).provisioning.templates[template.id]
    return Answer(NO_CONTENT)

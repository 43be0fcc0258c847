# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications, the gallery with instantiate, and deleted items."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from . import lookup, permissions, problems, shapes
from .call import NO_CONTENT, Answer, Call
from .listing import collection, selected
from .routes_directory import add_reference, change_members, require_consistency
from .routing import operation
from .world import Application, ApplicationTemplate, Provisioning, ServicePrincipal, Tenant, World, new_id, stable_id

INTEGRATED = "WindowsAzureActiveDirectoryIntegratedApp"


def enterprise_application(
    world: World,
    tenant: Tenant,
    source: ApplicationTemplate,
    display_name: str,
    *,
    lag: int = 0,
    owner: str = "",
    identify: Callable[[str], str] = lambda _kind: new_id(),
) -> tuple[Application, ServicePrincipal]:
    """Instantiate a gallery entry: an application and its service principal that share one synchronization.

    `identify` gives the ids for the kinds application, app and principal.
    """
    templates = {name: world.catalogue[name].copy() for name in source.templates}
    shared = Provisioning(templates=templates, lag=lag)
    owners = [owner] if owner else []
    roles = [dict(role) for role in source.app_roles]
    application = Application(
        identify("application"), identify("app"), display_name, source.id, list(owners), roles, [], shared
    )
    principal = ServicePrincipal(
        identify("principal"), application.app_id, display_name, source.id, list(owners), roles, tags=[INTEGRATED]
    )
    principal.provisioning = shared
    tenant.applications[application.id] = application
    tenant.service_principals[principal.id] = principal
    return application, principal


@operation("GET", "applicationTemplates", "applicationTemplates.list")
def list_gallery(call: Call) -> Answer:
    rows = [shapes.application_template(one) for one in call.service.world.gallery.values()]
    size = call.switches["page_size"]
    return collection(call, rows, "applicationTemplates", page_size=size, ignoring_case=True)


def _gallery_entry(call: Call) -> ApplicationTemplate:
    found = call.service.world.gallery.get(call.params["entry"])
    if found is None:
        raise problems.directory_object_missing(call.params["entry"])
    return found


@operation("GET", "applicationTemplates/{entry}", "applicationTemplates.get")
def get_gallery_entry(call: Call) -> Answer:
    context = {"@odata.context": call.context("applicationTemplates/$entity")}
    return Answer(200, {**context, **shapes.application_template(_gallery_entry(call))})


@operation("POST", "applicationTemplates/{entry}/instantiate", "applicationTemplates.instantiate")
def instantiate(call: Call) -> Answer:
    source, body = _gallery_entry(call), call.json()
    name = body.get("displayName")
    if not isinstance(name, str) or not name:
        raise problems.bad_request("Property 'displayName' is required.", "Request_BadRequest")
    call.tenant.instantiated += 1
    made, principal = enterprise_application(
        call.service.world,
        call.tenant,
        source,
        name,
        lag=call.switches["instantiate_lag"],
        owner=call.caller.object_id,
        identify=partial(stable_id, "instantiated", call.tenant.id, str(call.tenant.instantiated)),
    )
    made.created = call.service.world.clock.now()
    made.service_management_reference = body.get("serviceManagementReference")
    made.hidden_lists = principal.hidden_lists = call.switches["instantiate_list_lag"]
    if call.switches["instantiate_lag_seconds"]:
        shared = principal.provisioning
        shared.visible_at = call.service.world.clock.now() + call.switches["instantiate_lag_seconds"]
    rows = {
        "application": shapes.application(made),
        "servicePrincipal": shapes.service_principal(principal, call.tenant.id),
    }
    for row in rows.values():
        row[call.switches["instantiate_answer"]] = row.pop("id")
    return Answer(201, {"@odata.context": call.context("microsoft.graph.applicationServicePrincipal"), **rows})


def _application(call: Call) -> Application:
    found = lookup.application(call, call.params["owner"])
    if found is None:
        raise problems.directory_object_missing(call.params["owner"])
    return found


@operation("GET", "applications", "applications.list")
def list_applications(call: Call) -> Answer:
    require_consistency(call)
    rows = [shapes.application(one) for one in lookup.listed(call.tenant.applications.values())]
    return collection(call, rows, "applications", page_size=call.switches["page_size"])


@operation("GET", "applications/{owner}", "applications.get")
def get_application(call: Call) -> Answer:
    context = {"@odata.context": call.context("applications/$entity")}
    row = shapes.application(_application(call))
    return Answer(200, selected({**context, **row}, call.query.get("$select", "")))


@operation("POST", "applications", "applications.create")
def create_application(call: Call) -> Answer:
    body = call.json()
    if not body.get("displayName"):
        raise problems.bad_request("Property 'displayName' is required.", "Request_BadRequest")
    made = Application(new_id(), new_id(), str(body["displayName"]), owners=[call.caller.object_id])
    made.created = call.service.world.clock.now()
    made.app_roles, made.tags = body.get("appRoles") or [], body.get("tags") or []
    call.tenant.applications[made.id] = made
    return Answer(201, {"@odata.context": call.context("applications/$entity"), **shapes.application(made)})


@operation("PATCH", "applications/{owner}", "applications.patch")
def patch_application(call: Call) -> Answer:
    """Its service principal in this tenant takes over the name, and the tags in addition to its own."""
    found = _application(call)
    permissions.check_owner(call, found.owners)
    change_members(call, found, {"displayName": "display_name", "tags": "tags"})
    for principal in call.tenant.service_principals.values():
        if principal.app_id == found.app_id:
            principal.display_name = found.display_name
            principal.tags = list(dict.fromkeys([*principal.tags, *found.tags]))
    return Answer(NO_CONTENT)


@operation("DELETE", "applications/{owner}", "applications.delete")
def delete_application(call: Call) -> Answer:
    """Takes the service principals of the application along, as the directory does."""
    found = _application(call)
    permissions.check_owner(call, found.owners)
    call.tenant.deleted[found.id] = call.tenant.applications.pop(found.id)
    for principal in list(call.tenant.service_principals.values()):
        if principal.app_id == found.app_id:
            call.tenant.deleted[principal.id] = call.tenant.service_principals.pop(principal.id)
    return Answer(NO_CONTENT)


@operation("GET", "applications/{owner}/owners", "owners.list")
def list_application_owners(call: Call) -> Answer:
    rows = [{"@odata.type": "#microsoft.graph.servicePrincipal", "id": one} for one in _application(call).owners]
    return collection(call, rows, "directoryObjects", page_size=call.switches["page_size"])


@operation("POST", "applications/{owner}/owners/$ref", "owners.add")
def add_application_owner(call: Call) -> Answer:
    return add_reference(call, _application(call).owners)


@operation("GET", "directory/deletedItems/{kind}", "deletedItems.list")
def list_deleted(call: Call) -> Answer:
    wanted = {"servicePrincipal": ServicePrincipal, "application": Application}.get(call.params["kind"])
    if wanted is None:
        raise problems.directory_object_missing(call.params["kind"])
    rows = [_deleted_row(call, one) for one in call.tenant.deleted.values() if isinstance(one, wanted)]
    return collection(call, rows, "directoryObjects", page_size=call.switches["page_size"])


def _deleted_row(call: Call, found: ServicePrincipal | Application) -> dict[str, Any]:
    if isinstance(found, Application):
        return shapes.application(found)
    return shapes.service_principal(found, call.tenant.id)


@operation("POST", "directory/deletedItems/{kind}/restore", "deletedItems.restore")
def restore(call: Call) -> Answer:
    """Brings one object back: restoring an application does not restore its service principal."""
    found = call.tenant.deleted.pop(call.params["kind"], None)
    if found is None:
        raise problems.directory_object_missing(call.params["kind"])
    if isinstance(found, Application):
        call.tenant.applications[found.id] = found
    else:
        call.tenant.service_principals[found.id] = found
    return Answer(200, {"@odata.context": call.context("directoryObjects/$entity"), **_deleted_row(call, found)})


def registered_application(tenant: Tenant, display_name: str, identity: str = "") -> Application:
    """A bare app registration: no gallery entry, no templates."""
    made = Application(identity or new_id(), new_id(), display_name, provisioning=Provisioning())
    tenant.applications[made.id] = made
    return made

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The estates to start from: `standard` (several applications), `empty` (tenants and clients), `none` (no tenant), `many`.

`many` takes options: `many:300` has 300 furnished applications, `many:300:bare` 300 of which nothing is configured.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from . import estate_many, fixtures
from .documents import Document
from .routes_gallery import enterprise_application, registered_application
from .steady import steady_job
from .switches import Switches
from .world import ApplicationTemplate, Client, ServicePrincipal, Template, Tenant, World, stable_id

NAMES = ("standard", "empty", "none", "many")
TENANT_ID = "0f6c3d2a-8b4e-4c57-9a1d-5e7b2c9f4a10"
OTHER_TENANT_ID = "7d1e5b94-3c2f-4a86-b0d7-9e8f6a5c4b21"
CLIENT_ID = "5b9a1c7e-2d3f-4e60-8a4b-6c7d8e9f0a11"
CLIENT_SECRET = "emulator-client-secret-of-no-value"
EXPIRED_SECRET = "emulator-client-secret-expired"
READER_ID = "6c0b2d8f-3e40-4f71-9b5c-7d8e9f0a1b22"
READER_SECRET = "emulator-reader-secret-of-no-value"
OWNER_ID = "7d1c3e90-4f51-4082-8c6d-8e9f0a1b2c33"
OWNER_SECRET = "emulator-owner-secret-of-no-value"
SYSTEM_IDENTITY_ID = "8e2d4fa1-5062-4193-9d7e-9f0a1b2c3d44"
USER_IDENTITY_ID = "9f3e50b2-6173-42a4-8e8f-0a1b2c3d4e55"

FULL_ROLES = (
    "Synchronization.ReadWrite.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "ProvisioningLog.Read.All",
    "SynchronizationData-User.Upload",
    "Policy.ReadWrite.CrossTenantAccess",
    "User.Read.All",
    "GroupMember.Read.All",
)
READ_ROLES = (
    "Synchronization.Read.All",
    "Application.Read.All",
    "ProvisioningLog.Read.All",
    "User.Read.All",
    "GroupMember.Read.All",
    "Policy.Read.All",
)
OWNER_ROLES = ("Application.ReadWrite.OwnedBy", "SynchronizationData-User.Upload.OwnedBy")

SCIM, FABRIKAM, CROSS_TENANT = "Contoso SCIM", "Fabrikam Sign-On", "Northwind Cross-Tenant"
CLOUD_SYNC, INBOUND = "Active Directory to Microsoft Entra ID", "API-driven Inbound"
PLAIN, TWIN = "Plain Web App", "Twin Application"


def build(name: str = "standard", switches: dict[str, Any] | None = None, **options: Any) -> World:
    """A world of its own, with the gallery and the catalogue; ValueError for a name or an option that there is not.

    Options of `many`: `applications` (their number), `furnished`, `tenants` (2: the other tenant has the same ones, bare).
    """
    name, options = _asked_for(name, options)
    world = World(switches=Switches(switches))
    world.catalogue = {key: template.copy() for key, template in _catalogue().items()}
    for row in fixtures.application_templates():
        entry = ApplicationTemplate(row["id"], row["displayName"], tuple(row["templates"]), row)
        entry.app_roles = fixtures.app_roles(row["id"])
        world.gallery[entry.id] = entry
    if name == "none":
        return world
    for tenant_id, display_name in ((TENANT_ID, "Contoso"), (OTHER_TENANT_ID, "Northwind")):
        _add_clients(world.add_tenant(tenant_id, display_name))
    if name == "standard":
        _furnish(world, world.tenants[TENANT_ID])
    if name == "many":
        estate_many.furnish(world, world.tenants[TENANT_ID], options["applications"], options["furnished"])
        if options["tenants"] == 2:
            estate_many.furnish(world, world.tenants[OTHER_TENANT_ID], options["applications"], furnished=False)
    return world


def _asked_for(text: str, options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name and the options of an estate; both may stand in one text, as the command line has them."""
    name, *words = text.split(":")
    if name not in NAMES:
        raise ValueError(f"there is no estate {text!r}; estates are: {', '.join(NAMES)}")
    if name != "many":
        if words or options:
            raise ValueError(f"the estate {name} takes no options, only many does: many:300, many:300:bare")
        return name, {}
    if len(words) > 2 or words[1:] not in ([], ["bare"]) or not all(word.isdecimal() for word in words[:1]):
        raise ValueError(f"the estate many is written many:300 or many:300:bare, not {text!r}")
    given = {**({"applications": int(words[0])} if words else {}), **({"furnished": False} if words[1:] else {})}
    known: dict[str, tuple[Any, ...]] = {
        "applications": tuple(range(1, estate_many.MOST + 1)),
        "furnished": (True, False),
        "tenants": (1, 2),
    }
    chosen = {"applications": 300, "furnished": True, "tenants": 1, **given, **options}
    for option, value in chosen.items():
        if option not in known:
            raise ValueError(f"the estate many has no option {option!r}; it has: {', '.join(known)}")
        allowed = known[option]
        if value not in allowed or type(value) is not type(allowed[0]):
            raise ValueError(f"{option} of the estate many is one of {allowed[0]} to {allowed[-1]}, not {value!r}")
    return name, chosen


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Template]:
    """Made once in a process: documents are immutable, so all worlds may share them and what is encoded of them."""
    return {key: template_from(tree) for key, tree in fixtures.catalogue().items()}


def template_from(tree: dict[str, Any]) -> Template:
    """A template of the catalogue from what Graph prints, its schema included."""
    document = Document.parse(tree.get("schema") or {})
    return Template(
        tree["id"],
        tree["applicationId"],
        document,
        document,
        bool(tree.get("default")),
        tree.get("description"),
        bool(tree.get("discoverable", True)),
        tree.get("factoryTag"),
        list(tree.get("metadata") or []),
    )


def _add_clients(tenant: Tenant) -> None:
    rows: tuple[tuple[str, str, dict[str, float], tuple[str, ...], str], ...] = (
        (CLIENT_ID, "Automation", {CLIENT_SECRET: 0.0, EXPIRED_SECRET: 1.0}, FULL_ROLES, ""),
        (READER_ID, "Reader", {READER_SECRET: 0.0}, READ_ROLES, ""),
        (OWNER_ID, "Owner", {OWNER_SECRET: 0.0}, OWNER_ROLES, ""),
        (SYSTEM_IDENTITY_ID, "Machine", {}, FULL_ROLES, "system"),
        (USER_IDENTITY_ID, "Shared identity", {}, FULL_ROLES, "user"),
    )
    for app_id, name, secrets, roles, identity in rows:
        client = Client(app_id, name, stable_id(tenant.id, name), dict(secrets), roles=roles, managed_identity=identity)
        tenant.clients[app_id] = client


def _furnish(world: World, tenant: Tenant) -> None:
    for display_name, template_id, secrets, running in _ENTERPRISE:
        gallery = next(one for one in world.gallery.values() if template_id in one.templates)
        identify = partial(stable_id, display_name)
        _application, principal = enterprise_application(world, tenant, gallery, display_name, identify=identify)
        principal.provisioning.secrets.update(secrets)
        if running:
            steady_job(world, tenant, principal, template_id)
    for display_name, serial in ((PLAIN, ""), (TWIN, "one"), (TWIN, "two")):
        made = registered_application(tenant, display_name, stable_id(display_name, serial, "application"))
        made.app_id = stable_id(display_name, serial, "app")
        identity = stable_id(display_name, serial, "principal")
        principal = ServicePrincipal(identity, made.app_id, display_name, provisioning=made.provisioning)
        tenant.service_principals[identity] = principal
    for kind, names in (("users", PEOPLE), ("groups", ("Sales", "Engineering"))):
        for display_name in names:
            identity = stable_id(kind, display_name)
            getattr(tenant, kind)[identity] = _member(kind, identity, display_name)


def _member(kind: str, identity: str, display_name: str) -> dict[str, Any]:
    """A user or a group as the directory prints it."""
    row: dict[str, Any] = {"id": identity, "displayName": display_name}
    nickname = display_name.lower().replace(" ", ".")
    if kind == "groups":
        return {**row, "mailEnabled": False, "mailNickname": nickname, "securityEnabled": True}
    address = f"{nickname}@contoso.example"
    return {**row, "accountEnabled": True, "mail": address, "userPrincipalName": address, "userType": "Member"}


# The first three are spoken of by tests; the others fill a group.
PEOPLE = (
    "Adele Vance",
    "Megan Bowen",
    "Alex Wilber",
    "Diego Siciliani",
    "Isaiah Langer",
    "Lee Gu",
    "Nestor Wilke",
)

_FABRIKAM_SECRETS = {
    "UserName": "provisioning@fabrikam.example",
    "Password": "fabrikam-password-of-no-value",
    "SecretToken": "fabrikam-token-of-no-value",
    "SyncAll": "false",
    "SyncNotificationSettings": '{"Enabled":true,"Recipients":"operations@contoso.example",'
    '"DeleteThresholdEnabled":true,"DeleteThresholdValue":500}',
}
_CLOUD_SECRETS = {
    "Domain": '{"domain":"corp.contoso.example"}',
    "AppKey": '{"appKeyScenario":"AD2AADProvisioning"}',
}


# name, the template that finds the gallery entry, stored secrets and settings, whether its job runs
_ENTERPRISE: tuple[tuple[str, str, dict[str, str], bool], ...] = (
    (SCIM, "scim", {}, False),
    (FABRIKAM, "fabrikamSingleSignon", _FABRIKAM_SECRETS, True),
    (CROSS_TENANT, "Azure2Azure", {}, False),
    (CLOUD_SYNC, "AD2AADProvisioning", _CLOUD_SECRETS, True),
    (INBOUND, "API2AAD", {}, False),
)


def directory(world: World, tenant_id: str = TENANT_ID) -> dict[str, dict[str, Any]]:
    """Names to ids of a tenant's enterprise applications; of a shared name the first keeps it, others get ` (2)`."""
    found: dict[str, dict[str, Any]] = {}
    tenant = world.tenants.get(tenant_id)
    registered = {one.app_id: one for one in reversed(tenant.applications.values())} if tenant else {}
    for principal in tenant.service_principals.values() if tenant else ():
        application = registered.get(principal.app_id)
        name, serial = principal.display_name, 1
        while name in found:
            serial += 1
            name = f"{principal.display_name} ({serial})"
        found[name] = {
            "service_principal_id": principal.id,
            "app_id": principal.app_id,
            "application_id": application.id if application else None,
            "display_name": principal.display_name,
            "templates": list(principal.provisioning.templates),
            "jobs": list(principal.provisioning.jobs),
        }
    return found

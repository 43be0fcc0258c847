# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which application permissions open which operation: the least one first, then the higher ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import problems

if TYPE_CHECKING:
    from .call import Call

OWNED = "Application.ReadWrite.OwnedBy"
READ, WRITE = "Synchronization.Read.All", "Synchronization.ReadWrite.All"
APP_READ, APP_WRITE = "Application.Read.All", "Application.ReadWrite.All"
DIRECTORY_READ, DIRECTORY_WRITE = "Directory.Read.All", "Directory.ReadWrite.All"

_READS = (OWNED, READ, WRITE)
_WRITES = (OWNED, WRITE)
_DIRECTORY_READS = (APP_READ, OWNED, APP_WRITE, DIRECTORY_READ, DIRECTORY_WRITE)
_DIRECTORY_WRITES = (OWNED, APP_WRITE, DIRECTORY_WRITE)
_POLICY_WRITES = ("Policy.ReadWrite.CrossTenantAccess",)
_POLICY_READS = ("Policy.Read.All", *_POLICY_WRITES)

TABLE: dict[str, tuple[str, ...]] = {
    "synchronization.get": _READS,
    "synchronization.put": _WRITES,
    "synchronization.delete": _WRITES,
    "synchronization.ping": _READS,
    "secrets.get": _READS,
    "secrets.count": _READS,
    "secrets.put": _WRITES,
    "secrets.acquireAccessToken": _WRITES,
    "jobs.list": _READS,
    "jobs.count": _READS,
    "jobs.create": _WRITES,
    "jobs.validateCredentials": _WRITES,
    "job.get": _READS,
    "job.patch": (WRITE,),
    "job.delete": _WRITES,
    "job.start": _WRITES,
    "job.pause": _WRITES,
    "job.restart": _WRITES,
    "job.validateCredentials": _WRITES,
    "job.provisionOnDemand": _WRITES,
    "job.bulkUpload": ("SynchronizationData-User.Upload.OwnedBy", "SynchronizationData-User.Upload"),
    "schema.get": _READS,
    "schema.put": _WRITES,
    "schema.delete": _WRITES,
    "schema.directories": _READS,
    "schema.directories.write": _WRITES,
    "schema.discover": (OWNED, WRITE, DIRECTORY_WRITE),
    "schema.functions": _WRITES,
    "schema.filterOperators": _WRITES,
    "schema.parseExpression": _WRITES,
    "templates.list": _READS,
    "templates.count": _READS,
    "templates.create": _WRITES,
    "template.get": _READS,
    "template.update": _WRITES,
    "template.delete": _WRITES,
    "servicePrincipals.list": _DIRECTORY_READS,
    "servicePrincipals.get": _DIRECTORY_READS,
    "servicePrincipals.create": _DIRECTORY_WRITES,
    "servicePrincipals.delete": _DIRECTORY_WRITES,
    "servicePrincipals.patch": _DIRECTORY_WRITES,
    "owners.list": _DIRECTORY_READS,
    "owners.add": _DIRECTORY_WRITES,
    "assignments.list": _DIRECTORY_READS,
    "assignments.add": ("AppRoleAssignment.ReadWrite.All",),
    "assignments.delete": ("AppRoleAssignment.ReadWrite.All",),
    "applications.list": _DIRECTORY_READS,
    "applications.get": _DIRECTORY_READS,
    "applications.create": _DIRECTORY_WRITES,
    "applications.patch": _DIRECTORY_WRITES,
    "applications.delete": _DIRECTORY_WRITES,
    "applicationTemplates.list": (),
    "applicationTemplates.get": (),
    "applicationTemplates.instantiate": _DIRECTORY_WRITES,
    "deletedItems.list": (APP_READ, APP_WRITE, OWNED),
    "deletedItems.restore": (APP_WRITE, OWNED),
    "partners.list": _POLICY_READS,
    "partners.create": _POLICY_WRITES,
    "partner.get": _POLICY_READS,
    "partner.patch": _POLICY_WRITES,
    "partner.delete": _POLICY_WRITES,
    "partner.policy.get": _POLICY_READS,
    "partner.policy.put": _POLICY_WRITES,
    "partner.policy.patch": _POLICY_WRITES,
    "partner.policy.delete": _POLICY_WRITES,
    "logs.provisioning": ("ProvisioningLog.Read.All", "AuditLog.Read.All", DIRECTORY_READ),
    "users": ("User.Read.All", DIRECTORY_READ, DIRECTORY_WRITE),
    "groups": ("GroupMember.Read.All", "Group.Read.All", DIRECTORY_READ, DIRECTORY_WRITE),
    "batch": (),
}

# Every operation on a schema, a job or the secrets may be had by owning the service principal, with these alone.
_OWNER_PERMISSIONS = {OWNED, "SynchronizationData-User.Upload.OwnedBy"}


def refusal(call: Call) -> problems.Refusal:
    """A missing permission, as the switch says that the service words it."""
    if call.switches["forbidden_answer"] == "401":
        return problems.empty_unknown_error()
    return problems.denied()


def check(call: Call) -> None:
    """Refuse a call whose token has none of the permissions; ownership is checked where the object is known."""
    wanted = TABLE[call.operation]
    if wanted and not call.caller.roles.intersection(wanted):
        raise refusal(call)


def check_owner(call: Call, owners: list[str]) -> None:
    """Refuse a caller whose only fitting permission is an OwnedBy one, and who is not among the owners."""
    fitting = call.caller.roles.intersection(TABLE[call.operation])
    if fitting and fitting <= _OWNER_PERMISSIONS and call.caller.object_id not in owners:
        raise refusal(call)

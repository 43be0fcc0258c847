# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application with roles and assignments in memory: the fake Graph that assigns as the service does."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, FakeGraph

HERE = f"/servicePrincipals/{ID}"
ASSIGNED = f"{HERE}/appRoleAssignedTo"
ROLES = f"{HERE}?$select=id,appRoles"
BY_APP = f"/servicePrincipals(appId='{APP}')"

ADELE, MEGAN, SALES, ENGINEERS, CLIENT = (f"{letter * 8}-1111-4111-8111-111111111111" for letter in "abcde")
NAMES = {ADELE: "Adele Vance", MEGAN: "Megan Bowen", SALES: "Sales", ENGINEERS: "Engineering", CLIENT: "Some Client"}
KINDS = {ADELE: "User", MEGAN: "User", SALES: "Group", ENGINEERS: "Group", CLIENT: "ServicePrincipal"}

USER, MSIAM = "18d14569-c3bd-439b-9a66-3a2aee01d14f", "b9632174-c057-4f7e-951b-be3adc52bfe6"
ADMIN = "4f8f8640-f081-492d-97a0-caf24e9bc134"
NONE = "00000000-0000-0000-0000-000000000000"


def role(identity, name, value=None, enabled=True, types=("User",)):
    """An app role as the service sends it."""
    return {"id": identity, "displayName": name, "value": value, "isEnabled": enabled, "allowedMemberTypes": [*types]}


OFFERED = (role(MSIAM, "msiam_access"), role(USER, "User"), role(ADMIN, "Administrator", "admin"))


def assignment(principal, role_id=USER):
    """An assignment as the service sends it."""
    return {
        "id": f"{principal[:8]}-{role_id[:8]}",
        "appRoleId": role_id,
        "principalDisplayName": NAMES.get(principal, "Somebody"),
        "principalId": principal,
        "principalType": KINDS.get(principal, "User"),
        "resourceId": ID,
    }


def user_path(name):
    return f"/users/{name.replace('@', '%40')}?$select=id"


def group_path(name):
    return f"/groups?$select=id&$filter=displayName%20eq%20%27{name}%27"


class Directory(FakeGraph):
    """One application, its roles, who is assigned, and a few people who can be named."""

    def __init__(self, *assigned, roles=OFFERED, **more):
        principal = {"id": ID, "appId": APP, "displayName": "Contoso SCIM", "appRoles": list(roles)}
        routes = {
            ROLES: principal,
            BY_APP: principal,
            "/servicePrincipals": [principal],
            ASSIGNED: [assignment(*one) if isinstance(one, tuple) else assignment(one) for one in assigned],
            user_path("adele@contoso.example"): {"id": ADELE},
            user_path("megan@contoso.example"): {"id": MEGAN},
            group_path("Sales"): [{"id": SALES}],
            group_path("Engineering"): [{"id": ENGINEERS}],
            group_path("Twins"): [{"id": SALES}, {"id": ENGINEERS}],
            group_path("Nobody"): [],
        }
        super().__init__({**routes, **more})

    @property
    def assigned(self):
        """(principal, role) of all assignments, in their order."""
        return [(row["principalId"], row["appRoleId"]) for row in self.routes[ASSIGNED]]

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, **_more):
        self._note("POST", path, body, doing)
        key = (body["principalId"], body["appRoleId"])
        assert body["resourceId"] == ID
        assert repeatable and fate is not None
        if key in self.assigned:
            text = "Permission being assigned already exists on the object"
            raise errors.BadRequest(f"Could not {doing}: {text}", status=400, message=text)
        made = assignment(*key)
        self.routes[ASSIGNED].append(made)
        return Reply(201, {}, made)

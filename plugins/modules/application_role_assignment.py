#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: application_role_assignment
short_description: Manage who is assigned to an enterprise application
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Assigns users and groups to an enterprise application in one of its app roles, and takes assignments away. As long as
    the application does not provision everybody (C(SyncAll) is C(false), as it is by default), who is assigned is in scope
    of its provisioning, and nobody else is.
  - Users and groups can be named as people name them. All of them are assigned in one task, each assignment only once,
    whatever happens to an answer of the service on its way.
  - The lists of the service show what was written up to a minute late. The module waits once, after its last write, until
    they do.
options:
  users:
    description:
      - The users, each by object id or user principal name. A name that this tenant does not have is an error.
      - At least one of O(users) and O(groups) is given.
    type: list
    elements: str
  groups:
    description:
      - The groups, each by object id or display name. A name that this tenant does not have, or that several groups bear,
        is an error.
    type: list
    elements: str
  role:
    description:
      - The app role, by its display name, its value, or its id.
      - With O(state=present) it may be left out where it is plain which one is meant. It is the only role that is enabled
        and for users and groups, or of several such roles the one named C(User), which applications from outside the gallery
        come with beside C(msiam_access). Where an application has no such role, default access is meant. Anything else is
        an error that lists the roles.
      - With O(state=absent) and no role, whoever is named loses every role.
      - V(00000000-0000-0000-0000-000000000000) names default access.
    type: str
  state:
    description:
      - V(present) makes sure that everybody who is named has the role. Other roles of theirs stay, unless O(exclusive).
      - V(absent) makes sure that nobody who is named has the role.
    type: str
    choices:
      - present
      - absent
    default: present
  exclusive:
    description:
      - Whether those who are named, in the role, are to be the only ones. Every other assignment of a user or group is
        removed, whatever its role, also of the kind that was left out. Assignments of service principals stay, as they are
        permissions.
      - Only with O(state=present).
      - When nobody is named, both O(users) and O(groups) have to be given as empty lists. Then nobody stays.
    type: bool
    default: false
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Reading needs the permission C(Application.Read.All), or C(Application.ReadWrite.OwnedBy), and writing needs
    C(AppRoleAssignment.ReadWrite.All) too. User principal names need C(User.Read.All) and group names C(GroupMember.Read.All).
    Object ids need neither.
  - Of a group only its direct members are in scope. The members of groups in it are not.
  - To assign groups, the tenant needs Microsoft Entra ID P1 or P2.
  - Whoever has no more than default access is left out of provisioning by many connectors of the gallery, and shown as
    not effectively entitled in the provisioning log. Name another role where there is one.
  - Every removal is the hazard V(change_scope), and one that comes of O(exclusive) is V(delete_undeclared) too. Both are
    refused unless O(accept_hazards) names them.
  - New assignments are made before old ones are removed, so that nobody who changes roles is out of scope in between.
  - A user, group or application that was made seconds ago may be refused as C(Not a valid reference update) until it is
    known everywhere. Run again.
seealso:
  - module: entra.provisioning.application_role_assignment_info
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization
"""

EXAMPLES = r"""
---
- name: Assign a user and a group
  entra.provisioning.application_role_assignment:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    users:
      - adele.vance@contoso.example
    groups:
      - Sales

- name: Assign them in a role of the application
  entra.provisioning.application_role_assignment:
    display_name: Fabrikam Sign-On
    groups:
      - Engineering
    role: Administrator

- name: Have nobody else in scope, which has to be accepted
  entra.provisioning.application_role_assignment:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    users: []
    groups:
      - Sales
      - Engineering
    exclusive: true
    accept_hazards:
      - change_scope
      - delete_undeclared

- name: Take a user out of scope
  entra.provisioning.application_role_assignment:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    users:
      - adele.vance@contoso.example
    state: absent
    accept_hazards:
      - change_scope
"""

RETURN = r"""
---
service_principal_id:
  description: The object id of the service principal; C(null) where O(if_missing=plan) planned for one that is yet to be made.
  returned: on success
  type: str
  sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
assignments:
  description:
    - All assignments of the application as last read, or in check mode as they would stand after the plan, sorted by kind
      and id of who is assigned.
  returned: on success
  type: list
  elements: dict
  contains:
    principal_id:
      description: The object id of who is assigned.
      returned: always
      type: str
      sample: a1e4c2d8-6f3b-4c7e-9d25-3b8f6e0a05b7
    principal_display_name:
      description: The display name of who is assigned; C(null) in check mode for one that is yet to be made.
      returned: always
      type: str
      sample: Adele Vance
    principal_type:
      description: >-
        C(User), C(Group), or C(ServicePrincipal) - which is no matter of provisioning, but a permission of another
        application.
      returned: always
      type: str
      sample: User
    role_id:
      description: >-
        The id of the app role; C(00000000-0000-0000-0000-000000000000) for default access; C(null) where O(if_missing=plan)
        planned for an application that is yet to be made.
      returned: always
      type: str
      sample: 18d14569-c3bd-439b-9a66-3a2aee01d14f
    role:
      description: The display name of the app role; C(null) for default access, and for a role that is gone.
      returned: always
      type: str
      sample: User
    assignment_id:
      description: The id of the assignment; C(null) in check mode for one that is yet to be made.
      returned: always
      type: str
      sample: "-WmtM5na7Uus0D8kI1yylpU9Mdo0Pb9OoBJvd3T5eKc"
changed:
  description: Whether something was written, or in check mode would be.
  returned: always
  type: bool
  sample: true
plan:
  description:
    - What the module would do (check mode) or was to do, in the order of execution, in the words of the options.
      Secrets never stand in it.
  returned: when the service could be read
  type: dict
  contains:
    summary:
      description: The plan in one line; C(no changes) when everything is as declared.
      returned: always
      type: str
      sample: "1 change: assign user adele@contoso.example as User of service principal 1f3c...7c11"
    fingerprint:
      description: SHA-256 over the changes. Give it as O(expected_plan) to have exactly this plan applied.
      returned: always
      type: str
      sample: 9b1c5f0e2a7d4c6b8e3f1a0d9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b
    changes:
      description: The changes, in order.
      returned: always
      type: list
      elements: dict
      contains:
        action:
          description: What is done.
          returned: always
          type: str
          sample: assign
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: user adele@contoso.example as User of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"principal_id": "a1e4...05b7", "role": "User"}
    hazards:
      description: The changes that can hurt. A real run refuses those that O(accept_hazards) does not name.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The name to list under O(accept_hazards).
          returned: always
          type: str
          sample: change_scope
        detail:
          description: What exactly would be hurt.
          returned: always
          type: str
          sample: >-
            1 of 3 assignments of users and groups to service principal 1f3c...7c11 goes and 2 stay:
            user megan@contoso.example as User
        consequence:
          description: What comes of it.
          returned: always
          type: str
          sample: objects that leave the scope are deprovisioned in the target at the next cycle
diff:
  description: The differences, by target; only what moves. After a failure, those of the changes that were done.
  returned: in diff mode
  type: dict
  contains:
    before:
      description: What moves, as it was.
      returned: always
      type: dict
      sample: {}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        user adele@contoso.example as User of service principal 1f3c...7c11: {"principal_id": "a1e4...05b7", "role": "User"}
done:
  description: >-
    The changes that the service accepted before the failure, in the form of RV(plan.changes). Also one that could not
    be seen afterwards.
  returned: when a real run fails
  type: list
  elements: dict
  sample: []
failed_change:
  description: >-
    The change that failed, in the form of RV(plan.changes); C(null) when all were done and the waiting failed.
  returned: when a write, or the waiting after it, fails
  type: dict
  sample:
    action: assign
    target: user adele@contoso.example as User of service principal 1f3c...7c11
    before: null
    after: {"principal_id": "a1e4...05b7", "role": "User"}
error:
  description: What the service said of the failure.
  returned: when a request fails
  type: dict
  contains:
    status:
      description: The HTTP status; C(null) when there was no answer.
      returned: always
      type: int
      sample: 403
    code:
      description: The innermost error code.
      returned: always
      type: str
      sample: Authorization_RequestDenied
    request_id:
      description: The id of the request at the service, for its support.
      returned: always
      type: str
      sample: 6f0a2a5c-9f0e-4d3a-8f54-0d3f3c1d2b10
    client_request_id:
      description: The id that the collection gave the request.
      returned: always
      type: str
      sample: 0b7c3f52-2d53-4a53-9b0b-7a1f1f9f4a77
"""

from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment


def main():
    """Run the module."""
    _module.reconcile(role_assignment.OPTIONS, role_assignment.propose, **role_assignment.RULES)


if __name__ == "__main__":
    main()

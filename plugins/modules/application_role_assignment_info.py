#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: application_role_assignment_info
short_description: Read who is assigned to an enterprise application
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the users and groups that are assigned to an enterprise application, in which of its app roles each of them is,
    and which roles there are.
  - What it returns can be declared with M(entra.provisioning.application_role_assignment).
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Application.Read.All), or C(Application.ReadWrite.OwnedBy).
  - The lists of the service show what was written up to a minute late.
seealso:
  - module: entra.provisioning.application_role_assignment
"""

EXAMPLES = r"""
---
- name: Read who is assigned
  entra.provisioning.application_role_assignment_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
  register: found

- name: Show the groups and their roles
  ansible.builtin.debug:
    msg: "{{ item.principal_display_name }} as {{ item.role | default('default access', true) }}"
  loop: "{{ found.assignments | selectattr('principal_type', 'eq', 'Group') }}"
  loop_control:
    label: "{{ item.principal_id }}"

- name: Show in which roles users and groups can be assigned
  ansible.builtin.debug:
    msg: "{{ found.roles | selectattr('enabled') | map(attribute='display_name') }}"
"""

RETURN = r"""
---
service_principal_id:
  description: The object id of the service principal.
  returned: on success
  type: str
  sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
assignments:
  description:
    - All assignments of the application, sorted by kind and id of who is assigned.
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
      description: The display name of who is assigned.
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
      description: The id of the app role; C(00000000-0000-0000-0000-000000000000) for default access.
      returned: always
      type: str
      sample: 18d14569-c3bd-439b-9a66-3a2aee01d14f
    role:
      description: The display name of the app role; C(null) for default access, and for a role that is gone.
      returned: always
      type: str
      sample: User
    assignment_id:
      description: The id of the assignment.
      returned: always
      type: str
      sample: "-WmtM5na7Uus0D8kI1yylpU9Mdo0Pb9OoBJvd3T5eKc"
roles:
  description: The app roles of the application, sorted by display name; empty when it defines none.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the role.
      returned: always
      type: str
      sample: 18d14569-c3bd-439b-9a66-3a2aee01d14f
    value:
      description: What stands in the roles claim of a token, and what connectors read; C(null) when there is nothing.
      returned: always
      type: str
      sample: admin
    display_name:
      description: The name that the portal shows.
      returned: always
      type: str
      sample: Administrator
    enabled:
      description: Whether it can be assigned.
      returned: always
      type: bool
      sample: true
    member_types:
      description: Whom it can be assigned to, C(User) for users and groups, and C(Application).
      returned: always
      type: list
      elements: str
      sample: ["User"]
changed:
  description: Always C(false), since nothing is written.
  returned: always
  type: bool
  sample: false
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment_info


def main():
    """Run the module."""
    _module.inquire(role_assignment_info.OPTIONS, role_assignment_info.answer, **role_assignment_info.RULES)


if __name__ == "__main__":
    main()

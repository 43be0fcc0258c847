#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: service_principal_info
short_description: Find a service principal
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Finds the service principal (enterprise application) that an object id, an application id or a display name means.
  - Nothing found is an empty list. A name that several service principals bear is an error that lists them, never the
    first of many.
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Application.Read.All), or C(Application.ReadWrite.OwnedBy) for what the calling application
    owns.
seealso:
  - module: entra.provisioning.synchronization_info
"""

EXAMPLES = r"""
---
- name: Find the enterprise application by its name
  entra.provisioning.service_principal_info:
    display_name: Contoso SCIM
  register: found

- name: Stop when there is none
  ansible.builtin.assert:
    that: found.service_principals | length == 1

- name: Find it by the application id
  entra.provisioning.service_principal_info:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
"""

RETURN = r"""
---
service_principals:
  description: The service principal, or an empty list when there is none.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: Its object id, as O(service_principal_id) of the other modules wants it.
      returned: always
      type: str
      sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    app_id:
      description: The application (client) id.
      returned: always
      type: str
      sample: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    display_name:
      description: The display name.
      returned: always
      type: str
      sample: Contoso SCIM
    application_template_id:
      description: The gallery application that it was made from; C(null) when it was made from none.
      returned: always
      type: str
      sample: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    app_owner_organization_id:
      description: The tenant in which the application is registered.
      returned: always
      type: str
      sample: ff8bf889-e031-41ac-8f7b-aedb059892ee
    account_enabled:
      description: Whether it may be used to sign in.
      returned: always
      type: bool
      sample: true
    service_principal_type:
      description: The kind, for example C(Application) or C(ManagedIdentity).
      returned: always
      type: str
      sample: Application
    tags:
      description: Its tags, sorted.
      returned: always
      type: list
      elements: str
      sample: [WindowsAzureActiveDirectoryIntegratedApp]
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import service_principal_info


def main():
    """Run the module."""
    _module.inquire(service_principal_info.OPTIONS, service_principal_info.answer, **service_principal_info.RULES)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_template_info
short_description: Read the synchronization templates of a service principal or an application
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the synchronization templates that a service principal or an application offers, with the settings and secrets
    that each of them requires.
  - A service principal that was not made from the gallery, or as a non-gallery application, offers none.
options:
  service_principal_id:
    description:
      - The object id of a service principal (enterprise application), to read what it offers. Not the application
        (client) id.
      - Exactly one of O(service_principal_id), O(application_id), O(app_id) and O(display_name) is given.
    type: str
  application_id:
    description:
      - The object id of an application object (app registration), to read its own templates.
    type: str
  template_id:
    description:
      - Return only the template of this id, in its exact spelling. When there is none, the list is empty.
    type: str
  include_schema:
    description:
      - Whether to return the default schema of each template too. It is large, and can cost one request per template.
    type: bool
    default: false
extends_documentation_fragment:
  - entra.provisioning.either
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Synchronization.Read.All), or C(Application.ReadWrite.OwnedBy) for what the calling
    application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
seealso:
  - module: entra.provisioning.synchronization_template
  - module: entra.provisioning.synchronization
"""

EXAMPLES = r"""
---
- name: What can this enterprise application be provisioned with
  entra.provisioning.synchronization_template_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
  register: offered

- name: Show the secrets that its SCIM template requires
  ansible.builtin.debug:
    msg: "{{ (offered.templates | selectattr('id', 'equalto', 'scim') | first).required_secrets }}"

- name: Keep the default schema of one template
  entra.provisioning.synchronization_template_info:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    include_schema: true
  register: scim

- name: The templates of our own app registration
  entra.provisioning.synchronization_template_info:
    display_name: Contoso SCIM
    owner_type: application
"""

RETURN = r"""
---
templates:
  description: The templates, sorted by id; empty when none is offered or none matches.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the template.
      returned: always
      type: str
      sample: scim
    application_template_id:
      description: The application template (gallery application) that it belongs to.
      returned: always
      type: str
      sample: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    default:
      description: Whether it is the recommended template among several.
      returned: always
      type: bool
      sample: true
    description:
      description: What the template is for; C(null) when it does not say.
      returned: always
      type: str
      sample: null
    discoverable:
      description: Whether the schema of the target can be discovered.
      returned: always
      type: bool
      sample: true
    factory_tag:
      description: The family of connectors that it is made for.
      returned: always
      type: str
      sample: CustomSCIM
    metadata:
      description:
        - The metadata by key, in the spelling of v1.0. Truths are booleans, C(ConfigurationFields) and C(OAuthSettings)
          are structures, all else is text. Of a key that repeats, the first value.
      returned: always
      type: dict
      sample: {"ConfigurationFields": [{"name": "baseaddress"}, {"name": "secrettoken", "secret": true}]}
    required_settings:
      description: >-
        The keys that the template wants under O(entra.provisioning.synchronization#module:settings).
      returned: always
      type: list
      elements: str
      sample: [BaseAddress]
    required_secrets:
      description: >-
        The keys that the template wants under O(entra.provisioning.synchronization#module:secrets).
      returned: always
      type: list
      elements: str
      sample: [SecretToken]
    schema:
      description: The default schema as the service gives it, without C(@odata) annotations.
      returned: when O(include_schema=true)
      type: dict
      sample: {"id": "scim.00000000000000000000000000000000", "directories": [], "synchronizationRules": []}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template_info


def main():
    """Run the module."""
    _module.inquire(template_info.OPTIONS, template_info.answer, **template_info.RULES)


if __name__ == "__main__":
    main()

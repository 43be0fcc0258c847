#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: application_template_info
short_description: Find applications in the gallery
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Finds application templates, the entries of the Microsoft Entra application gallery, by their id, by their name, or
    by a part of their name. M(entra.provisioning.application_from_template) makes an application from one.
  - Nothing found is an empty list.
options:
  application_template_id:
    description:
      - The id of one application template. It is the same in every tenant of a cloud.
      - Exactly one of O(application_template_id), O(display_name) and O(contains) is given.
    type: str
  display_name:
    description:
      - The whole name. Upper and lower case count as the same to the service. Several may bear one name; all are
        returned.
    type: str
  contains:
    description:
      - A part of the name.
    type: str
  limit:
    description:
      - How many to return at most, the first ones by name. RV(truncated) says whether there are more.
    type: int
    default: 100
extends_documentation_fragment:
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs no permission. The service lets every application that can sign in read the gallery.
  - What RV(application_templates[].is_sync_supported) says is what the gallery says. Whether an application that was
    made from it offers synchronization templates is told by M(entra.provisioning.synchronization_template_info).
seealso:
  - module: entra.provisioning.application_from_template
"""

EXAMPLES = r"""
---
- name: Find what Fabrikam offers
  entra.provisioning.application_template_info:
    contains: Fabrikam
  register: offered

- name: Show those that can be provisioned
  ansible.builtin.debug:
    msg: "{{ offered.application_templates | selectattr('is_sync_supported') | map(attribute='display_name') }}"

- name: Look one up by its name
  entra.provisioning.application_template_info:
    display_name: Fabrikam Sign-On

- name: Read the one that applications outside the gallery are made from
  entra.provisioning.application_template_info:
    application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
"""

RETURN = r"""
---
application_templates:
  description: The application templates, sorted by name whatever its case, then by id.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: The id, as O(entra.provisioning.application_from_template#module:application_template_id) wants it.
      returned: always
      type: str
      sample: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    display_name:
      description: The name.
      returned: always
      type: str
      sample: Fabrikam Sign-On
    description:
      description: What the application is; C(null) when the gallery does not say.
      returned: always
      type: str
      sample: Collaboration for everybody.
    publisher:
      description: Who publishes it; C(null) when the gallery does not say.
      returned: always
      type: str
      sample: Fabrikam
    categories:
      description: The categories of the gallery that it is in, sorted.
      returned: always
      type: list
      elements: str
      sample: [collaboration, productivity]
    home_page_url:
      description: Its home page; C(null) when the gallery does not say.
      returned: always
      type: str
      sample: https://fabrikam.example/
    supported_provisioning_types:
      description: How it can be provisioned, sorted. C(sync) is the only kind that there is.
      returned: always
      type: list
      elements: str
      sample: [sync]
    supported_single_sign_on_modes:
      description: How people can sign in to it, sorted.
      returned: always
      type: list
      elements: str
      sample: [oidc, saml]
    is_sync_supported:
      description: Whether C(sync) is among RV(application_templates[].supported_provisioning_types).
      returned: always
      type: bool
      sample: true
truncated:
  description: Whether there are more than O(limit).
  returned: on success
  type: bool
  sample: false
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_template_info


def main():
    """Run the module."""
    _module.inquire(
        application_template_info.OPTIONS, application_template_info.answer, **application_template_info.RULES
    )


if __name__ == "__main__":
    main()

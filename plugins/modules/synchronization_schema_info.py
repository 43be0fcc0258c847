#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_schema_info
short_description: Read the schema of a synchronization job or template as code
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the schema of a synchronization job, or of a template, in exactly the form that
    M(entra.provisioning.synchronization_schema) takes. What has the service's default is left out, and so are rules that
    are not editable.
  - With O(only=changes), what differs from the template's default and nothing else. Declared for a fresh job of the same
    template, it gives an equal schema.
options:
  schema_of:
    description:
      - Whose schema is read. Without it, that of the job of a service principal, and that of the template of an application.
      - V(template) reads the default schema of the template O(template_id) of a service principal.
    type: str
    choices:
      - job
      - template
  only:
    description:
      - V(changes) returns what differs from the default schema of the job's template. Rows that the default has and the job
        has not are given with C(state=absent), members that were emptied with C(clear).
      - RV(not_expressed) lists what differs and no option can say.
      - It costs one more request, and one for the job where it is given by O(job_id).
    type: str
    choices:
      - changes
  include:
    description:
      - What to read, or to show, beside it.
      - V(functions) are the functions of the mapping language that the service offers here.
      - V(filter_operators) are the operators of scoping filters that the service offers here.
      - V(document) is the whole schema as the service gives it, which is large.
    type: list
    elements: str
    choices:
      - functions
      - filter_operators
      - document
    default: []
extends_documentation_fragment:
  - entra.provisioning.schema
  - entra.provisioning.either
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Synchronization.Read.All), or C(Application.ReadWrite.OwnedBy) for what the calling application
    owns. O(app_id) and O(display_name) need C(Application.Read.All) too. O(include=functions) and O(include=filter_operators)
    need C(Synchronization.ReadWrite.All) instead, although they only read.
  - A schema that maps custom security attributes needs C(CustomSecAttributeProvisioning.Read.All) as well.
seealso:
  - module: entra.provisioning.synchronization_schema
  - module: entra.provisioning.synchronization_template_info
"""

EXAMPLES = r"""
---
- name: What was changed in this application
  entra.provisioning.synchronization_schema_info:
    display_name: Contoso SCIM
    template_id: scim
    only: changes
  register: exported

- name: Show it in the form of a playbook
  ansible.builtin.debug:
    msg: "{{ exported.schema | to_nice_yaml }}"

- name: The whole schema as code
  entra.provisioning.synchronization_schema_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22

- name: The default that the template gives, and what the service can do
  entra.provisioning.synchronization_schema_info:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    schema_of: template
    include:
      - functions
      - filter_operators

- name: The document itself, to be declared elsewhere
  entra.provisioning.synchronization_schema_info:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    include:
      - document
"""

RETURN = r"""
---
schema:
  description: The schema as code.
  returned: on success
  type: dict
  contains:
    id:
      description: The id of the schema, which is that of its job.
      returned: always
      type: str
      sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    version:
      description: The version. That of a schema that was changed begins with C(Date:); else it is the template's.
      returned: always
      type: str
      sample: "6.0"
    synchronization_rules:
      description: >-
        What O(entra.provisioning.synchronization_schema#module:synchronization_rules) takes; empty when there is nothing to
        declare.
      returned: always
      type: list
      elements: dict
      sample:
        - id: 9d1a6a35-4e0f-4c53-8a57-0f6f3f1c2b01
          name: USERGROUP_OUTBOUND_USERGROUP
          object_mappings:
            - source_object: User
              target_object: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
              attribute_mappings:
                - target_attribute: nickName
                  source: "[mailNickname]"
    directories:
      description: >-
        What O(entra.provisioning.synchronization_schema#module:directories) takes; empty when there is nothing to declare.
      returned: always
      type: list
      elements: dict
      sample: []
not_expressed:
  description:
    - What no option can say of it, one sentence each. A declaration leaves it as it is.
  returned: on success
  type: list
  elements: str
  sample: []
functions:
  description: The functions of the mapping language that the service offers for this schema, sorted by name.
  returned: when O(include) has V(functions)
  type: list
  elements: dict
  contains:
    name:
      description: The name of the function.
      returned: always
      type: str
      sample: Append
    parameters:
      description: Its parameters, in order.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The key under which the service stores the parameter.
          returned: always
          type: str
          sample: source
        type:
          description: The type of its value.
          returned: always
          type: str
          sample: String
        required:
          description: Whether it must be given.
          returned: always
          type: bool
          sample: true
        repeatable:
          description: Whether it may be given more than once.
          returned: always
          type: bool
          sample: false
filter_operators:
  description: The operators of scoping filters that the service offers for this schema, sorted by name.
  returned: when O(include) has V(filter_operators)
  type: list
  elements: dict
  contains:
    name:
      description: The operator, in the spelling that a clause needs.
      returned: always
      type: str
      sample: EQUALS
    arity:
      description: C(Binary) when it compares with values, C(Unary) when it does not.
      returned: always
      type: str
      sample: Binary
    multivalued_comparison:
      description: Whether C(All) or C(Any) value of a multi-valued attribute must satisfy it.
      returned: always
      type: str
      sample: All
    attribute_types:
      description: The types of attributes that it works with.
      returned: always
      type: list
      elements: str
      sample: [String, Integer]
document:
  description: The whole schema as the service gives it, without C(@odata) annotations.
  returned: when O(include) has V(document)
  type: dict
  sample: {"id": "scim.ff8b...9c22", "directories": [], "synchronizationRules": []}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_info


def main():
    """Run the module."""
    _module.inquire(schema_info.OPTIONS, schema_info.answer, **schema_info.RULES)


if __name__ == "__main__":
    main()

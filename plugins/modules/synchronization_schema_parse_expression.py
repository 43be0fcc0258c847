#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_schema_parse_expression
short_description: Have the service read and evaluate a mapping expression
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Sends an expression of the mapping language to the service, which says whether it can read it, how it stores it, and,
    for a given object, what comes out. Nothing is stored, so it runs in check mode too.
  - An expression that the service cannot read, or not evaluate, is an answer and no failure of the module.
  - To try expressions without a tenant, use P(entra.provisioning.evaluate_expression#filter).
options:
  template_id:
    description:
      - The template whose job, or which itself, is asked; O(schema_of) says which. For a job, the jobs are listed, which
        costs one request.
      - Exactly one of O(template_id) and O(job_id) is given.
    type: str
  job_id:
    description:
      - The id of the job that is asked. It is the form that costs no extra request.
    type: str
  schema_of:
    description:
      - Whether the schema of the job or of the template is asked. Before the first job there is only that of the template,
        which needs O(template_id).
    type: str
    choices:
      - job
      - template
    default: job
  expression:
    description:
      - The expression, for example V(Join(" ", [givenName], [surname]\)).
    type: str
    required: true
  attributes:
    description:
      - The attributes of an object to evaluate the expression for, by name. Lists are multi-valued attributes.
      - Without it the service evaluates what it can.
    type: dict
  target_attribute:
    description:
      - The definition of the attribute that the value is meant for, where the service shall take it into account.
    type: dict
    suboptions:
      name:
        description:
          - The name of the attribute.
        type: str
        required: true
      type:
        description:
          - The type of the value.
        type: str
        choices:
          - String
          - Integer
          - Reference
          - Binary
          - Boolean
          - DateTime
      multivalued:
        description:
          - Whether it holds a list.
        type: bool
      required:
        description:
          - Whether an object must have it.
        type: bool
      anchor:
        description:
          - Whether it identifies the object.
        type: bool
      case_exact:
        description:
          - Whether upper and lower case make a difference.
        type: bool
      flow_null_values:
        description:
          - Whether the absence of a value flows too.
        type: bool
      mutability:
        description:
          - What can be done with it.
        type: str
        choices:
          - ReadWrite
          - ReadOnly
          - Immutable
          - WriteOnly
      default_value:
        description:
          - The value of an object that has none.
        type: str
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), although it only reads, or C(Application.ReadWrite.OwnedBy) for a
    service principal that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
seealso:
  - module: entra.provisioning.synchronization_schema
  - plugin: entra.provisioning.evaluate_expression
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: What does the service make of this expression
  entra.provisioning.synchronization_schema_parse_expression:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    expression: Replace([preferredLanguage], "-", , , "_", , )
    attributes:
      preferredLanguage: en-US
  register: read

- name: The mapping gives what the target wants
  ansible.builtin.assert:
    that: read.evaluation_result == ["en_US"]

- name: Ask before there is a job
  entra.provisioning.synchronization_schema_parse_expression:
    display_name: Contoso SCIM
    template_id: scim
    schema_of: template
    expression: Join(" ", [givenName], [surname])
    attributes:
      givenName: Adele
      surname: Vance
    target_attribute:
      name: displayName
      type: String
"""

RETURN = r"""
---
parsing_succeeded:
  description: Whether the service can read the expression.
  returned: on success
  type: bool
  sample: true
expression:
  description: The expression as the service writes it; C(null) when it cannot read it.
  returned: on success
  type: str
  sample: Replace([preferredLanguage], "-", , , "_", , )
tree:
  description: How the service stores the expression; C(null) when it cannot read it.
  returned: on success
  type: dict
  sample: {"type": "Attribute", "name": "mail", "expression": "[mail]", "parameters": []}
evaluation_succeeded:
  description: Whether the service could evaluate the expression for O(attributes).
  returned: on success
  type: bool
  sample: true
evaluation_result:
  description: What comes out, as texts; one for a single value, empty when there is none.
  returned: on success
  type: list
  elements: str
  sample: [en_US]
expression_error:
  description: What the service says of an expression that it cannot read or evaluate; C(null) when it says nothing.
  returned: on success
  type: dict
  contains:
    code:
      description: The kind of error.
      returned: always
      type: str
      sample: ExpressionParsingFailed
    message:
      description: The error in words.
      returned: always
      type: str
      sample: The function Jion is not known.
    target:
      description: What the error is about.
      returned: always
      type: str
      sample: null
    details:
      description: More errors, with C(code), C(message) and C(target).
      returned: always
      type: list
      elements: dict
      sample: []
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_parse_expression


def main():
    """Run the module."""
    _module.inquire(schema_parse_expression.OPTIONS, schema_parse_expression.answer, **schema_parse_expression.RULES)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_directory_discover
short_description: Ask the target of a synchronization job which attributes it has
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Has the service ask the target application which objects and attributes it has, and returns those that the schema of the
    job does not know yet, in exactly the form that O(entra.provisioning.synchronization_schema#module:directories) of
    M(entra.provisioning.synchronization_schema) takes.
  - Nothing is stored and nothing is changed. The attributes can be mapped once they were declared.
  - It needs credentials that are stored and that the target accepts, and a directory whose target can be asked, which the
    service calls its discoverabilities. Generic SCIM applications have none.
  - The target is asked anew by each run. The question is sent with an unsafe verb, so in check mode it is planned and not
    asked, and RV(directories) is empty.
options:
  template_id:
    description:
      - The template whose job has the schema. The jobs are listed for it, which costs one request.
      - Exactly one of O(template_id) and O(job_id) is given.
    type: str
  job_id:
    description:
      - The id of the job that has the schema. It is the form that costs no extra request.
    type: str
  directory:
    description:
      - The directory of the schema whose target is asked, by its name or its id.
      - Without it, the only one that can be discovered and is not read-only. Where there is none, or several, the module
        fails and lists the directories with their discoverabilities.
    type: str
  only:
    description:
      - V(new) returns the objects and attributes that the schema does not know, to be declared with C(state=merged). Of an
        attribute that it knows already, it returns what is different and can be discovered of this directory at all - the
        type (C(AttributeDataTypes)), the mutability (C(AttributeReadOnly)), the objects it refers to
        (C(ReferenceAttributes)). What the target does not have, or no longer, is left as it is.
      - V(all) returns everything that was discovered, complete, to look at, or to be declared with C(state=replaced), which
        removes the attributes of these objects that the target does not have.
    type: str
    choices:
      - new
      - all
    default: new
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal that
    the calling application owns. On behalf of a user the service asks for C(Directory.ReadWrite.All) instead. O(app_id) and
    O(display_name) need C(Application.Read.All) too.
  - A target may take its time to answer; give it with O(timeout).
seealso:
  - module: entra.provisioning.synchronization_schema
  - module: entra.provisioning.synchronization_schema_info
  - module: entra.provisioning.synchronization
"""

EXAMPLES = r"""
---
- name: What does the target have that the schema does not know
  entra.provisioning.synchronization_directory_discover:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: contosoOutDelta.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
  register: target

- name: Show it
  ansible.builtin.debug:
    var: target.new_attributes

- name: Make it known to the schema
  entra.provisioning.synchronization_schema:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: contosoOutDelta.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    directories: "{{ target.directories }}"

- name: Everything that a named directory has
  entra.provisioning.synchronization_directory_discover:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: contosoOutDelta
    directory: Contoso
    only: all
"""

RETURN = r"""
---
directory:
  description: The directory that was asked, or in check mode would be.
  returned: on success
  type: dict
  contains:
    id:
      description: Its id, which is the same in every tenant.
      returned: always
      type: str
      sample: c1f7b3de-7a10-4a0e-8d6f-2b9f5d0e4a11
    name:
      description: Its name.
      returned: always
      type: str
      sample: Contoso
directories:
  description: >-
    What was discovered, as O(entra.provisioning.synchronization_schema#module:directories) takes it; empty when there is
    nothing to declare, and in check mode.
  returned: on success
  type: list
  elements: dict
  sample:
    - id: c1f7b3de-7a10-4a0e-8d6f-2b9f5d0e4a11
      name: Contoso
      objects:
        - name: Account
          attributes:
            - name: pager
              type: Integer
              metadata: []
new_attributes:
  description: The attributes that the schema does not know, each after its object, sorted; whatever O(only) says.
  returned: on success
  type: list
  elements: str
  sample: [Account.pager]
not_expressed:
  description: What was discovered and no option can say, one sentence each.
  returned: on success
  type: list
  elements: str
  sample: []
discovered:
  description: When the service discovered it, UTC; C(null) in check mode.
  returned: on success
  type: str
  sample: "2026-03-02T07:31:54.1234567Z"
changed:
  description: Always C(false), since nothing is stored.
  returned: always
  type: bool
  sample: false
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
      sample: "1 change: discover directory Contoso of schema of job contosoOutDelta.ff8b...9c22 of service principal 1f3c...7c11"
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
          sample: discover
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: directory Contoso of schema of job contosoOutDelta.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: null
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
          sample: delete_undeclared
        detail:
          description: What exactly would be hurt.
          returned: always
          type: str
          sample: SecretToken is stored and not declared under secrets
        consequence:
          description: What comes of it.
          returned: always
          type: str
          sample: something that is stored and was not declared may be lost
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
      sample: {}
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
    action: discover
    target: directory Contoso of schema of job contosoOutDelta.ff8b...9c22 of service principal 1f3c...7c11
    before: null
    after: null
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_discover


def main():
    """Run the module."""
    _module.reconcile(schema_discover.OPTIONS, schema_discover.propose, **schema_discover.RULES)


if __name__ == "__main__":
    main()

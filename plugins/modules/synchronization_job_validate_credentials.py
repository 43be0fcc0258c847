#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_validate_credentials
short_description: Try the credentials of a synchronization job
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Has the provisioning service try credentials against the target, with the connector of a job or of a template, and
    returns whether the target accepts them. Nothing is stored by it, and no job is needed.
  - Without O(settings) and O(secrets) the stored credentials are tried. With them, what is given is tried in place of, or
    besides, the stored settings. Stored secrets cannot be read and are not part of it; give all that the target needs.
  - It is a probe. It leaves everything as it was, so it is never a change (RV(changed) is C(false)), and each run
    tries once more. In check mode nothing is tried, and RV(valid) is C(null).
  - When the connector does not accept the credentials, the module fails with the connector's own words, or with
    O(fail_on=never) returns them. An error of any other kind, such as a missing permission, always fails, because it says
    nothing about the credentials.
options:
  template_id:
    description:
      - The template whose connector tries them, for example C(scim). When there is a job of it, that job's connector does.
      - A template that the service principal does not offer is an error that lists those that it offers. The service
        itself would accept it, and anything with it.
      - At least one of O(template_id) and O(job_id) is given.
    type: str
  job_id:
    description:
      - The id of an existing job, whose connector tries them.
    type: str
  settings:
    description:
      - Keys that hold no secret, with their values, as in O(entra.provisioning.synchronization#module:settings). They are
        tried over the stored settings.
    type: dict
  secrets:
    description:
      - Keys that hold a secret, with their values, as in O(entra.provisioning.synchronization#module:secrets).
      - When O(settings) or O(secrets) is given, no stored secret is tried.
    type: dict
  fail_on:
    description:
      - V(invalid) fails when the connector does not accept the credentials. RV(valid), RV(code) and RV(message) are in the
        result of the failure, too.
      - V(never) succeeds then, and RV(valid) is C(false).
    type: str
    choices:
      - invalid
      - never
    default: invalid
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - The service answers when the target has. That can take longer than a minute; then raise O(timeout).
  - A target may repeat in its answer what it was sent. Values given under O(secrets) are masked there; a stored secret
    cannot be, since nobody knows it.
  - The beta version of Microsoft Graph announces the end of what this module stands on, for 2027-07-06. See the guide on
    settings and secrets.
seealso:
  - module: entra.provisioning.synchronization
    description: Stores credentials, and can try them before it does.
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_template_info
    description: Tells which settings and secrets a template requires.
"""

EXAMPLES = r"""
---
- name: Try the stored credentials with the connector of the job
  entra.provisioning.synchronization_job_validate_credentials:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22

- name: Try a new token before it is stored
  entra.provisioning.synchronization_job_validate_credentials:
    display_name: Contoso SCIM
    template_id: scim
    secrets:
      SecretToken: "{{ vault_scim_token }}"

- name: Ask whether the target still takes the stored credentials
  entra.provisioning.synchronization_job_validate_credentials:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    fail_on: never
    timeout: 180
  register: tried

- name: Tell what came of it
  ansible.builtin.debug:
    msg: "{{ tried.valid | ternary('The target takes them.', tried.message) }}"
"""

RETURN = r"""
---
valid:
  description: Whether the connector accepts the credentials; C(null) in check mode, where nothing is tried.
  returned: on success, and when the connector does not accept them
  type: bool
  sample: true
code:
  description: The code of the connector's refusal; C(null) when there is none.
  returned: on success, and when the connector does not accept them
  type: str
  sample: null
message:
  description:
    - The connector's own words on its refusal; C(null) when there are none.
    - Values given under O(secrets) are masked in them.
  returned: on success, and when the connector does not accept them
  type: str
  sample: null
tried:
  description: Which credentials were, or in check mode would be tried - C(stored) or C(given).
  returned: on success, and when the connector does not accept them
  type: str
  sample: stored
tried_keys:
  description: The keys that were, or in check mode would be tried, sorted.
  returned: on success, and when the connector does not accept them
  type: list
  elements: str
  sample:
    - BaseAddress
    - SecretToken
changed:
  description: Always C(false), since trying leaves everything as it was.
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
      sample: "1 change: validate stored credentials of service principal 1f3c...7c11"
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
          sample: validate
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: stored credentials of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"by": "template scim", "tried": "stored", "keys": ["BaseAddress", "SecretToken"]}
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
    action: validate
    target: stored credentials of service principal 1f3c...7c11
    before: null
    after: {"by": "template scim", "tried": "stored", "keys": ["BaseAddress", "SecretToken"]}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_validate_credentials


def main():
    """Run the module."""
    _module.reconcile(
        job_validate_credentials.OPTIONS, job_validate_credentials.propose, **job_validate_credentials.RULES
    )


if __name__ == "__main__":
    main()

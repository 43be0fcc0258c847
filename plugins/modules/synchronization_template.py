#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_template
short_description: Manage a synchronization template of an application
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Adds, updates or deletes a synchronization template of an application that the tenant owns. A template is what
    synchronization jobs are made from. It tells which connector runs them and which settings and secrets they need.
  - The service replaces a template as a whole on each update and erases what the request leaves out. This module
    therefore sends all that it read, the schema and unknown members included, with only the declared members changed.
    Just before that it reads the template again, and stops when something else changed it meanwhile.
  - Options that are not given are left as they are.
  - A job copies its template when it is created; a later change of the template does not reach existing jobs.
options:
  template_id:
    description:
      - The id of the template, in its exact spelling.
    type: str
    required: true
  state:
    description:
      - V(present) makes sure that the template is there and as declared.
      - V(absent) deletes it.
    type: str
    choices:
      - present
      - absent
    default: present
  application_template_id:
    description:
      - The id of the application template (gallery application) that the template belongs to, which the service calls
        C(applicationId). It is not the id of an application object.
      - Needed when the template does not exist yet.
    type: str
  factory_tag:
    description:
      - The family of connectors, for example C(CustomSCIM). A new template gets its schema from it.
      - Needed when the template does not exist yet.
    type: str
  default:
    description:
      - Whether it is the recommended template among several.
    type: bool
  description:
    description:
      - What the template is for. The empty text clears it.
    type: str
  discoverable:
    description:
      - Whether the schema of the target can be discovered.
    type: bool
  metadata:
    description:
      - Metadata by key. The keys are C(ConfigurationFields), C(GalleryApplicationIdentifier), C(GalleryApplicationKey),
        C(IsOAuthEnabled), C(IsSynchronizationAgentAssignmentRequired), C(IsSynchronizationAgentRequired),
        C(IsSynchronizationInPreview), C(OAuthSettings), C(SynchronizationLearnMoreIbizaFwLink), and those that the
        template has already. Upper and lower case count as the same.
      - C(ConfigurationFields) is given and compared as a list of entries with C(name), and C(secret) where it is
        true. C(OAuthSettings) is a structure too. The keys that begin with C(Is) are booleans.
      - Keys that are not given stay as they are. A key whose value is the empty text is removed.
      - The service may hold a key more than once; the first value is the one that is compared and changed, and the
        others stay.
    type: dict
extends_documentation_fragment:
  - entra.provisioning.application
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for an application that
    the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - The documentation of the service names C(PATCH) and C(PUT) for an update. C(PATCH) is sent, and C(PUT) where the
    service answers that it has no such route.
seealso:
  - module: entra.provisioning.synchronization_template_info
  - module: entra.provisioning.synchronization_job
"""

EXAMPLES = r"""
---
- name: A template of our own for a SCIM target
  entra.provisioning.synchronization_template:
    application_id: 7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33
    template_id: contosoScim
    application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    factory_tag: CustomSCIM
    discoverable: true
    metadata:
      ConfigurationFields:
        - name: baseaddress
        - name: secrettoken
          secret: true

- name: Say what it is for, and make it the recommended one; all else stays
  entra.provisioning.synchronization_template:
    display_name: Contoso SCIM
    template_id: contosoScim
    description: Accounts of the Contoso directory service
    default: true

- name: Take away a metadata key
  entra.provisioning.synchronization_template:
    application_id: 7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33
    template_id: contosoScim
    metadata:
      IsSynchronizationInPreview: ""

- name: Delete the template
  entra.provisioning.synchronization_template:
    application_id: 7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33
    template_id: contosoScim
    state: absent
"""

RETURN = r"""
---
template:
  description:
    - The template as last read, or in check mode as it would stand after the plan; C(null) when there is none. What
      the service fills in for a new template is not known in check mode.
  returned: on success
  type: dict
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
      sample: "1 change: update template contosoScim of application 7e4a...1e33"
    fingerprint:
      description: SHA-256 over the changes. Give it as O(expected_plan) to have exactly this plan applied.
      returned: always
      type: str
      sample: c3a0d6b1f45e8c7290ab13de57f8642c0b9d8e7f6a5c4b3d2e1f0a9b8c7d6e5f
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
          sample: update
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: template contosoScim of application 7e4a...1e33
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"default": false}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"default": true}
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
      sample:
        template contosoScim of application 7e4a...1e33: {"default": false}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        template contosoScim of application 7e4a...1e33: {"default": true}
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
    action: update
    target: template contosoScim of application 7e4a...1e33
    before: {"default": false}
    after: {"default": true}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template


def main():
    """Run the module."""
    _module.reconcile(template.OPTIONS, template.propose, **template.RULES)


if __name__ == "__main__":
    main()

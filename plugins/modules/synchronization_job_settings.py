#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_settings
short_description: Set what the service keeps as settings of a job, where it takes them
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Declares some of the settings that the service keeps with a synchronization job, C(synchronizationJobSettings), and
    leaves the others as they are.
  - No way to write them is known to work everywhere. Microsoft Graph has a call for it (C(PATCH) of the job) that is not
    documented, and that has been reported to answer C(404) for jobs that are there. Where the service has no such write,
    the module fails with a clear word and nothing is changed. Where it takes the write and does nothing, that is found
    out by reading, and is a failure, too.
  - What can be set everywhere are the settings of M(entra.provisioning.synchronization), which are the service
    principal's - the threshold of deletions and the addresses to notify (C(SyncNotificationSettings)), C(SyncAll),
    C(SkipOutOfScopeDeletions) and others. Microsoft has announced that those move to the settings of jobs when secrets
    are removed from the API on 2027-07-06, which is what this module is ready for.
options:
  template_id:
    description:
      - The template whose job it is, for example C(scim).
      - At least one of O(template_id) and O(job_id) is given. When both are, the job must be that of the template.
    type: str
  job_id:
    description:
      - The id of the job.
    type: str
  settings:
    description:
      - The settings to make sure of, as names and values. Settings that are not named stay as they are, in their order.
      - The service keeps every value as a text. Truths become V(True) and V(False), numbers their digits, and structures
        (lists and dictionaries) JSON. A text is taken as it is; quote what YAML would take for a date or a number that
        begins with V(0).
      - Values are compared by their meaning. Upper and lower case do not count in V(True) and V(False), and JSON is
        compared as JSON. A structure is the whole value; what it does not name of the stored one goes.
      - Names are compared exactly. A name that the job does not have is added, with a warning when it looks like one that it
        has. A name that differs from one of the job's in upper and lower case only is an error, and so is one that the job
        has more than once, since nobody can say which one is meant.
      - There is no way to remove a setting. The empty text is a value as any other.
      - Values are shown in results and diffs. The keys of secrets, such as C(SecretToken), are refused here.
    type: dict
    required: true
  wait_timeout:
    description:
      - How many seconds to wait at most until the service shows what was written.
    type: int
    default: 120
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Check mode shows the plan, and cannot tell whether the service will take it. Only a real run finds that out.
  - Needs the permission C(Synchronization.ReadWrite.All) to write. C(Application.ReadWrite.OwnedBy) does not suffice, also
    for a service principal that the calling application owns. O(app_id) and O(display_name) need
    C(Application.Read.All) too.
  - The service replaces the settings as a whole, so they are read once more just before, and the write is not sent when a
    declared setting was changed by something else meanwhile.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_job_info
"""

EXAMPLES = r"""
---
- name: Turn the look ahead on, and hold deletions back from 700 on
  entra.provisioning.synchronization_job_settings:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    settings:
      LookaheadQueryEnabled: true
      QuarantineTooManyDeletesThreshold: 700

- name: A structure is kept as JSON
  entra.provisioning.synchronization_job_settings:
    display_name: Contoso SCIM
    template_id: scim
    settings:
      tenantWhitelist:
        - 8d3f1c5e-0a7b-4e92-b6d4-1f9c2a7e5b44

- name: Read the settings of another job
  entra.provisioning.synchronization_job_info:
    display_name: Fabrikam Sign-On
  register: pattern

- name: Take them over
  entra.provisioning.synchronization_job_settings:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    settings: "{{ pattern.jobs[0].settings | items2dict(key_name='name', value_name='value') }}"
"""

RETURN = r"""
---
job_id:
  description: The id of the job.
  returned: on success
  type: str
  sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
settings:
  description: >-
    All settings of the job as last read, in the service's order, or in check mode as they would stand after the plan. A
    name can occur more than once, so this is a list.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the setting.
      returned: always
      type: str
      sample: QuarantineTooManyDeletesThreshold
    value:
      description: The value, always a text.
      returned: always
      type: str
      sample: "500"
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
      sample: "1 change: update settings of job scim.ff8b...9c22 of service principal 1f3c...7c11"
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
          sample: update
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: settings of job scim.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"LookaheadQueryEnabled": "False"}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"LookaheadQueryEnabled": "True"}
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
        settings of job scim.ff8b...9c22 of service principal 1f3c...7c11: {"LookaheadQueryEnabled": "False"}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        settings of job scim.ff8b...9c22 of service principal 1f3c...7c11: {"LookaheadQueryEnabled": "True"}
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
    target: settings of job scim.ff8b...9c22 of service principal 1f3c...7c11
    before: {"LookaheadQueryEnabled": "False"}
    after: {"LookaheadQueryEnabled": "True"}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_settings


def main():
    """Run the module."""
    _module.reconcile(job_settings.OPTIONS, job_settings.propose, **job_settings.RULES)


if __name__ == "__main__":
    main()

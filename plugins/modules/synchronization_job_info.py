#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_info
short_description: Read the synchronization jobs of a service principal
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the synchronization jobs (provisioning jobs) of a service principal, with schedule, status, progress,
    quarantine, last executions and counts, as plain values.
  - The service's dates of the year 0001, which mean never, are C(null); so is the first execution of a job that never
    ran, which the service shows as failed.
options:
  job_id:
    description:
      - Return only the job of this id.
    type: str
  template_id:
    description:
      - Return only the job of this template, also when the service stored the template under another name
        (C(customappsso) becomes C(customappssoOutDelta)).
    type: str
  status:
    description:
      - Return only the jobs whose status code is one of these. The code does not tell whether the service runs the
        job; RV(jobs[].enabled) does.
    type: list
    elements: str
    choices:
      - Active
      - NotConfigured
      - NotRun
      - Paused
      - Quarantine
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - When several filters are given, all of them hold. When none matches, the list is empty.
  - Needs the permission C(Synchronization.Read.All), or C(Application.ReadWrite.OwnedBy) for a service principal that
    the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
seealso:
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_info
"""

EXAMPLES = r"""
---
- name: Read all jobs of an enterprise application
  entra.provisioning.synchronization_job_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
  register: found

- name: Show when each of them was last complete
  ansible.builtin.debug:
    msg: "{{ item.id }}: {{ item.status.last_cycle_completed }}"
  loop: "{{ found.jobs }}"

- name: Is the job of the SCIM template in quarantine
  entra.provisioning.synchronization_job_info:
    display_name: Contoso SCIM
    template_id: scim
    status:
      - Quarantine
"""

RETURN = r"""
---
service_principal_id:
  description: The object id of the service principal.
  returned: on success
  type: str
  sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
jobs:
  description: The jobs, sorted by id; empty when there is none or none matches.
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the job; C(null) in check mode for a job that is yet to be created.
      returned: always
      type: str
      sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id:
      description: The template that the service stored, which may be another one than was asked for.
      returned: always
      type: str
      sample: scim
    enabled:
      description: Whether the service runs the job. The status code does not tell it.
      returned: always
      type: bool
      sample: true
    schedule:
      description: When the job runs.
      returned: always
      type: dict
      contains:
        state:
          description: C(Active), C(Disabled) or C(Paused).
          returned: always
          type: str
          sample: Active
        interval:
          description: The time between cycles as an ISO 8601 duration; C(null) when the job has no schedule yet.
          returned: always
          type: str
          sample: PT40M
        expiration:
          description: When the job ends by itself; C(null) for never.
          returned: always
          type: str
          sample: null
    status:
      description: How the job fares. Points in time are ISO 8601 texts, and C(null) for never.
      returned: always
      type: dict
      contains:
        code:
          description: C(NotConfigured), C(NotRun), C(Active), C(Paused) or C(Quarantine).
          returned: always
          type: str
          sample: Active
        successive_complete_failures:
          description: How many cycles in a row failed wholly.
          returned: always
          type: int
          sample: 0
        escrows_pruned:
          description:
            - Whether the initial cycle met so many errors that the service dropped them. The job then pauses itself
              after that cycle and waits for an administrator.
          returned: always
          type: bool
          sample: false
        initial_cycle_completed:
          description: When the initial cycle was completed.
          returned: always
          type: str
          sample: "2026-03-01T04:05:06Z"
        last_cycle_completed:
          description: When the latest complete cycle ended.
          returned: always
          type: str
          sample: "2026-03-02T10:45:06Z"
        last_execution:
          description: The latest execution; C(null) when the job never ran.
          returned: always
          type: dict
          contains:
            activity_id:
              description: The id of the execution in the service's logs.
              returned: always
              type: str
              sample: 2dea06a7-2960-420d-931e-f6c807ebda24
            began:
              description: When it began.
              returned: always
              type: str
              sample: "2026-03-02T10:44:40Z"
            ended:
              description: When it ended.
              returned: always
              type: str
              sample: "2026-03-02T10:45:06Z"
            state:
              description: >-
                C(Succeeded), C(Failed), or C(EntryLevelErrors) - the cycle ran and some objects failed.
              returned: always
              type: str
              sample: Succeeded
            counts:
              description: >-
                The service's counters, named as it names them, for example C(imported), C(exported), C(escrowed).
              returned: always
              type: dict
              sample: {"entitled": 12, "entitled_for_provisioning": 12, "escrowed": 0, "exported": 2, "imported": 40}
            error:
              description: What went wrong as a whole; C(null) when nothing did.
              returned: always
              type: dict
              contains:
                code:
                  description: The code of the error.
                  returned: always
                  type: str
                  sample: SystemForCrossDomainIdentityManagementInvalidCredentials
                message:
                  description: The text of the error.
                  returned: always
                  type: str
                  sample: The credentials were refused by the target.
                tenant_actionable:
                  description: Whether an administrator of the tenant can mend it.
                  returned: always
                  type: bool
                  sample: true
        last_successful_execution:
          description: >-
            The latest execution that succeeded, in the form of C(last_execution); C(null) when there is none.
          returned: always
          type: dict
          sample: null
        last_successful_execution_with_exports:
          description: >-
            The latest execution that succeeded and wrote something to the target, in the form of C(last_execution);
            C(null) when there is none.
          returned: always
          type: dict
          sample: null
        progress:
          description: How far the initial cycle is; empty at other times.
          returned: always
          type: list
          elements: dict
          contains:
            completed_units:
              description: What is done.
              returned: always
              type: int
              sample: 120
            total_units:
              description: What there is to do.
              returned: always
              type: int
              sample: 400
            units:
              description: What is counted.
              returned: always
              type: str
              sample: users
            observed:
              description: When this was counted.
              returned: always
              type: str
              sample: "2026-03-01T03:30:00Z"
        quarantine:
          description: Why and since when the job is in quarantine; C(null) when it is not.
          returned: always
          type: dict
          contains:
            reason:
              description: The service's reason, for example C(EncounteredQuarantineException) or C(TooManyDeletes).
              returned: always
              type: str
              sample: EncounteredQuarantineException
            error:
              description: >-
                The error behind it, in the form of C(last_execution.error); C(null) when the service names none.
              returned: always
              type: dict
              sample: {"code": "InvalidCredentials", "message": "The target refused.", "tenant_actionable": true}
            began:
              description: When this quarantine began.
              returned: always
              type: str
              sample: "2026-03-02T08:00:00Z"
            series_began:
              description: When the first quarantine of this series began.
              returned: always
              type: str
              sample: "2026-03-02T08:00:00Z"
            series_count:
              description: How many quarantines the series has.
              returned: always
              type: int
              sample: 1
            next_attempt:
              description: When the service tries again.
              returned: always
              type: str
              sample: "2026-03-02T14:00:00Z"
            remedy:
              description: What helps against a quarantine of this reason.
              returned: always
              type: str
              sample: Check the credentials and whether the target answers.
        synchronized_entries:
          description: How many objects are synchronized, by kind.
          returned: always
          type: dict
          sample: {"User to User": 12}
        troubleshooting_url:
          description: A page on the trouble; C(null) when there is none.
          returned: always
          type: str
          sample: null
    settings:
      description: >-
        The settings that the service keeps with the job. They are no options; a name can occur more than once, so this
        is a list.
      returned: always
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_info


def main():
    """Run the module."""
    _module.inquire(job_info.OPTIONS, job_info.answer, **job_info.RULES)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job
short_description: Manage a synchronization job of a service principal
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Creates, starts, pauses or deletes one synchronization job (provisioning job) of a service principal, and can wait
    for it.
  - A job is made from a template, and there is at most one job of a template. It is found by its template, also when
    the service stored the template under another name (C(customappsso) becomes C(customappssoOutDelta),
    C(AD2AADProvisioning) may become C(ADDCInPassthrough)), and is never created twice.
  - Each step is read back until the service shows it, before the next is taken.
  - A quarantine is never hidden. It is in RV(job.status.quarantine), raised as a warning, and with
    O(state=started) it fails the task unless O(on_quarantine) says otherwise.
options:
  template_id:
    description:
      - The template whose job it is, for example C(scim). Needed to create a job.
      - A template that the service principal does not offer is an error that lists those that it offers.
      - At least one of O(template_id) and O(job_id) is given.
    type: str
  job_id:
    description:
      - The id of an existing job. When given, the job is found by it, and O(template_id) is used for its creation only.
    type: str
  state:
    description:
      - V(present) makes sure that there is a job. A new job is not started; an existing one is left as it is.
      - V(started) makes sure that there is a job and that the service runs it.
      - V(paused) makes sure that there is a job and that the service does not run it. Watermark and escrows are kept.
      - V(absent) deletes the job and its state. Accounts in the target stay, and so do the settings and secrets, which
        are the service principal's.
    type: str
    choices:
      - present
      - absent
      - started
      - paused
    default: present
  wait_for:
    description:
      - What to wait for, after the changes and also when there were none. Only with O(state=started), and not in check
        mode.
      - V(none) waits for nothing but the change itself.
      - V(started) waits until the service runs the job.
      - V(initial_cycle) waits until the initial cycle is completed, which takes from minutes to days.
      - V(steady) waits until moreover the status is C(Active) and there is no quarantine.
      - A quarantine on the way ends the waiting with a failure, unless O(on_quarantine=ignore).
    type: str
    choices:
      - none
      - started
      - initial_cycle
      - steady
    default: none
  wait_timeout:
    description:
      - How many seconds to wait at most for what O(wait_for) names.
    type: int
    default: 3600
  on_quarantine:
    description:
      - What to do when the job is in quarantine and O(state=started).
      - V(fail) fails before anything is done, with the cause that the service gives.
      - V(restart) restarts the job so that it leaves the quarantine. Nothing but the quarantine is reset; no object is
        read again and no held back deletion is carried out. Mend the cause first.
      - V(ignore) goes on, with a warning.
    type: str
    choices:
      - fail
      - restart
      - ignore
    default: fail
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - Only a service principal that was made from the gallery, or as a non-gallery application, offers templates.
  - Store the credentials with M(entra.provisioning.synchronization) before the job is started. A job that is started
    with bad credentials goes into quarantine.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job_info
  - module: entra.provisioning.synchronization_job_restart
  - module: entra.provisioning.synchronization_template_info
"""

EXAMPLES = r"""
---
- name: Make sure that the job is there and runs
  entra.provisioning.synchronization_job:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    state: started

- name: Start the job and wait for its initial cycle, two hours at most
  entra.provisioning.synchronization_job:
    display_name: Contoso SCIM
    template_id: scim
    state: started
    wait_for: initial_cycle
    wait_timeout: 7200

- name: Bring the job back from quarantine after the cause was mended
  entra.provisioning.synchronization_job:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    state: started
    on_quarantine: restart

- name: Pause the job for a maintenance of the target
  entra.provisioning.synchronization_job:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    state: paused

- name: Delete a job by its id
  entra.provisioning.synchronization_job:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    state: absent
"""

RETURN = r"""
---
job:
  description:
    - The job as last read, or in check mode as it would stand after the plan; C(null) when there is none.
  returned: on success, and when a quarantine fails the task
  type: dict
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
      sample: "1 change: start job scim.ff8b...9c22 of service principal 1f3c...7c11"
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
          sample: start
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: job scim.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"schedule": "Disabled"}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"schedule": "Active"}
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
        job scim.ff8b...9c22 of service principal 1f3c...7c11: {"schedule": "Disabled"}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        job scim.ff8b...9c22 of service principal 1f3c...7c11: {"schedule": "Active"}
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
    action: start
    target: job scim.ff8b...9c22 of service principal 1f3c...7c11
    before: {"schedule": "Disabled"}
    after: {"schedule": "Active"}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job


def main():
    """Run the module."""
    _module.reconcile(job.OPTIONS, job.propose, **job.RULES)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_restart
short_description: Restart a synchronization job, and say what it shall forget
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Restarts one synchronization job (provisioning job) of a service principal. What the job forgets by that is named in
    O(reset), from the quarantine alone to all that it knows of the accounts in the target.
  - A restart is an order. Each run of the task restarts the job once more and is reported as a change. Only with
    O(when=quarantined) a second run finds nothing to do.
  - What can hurt of a restart is told before, in check mode as a warning, and refused in a real run unless it stands in
    O(accept_hazards). What is told has the numbers that the service knows.
  - Mend the cause of a quarantine first. A job that is restarted with the same bad credentials is back in quarantine after
    its next cycle.
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
  reset:
    description:
      - What the job forgets. Left out, the service resets what it resets by itself, which is the same as
        V(quarantine_state), V(watermark) and V(escrows) together and the same as C(Restart provisioning) in the portal.
      - V(quarantine_state) ends the quarantine and forgets its history. No object is read again. It is the mildest reset.
        Deletions that the threshold held back (C(TooManyDeletes)) are not carried out, and are held back again unless the
        objects are back in scope.
      - V(watermark) forgets how far the job has come, so that all objects of the source are read and evaluated again, as in
        the initial cycle. Nothing is lost, and it can take hours or days, in which changes reach the target late. Is the
        hazard V(reset_watermark).
      - V(escrows) forgets the objects that failed and wait to be tried again. Without V(watermark) these objects stay as
        they are in the target until they change in the source again.
      - V(connector_data_store) forgets which account in the target belongs to which object of the source. All are matched
        anew by the matching attributes, and where that does not find the account, a second one is created. Microsoft
        advises it for cases of its support only. Is the hazard V(forget_links).
      - V(full) resets these four together. It does not let deletions through. Is the hazards V(forget_links) and
        V(reset_watermark).
      - V(force_deletes) lets the deletions through that the threshold held back (C(TooManyDeletes)), all of them. Accounts
        in the target are then deleted or disabled, and nothing brings them back but the target itself. Goes alone. Is
        the hazard V(force_deletes).
    type: list
    elements: str
    choices:
      - quarantine_state
      - watermark
      - escrows
      - connector_data_store
      - full
      - force_deletes
  when:
    description:
      - V(always) restarts the job in each run.
      - V(quarantined) restarts the job only when it is in quarantine, so that a second run changes nothing. O(reset) must
        then be one that ends the quarantine - V(quarantine_state), V(full), V(force_deletes), or left out. With
        V(force_deletes) only the quarantine C(TooManyDeletes) counts, since it ends no other.
    type: str
    choices:
      - always
      - quarantined
    default: always
  reasons:
    description:
      - With O(when=quarantined), the reasons of the quarantine for which the job is restarted, in the service's words. A
        quarantine of another reason is left as it is, with a warning that says its cause and what to do.
      - Left out, every reason counts.
    type: list
    elements: str
    choices:
      - EncounteredBaseEscrowThreshold
      - EncounteredEscrowProportionThreshold
      - EncounteredQuarantineException
      - EncounteredTotalEscrowThreshold
      - IngestionInterrupted
      - QuarantinedOnDemand
      - TooManyDeletes
      - Unknown
  start:
    description:
      - Whether a job that does not run is started after its restart. A restart by itself starts no job, which is a warning
        when the job does not run.
      - A job that is not restarted, since O(when=quarantined) and it is in no quarantine, is not started either, which is a
        warning when the job does not run. Somebody may have paused it, or an earlier run of the task may have restarted it and
        failed to start it. To have a job run whatever it did before, use
        O(entra.provisioning.synchronization_job#module:state=started).
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait at most until the service shows each step. What is waited for is that the job has left
        the quarantine, when the restart ends one, and that it runs, when it was started.
      - That the watermark is reset cannot be told from the job for sure, so it is not waited for. To wait until all objects
        are read again, use O(entra.provisioning.synchronization_job#module:wait_for=initial_cycle) afterwards.
    type: int
    default: 120
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - It is reported (U(https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/8800)) that the service answers
    a restart with C(401 UnknownError) when the application has only C(Application.ReadWrite.OwnedBy), although
    Microsoft documents that this suffices. Grant C(Synchronization.ReadWrite.All) in that case.
  - A quarantine that the restart does not end is a warning, with its cause and what to do. One that it ends is not.
seealso:
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_job_info
  - module: entra.provisioning.synchronization
"""

EXAMPLES = r"""
---
- name: End the quarantine of the job after its cause was mended, if it is in one
  entra.provisioning.synchronization_job_restart:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: scim
    when: quarantined
    reset:
      - quarantine_state

- name: Have all objects read and evaluated again, as the portal's Restart provisioning does
  entra.provisioning.synchronization_job_restart:
    display_name: Contoso SCIM
    template_id: scim
    accept_hazards:
      - reset_watermark

- name: Let the deletions through that the threshold held back, and end no other quarantine
  entra.provisioning.synchronization_job_restart:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    when: quarantined
    reset:
      - force_deletes
    accept_hazards:
      - force_deletes

- name: Bring a job back that the service has disabled after four weeks in quarantine
  entra.provisioning.synchronization_job_restart:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    when: quarantined
    reasons:
      - EncounteredQuarantineException
    start: true
    accept_hazards:
      - reset_watermark
"""

RETURN = r"""
---
job:
  description:
    - The job as last read, or in check mode as it would stand after the plan.
  returned: on success, and when the job is in quarantine again after the restart
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
      sample: "1 change: restart job scim.ff8b...9c22 of service principal 1f3c...7c11"
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
          sample: restart
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: job scim.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"status": "Quarantine", "reason": "EncounteredQuarantineException"}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"reset": ["quarantine_state"]}
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
          sample: reset_watermark
        detail:
          description: What exactly would be hurt.
          returned: always
          type: str
          sample: 42 User to User, 7 Group to Group of job scim.ff8b...9c22 are read and evaluated again
        consequence:
          description: What comes of it.
          returned: always
          type: str
          sample: every object is read and evaluated again, which may take hours or days
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
        job scim.ff8b...9c22 of service principal 1f3c...7c11: {"status": "Quarantine", "reason": "TooManyDeletes"}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        job scim.ff8b...9c22 of service principal 1f3c...7c11: {"reset": ["force_deletes"]}
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
    action: restart
    target: job scim.ff8b...9c22 of service principal 1f3c...7c11
    before: {}
    after: {"reset": ["quarantine_state", "watermark", "escrows"]}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_restart


def main():
    """Run the module."""
    _module.reconcile(job_restart.OPTIONS, job_restart.propose, **job_restart.RULES)


if __name__ == "__main__":
    main()

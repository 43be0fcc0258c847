#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_provision_on_demand
short_description: Provision users and groups now, without waiting for the next cycle
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Has a synchronization job provision single users, or a group with some of its members, now. The service reads each
    object from the source, matches it, decides whether it is in scope, and writes it to the target; what it did in each
    of these steps is returned.
  - It is an order and not a state. Every run provisions all subjects once more and reports RV(changed=true), also
    where source and target match already.
  - One call to the service provisions one subject. No call is repeated where it may have been carried out, so when one is
    lost on its way the module fails, and says which subjects were done, which one is in doubt, and which were not sent.
  - That the service answers does not mean that it provisioned. O(fail_on) says what fails the task.
options:
  template_id:
    description:
      - The template whose job provisions. The job is found also when the service stored the template under another name.
      - At least one of O(template_id) and O(job_id) is given. Both together have to mean the same job.
    type: str
  job_id:
    description:
      - The id of the job that provisions.
    type: str
  rule:
    description:
      - The synchronization rule to apply, by its name or its id. An id may be given without its end (C(#V2)).
      - Without it the only rule that says that it provisions on demand (C(supportsProvisionOnDemand) in its metadata) and
        is not the service's own is taken. When there are several, or none, the module fails and lists the rules.
      - A rule that says that it does not provision on demand is refused. One that says nothing is taken when it is named.
    type: str
  users:
    description:
      - The users to provision, each by its object id or its user principal name. An object id costs no request.
      - A subject that is named twice is provisioned once.
    type: list
    elements: str
  groups:
    description:
      - The groups to provision.
    type: list
    elements: dict
    suboptions:
      group:
        description:
          - The group, by its object id or its display name. A display name that several groups bear is an error that lists
            them.
        type: str
        required: true
      members:
        description:
          - The members to provision with the group, each by its object id or its user principal name. Without them the
            group alone is provisioned; the service does not add members by itself.
          - The service takes at most five members in a call. For more, the group is sent again with each next five.
        type: list
        elements: str
  distinguished_names:
    description:
      - The objects to provision, each by its distinguished name, for rules that read from Active Directory.
    type: list
    elements: str
  object_type:
    description:
      - What O(users) or O(distinguished_names) are in the source, as the rule's object mappings name it (source object),
        for example V(group) or V(contact).
      - Without it users are the source object V(User) of the rule, whatever its case, and distinguished names are its V(user),
        or else its V(inetOrgPerson). A source object that the rule does not map, or whose mapping is not enabled, is an error
        that lists those that it maps.
    type: str
  fail_on:
    description:
      - What fails the task, after all subjects were sent.
      - V(failure) - a subject failed. A status that is not known counts as a failure, and so does an answer that cannot be
        read.
      - V(skipped) - moreover a subject was skipped, for example because it is not in scope. The skip C(RedundantExport) does
        not count, since it means that source and target match already.
      - V(never) - nothing that became of a subject. Requests that fail do fail the task.
    type: str
    choices:
      - failure
      - skipped
      - never
    default: failure
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too, names of users
    C(User.Read.All), and names of groups C(GroupMember.Read.All).
  - The job need not run, and applications that sign in by OAuth need it stopped. A job in quarantine is refused, because the
    service answers nothing of use then. Jobs that get their objects by upload do not provision on demand.
  - Provisioning can take longer than a minute. With the usual O(timeout) such a call counts as lost; raise it, and for many
    subjects O(deadline) too.
  - The service takes five calls in ten seconds. One task keeps to that by waiting, which does not count against O(deadline).
    When several tasks exceed it together, the module waits as long as the service asks.
  - Values of attributes whose names sound like a secret (they contain C(password), C(pwd), C(secret), C(token), C(credential)
    and the like) are returned as C(********). Such a value of eight characters or more is masked in all other parts of the
    answer too.
seealso:
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_schema_info
"""

EXAMPLES = r"""
---
- name: Provision a new colleague at once
  entra.provisioning.synchronization_job_provision_on_demand:
    display_name: Contoso SCIM
    template_id: scim
    users:
      - adele.vance@contoso.example

- name: Try changed mappings on one user, and look at what the target was told
  entra.provisioning.synchronization_job_provision_on_demand:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    users:
      - adele.vance@contoso.example
    fail_on: skipped
  register: tried

- name: The user was provisioned, or needed nothing
  ansible.builtin.assert:
    that: tried.results[0].status == 'success' or tried.results[0].error_code == 'RedundantExport'

- name: Provision a group with two of its members, whatever comes of it
  entra.provisioning.synchronization_job_provision_on_demand:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    template_id: scim
    rule: USERGROUP_OUTBOUND_USERGROUP
    groups:
      - group: Sales
        members:
          - megan.bowen@contoso.example
          - alex.wilber@contoso.example
    fail_on: never

- name: Provision an account of Active Directory to Entra ID
  entra.provisioning.synchronization_job_provision_on_demand:
    display_name: Active Directory to Microsoft Entra ID
    template_id: AD2AADProvisioning
    distinguished_names:
      - CN=Adele Vance,OU=Sales,DC=corp,DC=contoso,DC=example
    timeout: 180
"""

RETURN = r"""
---
results:
  description: >-
    What the service said of each subject, in the order of RV(plan.changes); empty in check mode. After a failure, of the
    subjects that were answered before.
  returned: on success, and when a real run fails after its plan was made
  type: list
  elements: dict
  contains:
    subject:
      description: The subject as the task names it.
      returned: always
      type: str
      sample: adele.vance@contoso.example
    kind:
      description: C(user), C(group) or C(distinguished_name).
      returned: always
      type: str
      sample: user
    object_id:
      description: The id that was sent, or the distinguished name.
      returned: always
      type: str
      sample: 9bb0f679-a883-4a6f-8260-35b491b8b8c8
    object_type:
      description: What the subject is in the source, as the rule names it.
      returned: always
      type: str
      sample: User
    members:
      description: The members that went along with a group, as the task names them.
      returned: always
      type: list
      elements: str
      sample: []
    rule:
      description: The name of the rule, or its id where several have the name.
      returned: always
      type: str
      sample: USERGROUP_OUTBOUND_USERGROUP
    status:
      description:
        - C(success), C(skipped), C(failure), C(warning), or another word of the service in lower case. Where parts of the
          answer disagree, the worst of them.
        - C(unknown) when the answer has no verdict that could be read. It is never a success.
      returned: always
      type: str
      sample: success
    error_code:
      description: >-
        Why it is no success, for example C(NotEffectivelyEntitled) (not assigned, not in scope, or not active), or
        C(RedundantExport) (nothing to do); C(null) for a success.
      returned: always
      type: str
      sample: RedundantExport
    error_message:
      description: The same in the service's words.
      returned: always
      type: str
      sample: The state of the user in both the source and target systems already match.
    recommended_action:
      description: What the service advises; C(null) when it advises nothing.
      returned: always
      type: str
      sample: null
    action:
      description: What was done in the target, for example C(create), C(update), C(disable), C(delete) or C(other).
      returned: always
      type: str
      sample: create
    steps:
      description: The way of the subject, in order.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The service's name of the step.
          returned: always
          type: str
          sample: EntrySynchronizationScoping
        type:
          description: C(import), C(scoping), C(matching), C(processing) or C(export), and what the service may add.
          returned: always
          type: str
          sample: scoping
        status:
          description: C(success), C(skipped), C(failure) or C(warning).
          returned: always
          type: str
          sample: success
        description:
          description: The step in words.
          returned: always
          type: str
          sample: Determine if User in scope by evaluating against each scoping filter
        details:
          description: What the step read, or decided by. Names are the service's, values are texts.
          returned: always
          type: dict
          sample: {"Active in the source system": "True", "Assigned to the application": "True"}
    modified_properties:
      description: The attributes of the target that were written, or would be.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The attribute.
          returned: always
          type: str
          sample: displayName
        old_value:
          description: Its value before; C(null) when there was none.
          returned: always
          type: str
          sample: null
        new_value:
          description: Its value afterwards; C(null) when there is none.
          returned: always
          type: str
          sample: Adele Vance
    source_identity:
      description: The object in the source; C(null) when the service does not tell.
      returned: always
      type: dict
      contains:
        id:
          description: Its id there.
          returned: always
          type: str
          sample: 9bb0f679-a883-4a6f-8260-35b491b8b8c8
        type:
          description: Its kind there.
          returned: always
          type: str
          sample: User
        display_name:
          description: Its name there.
          returned: always
          type: str
          sample: Adele Vance
    target_identity:
      description: >-
        The object in the target, in the form of RV(results[].source_identity); C(null) when the service does not tell. Its
        id is the target's own and need not be a GUID.
      returned: always
      type: dict
      sample: {"id": "52507a19-96ec-4e73-9250-3e65ffd2d926", "type": "User", "display_name": null}
    reportable_identifier:
      description: What the provisioning log calls the object.
      returned: always
      type: str
      sample: adele.vance@contoso.example
    change_id:
      description: The id of the change in the provisioning log.
      returned: always
      type: str
      sample: 582595f3-53be-4843-bf0c-f57dbf8fae96
    raw:
      description: >-
        The beginning of an answer that could not be read, or of one without a verdict; C(null) for all others. It is
        withheld where it may hold a secret.
      returned: always
      type: str
      sample: null
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
      sample: >-
        1 change: provision on demand user adele.vance@contoso.example by rule USERGROUP_OUTBOUND_USERGROUP of
        job scim.ff8b...9c22 of service principal 1f3c...7c11
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
          sample: provision on demand
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: >-
            user adele.vance@contoso.example by rule USERGROUP_OUTBOUND_USERGROUP of job scim.ff8b...9c22 of service
            principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"subject": "adele.vance@contoso.example", "object_type": "User", "rule": "USERGROUP_OUTBOUND_USERGROUP"}
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
      sample:
        user adele.vance@contoso.example by rule USERGROUP_OUTBOUND_USERGROUP of job scim.ff8b...9c22 of ...:
          {"subject": "adele.vance@contoso.example", "object_type": "User"}
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
    action: provision on demand
    target: user adele.vance@contoso.example by rule USERGROUP_OUTBOUND_USERGROUP of job scim.ff8b...9c22 of ...
    before: null
    after: {"subject": "adele.vance@contoso.example", "object_type": "User"}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_provision_on_demand


def main():
    """Run the module."""
    _module.reconcile(job_provision_on_demand.OPTIONS, job_provision_on_demand.propose, **job_provision_on_demand.RULES)


if __name__ == "__main__":
    main()

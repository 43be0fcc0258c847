#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: provisioning_log_info
short_description: Read the provisioning log
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the provisioning log of the tenant, newest first - what the service did to which object, with which outcome, in
    which steps, and why it did not do it.
  - All options that filter are optional, and when several are given, all of them hold.
  - Pages are read no faster than the service allows, which is five requests of up to 999 entries in ten seconds. The wait
    does not count against O(deadline). A large O(limit) therefore takes its time, about twenty seconds for ten thousand
    entries.
options:
  service_principal_id:
    description:
      - Only entries of the service principal (the enterprise application) of this object id. Not the application (client)
        id.
      - At most one of O(service_principal_id), O(app_id) and O(display_name) is given. Without them, the entries of all
        service principals are read.
    type: str
  app_id:
    description:
      - Only entries of the service principal of this application (client) id, which is looked up. That costs one request.
    type: str
  display_name:
    description:
      - Only entries of the service principal of this display name, exactly, which is looked up. When several bear the
        name, the module fails and lists them.
    type: str
  job_id:
    description:
      - Only entries of the job of this id.
    type: str
  cycle_id:
    description:
      - Only entries of this cycle of a job, as RV(entries[].cycle_id) gives it.
    type: str
  change_id:
    description:
      - Only the entry of this change, as RV(entries[].change_id) gives it.
    type: str
  actions:
    description:
      - Only entries of one of these actions. V(other) is what did not come to one of the others, because it failed or was
        skipped, for example.
      - V(staged_delete) is the first of two steps of a deletion.
    type: list
    elements: str
    choices:
      - create
      - delete
      - disable
      - other
      - staged_delete
      - update
  statuses:
    description:
      - Only entries that ended as one of these.
    type: list
    elements: str
    choices:
      - failure
      - skipped
      - success
      - warning
  source_id:
    description:
      - Only entries of the object of this id in the source. For a source that is Microsoft Entra ID it is the object id, for
        Active Directory the distinguished name, for an upload the C(externalId).
    type: str
  source_name:
    description:
      - Only entries of objects whose display name in the source contains this text. Upper and lower case make a
        difference to the service.
    type: str
  target_id:
    description:
      - Only entries of the object of this id in the target, which is an id of the target's own making.
    type: str
  since:
    description:
      - Only entries after this point in time. Either a moment with its zone, such as V(2026-03-02T08:00:00Z), or how long
        ago it is, such as V(30m), V(24h) or V(7d) (the units are V(s), V(m), V(h), V(d) and V(w)).
      - An entry of the very moment is not among them.
    type: str
  until:
    description:
      - Only entries before this point in time, in the same forms as O(since). It must lie after O(since).
    type: str
  filter:
    description:
      - More conditions, as OData text, for what no option says. Sent as it is, beside the other options.
      - The service documents the operators C(eq), C(contains), C(gt) and C(lt), and not for every member; what it refuses
        stands in the error.
    type: str
  limit:
    description:
      - How many entries to read at most, from V(1) to V(100000). RV(limited) tells whether there are more.
    type: int
    default: 1000
  summary:
    description:
      - Whether to return numbers instead of the entries. They are those of the entries that were read, so of no more than
        O(limit).
    type: bool
    default: false
extends_documentation_fragment:
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(ProvisioningLog.Read.All), or C(AuditLog.Read.All), or C(Directory.Read.All); some of Microsoft's
    pages ask for the last two together. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - The service keeps the log for 30 days, or for 7 days where the tenant has no Microsoft Entra ID P1 or P2 licence.
  - Entries show some time after the event, usually five to ten minutes. Who reads the log regularly should let the spans
    overlap and tell entries apart by their RV(entries[].id).
  - The log holds personal data. Values of attributes are shown as the service gives them, but for those whose names look
    like secrets (C(password), C(secret), C(token) and the like), which are masked.
seealso:
  - module: entra.provisioning.synchronization_job_info
  - module: entra.provisioning.synchronization_job
"""

EXAMPLES = r"""
---
- name: What failed in the last day
  entra.provisioning.provisioning_log_info:
    display_name: Contoso SCIM
    statuses:
      - failure
    since: 24h
  register: failed

- name: Show whom it met, and why
  ansible.builtin.debug:
    msg: "{{ item.source_identity.display_name }}: {{ item.error_code }} ({{ item.reason }})"
  loop: "{{ failed.entries }}"

- name: How the application fared in a week
  entra.provisioning.provisioning_log_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    since: 7d
    limit: 20000
    summary: true
  register: week

- name: Stop when anything failed
  ansible.builtin.assert:
    that: week.summary.by_status['failure'] | default(0) == 0

- name: What became of one person in one job
  entra.provisioning.provisioning_log_info:
    job_id: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    source_id: 87d349ed-44d7-43e1-9a83-5f2406dee5bd
    since: "2026-03-01T00:00:00+01:00"
    until: "2026-03-02T00:00:00+01:00"

- name: What took the service long
  entra.provisioning.provisioning_log_info:
    actions:
      - create
      - update
    filter: durationInMilliseconds gt 5000
    limit: 50
"""

RETURN = r"""
---
entries:
  description: The entries, newest first; empty when there is none, and with O(summary=true).
  returned: on success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the entry.
      returned: always
      type: str
      sample: 75b5b0ae-9fc5-4d0e-a0a9-7a6a4728de56
    activity_date_time:
      description: When it happened, UTC.
      returned: always
      type: str
      sample: "2026-03-02T07:31:54Z"
    job_id:
      description: The id of the job.
      returned: always
      type: str
      sample: scim.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    cycle_id:
      description: The id of the cycle of the job.
      returned: always
      type: str
      sample: b6502552-018d-49bd-8869-f47194dc65c1
    change_id:
      description: The id of the change in that cycle.
      returned: always
      type: str
      sample: eaad2f8b-e6e3-409b-83bd-e4e2e57177d5
    action:
      description: What was done; one of the words of O(actions), or another one that the service has come to use.
      returned: always
      type: str
      sample: create
    status:
      description: How it ended; one of the words of O(statuses).
      returned: always
      type: str
      sample: failure
    error_code:
      description: The service's code of what went wrong, or why it was skipped; C(null) when there is none.
      returned: always
      type: str
      sample: ContosoEntryConflict
    reason:
      description: The same in words.
      returned: always
      type: str
      sample: The target answered 409, because a user of this name exists already.
    error_category:
      description: C(failure), C(non_service_failure), C(success), or C(null).
      returned: always
      type: str
      sample: non_service_failure
    recommended_action:
      description: What the service recommends.
      returned: always
      type: str
      sample: null
    additional_details:
      description: What the service adds to the reason.
      returned: always
      type: str
      sample: null
    duration_ms:
      description: How long it took, in milliseconds.
      returned: always
      type: int
      sample: 3236
    service_principal:
      description: The service principal that stands for the application.
      returned: always
      type: dict
      contains: &named
        id:
          description: Its id; C(null) when there is none.
          returned: always
          type: str
          sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
        display_name:
          description: Its display name; C(null) when there is none.
          returned: always
          type: str
          sample: Contoso SCIM
    source_system:
      description: Where the object came from.
      returned: always
      type: dict
      contains: *named
    target_system:
      description: Where it was to go.
      returned: always
      type: dict
      contains: *named
    source_identity:
      description: The object in the source.
      returned: always
      type: dict
      contains: &identity
        id:
          description: Its id in that system, in whatever form that has; C(null) when there is none.
          returned: always
          type: str
          sample: 87d349ed-44d7-43e1-9a83-5f2406dee5bd
        display_name:
          description: Its display name; C(null) when the service does not tell it.
          returned: always
          type: str
          sample: Adele Vance
        type:
          description: What it is there, as the schema of the job calls it.
          returned: always
          type: str
          sample: User
        details:
          description: What the service adds, under its own names.
          returned: always
          type: dict
          sample: {"UserPrincipalName": "adele@contoso.example"}
    target_identity:
      description: The object in the target.
      returned: always
      type: dict
      contains: *identity
    initiated_by:
      description: Who caused it.
      returned: always
      type: dict
      contains:
        id:
          description: The id; C(null) for the service itself.
          returned: always
          type: str
          sample: null
        display_name:
          description: The name.
          returned: always
          type: str
          sample: Azure AD Provisioning Service
        type:
          description: C(user), C(application) or C(system).
          returned: always
          type: str
          sample: system
    steps:
      description: The steps, in order.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The service's name of the step.
          returned: always
          type: str
          sample: EntryExportAdd
        type:
          description: C(import), C(scoping), C(matching), C(processing), C(reference_resolution) or C(export).
          returned: always
          type: str
          sample: export
        status:
          description: How it ended, in the words of O(statuses).
          returned: always
          type: str
          sample: failure
        description:
          description: The step in words.
          returned: always
          type: str
          sample: Failed to create User 'adele@contoso.example' in Contoso
        details:
          description: >-
            What the service adds, under its own names. Of an import these are attributes of the object; values whose names
            look like secrets are masked.
          returned: always
          type: dict
          sample: {"ReportableIdentifier": "adele@contoso.example"}
    modified_properties:
      description: The attributes that were written, or were to be.
      returned: always
      type: list
      elements: dict
      contains:
        name:
          description: The name of the attribute.
          returned: always
          type: str
          sample: displayName
        old_value:
          description: Its value before; masked when the name looks like that of a secret.
          returned: always
          type: str
          sample: null
        new_value:
          description: Its value after; masked when the name looks like that of a secret.
          returned: always
          type: str
          sample: Adele Vance
limited:
  description: Whether there are more entries than O(limit) let through, so that the oldest are missing.
  returned: on success
  type: bool
  sample: false
summary:
  description: The entries in numbers.
  returned: when O(summary=true)
  type: dict
  contains:
    total:
      description: How many entries there are.
      returned: always
      type: int
      sample: 42
    by_action:
      description: How many of each action, in order of the words.
      returned: always
      type: dict
      sample: {"create": 30, "other": 3, "update": 9}
    by_status:
      description: How many of each outcome, in order of the words.
      returned: always
      type: dict
      sample: {"failure": 3, "success": 39}
    by_error_code:
      description: How many of each code, in order of the codes; entries without a code are not counted here.
      returned: always
      type: dict
      sample: {"ContosoEntryConflict": 3}
    first:
      description: When the oldest of them happened; C(null) when there is none.
      returned: always
      type: str
      sample: "2026-02-23T08:12:40Z"
    last:
      description: When the newest of them happened; C(null) when there is none.
      returned: always
      type: str
      sample: "2026-03-02T07:31:54Z"
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioning_log_info


def main():
    """Run the module."""
    _module.inquire(provisioning_log_info.OPTIONS, provisioning_log_info.answer, **provisioning_log_info.RULES)


if __name__ == "__main__":
    main()

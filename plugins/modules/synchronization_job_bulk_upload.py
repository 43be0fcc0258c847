#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_job_bulk_upload
short_description: Upload people to a job of API-driven inbound provisioning
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Sends people from a source of your own, such as the file of a personnel system, to the job of an application for
    API-driven inbound provisioning, which creates, updates and disables their accounts by its attribute mappings.
  - The people are given as SCIM users (O(users)), or as flat rows (O(rows)) with a O(mapping) of SCIM paths to columns.
  - Every person is uploaded in the same way, also one to be updated or disabled (C(active) is false). The service finds out
    by C(externalId), which it matches with C(employeeId) unless the mappings of the job say otherwise.
  - An upload is an order. It is done anew by each run, which therefore ends with RV(changed=true), unless there is nobody
    to upload.
  - The service works off what was uploaded later. What came of it stands in the provisioning log after 5 to 10 minutes, and
    is not in the result of this module; RV(log_queries) and RV(uploaded_at) say where to look.
options:
  template_id:
    description:
      - The template of the job, V(API2AAD) for provisioning to Microsoft Entra ID, V(API2AD) for provisioning to an Active
        Directory. The job has to exist and to be started.
      - At least one of O(template_id) and O(job_id) is given. Both together have to mean the same job.
    type: str
  job_id:
    description:
      - The id of the job, as RV(entra.provisioning.synchronization_job#module:job.id) gives it.
    type: str
  users:
    description:
      - SCIM users, each with an C(externalId) of its own. They are sent as they are; C(schemas) is filled in for those that
        do not have it.
      - A C(password), at any depth, is treated as a secret. The rest is shown where Ansible shows parameters, so give the
        task C(no_log=true) where the output is read by people who must not see it.
      - With an empty list there is nothing to do, and nothing is asked of the service.
      - Exactly one of O(users) and O(rows) is given.
    type: list
    elements: dict
  rows:
    description:
      - Flat rows, one for each person, such as P(entra.provisioning.csv_rows#filter) makes of a CSV file.
      - A column called C(password), and one that O(mapping) takes for a password, is treated as a secret.
    type: list
    elements: dict
  mapping:
    description:
      - Which column goes where. Needed with O(rows), and only with them.
      - A key is a SCIM path, such as V(userName), V(name.givenName), V(emails[type eq "work"].value),
        V(phoneNumbers[type eq "work" and primary eq true].value), V(active), or with the schema of an extension in front,
        V(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department). C(externalId) has to be among them.
      - A value is the name of a column; or a dictionary, with C(column) and a C(type) (V(string), V(boolean), V(integer),
        V(decimal)), or with C(value), a constant that is the same for everybody.
      - Cells are texts unless a type is asked for, except that C(active) and C(primary) are true or false, said as V(true),
        V(false), V(yes), V(no), V(1) or V(0).
      - An empty cell is left out; there is no way to send an attribute as empty. What comes of an attribute that is not sent
        is for the attribute mappings of the job to say.
      - Constants are left out where every cell of the same entry or object is empty, so that there is no entry of
        C(emails) that is primary and has no address.
    type: dict
  path:
    description:
      - The path of each operation of a bulk request.
    type: str
    default: /Users
  bulk_id:
    description:
      - The SCIM path of the attribute that each operation of a bulk request is named by. Who does not have it is named by
        C(externalId). Where several have the same, a number is added.
    type: str
    default: externalId
  operations_per_request:
    description:
      - How many people go in one request, from 1 to 50. The service takes no more than 50.
    type: int
    default: 50
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(SynchronizationData-User.Upload), or C(SynchronizationData-User.Upload.OwnedBy) for a service
    principal that the calling application owns, and for finding the job C(Synchronization.Read.All) or
    C(Application.ReadWrite.OwnedBy). O(app_id) and O(display_name) need C(Application.Read.All) too.
  - The pace is kept to 40 requests in 5 seconds. The service takes 6,000 requests in 24 hours from all that upload to it
    together; a task that would need more is refused before anything is sent.
  - A request whose answer was lost is never sent again, since nothing tells whether it had arrived. One that the service
    refused for its quotas is, after the time that the service asks for.
  - For very many people, raise O(deadline); waiting for the pace does not count against it, but sending does.
  - The plan names people by their external ids. RV(plan.changes[].after) holds a digest of what is sent, without the
    passwords, so that O(expected_plan) tells other data from those that were reviewed.
seealso:
  - module: entra.provisioning.provisioning_log_info
  - module: entra.provisioning.synchronization_job
  - plugin: entra.provisioning.csv_rows
    plugin_type: filter
  - plugin: entra.provisioning.scim_users
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Upload the people of a CSV file
  entra.provisioning.synchronization_job_bulk_upload:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: API2AAD
    rows: "{{ lookup('ansible.builtin.file', 'people.csv') | entra.provisioning.csv_rows }}"
    mapping:
      externalId: Worker
      userName: Mail
      displayName: Name
      name.givenName: First name
      name.familyName: Last name
      emails[type eq "work"].value: Mail
      emails[type eq "work"].primary: {value: true}
      active: Works here
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department: Department
      urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value: Manager
      urn:contoso:hr:1.0:User:badge: Badge

- name: Upload SCIM users from a JSON file
  entra.provisioning.synchronization_job_bulk_upload:
    display_name: API-driven Inbound
    template_id: API2AAD
    users: "{{ lookup('ansible.builtin.file', 'people.json') | from_json }}"
  register: upload

- name: Disable the account of somebody who left
  entra.provisioning.synchronization_job_bulk_upload:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    job_id: API2AAD.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    users:
      - externalId: "701984"
        userName: adele.vance@contoso.example
        displayName: Adele Vance
        active: false

- name: Go on with those who were not uploaded when an upload failed
  entra.provisioning.synchronization_job_bulk_upload:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    template_id: API2AAD
    users: "{{ people | selectattr('externalId', 'in', upload.not_uploaded) }}"
  vars:
    people: "{{ lookup('ansible.builtin.file', 'people.json') | from_json }}"
"""

RETURN = r"""
---
job_id:
  description: The id of the job; C(null) when there was nobody to upload, and so no job was looked for.
  returned: on success, and when an upload fails
  type: str
  sample: API2AAD.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
requests:
  description: The requests that the service accepted, in order. In check mode those that would be sent.
  returned: on success, and when an upload fails
  type: list
  elements: dict
  contains:
    operations:
      description: How many people were in it.
      returned: always
      type: int
      sample: 2
    external_ids:
      description: Who was in it.
      returned: always
      type: list
      elements: str
      sample: ["701984", "701985"]
    log_filter:
      description: >-
        The filter of the provisioning log by which the service says that the results are found; C(null) in check mode.
      returned: always
      type: str
      sample: jobid eq 'API2AAD.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22'
log_queries:
  description: Where in the provisioning log the results will be, each place once; empty in check mode.
  returned: on success, and when an upload fails
  type: list
  elements: dict
  contains:
    filter:
      description: The filter.
      returned: always
      type: str
      sample: jobid eq 'API2AAD.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22'
    path:
      description: The path and query below the version of Microsoft Graph.
      returned: always
      type: str
      sample: >-
        /auditLogs/provisioning?$filter=jobid%20eq%20%27API2AAD.ff8bf889e03141ac8f7baedb059892ee.5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22%27
uploaded:
  description: The external ids of those whom the service accepted, in order. In check mode of those who would be sent.
  returned: on success, and when an upload fails
  type: list
  elements: str
  sample: ["701984", "701985"]
not_uploaded:
  description: >-
    The external ids of those who surely were not uploaded, because their request was refused or not sent any more. To go
    on after a failure, upload these alone.
  returned: on success, and when an upload fails
  type: list
  elements: str
  sample: []
unknown:
  description: >-
    The external ids of those in a request whose answer was lost. The provisioning log will tell whether they arrived.
  returned: on success, and when an upload fails
  type: list
  elements: str
  sample: []
counts:
  description: The same in numbers.
  returned: on success, and when an upload fails
  type: dict
  contains:
    users:
      description: How many people there are.
      returned: always
      type: int
      sample: 2
    requests:
      description: How many requests were accepted.
      returned: always
      type: int
      sample: 1
    uploaded:
      description: How many people were uploaded.
      returned: always
      type: int
      sample: 2
    not_uploaded:
      description: How many surely were not.
      returned: always
      type: int
      sample: 0
    unknown:
      description: Of how many it is not known.
      returned: always
      type: int
      sample: 0
uploaded_at:
  description: >-
    A moment from which on the entries of the provisioning log can be those of this upload, by the earlier of this machine's
    clock and the service's; C(null) in check mode, and when nothing was accepted.
  returned: on success, and when an upload fails
  type: str
  sample: "2026-03-02T10:45:06Z"
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
      sample: "1 change: upload users 1 to 2 of 2 to job API2AAD.ff8b...9c22 of service principal 1f3c...7c11"
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
          sample: upload
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: users 1 to 2 of 2 to job API2AAD.ff8b...9c22 of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"operations": 2, "external_ids": ["701984", "701985"], "sha256": "5e88...d1d8"}
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
        users 1 to 2 of 2 to job API2AAD.ff8b...9c22 of service principal 1f3c...7c11:
          operations: 2
          external_ids: ["701984", "701985"]
          sha256: 5e88...d1d8
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
    action: upload
    target: users 1 to 2 of 2 to job API2AAD.ff8b...9c22 of service principal 1f3c...7c11
    before: null
    after: {"operations": 2, "external_ids": ["701984", "701985"], "sha256": "5e88...d1d8"}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import bulk_upload


def main():
    """Run the module."""
    _module.reconcile(bulk_upload.OPTIONS, bulk_upload.propose, **bulk_upload.RULES)


if __name__ == "__main__":
    main()

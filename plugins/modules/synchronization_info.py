#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_info
short_description: Read the synchronization of one, several or all service principals
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads what there is to know of the synchronization of service principals - settings, the keys of secrets (never
    their values), jobs, and templates.
  - Many service principals are read in batches of twenty requests.
  - A service principal that was named and cannot be read fails the module. With O(all=true), where some are expected to
    have no provisioning, it is listed with its error text and C(null) for what could not be read, never as empty. Where all
    of several are refused, the sign-in lacks a permission, and the module fails.
options:
  service_principal_id:
    description:
      - The object id of the service principal (the enterprise application). Not the application (client) id.
      - Exactly one of O(service_principal_id), O(app_id), O(display_name), O(service_principal_ids) and O(all) is
        given.
    type: str
  app_id:
    description:
      - The application (client) id. The service principal is looked up, which costs one request.
    type: str
  display_name:
    description:
      - The display name of the service principal, exactly. When several bear the name, the module fails and lists them.
    type: str
  service_principal_ids:
    description:
      - The object ids of several service principals.
    type: list
    elements: str
  all:
    description:
      - V(true) reads all service principals of the tenant. That takes time in a large tenant; limit it with O(include).
    type: bool
  include:
    description:
      - What to read. Fewer parts are fewer requests. C(templates) is the largest, because the service sends the
        schemas along.
      - V(connectivity) reads the synchronization itself, and tells whether it has the announced successor of the stored
        settings and secrets (RV(synchronizations[].connectivity_parameters)). Not read unless it is asked for.
    type: list
    elements: str
    choices:
      - settings
      - jobs
      - templates
      - connectivity
    default:
      - settings
      - jobs
      - templates
  ping:
    description:
      - Whether to ping the synchronization too. It is a function of the beta version of Microsoft Graph that not every
        cloud has; RV(synchronizations[].ping.available) tells.
    type: bool
    default: false
extends_documentation_fragment:
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes_info
notes:
  - Needs the permission C(Synchronization.Read.All), or C(Application.ReadWrite.OwnedBy) for service principals that
    the calling application owns. O(app_id), O(display_name) and O(all) need C(Application.Read.All) too.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job_info
  - module: entra.provisioning.synchronization_template_info
  - module: entra.provisioning.service_principal_info
"""

EXAMPLES = r"""
---
- name: All about one enterprise application
  entra.provisioning.synchronization_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    ping: true
  register: contoso

- name: The jobs of several
  entra.provisioning.synchronization_info:
    service_principal_ids:
      - 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
      - 2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42
    include:
      - jobs

- name: The jobs of the whole tenant
  entra.provisioning.synchronization_info:
    all: true
    include:
      - jobs
  register: tenant

- name: Show those in quarantine
  ansible.builtin.debug:
    msg: "{{ tenant.synchronizations | map(attribute='jobs') | select | flatten
      | selectattr('status.code', 'equalto', 'Quarantine') | map(attribute='id') }}"

- name: See whether this tenant has the announced successor of the stored settings and secrets
  entra.provisioning.synchronization_info:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    include:
      - connectivity
    api_version: beta
"""

RETURN = r"""
---
synchronizations:
  description: >-
    One entry per service principal, in the order in which they were named; with O(all=true) by display name.
  returned: on success
  type: list
  elements: dict
  contains:
    service_principal_id:
      description: The object id of the service principal.
      returned: always
      type: str
      sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    app_id:
      description: The application (client) id; C(null) when the object id was given, because nothing was looked up.
      returned: always
      type: str
      sample: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    display_name:
      description: The display name; C(null) when the object id was given, because nothing was looked up.
      returned: always
      type: str
      sample: Contoso SCIM
    error:
      description: The first error, with O(all=true); C(null) when all could be read.
      returned: always
      type: str
      sample: null
    settings:
      description: The stored keys whose values the service shows; C(null) when they could not be read.
      returned: when O(include) has C(settings)
      type: dict
      sample: {"BaseAddress": "https://scim.example.com/v2", "SyncAll": false}
    secret_keys:
      description: The stored keys whose values the service hides; C(null) when they could not be read.
      returned: when O(include) has C(settings)
      type: list
      elements: str
      sample: [SecretToken]
    jobs:
      description: The jobs, sorted by id; C(null) when they could not be read.
      returned: when O(include) has C(jobs)
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
                  sample: {"entitled": 12, "escrowed": 0, "exported": 2, "imported": 40}
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
            The settings that the service keeps with the job. They are no options; a name can occur more than once, so
            this is a list.
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
    templates:
      description: The templates that are offered, sorted by id; C(null) when they could not be read.
      returned: when O(include) has C(templates)
      type: list
      elements: dict
      contains:
        id:
          description: The id of the template.
          returned: always
          type: str
          sample: scim
        default:
          description: Whether it is the recommended template among several.
          returned: always
          type: bool
          sample: true
        required_settings:
          description: The keys that the template wants under O(entra.provisioning.synchronization#module:settings).
          returned: always
          type: list
          elements: str
          sample: [BaseAddress]
        required_secrets:
          description: The keys that the template wants under O(entra.provisioning.synchronization#module:secrets).
          returned: always
          type: list
          elements: str
          sample: [SecretToken]
    connectivity_parameters:
      description:
        - The names of the entries of the service's C(connectivityParameters), sorted; for an entry without a name, the
          text "(unnamed)". Values are not returned, because which of them are secret is not published.
        - C(null) when the service does not return such a property, as version V(v1.0) of Microsoft Graph does today, and
          when it could not be read.
      returned: when O(include) has C(connectivity)
      type: list
      elements: str
      sample: null
    ping:
      description: The answer to the ping; C(null) when it could not be had.
      returned: when O(ping=true)
      type: dict
      contains:
        available:
          description: Whether the cloud offers Ping.
          returned: always
          type: bool
          sample: true
        answer:
          description: What the service said; C(null) when the cloud does not offer Ping.
          returned: always
          type: str
          sample: pong
        message:
          description: The same in words.
          returned: always
          type: str
          sample: The service answered.
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import synchronization_info


def main():
    """Run the module."""
    _module.inquire(synchronization_info.OPTIONS, synchronization_info.answer, **synchronization_info.RULES)


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: application_from_template
short_description: Make an application from the gallery, once
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Makes an enterprise application from an application template, that is, from an entry of the Microsoft Entra
    application gallery, or from the one for applications outside the gallery. This makes an application object and its
    service principal. Waits until its synchronization answers, so that the other modules of the collection can go on.
  - The service refuses no second application of the same name. Therefore an application is looked for before it is
    made, an answer that was lost is made good by what stands there then, and nothing is made where it is not clear
    which application is meant.
  - The application is found by O(application_id) or O(app_id) where one is given. Otherwise by O(tag), whatever its
    name. Otherwise by O(display_name) among those that were made from the same application template.
  - An application of that name that was made from another application template, or from none, is an error. So are
    several that could be meant; they are listed.
  - With O(tag), an application that is found by its name is taken over and tagged. That is also how a run goes on that
    was stopped between the making and the tagging.
  - Nothing of an application that is there is changed besides its tags. It is not renamed.
options:
  application_template_id:
    description:
      - The id of the application template, which is the same in every tenant of a cloud. Neither the id of an
        application nor that of a synchronization template.
      - V(8adf8e6e-67b2-4cf2-a259-e3dc5476c621) is the one for applications outside the gallery, in the global cloud.
        In the US Government clouds that is V(4602d0b4-76bb-404b-bca9-2652e1a39c6d), in China
        V(5a532e38-1581-4918-9658-008dc27c1d68).
      - One of O(application_template_id) and O(application_template) is given with O(state=present). With
        O(state=absent) it is optional, and an application of another one is not deleted.
    type: str
  application_template:
    description:
      - The name of the application template in the gallery, exactly. It costs one request.
      - A name that the gallery does not have, or has more than once, is an error that lists what may be meant.
    type: str
  display_name:
    description:
      - The name of the application. With O(state=present) it is needed unless O(application_id) or O(app_id) is given.
      - An application that is found by an id or a tag and bears another name is left so, with a warning.
    type: str
  application_id:
    description:
      - The object id of the application object. The surest way to name an application that is there.
      - When there is none of that id, the task fails with O(state=present), and nothing is made in its place.
    type: str
  app_id:
    description:
      - The application (client) id, with the same meaning.
    type: str
  tag:
    description:
      - A text by which the application is found again, also after somebody renamed it. It is added to the tags of the
        service principal; the others stay.
      - Choose one that no other application bears. Several bearers are an error that lists them.
      - With O(state=absent), only the bearer of the tag is deleted. One that merely bears O(display_name) is left alone,
        with a warning.
    type: str
  service_management_reference:
    description:
      - A reference to a database of services or assets, given to an application when it is made. It is not compared or
        changed later.
    type: str
  state:
    description:
      - V(present) makes sure that there is such an application.
      - V(absent) deletes the application, and with it its service principal, jobs, settings and secrets. The directory
        keeps the application and the service principal among the deleted items for 30 days, from where they can be
        restored; do not count on restored jobs and secrets. Only an application that was made from the gallery is
        deleted.
    type: str
    choices:
      - present
      - absent
    default: present
  settle_timeout:
    description:
      - How many seconds to wait at most until the synchronization of the application answers. For a new application that
        takes seconds as a rule, and minutes at times. There is no waiting in check mode.
      - One that was just made or tagged has to offer a synchronization template too, unless the gallery says that the
        application template does not support provisioning.
    type: int
    default: 300
extends_documentation_fragment:
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Application.ReadWrite.OwnedBy), or C(Application.ReadWrite.All), to write, and a permission
    to read the synchronization. The calling application owns what it makes, so C(Application.ReadWrite.OwnedBy) alone is
    enough for all of it. To find applications that it does not own it needs C(Application.Read.All).
  - The name alone finds an application only as long as nobody renames it. Give O(tag), or keep
    RV(application.application_id).
  - Two tasks that make applications of one name from one application template at the same time may make two. The next
    run lists them.
seealso:
  - module: entra.provisioning.application_template_info
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.service_principal_info
"""

EXAMPLES = r"""
---
- name: An application outside the gallery, found again by its tag
  entra.provisioning.application_from_template:
    application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    display_name: Contoso Payroll
    tag: automation:contoso-payroll
  register: payroll

- name: Provision it
  entra.provisioning.synchronization_job:
    service_principal_id: "{{ payroll.application.service_principal_id }}"
    template_id: scim
    state: started

- name: An application of the gallery by its name there
  entra.provisioning.application_from_template:
    application_template: Fabrikam Sign-On
    display_name: Fabrikam of Contoso
    service_management_reference: CMDB-4711
    settle_timeout: 600

- name: Take over an application that somebody made by hand
  entra.provisioning.application_from_template:
    application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    display_name: Contoso SCIM
    tag: automation:contoso-scim

- name: Make sure that a known application is there, and never make another one
  entra.provisioning.application_from_template:
    application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    application_id: 7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33

- name: Delete the application that bears the tag
  entra.provisioning.application_from_template:
    tag: automation:contoso-payroll
    state: absent
"""

RETURN = r"""
---
application:
  description:
    - The application as last read, or in check mode as it would stand after the plan; C(null) when there is none. The
      ids of an application that is yet to be made are C(null) in check mode, and its tags are those that are declared.
  returned: on success
  type: dict
  contains:
    application_id:
      description:
        - The object id of the application object, as O(application_id) wants it; C(null) when it is registered in another
          tenant.
      returned: always
      type: str
      sample: 7e4a1c3b-91d2-4f0c-8a57-2b6d0f9c1e33
    app_id:
      description: The application (client) id.
      returned: always
      type: str
      sample: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    service_principal_id:
      description: The object id of the service principal, as the other modules want it.
      returned: always
      type: str
      sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    display_name:
      description: Its name as it is, which may be another one than was declared.
      returned: always
      type: str
      sample: Contoso Payroll
    application_template_id:
      description: The application template that it was made from.
      returned: always
      type: str
      sample: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
    tags:
      description: The tags of the service principal, sorted.
      returned: always
      type: list
      elements: str
      sample: ["WindowsAzureActiveDirectoryIntegratedApp", "automation:contoso-payroll"]
    synchronization_templates:
      description:
        - The ids of the synchronization templates that it offers, sorted; C(null) in check mode when it would be made or
          tagged, or while the synchronization does not answer.
      returned: always
      type: list
      elements: str
      sample: [customappsso, scim]
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
      sample: "2 changes: create application 'Contoso Payroll'; tag application 'Contoso Payroll'"
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
          sample: create
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: application 'Contoso Payroll'
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample:
            display_name: Contoso Payroll
            application_template_id: 8adf8e6e-67b2-4cf2-a259-e3dc5476c621
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
        application 'Contoso Payroll': {"display_name": "Contoso Payroll", "tag": "automation:contoso-payroll"}
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
    action: tag
    target: application 'Contoso Payroll'
    before: null
    after: {"tag": "automation:contoso-payroll"}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_from_template


def main():
    """Run the module."""
    _module.reconcile(
        application_from_template.OPTIONS, application_from_template.propose, **application_from_template.RULES
    )


if __name__ == "__main__":
    main()

#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: cross_tenant_synchronization
short_description: Manage one tenant's half of the policy for cross-tenant synchronization
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Cross-tenant synchronization takes users from a source tenant into a target tenant. Both tenants have to agree to it
    in their cross-tenant access settings, each in the partner configuration that it keeps for the other. This module
    manages what synchronization needs of the partner configuration in one tenant, the one that is signed in to. Run it
    once in each.
  - In the target tenant, O(inbound_sync_allowed) lets the users of the partner be synchronized into the tenant, and
    O(inbound_consent) redeems their invitations without asking them.
  - In the source tenant, O(outbound_consent) does the same for the users who go out. Both tenants have to consent.
  - A partner configuration also holds settings of B2B collaboration, B2B direct connect, trust and tenant restrictions.
    They are left as they are, and so are the options that are not given.
  - The application, the job and the assignments in the source tenant are managed by the other modules of this collection.
options:
  partner_tenant_id:
    description:
      - The id of the other tenant, a GUID.
    type: str
    required: true
  state:
    description:
      - V(present) makes sure that there is a partner configuration for the tenant, and that it is as declared.
      - V(absent) deletes the identity synchronization policy of the partner, and nothing else. Consents and all other
        settings of the partner configuration stay, unless O(remove_partner=true).
    type: str
    choices:
      - present
      - absent
    default: present
  display_name:
    description:
      - The name of the identity synchronization policy, usually that of the partner. The empty text clears it.
      - Where there is no policy yet, a name makes one. Alone it allows nothing.
    type: str
  inbound_sync_allowed:
    description:
      - Whether users of the partner may be synchronized into this tenant. For the target tenant.
      - V(false) where it was V(true) stops the synchronization and is a warning. Users who were synchronized stay.
      - Without a policy nobody is synchronized, so V(false) does not make one.
    type: bool
  inbound_consent:
    description:
      - Whether invitations of the users of the partner are redeemed without asking them. For the target tenant.
      - Where nothing is set, the service takes the default settings of the tenant, in which this is always V(false).
    type: bool
  outbound_consent:
    description:
      - Whether invitations by the partner are redeemed for the users of this tenant without asking them. For the source
        tenant.
      - Where nothing is set, the service takes the default settings of the tenant, in which this is always V(false).
    type: bool
  remove_partner:
    description:
      - With O(state=absent), delete the whole partner configuration, after its policy.
      - When it holds something that is not managed here, such as settings of B2B collaboration or trust, that is the
        hazard V(delete_undeclared), which names it.
    type: bool
    default: false
extends_documentation_fragment:
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Policy.ReadWrite.CrossTenantAccess) in the tenant that is signed in to. Reading, as in check
    mode, needs C(Policy.Read.All) only.
  - Synchronization of groups between tenants is not managed. Version 1.0 of Microsoft Graph has no member for it.
  - That something is not there is believed when the list of all partners says so too.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job
"""

EXAMPLES = r"""
---
- name: In the target tenant, Fabrikam
  module_defaults:
    group/entra.provisioning.graph:
      tenant_id: 2b6c8e14-7f3a-4d59-9c0e-1a4b5d6f7e82
      client_id: "{{ fabrikam_client_id }}"
      client_secret: "{{ vault_fabrikam_client_secret }}"
  block:
    - name: Let users of Contoso be synchronized into this tenant
      entra.provisioning.cross_tenant_synchronization:
        partner_tenant_id: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
        display_name: Contoso
        inbound_sync_allowed: true
        inbound_consent: true

- name: In the source tenant, Contoso
  module_defaults:
    group/entra.provisioning.graph:
      tenant_id: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
      client_id: "{{ contoso_client_id }}"
      client_secret: "{{ vault_contoso_client_secret }}"
  block:
    - name: Redeem the invitations of Fabrikam for our users
      entra.provisioning.cross_tenant_synchronization:
        partner_tenant_id: 2b6c8e14-7f3a-4d59-9c0e-1a4b5d6f7e82
        outbound_consent: true

- name: Stop the synchronization; those who were synchronized stay
  entra.provisioning.cross_tenant_synchronization:
    partner_tenant_id: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
    inbound_sync_allowed: false

- name: Delete the policy, and leave all else of the partner configuration
  entra.provisioning.cross_tenant_synchronization:
    partner_tenant_id: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
    state: absent

- name: Delete the whole partner configuration, with its settings of B2B collaboration
  entra.provisioning.cross_tenant_synchronization:
    partner_tenant_id: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
    state: absent
    remove_partner: true
    accept_hazards:
      - delete_undeclared
"""

RETURN = r"""
---
cross_tenant:
  description:
    - This tenant's half as last read, or in check mode as it would stand after the plan. What is not set is C(null).
    - With O(partner_tenant_id) alone and in check mode the module just shows what stands. RV(plan.changes) is empty then,
      unless there is no partner configuration yet.
  returned: on success
  type: dict
  contains:
    partner_tenant_id:
      description: The id of the other tenant.
      returned: always
      type: str
      sample: 6f0d2c9a-51e8-4b37-a6d4-8c3e7b1f9052
    exists:
      description: Whether there is a partner configuration for the tenant.
      returned: always
      type: bool
      sample: true
    display_name:
      description: The name of the identity synchronization policy.
      returned: always
      type: str
      sample: Contoso
    inbound_sync_allowed:
      description: Whether users of the partner may be synchronized into this tenant; C(null) without a policy.
      returned: always
      type: bool
      sample: true
    inbound_consent:
      description: Whether invitations of the users of the partner are redeemed without asking them.
      returned: always
      type: bool
      sample: true
    outbound_consent:
      description: Whether invitations by the partner are redeemed for the users of this tenant without asking them.
      returned: always
      type: bool
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
      sample: "1 change: update partner configuration of tenant 2b6c...7e82"
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
          sample: partner configuration of tenant 2b6c...7e82
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"inbound_consent": false}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"inbound_consent": true}
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
        partner configuration of tenant 2b6c...7e82: {"inbound_consent": false}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        partner configuration of tenant 2b6c...7e82: {"inbound_consent": true}
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
    target: partner configuration of tenant 2b6c...7e82
    before: {"inbound_consent": false}
    after: {"inbound_consent": true}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import cross_tenant


def main():
    """Run the module."""
    _module.reconcile(cross_tenant.OPTIONS, cross_tenant.propose, **cross_tenant.RULES)


if __name__ == "__main__":
    main()

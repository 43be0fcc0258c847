#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization
short_description: Manage the settings and secrets of a service principal's synchronization
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Manages what the provisioning service needs to know about the target of one service principal - its address, its
    credentials, and how the service shall behave.
  - The service keeps all of it in one collection of keys that it calls secrets, although most of them are none. This
    module keeps them apart. What goes under O(settings) is shown and compared by value; what goes under O(secrets) is
    never shown, logged, or compared, because the service never reads a secret back.
  - Keys that are neither declared nor listed under O(remove_keys) are left as they are.
  - The keys belong to the service principal and are shared by all of its jobs. Create the jobs with
    M(entra.provisioning.synchronization_job).
  - Everything is written in one request through the secrets collection (C(PUT .../synchronization/secrets)), which is
    the way that is proven; RV(written_through) says so. Afterwards it is read back, because the service's answer
    alone does not prove that anything was kept.
options:
  settings:
    description:
      - The keys that hold no secret, with their values. Keys are those of the service, in its spelling.
      - Texts - C(ApplicationTemplateIdentifier), C(AuthenticationType), C(BaseAddress), C(ClientIdentifier),
        C(CompanyId), C(InstanceName), C(Oauth2AccessTokenCreationTime), C(Oauth2AuthorizationUri), C(Oauth2ClientId),
        C(Oauth2RedirectUri), C(Oauth2TokenExchangeUri), C(Sandbox), C(SandboxName), C(Server), C(SingleSignOnType),
        C(SyncAgentADContainer), C(SyncAgentCompatibilityKey), C(SynchronizationSchedule), C(SystemOfRecord),
        C(TestReferences), C(TokenExpiration), C(UpdateKeyOnSoftDelete), C(Url), C(UserName).
      - True or false, whatever the spelling - C(EnforceDomain), C(HardDeletesEnabled),
        C(PerformInboundEntitlementGrants), C(SkipOutOfScopeDeletions), C(SyncAll), C(ValidateDomain).
      - Structures, which the service keeps as JSON in a text - C(AppKey), C(Domain), C(SyncNotificationSettings). They
        are given and compared as structures; members that are not given keep their value.
      - C(SyncAll) is C(false) to provision only assigned users and groups, C(true) to provision all.
      - A template can call a key secret that is none by this list; then the template has the last word.
      - An empty value is an error. To remove a key, list it under O(remove_keys).
    type: dict
  secrets:
    description:
      - The keys that hold a secret, with their values - C(ClientSecret), C(ConnectionString), C(ConsumerKey),
        C(ConsumerSecret), C(Oauth2AccessToken), C(Oauth2AuthorizationCode), C(Oauth2ClientSecret),
        C(Oauth2RefreshToken), C(Password), C(SecretToken), C(TokenKey), and what the template calls secret.
      - A secret under O(settings), or a setting here, is an error that says where the key belongs.
      - Values are texts. Quote what YAML takes for a number or a truth; what is no text is an error.
      - When anything is written, all declared secrets go along, also those that are stored already.
    type: dict
  remove_keys:
    description:
      - Keys that shall not be stored, settings and secrets alike. A key that is not stored is not a change.
      - C(SyncNotificationSettings) cannot be removed; the service refuses it. Give it neutral members instead.
    type: list
    elements: str
    default: []
  update_secrets:
    description:
      - V(on_create) writes a secret when its key is not stored yet. Whether the stored value is the declared one cannot
        be known, since the service shows C(*) in its place.
      - V(always) writes the declared secrets in every run, which is therefore always a change. Use it to rotate.
    type: str
    choices:
      - on_create
      - always
    default: on_create
  validate_with_template:
    description:
      - The id of a template, for example C(scim). Before anything is stored, the service tries the credentials
        against the target with the connector of this template. If that fails, nothing is stored.
      - The declared and the readable stored keys are tried. Nothing is tried in check mode, or when nothing is to be
        written.
    type: str
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.planning
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - Whether the service keeps a stored secret that a write does not name is contradicted in the field. A plan that
    writes while such a secret is stored therefore bears the hazard V(accept_hazards=delete_undeclared). Declare all
    stored secrets to be safe; the run fails and names the keys if the service dropped any.
  - A service principal that was just created may not be known to the provisioning service for some seconds.
seealso:
  - module: entra.provisioning.synchronization_info
  - module: entra.provisioning.synchronization_job
  - module: entra.provisioning.synchronization_template_info
    description: Tells which settings and secrets a template requires.
"""

EXAMPLES = r"""
---
- name: A SCIM endpoint with a bearer token
  entra.provisioning.synchronization:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    settings:
      BaseAddress: https://scim.example.com/v2
      SyncAll: false
    secrets:
      SecretToken: "{{ vault_scim_token }}"

- name: Try new credentials against the target, and store them only if they are good
  entra.provisioning.synchronization:
    display_name: Contoso SCIM
    settings:
      BaseAddress: https://scim.example.com/v2
    secrets:
      SecretToken: "{{ vault_scim_token }}"
    update_secrets: always
    validate_with_template: scim

- name: Mail on quarantine, and stop at 100 deletions; other members stay as they are
  entra.provisioning.synchronization:
    app_id: 5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22
    settings:
      SyncNotificationSettings:
        Enabled: true
        Recipients: provisioning@example.com
        DeleteThresholdEnabled: true
        DeleteThresholdValue: 100

- name: Cloud sync of an Active Directory domain
  entra.provisioning.synchronization:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    settings:
      Domain:
        domain: corp.example.com
      AppKey:
        appKeyScenario: AD2AADProvisioning

- name: Move from user name and password to a token
  entra.provisioning.synchronization:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    secrets:
      SecretToken: "{{ vault_scim_token }}"
    remove_keys:
      - UserName
      - Password
"""

RETURN = r"""
---
service_principal_id:
  description: The object id of the service principal; C(null) where O(if_missing=plan) planned for one that is yet to be made.
  returned: on success
  type: str
  sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
settings:
  description: The stored keys whose values the service shows; in check mode as they would stand after the plan.
  returned: on success
  type: dict
  sample:
    BaseAddress: https://scim.example.com/v2
    SyncAll: false
secret_keys:
  description: The stored keys whose values the service hides; in check mode as they would stand after the plan.
  returned: on success
  type: list
  elements: str
  sample:
    - SecretToken
verification:
  description: What could be verified by reading back, and what could not.
  returned: on success
  type: dict
  contains:
    settings:
      description: How the declared settings were verified; C(not written yet) in check mode with changes.
      returned: always
      type: str
      sample: read back and equal
    secrets:
      description: How the declared secrets were verified; C(not written yet) in check mode with changes.
      returned: always
      type: str
      sample: keys present; the service never shows values
written_through:
  description: The way to write that the module uses; C(secrets) is the secrets collection.
  returned: on success
  type: str
  sample: secrets
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
      sample: "1 change: store settings and secrets of service principal 1f3c...7c11"
    fingerprint:
      description: SHA-256 over the changes. Give it as O(expected_plan) to have exactly this plan applied.
      returned: always
      type: str
      sample: 4d1f0a6f4d8f6a0a4c9a5d6f3b2e1c0d9f8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b
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
          sample: store
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: settings and secrets of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: {"settings": {"BaseAddress": "https://old.example.com/v2"}}
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"settings": {"BaseAddress": "https://scim.example.com/v2"}, "secrets": {"SecretToken": "(written)"}}
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
        settings and secrets of service principal 1f3c...7c11:
          settings: {"BaseAddress": "https://old.example.com/v2"}
    after:
      description: What moves, as it is or would be.
      returned: always
      type: dict
      sample:
        settings and secrets of service principal 1f3c...7c11:
          settings: {"BaseAddress": "https://scim.example.com/v2"}
          secrets: {"SecretToken": "(written)"}
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
    action: store
    target: settings and secrets of service principal 1f3c...7c11
    before: {"settings": {"BaseAddress": "https://old.example.com/v2"}}
    after: {"settings": {"BaseAddress": "https://scim.example.com/v2"}, "secrets": {"SecretToken": "(written)"}}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import synchronization


def main():
    """Run the module."""
    _module.reconcile(synchronization.OPTIONS, synchronization.propose, **synchronization.RULES)


if __name__ == "__main__":
    main()

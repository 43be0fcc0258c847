#!/usr/bin/python
# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: synchronization_acquire_access_token
short_description: Trade an authorization code for the access token of a connector
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Some targets, mostly in the gallery, are reached with the authorization code grant of OAuth. This module has the
    provisioning service trade an authorization code for an access token (and a refresh token, where the target gives one).
    The service stores them; neither is ever returned.
  - The code comes from outside. Somebody who may administer the target opens its authorization address
    (C(Oauth2AuthorizationUri) with client id, redirect URI and C(response_type=code)) in a browser, signs in and consents;
    the target then sends the browser to the redirect URI with the code in the address. The redirect URI must be the one
    that the target knows for the client.
  - A code is good for some minutes and can be traded once. So by default one is traded only while no token is stored, and
    a second run changes nothing.
  - When the answer is lost, the module does not send the code again. It reads the stored keys to learn whether it was
    traded, and fails where they do not tell.
options:
  secrets:
    description:
      - The keys that hold a secret and go along with the request, with their values. C(Oauth2AuthorizationCode) is needed.
        Most targets want C(Oauth2ClientSecret) too.
      - Keys are as in O(entra.provisioning.synchronization#module:secrets).
    type: dict
    required: true
  settings:
    description:
      - The keys that hold no secret and go along, with their values, as in
        O(entra.provisioning.synchronization#module:settings); for example C(Oauth2ClientId), C(Oauth2RedirectUri) and
        C(Oauth2TokenExchangeUri).
      - What goes along here is not stored by it for certain. Store what shall stay with
        M(entra.provisioning.synchronization).
    type: dict
  when:
    description:
      - V(missing) trades the code only when no C(Oauth2AccessToken) is stored. Whether a stored token is still good cannot
        be seen; M(entra.provisioning.synchronization_job_validate_credentials) tries it.
      - V(always) trades the code in every run, which is therefore always a change and needs a new code each time. Use it
        to consent anew.
    type: str
    choices:
      - missing
      - always
    default: missing
extends_documentation_fragment:
  - entra.provisioning.owner
  - entra.provisioning.plan
  - entra.provisioning.graph
  - entra.provisioning.graph.attributes
notes:
  - Needs the permission C(Synchronization.ReadWrite.All), or C(Application.ReadWrite.OwnedBy) for a service principal
    that the calling application owns. O(app_id) and O(display_name) need C(Application.Read.All) too.
  - The client credentials grant needs no code and not this module. Store C(Oauth2ClientId), C(Oauth2ClientSecret),
    C(Oauth2TokenExchangeUri) and C(AuthenticationType) with M(entra.provisioning.synchronization).
  - The beta version of Microsoft Graph announces the end of this call for 2027-07-06, without a successor for the
    authorization code grant. See the guide on settings and secrets.
seealso:
  - module: entra.provisioning.synchronization
  - module: entra.provisioning.synchronization_job_validate_credentials
"""

EXAMPLES = r"""
---
- name: Trade the code that consent in a browser has given
  entra.provisioning.synchronization_acquire_access_token:
    service_principal_id: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
    settings:
      Oauth2ClientId: contoso-provisioning
      Oauth2RedirectUri: https://automation.contoso.example/callback
      Oauth2TokenExchangeUri: https://login.fabrikam.example/oauth2/token
    secrets:
      Oauth2AuthorizationCode: "{{ authorization_code }}"
      Oauth2ClientSecret: "{{ vault_oauth_client_secret }}"

- name: Consent anew
  entra.provisioning.synchronization_acquire_access_token:
    display_name: Contoso SCIM
    secrets:
      Oauth2AuthorizationCode: "{{ authorization_code }}"
    when: always
"""

RETURN = r"""
---
service_principal_id:
  description: The object id of the service principal.
  returned: on success
  type: str
  sample: 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
settings:
  description: The stored keys whose values the service shows; in check mode as they would stand after the plan.
  returned: on success
  type: dict
  sample:
    BaseAddress: https://scim.example.com/v2
    Oauth2AccessTokenCreationTime: "2026-03-01T04:05:06Z"
secret_keys:
  description: The stored keys whose values the service hides; in check mode as they would stand after the plan.
  returned: on success
  type: list
  elements: str
  sample:
    - Oauth2AccessToken
    - Oauth2RefreshToken
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
      sample: "1 change: acquire access token of the connector of service principal 1f3c...7c11"
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
          sample: acquire
        target:
          description: What it is done to.
          returned: always
          type: str
          sample: access token of the connector of service principal 1f3c...7c11
        before:
          description: What moves, as it stands now; C(null) when there is nothing yet.
          returned: always
          type: raw
          sample: null
        after:
          description: What moves, as it will stand; C(null) when nothing will be left.
          returned: always
          type: raw
          sample: {"secrets": {"Oauth2AccessToken": "(acquired)"}, "with": ["Oauth2AuthorizationCode", "Oauth2RedirectUri"]}
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
        access token of the connector of service principal 1f3c...7c11:
          secrets: {"Oauth2AccessToken": "(acquired)"}
          with: [Oauth2AuthorizationCode, Oauth2RedirectUri]
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
    action: acquire
    target: access token of the connector of service principal 1f3c...7c11
    before: null
    after: {"secrets": {"Oauth2AccessToken": "(acquired)"}, "with": ["Oauth2AuthorizationCode", "Oauth2RedirectUri"]}
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
from ansible_collections.entra.provisioning.plugins.module_utils._resources import acquire_access_token


def main():
    """Run the module."""
    _module.reconcile(acquire_access_token.OPTIONS, acquire_access_token.propose, **acquire_access_token.RULES)


if __name__ == "__main__":
    main()

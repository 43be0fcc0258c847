# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token for the connector of Contoso SCIM: acquired because there is none, and acquired anew because that is ordered.

The emulator takes a code more than once here, so that one order can be carried out again.
"""

from __future__ import annotations

from typing import Any

from emulator.credentials import REFUSED_PREFIX

from contract import ids
from contract.scenario import ORDER, PLANTED, Export, Phase, Scenario

OWNER = {"service_principal_id": ids.SCIM}
SECRETS = {"Oauth2AuthorizationCode": PLANTED, "Oauth2ClientSecret": f"client-{PLANTED}"}
SETTINGS = {"Oauth2ClientId": "contoso", "Oauth2RedirectUri": "https://automation.contoso.example/callback"}
REFUSED = REFUSED_PREFIX + PLANTED


def repeats_what_it_refuses(emulator: Any) -> None:
    found = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM].provisioning
    found.target_error = f"{REFUSED} is no code of ours"


SCENARIO = Scenario(
    prepare=repeats_what_it_refuses,
    phases=(
        Phase("missing", {**OWNER, "secrets": SECRETS, "settings": SETTINGS}, reads=2),
        Phase("anew", {**OWNER, "secrets": SECRETS, "when": "always"}, reads=2, kind=ORDER),
    ),
    export=Export(
        module="synchronization_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.synchronizations[0].service_principal_id }}",
            "secrets": SECRETS,
            "settings": SETTINGS,
        },
        after="missing",
    ),
    replace=ids.DOCUMENTED,
    variables={"authorization_code": PLANTED, "vault_oauth_client_secret": PLANTED},
    indiscreet={
        "the target repeats the code": {**OWNER, "secrets": {"Oauth2AuthorizationCode": REFUSED}},
        "an unknown key": {**OWNER, "secrets": {**SECRETS, "Oauth2ClientSecrt": PLANTED}},
        "a secret among the settings": {
            **OWNER,
            "secrets": {"Oauth2AuthorizationCode": "another-code"},
            "settings": {"Oauth2ClientSecret": PLANTED},
        },
        "no code": {**OWNER, "secrets": {"Oauth2ClientSecret": PLANTED}},
        "not a dictionary": {**OWNER, "secrets": PLANTED},
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and secrets of Contoso SCIM: stored, changed, removed."""

from __future__ import annotations

from typing import Any

from emulator.credentials import REFUSED_PREFIX

from contract import ids
from contract.scenario import PLANTED, Example, Export, Phase, Scenario

OWNER = {"service_principal_id": ids.SCIM}
STORED = {
    **OWNER,
    "settings": {
        "BaseAddress": "https://scim.contoso.example/v2",
        "SyncAll": False,
        "SyncNotificationSettings": {"Enabled": True, "Recipients": "operations@contoso.example"},
    },
    "secrets": {"SecretToken": PLANTED},
}
CHANGED = {
    **OWNER,
    "settings": {"BaseAddress": "https://scim.contoso.example/v3", "SyncAll": True},
    "secrets": {"SecretToken": PLANTED},
}
REMOVED = {**OWNER, "secrets": {"SecretToken": PLANTED}, "remove_keys": ["BaseAddress", "SyncAll"]}


def signs_in_with_a_password(emulator: Any) -> None:
    secrets = emulator.world.tenants[emulator.tenant_id].service_principals[ids.SCIM].provisioning.secrets
    secrets.update(UserName="synchronization", Password="password-of-no-value")


SCENARIO = Scenario(
    phases=(Phase("create", STORED, reads=2), Phase("update", CHANGED, reads=2), Phase("remove", REMOVED, reads=2)),
    export=Export(
        module="synchronization_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.synchronizations[0].service_principal_id }}",
            "settings": "{{ exported.synchronizations[0].settings }}",
        },
        after="create",
    ),
    replace=ids.DOCUMENTED,
    variables={"vault_scim_token": PLANTED},
    examples={
        "Cloud sync of an Active Directory domain": Example(replace={ids.SCIM: ids.CLOUD_SYNC}),
        "Move from user name and password to a token": Example(prepare=signs_in_with_a_password),
    },
    indiscreet={
        "an unknown key": {**OWNER, "secrets": {"SecretTokn": PLANTED}},
        "a secret among the settings": {
            **OWNER,
            "settings": {"SecretToken": "another-" + PLANTED},
            "secrets": {"SecretToken": PLANTED},
        },
        "a secret within a setting": {
            **OWNER,
            "settings": {"BaseAddress": f"https://scim.contoso.example/{PLANTED}"},
            "secrets": {"SecretToken": PLANTED},
        },
        "not a dictionary": {**OWNER, "secrets": PLANTED},
        "both families": {**OWNER, "secrets": {"SecretToken": PLANTED, "Oauth2ClientSecret": PLANTED}},
        "credentials that do not work": {
            **OWNER,
            "settings": {"BaseAddress": "https://scim.contoso.example/v2"},
            "secrets": {"SecretToken": REFUSED_PREFIX + PLANTED},
            "validate_with_template": "scim",
        },
    },
)

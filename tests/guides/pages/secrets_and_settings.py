# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and secrets of Contoso SCIM, from nothing stored to several ways to sign in to the target."""

from __future__ import annotations

from emulator import estate

from guides import world
from guides.page import Case, Page

NOTIFIES = '{"Enabled":true,"Recipients":"operations@contoso.example","DeleteThresholdEnabled":true}'

PAGE = Page(
    prepare=world.all_of(world.soon, world.has_job()),
    variables={
        "authorization_code": "code-of-no-value",
        "estate_applications": [
            {"display_name": estate.SCIM, "settings": {"BaseAddress": "https://scim.contoso.example/v3"}},
            {"display_name": estate.INBOUND, "settings": {"SyncAll": True}},
        ],
        "estate_secrets": {
            estate.SCIM: {"Oauth2ClientSecret": "one-of-no-value"},
            estate.INBOUND: {},
        },
    },
    blocks={
        "Raise the threshold for deletions, and leave the other members as they are": Case(
            before=world.stores(SyncNotificationSettings=NOTIFIES)
        ),
        "Rotate the token, if the target accepts the new one": Case(again="always writes the secrets in every run."),
        "Move from user name and password to a token": Case(
            before=world.stores(UserName="somebody", Password="password-of-no-value")
        ),
        "A SCIM endpoint with OAuth client credentials": Case(before=world.stores(SecretToken=None)),
    },
)

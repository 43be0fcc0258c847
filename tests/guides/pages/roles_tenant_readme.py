# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tree with one application."""

from __future__ import annotations

from guides import world
from guides.page import Page

DECLARED = """\
contoso_scim:
  display_name: Contoso SCIM
  settings:
    BaseAddress: https://scim.contoso.example/v2
  secrets:
    SecretToken: "{{ vault_contoso_scim_secret_token }}"
  jobs:
    - template_id: scim
      state: started
"""

PAGE = Page(
    prepare=world.soon,
    files={
        "tenants/production/applications/contoso_scim.yml": DECLARED,
        "tenants/production/vault.yml": "vault_contoso_scim_secret_token: value-of-no-value",
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From who signs in to a job that runs, on an application of which nothing is configured."""

from __future__ import annotations

from emulator import estate

from guides import looks, world
from guides.page import Case, Page

REVIEW = """\
- name: Review
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Plan
      entra.provisioning.synchronization:
        display_name: Contoso SCIM
        settings:
          BaseAddress: https://scim.contoso.example/v2
      check_mode: true
      register: reviewed

    - name: Keep the fingerprint
      ansible.builtin.copy:
        content: "{{ {'reviewed_fingerprint': reviewed.plan.fingerprint} | to_json }}"
        dest: group_vars/all/reviewed.json
        mode: "0600"
"""

PAGE = Page(
    prepare=world.soon,
    replace={"contoso.onmicrosoft.com": estate.TENANT_ID, "cloud: global": "deadline: 60"},
    files={"review.yml": REVIEW},
    blocks={
        "$ ansible-galaxy collection install entra.provisioning": Case(
            instead="It would install into the environment of the tests.",
            look=looks.names("ansible-galaxy collection install entra.provisioning", "requests", "msal"),
        ),
        "$ export AZURE_TENANT_ID=...       # Overview: Directory (tenant) ID": Case(
            replace={
                "AZURE_TENANT_ID=...": f"AZURE_TENANT_ID={estate.TENANT_ID}",
                "AZURE_CLIENT_ID=...": f"AZURE_CLIENT_ID={estate.CLIENT_ID}",
            },
            answers=estate.CLIENT_SECRET + "\n",
        ),
        "Apply the reviewed plan": Case(
            before=world.stores(BaseAddress=None, SecretToken=None), typed="ansible-playbook review.yml"
        ),
        "Change one setting while an undeclared secret is stored": Case(
            before=world.stores(SecretToken="token-of-no-value")
        ),
    },
)

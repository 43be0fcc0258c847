# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The README: installation, and a first playbook on an application of which nothing is configured."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page
from guides.world import soon

NO_NETWORK = {"ansible-galaxy collection install": "ansible-galaxy collection install --offline"}

PAGE = Page(
    prepare=soon,
    blocks={
        "ansible-galaxy collection install entra.provisioning": Case(replace=NO_NETWORK),
        "ansible-galaxy collection install entra.provisioning --upgrade": Case(
            instead="It asks Galaxy for the newest version; tests have no network.",
            look=looks.names("ansible-galaxy collection install entra.provisioning --upgrade"),
        ),
        "Provision Contoso": Case(
            ahead="In check mode the job is not made, so mappings are planned against its template, and starting makes it too."
        ),
        "make demo": Case(instead="Both are steps of their own, and longer than this one.", look=looks.makes),
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant as it is declared; then somebody changes the address of a target."""

from __future__ import annotations

from typing import Any

from guides import blocks, looks, world
from guides.page import Case, Page
from guides.pages.readme import NO_NETWORK
from guides.pages.roles_tenant_readme import DECLARED

NAME = "docs/docsite/rst/drift_in_pipelines.rst"
# What is to be installed is there, and nothing is fetched.
INSTALLED = {
    "python3 -m pip install ansible-core requests msal": 'python3 -c "import ansible, requests, msal"',
    **NO_NETWORK,
}
AT_HOME, ELSEWHERE = "https://scim.contoso.example/v2", "https://somewhere.else.example/v2"
DRIFTED = "1 change: store Contoso SCIM"
COMPARE = "$ ansible-playbook drift.yml"


def shown(language: str) -> Any:
    """The text of the only block of a language."""

    def text(_emulator: Any) -> str:
        (found,) = (block.text for block in blocks.of(NAME) if block.language == language)
        return found

    return text


PAGE = Page(
    prepare=world.usual,
    replace=INSTALLED,
    files={"tenants/production/applications/contoso_scim.yml": DECLARED, "found_drift.py": shown("python")},
    blocks={
        "Look for drift": Case(
            file="drift.yml", ahead="The plan is kept in check mode too, so that the run finds the file there."
        ),
        "vault_contoso_scim_secret_token: not-needed-to-look-for-drift": Case(
            file="tenants/production/placeholders.yml"
        ),
        "import json": Case(instead="The console after it runs it.", look=looks.is_file("found_drift.py")),
        f"{COMPARE} (2)": Case(before=world.stores(BaseAddress=ELSEWHERE)),
        "Drift": Case(fails=DRIFTED),
        "drift:": Case(before=world.stores(BaseAddress=AT_HOME)),
        "trigger: none": Case(before=world.stores(BaseAddress=ELSEWHERE), fails=DRIFTED),
    },
)

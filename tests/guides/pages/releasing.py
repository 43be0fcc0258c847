# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed when a release is made and verified."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page

A_RELEASE = "The tests of the release do it on an artifact; here is none."

PAGE = Page(
    blocks={
        "sha256sum --check SHA256SUMS": Case(instead=A_RELEASE, look=looks.names("sha256sum --check SHA256SUMS")),
        "git checkout VERSION && make release && cat dist/SHA256SUMS": Case(
            instead=A_RELEASE, look=looks.names("make release")
        ),
        "ansible-galaxy collection verify --offline entra.provisioning": Case(
            instead=A_RELEASE, look=looks.names("entra.provisioning")
        ),
    },
)

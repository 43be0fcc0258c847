# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of Contoso SCIM."""

from __future__ import annotations

from guides import world
from guides.page import Case, Page

PAGE = Page(
    prepare=world.usual,
    blocks={
        "Store the new token": Case(
            before=world.quarantined(),
            again="update_secrets: always writes in every run.",
            warns=("is in quarantine since",),
        ),
    },
)

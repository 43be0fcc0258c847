# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that a script becomes, on an application whose job is there."""

from __future__ import annotations

from guides import looks, world
from guides.page import Case, Page

PAGE = Page(
    prepare=world.usual,
    blocks={
        "Connect-MgGraph -TenantId $tenant -ClientId $client -CertificateThumbprint $thumbprint": Case(
            instead="It is PowerShell.", look=looks.cmdlets
        ),
    },
)

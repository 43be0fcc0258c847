# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application as Terraform would have left it: what is declared here is there."""

from __future__ import annotations

from guides import looks, world
from guides.page import Case, Page

TERRAFORM = Case(instead="It is Terraform's.", look=looks.terraform)

PAGE = Page(
    prepare=world.usual,
    blocks={
        'data "azuread_service_principal" "contoso" {': TERRAFORM,
        "Provision Contoso": Case(file="provisioning.yml", unchanged=True),
        "removed {": TERRAFORM,
        "$ terraform state rm azuread_synchronization_job.contoso azuread_synchronization_secret.contoso": Case(
            instead="It is Terraform's.", look=looks.names("terraform state rm")
        ),
    },
)

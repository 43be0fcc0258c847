# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on the tenant."""

from __future__ import annotations

from contract import ids
from emulator import estate

from guides import world
from guides.page import Case, Page

NO_FOLDER = "In check mode there is no folder yet, so the role leaves the files out."

PAGE = Page(
    prepare=world.two,
    replace={"/srv/reports/contoso": "reports", "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42": ids.FABRIKAM},
    variables={"applications": [{"display_name": estate.SCIM, "jobs": [{"template_id": "scim", "state": "started"}]}]},
    blocks={"Report on the tenant": Case(ahead=NO_FOLDER)},
)

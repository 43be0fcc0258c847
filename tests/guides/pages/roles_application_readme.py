# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As the guide on applications has it."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page

GUIDE = "docs/docsite/rst/applications.rst"

PAGE = Page(
    blocks={"Provision Contoso": Case(instead="It is run as a block of the guide.", look=looks.same_as(GUIDE))},
)

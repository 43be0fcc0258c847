# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As the guide on exports has it."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page

AS_THE_GUIDE = Case(
    instead="It is run as a block of the guide.", look=looks.same_as("docs/docsite/rst/export_and_promotion.rst")
)

PAGE = Page(blocks={"Adopt the test tenant": AS_THE_GUIDE, "tenants/test/": AS_THE_GUIDE})

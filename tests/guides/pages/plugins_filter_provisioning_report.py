# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of the tenant as it is now."""

from __future__ import annotations

from guides import world
from guides.page import Case, Page

PAGE = Page(
    prepare=world.two,
    blocks={"Read the jobs of the tenant": Case(again="The page bears the moment at which it was written.")},
)

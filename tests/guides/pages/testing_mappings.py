# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions without a tenant, and one that the service is asked about."""

from __future__ import annotations

from guides import world
from guides.page import Case, Page

PAGE = Page(
    prepare=world.usual,
    blocks={"Let the service evaluate": Case(warns=("there is no rule in words",))},
)

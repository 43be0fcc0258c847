# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contoso SCIM, and a new application for a subsidiary."""

from __future__ import annotations

from emulator.fixtures import fabrikam

from guides import world
from guides.page import Page

PAGE = Page(prepare=world.soon, replace={"9b8d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42": fabrikam.APPLICATION})

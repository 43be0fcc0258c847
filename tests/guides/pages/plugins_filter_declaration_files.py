# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant that is soon written down."""

from __future__ import annotations

from guides import world
from guides.page import Page

PAGE = Page(prepare=world.two)

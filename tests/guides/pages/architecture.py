# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page

DRAWING = Case(instead="It is a drawing.", look=looks.drawn)

PAGE = Page(
    blocks={
        "playbook task": DRAWING,
        "entries ▸ application.check ─▶ Draft ◀──── advance() ────┐": DRAWING,
        "options ▸ declaration.parse ─▶ merge.merged ─┐             ┌▶ words.sides        (before, after)": DRAWING,
    },
)

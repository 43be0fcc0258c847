# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As the guide on reports has it."""

from __future__ import annotations

from guides.page import Case, Page
from guides.pages import reports

PAGE = Page(
    prepare=reports.PAGE.prepare,
    replace=reports.PAGE.replace,
    blocks={"Look at the tenant": Case(ahead=reports.NO_FOLDER)},
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as dates without a given format, as CDate and NumFromDate take them."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_parse import parse_exact
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import Moment


def read_date(text: str) -> Moment:
    """The moment in UTC; a text without a zone is taken as UTC. Raise UnreadableDate or DateOutOfRange."""
    return parse_exact(text, "").to_utc()

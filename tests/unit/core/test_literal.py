# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts inside an OData filter."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Contoso", "'Contoso'"),
        ("It's", "'It''s'"),
        ("' or true or '", "''' or true or '''"),
        ("''", "''''''"),
        ("", "''"),
        ('"a" & \\b %20', "'\"a\" & \\b %20'"),
    ],
)
def test_a_text_cannot_leave_its_quotes(text, written):
    assert literal(text) == written

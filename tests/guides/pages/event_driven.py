# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rulebooks; ansible-rulebook itself is run by the tests of event-driven Ansible."""

from __future__ import annotations

from guides import looks
from guides.page import Case, Page

PAGE = Page(
    blocks={
        "$ ansible-rulebook --rulebook entra.provisioning.provisioning --inventory inventory.yml": Case(
            instead="tests/eda runs this very command.", look=looks.names("entra.provisioning.provisioning")
        ),
    },
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo is walked by people and not by `make test`; that it finds what it is built from is seen here."""

from __future__ import annotations

import importlib


def test_the_story_of_the_demo_can_be_told():
    story = importlib.import_module("demo.story")
    assert "Synchronization.ReadWrite.All" in "\n".join(
        line for lines in vars(story).values() if isinstance(lines, tuple) for line in lines if isinstance(line, str)
    )

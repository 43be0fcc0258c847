# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A become that changes nothing: the tests need neither a password nor another user."""

from __future__ import annotations

from typing import Any

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: same
short_description: Become who you are
description:
  - Runs the command as it is.
options:
  become_user:
    description: Not used.
    vars:
      - name: ansible_become_user
  become_exe:
    description: Not used.
  become_flags:
    description: Not used.
"""


class BecomeModule(BecomeBase):
    """Hands the command back."""

    name = "same"

    def build_become_command(self, cmd: Any, shell: Any) -> Any:
        return cmd

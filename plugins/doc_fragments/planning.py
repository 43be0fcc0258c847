# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What modules say that can plan for what is yet to be made."""

from __future__ import annotations


class ModuleDocFragment:
    """The option for check mode through a whole sequence of tasks, of which the first ones make what the others need."""

    DOCUMENTATION = r"""
options:
  if_missing:
    description:
      - What to do in check mode when what the task builds on does not exist yet, because an earlier task of the same
        playbook makes it, and in check mode has not made it.
      - V(fail) fails, as a real run would.
      - V(plan) plans as if it had been made - a service principal that O(display_name) names counts as one without settings,
        jobs and assignments, a job as one whose schema is its template's. What cannot be read is not checked, and a warning
        says so.
      - A real run never plans for what is missing; it fails whatever this option says.
    type: str
    choices:
      - fail
      - plan
    default: fail
"""

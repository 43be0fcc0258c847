# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module that takes owners of both kinds tells which of them a name means."""

from __future__ import annotations


class ModuleDocFragment:
    """The names that a service principal and its application share."""

    DOCUMENTATION = r"""
options:
  app_id:
    description:
      - The application (client) id. The object of the kind that O(owner_type) names is looked up, which costs one
        request.
    type: str
  display_name:
    description:
      - The display name of the object of the kind that O(owner_type) names, exactly. When several bear the name, the
        module fails and lists them.
    type: str
  owner_type:
    description:
      - What O(app_id) or O(display_name) shall name. Without it they name the service principal.
      - The object ids say by themselves what they name; to contradict them is an error.
    type: str
    choices:
      - service_principal
      - application
"""

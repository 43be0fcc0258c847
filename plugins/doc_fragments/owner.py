# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module names the service principal whose synchronization it is."""

from __future__ import annotations


class ModuleDocFragment:
    """The three forms, of which exactly one is given."""

    DOCUMENTATION = r"""
options:
  service_principal_id:
    description:
      - The object id of the service principal (the enterprise application). Not the application (client) id.
      - It is the form that costs no extra request.
      - Exactly one of O(service_principal_id), O(app_id) and O(display_name) is given.
    type: str
  app_id:
    description:
      - The application (client) id. The service principal is looked up, which costs one request.
    type: str
  display_name:
    description:
      - The display name of the service principal, exactly. Upper and lower case count as the same to the service.
      - Display names are not unique. When several service principals bear the name, the module fails and lists them;
        it never takes the first of many.
    type: str
"""

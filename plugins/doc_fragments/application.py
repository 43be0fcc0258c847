# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module names the application object whose synchronization template it is."""

from __future__ import annotations


class ModuleDocFragment:
    """The three forms, of which exactly one is given."""

    DOCUMENTATION = r"""
options:
  application_id:
    description:
      - The object id of the application object (the app registration). Neither the application (client) id nor the
        id of the service principal.
      - It is the form that costs no extra request.
      - Exactly one of O(application_id), O(app_id) and O(display_name) is given.
    type: str
  app_id:
    description:
      - The application (client) id. The application object is looked up in this tenant, which costs one request.
    type: str
  display_name:
    description:
      - The display name of the application object, exactly. Upper and lower case count as the same to the service.
      - Display names are not unique. When several applications bear the name, the module fails and lists them;
        it never takes the first of many.
    type: str
"""

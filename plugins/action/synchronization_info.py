# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host of the module synchronization_info."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.plugin_utils.direct_host import MANY, DirectAction


class ActionModule(DirectAction, beforehand=MANY):
    """Runs the module of this name; everything is in DirectAction."""

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host of the module provisioning_log_info."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.plugin_utils.direct_host import DirectAction


class ActionModule(DirectAction, beforehand=("_graph.pace",)):
    """Runs the module of this name; everything is in DirectAction."""

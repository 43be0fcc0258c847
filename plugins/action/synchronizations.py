# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host of the module synchronizations."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.plugin_utils.direct_host import DirectAction

# What is needed whatever is declared. What compares schemas is compiled while the first answers are on their way.
BEFOREHAND = ("_graph.batch", "_graph.lanes", "_graph.many", "_graph.reading", "_resources.schema", "_road")


class ActionModule(DirectAction, beforehand=BEFOREHAND):
    """Runs the module of this name; everything is in DirectAction."""

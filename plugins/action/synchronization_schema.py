# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direct host of the module synchronization_schema."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.plugin_utils.direct_host import DirectAction

# What is needed as soon as something is declared.
BEFOREHAND = (
    "_expressions.check",
    "_resources.job_endpoint",
    "_resources.schema_source",
    "_schema.adopt_shape",
    "_schema.declaration_directories",
    "_schema.declaration_filters",
    "_schema.merge",
    "_schema.merge_directories",
    "_schema.merge_rules",
    "_schema.merge_scope",
)


class ActionModule(DirectAction, beforehand=BEFOREHAND):
    """Runs the module of this name; everything is in DirectAction."""

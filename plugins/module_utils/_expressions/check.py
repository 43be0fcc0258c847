# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The static rules of the mapping language: all that can be said of an expression without a schema and a tenant."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.check_constants import CONSTANTS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.check_names import names
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.check_places import PLACES
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.check_slots import SLOTS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR, Finding
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.seen import everything

_RULES = (*SLOTS, *PLACES, *CONSTANTS)


def findings(node: Node, *, context: str | None = None, unknown: str = ERROR) -> list[Finding]:
    """Every finding once, in the order of the text.

    context: "app", "hr" or "cloudsync", where the kind of provisioning is known. unknown: the level for functions that
    we do not know; the service's list is open, so that one who lets the service decide may want a warning only.
    """
    found: dict[Finding, None] = {}
    for seen in everything(node, context):
        found.update(dict.fromkeys(names(seen, unknown)))
        for rule in _RULES:
            found.update(dict.fromkeys(rule(seen)))
    return list(found)

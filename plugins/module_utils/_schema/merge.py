# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A declaration over a document: the document as it shall be, and what the user agreed to lose."""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration import Declaration
from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_work import OVERRIDDEN, TreeOf, Work
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Place
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import with_members


class Merged(NamedTuple):
    """document: shares every untouched part with the one it came from, and is that very one when nothing changes.

    consented: the places of the rows that go because they were declared absent.
    """

    document: dict[str, Any]
    consented: frozenset[Place]


def merged(document: dict[str, Any], declaration: Declaration, state: str, tree_of: TreeOf) -> Merged:
    """The document with the declaration in it; document itself is not touched.

    state: merged, replaced or overridden. tree_of: from a node of the language to the service's tree, called only
    for expressions that change. What is not declared stays, with these exceptions: in replaced, a given list of
    attribute mappings or of attribute definitions is the whole list, and its rows are complete; in overridden, so
    are a given list of object definitions and the object mappings of all editable rules, except those that no
    portal shows. Metadata of existing rows changes only where it is given. Raises InvalidInput with all problems.
    """
    if state == OVERRIDDEN and declaration.is_empty():
        raise InvalidInput(
            ["state: overridden removes what is not declared, and nothing is declared. Declare what stays."]
        )
    work = Work(state, tree_of)
    members = {}
    if declaration.rules:
        from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge_rules

        members["synchronizationRules"] = merge_rules.rules(
            document.get("synchronizationRules"), declaration.rules, work
        )
    if declaration.directories:
        from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge_directories

        members["directories"] = merge_directories.directories(
            document.get("directories"), declaration.directories, work
        )
    if work.problems:
        raise InvalidInput(work.problems)
    return Merged(with_members(document, members), frozenset(work.consented))

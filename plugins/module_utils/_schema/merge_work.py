# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the merging of one document carries along: how trees are built, what went wrong, what the user agreed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Place

MERGED = "merged"
REPLACED = "replaced"
OVERRIDDEN = "overridden"

TreeOf = Callable[[Node], dict[str, Any]]


class Work:
    """whole: given lists of mappings and of attributes are complete; overriding: so are those of what holds them."""

    def __init__(self, state: str, tree_of: TreeOf) -> None:
        self.whole = state in (REPLACED, OVERRIDDEN)
        self.overriding = state == OVERRIDDEN
        self.tree_of = tree_of
        self.problems: list[str] = []
        self.consented: set[Place] = set()

    def problem(self, where: str, text: str) -> None:
        self.problems.append(f"{where}: {text}")

    def consent(self, above: Place, names: Iterable[str]) -> None:
        """The user said that these rows shall go."""
        self.consented.update((*above, name) for name in names)

    def found(self, search: Callable[..., Any], *arguments: Any) -> Any:
        """What the search finds; False when it cannot tell, which is then a problem."""
        try:
            return search(*arguments)
        except InvalidInput as error:
            self.problems.extend(error.problems)
            return False

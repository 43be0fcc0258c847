# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Going through the nodes of an expression."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Joined,
    Node,
)


def children(node: Node) -> list[Node]:
    """The nodes right under a node, without empty slots, from left to right."""
    if isinstance(node, Call):
        return [slot for slot in node.slots if slot is not None]
    if isinstance(node, (Comparison, Joined)):
        return [node.left, node.right]
    return []


def nodes(node: Node) -> Iterator[Node]:
    """The node and all under it, in the order of the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def attributes(node: Node) -> list[str]:
    """The names of the attributes that an expression reads, in the order of the text, each once."""
    return list(dict.fromkeys(one.name for one in nodes(node) if isinstance(one, Attribute)))

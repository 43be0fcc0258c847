# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node with its surroundings, as the static rules look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR, WARNING, Finding


class Seen(NamedTuple):
    """parent: the node right above, None for the outermost; place: which child of it, counted from 0 with empty slots;
    context: as in function.py, None where it is not known."""

    node: Node
    parent: Node | None
    place: int
    context: str | None


def everything(node: Node, context: str | None) -> Iterator[Seen]:
    """The node and all under it, each with its surroundings, in the order of the text."""
    waiting = [Seen(node, None, 0, context)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed([Seen(child, one.node, place, context) for place, child in _placed(one.node)]))


def _placed(node: Node) -> list[tuple[int, Node]]:
    if isinstance(node, Call):
        return [(place, slot) for place, slot in enumerate(node.slots) if slot is not None]
    if isinstance(node, (Comparison, Joined)):
        return [(0, node.left), (1, node.right)]
    return []


def slot(call: Call, place: int) -> Node | None:
    """What stands in a slot; None for an empty one and beyond the last."""
    return call.slots[place] if place < len(call.slots) else None


def constant(call: Call, place: int) -> str | None:
    """The text of a slot that holds a constant; None for anything else."""
    found = slot(call, place)
    return found.text if isinstance(found, Constant) else None


def error(message: str) -> Finding:
    return Finding(ERROR, message)


def warning(message: str) -> Finding:
    return Finding(WARNING, message)

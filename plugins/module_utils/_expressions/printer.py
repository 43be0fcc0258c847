# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the nodes of a mapping expression to its text as the service prints it."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import INTEGER
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FUNCTIONS, complete
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.lexer import is_number
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
)


def text(node: Node) -> str:
    """The canonical text: all slots of a known function, also empty ones, `, ` between them, no blanks round a
    comparison, and a constant bare only where an integer is expected."""
    if isinstance(node, Attribute):
        return f"[{node.name}]"
    if isinstance(node, Constant):
        return quoted(node.text)
    if isinstance(node, Comparison):
        return f"{text(node.left)}{node.operator}{text(node.right)}"
    if isinstance(node, Joined):
        return f"{text(node.left)} & {text(node.right)}"
    if isinstance(node, Call):
        slots = complete(node.name, node.slots)
        return f"{node.name}({', '.join(_slot(node.name, place, slot) for place, slot in enumerate(slots))})"
    return node.name


def quoted(value: str) -> str:
    """A text between quotes, with the two escapes of the language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _slot(name: str, place: int, node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, Constant) and is_number(node.text) and _takes_integer(name, place):
        return node.text
    return text(node)


def _takes_integer(name: str, place: int) -> bool:
    function = FUNCTIONS.get(name)
    parameter = function.parameter(place) if function else None
    return parameter is not None and parameter.type == INTEGER

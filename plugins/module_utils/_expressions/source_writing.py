# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From nodes to attributeMappingSource, the tree that the service stores."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import printer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import Function
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FUNCTIONS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Node,
    Placeholder,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import NeedsService
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.walk import nodes

OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
# IIF files its condition under one key, or under three when it compares.
CONDITION = ("one", "two", "three")
# What a text of FormatDateTime with three slots, as before 2021, has in them.
OLD_FORMAT_DATE_TIME = ("source", "inputFormat", "outputFormat")


def to_tree(node: Node) -> dict[str, Any]:
    """The source that the service would store, members in the service's order: expression, name, type, parameters.

    Raises NeedsService, naming the functions, where no source tells how the service stores something in the node.
    """
    unknown = functions_without_keys(node)
    if unknown:
        raise NeedsService(f"The parameter keys of {' and '.join(unknown)} are not known offline")
    return _tree(node)


def functions_without_keys(node: Node) -> list[str]:
    """Names of the functions in the node whose parameter keys are not known offline, each once, sorted."""
    names = {one.name for one in nodes(node) if isinstance(one, Call)}
    return sorted(name for name in names if name not in FUNCTIONS or not FUNCTIONS[name].keys_known())


def _tree(node: Node) -> dict[str, Any]:
    if isinstance(node, Attribute):
        return _source(node, node.name, "Attribute", [])
    if isinstance(node, (Constant, Placeholder)):
        return _source(node, node.text if isinstance(node, Constant) else node.name, "Constant", [])
    if isinstance(node, Call):
        parameters = [{"key": key, "value": _tree(value)} for key, value in _keyed(node)]
        return _source(node, node.name, "Function", parameters)
    raise NeedsService(f"How the service stores {printer.text(node)} is not known offline")


def _source(node: Node, name: str, kind: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {"expression": printer.text(node), "name": name, "type": kind, "parameters": parameters}


def _keyed(call: Call) -> list[tuple[str, Node]]:
    """Every filled slot with its key."""
    function = FUNCTIONS[call.name]
    if call.name == "IIF" and call.slots and isinstance(call.slots[0], Comparison):
        compared = call.slots[0]
        condition = (compared.left, Constant(compared.operator), compared.right)
        return list(zip(CONDITION, condition)) + _pairs(function, call.slots, 1)
    return _pairs(function, call.slots, 0)


def _pairs(function: Function, slots: tuple[Node | None, ...], first: int) -> list[tuple[str, Node]]:
    pairs = []
    for place, slot in enumerate(slots[first:], first):
        if slot is not None:
            pairs.append((_key(function, place, len(slots)), slot))
        elif function.name == "Switch" and place > 1:
            # Keys and values are told apart by their order alone, so that a gap would shift all behind it.
            raise NeedsService("How the service stores an empty key or value of Switch is not known offline")
    return pairs


def _key(function: Function, place: int, count: int) -> str:
    if function.name == "FormatDateTime" and count == len(OLD_FORMAT_DATE_TIME):
        return OLD_FORMAT_DATE_TIME[place]
    parameter = function.parameter(place)
    if parameter is None or parameter.key is None:
        raise NeedsService(f"No slot {place + 1} of {function.name} is known offline")
    return parameter.key

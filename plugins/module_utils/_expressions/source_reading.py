# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From attributeMappingSource, the tree that the service stores, to nodes."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import Function
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    BARE_WORDS,
    FUNCTIONS,
    complete,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Node,
    Placeholder,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.source_writing import CONDITION, OPERATORS


def from_tree(tree: Any) -> Node:
    """The node of a source. The keys of its parameters tell their slots; where they do not, the order does, with the
    empty slots of the source's own text; where the tree is not whole, its text is read. Raises ExpressionError."""
    try:
        return _node(tree, 0)
    except ExpressionError:
        written = parsed(tree.get("expression")) if isinstance(tree, dict) else None
        if written is None:
            raise
        return written


def parsed(expression: Any) -> Node | None:
    """The node of a source's text; None for what is no text or no expression."""
    try:
        return parser.parse(expression, lenient=True) if isinstance(expression, str) else None
    except ExpressionError:
        return None


def _node(tree: Any, depth: int) -> Node:
    if depth > parser.DEEPEST:
        raise ExpressionError(f"The source is nested more than {parser.DEEPEST} deep")
    if not isinstance(tree, dict):
        raise ExpressionError("The source is no object with name and type")
    name, kind, expression = tree.get("name"), tree.get("type"), tree.get("expression")
    if not isinstance(name, str) or kind not in ("Attribute", "Constant", "Function"):
        raise ExpressionError("The source has no name, or a type that is none of Attribute, Constant and Function")
    if kind == "Attribute":
        return Attribute(name)
    if kind == "Constant":
        return _constant(name, expression)
    return _call(name, pairs(tree.get("parameters")), expression, depth)


def _constant(name: str, expression: Any) -> Node:
    """A placeholder is a constant without quotes; up to 2020 it had no text at all. A bare word has no quotes either."""
    if expression == name and name in BARE_WORDS:
        return Word(name)
    if expression != printer.quoted(name) and _is_placeholder(name):
        return Placeholder(name)
    return Constant(name)


def _is_placeholder(name: str) -> bool:
    inner = name[1:-1]
    return len(name) > 2 and name[0] == name[-1] == "%" and inner.isidentifier() and inner.isascii()


def _call(name: str, parameters: list[tuple[str, Any]], expression: Any, depth: int) -> Node:
    given = [(key, _node(value, depth + 1)) for key, value in parameters]
    function = FUNCTIONS.get(name)
    slots = _by_key(function, given) if function is not None and function.keys_known() else None
    if slots is None or not given:
        slots = _by_text(name, [node for dummy, node in given], expression)
    return Call(name, complete(name, tuple(slots)))


def pairs(parameters: Any) -> list[tuple[str, Any]]:
    """The keys and values of a source's parameters; null is as good as none. Raises ExpressionError."""
    if parameters is not None and not isinstance(parameters, list):
        raise ExpressionError("The parameters of a source are no list")
    found = []
    for one in parameters or []:
        if not isinstance(one, dict) or not isinstance(one.get("key"), str):
            raise ExpressionError("A parameter of a source is no object with key and value")
        found.append((one["key"], one.get("value")))
    return found


def _by_key(function: Function, given: list[tuple[str, Node]]) -> list[Node | None] | None:
    """The slots that the keys name; None where a key is none of the function's, or is there too often."""
    rest = _with_condition(given) if function.name == "IIF" else list(given)
    slots: list[Node | None] = []
    for parameter in function.parameters:
        same = [node for key, node in rest if key == parameter.key]
        if parameter.repeating:
            slots += same
        elif len(same) > 1:
            return None
        else:
            slots += same or [None]
        rest = [one for one in rest if one[0] != parameter.key]
    return None if rest else slots


def _with_condition(given: list[tuple[str, Node]]) -> list[tuple[str, Node]]:
    """One pair in the place of the three of a comparison."""
    found = dict(given)
    left, operator, right = (found.get(key) for key in CONDITION)
    if left is None or right is None or not isinstance(operator, Constant) or operator.text not in OPERATORS:
        return list(given)
    condition: list[tuple[str, Node]] = [(CONDITION[0], Comparison(left, operator.text, right))]
    return condition + [one for one in given if one[0] not in CONDITION]


def _by_text(name: str, filled: list[Node], expression: Any) -> list[Node | None]:
    """The nodes in the slots that are filled in the text; one after another where the text does not fit them."""
    written = parsed(expression)
    if not isinstance(written, Call) or written.name != name:
        return list(filled)
    count = sum(slot is not None for slot in written.slots)
    if count and not filled:
        raise ExpressionError(f"The parameters of {name} are missing")
    if count != len(filled):
        return list(filled)
    rest = iter(filled)
    return [None if slot is None else next(rest) for slot in written.slots]

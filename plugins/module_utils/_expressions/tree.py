# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of attribute mappings: built from nodes, read into nodes, compared and shown.

A source (attributeMappingSource) has `expression`, `name`, `type` (Attribute | Constant | Function) and `parameters`, a
list of `{key, value: source}` with a pair for every slot that is not empty, in the order of the slots. Its name, type
and parameters are the authority; texts are looked at only where these cannot tell.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
    Placeholder,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ExpressionError,
    NeedsService,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.source_reading import (
    from_tree,
    pairs,
    parsed,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.source_writing import (
    functions_without_keys,
    to_tree,
)

__all__ = ["NeedsService", "canonical", "from_tree", "functions_without_keys", "matches", "same", "to_tree", "words"]


def same(one: Any, other: Any) -> bool:
    """Whether two sources (or None) mean the same mapping, whatever their texts; never raises, junk is compared as it
    is."""
    ours, theirs = canonical(one), canonical(other)
    if ours == theirs:
        return True
    return "Text" in (_kind(ours), _kind(theirs)) and _same_forms(one, other)


def matches(tree: Any, node: Node) -> bool:
    """Whether a source is the tree of a node, also where the node's own tree cannot be built offline."""
    try:
        return _form(from_tree(tree)) == _form(node)
    except ExpressionError:
        return False


def words(tree: Any) -> str:
    """The text a person reads: `[mail]`, `"x"`, `Join(...)`; nothing for None."""
    if tree is None:
        return ""
    try:
        return printer.text(from_tree(tree))
    except ExpressionError:
        found = [tree.get(member) for member in ("expression", "name")] if isinstance(tree, dict) else []
        return next((one for one in found if isinstance(one, str) and one), "(a source that cannot be read)")


def canonical(tree: Any) -> Any:
    """A hashable form that is equal for sources that mean the same; absent, null and empty parameters are alike."""
    if tree is None:
        return None
    try:
        return _canonical(tree, 0)
    except ExpressionError:
        return ("Other", *_frozen(tree))


def _canonical(tree: Any, depth: int) -> tuple[Any, ...]:
    if not isinstance(tree, dict) or depth > parser.DEEPEST:
        raise ExpressionError("The source cannot be read")
    name, kind, expression = tree.get("name"), tree.get("type"), tree.get("expression")
    if isinstance(name, str) and kind in ("Attribute", "Constant"):
        return (kind, name)
    if (name is None or isinstance(name, str)) and kind in ("Function", None):
        parameters = pairs(tree.get("parameters"))
        if not parameters:
            return _without_parameters(name, expression)
        if kind is not None and name is not None:
            inner = [(key, _canonical(value, depth + 1)) for key, value in parameters]
            # The order of equal keys counts, that of different ones does not.
            return ("Function", name, tuple(sorted(inner, key=lambda one: one[0])))
    raise ExpressionError("The source cannot be read")


def _without_parameters(name: str | None, expression: Any) -> tuple[Any, ...]:
    written = parsed(expression)
    if written is None and name is None:
        raise ExpressionError("The source cannot be read")
    if written is None or (isinstance(written, Call) and written.name == name and not any(written.slots)):
        return ("Function", name, ())
    return ("Text", printer.text(written))


def _kind(form: Any) -> Any:
    return form[0] if form else None


def _same_forms(one: Any, other: Any) -> bool:
    try:
        return bool(_form(from_tree(one)) == _form(from_tree(other)))
    except ExpressionError:
        return False


def _form(node: Node | None) -> tuple[Any, ...]:
    """Equal for nodes that have the same tree."""
    if isinstance(node, (Constant, Placeholder)):
        return ("Constant", node.text if isinstance(node, Constant) else node.name)
    if isinstance(node, Comparison):
        return ("Comparison", node.operator, _form(node.left), _form(node.right))
    if isinstance(node, Joined):
        return ("Joined", _form(node.left), _form(node.right))
    if isinstance(node, Call):
        return ("Call", node.name, tuple(_form(slot) for slot in _slots(node)))
    return ("Empty",) if node is None else ("Attribute" if isinstance(node, Attribute) else "Word", node.name)


def _slots(call: Call) -> tuple[Node | None, ...]:
    """The slots that leave a trace in a tree: none of the empty ones at the end, no empty source of Join, and the one
    that FormatDateTime had not before 2021 is empty."""
    slots = list(call.slots)
    if call.name == "FormatDateTime" and len(slots) == 3:
        slots.insert(1, None)
    if call.name == "Join":
        slots[1:] = [slot for slot in slots[1:] if slot is not None]
    while slots and slots[-1] is None:
        slots.pop()
    return tuple(slots)


def _frozen(value: Any) -> list[Any]:
    """The value as a flat list of tokens, so that no depth of it is too deep."""
    tokens: list[Any] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            members = [member for member in one.items() if member[0] != "parameters" or member[1]]
            tokens.append(("object", len(members)))
            for key, member in sorted(members, key=lambda pair: str(pair[0]), reverse=True):
                waiting += [member, str(key)]
        elif isinstance(one, (list, tuple)):
            tokens.append(("list", len(one)))
            waiting += reversed(one)
        else:
            tokens.append((one.__class__.__name__, repr(one)))
    return tokens

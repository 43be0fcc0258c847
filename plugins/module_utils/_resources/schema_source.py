# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who builds the tree of an expression that changes: this collection, the service, or whoever can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import node as nodes
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import printer, tree
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ExpressionError,
    NeedsService,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources.schema_endpoint import SchemaEndpoint

AUTO = "auto"
LOCAL = "local"
SERVICE = "service"
MODES = (AUTO, LOCAL, SERVICE)

Tree = dict[str, Any]


def builder(mode: str, endpoint: SchemaEndpoint) -> Callable[[nodes.Node], Tree]:
    """The function that makes the tree of a node. It raises ExpressionError where nobody can.

    mode: LOCAL never asks the service, SERVICE asks it for every function call, AUTO only where the names of a
    function's parameters are nowhere published. Attributes and constants have one form and are never asked for.
    """
    asked: dict[str, Tree] = {}

    def by_service(node: nodes.Node) -> Tree:
        text = printer.text(node)
        if text not in asked:
            asked[text] = _parsed(endpoint, text)
        return asked[text]

    def build(node: nodes.Node) -> Tree:
        if mode == SERVICE and isinstance(node, nodes.Call):
            return by_service(node)
        try:
            return tree.to_tree(node)
        except NeedsService as error:
            if mode == LOCAL:
                raise ExpressionError(f"{error.message}; parse_expressions: auto has the service build it") from None
            return by_service(node)

    return build


def _parsed(endpoint: SchemaEndpoint, text: str) -> Tree:
    """The service's own tree of a text."""
    try:
        answer = endpoint.parse({"expression": text})
    except Exception as error:
        # Documented below service principals only (fact sheet, row 32); the metadata have it below applications too.
        if not endpoint.of_application or getattr(error, "status", None) not in (400, 404):
            raise
        raise ExpressionError(
            f"no source tells how {text} is stored, and the service, which knows, reads expressions below service "
            f"principals only: {str(error).rstrip('.')}"
        ) from error
    found = answer.get("parsedExpression")
    if not answer.get("parsingSucceeded") or not isinstance(found, dict):
        raise ExpressionError(f"the service cannot read {text}: {said(answer.get('error'))}")
    return dict(without_annotations(found))


def said(error: Any) -> str:
    """What the service says of an expression, in one line."""
    if not isinstance(error, dict):
        return "it does not say why"
    rows = [error, *(row for row in error.get("details") or [] if isinstance(row, dict))]
    words = [": ".join(str(row[name]) for name in ("code", "message") if row.get(name)) for row in rows]
    return "; ".join(word.rstrip(".") for word in words if word) or "it does not say why"

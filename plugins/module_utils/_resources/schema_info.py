# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a schema in the form in which it is declared: all of it, or what was changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._resources.schema_endpoint import SchemaEndpoint
from ansible_collections.entra.provisioning.plugins.module_utils._schema import export

CHANGES = "changes"
FUNCTIONS, OPERATORS, DOCUMENT = "functions", "filter_operators", "document"
OPTIONS: Mapping[str, Any] = {
    **schema_endpoint.PLACE,
    "schema_of": {"type": "str", "choices": ["job", "template"]},
    "only": {"type": "str", "choices": [CHANGES]},
    "include": {"type": "list", "elements": "str", "choices": [FUNCTIONS, OPERATORS, DOCUMENT], "default": []},
}
RULES: Mapping[str, Any] = schema_endpoint.PLACE_RULES
PERMISSIONS = schema_endpoint.PERMISSIONS


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as declaration, and what else was asked for. One request for the schema of a job named by its id."""
    endpoint = schema_endpoint.located(graph, params)
    if params.get("only") == CHANGES and endpoint.kind == schema_endpoint.TEMPLATES:
        raise InvalidInput(["only: changes are those of a job against its template; a template has none to show."])
    document = endpoint.read()
    form, not_expressed = _form(endpoint, document, params.get("only") == CHANGES)
    head = {"id": document.get("id"), "version": document.get("version")}
    return {"schema": {**head, **form}, "not_expressed": not_expressed, **_included(endpoint, document, params)}


def _form(endpoint: SchemaEndpoint, document: Mapping[str, Any], changes: bool) -> tuple[dict[str, Any], list[str]]:
    """The declaration that the document is, and what no option can say of it."""
    return export.changes(document, endpoint.default()) if changes else export.full(document)


def _included(endpoint: SchemaEndpoint, document: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """What is read, or shown, on request only."""
    wanted = params.get("include") or ()
    found: dict[str, Any] = {}
    if FUNCTIONS in wanted:
        found[FUNCTIONS] = sorted(map(_function, endpoint.functions()), key=lambda row: str(row["name"]))
    if OPERATORS in wanted:
        found[OPERATORS] = sorted(map(_operator, endpoint.filter_operators()), key=lambda row: str(row["name"]))
    if DOCUMENT in wanted:
        found[DOCUMENT] = without_annotations(document)
    return found


def _name(row: Mapping[str, Any]) -> Any:
    """The documentation shows a name, the service's metadata declare an id (fact sheet, row 30)."""
    return row.get("name") or row.get("id")


def _function(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": _name(row), "parameters": [_parameter(one) for one in row.get("parameters") or []]}


def _parameter(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": row.get("name"),
        "type": row.get("type"),
        "required": bool(row.get("required")),
        "repeatable": bool(row.get("allowMultipleOccurrences")),
    }


def _operator(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _name(row),
        "arity": row.get("arity"),
        "multivalued_comparison": row.get("multivaluedComparisonType"),
        "attribute_types": list(row.get("supportedAttributeTypes") or []),
    }

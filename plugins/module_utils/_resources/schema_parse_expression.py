# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking the service what it makes of an expression. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner, schema_endpoint
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options

# Documented below service principals only (fact sheet, row 32).
OWNERS = tuple(owner.SERVICE_PRINCIPAL)
# The members of the target's definition: option -> Graph's name.
TARGET = {
    "name": "name",
    "type": "type",
    "multivalued": "multivalued",
    "required": "required",
    "anchor": "anchor",
    "case_exact": "caseExact",
    "flow_null_values": "flowNullValues",
    "mutability": "mutability",
    "default_value": "defaultValue",
}
OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "template_id": {"type": "str"},
    "job_id": {"type": "str"},
    "schema_of": {"type": "str", "choices": ["job", "template"], "default": "job"},
    "expression": {"type": "str", "required": True},
    "attributes": {"type": "dict"},
    "target_attribute": {"type": "dict", "options": {name: dict(options.ATTRIBUTE[name]) for name in TARGET}},
}
RULES: Mapping[str, Any] = {
    "required_one_of": [OWNERS, ("template_id", "job_id")],
    "mutually_exclusive": [OWNERS, ("template_id", "job_id")],
}
PERMISSIONS = schema_endpoint.PERMISSIONS

COLLECTION = "#Collection(String)"


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the service reads, and what comes out where there is a test input. A text it cannot read is an answer too."""
    if not params["expression"].strip():
        raise InvalidInput(["expression: the value is empty."])
    said = without_annotations(schema_endpoint.located(graph, params).parse(_body(params)))
    parsed = said.get("parsedExpression")
    return {
        "parsing_succeeded": bool(said.get("parsingSucceeded")),
        "expression": parsed.get("expression") if isinstance(parsed, Mapping) else None,
        "tree": parsed,
        "evaluation_succeeded": bool(said.get("evaluationSucceeded")),
        "evaluation_result": said.get("evaluationResult") or [],
        "expression_error": _error(said.get("error")),
    }


def _body(params: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"expression": params["expression"]}
    if params.get("attributes") is not None:
        rows = [_property(str(name), value) for name, value in params["attributes"].items()]
        body["testInputObject"] = {"properties": rows}
    if params.get("target_attribute") is not None:
        given = params["target_attribute"]
        target = {wire: given[name] for name, wire in TARGET.items() if given.get(name) is not None}
        body["targetAttributeDefinition"] = target
    return body


def _property(name: str, value: Any) -> dict[str, Any]:
    """One attribute of the test input; the service is told of a list that it is one."""
    if isinstance(value, list):
        texts = [one if isinstance(one, str) else str(one) for one in value]
        return {"key": name, "value@odata.type": COLLECTION, "value": texts}
    return {"key": name, "value": value}


def _error(said: Any) -> dict[str, Any] | None:
    """The service's words on an expression that it cannot read or evaluate."""
    if not isinstance(said, Mapping):
        return None
    details = [_words(row) for row in said.get("details") or [] if isinstance(row, Mapping)]
    return {**_words(said), "details": details}


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in ("code", "message", "target")}

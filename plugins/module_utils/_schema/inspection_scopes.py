# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the clauses of a scope: the attribute, the operator, and whether they go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import operators, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_definitions import Definition
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_finding import (
    Finding,
    problem,
    warning,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.operators import OPERATORS, Operator
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row

_WHOLE_NUMBER = re.compile(r"-?\d+")
# The documented limits are of this set; shipped schemas test attributes of several values in the others.
_PORTAL = "groups"
_TRUTH = ("EQUALS", "NOT EQUALS")


def findings(place: str, scope: Any, source: Definition | None) -> Iterator[Finding]:
    """The findings of one scope. source: the object whose attributes the clauses test; None: not known."""
    for option, groups in words_values.scope(scope).items():
        for group in groups:
            for clause in group["clauses"]:
                where = f"{place} / scope.{option}[{group['name'] or ''}] {clause['attribute']}"
                yield from _of_clause(where, clause, source, option == _PORTAL)


def _of_clause(place: str, clause: Row, source: Definition | None, portal: bool) -> Iterator[Finding]:
    name, values = str(clause["attribute"]), clause.get("values") or []
    operator = OPERATORS.get(str(clause["operator"]))
    if operator is None:
        yield _unknown(place, str(clause["operator"]))
    else:
        yield from _of_values(place, operator, values)
    if name in operators.UNSUPPORTED_ATTRIBUTES:
        yield warning(place, "the documentation lists this attribute among those that a filter cannot test.")
    if source is None:
        return
    attribute = source.attributes.get(name)
    if attribute is None:
        hint = nearest(name, source.attributes)
        yield problem(place, f"the source object {source.name} has no attribute {name!r}.{hint}")
    else:
        yield from _of_attribute(place, operator, attribute, portal)


def _unknown(place: str, name: str) -> Finding:
    if name in operators.UNSUPPORTED_OPERATORS:
        return warning(place, f"the documentation says that the operator {name} is not supported.")
    return warning(
        place,
        f"the operator {name!r} is not among those that are known here.{nearest(name, OPERATORS)} "
        "The service's own list is filter_operators of the info module.",
    )


def _of_values(place: str, operator: Operator, values: Sequence[Any]) -> Iterator[Finding]:
    if operator.arity == operators.UNARY and values:
        yield problem(place, f"{operator.name} takes no value.")
    if operator.arity == operators.BINARY and not values:
        yield problem(place, f"{operator.name} needs a value.")
    if operator.types == ("Integer",):
        for value in values:
            if not _WHOLE_NUMBER.fullmatch(str(value)):
                yield problem(place, f"{operator.name} compares whole numbers, and {value!r} is none.")
    if operator.name in operators.PATTERNS:
        yield from _of_patterns(place, values)


def _of_patterns(place: str, values: Sequence[Any]) -> Iterator[Finding]:
    from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex

    for value in values:
        said = regex.compile_problem(str(value))
        if said:
            yield problem(place, f"{value!r} is not a regular expression: {said}")


def _of_attribute(place: str, operator: Operator | None, attribute: Row, portal: bool) -> Iterator[Finding]:
    kind, finding = str(attribute.get("type") or "String"), problem if portal else warning
    if attribute.get("multivalued"):
        yield finding(place, "a filter cannot test an attribute of several values.")
    elif kind == "DateTime":
        yield finding(place, "a filter cannot test a date.")
    elif operator is not None and kind not in operator.types:
        if kind == "Boolean" and operator.name in _TRUTH:
            yield warning(
                place, f"{operator.name} compares texts and numbers; write IS TRUE or IS FALSE for a Boolean."
            )
        else:
            fitting = ", ".join(one.name for one in OPERATORS.values() if kind in one.types) or "none"
            text = f"{operator.name} does not compare the type {kind}; known operators that do: {fitting}."
            yield problem(place, text)

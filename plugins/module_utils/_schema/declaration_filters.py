# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared scopes: groups are alternatives, and the clauses of a group hold all."""

from __future__ import annotations

from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import Given, Notes
from ansible_collections.entra.provisioning.plugins.module_utils._schema.operators import BINARY, OPERATORS, UNARY

# option -> the service's name
SETS = {
    "groups": "groups",
    "input_filter_groups": "inputFilterGroups",
    "category_filter_groups": "categoryFilterGroups",
}


def scope(given: Any, where: str, notes: Notes) -> dict[str, list[dict[str, Any]]]:
    """The given sets of groups in the service's form."""
    return {
        wire: [_group(one, f"{where}.scope.{option}", place, notes) for place, one in enumerate(given[option])]
        for option, wire in SETS.items()
        if given and given.get(option) is not None
    }


def _group(given: Given, above: str, place: int, notes: Notes) -> dict[str, Any]:
    """A group without a name has no member for it: which name it gets depends on what is stored."""
    named = {"name": str(given["name"])} if given.get("name") is not None else {}
    where = f"{above}[{named.get('name') or place}]"
    clauses = given.get("clauses") or []
    if not clauses:
        notes.problem(where, "a group without clauses has no known meaning; give clauses, or leave the group out.")
    return {
        **named,
        "clauses": [_clause(one, f"{where}.clauses[{number}]", notes) for number, one in enumerate(clauses)],
    }


def _clause(given: Given, where: str, notes: Notes) -> dict[str, Any]:
    operator, attribute = str(given.get("operator") or ""), str(given.get("attribute") or "")
    for option, value in (("attribute", attribute), ("operator", operator)):
        if not value:
            notes.problem(where, f"{option} is empty.")
    values = [str(value) for value in given.get("values") or []]
    arity = OPERATORS[operator].arity if operator in OPERATORS else ""
    if arity == BINARY and not values:
        notes.problem(where, f"{attribute} {operator} compares with something; give values.")
    if arity == UNARY and values:
        notes.problem(where, f"{attribute} {operator} compares with nothing; leave out values.")
    operand = {"values": values} if values else None
    return {"operatorName": operator, "sourceOperandName": attribute, "targetOperand": operand}

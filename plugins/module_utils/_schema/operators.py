# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operators of scoping clauses: the eight of the published list, and those that filters in use hold beside them.

The list is open: a tenant's own is `schema/filterOperators`. Spelling, blanks and underscores included, matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

UNARY = "unary"
BINARY = "binary"

_PLAIN = ("Integer", "String")
_ANY = ("Binary", "Boolean", "Integer", "String")


class Operator(NamedTuple):
    """arity: UNARY takes no value, BINARY at least one. types: attribute types that it compares; empty means unknown."""

    name: str
    arity: str
    types: tuple[str, ...]


OPERATORS: Mapping[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator("EQUALS", BINARY, _PLAIN),
        Operator("NOT EQUALS", BINARY, _PLAIN),
        Operator("IS TRUE", UNARY, ("Boolean",)),
        Operator("IS FALSE", UNARY, ("Boolean",)),
        Operator("IS NULL", UNARY, _ANY),
        Operator("IS NOT NULL", UNARY, _ANY),
        Operator("REGEX MATCH", BINARY, _PLAIN),
        Operator("NOT REGEX MATCH", BINARY, _PLAIN),
        Operator("&", BINARY, ("Integer",)),
        Operator("!&", BINARY, ("Integer",)),
        Operator("ENDS_WITH", BINARY, ("String",)),
        Operator("Greater_Than", BINARY, ("Integer",)),
        Operator("GREATER_THAN", BINARY, ("Integer",)),
        Operator("Greater_Than_OR_EQUALS", BINARY, ("Integer",)),
        Operator("GREATER_THAN_OR_EQUALS", BINARY, ("Integer",)),
        Operator("Includes", BINARY, ("String",)),
        Operator("INCLUDES", BINARY, ("String",)),
    )
}

# Offered by some pages, and said not to work by others.
UNSUPPORTED_OPERATORS = frozenset({"IsMemberOf", "IS_MEMBER_OF"})
# Named by the documentation as attributes that a filter cannot test, whatever their type.
UNSUPPORTED_ATTRIBUTES = frozenset({"appRoleAssignments", "manager", "members", "userType"})
# Operators whose value is a regular expression.
PATTERNS = frozenset({"REGEX MATCH", "NOT REGEX MATCH"})

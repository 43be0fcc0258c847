# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical forms of the values in a schema that have more than one spelling: plain JSON, equal when they mean the same.

What does not have the form it should have is kept as it is: it then equals only itself.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation

FILTER_SETS = ("groups", "inputFilterGroups", "categoryFilterGroups")
SOURCE_TYPES = ("Attribute", "Constant", "Function")


class _Absent:
    """A member that is not there, where null would be something else."""


ABSENT = _Absent()


def same_json(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1; annotations do not count."""
    if one is other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = [name for name in {*one, *other} if not is_annotation(name)]
        return all(same_json(one.get(name, ABSENT), other.get(name, ABSENT)) for name in names)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def unordered(rows: Any) -> Any:
    """A list whose order means nothing: sorted; null is the empty list."""
    return sorted(map(_sortable, rows)) if isinstance(rows, list) else _other(rows)


def flags(text: Any) -> Any:
    """`Add, Update` and `update,add` are the same flags; None is not a flag but the word for no flag."""
    if not isinstance(text, str):
        return text
    return sorted({word.strip().lower() for word in text.split(",")} - {"", "none"})


def chosen(member: str) -> Callable[[Any], Any]:
    """The form of a container filter or a group filter: choosing nothing is having no filter."""

    def form(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return {} if value is None else value
        return {name: inner for name, inner in {**value, member: unordered(value.get(member))}.items() if inner != []}

    return form


def word(value: Any, choices: Iterable[str]) -> Any:
    """A word in the service's spelling; one that is not among the choices as it is."""
    return next((choice for choice in choices if choice.lower() == str(value).lower()), value)


def source(value: Any) -> Any:
    """A tree with the types of its nodes in the service's spelling, which some tools do not keep; all else is left."""
    if not isinstance(value, Mapping):
        return value
    changed = {"type": word(value["type"], SOURCE_TYPES)} if "type" in value else {}
    if isinstance(value.get("parameters"), list):
        changed["parameters"] = [_parameter(one) for one in value["parameters"]]
        if all(map(operator.is_, changed["parameters"], value["parameters"])):
            changed["parameters"] = value["parameters"]
    return value if all(value[name] is inner for name, inner in changed.items()) else {**value, **changed}


def _parameter(value: Any) -> Any:
    if not isinstance(value, Mapping) or "value" not in value:
        return value
    inner = source(value["value"])
    return value if inner is value["value"] else {**value, "value": inner}


def scope(value: Any) -> Any:
    """A scope: no scope and three empty sets of groups are the same."""
    if not isinstance(value, Mapping):
        return scope({}) if value is None else value
    return {**value, **{name: filter_groups(value.get(name)) for name in FILTER_SETS}}


def filter_groups(groups: Any) -> Any:
    """Groups are alternatives and the clauses of a group hold all: neither has an order. Names of groups are kept."""
    return unordered([_group(group) for group in groups]) if isinstance(groups, list) else _other(groups)


def _group(group: Any) -> Any:
    if not isinstance(group, Mapping):
        return group
    clauses = group.get("clauses")
    rows = unordered([_clause(clause) for clause in clauses]) if isinstance(clauses, list) else _other(clauses)
    return {**group, "name": group.get("name"), "clauses": rows}


def _clause(clause: Any) -> Any:
    """Unary operators have no operand, or one without values."""
    if not isinstance(clause, Mapping):
        return clause
    operand = clause.get("targetOperand")
    if operand is None:
        operand = {}
    if isinstance(operand, Mapping):
        operand = {**operand, "values": unordered(operand.get("values"))}
    return {**clause, "targetOperand": operand}


def _other(value: Any) -> Any:
    return [] if value is None else value


def _sortable(value: Any) -> str:
    return json.dumps(_bare(value), sort_keys=True, ensure_ascii=False, default=str)


def _bare(value: Any) -> Any:
    """Without annotations, and without null members, which stand for those left out."""
    if isinstance(value, Mapping):
        return {
            str(name): _bare(inner) for name, inner in value.items() if inner is not None and not is_annotation(name)
        }
    return [_bare(inner) for inner in value] if isinstance(value, list) else value

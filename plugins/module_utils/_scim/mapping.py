# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mapping of SCIM paths to columns, as it is declared, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._scim import cell, names, path
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import EXTERNAL_ID, Path
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError

_MEMBERS = ("column", "type", "value")


class Rule(NamedTuple):
    """Where a value comes from and where it goes. column: None for a constant; kind: one of cell.TYPES; written: the
    path as it was declared."""

    path: Path
    column: str | None
    constant: Any
    kind: str
    written: str

    @property
    def object(self) -> tuple[Any, ...] | None:
        """What the value is a part of, if it is a part of something: an entry of a list, or an object like the name."""
        return (self.path.schema, self.path.attribute.lower(), _folded(self.path)) if self.path.part else None


def read(mapping: Any) -> tuple[tuple[Rule, ...], list[str]]:
    """The rules of a mapping, sorted by path, and what is wrong with it. Never raises."""
    if not isinstance(mapping, Mapping):
        return (), ["mapping: a dictionary of paths and columns is wanted."]
    if not mapping:
        return (), ["mapping: the value is empty."]
    rules, problems = [], []
    for written, source in sorted(mapping.items(), key=lambda item: str(item[0])):
        try:
            rules.append(_rule(written, source))
        except ScimError as error:
            problems += [f"mapping: {problem}" for problem in error.problems]
    rules.sort(key=lambda rule: (rule.path.schema or "", str(rule.path)))
    problems += _collisions(rules)
    return tuple(rules), problems + _of_external_id(rules, bool(problems))


def _of_external_id(rules: list[Rule], troubled: bool) -> list[str]:
    """What is wrong with the one rule that there must be. troubled: it may be among those that could not be read."""
    rule = next((rule for rule in rules if rule.path == EXTERNAL_ID), None)
    if rule is None:
        sentence = "mapping: externalId is not mapped, and by it the service finds a person again."
        return [] if troubled else [sentence]
    if rule.column is None or rule.kind != "string":
        return [f"mapping: {rule.written!r} wants a column, each person's own, and no other type than string."]
    return []


def _rule(written: Any, source: Any) -> Rule:
    found = path.parse(written)
    kind = "boolean" if _is_truth(found) else "string"
    if isinstance(source, str):
        source = {"column": source}
    if not isinstance(source, Mapping):
        raise _problem(written, "wants the name of a column, or a dictionary with column or value")
    for member in source:
        if member not in _MEMBERS:
            raise _problem(written, f"has a member {member!r}, which is none of {', '.join(_MEMBERS)}")
    if ("column" in source) is ("value" in source):
        raise _problem(written, "wants one of column and value")
    if "value" in source:
        return Rule(found, None, _constant(written, source["value"], kind, source.get("type")), kind, written)
    kind = source.get("type", kind)
    if kind not in cell.TYPES:
        raise _problem(written, f"wants another type: {kind!r} is none of {', '.join(cell.TYPES)}")
    column = source["column"]
    if not isinstance(column, str) or not column:
        raise _problem(written, "has an empty column name" if not column else "wants the name of a column as a text")
    return Rule(found, "".join(column), None, kind, written)


def _constant(written: Any, value: Any, kind: str, declared: Any) -> Any:
    """The constant as it is; what is true or false may be said in words."""
    if declared is not None:
        raise _problem(written, "has a type beside its value; write the value as what it is")
    if cell.is_empty(value):
        raise _problem(written, "has an empty value")
    try:
        cell.single(value)
        return cell.value(value, kind) if kind == "boolean" or not isinstance(value, (bool, int, float)) else value
    except cell.WrongCell as wrong:
        said = str(wrong) if kind == "boolean" and wrong.words.startswith("is neither") else _of_the_value(wrong)
        raise _problem(written, f"has a wrong value: {said}") from None


def _of_the_value(wrong: cell.WrongCell) -> str:
    said = str(wrong)
    if said.startswith(("a list", "a dictionary")):
        return f"the value is {said.replace(' is not', ', not')}"
    return f"the value {wrong.words}"


def _is_truth(found: Path) -> bool:
    """Whether the standard has true or false there."""
    return found.schema is None and (found.part or found.attribute) in names.TRUTHS


def _problem(written: Any, words: str) -> ScimError:
    return ScimError([f"{written!r} {words}."])


def _collisions(rules: list[Rule]) -> list[str]:
    return [f"mapping: {sentence}" for one, other in combinations(rules, 2) for sentence in _collision(one, other)]


def _collision(one: Rule, other: Rule) -> Iterator[str]:
    """A sentence when both say what one place shall be, or the place of one holds that of the other."""
    left, right = one.path, other.path
    if (left.schema, left.attribute.lower()) != (right.schema, right.attribute.lower()):
        return
    both = " and ".join(sorted(repr(rule.written) for rule in (one, other)))
    mine, theirs = set(_folded(left)), set(_folded(right))
    if mine == theirs and left.part.lower() == right.part.lower():
        yield f"{both} are the same."
    elif left.attribute != right.attribute:
        yield f"{both} collide: an attribute is spelled in one way."
    elif bool(mine) is not bool(theirs) or bool(left.part) is not bool(right.part):
        yield f"{both} collide: the attribute is one value, or has parts, or holds a list."
    elif mine < theirs or theirs < mine:
        yield f"{both} collide: the filter of one fits the entry of the other; write the same filter in both."


def _folded(found: Path) -> tuple[tuple[str, str, Any], ...]:
    """The conditions in a form that compares: names without case, and true is not 1."""
    return tuple((part.lower(), type(value).__name__, value) for part, value in found.conditions)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared attribute mappings: a source attribute, a constant or an expression, and how it flows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import CHOICE, TEXT, TRUTH, WHOLE, Field
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Node,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import (
    ERROR,
    WARNING,
    ExpressionError,
    Finding,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.walk import attributes
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import (
    Given,
    Notes,
    cleared,
    is_absent,
    members,
    refuse_more,
    refuse_twice,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import AttributeMappingRow

FIELDS = (
    Field("default_value", "defaultValue", TEXT),
    Field("export_missing_references", "exportMissingReferences", TRUTH),
    Field("flow_behavior", "flowBehavior", CHOICE, choices=options.FLOW_BEHAVIORS),
    Field("flow_type", "flowType", CHOICE, choices=options.ATTRIBUTE_FLOW_TYPES),
    Field("matching_priority", "matchingPriority", WHOLE),
)
CLEARABLE = {"default_value": "defaultValue", "source": "source"}
SOURCES = ("source", "constant", "expression")
# The service refuses longer ones.
LONGEST = 10_000
# What its values are tried on is whether they are free, which is decided when the account is made.
UNIQUE = "SelectUniqueValue"
ONCE = "ObjectAddOnly"


def attribute_mappings(given: Any, where: str, notes: Notes) -> tuple[AttributeMappingRow, ...] | None:
    """The rows of one object mapping; None when they were not given."""
    if given is None:
        return None
    rows = tuple(_row(one, f"{where}.attribute_mappings", notes) for one in given)
    refuse_twice(((row.target, row.target) for row in rows), f"{where}.attribute_mappings", notes)
    _refuse_equal_priorities(rows, f"{where}.attribute_mappings", notes)
    return rows


def is_unique_value(node: Any) -> bool:
    """Whether this is the function whose result must not be computed again."""
    return isinstance(node, Call) and node.name == UNIQUE


def _row(given: Given, above: str, notes: Notes) -> AttributeMappingRow:
    target = str(given.get("target_attribute") or "")
    where = f"{above}[{target}]"
    if not target:
        notes.problem(where, "target_attribute is empty; name the attribute that the mapping fills.")
    if is_absent(given):
        refuse_more(given, ["target_attribute"], where, notes)
        return AttributeMappingRow(where, target, True, {})
    found = {
        **cleared(CLEARABLE, given, where, notes),
        **members(FIELDS, given, where, notes),
        **_source(given, where, notes),
    }
    _check_matching(found, where, notes)
    return AttributeMappingRow(where, target, False, found)


def _source(given: Given, where: str, notes: Notes) -> dict[str, Any]:
    """{"source": node, or None for no source}; empty when nothing was said of it."""
    said = [option for option in SOURCES if given.get(option) is not None]
    if len(said) > 1:
        notes.problem(where, f"{' and '.join(said)} are given; a mapping has one of {', '.join(SOURCES)}.")
        return {}
    if not said:
        return {}
    if said[0] != "source" and "source" in (given.get("clear") or []):
        notes.problem(where, f"clear: [source] and {said[0]} contradict each other; leave one of them out.")
    text, place = str(given[said[0]]), f"{where}.{said[0]}"
    if len(text) > LONGEST:
        notes.problem(place, f"the text has {len(text)} characters; the service takes {LONGEST} at most.")
        return {}
    return {"source": _NODES[said[0]](text, place, notes)}


def _constant(text: str, where: str, notes: Notes) -> Node | None:
    return Constant(text)


_LIST_OF_ONE = re.compile(r"\['([^'\[\]]+)'\]")
# How other lists begin when Ansible hands them on as text.
_LISTS = ("['", '["', "[[", "[{")


def _attribute(text: str, where: str, notes: Notes) -> Node | None:
    """`[mail]` or `mail`; the empty text is no source."""
    # `source: [mail]` is a list to YAML, and Ansible hands it on as the text of one.
    listed = _LIST_OF_ONE.fullmatch(text.strip())
    name = listed[1] if listed else text.strip()
    said = _no_attribute(name)
    if said:
        notes.problem(where, f"{name} {said}")
    if name.startswith("[") and not said:
        return _parsed(name)
    return Attribute(name) if name else None


def _no_attribute(name: str) -> str:
    """Why this is not the name of an attribute, with or without brackets; nothing where it can be one."""
    if name.startswith(_LISTS):
        return "is a list, and a mapping has one source attribute; several are put together by an expression, such as Join."
    if name.startswith("["):
        return "" if isinstance(_parsed(name), Attribute) else "is not one attribute; write it as expression."
    if name.endswith(")"):
        return "is no attribute; write it as expression."
    if name.startswith(("'", '"')):
        return "is no attribute; write it as constant, without the quotes."
    return "is no attribute; in YAML, a text with { stands in quotes." if name.startswith("{") else ""


def _parsed(text: str) -> Node | None:
    try:
        return parser.parse(text)
    except ExpressionError:
        return None


def _expression(text: str, where: str, notes: Notes) -> Node | None:
    if not text.strip():
        notes.problem(where, 'the text is empty; for a mapping without a source say source: "".')
        return None
    try:
        reading = parser.read(text)
    except ExpressionError as error:
        notes.problem(where, str(error))
        return None
    from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check

    unknown = WARNING if notes.asking else ERROR
    _keep([*reading.findings, *check.findings(reading.node, unknown=unknown)], where, notes)
    return reading.node


_NODES: Mapping[str, Callable[[str, str, Notes], Node | None]] = {
    "source": _attribute,
    "constant": _constant,
    "expression": _expression,
}


def _keep(findings: Iterable[Finding], where: str, notes: Notes) -> None:
    for finding in findings:
        (notes.problem if finding.level == ERROR else notes.warning)(where, finding.message)


def _check_matching(found: dict[str, Any], where: str, notes: Notes) -> None:
    """What a matching attribute cannot be, as far as one row tells."""
    priority, node = found.get("matchingPriority") or 0, found.get("source")
    if priority < 0:
        notes.problem(
            f"{where}.matching_priority",
            f"{priority} is negative; 1 is tried first, and 0 means not a matching attribute.",
        )
    if is_unique_value(node) and found.get("flowType", ONCE) != ONCE:
        notes.problem(f"{where}.flow_type", f"{UNIQUE} works with flow_type: {ONCE} only.")
    if priority <= 0 or node is None:
        return
    if is_unique_value(node):
        notes.problem(f"{where}.matching_priority", f"an attribute that {UNIQUE} fills cannot be matched by.")
    names = attributes(node)
    if len(names) > 1:
        notes.problem(
            f"{where}.matching_priority",
            f"a matching attribute is fed by one source attribute; this expression reads {', '.join(names)}.",
        )


def _refuse_equal_priorities(rows: Iterable[AttributeMappingRow], where: str, notes: Notes) -> None:
    by_priority: dict[int, list[str]] = {}
    for row in rows:
        by_priority.setdefault(row.members.get("matchingPriority") or 0, []).append(row.target)
    for priority, targets in sorted(by_priority.items()):
        if priority > 0 and len(targets) > 1:
            notes.problem(
                where, f"{' and '.join(targets)} have the same matching_priority {priority}; give each its own."
            )

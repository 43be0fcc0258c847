# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From flat rows, such as those of a CSV file, to SCIM users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._scim import cell, secrets, user
from ansible_collections.entra.provisioning.plugins.module_utils._scim import mapping as mappings
from ansible_collections.entra.provisioning.plugins.module_utils._scim.mapping import Rule
from ansible_collections.entra.provisioning.plugins.module_utils._scim.path import EXTERNAL_ID, Path
from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError, nearest


def users(rows: Any, mapping: Any) -> list[dict[str, Any]]:
    """A SCIM user for each row. Raises ScimError with all that is wrong with mapping and rows.

    mapping: path -> name of a column, or {"column": name, "type": one of cell.TYPES}, or {"value": a constant}.
    Rows are counted from 1. Empty cells are left out. The result does not depend on the order of the mapping.
    """
    rules, problems = mappings.read(mapping)
    if not isinstance(rows, (list, tuple)):
        raise ScimError([*problems, f"rows: a list of dictionaries is wanted, not {rows.__class__.__name__}."])
    known = sorted({str(name) for row in rows if isinstance(row, Mapping) for name in row})
    strange = [rule for rule in rules if known and rule.column is not None and rule.column not in known]
    problems += [_unknown_column(rule, known) for rule in strange]
    rules = tuple(rule for rule in rules if rule not in strange)
    found: list[dict[Path, Any]] = []
    for number, row in enumerate(rows, 1):
        values, wrong = _values(number, row, rules)
        found.append(values)
        problems += wrong
    identities = [values.get(EXTERNAL_ID) for values in found]
    problems += [f"rows: {problem}" for problem in user.repeated(identities, "row")]
    if problems:
        raise ScimError(problems)
    return [user.built(values) for values in found]


def _unknown_column(rule: Rule, known: Sequence[str]) -> str:
    """No row has the column. One that only some rows have is empty in the others."""
    hint = nearest(str(rule.column), known) or f" The columns are: {', '.join(known)}."
    return f"mapping: {rule.written!r} takes the column {rule.column!r}, which no row has.{hint}"


def _values(number: int, row: Any, rules: Sequence[Rule]) -> tuple[dict[Path, Any], list[str]]:
    """(path -> value, what is wrong) of one row."""
    if not isinstance(row, Mapping):
        return {}, [f"rows: row {number} is no dictionary."]
    filled = {rule.object for rule in rules if rule.column is not None and not cell.is_empty(row.get(rule.column))}
    hollow = {rule.object for rule in rules if rule.column is not None and rule.object is not None} - filled
    values: dict[Path, Any] = {}
    problems = []
    for rule in rules:
        if rule.column is None:
            # A constant beside empty cells says nothing: an entry that is primary, but of no address.
            if rule.object not in hollow:
                values[rule.path] = rule.constant
            continue
        content = row.get(rule.column)
        if cell.is_empty(content):
            if rule.path == EXTERNAL_ID:
                problems.append(f"rows: row {number} has no externalId: its column {rule.column!r} is empty.")
            continue
        try:
            values[rule.path] = cell.value(content, rule.kind)
        except cell.WrongCell as wrong:
            said = f"what is there {wrong.words}" if secrets.is_password(rule.path) else str(wrong)
            problems.append(f"rows: row {number}, column {rule.column!r}: {said}.")
    return values, problems

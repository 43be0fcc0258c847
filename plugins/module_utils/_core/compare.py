# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired against actual: what differs, and the value that would stand afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import JSON_TEXT, ROWS, UNSET, Field


def moves(fields: Iterable[Field], desired: Mapping[str, Any], actual: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The managed options whose value would move: option -> (before, after), in canonical form.

    desired: canonical, only the options that were given; actual: canonical, from the service.
    """
    result = {}
    for field in fields:
        if field.option not in desired:
            continue
        before = actual.get(field.option)
        after = outcome(field, desired[field.option], before)
        if after != filled(field, before):
            result[field.option] = (before, after)
    return result


def outcome(field: Field, wanted: Any, before: Any) -> Any:
    """The value that stands after a merge: undeclared rows and members stay as they are, a row declared None goes."""
    if field.kind == ROWS:
        stored = filled(field, before or {})
        merged = {**stored, **_row_outcomes(field, wanted, stored)}
        return {key: value for key, value in merged.items() if key not in wanted or value is not None}
    if field.kind == JSON_TEXT and isinstance(wanted, Mapping):
        known = filled(field, before)
        return {**(known if isinstance(known, Mapping) else {}), **wanted}
    return wanted


def trimmed(before: Any, after: Any) -> tuple[Any, Any]:
    """Both sides of a move with what stays the same left out, so that a diff shows only what moves."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return before, after
    left, right = {}, {}
    for key in sorted({*before, *after}):
        if key in before and key in after:
            if before[key] == after[key]:
                continue
            left[key], right[key] = trimmed(before[key], after[key])
        elif key in before:
            left[key] = before[key]
        else:
            right[key] = after[key]
    return left, right


def _row_outcomes(field: Field, wanted: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    return {key: outcome(field.row(key), value, before.get(key)) for key, value in wanted.items()}


def filled(field: Field, value: Any) -> Any:
    """The service's value with the members and defaults that it leaves unsaid."""
    if field.kind == ROWS and isinstance(value, Mapping):
        return {key: filled(field.row(key), item) for key, item in value.items()}
    if field.kind == JSON_TEXT and isinstance(value, Mapping) and field.default is not UNSET:
        return {**field.default, **value}
    if value is None and field.default is not UNSET and field.kind != JSON_TEXT:
        return field.default
    return value

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters that would let other objects in: which one, of what, and from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import same, words_levels, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row

_RULE_FILTERS = {
    "container_filter": ("containerFilter", "includedContainers"),
    "group_filter": ("groupFilter", "includedGroups"),
}


def details(before: Row, after: Row) -> Iterator[str]:
    """One sentence per filter that moves: of the object mappings that are enabled, and of the rules that have such."""
    rules = words_levels.RULES.rows(after)
    for key, rule in words_levels.RULES.rows(before).items():
        new = rules.get(key)
        if new is None or new is rule:
            continue
        if any(mapping.get("enabled") for mapping in new.get("objectMappings") or []):
            yield from _of_rule(words_levels.title(rule), rule, new)
        news = words_levels.OBJECT_MAPPINGS.rows(new)
        for name, mapping in words_levels.OBJECT_MAPPINGS.rows(rule).items():
            wanted = news.get(name)
            if wanted is not None and wanted is not mapping and wanted.get("enabled"):
                yield from _of_mapping(f"{words_levels.title(rule)} / {name}", mapping, wanted)


def _of_rule(name: str, before: Row, after: Row) -> Iterator[str]:
    for option, (wire, member) in _RULE_FILTERS.items():
        old, new = before.get(wire), after.get(wire)
        if not same.same_member(same.RULE, wire, old, new):
            left, right = (", ".join(words_values.chosen_names(side, member)) or "everything" for side in (old, new))
            yield f"{name} / {option}: {left} becomes {right}"


def _of_mapping(name: str, before: Row, after: Row) -> Iterator[str]:
    old, new = before.get("scope"), after.get("scope")
    if same.same_scope(old, new):
        return
    for option, wire in words_values.FILTER_SETS.items():
        left, right = (_set_of(side, wire) for side in (old, new))
        if not same.same_filter_groups(left, right):
            yield f"{name} / scope.{option}: {_filter(option, old)} becomes {_filter(option, new)}"


def _set_of(scope: Any, wire: str) -> Any:
    return scope.get(wire) if isinstance(scope, Mapping) else None


def _filter(option: str, scope: Any) -> str:
    """`Staff (department EQUALS 'Sales' and active IS TRUE) or Guests (...)`."""
    groups = words_values.scope_shown(words_values.scope(scope))[option]
    return " or ".join(f"{name} ({' and '.join(lines)})" for name, lines in groups.items()) or "no filter"

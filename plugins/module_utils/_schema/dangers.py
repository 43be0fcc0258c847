# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a change of a schema can hurt: hazards, assessed on the merged document, with their arithmetic."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._schema import dangers_scope, same, words_levels
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import DIRECTORY, RULE, Place, Row
from ansible_collections.entra.provisioning.plugins.module_utils._schema.words_levels import Level

# A share says little of a short list.
_FEWEST_ROWS = 10
_NAMED = 10
_BEGINNINGS = ((words_levels.RULES, RULE), (words_levels.DIRECTORIES, DIRECTORY))


class _Pair(NamedTuple):
    """One object mapping before and after, None where it is not there, and its name in words."""

    name: str
    before: Row
    after: Row | None


def hazards(before: Row, after: Row, consented: Container[Place], max_removed_share: float) -> tuple[Hazard, ...]:
    """The hazards of going from one document to the other, in a fixed order; each detail says where and how much.

    consented: the places whose removal somebody declared. max_removed_share: 0 to 1, of the attribute mappings of one
    object mapping; it counts from ten rows up.
    """
    pairs = list(_object_mappings(before, after))
    return (
        *_undeclared(before, after, consented),
        *(Hazard("change_scope", detail) for detail in dangers_scope.details(before, after)),
        *(hazard for pair in pairs for hazard in _matching(pair)),
        *(hazard for pair in pairs for hazard in _share(pair, max_removed_share)),
        *(hazard for pair in pairs for hazard in _disabled(pair)),
        *_deletes(before, after),
    )


def _undeclared(before: Row, after: Row, consented: Container[Place]) -> Iterator[Hazard]:
    lost: dict[str, list[str]] = {}
    for level, beginning in _BEGINNINGS:
        for where, name in _removed(level, before, after, (beginning,), (), consented):
            lost.setdefault(where, []).append(name)
    count = sum(map(len, lost.values()))
    if count:
        rows = "row that was not declared goes" if count == 1 else "rows that were not declared go"
        listed = "; ".join(f"{where} {_listed(names)}" for where, names in lost.items())
        yield Hazard("delete_undeclared", f"{count} {rows}: {listed}")


def _removed(
    level: Level, before: Row, after: Row, place: Place, path: tuple[str, ...], consented: Container[Place]
) -> Iterator[tuple[str, str]]:
    """What holds each row that goes without consent, and the row's name; what stands below one that goes is not named."""
    if before.get(level.wire) is after.get(level.wire):
        return
    left = level.rows(after)
    for key, row in level.rows(before).items():
        here, name = (*place, key), words_levels.title(row) if level.names == ("id",) else key
        if key not in left:
            if here not in consented:
                yield f"{level.noun} of {' / '.join(path)}:" if path else f"{level.noun}", name
        elif left[key] is not row:
            for below in level.below:
                yield from _removed(below, row, left[key], here, (*path, name), consented)


def _object_mappings(before: Row, after: Row) -> Iterator[_Pair]:
    """The object mappings of before that are not untouched."""
    rules = words_levels.RULES.rows(after)
    for key, rule in words_levels.RULES.rows(before).items():
        new_rule = rules.get(key, {})
        if new_rule is rule:
            continue
        news = words_levels.OBJECT_MAPPINGS.rows(new_rule)
        for name, mapping in words_levels.OBJECT_MAPPINGS.rows(rule).items():
            if news.get(name) is not mapping:
                yield _Pair(f"{words_levels.title(rule)} / {name}", mapping, news.get(name))


def _matching(pair: _Pair) -> Iterator[Hazard]:
    """Matching attributes of object mappings that work before or after; one that goes whole is another hazard."""
    if pair.after is None or not (pair.before.get("enabled") or pair.after.get("enabled")):
        return
    news = words_levels.ATTRIBUTE_MAPPINGS.rows(pair.after)
    for target, row in words_levels.ATTRIBUTE_MAPPINGS.rows(pair.before).items():
        new, priority = news.get(target), words_levels.priority(row)
        if priority <= 0 or new is row:
            continue
        name = f"{pair.name} / {target} (matching_priority {priority})"
        if new is None:
            yield Hazard("drop_matching_attribute", f"{name} goes")
        elif words_levels.priority(new) <= 0:
            yield Hazard("drop_matching_attribute", f"{name} no longer is a matching attribute")
        elif not same.same_source(row.get("source"), new.get("source")):
            old, wanted = words_levels.source_text(row), words_levels.source_text(new)
            yield Hazard("drop_matching_attribute", f"{name} is fed by {wanted} instead of {old}")


def _share(pair: _Pair, limit: float) -> Iterator[Hazard]:
    """Too many rows of one object mapping going; declared absences count too."""
    if pair.after is None:
        return
    old, new = (words_levels.ATTRIBUTE_MAPPINGS.rows(side) for side in (pair.before, pair.after))
    gone = sorted(old.keys() - new.keys())
    if len(old) >= _FEWEST_ROWS and len(gone) / len(old) > limit:
        share = f"{len(gone)} of {len(old)} attribute mappings ({_percent(len(gone) / len(old))})"
        yield Hazard(
            "remove_mappings",
            f"{pair.name}: {share} go, more than max_removed_share {limit:g} ({_percent(limit)}): {_listed(gone)}",
        )


def _disabled(pair: _Pair) -> Iterator[Hazard]:
    if not pair.before.get("enabled"):
        return
    if pair.after is None:
        yield Hazard("disable_object_mapping", f"{pair.name}, which is enabled, goes")
    elif not pair.after.get("enabled"):
        yield Hazard("disable_object_mapping", f"{pair.name} is disabled")
    elif _flows(pair.before) & {"Add", "Update"} and not _flows(pair.after) & {"Add", "Update"}:
        yield Hazard("disable_object_mapping", f"{pair.name} is left without the flow types Add and Update")


def _deletes(before: Row, after: Row) -> Iterator[Hazard]:
    """Object mappings that are enabled and delete, and were not both before; new ones too."""
    olds = {key: words_levels.OBJECT_MAPPINGS.rows(rule) for key, rule in words_levels.RULES.rows(before).items()}
    for key, rule in words_levels.RULES.rows(after).items():
        for name, mapping in words_levels.OBJECT_MAPPINGS.rows(rule).items():
            old = olds.get(key, {}).get(name)
            if old is not mapping and _deleting(mapping) and not (old is not None and _deleting(old)):
                yield Hazard(
                    "enable_deletes", f"{words_levels.title(rule)} / {name} is enabled and has flow type Delete"
                )


def _deleting(mapping: Row) -> bool:
    return bool(mapping.get("enabled")) and "Delete" in _flows(mapping)


def _flows(mapping: Row) -> set[Any]:
    member = words_levels.OBJECT_MAPPINGS.member("flowTypes")
    return set(member.of(mapping)) if member else set()


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    rest = len(every) - _NAMED
    return ", ".join(every[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole document over the stored one: a backup of this schema, or the schema of another tenant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt_shape, places, same
from ansible_collections.entra.provisioning.plugins.module_utils._schema.adopt_over import over
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import Row, listed, with_members

RULES, DIRECTORIES = "synchronizationRules", "directories"
# What the template gives to a rule or a directory, and no document can change.
_OF_THE_RULE = ("id", "name", "editable", "metadata")
_OF_THE_DIRECTORY = ("id", "name", "readOnly")
_ENDS = ("sourceDirectoryName", "targetDirectoryName")


class Adopted(NamedTuple):
    """document: shares every part that means the same with the actual one. warnings: what was not followed."""

    document: dict[str, Any]
    warnings: tuple[str, ...]


def adopted(wanted: Mapping[str, Any], actual: dict[str, Any]) -> Adopted:
    """The wanted document over the actual one, in the actual one's terms.

    Parts that mean the same become actual's own objects. Rules and directories are those of actual, matched by id:
    what the template owns in them stays (ids, versions, names, metadata of rules, rules with editable false), and those
    that wanted lacks stay, both with a warning. Members nobody knows come from wanted, else from actual. All else
    is as wanted has it; what it leaves out goes. Raises InvalidInput, with all problems, for a document that is no
    whole schema, or of rules or directories that actual has not.
    """
    problems = adopt_shape.problems(wanted)
    if problems:
        raise InvalidInput(problems)
    twins = _directory_twins(wanted, actual)
    problems = [*_unknown_rules(wanted, actual), *_unknown_directories(wanted, actual, twins)]
    if problems:
        raise InvalidInput(problems)
    renamed = {str(theirs.get("name")): ours.get("name") for ours, theirs in twins}
    warnings: list[str] = []
    rows = {
        RULES: _rules(wanted, actual, renamed, warnings),
        DIRECTORIES: _directories(actual, twins, warnings),
    }
    around = over(same.DOCUMENT, {**wanted, **{name: actual.get(name) for name in rows}}, actual)
    return Adopted(with_members(around, rows), tuple(warnings))


def bare(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a PUT sends: without annotations at any level, and without provisioningTaskIdentifier, which only beta has."""
    return {name: value for name, value in _bare(document).items() if name != "provisioningTaskIdentifier"}


def _bare(value: Any) -> Any:
    """Without annotations; the very same object where there are none."""
    if isinstance(value, Mapping):
        members = {name: _bare(inner) for name, inner in value.items() if not is_annotation(name)}
        stays = len(members) == len(value) and all(members[name] is value[name] for name in members)
        return value if stays else members
    if isinstance(value, list):
        return listed(value, [_bare(inner) for inner in value])
    return value


def _rules(wanted: Mapping[str, Any], actual: Row, renamed: Mapping[str, Any], warnings: list[str]) -> Any:
    theirs = places.keyed(places.rules(wanted), places.rule_key)
    rows = [
        _rule(theirs.get(key), rule, renamed, warnings)
        for key, rule in places.keyed(places.rules(actual), places.rule_key).items()
    ]
    return listed(actual.get(RULES), rows)


def _rule(wanted: Mapping[str, Any] | None, actual: Row, renamed: Mapping[str, Any], warnings: list[str]) -> Row:
    name = actual.get("name")
    if wanted is None:
        warnings.append(f"The document has no rule {name}; it stays as it is.")
        return actual
    ends = {end: renamed.get(str(wanted.get(end)), actual.get(end)) for end in _ENDS}
    own = {member: actual[member] for member in _OF_THE_RULE if member in actual}
    asked = {**wanted, **ends, **own}
    if places.editable(actual):
        return over(same.RULE, asked, actual)
    if not same.same_row(same.RULE, asked, actual):
        warnings.append(f"The rule {name} belongs to the service (editable: false); it stays as it is.")
    return actual


def _directory_twins(wanted: Mapping[str, Any], actual: Row) -> list[tuple[Row, Row]]:
    """Directories of both that have one id; where several have it, of the same name or else in their order."""
    pairs: list[tuple[Row, Row]] = []
    free = list(places.directories(wanted))
    for by_name in (True, False):
        for ours in places.directories(actual):
            if any(ours is one for one, dummy in pairs):
                continue
            for theirs in free:
                if _one_id(ours, theirs) and (not by_name or ours.get("name") == theirs.get("name")):
                    pairs.append((ours, theirs))
                    free = [one for one in free if one is not theirs]
                    break
    return pairs


def _one_id(one: Row, other: Row) -> bool:
    return bool(str(places.directory_key(one)).lower() == str(places.directory_key(other)).lower())


def _directories(actual: Row, twins: list[tuple[Row, Row]], warnings: list[str]) -> Any:
    rows = []
    for ours in places.directories(actual):
        theirs = next((theirs for one, theirs in twins if one is ours), None)
        if theirs is None:
            warnings.append(f"The document has no directory {ours.get('name')}; it stays as it is.")
            rows.append(ours)
            continue
        own = {member: ours[member] for member in _OF_THE_DIRECTORY if member in ours}
        rows.append(over(same.DIRECTORY, {**theirs, **own}, ours))
    return listed(actual.get(DIRECTORIES), rows)


def _unknown_rules(wanted: Mapping[str, Any], actual: Row) -> list[str]:
    known = places.keyed(places.rules(actual), places.rule_key)
    asked = places.keyed(places.rules(wanted), places.rule_key)
    return [_unknown("rule", asked[key], known.values()) for key in asked if key not in known]


def _unknown_directories(wanted: Mapping[str, Any], actual: Row, twins: list[tuple[Row, Row]]) -> list[str]:
    return [
        _unknown("directory", one, places.directories(actual))
        for one in places.directories(wanted)
        if not any(one is theirs for dummy, theirs in twins)
    ]


def _unknown(noun: str, row: Row, known: Iterable[Row]) -> str:
    listed_here = ", ".join(f"{one.get('name')} ({one.get('id')})" for one in known)
    return (
        f"The document has a {noun} {row.get('name')} ({row.get('id')}), which this schema has not: it comes from another"
        f" template. This schema has {listed_here or 'none'}."
    )

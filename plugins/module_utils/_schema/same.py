# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two parts of a schema mean the same to the service, however they are spelled. Nothing here raises.

Rows are compared by what identifies them, since the service sorts them as it likes. A member that is left out
equals its default where the service fills that in. Members nobody knows are compared as JSON. What only the
service moves (ids and versions of a document, what it discovered, annotations) is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import options, places, same_forms

Check = Callable[[Any, Any], bool]
KeyOf = Callable[[Any], str]


class Level(NamedTuple):
    """What is known of one kind of object.

    members: how each is compared; volatile: those that are not compared at all; defaults: what it means to leave a
    member out; choices: the service's spellings of enumerations; rows: the members that are lists of objects of a
    level of their own, and what identifies those.
    """

    members: Mapping[str, Check]
    volatile: frozenset[str]
    defaults: Mapping[str, Any]
    choices: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[Any, KeyOf]]


class _Member(NamedTuple):
    check: Check
    default: Any = None
    choices: tuple[str, ...] = ()


def _level(
    members: Mapping[str, _Member], rows: Mapping[str, tuple[Any, KeyOf]] | None = None, volatile: Iterable[str] = ()
) -> Level:
    checks = {name: member.check for name, member in members.items()}
    checks.update((name, _rows(*inner)) for name, inner in (rows or {}).items())
    defaults = {name: member.default for name, member in members.items()}
    choices = {name: member.choices for name, member in members.items() if member.choices}
    return Level(checks, frozenset(volatile), defaults, choices, rows or {})


def _formed(form: Callable[[Any], Any], default: Any = None) -> _Member:
    """Equal when a canonical form is, which itself says what null is."""
    return _Member(lambda one, other: same_forms.same_json(form(one), form(other)), default)


def _filled(default: Any) -> _Member:
    """Equal as JSON; left out or null means the default."""

    def check(one: Any, other: Any) -> bool:
        return same_forms.same_json(default if one is None else one, default if other is None else other)

    return _Member(check, default)


def _choice(default: str, choices: tuple[str, ...]) -> _Member:
    """Members of an enumeration: some tools write camel case."""

    def check(one: Any, other: Any) -> bool:
        return str(default if one is None else one).lower() == str(default if other is None else other).lower()

    return _Member(check, default, choices)


def _rows(level: Level, key: KeyOf) -> Check:
    """Lists of objects in any order; the second one of a name is compared with the second one."""

    def check(one: Any, other: Any) -> bool:
        if not (_is_rows(one) and _is_rows(other)):
            return same_forms.same_json(one or [], other or [])
        left, right = places.keyed(one, key), places.keyed(other, key)
        return left.keys() == right.keys() and all(_same(level, row, right[name]) for name, row in left.items())

    return check


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(row, Mapping) for row in value))


def _source(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return tree.same(one, other) or tree.same(same_forms.source(one), same_forms.source(other))


def _same(level: Level, one: Any, other: Any) -> bool:
    if one is other:
        return True
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return same_forms.same_json(one, other)
    for name, check in level.members.items():
        left, right = one.get(name), other.get(name)
        if left is not right and not check(left, right):
            return False
    return all(
        same_forms.same_json(one.get(name, same_forms.ABSENT), other.get(name, same_forms.ABSENT))
        for name in {*one, *other} - level.members.keys() - level.volatile
        if not is_annotation(name)
    )


_PLAIN = _filled(None)
_TRUTH = _filled(False)
_WHOLE = _filled(0)
_OPAQUE = _formed(same_forms.unordered, [])

ATTRIBUTE_MAPPING = _level(
    {
        "targetAttributeName": _PLAIN,
        "source": _Member(_source),
        "defaultValue": _PLAIN,
        "matchingPriority": _WHOLE,
        "flowType": _choice("Always", options.ATTRIBUTE_FLOW_TYPES),
        "flowBehavior": _choice("FlowWhenChanged", options.FLOW_BEHAVIORS),
        "exportMissingReferences": _TRUTH,
    }
)
OBJECT_MAPPING = _level(
    {
        "sourceObjectName": _filled(""),
        "targetObjectName": _filled(""),
        "name": _PLAIN,
        "enabled": _TRUTH,
        "flowTypes": _formed(same_forms.flags),
        "scope": _formed(same_forms.scope),
        "metadata": _OPAQUE,
    },
    {"attributeMappings": (ATTRIBUTE_MAPPING, places.attribute_mapping_key)},
)
RULE = _level(
    {
        "id": _PLAIN,
        "name": _PLAIN,
        "editable": _filled(True),
        "priority": _WHOLE,
        "sourceDirectoryName": _PLAIN,
        "targetDirectoryName": _PLAIN,
        "containerFilter": _formed(same_forms.chosen("includedContainers")),
        "groupFilter": _formed(same_forms.chosen("includedGroups")),
    },
    {"objectMappings": (OBJECT_MAPPING, places.object_mapping_key)},
    # A snapshot of the template's defaults that the service keeps; it is carried along and never declared.
    ["metadata"],
)
ATTRIBUTE = _level(
    {
        "name": _PLAIN,
        "type": _choice("String", options.ATTRIBUTE_TYPES),
        "mutability": _choice("ReadWrite", options.MUTABILITIES),
        "anchor": _TRUTH,
        "caseExact": _TRUTH,
        "multivalued": _TRUTH,
        "required": _TRUTH,
        "flowNullValues": _TRUTH,
        "defaultValue": _PLAIN,
        "apiExpressions": _OPAQUE,
        "referencedObjects": _OPAQUE,
        "metadata": _OPAQUE,
    }
)
OBJECT = _level(
    {"name": _PLAIN, "supportedApis": _OPAQUE, "metadata": _OPAQUE},
    {"attributes": (ATTRIBUTE, places.name_key)},
)
DIRECTORY = _level(
    {"id": _PLAIN, "name": _PLAIN, "readOnly": _TRUTH, "metadata": _OPAQUE},
    {"objects": (OBJECT, places.name_key)},
    ["version", "discoveryDateTime", "discoverabilities"],
)
DOCUMENT = _level(
    {},
    {
        "synchronizationRules": (RULE, places.rule_key),
        "directories": (DIRECTORY, places.directory_key),
    },
    ["id", "version", "provisioningTaskIdentifier"],
)


def same_document(one: Any, other: Any) -> bool:
    """Whether two schemas mean the same."""
    return _same(DOCUMENT, one, other)


def same_row(level: Level, one: Any, other: Any) -> bool:
    """Whether two rows of a level (RULE, OBJECT_MAPPING, ATTRIBUTE_MAPPING, DIRECTORY, OBJECT, ATTRIBUTE) mean the same."""
    return _same(level, one, other)


def same_source(one: Any, other: Any) -> bool:
    """Whether two sources of attribute mappings mean the same; None is no source."""
    return _source(one, other)


def same_scope(one: Any, other: Any) -> bool:
    """Whether two scopes let the same objects in; None is no filter."""
    return same_forms.same_json(same_forms.scope(one), same_forms.scope(other))


def same_filter_groups(one: Any, other: Any) -> bool:
    """Whether two lists of filter groups (one of the three sets of a scope) are the same, names included."""
    return same_forms.same_json(same_forms.filter_groups(one), same_forms.filter_groups(other))


def same_member(level: Level, name: str, one: Any, other: Any) -> bool:
    """Whether two values of one member of an object of this level mean the same; None is a member left out."""
    return level.members.get(name, same_forms.same_json)(one, other)


def moving(level: Level, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterable[str]:
    """The names of those wanted members that mean something else in row."""
    return [name for name, value in wanted.items() if not same_member(level, name, row.get(name), value)]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The levels of a schema document, and at each the members and the options that are one fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import is_annotation
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    options,
    places,
    same,
    same_forms,
    words_values,
)

Row = Mapping[str, Any]


class Member(NamedTuple):
    """One member of a row.

    default: the declared form of an absent one. declared: from the document to the form of `options.py`.
    shown: from there to the form of a diff. optional: False where no option can set it. spread: the words are
    options of their own. telling: said of a new row even where it is the default.
    """

    option: str
    wire: str
    default: Any = None
    declared: Callable[[Any], Any] = words_values.as_is
    shown: Callable[[Any], Any] = words_values.as_is
    optional: bool = True
    spread: bool = False
    telling: bool = False

    def of(self, row: Row) -> Any:
        """The declared form of what a row holds."""
        value = row.get(self.wire)
        return self.default if value is None else self.declared(value)

    def words(self, row: Row) -> Any:
        """What a diff shows of it."""
        value = self.of(row)
        return value if value is None else self.shown(value)


class Level(NamedTuple):
    """One kind of row.

    option and wire: where its rows stand; key: its place; names: the members that make the place;
    kind: how its members are compared.
    """

    option: str
    wire: str
    key: Callable[[Row], str]
    names: tuple[str, ...]
    kind: same.Level
    members: tuple[Member, ...]
    below: tuple[Level, ...] = ()

    @property
    def noun(self) -> str:
        """`attribute mapping`, `directory`."""
        word = self.option.replace("_", " ")
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]

    def rows(self, parent: Row) -> dict[str, Row]:
        """The rows of a parent by their place."""
        return places.keyed(parent.get(self.wire), self.key)

    def member(self, name: str) -> Member | None:
        """What is known of a member by its wire name."""
        return next((member for member in self.members if member.wire == name), None)

    def moving(self, before: Row, after: Row) -> list[str]:
        """The wire names of the members that mean something else, but those that hold the rows below; sorted."""
        below = {level.wire for level in self.below}
        names = {*before, *after} - below - self.kind.volatile
        return sorted(name for name in names if not is_annotation(name) and not self._same(name, before, after))

    def _same(self, name: str, before: Row, after: Row) -> bool:
        if name in self.kind.members:
            return self.kind.members[name](before.get(name), after.get(name))
        return same_forms.same_json(before.get(name, same_forms.ABSENT), after.get(name, same_forms.ABSENT))


def source_text(mapping: Row) -> str:
    """The source of an attribute mapping on one line."""
    return tree.words(mapping.get("source")) or "nothing"


def priority(mapping: Row) -> int:
    """The matching priority of an attribute mapping; 0: it does not match."""
    value = mapping.get("matchingPriority")
    return value if isinstance(value, int) else 0


def title(row: Row) -> str:
    """What people call a rule or a directory."""
    return str(row.get("name") or row.get("id"))


def _choice(option: str, wire: str, default: str, choices: tuple[str, ...]) -> Member:
    return Member(option, wire, default, words_values.choice(choices))


def _pairs(option: str, wire: str, optional: bool = True) -> Member:
    return Member(option, wire, [], words_values.pairs, words_values.pairs_shown, optional)


def _listed(option: str, wire: str, member: str) -> Member:
    def declared(value: Any) -> list[str]:
        return words_values.chosen_names(value, member)

    return Member(option, wire, [], declared, words_values.in_order)


ATTRIBUTE_MAPPINGS = Level(
    "attribute_mappings",
    "attributeMappings",
    places.attribute_mapping_key,
    ("targetAttributeName",),
    same.ATTRIBUTE_MAPPING,
    (
        Member("source", "source", {"source": ""}, words_values.source, spread=True),
        _choice("flow_type", "flowType", "Always", options.ATTRIBUTE_FLOW_TYPES),
        _choice("flow_behavior", "flowBehavior", "FlowWhenChanged", options.FLOW_BEHAVIORS),
        Member("default_value", "defaultValue"),
        Member("matching_priority", "matchingPriority", 0),
        Member("export_missing_references", "exportMissingReferences", False),
    ),
)
OBJECT_MAPPINGS = Level(
    "object_mappings",
    "objectMappings",
    places.object_mapping_key,
    ("sourceObjectName", "targetObjectName"),
    same.OBJECT_MAPPING,
    (
        Member("name", "name"),
        Member("enabled", "enabled", False),
        Member("flow_types", "flowTypes", list(options.FLOW_TYPES), words_values.flags),
        Member("scope", "scope", words_values.scope(None), words_values.scope, words_values.scope_shown),
        _pairs("metadata", "metadata"),
    ),
    (ATTRIBUTE_MAPPINGS,),
)
RULES = Level(
    "synchronization_rules",
    "synchronizationRules",
    places.rule_key,
    ("id",),
    same.RULE,
    (
        Member("name", "name", optional=False),
        Member("priority", "priority", 0),
        _listed("container_filter", "containerFilter", "includedContainers"),
        _listed("group_filter", "groupFilter", "includedGroups"),
        _pairs("metadata", "metadata", optional=False),
    ),
    (OBJECT_MAPPINGS,),
)
ATTRIBUTES = Level(
    "attributes",
    "attributes",
    places.name_key,
    ("name",),
    same.ATTRIBUTE,
    (
        Member("type", "type", "String", words_values.choice(options.ATTRIBUTE_TYPES), telling=True),
        Member("multivalued", "multivalued", False),
        Member("required", "required", False),
        Member("anchor", "anchor", False),
        Member("case_exact", "caseExact", False),
        Member("flow_null_values", "flowNullValues", False),
        _choice("mutability", "mutability", "ReadWrite", options.MUTABILITIES),
        Member("default_value", "defaultValue"),
        Member(
            "referenced_objects",
            "referencedObjects",
            [],
            words_values.references,
            words_values.references_shown,
        ),
        _pairs("api_expressions", "apiExpressions"),
        _pairs("metadata", "metadata"),
    ),
)
OBJECTS = Level(
    "objects",
    "objects",
    places.name_key,
    ("name",),
    same.OBJECT,
    (
        Member("supported_apis", "supportedApis", [], list, words_values.in_order),
        _pairs("metadata", "metadata"),
    ),
    (ATTRIBUTES,),
)
DIRECTORIES = Level(
    "directories",
    "directories",
    places.directory_key,
    ("id",),
    same.DIRECTORY,
    (Member("name", "name", optional=False),),
    (OBJECTS,),
)
DOCUMENT = Level(
    "",
    "",
    title,
    (),
    same.DOCUMENT,
    (),
    (RULES, DIRECTORIES),
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is declared of a schema in the service's form, without the document that it is merged into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ExpressionError
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    schema,
    schema_endpoint,
    schema_source,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema import declaration_rows as rows
from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge_scope

Row = dict[str, Any]
TreeOf = Callable[[Any], Row]


def body(task: schema.Task, endpoint: schema_endpoint.SchemaEndpoint) -> Row:
    """The declared part; the whole document where one is declared; empty where nothing is.

    Rows that shall go are not in it. InvalidInput for expressions that nobody can build.
    """
    if task.whole is not None:
        from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt

        return adopt.bare(task.whole)
    part = Part(schema_source.builder(task.params["parse_expressions"], endpoint))
    found = {
        "synchronizationRules": [part.rule(row) for row in task.declared.rules],
        "directories": [part.directory(row) for row in task.declared.directories],
    }
    if part.problems:
        raise InvalidInput(part.problems)
    return {name: members for name, members in found.items() if members}


class Part:
    """Turns the rows of a declaration into those of a document. problems: what could not be."""

    def __init__(self, tree_of: TreeOf) -> None:
        self._tree_of = tree_of
        self.problems: list[str] = []

    def rule(self, row: rows.RuleRow) -> Row:
        """A rule with what is declared of it."""
        mappings = None if row.object_mappings is None else [*map(self._object_mapping, _staying(row.object_mappings))]
        return _given({"id": row.id, "name": row.name}, row.members, objectMappings=mappings)

    def directory(self, row: rows.DirectoryRow) -> Row:
        """A directory with what is declared of it."""
        objects = None if row.objects is None else [*map(self._object, _staying(row.objects))]
        return _given({"id": row.id, "name": row.name}, objects=objects)

    def _object_mapping(self, row: rows.ObjectMappingRow) -> Row:
        names = {"sourceObjectName": row.source_object, "targetObjectName": row.target_object, "name": row.name}
        scope = {name: merge_scope.filter_groups(None, groups) for name, groups in row.scope.items()} or None
        declared = row.attribute_mappings
        mappings = None if declared is None else [*map(self._attribute_mapping, _staying(declared))]
        return _given(names, row.members, scope=scope, attributeMappings=mappings)

    def _attribute_mapping(self, row: rows.AttributeMappingRow) -> Row:
        members = dict(row.members)
        if members.get("source") is not None:
            try:
                members["source"] = self._tree_of(members["source"])
            except ExpressionError as error:
                self.problems.append(f"{row.where}.expression: {error}")
        return _given({"targetAttributeName": row.target}, members)

    def _object(self, row: rows.ObjectRow) -> Row:
        declared = row.attributes
        attributes = (
            None if declared is None else [_given({"name": one.name}, one.members) for one in _staying(declared)]
        )
        return _given({"name": row.name}, row.members, attributes=attributes)


def _staying(declared: Iterable[Any]) -> list[Any]:
    return [row for row in declared if not row.absent]


def _given(names: Mapping[str, Any], members: Mapping[str, Any] | None = None, **parts: Any) -> Row:
    """Names and parts that are given, and all members: a member that is declared to be empty is null."""
    known = {name: value for name, value in names.items() if value is not None}
    return {**known, **(members or {}), **{name: part for name, part in parts.items() if part is not None}}

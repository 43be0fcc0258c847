# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a declaration: what the user wrote, checked, in the service's words.

`where` is the place in the user's words, for messages. `members` holds only what was given, by the service's names
and in its form (`matchingPriority: 1`, `flowTypes: "Add,Update"`, metadata as key/value rows), None for what is to
be cleared. A list of rows is None when it was not given, since an empty list is the whole list in some states.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class AttributeMappingRow(NamedTuple):
    """members["source"], alone of all, is not in the service's form: it is a node of the language, or None."""

    where: str
    target: str
    absent: bool
    members: Mapping[str, Any]


class ObjectMappingRow(NamedTuple):
    """name identifies, unless both objects are given: then members["name"] is the display name to set.

    scope: filter groups in the service's form by the name of their set, given sets only; a group for which no name
    was given has none.
    """

    where: str
    source_object: str | None
    target_object: str | None
    name: str | None
    absent: bool
    members: Mapping[str, Any]
    scope: Mapping[str, list[dict[str, Any]]]
    attribute_mappings: tuple[AttributeMappingRow, ...] | None


class RuleRow(NamedTuple):
    """id decides where both are given: names have changed under people's feet."""

    where: str
    id: str | None
    name: str | None
    members: Mapping[str, Any]
    object_mappings: tuple[ObjectMappingRow, ...] | None


class AttributeRow(NamedTuple):
    """The definition of an attribute."""

    where: str
    name: str
    absent: bool
    members: Mapping[str, Any]


class ObjectRow(NamedTuple):
    """The definition of an object; number counts the objects of one name in one directory from 1."""

    where: str
    name: str
    number: int | None
    absent: bool
    members: Mapping[str, Any]
    attributes: tuple[AttributeRow, ...] | None


class DirectoryRow(NamedTuple):
    """id decides where both are given, and the name where two directories have one id."""

    where: str
    id: str | None
    name: str | None
    objects: tuple[ObjectRow, ...] | None

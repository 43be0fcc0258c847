# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places in a schema document: what identifies a rule, an object mapping, a mapping, a definition.

A place is a tuple of texts, so that the same thing in two documents has one place:
(`rule`, rule), (`rule`, rule, object mapping), (`rule`, rule, object mapping, target attribute),
(`directory`, directory), (`directory`, directory, object), (`directory`, directory, object, attribute).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

RULE = "rule"
DIRECTORY = "directory"

Row = Mapping[str, Any]
Place = tuple[str, ...]

# Plain ASCII: Ansible prints differences as JSON, where anything else is shown as an escape.
ARROW = " -> "


def rules(document: Row) -> list[dict[str, Any]]:
    """The synchronization rules of a document."""
    return document.get("synchronizationRules") or []


def directories(document: Row) -> list[dict[str, Any]]:
    """The directories of a document."""
    return document.get("directories") or []


def rule_key(rule: Row) -> str:
    """A rule is known by its id, which comes from the template and is the same in every tenant."""
    return str(rule.get("id") or rule.get("name"))


def directory_key(directory: Row) -> str:
    """A directory is known by its id: its name was changed under people's feet."""
    return str(directory.get("id") or directory.get("name"))


def object_mapping_key(mapping: Row) -> str:
    """`source -> target`. Names are not unique, targets neither; hidden mappings have an empty source."""
    return f"{mapping.get('sourceObjectName') or ''}{ARROW}{mapping.get('targetObjectName') or ''}"


def attribute_mapping_key(mapping: Row) -> str:
    """The target attribute, in its exact case."""
    return str(mapping.get("targetAttributeName"))


def name_key(row: Row) -> str:
    """The name of an object definition or an attribute definition."""
    return str(row.get("name"))


def keyed(rows: Iterable[Any] | None, key: Callable[[Row], str]) -> dict[str, Any]:
    """Rows by their key, in order. The second row of one key is `key #2`: shipped schemas hold two objects `User`."""
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for row in rows or []:
        name = key(row)
        seen[name] = seen.get(name, 0) + 1
        place = name if seen[name] == 1 else f"{name} #{seen[name]}"
        while place in found:  # a name may itself end with a number
            place += " #"
        found[place] = row
    return found


def editable(rule: Row) -> bool:
    """False for rules that belong to the engine: they are echoed untouched."""
    return rule.get("editable") is not False


def hidden(mapping: Row) -> bool:
    """Object mappings that no portal shows: no source object, no name, not enabled."""
    return not mapping.get("sourceObjectName") and not mapping.get("name") and not mapping.get("enabled")

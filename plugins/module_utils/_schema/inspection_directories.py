# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the definitions of objects and attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import words_levels, words_values
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_finding import (
    Finding,
    problem,
    warning,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row


def findings(after: Row, before: Row) -> Iterator[Finding]:
    """What the definitions of `after` have wrong and those of `before` had not."""
    olds = words_levels.DIRECTORIES.rows(before)
    for key, directory in words_levels.DIRECTORIES.rows(after).items():
        old = olds.get(key, {})
        if old is directory:
            continue
        names = _names(directory)
        # An object that went leaves references to it in definitions that nobody touched.
        untouched = {id(row) for row in old.get("objects") or []} if names >= _names(old) else set()
        known = set(_of_objects(old, old.get("objects") or []))
        touched = [row for row in directory.get("objects") or [] if id(row) not in untouched]
        yield from (finding for finding in _of_objects(directory, touched) if finding not in known)


def _names(directory: Row) -> set[str]:
    return {str(row.get("name")) for row in directory.get("objects") or []}


def _of_objects(directory: Row, objects: Iterable[Row]) -> Iterator[Finding]:
    names = _names(directory)
    for row in objects:
        place = f"{words_levels.title(directory)} / {row.get('name')}"
        attributes = row.get("attributes") or []
        anchors = [str(one.get("name")) for one in attributes if one.get("anchor")]
        if len(anchors) > 1:
            yield warning(place, f"an object has one anchor, and this one has {', '.join(anchors)}.")
        for attribute in attributes:
            yield from _of_attribute(f"{place} / {attribute.get('name')}", attribute, names)


def _of_attribute(place: str, attribute: Row, names: set[str]) -> Iterator[Finding]:
    references = [str(one.get("referencedObjectName")) for one in words_values.rows(attribute.get("referencedObjects"))]
    for name in references:
        if name not in names:
            yield problem(place, f"it refers to {name!r}, which the directory does not define.{nearest(name, names)}")
    if references and attribute.get("type") != "Reference":
        yield warning(
            place, f"it names referenced objects, which only the type Reference has; its type is {_type(attribute)}."
        )
    if attribute.get("flowNullValues") and _customer_defined(attribute):
        yield warning(place, "flow_null_values: a null in the source then clears the value in the target.")


def _type(attribute: Row) -> str:
    return str(attribute.get("type") or "String")


def _customer_defined(attribute: Row) -> bool:
    """Marked as added by a customer; the shipped definitions flow nulls by the thousand."""
    pairs = words_values.rows(attribute.get("metadata"))
    return any(row.get("key") == "IsCustomerDefined" and str(row.get("value")).lower() == "true" for row in pairs)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared definitions of objects and attributes over those of a document's directories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import merge_search, places, same
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import (
    AttributeRow,
    DirectoryRow,
    ObjectRow,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.merge_work import Work
from ansible_collections.entra.provisioning.plugins.module_utils._schema.rows import (
    Row,
    by_key,
    keys,
    with_meaning,
    with_members,
    with_rows,
)

# What the service takes where nothing is said; metadata is no setting, and stays.
DEFAULTS: Mapping[str, Any] = {
    name: default for name, default in same.ATTRIBUTE.defaults.items() if name not in ("name", "metadata")
}
OF_THE_CUSTOMER = ({"key": "IsCustomerDefined", "value": "true"},)


def directories(actual: list[Row] | None, declared: tuple[DirectoryRow, ...], work: Work) -> list[Row] | None:
    """The directories with the declared ones in them. Directories are never added or removed."""
    stored, names = actual or [], keys(actual, places.directory_key)
    changes: dict[int, Row] = {}
    for row in declared:
        place = work.found(merge_search.directory, stored, row)
        if place is False:
            continue
        if place in changes:
            name = stored[place].get("name")
            work.problem(row.where, f"the directory {name} is declared twice; put all that you want of it into one.")
            continue
        above = (places.DIRECTORY, names[place])
        changes[place] = stored[place]
        if row.objects is not None:
            objects = _objects(stored[place].get("objects"), row, above, work)
            changes[place] = with_members(stored[place], {"objects": objects})
    return with_rows(actual, changes)


def _objects(actual: list[Row] | None, declared: DirectoryRow, above: places.Place, work: Work) -> list[Row] | None:
    stored, names = actual or [], keys(actual, places.name_key)
    changes: dict[int, Any] = {}
    added: list[Row] = []
    for row in declared.objects or ():
        place = work.found(merge_search.object_definition, stored, row)
        if place is False or (place is None and row.absent):
            continue
        if place is None:
            added.append(_new_object(row, above, work))
        elif row.absent:
            changes[place] = None
            work.consent(above, [names[place]])
        else:
            changes[place] = _object(stored[place], row, (*above, names[place]), work)
    if work.overriding:
        changes.update({place: None for place in range(len(stored)) if place not in changes})
    _keep_numbers(stored, changes, declared.where, work)
    return with_rows(actual, changes, added)


def _keep_numbers(stored: list[Row], changes: Mapping[int, Any], where: str, work: Work) -> None:
    """Of several objects of one name only the last ones may go: else a number would mean another object next time."""
    for name, found in by_key(stored, places.name_key).items():
        stays = [changes.get(place, stored[place]) is not None for place in found]
        if stays != sorted(stays, reverse=True):
            first = stays.index(False) + 1
            work.problem(
                f"{where}.objects[{name}]",
                f"number {first} of {len(found)} would go and a later one stay, which would then have its number, so that"
                " the next run would mean another object. Only the last ones of a name can go; declare those that stay.",
            )


def _object(actual: Row, row: ObjectRow, place: places.Place, work: Work) -> Row:
    result = with_meaning(same.OBJECT, actual, row.members)
    if row.attributes is None:
        return result
    return with_members(result, {"attributes": _attributes(actual.get("attributes"), row.attributes, place, work)})


def _new_object(row: ObjectRow, above: places.Place, work: Work) -> Row:
    return {
        "name": row.name,
        "supportedApis": row.members.get("supportedApis", []),
        "attributes": _attributes([], row.attributes or (), (*above, row.name), work),
        "metadata": row.members.get("metadata", []),
    }


def _attributes(
    actual: list[Row] | None, declared: tuple[AttributeRow, ...], above: places.Place, work: Work
) -> list[Row] | None:
    there, names = by_key(actual, places.name_key), keys(actual, places.name_key)
    changes: dict[int, Any] = {}
    added: list[Row] = []
    for row in declared:
        found = there.get(row.name, [])
        if row.absent:
            changes.update(dict.fromkeys(found))
            work.consent(above, [names[place] for place in found])
        elif len(found) > 1 and not work.whole:
            work.problem(row.where, f"{len(found)} attributes of the object have this name; state: absent removes all.")
        elif found:
            wanted = {**DEFAULTS, **row.members} if work.whole else row.members
            changes[found[0]] = with_meaning(same.ATTRIBUTE, (actual or [])[found[0]], wanted)
        else:
            # A row of a whole list is complete: what it does not say, it does not have.
            added.append(_new_attribute(row, marked=not work.whole))
    if work.whole:
        changes.update({place: None for place in range(len(names)) if place not in changes})
    return with_rows(actual, changes, added)


def _new_attribute(row: AttributeRow, marked: bool) -> Row:
    """A definition with every member, in the service's order; marked as the portal marks what customers add."""
    metadata = list(map(dict, OF_THE_CUSTOMER)) if marked else []
    plain = {**DEFAULTS, "name": row.name, "metadata": metadata, **row.members}
    order = [*sorted(name for name in plain if name not in _LISTS), *_LISTS]
    return {name: list(plain[name]) if name in _LISTS else plain[name] for name in order}


_LISTS = ("apiExpressions", "metadata", "referencedObjects")

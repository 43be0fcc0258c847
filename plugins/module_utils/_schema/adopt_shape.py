# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a document is a whole schema. Since it replaces what is stored, what it leaves out is removed or switched off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._schema import same

# What a row cannot do without, by the list it stands in. Of a set of names one will do.
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "synchronizationRules": (("id", "name"), ("objectMappings",)),
    "objectMappings": (("targetObjectName",), ("enabled",), ("flowTypes",), ("attributeMappings",)),
    "attributeMappings": (("targetAttributeName",),),
    "directories": (("id", "name"), ("objects",)),
    "objects": (("name",), ("attributes",)),
    "attributes": (("name",),),
}
_MOST = 10


def problems(document: Any) -> list[str]:
    """What is missing or of the wrong kind, each with its place in the document; only the first ones of many."""
    if not isinstance(document, Mapping):
        return ["The document is no schema: it has no synchronizationRules."]
    found = list(_of(same.DOCUMENT, document, "", _NEEDED))
    if "synchronizationRules" not in document:
        found.append("synchronizationRules is missing")
    return [f"The document is no whole schema: {_listed(found)}."] if found else []


def unreadable(document: Mapping[str, Any]) -> str:
    """What in a document of the service has not the form of a schema, so that nothing could be done with it; or nothing.

    Only lists and their rows count: members that are missing or odd are borne with.
    """
    return _listed(list(_of(same.DOCUMENT, document, "", {})))


def _listed(found: list[str]) -> str:
    more = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return "; ".join([*found[:_MOST], *more])


def _of(
    level: same.Level, row: Mapping[str, Any], where: str, needed: Mapping[str, tuple[tuple[str, ...], ...]]
) -> Iterator[str]:
    for name, (inner, dummy) in level.rows.items():
        rows = row.get(name)
        if rows is not None and not isinstance(rows, list):
            yield f"{where}{name} is no list"
            continue
        for place, one in enumerate(rows or []):
            here = f"{where}{name}[{place}]"
            if not isinstance(one, Mapping):
                yield f"{here} is no object"
                continue
            for names in needed.get(name, ()):
                if not any(member in one for member in names):
                    yield f"{here} has no {' or '.join(names)}"
            yield from _of(inner, one, f"{here}.", needed)

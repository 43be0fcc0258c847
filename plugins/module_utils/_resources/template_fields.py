# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The document of a template: what the user declared, what is stored, and the whole that would be sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.annotations import without_annotations
from ansible_collections.entra.provisioning.plugins.module_utils._core.canon import canonical, observed, wire
from ansible_collections.entra.provisioning.plugins.module_utils._core.compare import moves
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.shape import GUID, ROWS, TEXT, TRUTH, Field
from ansible_collections.entra.provisioning.plugins.module_utils._resources import terms

METADATA = Field("metadata", "metadata", ROWS, fields=terms.METADATA_FIELDS)
FIELDS = (
    Field("application_template_id", "applicationId", GUID),
    Field("factory_tag", "factoryTag", TEXT),
    Field("default", "default", TRUTH, default=False),
    Field("description", "description", TEXT, default=""),
    Field("discoverable", "discoverable", TRUTH, default=False),
    METADATA,
)
# What the service will not add a template without.
NEEDED = ("application_template_id", "factory_tag")

Document = Mapping[str, Any]
Moves = Mapping[str, tuple[Any, Any]]


def spelled(key: str) -> str:
    """A metadata key as v1.0 spells it; an unknown one as it is."""
    return METADATA.row(key).wire


def parse(params: Mapping[str, Any]) -> dict[str, Any]:
    """The declared options in canonical form; a metadata row that shall go is None. InvalidInput with all problems."""
    declared: dict[str, Any] = {}
    problems = [f"{name}: the value is empty." for name in ("template_id", *NEEDED) if params.get(name) == ""]
    for field in FIELDS:
        value = params.get(field.option)
        if value is None or (field.option in NEEDED and value == ""):
            continue
        try:
            declared[field.option] = _rows_declared(value) if field is METADATA else canonical(field, value)
        except InvalidInput as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    return declared


def _rows_declared(given: Mapping[str, Any]) -> dict[str, Any]:
    """The declared metadata: keys in the service's spelling, the empty value as None."""
    rows: dict[str, Any] = {}
    for key, value in given.items():
        if spelled(str(key)) in rows:
            raise InvalidInput([f"metadata: {spelled(str(key))} is given twice; keys are compared without case."])
        rows[spelled(str(key))] = None if value == "" else value
    known: dict[str, Any] = canonical(METADATA, rows)
    if not _names_keys(known.get("ConfigurationFields")):
        raise InvalidInput(
            ["metadata.ConfigurationFields: give a list of entries, each with a name (and secret: true)."]
        )
    return known


def _names_keys(entries: Any) -> bool:
    """Whether this is the list of keys that a template wants."""
    if entries is None:
        return True
    return isinstance(entries, list) and all(isinstance(entry, Mapping) and entry.get("name") for entry in entries)


def unknown_keys(declared: Mapping[str, Any], document: Document) -> list[str]:
    """Declared metadata keys that neither the service's list nor the stored template has, as problems."""
    stored = {spelled(str(row.get("key"))) for row in document.get("metadata") or []}
    wrong = [key for key in declared.get("metadata", {}) if key not in terms.METADATA_KEYS and key not in stored]
    allowed = ", ".join(terms.METADATA_KEYS)
    return [
        f"metadata: the service has no key {key!r}.{nearest(key, terms.METADATA_KEYS)} The keys are {allowed}."
        for key in wrong
    ]


def actual(document: Document) -> dict[str, Any]:
    """The stored template, option by option, in canonical form."""
    return {
        field.option: metadata(document) if field is METADATA else observed(field, document.get(field.wire))
        for field in FIELDS
    }


def metadata(document: Document) -> dict[str, Any]:
    """Key -> value of the stored metadata. Of a key that repeats the first row counts; rows without value do not."""
    first: dict[str, Any] = {}
    for row in document.get("metadata") or []:
        if row.get("value") is not None:
            first.setdefault(spelled(str(row.get("key"))), row["value"])
    rows: dict[str, Any] = observed(METADATA, [{"key": key, "value": value} for key, value in first.items()])
    return rows


def moving(declared: Mapping[str, Any], document: Document) -> dict[str, tuple[Any, Any]]:
    """What would move: option -> (before, after)."""
    return moves(FIELDS, declared, actual(document))


def whole(document: Document, moved: Moves) -> dict[str, Any]:
    """The whole document with only the moving members changed.

    An update replaces the template (Graph erases what the body leaves out), so all that was read goes along, but
    for the @odata annotations, which are the answer's and not the template's.
    """
    body: dict[str, Any] = without_annotations(document)
    for field in FIELDS:
        if field.option in moved:
            before, after = moved[field.option]
            rows = body.get(field.wire) or []
            body[field.wire] = _merged(rows, before or {}, after) if field is METADATA else wire(field, after)
    return body


def _merged(rows: list[dict[str, Any]], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows with the moving keys changed in their first row; every other row stays, repeated ones too."""
    todo = {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}
    result, written = [], set()
    for row in rows:
        key = spelled(str(row.get("key")))
        if key not in todo or (key in written and todo[key] is not None):
            result.append(row)
        elif todo[key] is not None:
            result.append({**row, "value": wire(METADATA.row(key), todo[key])})
            written.add(key)
    new = sorted(key for key in todo if key not in written and todo[key] is not None)
    return [*result, *({"key": key, "value": wire(METADATA.row(key), todo[key])} for key in new)]

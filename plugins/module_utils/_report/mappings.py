# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a job's mappings is not as its template has them, as rows of place and change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import leaves, reasons

# How rows of each list are called, and by which members they are known.
LEVELS = {
    "synchronization_rules": ("rule", ("name", "id")),
    "object_mappings": ("", ("source_object", "target_object")),
    "attribute_mappings": ("", ("target_attribute",)),
    "directories": ("directory", ("name",)),
    "objects": ("object", ("name",)),
    "attributes": ("attribute", ("name",)),
}
REMOVED = "removed"
# How the remarks of an export begin that are about mappings; the others are about settings and jobs.
OF_A_SCHEMA = "schema of "

Row = dict[str, Any]


def rows(schemas: Any, jobs: Sequence[Row]) -> list[Row]:
    """A row for each job whose schema was read, with what is not as the template has it; and for each that was not.

    schemas: results of synchronization_schema_info as a list, or the result of an export of the whole tenant.
    """
    found = (
        _gathered(schemas) if isinstance(schemas, Mapping) else _single(schemas, {job["job_id"]: job for job in jobs})
    )
    return sorted(found, key=lambda row: (row["application"], str(row["template_id"]), str(row["job_id"])))


def called(row: Mapping[str, Any]) -> str:
    """What an application is called."""
    return str(row.get("display_name") or row.get("app_id") or row.get("service_principal_id") or "all applications")


def _single(results: Iterable[Mapping[str, Any]], jobs: Mapping[Any, Row]) -> Iterator[Row]:
    for result in results:
        schema = result.get("schema") or {}
        job = jobs.get(schema.get("id")) or {}
        name = job.get("application") or result.get("display_name") or schema.get("id") or _item(result)
        error = None if result.get("schema") is not None else reasons.of(result)
        yield {
            **_row_of(str(name), schema.get("id"), job.get("template_id"), error),
            "changes": changes(schema),
            "not_expressed": list(result.get("not_expressed") or []),
        }


def _item(result: Mapping[str, Any]) -> str:
    """What a loop was at when it failed: an application, or an application and its job."""
    item = result.get(str(result.get("ansible_loop_var") or "item"))
    if isinstance(item, (list, tuple)) and item:
        item = item[0]
    return called(item) if isinstance(item, Mapping) else str(item or "unnamed")


def _gathered(result: Mapping[str, Any]) -> Iterator[Row]:
    gathered = result.get("gathered") or result
    errors = result.get("errors") or {}
    if gathered.get("applications") is None:
        yield _row_of("all applications", None, None, reasons.of(result, "They could not be read."))
        return
    for application in gathered["applications"]:
        for job in application.get("jobs") or []:
            row = _row_of(called(application), job.get("job_id"), job.get("template_id"), None)
            yield {**row, "changes": changes(job.get("schema"))}
    for name, remarks in (result.get("remarks") or gathered.get("remarks") or {}).items():
        said = [str(remark) for remark in remarks if str(remark).startswith(OF_A_SCHEMA)]
        if said:
            yield {**_row_of(str(name), None, None, None), "not_expressed": said}
    for name, error in errors.items():
        yield _row_of(str(name), None, None, reasons.steady(error))


def _row_of(name: str, job_id: Any, template_id: Any, error: str | None) -> Row:
    named = {"application": name, "job_id": job_id, "template_id": template_id}
    return {**named, "error": error, "changes": [], "not_expressed": []}


def changes(schema: Mapping[str, Any] | None) -> list[Row]:
    """The changes of a schema that was read with `only: changes`, or gathered: place and what is declared there."""
    found = []
    for part in ("synchronization_rules", "directories"):
        found += list(_rows(part, (schema or {}).get(part) or [], []))
    return found


def _rows(part: str, declared: Sequence[Mapping[str, Any]], above: list[str]) -> Iterator[Row]:
    for row in declared:
        yield from _row(part, row, above)


def _row(part: str, row: Mapping[str, Any], above: list[str]) -> Iterator[Row]:
    place = [*above, _name(part, row)]
    known = LEVELS[part][1]
    if row.get("state") == "absent":
        yield {"place": place, "kind": _kind(part), "what": REMOVED, "members": {}}
        return
    inner = [member for member in row if member in LEVELS and isinstance(row[member], (list, tuple))]
    own = {
        str(member): value
        for member, value in row.items()
        if member not in known and member not in inner and value is not None
    }
    if own or not inner:
        members = {where: value for member, one in own.items() for where, value in leaves.leaves(one, member)}
        yield {"place": place, "kind": _kind(part), "what": "declared", "members": members}
    for member in inner:
        yield from _rows(member, row[member], place)


def _kind(part: str) -> str:
    return part.rstrip("s").replace("directorie", "directory").replace("_", " ")


def _name(part: str, row: Mapping[str, Any]) -> str:
    word, known = LEVELS[part]
    if part == "object_mappings":
        return " → ".join(str(row.get(member)) for member in known if row.get(member))
    name = next((str(row[member]) for member in known if row.get(member)), "unnamed")
    return f"{word} {name}".strip()

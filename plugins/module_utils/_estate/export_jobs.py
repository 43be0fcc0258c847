# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs as they are declared: by template, started or paused, with what differs from the template's schema. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    job_status,
    setting_rows,
    terms,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema import export

Row = Mapping[str, Any]


class Schema(NamedTuple):
    """The schema of a job; that of its template, None where it is not offered any more; and under which name it is offered."""

    document: Row
    default: Row | None = None
    offered_as: str | None = None


Schemas = Mapping[str, Schema]

# Settings that every job of a template gets with it, or that the service finds out by itself (fact sheet 3.2).
_USUAL_SETTINGS = {
    "AzureIngestionAttributeOptimization": "False",
    "LookaheadQueryEnabled": "False",
    "LookaheadQueryIntervalValue": "30",
    "QuarantineTooManyDeletesThreshold": "500",
}
_FOUND_OUT = ("Domain", "DomainDiscoveredAt", "DomainFQDN", "DomainNetBios", "ForestFQDN", "ForestNetBios")
_OUT_DELTA = "OutDelta"


class Declared(NamedTuple):
    """jobs: as declared, by template; schemas: template -> what is declared of its schema; remarks: sentences."""

    jobs: list[dict[str, Any]]
    schemas: dict[str, Any]
    remarks: list[str]


def declared(jobs: Sequence[Row], schemas: Schemas) -> Declared:
    """All jobs of one service principal."""
    found = Declared([], {}, [])
    rows = sorted(({**job} for job in jobs), key=lambda job: str(job["id"]))
    named = [(template_id(job, rows, schemas), job) for job in rows]
    for name, job in sorted(named, key=lambda pair: (pair[0], str(pair[1]["id"]))):
        if job_endpoint.find(rows, name) is not job:
            found.remarks.append(
                f"job of {name}: there are several jobs that this template names, and a declaration means the first; the "
                "others are left out."
            )
            continue
        found.jobs.append(_job(name, job, schemas, found))
    return found


def template_id(job: Row, jobs: Sequence[Row], schemas: Schemas) -> str:
    """The template by which a declaration finds the job again, and another tenant makes the same.

    The service stores some under another name than it was asked for. The stored one is right where the template is
    offered under it; else the one that leads there.
    """
    stored = stored_template(job)
    offered = schemas[job["id"]].offered_as
    rows = [{**row} for row in jobs]
    names = former_names(stored) if offered is None else [offered]
    return next((name for name in names if (job_endpoint.find(rows, name) or {}).get("id") == job["id"]), stored)


def stored_template(job: Row) -> str:
    """The template of a job as the service has it."""
    return str(job.get("templateId") or str(job["id"]).partition(".")[0])


def former_names(stored: str) -> list[str]:
    """The templates of which the service makes jobs of this one."""
    shorter = [stored[: -len(_OUT_DELTA)]] if stored.endswith(_OUT_DELTA) and stored != _OUT_DELTA else []
    return [*shorter, *(old for old, new in terms.RENAMED_TEMPLATES.items() if stored in new)]


def _job(name: str, job: Row, schemas: Schemas, found: Declared) -> dict[str, Any]:
    """One job; what is remarked about it is added to what is found."""
    row: dict[str, Any] = {"template_id": name, "state": "started" if job_status.enabled(job) else "paused"}
    if name != job.get("templateId"):
        found.remarks.append(
            f"job of {name}: the service calls its template {job.get('templateId')}, which is not offered; see in another "
            "tenant whether it makes the same of it."
        )
    if job_status.quarantined(job):
        row.update({"on_quarantine": "ignore"} if row["state"] == "started" else {})
        found.remarks.append(_quarantine(name, job, row))
    found.remarks.extend(_settings(name, job))
    rows = _schema(name, schemas[job["id"]], found)
    if rows:
        row["schema"] = rows
        found.schemas[name] = rows
    return row


def _quarantine(name: str, job: Row, row: Row) -> str:
    """The quarantine with cause and remedy; not since when, so that an export changes only when something did."""
    details = job_status.plain_quarantine((job.get("status") or {}).get("quarantine")) or {}
    error = details.get("error") or {}
    causes = dict.fromkeys(
        str(part) for part in (details.get("reason"), error.get("code"), error.get("message")) if part
    )
    said = f"job of {name}: it is in quarantine ({': '.join(causes) or 'no reason given'}). "
    left = (
        " on_quarantine: ignore leaves it there until then; take the line out afterwards."
        if "on_quarantine" in row
        else ""
    )
    return f"{said}{job_status.remedy(details.get('reason'))}{left}"


def _settings(name: str, job: Row) -> list[str]:
    """The settings of the job that no entry can say, as far as they are not every job's."""
    rows = setting_rows.of(job) or []
    own = {
        str(row["name"])
        for row in rows
        if row["name"] not in _FOUND_OUT and str(row.get("value")) != _USUAL_SETTINGS.get(row["name"])
    }
    if not own:
        return []
    return [
        f"job of {name}: its settings {', '.join(sorted(own))} are not exported, since nobody can tell those of the "
        "template from others; declare what shall be otherwise with entra.provisioning.synchronization_job_settings."
    ]


def _schema(name: str, read: Schema, found: Declared) -> dict[str, Any]:
    """What is declared of the schema: only what differs, or all of it where there is nothing to compare with."""
    if read.default is None:
        rows, missing = export.full(read.document)
        found.remarks.append(
            f"schema of {name}: the template is not offered any more, so all of the schema is declared and not only what "
            "differs; a new job may not be had of it."
        )
    else:
        rows, missing = export.changes(read.document, read.default)
    found.remarks.extend(f"schema of {name}: {sentence}" for sentence in missing)
    return {option: listed for option, listed in rows.items() if listed}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who carries a schema: a job or a template, and how operations are registered below both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import lookup, schema_print, shapes
from .call import Call
from .documents import Document
from .routing import BOTH, SERVICE_PRINCIPAL, Operation, synchronization
from .world import Job, Template

JOB, TEMPLATE = "jobs/{job}/schema", "templates/{template}/schema"


@dataclass
class Holder:
    """A job or a template: who carries the schema, under which id, and what a reset brings back."""

    thing: Job | Template
    identity: str
    place: str
    factory: Document


def find_holder(call: Call, reading: bool = False) -> Holder:
    """The job or template of a path."""
    if "job" in call.params:
        found, job = lookup.job(call, reading=reading)
        template = found.templates.get(job.template_id) or call.service.world.catalogue.get(job.template_id)
        return Holder(job, job.id, f"jobs('{job.id}')", template.schema if template else job.schema)
    template = lookup.template(call)
    return Holder(template, shapes.template_schema_id(template.id), f"templates('{template.id}')", template.factory)


def on_schema(
    method: str,
    tail: str,
    name: str,
    job_roots: tuple[str, ...] = SERVICE_PRINCIPAL,
    template_roots: tuple[str, ...] = BOTH,
) -> Callable[[Operation], Operation]:
    """Register an operation below both kinds of schema, with the roots that are documented for each."""

    def register(run: Operation) -> Operation:
        synchronization(method, f"{JOB}{tail}", name, job_roots)(run)
        synchronization(method, f"{TEMPLATE}{tail}", name, template_roots)(run)
        return run

    return register


def current(holder: Holder, switches: Mapping[str, Any]) -> Document:
    """The document as a reader sees it: for some reads after a PUT still the former one, printed in some manner."""
    thing, document = holder.thing, holder.thing.schema
    if thing.stale_schema_reads > 0 and thing.previous_schema is not None:
        thing.stale_schema_reads -= 1
        document = thing.previous_schema
    return schema_print.printed(document, switches)

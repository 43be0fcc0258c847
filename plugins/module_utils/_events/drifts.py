# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was compared to what happened: an application left its declaration or came back to it; a schema moved. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._events import happening, schemas
from ansible_collections.entra.provisioning.plugins.module_utils._events.memory import Delivery, Patch
from ansible_collections.entra.provisioning.plugins.module_utils._events.quarantines import Edges

DECLARED, SCHEMAS = "declared", "schemas"


class Compared(NamedTuple):
    """An application beside its declaration. key: what the declaration calls it; changes: None when not readable."""

    key: str
    whose: Mapping[str, Any]
    changes: tuple[Change, ...] | None
    error: str = ""


class Seen(NamedTuple):
    """The schema of a job as it was read. document: None when not readable."""

    key: str
    whose: Mapping[str, Any]
    job_id: str
    template_id: Any
    document: Mapping[str, Any] | None
    error: str = ""


def from_declaration(known: Mapping[str, str], found: Iterable[Compared], silent: Callable[[str], bool]) -> Edges:
    """Once for each plan that an application has, and once when it has none any more.

    known: fingerprints, empty for as declared; silent: whether what was never compared before is no news.
    """
    edges = Edges([], [])
    for one in found:
        if one.changes is None:
            continue
        plan, before = Plan(one.changes), known.get(one.key)
        fingerprint = "" if plan.empty else plan.fingerprint()
        if fingerprint == before:
            continue
        patch = Patch(DECLARED, one.key, fingerprint)
        if before is None and (plan.empty or silent(one.key)):
            edges.patches.append(patch)
        elif plan.empty:
            edges.deliveries.append(Delivery(happening.reconciled(one.whose), patch))
        else:
            edges.deliveries.append(Delivery(_drifted(one.whose, happening.DECLARATION, plan), patch))
    return edges


def forgotten(section: str, known: Iterable[str], keys: Iterable[str]) -> list[Patch]:
    """What is no longer declared, or no longer there, is no longer compared."""
    return [Patch(section, key, None) for key in sorted(set(known) - set(keys))]


def from_schemas(known: Mapping[str, str], found: Iterable[Seen]) -> Edges:
    """Once for each time a schema moved. The first look at one is what later looks are compared with."""
    edges = Edges([], [])
    for one in found:
        if one.document is None:
            continue
        packed, before = schemas.packed(one.document), known.get(one.key)
        if packed == before:
            continue
        patch = Patch(SCHEMAS, one.key, packed)
        change = None if before is None else schemas.moved(before, one.document, f"schema of job {one.job_id}")
        if change is None:
            edges.patches.append(patch)
        else:
            event = _drifted(
                one.whose, happening.SCHEMA, Plan((change,)), job_id=one.job_id, template_id=one.template_id
            )
            edges.deliveries.append(Delivery(event, patch))
    return edges


def _drifted(whose: Mapping[str, Any], against: str, plan: Plan, **job: Any) -> dict[str, Any]:
    words = plan.words()
    return happening.drifted(whose, against, words["fingerprint"], words["summary"], words["changes"], **job)

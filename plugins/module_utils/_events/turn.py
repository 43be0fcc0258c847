# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One turn of a source: look, compare with what is remembered, and say what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._events import (
    comparing,
    drifts,
    happening,
    memory,
    options,
    quarantines,
)
from ansible_collections.entra.provisioning.plugins.module_utils._events.looking import Looker
from ansible_collections.entra.provisioning.plugins.module_utils._events.memory import Delivery, Memory, Patch
from ansible_collections.entra.provisioning.plugins.module_utils._events.quarantines import Edges, Look

PRINCIPALS, PENDING, UNREADABLE = "principals", "pending", "unreadable"
# What may be unreadable, each by its own key.
ALL, JOBS, DECLARED, SCHEMAS = "all/", "jobs/", "declared/", "schemas/"

# Key -> (whose it is, why it could not be read).
Unread = dict[str, tuple[Mapping[str, Any], str]]


class Turn(NamedTuple):
    """deliveries: what to hand over, in order; after: what is remembered once all of it is; told: sentences for the log."""

    deliveries: list[Delivery]
    after: Memory
    told: list[str]


class Part(NamedTuple):
    """What one comparison came to. kinds: what was looked at, so that what is not unread is readable again."""

    edges: Edges
    unread: Unread
    kinds: tuple[str, ...]


def take(
    graph: Any, params: Mapping[str, Any], before: Memory, number: int, declared: Sequence[Application] | Situation = ()
) -> Turn:
    """Look once. number: how many looks there were since the start; declared: what a drift is from, or why that is not known.

    What cannot be read as a whole raises, and then nothing happened.
    """
    looker = Looker(graph, params["concurrency"])
    principals = _principals(looker, params, before, number)
    looks = [look._replace(silent=_is_silent(look, params, before)) for look in looker.jobs(principals)]
    unread: Unread = {f"{JOBS}{look.id}": (look.whose, look.error) for look in looks if look.jobs is None}
    parts = [Part(quarantines.edges(before["quarantines"], looks), unread, (ALL, JOBS))]
    compares = options.compares(params, number) and not isinstance(declared, Situation)
    if isinstance(declared, Situation):
        # Whoever spoils the declaration does not hide a quarantine by it.
        parts.append(Part(Edges([], []), {DECLARED: ({}, str(declared).strip())}, ()))
    elif compares and params["drift"] == happening.DECLARATION:
        parts.append(_beside_declaration(graph, params, before, declared))
    elif compares:
        parts.append(_beside_schemas(looker, before, looks))
    said = _unreadable(before, parts, params["report_errors"])
    deliveries = [one for edges in (*(part.edges for part in parts), said) for one in edges.deliveries]
    patches = [one for edges in (*(part.edges for part in parts), said) for one in edges.patches]
    after = reduce(memory.patched, [*patches, *(one.patch for one in deliveries)], before)
    after = {**after, **_remembered(params, after, before, looks), memory.COMPARED: before[memory.COMPARED] or compares}
    return Turn(deliveries, after, _news(before, parts))


def failed(before: Memory, message: str, reports: bool) -> Turn:
    """The turn of a look that failed as a whole: told as an event once, as long as it stays so."""
    patch = Patch(UNREADABLE, ALL, message)
    news = reports and ALL not in before[UNREADABLE]
    deliveries = [Delivery(happening.unreadable({}, message), patch)] if news else []
    return Turn(deliveries, memory.patched(before, patch), [message])


def _principals(looker: Looker, params: Mapping[str, Any], before: Memory, number: int) -> Mapping[str, Any]:
    """Whose jobs to look at: who is known to have some, and now and then everybody.

    Whoever is not in the list any more is looked at once more all the same: lists lag.
    """
    ids = params.get("service_principal_ids")
    if ids:
        known = {one: before[PRINCIPALS][one] for one in ids if one in before[PRINCIPALS]}
        return {**known, **looker.named(ids)} if number == 0 else known
    everybody = looker.everybody() if number % params["search_every"] == 0 else {}
    return {**before[PRINCIPALS], **everybody}


def _is_silent(look: Look, params: Mapping[str, Any], before: Memory) -> bool:
    """Whether what is in quarantine there was so at the start, of which nothing shall be told."""
    return not params["initial"] and (not before[memory.LOOKED] or look.id in before[PENDING])


def _beside_declaration(graph: Any, params: Mapping[str, Any], before: Memory, declared: Sequence[Application]) -> Part:
    found = comparing.compared(graph, declared, params["concurrency"])
    known = before[drifts.DECLARED]

    def silent(key: str) -> bool:
        first = not before[memory.COMPARED] or f"{DECLARED}{key}" in before[UNREADABLE]
        return first and not params["initial"]

    edges = drifts.from_declaration(known, found, silent)
    edges.patches.extend(drifts.forgotten(drifts.DECLARED, known, [one.key for one in found]))
    unread: Unread = {f"{DECLARED}{one.key}": (one.whose, one.error) for one in found if one.changes is None}
    return Part(edges, unread, (DECLARED,))


def _beside_schemas(looker: Looker, before: Memory, looks: Sequence[Look]) -> Part:
    known, edges, unread = before[drifts.SCHEMAS], Edges([], []), Unread()
    there = {quarantines.key_of(look.id, job["id"]) for look in looks for job in look.jobs or ()}
    for seen in looker.schemas(looks):
        if seen.document is None:
            unread[f"{SCHEMAS}{seen.key}"] = (seen.whose, seen.error)
        found = drifts.from_schemas(known, [seen])
        edges.deliveries.extend(found.deliveries)
        edges.patches.extend(found.patches)
    blind = tuple(f"{look.id}/" for look in looks if look.jobs is None)
    there |= {key for key in known if blind and key.startswith(blind)}
    edges.patches.extend(drifts.forgotten(drifts.SCHEMAS, known, there))
    return Part(edges, unread, (SCHEMAS,))


def _unreadable(before: Memory, parts: Sequence[Part], reports: bool) -> Edges:
    """What could not be read now and could before, and the other way round."""
    known, said = before[UNREADABLE], Edges([], [])
    unread = {key: found for part in parts for key, found in part.unread.items()}
    for key, (whose, message) in sorted(unread.items()):
        patch = Patch(UNREADABLE, key, message)
        if key not in known and reports:
            said.deliveries.append(Delivery(happening.unreadable(whose, message), patch))
        else:
            said.patches.append(patch)
    kinds = tuple(kind for part in parts for kind in part.kinds)
    readable = [key for key in known if key.startswith(kinds) and key not in unread]
    said.patches.extend(Patch(UNREADABLE, key, None) for key in sorted(readable))
    return said


def _news(before: Memory, parts: Sequence[Part]) -> list[str]:
    """What the log shall say of what cannot be read: once, as long as it stays so."""
    fresh = {key: found for part in parts for key, found in part.unread.items() if key not in before[UNREADABLE]}
    return [
        f"{happening.called(whose)}: {message}" if whose else message
        for _key, (whose, message) in sorted(fresh.items())
    ]


def _remembered(params: Mapping[str, Any], after: Memory, before: Memory, looks: Sequence[Look]) -> dict[str, Any]:
    """Whom to look at in the next turn: who has jobs, who could not be read, and of whom a job is missed."""
    held = tuple({key.rpartition("/")[0] for key in after["quarantines"]})
    kept = {
        look.id: dict(look.whose)
        for look in looks
        if look.jobs is None or look.jobs or look.id in held or params.get("service_principal_ids")
    }
    first = not before[memory.LOOKED]
    blind = {look.id for look in looks if look.jobs is None and (first or look.id in before[PENDING])}
    return {PRINCIPALS: kept, PENDING: dict.fromkeys(sorted(blind), True), memory.LOOKED: True}

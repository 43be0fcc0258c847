# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From two looks at jobs to what happened between them: a job went into quarantine, or left it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._events import happening
from ansible_collections.entra.provisioning.plugins.module_utils._events.memory import Delivery, Patch
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status

SECTION = "quarantines"
# A job counts as deleted when so many looks in a row did not have it: lists lag.
LOOKS_UNTIL_DELETED = 2

Told = dict[str, Any]
Known = Mapping[str, Told]


class Look(NamedTuple):
    """One application as it was seen. whose: as in happening; jobs: as the service sends them, None when not readable.

    silent: what is in quarantine already is not news.
    """

    whose: Mapping[str, Any]
    jobs: list[dict[str, Any]] | None
    error: str = ""
    silent: bool = False

    @property
    def id(self) -> str:
        """The service principal."""
        return str(self.whose["service_principal_id"])


class Edges(NamedTuple):
    """deliveries: the events with what is remembered of each; patches: what is remembered without an event."""

    deliveries: list[Delivery]
    patches: list[Patch]


def key_of(principal_id: str, job_id: Any) -> str:
    """What a job is remembered under."""
    return f"{principal_id}/{job_id}"


def edges(known: Known, looks: Iterable[Look]) -> Edges:
    """What happened since `known`. Of what could not be read nothing is said, and nothing forgotten."""
    found = Edges([], [])
    for look in looks:
        if look.jobs is None:
            continue
        for job in sorted(look.jobs, key=lambda row: str(row["id"])):
            _job(known.get(key_of(look.id, job["id"])), look, job, found)
        there = {key_of(look.id, job["id"]) for job in look.jobs}
        for key, told in _gone(known, look, there):
            _missing(key, told, look, found)
    return found


def _job(told: Told | None, look: Look, job: Mapping[str, Any], found: Edges) -> None:
    key = key_of(look.id, job["id"])
    if job_status.quarantined(job):
        _quarantined(key, told, look, job, found)
    elif told is not None and told["in"]:
        how = happening.RUNS if job_status.enabled(job) else happening.PAUSED
        over = {**told, "in": False, "missing": 0}
        found.deliveries.append(Delivery(happening.recovered(look.whose, told, how), Patch(SECTION, key, over)))
    elif told is not None and told["missing"]:
        found.patches.append(Patch(SECTION, key, {**told, "missing": 0}))


def _quarantined(key: str, told: Told | None, look: Look, job: Mapping[str, Any], found: Edges) -> None:
    now = _remembered(job)
    if told is not None and _same(told, now):
        if not told["in"]:
            # An older answer: this very quarantine was over already.
            return
        if told["missing"]:
            found.patches.append(Patch(SECTION, key, now))
        return
    patch = Patch(SECTION, key, now)
    again = told is not None and bool(told["in"])
    if look.silent and not again:
        found.patches.append(patch)
    else:
        found.deliveries.append(Delivery(happening.quarantined(look.whose, job, again), patch))


def _same(told: Told, now: Told) -> bool:
    """Whether it is the quarantine that was told of, or that one, which is over, in an answer that came late."""
    if told["in"]:
        return bool((told["since"], told["reason"]) == (now["since"], now["reason"]))
    return now["since"] is not None and bool(told["since"] == now["since"])


def _remembered(job: Mapping[str, Any]) -> Told:
    return {
        "in": True,
        "job_id": job["id"],
        "template_id": job.get("templateId"),
        "reason": happening.reason(job),
        "since": happening.since(job),
        "missing": 0,
    }


def _gone(known: Known, look: Look, there: set[str]) -> Iterator[tuple[str, Told]]:
    """What is remembered of this application's jobs and was not seen."""
    for key in sorted(known):
        if key.startswith(f"{look.id}/") and key not in there:
            yield key, known[key]


def _missing(key: str, told: Told, look: Look, found: Edges) -> None:
    count = told["missing"] + 1
    if count < LOOKS_UNTIL_DELETED:
        found.patches.append(Patch(SECTION, key, {**told, "missing": count}))
    elif told["in"]:
        event = happening.recovered(look.whose, told, happening.DELETED)
        found.deliveries.append(Delivery(event, Patch(SECTION, key, None)))
    else:
        found.patches.append(Patch(SECTION, key, None))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was made moments ago, by a run that was stopped then: it is waited for, as that run would have waited.

Until every part of the service knows a new application, reading its synchronization is refused as if a permission were
missing. How old an application is tells the one from the other. A job that is listed and cannot be read is new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal
from ansible_collections.entra.provisioning.plugins.module_utils._core.moments import parse_moment
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft, is_told
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

# What the service answers of an application that is not known everywhere yet.
REFUSALS = (401, 403, 404)
# Minutes are usual; the clock of this machine may be wrong by some more.
NEW = timedelta(minutes=30)
APPLICATION_SECONDS, JOB_SECONDS = 300, 120


def planned(graph: Any, drafts: Sequence[Draft], lanes: int, plan: Callable[[Sequence[Draft]], None]) -> list[Draft]:
    """The drafts; those that were refused for their youth are planned anew until they are not, or time is over.

    plan: makes drafts complete.
    """
    latest = list(drafts)
    refused = [number for number, draft in enumerate(drafts) if _application_may_be_new(draft)]
    ages = _new(graph, [drafts[number] for number in refused], lanes)
    made = [number for number, new in zip(refused, ages) if new]
    late = made + [number for number, draft in enumerate(drafts) if _job_is_new(draft) and number not in made]
    if not late:
        return latest

    def left() -> list[int]:
        again = [number for number in late if _is_refused(latest[number])]
        for number in again:
            latest[number] = latest[number].anew(graph)
        plan([latest[number] for number in again])
        return [number for number in again if _is_refused(latest[number])]

    doing = f"see that what was made lately is known everywhere ({len(late)} applications)"
    timeout = APPLICATION_SECONDS if made else JOB_SECONDS
    try:
        graph.settle(left, lambda numbers: not numbers, doing=doing, timeout=timeout, agree=1)
    except Exception as error:
        # Each application says for itself what it was refused with.
        if not is_told(error):
            raise
    return latest


def _application_may_be_new(draft: Draft) -> bool:
    """Whether its plan failed as that of an application does that was made here and is new."""
    made_here = draft.application.creation() is not None and draft.whose is not None and draft.whose.exists
    return made_here and _is_refused(draft)


def _job_is_new(draft: Draft) -> bool:
    """Whether one of its jobs, which is listed, could not be read: the schema of one that is not listed is not read."""
    error = draft.error
    return getattr(error, "status", None) == 404 and "/synchronization/jobs/" in str(getattr(error, "url", ""))


def _is_refused(draft: Draft) -> bool:
    return getattr(draft.error, "status", None) in REFUSALS


def _new(graph: Any, drafts: Sequence[Draft], lanes: int) -> list[bool]:
    """Of each draft, whether an application of its name was made lately; what cannot be read is not waited for."""
    if not drafts:
        return []
    names = [literal(draft.application.name) for draft in drafts]
    at = str(graph.path(f"/{owner.APPLICATIONS}")) + "?$select=createdDateTime&$filter="
    paths = [at + quote(f"displayName eq {name}", safe="") for name in names]
    doing = "see whether what could not be read was made lately"
    answers = graph.get_many(paths, doing=doing, needs=owner.PERMISSIONS["resolve"], lanes=lanes)
    now = graph.clock.now()
    return [answer.value is not None and _young(answer.value.get("value") or (), now) for answer in answers]


def _young(rows: Sequence[Any], now: float) -> bool:
    """Whether one of the applications was made lately. One whose service principal alone is listed was, too."""
    return not rows or any(_age(row, now) < NEW for row in rows)


def _age(row: Any, now: float) -> timedelta:
    """How old an application is; very old where that is not told."""
    created = row.get("createdDateTime")
    if not isinstance(created, str):
        return timedelta.max
    present = datetime.fromtimestamp(now, tz=timezone.utc).replace(tzinfo=None)
    return abs(present - parse_moment("createdDateTime", created, now).second)

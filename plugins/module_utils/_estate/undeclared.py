# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there and nobody declared: it stays in state merged, and goes in the states in which a declaration is complete."""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import (
    GIVEN,
    JOB,
    Application,
    Part,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    connectivity,
    job_endpoint,
    owner,
    terms,
)


class Rest(NamedTuple):
    """What goes. jobs: their ids; undeclared: nobody named them; keys: of settings and secrets."""

    jobs: tuple[str, ...] = ()
    undeclared: bool = False
    keys: tuple[str, ...] = ()


def rest(application: Application, graph: Any, whose: owner.Owner | None) -> Rest:
    """What goes besides what is declared to go."""
    if whose is None or not whose.exists:
        return Rest()
    if application.state == options.DELETED:
        return Rest() if application.params.get("jobs") else Rest(jobs=_jobs(application, graph, whose))
    if application.state not in options.COMPLETE:
        return Rest()
    overridden = application.state == options.OVERRIDDEN
    jobs = _jobs(application, graph, whose) if overridden or application.params.get("jobs") is not None else ()
    given = any(application.params.get(option) is not None for option in GIVEN[:2])
    return Rest(jobs, True, _keys(application, graph, whose) if overridden or given else ())


def _jobs(application: Application, graph: Any, whose: owner.Owner) -> tuple[str, ...]:
    """The ids of the jobs that are not declared."""
    rows = job_endpoint.Jobs(graph, whose).list()
    declared = application.params.get("jobs") or ()
    kept = [job_endpoint.find(rows, row.get("template_id"), row.get("job_id")) for row in declared]
    ids = {str(row["id"]) for row in kept if row is not None}
    return tuple(str(row["id"]) for row in rows if str(row["id"]) not in ids)


def _keys(application: Application, graph: Any, whose: owner.Owner) -> tuple[str, ...]:
    """The stored keys that are not declared, but for those that the service does not let go."""
    declared = {str(key) for option in GIVEN for key in application.params.get(option) or ()}
    stored = connectivity.of(graph, whose).read()
    return tuple(key for key in stored.keys if key not in declared and key not in terms.NOT_REMOVABLE)


def refuse_twins(application: Application, graph: Any, whose: owner.Owner | None) -> None:
    """Raise InvalidInput for two rows that mean one job, by its template and by its id: each would be planned alone."""
    rows = application.params.get("jobs") or ()
    if whose is None or not whose.exists or len(rows) < 2:
        return
    there = job_endpoint.Jobs(graph, whose).list()
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        found = job_endpoint.find(there, row.get("template_id"), row.get("job_id"))
        other = number if found is None else first.setdefault(str(found["id"]), number)
        if found is not None and other != number:
            raise InvalidInput([f"jobs[{number}]: it is job {found['id']}, as is jobs[{other}]; make them one."])


def detail(part: Part, whose: owner.Owner | None) -> str:
    """What a hazard says of a part that removes what nobody declared."""
    what = f"job {part.undeclared}" if part.kind == JOB else f"stored {part.undeclared}"
    return f"{what} of {whose} goes, since the declaration is complete and does not name it"

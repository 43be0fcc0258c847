# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the jobs of many applications, and their schemas, in few requests. What cannot be read is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._events import schemas
from ansible_collections.entra.provisioning.plugins.module_utils._events.drifts import Seen
from ansible_collections.entra.provisioning.plugins.module_utils._events.quarantines import Look, key_of
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    many,
    owner,
    refusals,
    schema_endpoint,
)

PERMISSIONS = {"read": job_endpoint.PERMISSIONS["read"], "resolve": owner.PERMISSIONS["resolve"]}
# Schemas may have 1 MB each: so many are held at a time.
CHUNK = 20

Whose = dict[str, Any]
Principals = Mapping[str, Whose]


class Looker:
    """graph: reads only; lanes: so many requests are under way at a time."""

    def __init__(self, graph: Any, lanes: int) -> None:
        self._graph = graph
        self._lanes = lanes

    def everybody(self) -> dict[str, Whose]:
        """All service principals of the tenant."""
        return {str(row["id"]): _whose(row) for row in owner.everybody(self._graph)}

    def named(self, ids: Sequence[str]) -> dict[str, Whose]:
        """The service principals of these ids. Situation for those that the tenant does not have."""
        doing = f"find {len(ids)} service principals by id"
        paths = [f"{self._graph.path('/servicePrincipals/{}', one)}?$select={owner.NAMES}" for one in ids]
        answers = self._twice(paths, doing, PERMISSIONS["resolve"])
        lost = [one for one, answer in zip(ids, answers) if answer.absent]
        if lost:
            raise Situation(
                f"service_principal_ids: this tenant has no service principal {', '.join(lost)}. Check the ids and the tenant."
            )
        return {one: _whose(answer.get()) for one, answer in zip(ids, answers)}

    def jobs(self, principals: Principals) -> list[Look]:
        """A look at each. Who is said twice not to be there has no jobs."""
        ids = sorted(principals, key=lambda one: (str(principals[one]["display_name"]).casefold(), one))
        paths = [owner.Owner(owner.PRINCIPALS, one).path(self._graph, "/jobs") for one in ids]
        answers = self._twice(paths, f"read the jobs of {len(ids)} service principals", PERMISSIONS["read"])
        refusals.check([answer.error for answer in answers], "jobs")
        return [_look(principals[one], answer) for one, answer in zip(ids, answers)]

    def schemas(self, looks: Iterable[Look]) -> Iterator[Seen]:
        """The schemas of all jobs that were seen."""
        places = [(look, job) for look in looks for job in look.jobs or ()]
        for chunk in many.chunks(places, CHUNK):
            yield from self._schemas(chunk)

    def _schemas(self, places: Sequence[tuple[Look, dict[str, Any]]]) -> Iterator[Seen]:
        paths = [
            owner.Owner(owner.PRINCIPALS, look.id).path(self._graph, "/jobs/{}/schema", job["id"])
            for look, job in places
        ]
        doing = f"read the schemas of {len(paths)} jobs"
        needs = schema_endpoint.PERMISSIONS["read"]
        answers = self._graph.get_many(paths, doing=doing, needs=needs, lanes=self._lanes)
        for (look, job), answer in zip(places, answers):
            yield _seen(look, job, answer)

    def _twice(self, paths: list[str], doing: str, needs: Sequence[str]) -> list[Any]:
        return many.twice(self._graph, paths, doing, needs, self._lanes)


def _whose(row: Mapping[str, Any]) -> Whose:
    return {
        "service_principal_id": str(row["id"]),
        "app_id": row.get("appId"),
        "display_name": row.get("displayName"),
    }


def _look(whose: Whose, answer: Any) -> Look:
    if answer.absent:
        return Look(whose, [])
    if answer.error is not None:
        return Look(whose, None, str(answer.error))
    rows = answer.value.get("value")
    if not isinstance(rows, list):
        return Look(whose, None, f"Could not read the jobs of {whose['display_name']}: the answer is no collection.")
    return Look(whose, [dict(row) for row in rows])


def _seen(look: Look, job: Mapping[str, Any], answer: Any) -> Seen:
    place = (key_of(look.id, job["id"]), look.whose, str(job["id"]), job.get("templateId"))
    if answer.error is not None:
        return Seen(*place, None, str(answer.error))
    wrong = schemas.illegible(answer.value)
    if wrong:
        return Seen(*place, None, f"Could not read the schema of job {job['id']}: the answer is no schema: {wrong}.")
    return Seen(*place, answer.value)

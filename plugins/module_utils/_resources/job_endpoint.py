# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests that concern jobs, and finding a job among others. Modules that only read need no more than this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status, owner, terms

# The options that name a job, and what they ask for together.
NAMED: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "template_id": {"type": "str"},
    "job_id": {"type": "str"},
}
RULES = {
    "required_one_of": [*owner.rules(owner.SERVICE_PRINCIPAL)["required_one_of"], ("template_id", "job_id")],
    "mutually_exclusive": owner.rules(owner.SERVICE_PRINCIPAL)["mutually_exclusive"],
}

PERMISSIONS = {
    "read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
    "write": ("Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
}


class Jobs:
    """The endpoint: every request that concerns the jobs of one service principal."""

    def __init__(self, graph: Any, whose: owner.Owner) -> None:
        self._graph = graph
        self.whose = whose

    def list(self) -> list[dict[str, Any]]:
        """All jobs, sorted by id; the service keeps no order."""
        if not self.whose.exists:
            return []
        doing = f"read the jobs of {self.whose}"
        rows = self._graph.list(self.whose.path(self._graph, "/jobs"), doing=doing, needs=PERMISSIONS["read"])
        return sorted(rows, key=lambda row: str(row["id"]))

    def get(self, job_id: str) -> dict[str, Any]:
        """One job."""
        return dict(self._graph.get(self._path(job_id), doing=f"read {self.name(job_id)}", needs=PERMISSIONS["read"]))

    def create(self, template_id: str) -> dict[str, Any]:
        """Create the job of a template, settled. The job's id is a function of the template, so there is only ever one."""
        reply = self._graph.post(
            self.whose.path(self._graph, "/jobs"),
            {"templateId": template_id},
            doing=f"create the job of template {template_id} of {self.whose}",
            needs=PERMISSIONS["write"],
            fate=lambda: find(self.list(), template_id),
            repeatable=True,
            seen=True,
        )
        job_id = str(reply.body["id"])
        made = self.settle(job_id, lambda job: True, "is there")
        # The next run looks at the list: as long as that lags, it would plan to create the job once more.
        doing = f"see {self.name(job_id)} in the list of jobs"
        self._graph.settle(lambda: find(self.list(), None, job_id), lambda job: job is not None, doing=doing, agree=1)
        return made

    def act(self, job_id: str, action: str, body: Mapping[str, Any] | None = None) -> None:
        """Start, pause or restart: answered 204 at once and done later."""
        path = self._path(job_id, f"/{action}")
        doing = f"{action} {self.name(job_id)}"
        self._graph.post(path, body, doing=doing, needs=PERMISSIONS["write"], repeatable=True, seen=True)

    def delete(self, job_id: str) -> None:
        """Delete the job and see it gone. Its secrets stay: they are the service principal's."""
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal

        name = self.name(job_id)
        removal.gone(
            self._graph,
            lambda: self._graph.delete(self._path(job_id), doing=f"delete {name}", needs=PERMISSIONS["write"]),
            lambda: find(self.list(), None, job_id),
            doing=f"see {name} gone",
        )

    def settle(
        self,
        job_id: str,
        wanted: Any,
        what: str,
        timeout: int = 120,
        agree: int = 2,
        describe: Any = job_status.seen,
    ) -> dict[str, Any]:
        """Read the job until `wanted(job)` holds in several reads in a row. describe: the job of a wait in vain, in words."""
        doing = f"see that {self.name(job_id)} {what}"
        told = {"doing": doing, "timeout": timeout, "agree": agree, "describe": describe}
        return dict(self._graph.settle(lambda: self.get(job_id), wanted, **told))

    def name(self, job_id: str) -> str:
        """The job in words."""
        return f"job {job_id} of {self.whose}"

    def _path(self, job_id: str, below: str = "") -> str:
        return self.whose.path(self._graph, "/jobs/{}" + below, job_id)


def find(jobs: list[dict[str, Any]], template_id: str | None, job_id: str | None = None) -> dict[str, Any] | None:
    """The job of the template (or of the id), or None.

    The service may store another template than the one asked for (customappsso becomes customappssoOutDelta):
    an exact match goes first, then a known new name, then the name that the job's id begins with.
    """
    if job_id:
        return next((job for job in jobs if job["id"] == job_id), None)
    names = [template_id, f"{template_id}OutDelta", *terms.RENAMED_TEMPLATES.get(template_id or "", ())]
    for name in names:
        for job in jobs:
            if job.get("templateId") == name:
                return job
    return next((job for job in jobs if str(job["id"]).startswith(f"{template_id}.")), None)


def empty_names(params: Mapping[str, Any]) -> list[str]:
    """The options naming a job that are empty, as problems."""
    return [f"{name}: the value is empty." for name in ("template_id", "job_id") if params.get(name) == ""]


def existing(jobs: Jobs, params: Mapping[str, Any], advice: str = "") -> dict[str, Any]:
    """The job that the options name. Situation, with those that there are and the advice, when it is not there."""
    template_id, job_id = params.get("template_id"), params.get("job_id")
    rows = jobs.list()
    found = find(rows, template_id, job_id)
    if found is None:
        raise Situation(" ".join([_missing(jobs.whose, rows, template_id, job_id), *([advice] if advice else [])]))
    if job_id and template_id and find(rows, template_id) is not found:
        raise Situation(
            f"template_id: job {job_id} of {jobs.whose} is not the one of template {template_id!r}, but of "
            f"{found.get('templateId')!r}. Give the one or the other."
        )
    return found


def _missing(whose: owner.Owner, rows: list[dict[str, Any]], template_id: str | None, job_id: str | None) -> str:
    """What to say of a job that is not there."""
    known = [str(row["id"]) for row in rows]
    there = f"It has {', '.join(known)}." if known else "It has no job at all."
    if job_id:
        return f"job_id: {whose} has no job {job_id!r}.{nearest(job_id, known)} {there}"
    hint = nearest(str(template_id), {str(row.get("templateId")) for row in rows})
    return (
        f"template_id: {whose} has no job of template {template_id!r}.{hint} {there} A job is created with "
        "entra.provisioning.synchronization_job."
    )

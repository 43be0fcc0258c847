# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provisioning single users and groups now, without waiting for the cycle of their job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import ORDER, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    job_status,
    on_demand_answer,
    on_demand_rule,
    on_demand_subjects,
    on_demand_verdict,
    owner,
    schema_endpoint,
)
from ansible_collections.entra.provisioning.plugins.module_utils._resources.on_demand_subjects import Subject

OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "template_id": {"type": "str"},
    "job_id": {"type": "str"},
    "rule": {"type": "str"},
    **on_demand_subjects.OPTIONS,
    "fail_on": {"type": "str", "choices": list(on_demand_verdict.FAIL_ON), "default": "failure"},
}
_OWNER = owner.rules(owner.SERVICE_PRINCIPAL)
RULES = {
    "required_one_of": [*_OWNER["required_one_of"], ("template_id", "job_id"), on_demand_subjects.NAMES],
    "mutually_exclusive": [*_OWNER["mutually_exclusive"], ("template_id", "job_id")],
}

# The service takes five requests in ten seconds (fact sheet 5.4). Requests are not equally long on their way, so that
# the last may seem to follow the first sooner than it did: hence a little more than ten.
QUOTA = ("provisionOnDemand", 5, 10.5)

# Jobs that get their objects by upload.
API_DRIVEN = ("API2AAD", "API2AD")


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, plan."""
    _check(params)
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    job = _job(jobs, params)
    _check_job(jobs, job)
    schema = schema_endpoint.SchemaEndpoint(
        graph, jobs.whose, schema_endpoint.JOBS, str(job["id"]), str(job.get("templateId"))
    ).read()
    rule = on_demand_rule.chosen(schema, params.get("rule"), jobs.name(str(job["id"])))
    called = on_demand_subjects.types(params, rule)
    course = Course(graph, jobs, str(job["id"]), rule, on_demand_subjects.found(graph, params, called))
    return Proposal(
        Plan(tuple(course.changes()), kind=ORDER),
        {"results": []},
        course.apply,
        course.observed,
        lambda: course.judge(params["fail_on"]),
    )


def _check(params: Mapping[str, Any]) -> None:
    """Refuse what makes no sense before any request."""
    texts = ("template_id", "job_id", "rule", "object_type")
    problems = [f"{option}: the value is empty." for option in texts if params.get(option) == ""]
    problems += on_demand_subjects.check(params)
    if problems:
        raise InvalidInput(problems)


def _job(jobs: job_endpoint.Jobs, params: Mapping[str, Any]) -> dict[str, Any]:
    """The job that the options name. Situation, with a list, when there is none."""
    rows = jobs.list()
    job = job_endpoint.find(rows, params.get("template_id"), params.get("job_id"))
    if job is not None:
        return job
    option, member = ("job_id", "id") if params.get("job_id") else ("template_id", "templateId")
    what = f"job {params['job_id']!r}" if params.get("job_id") else f"job of template {params['template_id']!r}"
    hint = nearest(params[option], {str(row.get(member)) for row in rows})
    there = f"It has {', '.join(str(row['id']) for row in rows)}." if rows else "It has no job at all."
    raise Situation(f"{option}: {jobs.whose} has no {what}.{hint} {there}")


def _check_job(jobs: job_endpoint.Jobs, job: Mapping[str, Any]) -> None:
    """Refuse jobs for which the service has only a bare 401, or nothing to provision from."""
    name = jobs.name(str(job["id"]))
    kinds = {str(job.get("templateId")).lower(), str(job["id"]).partition(".")[0].lower()}
    if kinds & {kind.lower() for kind in API_DRIVEN}:
        raise Situation(
            f"The {name} is driven by uploads (template {job.get('templateId')}): the service has no source to read a "
            "single object from, and so does not provision on demand. Upload the object instead."
        )
    quarantine = job_status.quarantine_sentence(job, name)
    if quarantine:
        raise Situation(
            f"{quarantine} The service provisions nothing on demand while a job is in quarantine. Bring it back with "
            "entra.provisioning.synchronization_job (state: started, on_quarantine: restart), then run again."
        )


class Course:
    """The subjects, one call after another, and what the service said of each."""

    def __init__(
        self,
        graph: Any,
        jobs: job_endpoint.Jobs,
        job_id: str,
        rule: on_demand_rule.Rule,
        subjects: Sequence[Subject],
    ) -> None:
        self._graph = graph
        self._path = jobs.whose.path(graph, "/jobs/{}/provisionOnDemand", job_id)
        self._rule = rule
        self._subjects = subjects
        self._by = f"by rule {rule.name} of {jobs.name(job_id)}"
        self._quota = graph.pace(*QUOTA)
        self._rows: list[dict[str, Any]] = []

    def changes(self) -> list[Change]:
        """One change for each call."""
        return [
            Change(
                "provision on demand",
                f"{subject} {self._by}",
                after={**subject.words(), "rule": self._rule.name},
                payload={"parameters": [{"ruleId": self._rule.id, "subjects": [subject.wire()]}]},
            )
            for subject in self._subjects
        ]

    def apply(self, change: Change) -> None:
        """Send one call. It is never repeated where it may have been carried out: that would provision twice."""
        self._quota.keep()
        needs = job_endpoint.PERMISSIONS["write"]
        try:
            doing = f"{change.action} {change.target}"
            reply = self._graph.post(self._path, change.payload, doing=doing, needs=needs)
        except Exception as error:
            raise on_demand_verdict.interrupted(error, self._names(), self._rows) from error
        self._rows.append({"members": [], **change.after, **on_demand_answer.decoded(reply.body)})

    def observed(self) -> dict[str, Any]:
        """What the service said, call by call."""
        return {"results": list(self._rows)}

    def judge(self, fail_on: str) -> None:
        """Fail when a subject fared otherwise than the task wants."""
        on_demand_verdict.refuse(self._names(), self._rows, fail_on, self._by)

    def _names(self) -> list[str]:
        return [str(subject) for subject in self._subjects]

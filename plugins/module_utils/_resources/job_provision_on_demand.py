# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Provisioning single users and groups now, without waiting for the cycle of their job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
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
    **job_endpoint.NAMED,
    **owner.IF_MISSING,
    "rule": {"type": "str"},
    **on_demand_subjects.OPTIONS,
    "fail_on": {"type": "str", "choices": list(on_demand_verdict.FAIL_ON), "default": "failure"},
}
RULES = {
    "required_one_of": [*job_endpoint.RULES["required_one_of"], on_demand_subjects.NAMES],
    "mutually_exclusive": job_endpoint.RULES["mutually_exclusive"],
}

# The service takes five requests in ten seconds (fact sheet 5.4).
QUOTA = ("provisionOnDemand", 5, 10.0)

# Jobs of these templates, in lower case, get their objects by upload.
API_DRIVEN = ("api2aad", "api2ad")


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, plan."""
    _check(params)
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    if not jobs.whose.exists:
        from ansible_collections.entra.provisioning.plugins.module_utils._resources import on_demand_ahead

        return on_demand_ahead.proposal(jobs.whose, params)
    job = _job(graph, jobs, params)
    schema = schema_endpoint.SchemaEndpoint(graph, jobs.whose, *job.schema_of).read()
    rule = on_demand_rule.chosen(schema, params.get("rule"), job.name)
    called = on_demand_subjects.types(params, rule)
    course = Course(graph, jobs, job, rule, on_demand_subjects.found(graph, params, called))
    return Proposal(
        Plan(tuple(course.changes()), kind=ORDER),
        {"results": []},
        course.apply,
        course.observed,
        lambda: course.judge(params["fail_on"]),
    )


class Job(NamedTuple):
    """The job that provisions. name: in words; id: None while it is yet to be made; schema_of: where its rules are read."""

    name: str
    id: str | None
    schema_of: tuple[str, str]


def _check(params: Mapping[str, Any]) -> None:
    """Refuse what makes no sense before any request."""
    problems = job_endpoint.empty_names(params)
    problems += [f"{name}: the value is empty." for name in ("rule", "object_type") if params.get(name) == ""]
    problems += on_demand_subjects.check(params)
    if problems:
        raise InvalidInput(problems)


def _job(graph: Any, jobs: job_endpoint.Jobs, params: Mapping[str, Any]) -> Job:
    """The job that the options name. Where it is planned for, one that is yet to be made has its template's rules."""
    template_id = params.get("template_id")
    if owner.plans_ahead(graph, params) and template_id and job_endpoint.find(jobs.list(), template_id) is None:
        name = f"job of template {template_id} (yet to be made) of {jobs.whose}"
        return Job(name, None, (schema_endpoint.TEMPLATES, template_id))
    found = job_endpoint.existing(jobs, params, owner.advice_ahead(graph, params))
    _check_job(jobs, found)
    job_id = str(found["id"])
    return Job(jobs.name(job_id), job_id, (schema_endpoint.JOBS, job_id))


def _check_job(jobs: job_endpoint.Jobs, job: Mapping[str, Any]) -> None:
    """Refuse jobs for which the service has only a bare 401, or nothing to provision from."""
    name = jobs.name(str(job["id"]))
    # The job's id begins with its template, which the service may have renamed.
    kinds = (str(job.get("templateId")), str(job["id"]).partition(".")[0])
    driven = [kind for kind in kinds if kind.lower() in API_DRIVEN]
    if driven:
        raise Situation(
            f"The {name} is driven by uploads (template {driven[0]}): the service has no source to read a "
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
        job: Job,
        rule: on_demand_rule.Rule,
        subjects: Sequence[Subject],
    ) -> None:
        self._graph = graph
        self._path = jobs.whose.path(graph, "/jobs/{}/provisionOnDemand", job.id) if job.id else ""
        self._rule = rule
        self._subjects = subjects
        self._by = f"by rule {rule.name} of {job.name}"
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
        needs = job_endpoint.PERMISSIONS["write"]
        try:
            doing = f"{change.action} {change.target}"
            with self._quota:
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

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synchronization jobs: found by template, created once, started, paused, deleted, and waited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint, job_status, owner

OPTIONS: Mapping[str, Any] = {
    **job_endpoint.NAMED,
    **owner.IF_MISSING,
    "state": {"type": "str", "choices": ["present", "absent", "started", "paused"], "default": "present"},
    "wait_for": {"type": "str", "choices": ["none", "started", "initial_cycle", "steady"], "default": "none"},
    "wait_timeout": {"type": "int", "default": 3600},
    "on_quarantine": {"type": "str", "choices": ["fail", "restart", "ignore"], "default": "fail"},
}
RULES = job_endpoint.RULES

# Forgets the quarantine and its history, and nothing else: no object is read again, no deletion let through.
QUARANTINE_ONLY = {"criteria": {"resetScope": "QuarantineState"}}


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, compare, plan."""
    check(params)
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    actual = job_endpoint.find(jobs.list(), params.get("template_id"), params.get("job_id"))
    if actual is None and params["state"] != "absent":
        _check_template(graph, jobs, params)
    course = Course(jobs, actual, params)
    plan = Plan(tuple(course.changes()), warnings=tuple(course.warnings()))
    return Proposal(plan, course.predicted(), course.apply, course.observed, course.wait)


def check(params: Mapping[str, Any]) -> None:
    """Refuse contradictions before any request."""
    problems = job_endpoint.empty_names(params)
    if params["wait_for"] != "none" and params["state"] != "started":
        problems.append(f"wait_for: {params['wait_for']} needs state: started, and state is {params['state']}.")
    if params["wait_timeout"] < 1:
        problems.append("wait_timeout: give a number of seconds of at least 1.")
    if problems:
        raise InvalidInput(problems)


def _check_template(graph: Any, jobs: job_endpoint.Jobs, params: Mapping[str, Any]) -> None:
    """Refuse to create a job of a template that is not offered here, and say which are."""
    wanted = params.get("template_id")
    if not wanted:
        raise Situation(f"job_id: {jobs.whose} has no job {params['job_id']}; to create one, give template_id.")
    if not jobs.whose.exists:
        return
    # Only who creates a job pays for this import: a module compiles all that it imports, in every task.
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import template

    template.check_offered(jobs.whose, template.Templates(graph, jobs.whose).list(), "template_id", wanted)


class Course:
    """The way of one job from where it is to where it is wanted."""

    def __init__(self, jobs: job_endpoint.Jobs, actual: dict[str, Any] | None, params: Mapping[str, Any]) -> None:
        self._jobs = jobs
        self._actual = actual
        self._latest = actual
        self._params = params
        self._state = params["state"]
        if self._state == "started" and params["on_quarantine"] == "fail":
            job_status.refuse_quarantine(actual, self._name())

    def changes(self) -> list[Change]:
        """The steps, in order."""
        if self._state == "absent":
            return [] if self._actual is None else [self._step("delete", self._shown(), None)]
        steps = []
        if self._actual is None:
            after = {"template_id": self._params["template_id"], "schedule": "Disabled"}
            steps.append(self._step("create", None, after))
        running = job_status.enabled(self._actual)
        if self._state == "started" and not running:
            steps.append(self._step("start", {"schedule": self._schedule()}, {"schedule": "Active"}))
        if self._state == "paused" and running:
            steps.append(self._step("pause", {"schedule": "Active"}, {"schedule": "Disabled"}))
        if self._restarts():
            steps.append(self._step("restart", {"status": "Quarantine"}, {"status": "Active"}))
        return steps

    def warnings(self) -> list[str]:
        """A quarantine is shown whatever was asked for."""
        text = job_status.quarantine_sentence(self._actual, self._name())
        return [*([text] if text else []), *self._jobs.whose.warnings]

    def predicted(self) -> dict[str, Any]:
        """The results as they would stand."""
        if self._state == "absent":
            return {"job": None}
        if self._actual is None:
            return {"job": job_status.unborn(self._params["template_id"], self._state == "started")}
        if self._restarts():
            # Only who restarts a job pays for this import: a module compiles all that it imports, in every task.
            from ansible_collections.entra.provisioning.plugins.module_utils._resources import restart_scopes

            return {"job": restart_scopes.foreseen(["quarantine_state"], self._actual or {}, started=True)}
        job = job_status.plain(self._actual)
        if self._state in ("started", "paused") and job["enabled"] is not (self._state == "started"):
            job["enabled"] = self._state == "started"
            job["schedule"] = {**job["schedule"], "state": "Active" if job["enabled"] else "Disabled"}
        return {"job": job}

    def apply(self, change: Change) -> None:
        """Carry out one step and see it settled."""
        if change.action == "create":
            self._latest = self._jobs.create(self._params["template_id"])
            if self._state == "paused" and job_status.enabled(self._latest):
                self._turn("pause")  # a running job that was made meanwhile, and adopted
        elif change.action == "delete":
            self._jobs.delete(self._id())
            self._latest = None
        elif change.action == "restart":
            self._jobs.act(self._id(), "restart", QUARANTINE_ONLY)
            self._latest = self._jobs.settle(self._id(), lambda job: not job_status.quarantined(job), "left quarantine")
        else:
            self._turn(change.action)

    def _turn(self, action: str) -> None:
        """Start or pause the job and see it so."""
        self._jobs.act(self._id(), action)
        wanted, said = (True, "is started") if action == "start" else (False, "is paused")
        self._latest = self._jobs.settle(self._id(), lambda job: job_status.enabled(job) is wanted, said)

    def observed(self) -> dict[str, Any]:
        """The results as last read."""
        return {"job": None if self._latest is None else job_status.plain(self._latest)}

    def wait(self) -> None:
        """Wait for what wait_for names; a quarantine on the way ends it, unless on_quarantine is ignore."""
        goal = self._params["wait_for"]
        if goal == "none":
            return
        patient = self._params["on_quarantine"] == "ignore"

        def reached(job: dict[str, Any]) -> bool:
            if not patient:
                job_status.refuse_quarantine(job, self._name())
            return job_status.reached(job, goal)

        timeout = self._params["wait_timeout"]
        self._latest = self._jobs.settle(self._id(), reached, job_status.GOALS[goal], timeout=timeout, agree=1)

    def _restarts(self) -> bool:
        return (
            self._state == "started"
            and self._params["on_quarantine"] == "restart"
            and job_status.quarantined(self._actual)
        )

    def _step(self, action: str, before: Any, after: Any) -> Change:
        return Change(action, self._name(), before=before, after=after)

    def _id(self) -> str:
        return str((self._latest or {})["id"])

    def _name(self) -> str:
        if self._actual is not None:
            return self._jobs.name(str(self._actual["id"]))
        return f"job of template {self._params.get('template_id')} of {self._jobs.whose}"

    def _schedule(self) -> str:
        return str(((self._actual or {}).get("schedule") or {}).get("state") or "Disabled")

    def _shown(self) -> dict[str, Any]:
        return {"template_id": (self._actual or {}).get("templateId"), "schedule": self._schedule()}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that somebody else made and started between our reading and our writing."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._resources import job

PARAMS = {"template_id": "scim", "job_id": None, "state": "paused", "on_quarantine": "fail"}


class Meanwhile:
    """Jobs of a service principal where the creation finds a job that runs already."""

    whose = "service principal 1f3c"

    def __init__(self) -> None:
        self.acts: list[tuple[str, str]] = []
        self.state = "Active"

    def name(self, job_id: str) -> str:
        return f"job {job_id}"

    def create(self, template_id: str) -> dict:
        return self._job(template_id)

    def act(self, job_id: str, action: str) -> None:
        self.acts.append((job_id, action))
        self.state = {"pause": "Disabled", "start": "Active"}[action]

    def settle(self, job_id: str, wanted, what: str) -> dict:
        found = self._job("scim")
        assert wanted(found), what
        return found

    def _job(self, template_id: str) -> dict:
        return {"id": "scim.t.a", "templateId": template_id, "schedule": {"state": self.state}, "status": {}}


def test_an_adopted_job_that_runs_is_paused_when_that_was_declared():
    jobs = Meanwhile()
    course = job.Course(jobs, None, PARAMS)
    for change in course.changes():
        course.apply(change)
    assert jobs.acts == [("scim.t.a", "pause")]
    assert course.observed()["job"]["enabled"] is False


def test_an_adopted_job_that_runs_is_left_alone_otherwise():
    jobs = Meanwhile()
    course = job.Course(jobs, None, {**PARAMS, "state": "present"})
    for change in course.changes():
        course.apply(change)
    assert jobs.acts == []

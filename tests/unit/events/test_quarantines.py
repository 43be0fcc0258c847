# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened between two looks at jobs: edges, and never a guess."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._events import happening, memory, quarantines
from ansible_collections.entra.provisioning.plugins.module_utils._events.quarantines import Look
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, QUARANTINE, job

WHOSE = {"service_principal_id": ID, "app_id": APP, "display_name": "Contoso SCIM"}


def sick(reason="EncounteredQuarantineException", since="2026-03-02T08:00:00Z", **more):
    found = {**QUARANTINE, "reason": reason, "seriesBegan": since, **more}
    return job(state="Active", code="Quarantine", quarantine=found)


def well(state="Active"):
    return job(state=state, code="Active" if state == "Active" else "Paused")


class Course:
    """Looks one after the other, each remembered before the next."""

    def __init__(self):
        self.memory = memory.fresh()

    def look(self, *jobs, silent=False, error=""):
        seen = Look(WHOSE, None if error else copy.deepcopy(list(jobs)), error, silent)
        found = quarantines.edges(self.memory["quarantines"], [seen])
        for patch in [*found.patches, *(one.patch for one in found.deliveries)]:
            self.memory = memory.patched(self.memory, patch)
        return [one.event["provisioning"] for one in found.deliveries]


def kinds(events):
    return [event["event"] for event in events]


def test_a_job_that_goes_into_quarantine_is_told_once_and_so_is_that_it_left():
    course = Course()
    assert [kinds(course.look(one)) for one in (well(), sick(), sick(), well(), well())] == [
        [],
        ["quarantined"],
        [],
        ["recovered"],
        [],
    ]


def test_a_quarantine_is_told_with_cause_since_when_and_remedy():
    (event,) = Course().look(sick(seriesCount=3))
    assert event["application"] == "Contoso SCIM"
    assert (event["app_id"], event["service_principal_id"]) == (APP, ID)
    assert (event["job_id"], event["template_id"]) == (job()["id"], "scim")
    assert event["reason"] == "EncounteredQuarantineException"
    assert event["error"] == {
        "code": "InvalidCredentials",
        "message": "The target refused.",
        "tenant_actionable": True,
    }
    assert (event["since"], event["series_count"]) == ("2026-03-02T08:00:00Z", 3)
    assert event["next_attempt"] == "2026-03-02T14:00:00Z"
    assert event["remedy"] == "Check the credentials and whether the target answers."
    assert event["again"] is False
    for part in ("Contoso SCIM", "in quarantine since 2026-03-02", "The target refused.", "Check the credentials"):
        assert part in event["message"]


def test_the_attempts_of_one_quarantine_are_one_quarantine():
    course = Course()
    course.look(sick())
    later = sick(currentBegan="2026-03-02T14:00:00Z", seriesCount=2, nextAttempt="2026-03-03T02:00:00Z")
    assert course.look(later) == []


def test_another_reason_is_told_again():
    course = Course()
    course.look(sick())
    (event,) = course.look(sick("TooManyDeletes"))
    assert (event["event"], event["reason"], event["again"]) == ("quarantined", "TooManyDeletes", True)
    assert course.look(sick("TooManyDeletes")) == []


def test_a_quarantine_that_ended_and_came_back_between_two_looks_is_told():
    course = Course()
    course.look(sick())
    (event,) = course.look(sick(since="2026-03-05T10:00:00Z"))
    assert (event["event"], event["since"], event["again"]) == ("quarantined", "2026-03-05T10:00:00Z", True)


def test_an_answer_that_comes_late_brings_no_quarantine_back():
    course = Course()
    for one in (sick(), well()):
        course.look(one)
    assert course.look(sick()) == []
    assert course.look(well()) == []
    assert kinds(course.look(sick(since="2026-03-05T10:00:00Z"))) == ["quarantined"]


@pytest.mark.parametrize("never", [None, "0001-01-01T00:00:00Z"])
def test_a_quarantine_without_a_beginning_is_told_each_time_that_it_begins(never):
    course, hidden = Course(), sick(since=never, currentBegan=never)
    looks = (hidden, hidden, well(), hidden)
    assert [kinds(course.look(one)) for one in looks] == [["quarantined"], [], ["recovered"], ["quarantined"]]


def test_a_status_without_details_is_a_quarantine_too():
    (event,) = Course().look(job(state="Active", code="Quarantine"))
    assert (event["reason"], event["since"], event["error"]) == (None, None, None)
    assert event["remedy"] == "Read the provisioning log for the cause."


def test_what_cannot_be_read_is_no_recovery():
    course = Course()
    course.look(sick())
    assert course.look(error="Could not read the jobs: 503.") == []
    assert course.look(sick()) == []
    assert kinds(course.look(well())) == ["recovered"]


@pytest.mark.parametrize(("state", "how"), [("Active", "runs"), ("Disabled", "paused")])
def test_a_recovery_says_whether_the_job_runs(state, how):
    course = Course()
    course.look(sick())
    (event,) = course.look(well(state))
    assert (event["how"], event["recovered_from"], event["job_id"]) == (how, "quarantine", job()["id"])
    assert (event["reason"], event["since"]) == ("EncounteredQuarantineException", "2026-03-02T08:00:00Z")


def test_a_job_is_deleted_when_two_looks_in_a_row_do_not_have_it():
    course = Course()
    course.look(sick())
    assert course.look() == []
    (event,) = course.look()
    assert (event["event"], event["how"]) == ("recovered", "deleted")
    assert course.memory["quarantines"] == {}
    assert course.look() == []


def test_a_list_that_lagged_once_deleted_nothing():
    course = Course()
    course.look(sick())
    for jobs in ((), (sick(),), ()):
        assert course.look(*jobs) == []
    assert course.look(sick()) == []


def test_a_job_that_recovered_and_then_is_deleted_is_forgotten_in_silence():
    course = Course()
    for jobs in ((sick(),), (well(),), (), ()):
        events = course.look(*jobs)
    assert (events, course.memory["quarantines"]) == ([], {})


def test_what_was_so_at_the_start_is_no_news_but_its_end_is():
    course = Course()
    assert course.look(sick(), silent=True) == []
    assert kinds(course.look(well())) == ["recovered"]


def test_jobs_are_told_in_the_order_of_their_ids():
    one, other = sick(), {**sick(), "id": "another.job"}
    assert [event["job_id"] for event in Course().look(one, other)] == ["another.job", one["id"]]


def test_jobs_of_one_name_at_two_applications_are_two():
    elsewhere = {**WHOSE, "service_principal_id": "2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42"}
    looks = [Look(WHOSE, [sick()]), Look(elsewhere, [sick()])]
    assert len(quarantines.edges({}, looks).deliveries) == 2


def test_a_text_of_the_service_cannot_become_a_template():
    evil = "{{ lookup('pipe', 'id') }}{% set x = 1 %}{# no #}{{{ x }}}"
    error = {"code": evil, "message": evil, "tenantActionable": True}
    found = quarantines.edges({}, [Look({**WHOSE, "display_name": evil}, [sick(error=error)])])
    (delivery,) = found.deliveries

    def texts(tree):
        if isinstance(tree, dict):
            return [text for item in tree.items() for one in item for text in texts(one)]
        return [tree] if isinstance(tree, str) else []

    said = texts(delivery.event)
    assert any("lookup" in text for text in said)
    for mark in ("{{", "}}", "{%", "%}", "{#", "#}"):
        assert not [text for text in said if mark in text]


def test_braces_that_open_nothing_stay():
    assert happening.as_data({"a{b}": ["{x}", 1, None, True, "100 %"]}) == {"a{b}": ["{x}", 1, None, True, "100 %"]}

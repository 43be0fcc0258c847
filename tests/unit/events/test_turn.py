# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A turn of a source: whom it looks at, what it tells, and what a failure leaves as it was."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._events import memory, options, turn
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    HERE,
    OTHER,
    QUARANTINE,
    THERE,
    FakeGraph,
    job,
    principal,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited

FORBIDDEN = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
GONE = refusal(errors.NotFound, 404, "Request_ResourceNotFound")
SCHEMA = f"{HERE}/jobs/{job()['id']}/schema"


class Tenant(FakeGraph):
    """Contoso with a job, Fabrikam without; a principal by its id answers too."""

    def __init__(self):
        super().__init__(
            {
                "/servicePrincipals": [
                    principal(),
                    principal(OTHER, "Fabrikam", "6d1b5e1f-7c1c-4a1a-9e5c-1a4a6b2b0d33"),
                ],
                f"/servicePrincipals/{OTHER}": principal(OTHER, "Fabrikam"),
                f"{HERE}/jobs": [job(state="Active", code="Active")],
                f"{THERE}/jobs": [],
                SCHEMA: edited.default("scim"),
            }
        )
        self.read_only = True

    def get_many(self, paths, *, doing, version=None, needs=(), lanes=1):
        return super().get_many([path.partition("?")[0] for path in paths], doing=doing, version=version, needs=needs)

    def quarantine(self, path=f"{HERE}/jobs"):
        self.routes[path] = [job(state="Active", code="Quarantine", quarantine=QUARANTINE)]

    def asked(self):
        paths = [path for _verb, path, *_rest in self.reads]
        self.reads.clear()
        return paths


class Course:
    def __init__(self, tenant, **given):
        self.tenant, self.number, self.memory = tenant, 0, memory.fresh()
        defaults = {name: option.get("default") for name, option in options.OPTIONS.items()}
        self.params = options.check({**defaults, **given})

    def take(self):
        before = copy.deepcopy(self.memory)
        taken = turn.take(self.tenant, self.params, self.memory, self.number)
        assert self.memory == before, "a turn that is taken is remembered only when its events were handed over"
        self.memory, self.number = taken.after, self.number + 1
        self.told = taken.told
        return [one.event["provisioning"]["event"] for one in taken.deliveries]


def test_everybody_is_asked_now_and_then_and_who_has_jobs_in_between():
    tenant = Tenant()
    course = Course(tenant, search_every=3)
    for _number in range(2):
        course.take()
    assert tenant.asked() == ["/servicePrincipals", f"{HERE}/jobs", f"{THERE}/jobs", f"{HERE}/jobs"]
    for _number in range(2):
        course.take()
    assert tenant.asked() == [f"{HERE}/jobs", "/servicePrincipals", f"{HERE}/jobs", f"{THERE}/jobs"]


def test_a_new_job_is_found_by_the_next_search():
    tenant = Tenant()
    course = Course(tenant, search_every=2)
    course.take()
    tenant.quarantine(f"{THERE}/jobs")
    assert [course.take(), course.take()] == [[], ["quarantined"]]


def test_named_principals_are_the_only_ones_that_are_asked():
    tenant = Tenant()
    course = Course(tenant, service_principal_ids=[OTHER], search_every=1)
    course.take()
    assert tenant.asked() == [f"/servicePrincipals/{OTHER}", f"{THERE}/jobs"]
    tenant.quarantine(f"{THERE}/jobs")
    assert course.take() == ["quarantined"]
    assert tenant.asked() == [f"{THERE}/jobs"]


def test_a_named_principal_that_does_not_exist_is_an_error_at_the_start():
    tenant = Tenant()
    with pytest.raises(Situation, match="service_principal_ids: this tenant has no service principal 3c"):
        Course(tenant, service_principal_ids=["3c0d52aa-8a5e-4f0a-9a51-0f4f6d2b7c11"]).take()


def test_what_is_in_quarantine_at_the_start_is_raised_once():
    tenant = Tenant()
    tenant.quarantine()
    course = Course(tenant)
    assert [course.take(), course.take()] == [["quarantined"], []]


def test_with_initial_false_it_is_not_but_what_comes_later_is():
    tenant = Tenant()
    tenant.quarantine()
    course = Course(tenant, initial=False, search_every=1)
    assert course.take() == []
    tenant.quarantine(f"{THERE}/jobs")
    assert course.take() == ["quarantined"]


def test_who_could_not_be_read_at_the_start_is_no_news_afterwards():
    tenant = Tenant()
    tenant.routes[f"{HERE}/jobs"] = FORBIDDEN
    course = Course(tenant, initial=False)
    course.take()
    tenant.quarantine()
    assert course.take() == []
    tenant.routes[f"{HERE}/jobs"] = [job(state="Active", code="Active")]
    assert course.take() == ["recovered"]


def test_a_refusal_that_meets_everybody_is_one_failure_and_no_event_for_each():
    tenant = Tenant()
    tenant.routes.update({f"{HERE}/jobs": FORBIDDEN, f"{THERE}/jobs": FORBIDDEN})
    with pytest.raises(Situation, match="Could not .* Each of them was refused, so it is the sign-in"):
        Course(tenant).take()


def test_who_cannot_be_read_is_told_once_and_forgets_nothing():
    tenant = Tenant()
    tenant.quarantine()
    course = Course(tenant, report_errors=True)
    course.take()
    tenant.routes[f"{HERE}/jobs"] = FORBIDDEN
    assert course.take() == ["unreadable"]
    assert course.told == [f"Contoso SCIM: {FORBIDDEN}"]
    assert (course.take(), course.told) == ([], [])
    tenant.quarantine()
    assert course.take() == []
    tenant.routes[f"{HERE}/jobs"] = FORBIDDEN
    assert course.take() == ["unreadable"]


def test_no_event_tells_of_errors_unless_asked_for():
    tenant = Tenant()
    tenant.routes[f"{HERE}/jobs"] = FORBIDDEN
    course = Course(tenant)
    assert course.take() == []
    assert len(course.told) == 1


def test_a_look_that_fails_as_a_whole_raises_and_leaves_all_as_it_was():
    tenant = Tenant()
    course = Course(tenant)
    tenant.routes["/servicePrincipals"] = FORBIDDEN
    before = copy.deepcopy(course.memory)
    with pytest.raises(errors.Forbidden):
        course.take()
    assert course.memory == before


def test_a_failure_as_a_whole_is_told_once_as_long_as_it_lasts():
    first = turn.failed(memory.fresh(), "Could not read.", True)
    assert [one.event["provisioning"]["message"] for one in first.deliveries] == ["Could not read."]
    assert first.deliveries[0].event["provisioning"]["service_principal_id"] is None
    assert turn.failed(first.after, "Could not read.", True).deliveries == []
    assert turn.failed(memory.fresh(), "Could not read.", False).deliveries == []
    tenant = Tenant()
    course = Course(tenant)
    course.memory = first.after
    course.take()
    assert course.memory["unreadable"] == {}


def test_a_principal_that_is_gone_takes_its_job_along_after_two_looks():
    tenant = Tenant()
    tenant.quarantine()
    course = Course(tenant, search_every=1)
    course.take()
    tenant.routes["/servicePrincipals"] = tenant.routes["/servicePrincipals"][1:]
    tenant.routes[f"{HERE}/jobs"] = GONE
    assert [course.take(), course.take(), course.take()] == [[], ["recovered"], []]
    assert course.memory["principals"] == {}


def test_what_is_said_to_be_absent_is_asked_for_once_more():
    tenant = Tenant()
    tenant.routes[f"{HERE}/jobs"] = GONE
    Course(tenant).take()
    assert tenant.asked().count(f"{HERE}/jobs") == 2


def test_schemas_are_read_in_every_so_many_looks():
    tenant = Tenant()
    course = Course(tenant, drift="schema", drift_every=2)
    assert course.take() == []
    tenant.routes[SCHEMA]["synchronizationRules"][0]["objectMappings"][0]["enabled"] = False
    assert [course.take(), course.take(), course.take()] == [[], ["drifted"], []]
    assert tenant.asked().count(SCHEMA) == 2


@pytest.mark.parametrize("answer", [FORBIDDEN, {"directories": "none"}])
def test_a_schema_that_cannot_be_read_is_told_and_kept(answer):
    tenant = Tenant()
    course = Course(tenant, drift="schema", drift_every=1, report_errors=True)
    course.take()
    kept, right = dict(course.memory["schemas"]), tenant.routes[SCHEMA]
    tenant.routes[SCHEMA] = answer
    assert course.take() == ["unreadable"]
    assert course.memory["schemas"] == kept
    tenant.routes[SCHEMA] = right
    assert course.take() == []
    assert course.memory["unreadable"] == {}


def test_a_schema_of_who_cannot_be_read_is_not_forgotten():
    tenant = Tenant()
    course = Course(tenant, drift="schema", drift_every=1)
    course.take()
    kept = dict(course.memory["schemas"])
    tenant.routes[f"{HERE}/jobs"] = FORBIDDEN
    course.take()
    assert course.memory["schemas"] == kept
    tenant.routes[f"{HERE}/jobs"] = []
    course.take()
    assert course.memory["schemas"] == {}


def test_an_answer_that_is_no_collection_is_not_an_empty_one():
    tenant = Tenant()
    tenant.quarantine()
    course = Course(tenant)
    course.take()
    tenant.routes[f"{HERE}/jobs"] = {"id": "no collection"}
    assert [course.take(), course.take(), course.take()] == [[], [], []]

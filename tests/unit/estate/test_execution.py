# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out the plan of one application: it must be what was shown, and what became of it is told exactly."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import NotAsWritten, Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import execution
from ansible_collections.entra.provisioning.plugins.module_utils._estate.execution import Execution
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit import schema_graph
from ansible_collections.entra.provisioning.tests.unit.estate_graph import (
    NAME,
    SECOND,
    actions,
    entry,
    plan,
    two,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, THERE, job, refusal

SCHEMA = {
    "synchronization_rules": schema_graph.declared({"target_attribute": "nickName", "expression": "[mailNickname]"})
}
FULL = {"settings": {"BaseAddress": "https://a.example"}, "jobs": [{"state": "started", "schema": SCHEMA}]}
JOB = job()["id"]


def carried(graph, *entries, accepted=(), before=None):
    """The account of the first entry; before: done to the graph between planning and carrying out."""
    (one,) = plan(graph, *entries)
    if before:
        before(graph)
    return Execution(one, accepted).run(graph)


def test_what_was_planned_is_done_in_its_order_and_seen():
    graph = two()
    account = carried(graph, entry(**FULL))
    assert (actions(account.done), account.error, account.failed, account.begun) == (
        ["store", "create", "replace", "start"],
        None,
        None,
        True,
    )
    assert [path for _verb, path, _body in graph.writes] == [
        f"{HERE}/secrets",
        f"{HERE}/jobs",
        f"{HERE}/jobs/{JOB}/schema",
        f"{HERE}/jobs/{JOB}/start",
    ]
    assert account.observed["jobs[0]"]["job"]["enabled"] is True
    assert account.observed["settings"]["settings"] == {"BaseAddress": "https://a.example"}


@pytest.mark.parametrize(
    ("verb", "path", "done", "failed"),
    [
        ("PUT", f"{HERE}/secrets", [], "store"),
        ("POST", f"{HERE}/jobs", ["store"], "create"),
        ("PUT", f"{HERE}/jobs/{JOB}/schema", ["store", "create"], "replace"),
        ("POST", f"{HERE}/jobs/{JOB}/start", ["store", "create", "replace"], "start"),
    ],
)
def test_a_failure_ends_it_and_what_was_done_before_stands(verb, path, done, failed):
    graph = two(**{})
    graph.routes[(verb, path)] = refusal(errors.Forbidden, 403)
    account = carried(graph, entry(**FULL))
    assert (actions(account.done), account.failed["action"], account.error.status) == (done, failed, 403)


def test_a_failure_before_a_write_names_no_change():
    def closed(graph):
        graph.routes[f"{HERE}/secrets"] = refusal(errors.Forbidden, 403)

    account = carried(two(), entry(**FULL), before=closed)
    assert (account.done, account.failed, account.error.status) == ([], None, 403)


def test_what_was_written_and_never_seen_was_done():
    graph = two()
    (one,) = plan(graph, entry(settings={"SyncAll": True}))
    graph._store = lambda stored, rows: None
    account = Execution(one, ()).run(graph)
    assert isinstance(account.error, errors.Unsettled)
    assert (actions(account.done), account.failed["action"]) == (["store"], "store")


def test_what_others_did_meanwhile_is_not_done_again():
    def started(graph):
        graph.routes[f"{THERE}/jobs"][0]["schedule"]["state"] = "Disabled"

    graph = two()
    account = carried(graph, entry(SECOND, jobs=[{"state": "paused"}]), before=started)
    assert (graph.writes, account.done, account.error) == ([], [], None)
    assert account.observed["jobs[0]"]["job"]["enabled"] is False


def test_a_plan_that_is_no_longer_what_was_shown_is_not_carried_out():
    def moved(graph):
        graph.routes[f"{HERE}/secrets"].append({"key": "BaseAddress", "value": "https://b.example"})

    graph = two()
    account = carried(graph, entry(**FULL), before=moved)
    assert graph.writes == []
    assert isinstance(account.error, Situation)
    assert "settings: the plan is no longer what it was" in str(account.error) and "Run again" in str(account.error)
    assert (account.done, account.failed) == ([], None)


def test_a_change_of_what_is_not_declared_does_not_matter():
    def moved(graph):
        graph.routes[f"{HERE}/secrets"].append({"key": "SyncAll", "value": "true"})

    assert actions(carried(two(), entry(**FULL), before=moved).done) == ["store", "create", "replace", "start"]


def test_a_schema_is_written_without_its_job_having_to_change():
    graph = two()
    account = carried(graph, entry(SECOND, jobs=[{"state": "started", "schema": SCHEMA}]))
    assert actions(account.done) == ["replace"]
    assert set(account.observed) == {"jobs[0].schema"}


def test_the_schema_of_a_new_job_is_read_until_it_is_there():
    graph = two()
    original = graph.post

    def post(path, body=None, **more):
        reply = original(path, body, **more)
        if path.endswith("/jobs"):
            at = f"{path}/{reply.body['id']}/schema"
            there = graph.routes[at]
            graph.routes[at] = refusal(errors.NotFound, 404)
            graph.ticks = [lambda one: None, lambda one: one.routes.update({at: there})]
        return reply

    (one,) = plan(graph, entry(jobs=[{"state": "present", "schema": SCHEMA}]))
    graph.post = post
    account = Execution(one, ()).run(graph)
    assert (account.error, actions(account.done)) == (None, ["create", "replace"])


def test_a_wait_that_fails_leaves_what_was_done_and_what_was_seen():
    graph = two()
    account = carried(graph, entry(jobs=[{"state": "started", "wait_for": "steady", "wait_timeout": 1}]))
    assert isinstance(account.error, errors.Unsettled)
    assert (actions(account.done), account.failed) == (["create", "start"], None)
    assert account.observed["jobs[0]"]["job"]["enabled"] is True


def test_the_counterpart_of_a_change_is_the_one_of_its_action_and_of_a_schema_the_only_one():
    shown, now = Change("declare", "schema"), (Change("replace", "schema"),)
    assert execution._counterpart(shown, now, only_one=True) is now[0]
    assert execution._counterpart(shown, now, only_one=False) is None
    assert execution._counterpart(shown, (), only_one=True) is None


def test_the_error_of_a_write_that_was_accepted_counts_it_as_done():
    graph = two()
    (one,) = plan(graph, entry(settings={"SyncAll": True}))

    def put(path, body, **more):
        raise NotAsWritten("stored otherwise")

    graph.put = put
    account = Execution(one, ()).run(graph)
    assert (actions(account.done), account.failed["action"]) == (["store"], "store")


def test_a_defect_is_kept_as_the_error_of_its_application():
    graph = two()
    (one,) = plan(graph, entry(settings={"SyncAll": True}))
    graph.put = lambda *args, **more: 1 / 0
    account = Execution(one, ()).run(graph)
    assert isinstance(account.error, ZeroDivisionError)
    assert account.draft.application.name == NAME

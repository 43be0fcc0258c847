# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plans of applications in the making, and the reads of all of them in common."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._estate import draft as drafts
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit import schema_graph
from ansible_collections.entra.provisioning.tests.unit.estate_graph import (
    SECOND,
    EstateGraph,
    actions,
    entry,
    plan,
    two,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, THERE, job, refusal

SCHEMA = {
    "synchronization_rules": schema_graph.declared({"target_attribute": "nickName", "expression": "[mailNickname]"})
}
FULL = {"settings": {"BaseAddress": "https://a.example"}, "jobs": [{"state": "started", "schema": SCHEMA}]}


def test_a_plan_has_its_parts_in_the_order_in_which_they_are_carried_out():
    (one,) = plan(two(), entry(**FULL))
    assert [planned.part.kind for planned in one.planned] == ["settings", "job", "schema"]
    assert actions(one.changes) == ["store", "create", "replace", "start"]
    assert (one.error, one.acts, one.established) == (None, True, False)


def test_parts_keep_their_order_in_whatever_order_their_reads_come_in():
    graph = two()
    one = Draft(entry(SECOND, **FULL), graph.fork(read_only=True), False)
    asks = one.advance()
    while asks:
        # The latest asked is answered first.
        for ask in reversed(asks):
            one.learn(ask.key, graph.answered(ask.path, ask.call(graph)))
        asks = one.advance()
    assert [planned.part.kind for planned in one.planned] == ["settings", "job", "schema"]


def test_the_reads_of_one_plan_come_together():
    graph = two()
    plan(graph, entry(SECOND, **FULL), entry(**FULL))
    levels = {}
    for level, path in graph.levels:
        levels.setdefault(level, []).append(path)
    assert levels[0] == ["/servicePrincipals"] * 2
    assert sorted(levels[1]) == sorted([f"{HERE}/jobs", f"{HERE}/secrets", f"{THERE}/jobs", f"{THERE}/secrets"])
    below = [(level, path) for level, path in graph.levels if level]
    assert sorted(set(below)) == sorted(below), "nothing of an application is asked for twice"


@pytest.mark.parametrize(("late", "first"), [(True, "schema"), (False, "secrets")])
def test_what_is_throttled_keeps_no_other_read_of_the_application_waiting(late, first):
    graph = two()
    graph.last_first = False
    graph.late = {f"{HERE}/secrets"} if late else set()
    answered = []
    original = graph.answered
    graph.answered = lambda path, call: answered.append(path.rpartition("/")[2]) or original(path, call)
    (one,) = plan(graph, entry(**FULL))
    assert answered.index(first) < answered.index("secrets" if late else "schema")
    assert actions(one.changes) == ["store", "create", "replace", "start"]
    assert len(answered) == len(graph.levels) == len(set(graph.levels))


def test_a_plan_writes_nothing_and_keeps_nothing_of_what_it_read():
    graph = two()
    (one,) = plan(graph, entry(**FULL))
    assert graph.writes == []
    assert (one._view, one._done) == (None, {})
    assert all(change.payload is None for change in one.changes)


def test_the_error_of_one_application_is_its_own():
    graph = two(**{f"{HERE}/jobs": refusal(errors.Forbidden, 403)})
    first, second = plan(graph, entry(**FULL), entry(SECOND, 1, jobs=[{"state": "paused"}]))
    assert (first.error.status, first.changes, first.acts) == (403, (), False)
    assert (second.error, actions(second.changes)) == (None, ["pause"])


def test_an_application_that_is_not_there_is_told_and_what_it_declares_is_not_planned():
    (one,) = plan(two(), entry("Nobody", **FULL))
    assert "no service principal named 'Nobody'" in str(one.error)
    assert one.changes == ()


def test_a_defect_is_not_the_error_of_an_application(monkeypatch):
    monkeypatch.setattr(Draft, "_plan", lambda self, view, part: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan(two(), entry(**FULL))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refusal(errors.Forbidden, 403), True),
        (drafts.Situation("x"), True),
        (KeyError("x"), False),
        (drafts.Missing([]), False),
    ],
)
def test_what_tells_its_own_story(error, told):
    assert drafts.is_told(error) is told


def test_what_is_yet_to_be_made_is_planned_for_where_that_was_asked():
    (one,) = plan(two(), entry("Nobody", **FULL), ahead=True)
    assert actions(one.changes) == ["store", "create", "declare", "start"]
    assert (one.whose.exists, one.established) == (False, False)
    assert len(one.warnings) == len(set(one.warnings)) > 0


def test_nothing_of_what_is_not_there_is_deleted():
    (one,) = plan(two(), entry("Nobody", state=options.DELETED, jobs=[{}]), ahead=True)
    assert (one.error, one.planned, one.acts) == (None, (), False)


def test_a_wait_alone_is_something_to_be_done():
    (waits,) = plan(two(), entry(SECOND, jobs=[{"state": "started", "wait_for": "steady"}]))
    (rests,) = plan(two(), entry(SECOND, jobs=[{"state": "started"}]))
    assert (waits.changes, waits.acts, rests.acts) == ((), True, False)


@pytest.mark.parametrize(
    ("given", "established"),
    [
        ({"jobs": [{"state": "paused"}]}, True),
        ({"jobs": [{"state": "started"}]}, True),
        ({"settings": {"SyncAll": True}}, True),
        # Nothing changes, and nothing was read of its jobs.
        ({"remove_keys": ["BaseAddress"]}, None),
    ],
)
def test_it_is_known_of_what_changes_whether_people_are_provisioned(given, established):
    (one,) = plan(two(), entry(SECOND, **given))
    assert one.established is established


def test_hazards_that_the_entry_accepts_are_marked(monkeypatch):
    hazards = (Hazard("change_scope", "a"), Hazard("enable_deletes", "b"))
    (one,) = plan(two(), entry(SECOND, jobs=[{"state": "paused"}], accept_hazards=["change_scope"]))
    one.planned = (one.planned[0]._replace(hazards=hazards),)
    assert [(hazard.name, hazard.accepted) for hazard in one.hazards] == [
        ("change_scope", True),
        ("enable_deletes", False),
    ]


def test_what_nobody_declared_is_a_hazard_where_it_goes():
    (one,) = plan(two(), entry(SECOND, state=options.REPLACED, jobs=[]))
    assert actions(one.changes) == ["delete"]
    assert [hazard.name for hazard in one.hazards] == ["delete_undeclared"]
    assert "does not name it" in one.hazards[0].detail
    (one,) = plan(two(), entry(SECOND, state=options.DELETED))
    assert (actions(one.changes), one.hazards) == (["delete"], ())


def test_a_service_principal_is_named_by_its_id_once_it_is_found():
    (one,) = plan(two(), entry(**FULL))
    names = drafts.naming(one.whose)
    assert (names["service_principal_id"], names["display_name"], names["whose"]) == (ID, None, one.whose)


def test_the_schema_of_a_job_comes_between_its_making_and_its_start():
    changes = tuple(drafts.Change(action, "job") for action in ("create", "pause", "start", "restart"))
    before, after = drafts.split(changes)
    assert (actions(before), actions(after)) == (["create", "pause"], ["start", "restart"])


def test_a_plan_that_begins_anew_is_marked():
    (one,) = plan(two(), entry(**FULL))
    again = one.anew(two())
    assert (again.new, again.application is one.application, again.planned, one.new) == (True, True, (), False)


def test_progress_counts_the_plans_that_are_made():
    graph = two()
    graph.clock.seconds = 0
    steps = iter(range(10))
    original = Draft.advance

    def slow(self):
        graph.clock.seconds += next(steps)
        return original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Draft, "advance", slow)
        plan(graph, entry(settings={"SyncAll": True}), entry(SECOND, 1, jobs=[{}]))
    assert graph.told and graph.told[-1].startswith("read ") and graph.told[-1].endswith(" of 2 applications")


def test_the_job_of_a_renamed_template_is_told_apart():
    renamed = job("customappssoOutDelta")
    graph = EstateGraph({**two().routes, f"{HERE}/jobs": [renamed]})
    (one,) = plan(graph, entry(jobs=[{"template_id": "customappsso"}]))
    assert one.changes == ()

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one road: what is shown, refused, done and told."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import (
    DECLARATION,
    ORDER,
    PROBE,
    Change,
    Plan,
)
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import NotAsWritten, Situation

CREATE = Change("create", "job scim", before=None, after={"schedule": "Disabled"}, payload="planted-payload-secret")
START = Change("start", "job scim", before={"schedule": "Disabled"}, after={"schedule": "Active"})
RESET = Hazard("reset_watermark", "all 4,000 users are read again")


class World:
    """Carries out changes, and fails at the one it is told to fail at."""

    def __init__(self, fails_at: str = "", error: Exception | None = None) -> None:
        self.applied: list[str] = []
        self.waited = 0
        self._fails_at, self._error = fails_at, error or Situation("The service is closed.")

    def apply(self, change: Change) -> None:
        if change.action == self._fails_at:
            raise self._error
        self.applied.append(change.action)

    def wait(self) -> None:
        self.waited += 1
        if self._fails_at == "wait":
            raise self._error

    def proposal(self, *changes: Change, hazards: tuple[Hazard, ...] = (), kind: str = DECLARATION) -> Proposal:
        plan = Plan(changes, hazards, kind=kind)
        return Proposal(plan, {"job": "as predicted"}, self.apply, lambda: {"job": "as read"}, self.wait)


def test_check_mode_shows_the_plan_and_applies_nothing():
    world = World()
    result = _road.travel(world.proposal(CREATE, START), {}, check_mode=True)
    assert (world.applied, world.waited) == ([], 0)
    assert result["changed"] is True
    assert result["job"] == "as predicted"
    assert [change["action"] for change in result["plan"]["changes"]] == ["create", "start"]


def test_a_real_run_shows_what_check_mode_showed():
    checked = _road.travel(World().proposal(CREATE, START), {}, check_mode=True)
    world = World()
    real = _road.travel(world.proposal(CREATE, START), {}, check_mode=False)
    assert world.applied == ["create", "start"]
    assert real["job"] == "as read"
    assert {name: real[name] for name in ("changed", "plan", "diff")} == {
        name: checked[name] for name in ("changed", "plan", "diff")
    }


def test_an_empty_plan_changes_nothing_and_still_waits():
    world = World()
    result = _road.travel(world.proposal(), {}, check_mode=False)
    assert (result["changed"], world.applied, world.waited) == (False, [], 1)
    assert result["plan"]["summary"] == "no changes"


def test_a_hazard_is_refused_before_the_first_write_with_what_to_type():
    world = World()
    with pytest.raises(_road.Stopped) as stop:
        _road.travel(world.proposal(CREATE, hazards=(RESET,)), {"accept_hazards": []}, check_mode=False)
    assert world.applied == []
    assert "4,000 users" in str(stop.value)
    assert "accept_hazards: [reset_watermark]" in str(stop.value)
    assert stop.value.result["changed"] is False
    assert stop.value.result["plan"]["hazards"][0]["name"] == "reset_watermark"


def test_a_hazard_is_a_warning_in_check_mode():
    result = _road.travel(World().proposal(CREATE, hazards=(RESET,)), {"accept_hazards": []}, check_mode=True)
    assert len(result["warnings"]) == 1
    assert "accept_hazards: [reset_watermark]" in result["warnings"][0]


def test_an_accepted_hazard_is_carried_out():
    world = World()
    _road.travel(world.proposal(CREATE, hazards=(RESET,)), {"accept_hazards": ["reset_watermark"]}, check_mode=False)
    assert world.applied == ["create"]


@pytest.mark.parametrize(("fails_at", "done"), [("create", []), ("start", ["create"])])
def test_a_failure_reports_exactly_what_was_done_before(fails_at, done):
    world = World(fails_at)
    with pytest.raises(_road.Stopped) as stop:
        _road.travel(world.proposal(CREATE, START), {}, check_mode=False)
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == done
    assert result["changed"] is bool(done)
    assert result["failed_change"]["action"] == fails_at
    assert result["msg"].startswith("The service is closed.")


def test_a_failure_of_unknown_outcome_says_so():
    error = Situation("The answer was lost.")
    error.outcome_unknown = True
    with pytest.raises(_road.Stopped, match="the plan will tell whether the failed one took effect"):
        _road.travel(World("start", error).proposal(CREATE, START), {}, check_mode=False)


def test_a_failure_of_unknown_outcome_is_not_said_to_have_changed_nothing():
    error = Situation("The answer was lost.")
    error.outcome_unknown = True
    with pytest.raises(_road.Stopped, match=r"^The answer was lost\. Nothing else was changed\. Run again: ") as stop:
        _road.travel(World("create", error).proposal(CREATE, START), {}, check_mode=False)
    assert stop.value.result["done"] == []


def test_a_failed_wait_keeps_the_account_of_what_was_done():
    with pytest.raises(_road.Stopped) as stop:
        _road.travel(World("wait").proposal(CREATE), {}, check_mode=False)
    assert [change["action"] for change in stop.value.result["done"]] == ["create"]
    assert stop.value.result["failed_change"] is None


def test_the_expected_plan_is_applied():
    fingerprint = Plan((CREATE,)).fingerprint()
    world = World()
    _road.travel(world.proposal(CREATE), {"expected_plan": fingerprint}, check_mode=False)
    assert world.applied == ["create"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_another_plan_than_the_expected_one_is_refused(check_mode):
    world = World()
    with pytest.raises(_road.Stopped, match="not the one that was reviewed") as stop:
        _road.travel(world.proposal(CREATE), {"expected_plan": "0" * 64}, check_mode=check_mode)
    assert world.applied == []
    assert stop.value.result["changed"] is False


def test_the_expected_plan_is_met_when_nothing_is_left_to_do():
    result = _road.travel(World().proposal(), {"expected_plan": "0" * 64}, check_mode=False)
    assert result["changed"] is False


def test_payloads_stand_in_no_result():
    world = World("start")
    with pytest.raises(_road.Stopped) as stop:
        _road.travel(world.proposal(CREATE, START), {}, check_mode=False)
    shown = _road.travel(World().proposal(CREATE, START), {}, check_mode=True)
    assert "planted-payload-secret" not in repr((stop.value.result, shown, CREATE))


@pytest.mark.parametrize("unset", ["", " "])
def test_an_empty_fingerprint_lets_no_plan_through(unset):
    world = World()
    with pytest.raises(_road.Stopped, match="expected_plan: the value is empty") as stop:
        _road.travel(world.proposal(CREATE, START), {"expected_plan": unset}, check_mode=False)
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])


def test_a_write_that_was_accepted_and_not_seen_counts_as_done():
    world = World(fails_at="start", error=NotAsWritten("The service shows something else."))
    with pytest.raises(_road.Stopped) as stop:
        _road.travel(world.proposal(CREATE, START), {}, check_mode=False)
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == ["create", "start"]
    assert result["failed_change"]["action"] == "start"
    assert result["changed"] is True
    assert "2 of 2 changes were done. The service accepted the last of them" in str(stop.value)
    assert result["diff"]["after"] == {"job scim": {"schedule": "Active"}}


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_probe_is_carried_out_and_changes_nothing(check_mode):
    world = World()
    result = _road.travel(world.proposal(CREATE, kind=PROBE), {}, check_mode)
    assert world.applied == ([] if check_mode else ["create"])
    assert (result["changed"], result["diff"]) == (False, {"before": {}, "after": {}})
    assert [change["action"] for change in result["plan"]["changes"]] == ["create"]


def test_a_probe_that_fails_changed_nothing_whatever_became_of_it():
    error = Situation("The answer was lost.")
    error.outcome_unknown = True
    with pytest.raises(_road.Stopped, match=r"^The answer was lost\. Nothing was changed\.$") as stop:
        _road.travel(World("start", error).proposal(CREATE, START, kind=PROBE), {}, check_mode=False)
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == ["create"]
    assert (result["changed"], result["diff"]) == (False, {"before": {}, "after": {}})


def test_an_order_of_unknown_outcome_is_not_told_to_be_given_again():
    error = Situation("The answer was lost.")
    error.outcome_unknown = True
    with pytest.raises(_road.Stopped, match=r"^The answer was lost\. 1 of 2 changes were done\.$"):
        _road.travel(World("start", error).proposal(CREATE, START, kind=ORDER), {}, check_mode=False)

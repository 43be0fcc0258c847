# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The 36 named cases: each ends well or says exactly why not, soon enough, and the next run converges."""

from __future__ import annotations

import pytest

from . import page, stage
from .named import CASES, CONVERGES
from .playing import play, undisturbed


@pytest.fixture(scope="module", name="emu")
def fixture_emu():
    with stage.emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module", name="all_played")
def fixture_all_played(emu):
    return {case.title: play(emu, case) for case in CASES}


@pytest.fixture(name="played", params=[case.title for case in CASES])
def fixture_played(request, all_played):
    return all_played[request.param]


def test_there_are_the_36_cases_of_the_measurement():
    assert len({case.title for case in CASES}) == len(CASES) == 36


def test_every_fault_strikes(emu):
    for case in [case for case in CASES if case.faults]:
        emu.clear_faults()
        emu.reset(switches=dict(case.switches))
        case.world(emu)
        rules = [emu.fault(**fault) for fault in case.faults]
        stage.run(emu, case.module, case.args)
        assert [rule.fired > 0 for rule in rules] == [True] * len(rules), case.title


def test_it_ends_as_the_table_says(played):
    case, run = played.case, played.struck
    assert run.failed is (case.ends != CONVERGES), run.message
    assert run.message == "" if case.ends == CONVERGES else case.ends in run.message
    assert "Unexpected" not in run.message


def test_a_refusal_names_what_was_done_to_what_and_the_request(played):
    if played.struck.failed:
        said = played.struck.message
        assert said.startswith("Could not ")
        assert "service principal" in said
        assert "request-id " in said


def test_nobody_waits_for_longer_than_is_promised(played):
    assert played.struck.waited <= played.case.waits


def test_the_account_agrees_with_what_became_of_the_tenant(played):
    changed = played.before != played.after
    assert bool(played.struck.result.get("changed")) is changed
    assert ("Nothing was changed." in played.struck.message) is (played.struck.failed and not changed)
    if played.struck.failed:
        assert bool(played.struck.result.get("done")) is changed


def test_check_mode_writes_nothing_and_takes_no_error_for_absence(played):
    checked = played.checked
    assert [row for row in checked.requests if row["unsafe"] and not row["path"].endswith("/token")] == []
    if not checked.failed and not played.struck.failed:
        assert checked.result["plan"] == played.struck.result["plan"]


def test_the_next_run_converges_and_the_one_after_changes_nothing(emu, played):
    assert not played.following.failed, played.following.message
    assert (played.third.failed, played.third.result["changed"], played.third.accepted) == (False, False, [])
    assert played.end == undisturbed(emu, played.case)


def test_the_page_tells_what_was_played(all_played, request):
    text = page.text(list(all_played.values()))
    if request.config.getoption("--write-docs"):
        page.write_beginning(text)
    assert page.beginning() == text, "write it anew with: make faults-whole"

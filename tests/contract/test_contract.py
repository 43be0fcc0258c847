# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nine promises of every module, on both hosts, and that both hosts give the same results."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from . import discovery, likeness, return_values, steps
from .conversation import Outcome
from .recording import Recording, Recordings
from .scenario import DECLARATION, PLANTED, Phase
from .secrets_search import findings


def declarations(recording: Recording) -> list[str]:
    """The names of what is checked, run, and run again: the phases or the readings."""
    return [name.removesuffix(": again") for name in recording.names(": again")]


def failures(recording: Recording) -> Iterator[tuple[Phase, int, str]]:
    """Every failing write that was staged: its phase, its number, and the name of the task."""
    for phase in recording.scenario.phases:
        for number in steps.failing_writes(recording.scenario, phase, recording.host):
            yield phase, number, steps.refused(phase, number)
            yield phase, number, steps.blinded(phase, number)


def phases(recording: Recording) -> dict[str, Phase]:
    """The phases of the scenario by name."""
    return {phase.name: phase for phase in recording.scenario.phases}


def declared(recording: Recording, name: str) -> bool:
    """Whether this is a declaration or a reading; orders and probes are done anew each time."""
    phase = phases(recording).get(name)
    return phase is None or phase.kind == DECLARATION


def looks_back(phase: Phase, number: int, real: Outcome) -> bool:
    """Whether something is read after the number-th write of a phase."""
    position = [index for index, row in enumerate(real.requests) if row["unsafe"]][number - 1]
    return any(row["method"] == "GET" for row in real.requests[position:])


def sent_blindly(phase: Phase, number: int, real: Outcome) -> int:
    """How many writes of a phase are sent when no read after the number-th succeeds: all those up to the next read."""
    position = [index for index, row in enumerate(real.requests) if row["unsafe"]][number - 1]
    following = real.requests[position:]
    read = next(index for index, row in enumerate(following) if row["method"] == "GET")
    return number - 1 + sum(1 for row in following[:read] if row["unsafe"])


def succeeded(outcome: Outcome) -> Outcome:
    assert outcome.status == "ok", outcome.message
    return outcome


def test_every_module_has_a_scenario(module):
    scenario = discovery.scenario(module)
    assert scenario.phases if discovery.writes(module) else scenario.readings


def test_1_check_mode_sends_no_unsafe_request(recording):
    checked = recording.names(": check", "next run, again")
    assert checked
    assert {name: recording[name].unsafe for name in checked} == dict.fromkeys(checked, [])


def test_2_check_and_real_run_tell_the_same(recording):
    for name in declarations(recording):
        checked, real = succeeded(recording[f"{name}: check"]), succeeded(recording[f"{name}: real"])
        for part in ("changed", "plan", "diff"):
            assert checked.result.get(part) == real.result.get(part), (name, part)


def test_2_every_phase_changes_something_and_no_reading_does(recording):
    known = phases(recording)
    for name in declarations(recording):
        real = recording[f"{name}: real"]
        lasting = name in known and known[name].lasting
        assert real.result["changed"] is lasting, name
        assert bool(real.unsafe) is (name in known), name
        if name in known:
            assert (real.result["diff"]["before"] != real.result["diff"]["after"]) is lasting, name


def test_3_a_second_run_changes_nothing(recording):
    assert declarations(recording)
    for name in [name for name in declarations(recording) if declared(recording, name)]:
        again = succeeded(recording[f"{name}: again"])
        assert (again.result["changed"], again.unsafe) == (False, []), name
        assert again.result.get("plan", {}).get("changes", []) == [], name


def test_3_a_second_order_does_the_same_once_more(recording):
    for name in [name for name in declarations(recording) if not declared(recording, name)]:
        real, again = recording[f"{name}: real"], succeeded(recording[f"{name}: again"])
        assert again.unsafe == real.unsafe, name
        for part in ("changed", "plan", "diff"):
            assert again.result[part] == real.result[part], (name, part)


def test_4_a_planted_secret_appears_nowhere(recording):
    assert recording["sign-in repeats the secret"].failed
    assert "********" in str(recording["takes the secret for a name"].result)
    assert findings(recording, (*recording.secrets, PLANTED)) == []


def test_4_sign_in_with_a_secret_works(recording):
    assert succeeded(recording["signs in with a secret"]).sign_ins


def test_4_indiscreet_declarations_reach_their_error_or_warning_or_mask(recording):
    for said in recording.scenario.indiscreet:
        outcome = recording[f"indiscreet: {said}"]
        masked = "********" in str({**outcome.result, "invocation": ""})
        assert outcome.failed or outcome.result.get("warnings") or masked, said


def test_5_each_phase_writes_as_often_as_its_scenario_says(recording):
    for phase in recording.scenario.phases:
        assert len(recording[f"{phase.name}: real"].accepted) == phase.writes, phase.name


def test_5_a_failing_write_is_accounted_for_exactly(recording):
    for phase, number, name in failures(recording):
        outcome, real = recording[name], recording[f"{phase.name}: real"]
        if not name.endswith("refused") and not looks_back(phase, number, real):
            assert succeeded(outcome).result["plan"] == real.result["plan"]
            continue
        assert outcome.failed, name
        planned = real.result["plan"]["changes"]
        result, carried_out = outcome.result, len(outcome.accepted)
        changed = carried_out > 0 and phase.lasting
        expected = number - 1 if name.endswith("refused") else sent_blindly(phase, number, real)
        assert carried_out == expected, name
        assert result["changed"] is changed, (name, outcome.message)
        assert ("Nothing was changed." in outcome.message) is not changed, (name, outcome.message)
        assert result["done"] == planned[: len(result["done"])], name
        assert bool(result["done"]) is (carried_out > 0), name
        assert result["plan"]["changes"] == planned, name
        assert set(result["diff"]["after"]) <= {change["target"] for change in result["done"]}, name


def test_5_the_next_run_converges(recording):
    for phase, _number, name in failures(recording):
        assert succeeded(recording[f"{name}: next run"])
        again, real = succeeded(recording[f"{name}: next run, again"]), recording[f"{phase.name}: real"]
        planned = [] if phase.kind == DECLARATION else real.result["plan"]["changes"]
        assert again.result["plan"]["changes"] == planned, (phase.name, name)


def test_5_a_module_that_reads_never_writes(recording):
    if not discovery.writes(recording.module):
        sent = {name: outcome.unsafe for name, outcome in recording.results() if outcome.unsafe}
        assert sent == {}


def test_6_every_example_parses_against_the_argument_spec(module):
    tasks = [task for task in discovery.examples(module) if discovery.module_of(task) == module]
    assert tasks
    for task in tasks:
        asked = discovery.spec(module)
        rules = {key: value for key, value in asked.items() if key not in ("argument_spec", "supports_check_mode")}
        args = _rendered(task[f"{discovery.COLLECTION}.{module}"], asked["argument_spec"])
        outcome = ArgumentSpecValidator(asked["argument_spec"], **rules).validate(args)
        assert outcome.error_messages == [], task["name"]


def _rendered(args: dict, options: dict) -> dict:
    """The arguments with something of the right type where the example has a template."""
    stands_for = {"list": [], "dict": {}, "bool": True, "int": 1}
    rendered = {}
    for name, value in args.items():
        whole = isinstance(value, str) and re.fullmatch(r"\s*{{.*}}\s*", value, re.DOTALL)
        rendered[name] = stands_for.get(options.get(name, {}).get("type", "str"), value) if whole else value
    return rendered


def test_6_every_example_runs(recording):
    names = [name for name in recording.played.outcomes if name.startswith("example ")]
    assert len(names) == len(discovery.examples(recording.module))
    assert {name: recording[name].message for name in names if recording[name].status != "ok"} == {}


def test_7_no_read_error_becomes_a_write_or_an_absence(recording):
    names = [name for name in recording.played.outcomes if "reads answer " in name]
    assert {name.rpartition(" answer ")[2] for name in names} == set(steps.errors_played(recording.host))
    for name in names:
        outcome = recording[name]
        if recording.scenario.finds and name.endswith(" 404"):
            assert [value for value in outcome.result.values() if isinstance(value, list)] in ([], [[]]), name
        else:
            assert outcome.failed, name
        assert (outcome.unsafe, outcome.result["changed"]) == ([], False), name
        assert outcome.reads, name
        assert "Unexpected" not in outcome.message, outcome.message


def test_7_a_reading_with_a_gap_fails_and_returns_the_rest(recording):
    for name, gap in recording.scenario.gaps.items():
        outcome = recording[name]
        assert (outcome.failed, outcome.unsafe, outcome.result["changed"]) == (True, [], False), name
        assert {value: bool(outcome.result.get(value)) for value in gap.returns} == dict.fromkeys(gap.returns, True), (
            name
        )


def test_7_the_scenario_knows_every_read_before_a_write(recording):
    for phase in recording.scenario.phases:
        rows = recording[f"{phase.name}: real"].requests
        before = [row for row in rows[: [row["unsafe"] for row in rows].index(True)] if row["method"] == "GET"]
        assert len(before) == phase.reads, (phase.name, [row["path"] for row in before])


def test_8_results_are_as_documented(recording):
    documented = discovery.returns(recording.module)
    wrong = {}
    for name, outcome in recording.results():
        found = return_values.problems(outcome.result, documented, outcome.status == "ok")
        if found:
            wrong[name] = found
    assert wrong == {}


def test_8_everything_documented_was_seen(recordings: Recordings, module):
    seen = set[str]()
    for host in ("module", "direct"):
        for _name, outcome in recordings.get(module, host).results():
            seen |= set(outcome.result)
    assert set(discovery.returns(module)) - seen == set()


def test_9_export_is_declare(recording):
    if recording.scenario.export is None:
        pytest.fail(f"{recording.module} has no counterpart: say in its scenario how its state is exported")
    succeeded(recording["export"])
    outcome, after = succeeded(recording["declare what was exported"]), recording.scenario.export.after
    if not declared(recording, after):
        assert outcome.result["plan"] == recording[f"{after}: real"].result["plan"]
        return
    assert (outcome.result["changed"], outcome.unsafe) == (False, [])
    if discovery.writes(recording.module):
        assert outcome.result["plan"]["changes"] == []


def test_both_hosts_give_the_same_results(recordings: Recordings, module):
    there, here = recordings.get(module, "module"), recordings.get(module, "direct")
    assert [name for name in here.played.outcomes if name in there.played.outcomes] == list(there.played.outcomes)
    only_here = [name for name in here.played.outcomes if name not in there.played.outcomes]
    assert [name for name in only_here if not re.search(r"reads answer |write \d", name)] == []
    for name, outcome in there.played.outcomes.items():
        assert outcome.status == here[name].status, (name, outcome.message, here[name].message)
        assert likeness.text_of(outcome.result) == likeness.text_of(here[name].result), name
        assert outcome.unsafe == here[name].unsafe, name


def test_both_hosts_were_really_used(recording):
    said = "runs as an ordinary module, because entra_provisioning_direct is false"
    assert (said in recording.played.output) is (recording.host == "module")


def test_a_good_run_prints_no_warning(recording):
    for name in declarations(recording):
        for mode in ("check", "real", "again"):
            assert recording[f"{name}: {mode}"].result.get("warnings", []) == [], name
    assert "[DEPRECATION WARNING]" not in recording.played.output

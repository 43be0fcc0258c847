# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a scenario to the tasks of one playbook: all that the contract wants to see of a module."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import discovery
from .conversation import Outcome, Step
from .scenario import DECLARATION, PLANTED, Example, Gap, Phase, Scenario
from .stage import GRAPH, Stage

# How a read can fail: name -> the emulator's fault. Where the service says when to return, it says: after the deadline.
READ_ERRORS: Mapping[str, Mapping[str, Any]] = {
    "401": {"kind": "unauthorized"},
    "401 without words": {"kind": "replication", "status": 401},
    "403": {"kind": "forbidden"},
    "404": {"kind": "not_found"},
    "429": {"kind": "throttle", "seconds": 100},
    "500": {"kind": "server_error", "status": 500, "seconds": 100},
    "503": {"kind": "server_error", "status": 503, "seconds": 100},
    "reset": {"kind": "reset"},
    "truncated": {"kind": "truncate"},
    "not JSON": {"kind": "not_json"},
}
# Those after which a careless program would say "already absent".
ABSENCE_ERRORS = ("404", "500", "not JSON")
# What a failure does is decided below the boundary, which does not know its host. The direct host, which needs no process
# for each task, plays all of them; the other shows that failures come through its boundary as well.
SHOWN_ON_MODULE_HOST = ("403", "429", "not JSON")
OWNERS = ("service_principal_id", "service_principal_ids", "app_id", "application_id", "display_name", "all")


def patience(error: str) -> dict[str, int]:
    """The deadline of a task whose reads fail. A broken connection is tried often, so that one is short."""
    return {"deadline": 2 if error == "reset" else 60}


def steps(module: str, scenario: Scenario, stage: Stage, host: str) -> Iterator[Step]:
    """Every task of the recording of a module on a host, in order."""
    for phase in scenario.phases:
        yield from _phase(module, phase, stage)
        if scenario.export and scenario.export.after == phase.name:
            yield from _export(module, scenario, check=phase.kind != DECLARATION)
        for number in failing_writes(scenario, phase, host):
            yield from _failing(module, phase, number, stage)
    for name, args in scenario.readings.items():
        for mode in ("check", "real", "again"):
            yield Step(f"{name}: {mode}", module, args, check=mode == "check")
    if scenario.export and not scenario.phases:
        yield from _export(module, scenario)
    yield from _gaps(module, scenario, stage)
    yield from _read_errors(module, scenario, stage, host)
    for phase in scenario.phases if host == "direct" else ():
        yield from _later_read_errors(module, phase, stage)
    yield from _secrets(module, scenario, stage)
    yield from example_steps(module, scenario, stage)


def failing_writes(scenario: Scenario, phase: Phase, host: str) -> range:
    """The numbers of the writes of a phase that are made to fail on a host: all, or the very first of the module."""
    if host == "direct":
        return range(1, phase.writes + 1)
    return range(1, 2) if phase == scenario.phases[0] else range(0)


def errors_played(host: str) -> tuple[str, ...]:
    """The read errors that the first declaration or reading meets on a host."""
    return tuple(READ_ERRORS) if host == "direct" else SHOWN_ON_MODULE_HOST


def _phase(module: str, phase: Phase, stage: Stage) -> Iterator[Step]:
    def begin(_outcomes: Any) -> None:
        stage.emulator.clear_faults()
        phase.prepare(stage.emulator)
        stage.keep(phase.name)

    yield Step(f"{phase.name}: check", module, phase.args, check=True, before=begin)
    yield Step(f"{phase.name}: real", module, phase.args)
    yield Step(f"{phase.name}: again", module, phase.args, before=lambda _outcomes: stage.keep(f"{phase.name} done"))


def _export(module: str, scenario: Scenario, check: bool = False) -> Iterator[Step]:
    export = scenario.export
    assert export is not None
    yield Step("export", export.module, export.args, keywords={"register": "exported"})
    yield Step("declare what was exported", module, export.declaration, check=check)


def refused(phase: Phase, number: int) -> str:
    """The name of the task whose number-th write the service refuses."""
    return f"{phase.name}: write {number} refused"


def blinded(phase: Phase, number: int) -> str:
    """The name of the task that cannot read any more after its number-th write."""
    return f"{phase.name}: blind after write {number}"


def _failing(module: str, phase: Phase, number: int, stage: Stage) -> Iterator[Step]:
    """The number-th write refused, and the reads after it failing; each time the next run must converge."""
    told = PLANTED if PLANTED in json.dumps(phase.args, ensure_ascii=False) else "this"

    def refuse(outcomes: Mapping[str, Outcome]) -> None:
        stage.bring_back(phase.name)
        writes = [row for row in _real(phase, outcomes).requests if row["unsafe"]]
        method, path = writes[number - 1]["method"], writes[number - 1]["path"]
        earlier = sum(1 for row in writes[: number - 1] if (row["method"], row["path"]) == (method, path))
        stage.emulator.fault(
            method=method, path=f"^{re.escape(path)}$", kind="answer", after=earlier, times=0,
            status=400, code="BadRequest", message=f"The target does not take {told}.",
        )  # fmt: skip

    def blind(outcomes: Mapping[str, Outcome]) -> None:
        stage.bring_back(phase.name)
        rows = _real(phase, outcomes).requests
        position = [index for index, row in enumerate(rows) if row["unsafe"]][number - 1]
        before = sum(1 for row in rows[:position] if row["method"] == "GET" and re.search(GRAPH, row["path"]))
        stage.emulator.fault(method="GET", path=GRAPH, kind="not_json", after=before, times=0)

    def mended(_outcomes: Any) -> None:
        stage.emulator.clear_faults()

    for failure, before in ((refused(phase, number), refuse), (blinded(phase, number), blind)):
        yield Step(failure, module, phase.args, before=before)
        yield Step(f"{failure}: next run", module, phase.args, before=mended)
        yield Step(f"{failure}: next run, again", module, phase.args, check=True)


def _real(phase: Phase, outcomes: Mapping[str, Outcome]) -> Outcome:
    """The real run of a phase, which the failures are made from."""
    real = outcomes[f"{phase.name}: real"]
    assert len(real.unsafe) == phase.writes, f"{phase.name} sent {real.unsafe}, not {phase.writes}: {real.message}"
    return real


def _gaps(module: str, scenario: Scenario, stage: Stage) -> Iterator[Step]:
    """Readings of which a part cannot be had."""
    for name, gap in scenario.gaps.items():

        def fail(_outcomes: Any, gap: Gap = gap) -> None:
            stage.emulator.clear_faults()
            for fault in gap.faults:
                stage.emulator.fault(**fault)

        yield Step(name, module, gap.args, before=fail)


def _read_errors(module: str, scenario: Scenario, stage: Stage, host: str) -> Iterator[Step]:
    """Every error of every read, on the first declaration or reading; the treacherous ones on the others too."""
    others = ABSENCE_ERRORS if host == "direct" else ()
    first_name, first_args = _first(scenario)
    tried = [(first_name, first_args, errors_played(host))]
    if scenario.phases:
        tried.append((scenario.phases[-1].name, scenario.phases[-1].args, others))
    else:
        tried += [(name, args, others) for name, args in scenario.readings.items() if name != first_name]
    for name, args, errors in tried:
        for error in errors:

            def fail(_outcomes: Any, name: str = name, error: str = error) -> None:
                if scenario.phases:
                    stage.bring_back(name)
                stage.emulator.clear_faults()
                stage.every_read_fails(**READ_ERRORS[error])

            yield Step(f"{name}: reads answer {error}", module, {**args, **patience(error)}, before=fail)


def _later_read_errors(module: str, phase: Phase, stage: Stage) -> Iterator[Step]:
    """The first reads of a phase are good, and the next is not."""
    for good in range(1, phase.reads):
        for error in ABSENCE_ERRORS:

            def fail(_outcomes: Any, good: int = good, error: str = error) -> None:
                stage.bring_back(phase.name)
                stage.every_read_fails(**READ_ERRORS[error], after=good)

            name = f"{phase.name}: after {good} good, reads answer {error}"
            yield Step(name, module, {**phase.args, **patience(error)}, before=fail)


def _secrets(module: str, scenario: Scenario, stage: Stage) -> Iterator[Step]:
    """Sign-in with a secret, in good and in bad days, and errors that carry the planted secret."""
    name, args = _first(scenario)
    emulator = stage.emulator
    signing_in = {**args, **emulator.options(), "auth_method": "client_secret"}

    def well(_outcomes: Any) -> None:
        emulator.clear_faults()
        if scenario.phases:
            stage.bring_back(name)

    def echo(_outcomes: Any) -> None:
        well(None)
        emulator.fault(
            path="/token$", kind="answer", times=0, status=400, code="invalid_client",
            message=f"AADSTS7000215: Invalid client secret provided: {emulator.client_secret}",
        )  # fmt: skip

    yield Step("signs in with a secret", module, signing_in, before=well, check=True)
    yield Step("sign-in repeats the secret", module, signing_in, before=echo)
    elsewhere = {option: value for option, value in signing_in.items() if option not in OWNERS}
    mistaken = {**elsewhere, "display_name": emulator.client_secret}
    yield Step("takes the secret for a name", module, mistaken, before=well, check=True)
    for said, indiscreet in scenario.indiscreet.items():
        yield Step(f"indiscreet: {said}", module, indiscreet, before=well)


def _first(scenario: Scenario) -> tuple[str, Mapping[str, Any]]:
    if scenario.phases:
        return scenario.phases[0].name, scenario.phases[0].args
    return next(iter(scenario.readings.items()))


def example_steps(module: str, scenario: Scenario, stage: Stage) -> Iterator[Step]:
    """The examples of the documentation, as they stand there but for ids that are this tenant's."""
    for number, task in enumerate(discovery.examples(module), 1):
        name = str(task.get("name", number))
        special = scenario.examples.get(name, Example())
        text = json.dumps(task)
        for old, new in {**scenario.replace, **special.replace}.items():
            text = text.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
        mapped = json.loads(text)
        mapped.pop("name", None)
        ours = discovery.module_of(mapped)

        def before(_outcomes: Any, special: Example = special) -> None:
            stage.bring_back("examples")
            special.prepare(stage.emulator)

        key = f"{discovery.COLLECTION}.{ours}" if ours else ""
        args = mapped.pop(key, {}) if ours else {}
        yield Step(f"example {number}: {name}", ours, args, before=before, keywords=mapped)

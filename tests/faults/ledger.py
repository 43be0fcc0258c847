# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which requests each change of a run sent, written down beside it, and what its account says otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._graph.hints import NOT_KNOWN

# How a message says that the fate of the failed change is open.
UNKNOWN = ("Run again: the plan will tell", NOT_KNOWN)

YET_TO_BE_MADE = "(yet to be made)"

Rows = list[dict[str, Any]]
Write = tuple[str, str, str]


class Step(NamedTuple):
    """A change that was begun. words: as a plan says it; first, last: its rows of the audit; raised: it did not end well."""

    words: Mapping[str, Any]
    first: int
    last: int
    raised: bool


def kept(emu: Any, patch: pytest.MonkeyPatch) -> list[Step]:
    """The steps of all proposals that are carried out from now on, until the patch ends."""
    steps: list[Step] = []
    begun, plain = emu.mark(), Proposal.__init__

    def noting(apply: Any) -> Any:
        def noted(change: Any) -> Any:
            first, raised = emu.mark() - begun, True
            try:
                result = apply(change)
                raised = False
            finally:
                steps.append(Step(change.words(), first, emu.mark() - begun, raised))
            return result

        return noted

    def init(self: Any, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        if self.apply is not None:
            object.__setattr__(self, "apply", noting(self.apply))

    patch.setattr(Proposal, "__init__", init)
    return steps


def carried(rows: Rows, fault: Mapping[str, Any]) -> set[Write]:
    """The different writes that the service carried out, answered or struck after the work by this fault."""
    late = fault.get("when") == "after"
    return {
        (row["method"], row["path"], json.dumps(row["body"], sort_keys=True))
        for row in rows
        if row["unsafe"] and (200 <= row["status"] < 300 or (late and row["fault"] == fault["kind"]))
    }


def compared(run: Any, good: Any, fault: Mapping[str, Any]) -> list[str]:
    """What is wrong with the account of a run that failed. good: a run of the same that nothing struck."""
    needed = {_name(step): len(_of(good, step, {})) for step in good.steps}
    found, done = [], []
    for step in run.steps:
        count, wanted = len(_of(run, step, fault)), needed.get(_name(step))
        if wanted is None:
            return [f"a change that the good run had not: {step.words}"]
        if not step.raised and count != wanted:
            found.append(f"{_name(step)} took {count} writes, and {wanted} in the good run")
        if not step.raised or _stands_done(run, step, count, wanted):
            done.append(_name(step))
    said = [(one["action"], one["target"]) for one in run.result.get("done") or ()]
    if len(said) != len(done) or not all(map(_is, said, done)):
        found.append(f"done were {done}, and it says {said}: {run.message}")
    failed = next((_name(step) for step in run.steps if step.raised), None)
    told = run.result.get("failed_change")
    told = told and (told["action"], told["target"])
    if bool(failed) != bool(told) or (failed and not _is(told, failed)):
        found.append(f"failed was {failed}, and it says {told}")
    elsewhere = carried(run.requests, fault) - {write for step in run.steps for write in _of(run, step, fault)}
    return [*found, *(f"written outside of any change: {write}" for write in sorted(elsewhere))]


def _stands_done(run: Any, step: Step, count: int, wanted: int) -> bool:
    """Whether a change that did not end well is to be counted as done: all of it was written, and that can be known."""
    unknown = any(words in run.message for words in UNKNOWN)
    return count == wanted > 0 and not unknown


def _of(run: Any, step: Step, fault: Mapping[str, Any]) -> set[Write]:
    return carried(run.requests[step.first : step.last], fault)


def _is(told: tuple[str, str], name: tuple[str, str]) -> bool:
    """Whether a change of an account is the one of this name.

    Of many applications a change bears the application's name before its own, and stands in the account as it stood in the
    plan, where what has no id yet goes by another name. An application has one thing of each kind.
    """
    if told == name:
        return True
    target = told[1].rpartition(": ")[2]
    loose = target != told[1] or YET_TO_BE_MADE in target
    return loose and (told[0], target.split()[0]) == (name[0], name[1].split()[0])


def _name(step: Step) -> tuple[str, str]:
    return step.words["action"], step.words["target"]

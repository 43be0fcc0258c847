# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one road: read, parse, plan, assess, apply, settle. Check mode is the same road with the gate shut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core import hazard
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import (
    DECLARATION,
    Plan,
    Receipt,
    carry_out,
    difference,
)
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal

# So many hazards are told in one message.
MOST_TOLD = 10
NOT_SEEN = "The service accepted the last of them, and it could not be seen afterwards."


class Stopped(Exception):
    """The road ends here with a failure whose result is complete."""

    def __init__(self, message: str, result: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.result = {**result, "msg": message, "failed": True}


def travel(proposal: Proposal, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Walk the road for one proposal and return the result. Raises Stopped with an exact account of what was done."""
    plan = proposal.plan
    shown = {"plan": plan.words(), **_difference(plan, plan.words()["changes"])}
    _compare_with_expected(plan, params.get("expected_plan"), shown)
    dangers = hazard.refused(plan.hazards, params.get("accept_hazards") or ())
    if check_mode:
        warnings = [
            *plan.warnings,
            *(f"A real run would refuse this plan: {_how_to_accept(dangers)}" for dummy in dangers[:1]),
        ]
        result = {**proposal.predicted, **shown, "warnings": warnings}
        if proposal.hindrance is not None:
            raise Stopped(f"{proposal.hindrance} The rest was planned.", {**result, **facts(proposal.hindrance)})
        return result
    if dangers:
        also = f" Besides, {proposal.hindrance}" if proposal.hindrance is not None else ""
        raise Stopped(f"Refused before the first write: {_how_to_accept(dangers)}{also}", {**shown, **_nothing_done()})
    receipt = carry_out(plan, proposal.apply) if proposal.apply else proposal.conduct()
    if receipt.error is None:
        receipt = _waited(proposal, receipt)
    if receipt.error is not None:
        raise Stopped(*_failure(receipt, plan)) from None
    return {**proposal.predicted, **proposal.observed(), **shown, "warnings": list(plan.warnings)}


def _difference(plan: Plan, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether the changes leave something changed, and what: a probe leaves nothing."""
    lasting = changes if plan.lasting else []
    return {"changed": bool(lasting), "diff": difference(lasting)}


def _nothing_done() -> dict[str, Any]:
    """The account of a run that stopped before its first write."""
    return {"changed": False, "done": [], "diff": difference(())}


def _compare_with_expected(plan: Plan, expected: str | None, shown: Mapping[str, Any]) -> None:
    """Stop when this is not the plan that was reviewed. An empty plan is what a second run is meant to find."""
    if expected is not None and not expected.strip():
        raise Stopped(
            "expected_plan: the value is empty, so nothing was reviewed; leave the option out to apply any plan. "
            "Nothing was changed.",
            {**shown, **_nothing_done()},
        )
    if expected is None or plan.empty or expected == plan.fingerprint():
        return
    raise Stopped(
        "The plan is not the one that was reviewed: expected_plan is "
        f"{expected}, and the plan of this moment is {plan.fingerprint()} ({plan.summary()}). Nothing was changed. "
        "Look at the new plan in check mode, and give its fingerprint.",
        {**shown, **_nothing_done()},
    )


def _how_to_accept(dangers: list[hazard.Hazard]) -> str:
    """The refused hazards and what to type."""
    names = ", ".join(sorted({danger.name for danger in dangers}))
    sentences = "; ".join(danger.sentence() for danger in dangers[:MOST_TOLD])
    if len(dangers) > MOST_TOLD:
        sentences += f"; and {len(dangers) - MOST_TOLD} more, which plan.hazards lists"
    return f"{sentences}. If this is what you want, run again with accept_hazards: [{names}]."


def _waited(proposal: Proposal, receipt: Receipt) -> Receipt:
    """Wait for what the user asked for; a wait that fails does not undo the account of what was done."""
    try:
        proposal.wait()
    except Exception as error:
        receipt.error = error
    return receipt


def _failure(receipt: Receipt, plan: Plan) -> tuple[str, dict[str, Any]]:
    """The sentence and the result of a run that stopped on its way."""
    unseen = [receipt.failed] if receipt.failed and getattr(receipt.error, "settling", False) else []
    done = receipt.done + unseen
    unknown = receipt.failed and not unseen and plan.lasting and getattr(receipt.error, "outcome_unknown", False)
    nothing = "Nothing else was changed." if unknown else "Nothing was changed."
    account = f"{len(done)} of {len(plan.changes)} changes were done." if done and plan.lasting else nothing
    if unseen and plan.lasting:
        account += f" {getattr(receipt.error, 'account', '') or NOT_SEEN}"
    elif unknown and plan.kind == DECLARATION:
        account += " Run again: the plan will tell whether the failed one took effect."
    result = {
        **getattr(receipt.error, "result", {}),
        **facts(receipt.error),
        **_difference(plan, done),
        "done": done,
        "failed_change": receipt.failed,
        "plan": plan.words(),
    }
    return f"{receipt.error} {account}", result


def facts(error: BaseException | None) -> dict[str, Any]:
    """What the service said of a failure, for machines: status, code, request ids; empty for other errors."""
    names = ("status", "code", "request_id", "client_request_id")
    said = {name: getattr(error, name, None) for name in names}
    return {"error": said} if any(value is not None for value in said.values()) else {}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of many applications as one, and how it is carried out: ordered within each, side by side across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Plan, Receipt
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, results, share
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._estate.execution import Account, Execution
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._resources import refusals

# So many failures are told in one message.
MOST_TOLD = 10
SIGN_IN = "it is the sign-in that lacks a permission, and no single application"


class Failed(Situation):
    """Some of the applications could not be brought to where they shall be."""


class Estate:
    """Many applications. params: the options of the task."""

    def __init__(self, graph: Any, drafts: Sequence[Draft], params: Mapping[str, Any]) -> None:
        self._graph = graph
        self._drafts = drafts
        self._params = params
        self._accounts = [Account(draft) for draft in drafts]

    def proposal(self) -> Proposal:
        """What is put before the road."""
        changes = tuple(change for draft in self._drafts for change in draft.changes)
        hazards = tuple(hazard for draft in self._drafts for hazard in draft.hazards)
        warnings = tuple(f"{draft.application.name}: {text}" for draft in self._drafts for text in draft.warnings)
        return Proposal(
            Plan(changes, (*hazards, *share.hazards(self._graph, self._drafts, self._params)), warnings),
            {"applications": [results.predicted(draft) for draft in self._drafts]},
            None,
            self._observed,
            conduct=self._conduct,
            hindrance=self._failure(self._accounts),
        )

    def _conduct(self) -> Receipt:
        """Carry out the plans of all applications that could be planned."""
        hindered = [draft for draft in self._drafts if draft.error is not None]
        acting = [draft for draft in self._drafts if draft.error is None and draft.acts]
        if hindered and self._stops():
            for draft in acting:
                self._account(draft).begun = False
        else:
            self._carry_out(acting)
        return self._receipt()

    def _carry_out(self, acting: Sequence[Draft]) -> None:
        executions = [Execution(draft, self._params.get("accept_hazards") or ()) for draft in acting]
        progress = Progress(self._graph, "carried out the plans of", len(acting))
        concurrency = self._params["concurrency"]
        for ended in self._graph.side_by_side([one.run for one in executions], concurrency, self._goes_on):
            account = executions[ended.index].account
            account.begun, account.error = ended.begun, account.error or ended.error
            self._accounts[self._drafts.index(acting[ended.index])] = account
            progress.step()

    def _goes_on(self, ended: Any) -> bool:
        return not self._stops() or (ended.error is None and ended.value.error is None)

    def _stops(self) -> bool:
        return bool(self._params["any_errors"] == options.STOP)

    def _account(self, draft: Draft) -> Account:
        return self._accounts[self._drafts.index(draft)]

    def _receipt(self) -> Receipt:
        """The account of the whole: what was done in the order of the plan, the first failure, the error that tells all."""
        done = [change for account in self._accounts for change in account.done]
        failed = next((account.failed for account in self._accounts if account.failed), None)
        return Receipt(done, failed, self._failure(self._accounts))

    def _failure(self, accounts: Sequence[Account]) -> Failed | None:
        """The error that names every application that is not as declared; None when all are."""
        broken = [account for account in accounts if account.error is not None]
        if not broken:
            return None
        said = _told(broken, len(broken) == len(accounts))
        left = sum(not account.begun for account in accounts)
        unbegun = f" {left} more {'were' if left > 1 else 'was'} not begun." if left else ""
        error = Failed(f"{len(broken)} of {len(accounts)} applications failed. {said}{unbegun}")
        error.result = {"applications": [results.observed(account) for account in accounts], **results.traces(broken)}
        first = broken[0].error
        for name in ("status", "code", "request_id", "client_request_id", "outcome_unknown"):
            setattr(error, name, getattr(first, name, None))
        return error

    def _observed(self) -> dict[str, Any]:
        return {"applications": [results.observed(account) for account in self._accounts]}


def _told(broken: Sequence[Account], all_of_them: bool) -> str:
    """What the first ones say of themselves. What met all of them is said once."""
    each = "each tells its own under applications."
    if all_of_them and refusals.of_all([account.error for account in broken]) is not None:
        others = len(broken) - 1
        who = "The other was" if others == 1 else f"The {others} others were"
        told, rest = broken[:1], f" {who} refused too, so {SIGN_IN}; {each}"
    else:
        told, left = broken[:MOST_TOLD], len(broken) - MOST_TOLD
        rest = f" And {left} more; {each}" if left > 0 else ""
    return " ".join(f"{account.draft.application.name}: {results.sentence(account)}" for account in told) + rest

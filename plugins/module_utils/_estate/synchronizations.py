# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many applications in one task: declared, converged, exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._estate import application, estate, options, planning
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._estate.collector import resting
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials, many, owner

OPTIONS = options.OPTIONS
RULES = options.RULES
OFFLINE = options.OFFLINE


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read all, plan all. For the states that only show something, a proposal without changes."""
    for row in params["applications"] or ():
        graph.redactor.add_all(credentials.astray(row))
    problems = _problems(params)
    with resting():
        if params["state"] not in options.WRITING:
            return _shown(_answer(graph, params, problems))
        declared = _applications(params)
        application.check(declared, problems)
        return _planned(graph, declared, params)


def _planned(graph: Any, declared: list[Application], params: Mapping[str, Any]) -> Proposal:
    reader = graph.fork(read_only=True)
    ahead = owner.plans_ahead(graph, params)
    if params["state"] == options.OVERRIDDEN:
        from ansible_collections.entra.provisioning.plugins.module_utils._estate import others

        declared = [*declared, *others.not_declared(reader, declared, many.batches(params["concurrency"]))]
    drafts = [Draft(one, reader, ahead) for one in declared]
    drafts = _all_planned(graph, reader, drafts, params["concurrency"])
    _refuse_twins(drafts)
    return estate.Estate(graph, drafts, params).proposal()


def _all_planned(graph: Any, reader: Any, drafts: list[Draft], concurrency: int) -> list[Draft]:
    lanes = many.batches(concurrency)

    def plan(some: Sequence[Draft]) -> None:
        planning.plan_all(reader, some, lanes, Progress(graph, "read and compared", len(some)))

    plan(drafts)
    if all(draft.error is None for draft in drafts):
        return drafts
    from ansible_collections.entra.provisioning.plugins.module_utils._estate import newcomers

    return newcomers.planned(reader, drafts, lanes, plan)


def _applications(params: Mapping[str, Any]) -> list[Application]:
    rows = params["applications"]
    return [Application(index, row, params["state"], params["on_quarantine"]) for index, row in enumerate(rows)]


def _problems(params: Mapping[str, Any]) -> list[str]:
    """What is wrong with the options beside the applications."""
    problems = many.wrong_concurrency(params["concurrency"])
    if not 0 <= params["max_changed_share"] <= 1:
        problems.append(f"max_changed_share: {params['max_changed_share']:g} is no share; give 0 to 1.")
    if params.get("running_config") is not None and params["state"] != options.PARSED:
        problems.append(f"running_config: it is read with state: parsed only, and state is {params['state']}.")
    if params["state"] in options.WRITING and not params["applications"]:
        problems.append("applications: the list is empty, so nothing is declared.")
    return problems


def _refuse_twins(drafts: list[Draft]) -> None:
    """Two entries that name one service principal, each in its own way, would each be planned without the other."""
    first: dict[str, Draft] = {}
    problems = []
    for draft in drafts:
        if draft.whose is None or not draft.whose.exists:
            continue
        other = first.setdefault(draft.whose.id, draft)
        if other is not draft:
            problems.append(
                f"{draft.application.place}: it is {draft.whose}, as is {other.application.place}; make them one entry."
            )
    if problems:
        raise InvalidInput(problems)


def _shown(answer: Mapping[str, Any]) -> Proposal:
    """What is only shown."""
    return Proposal(Plan(), answer, lambda change: None, lambda: answer)


def _answer(graph: Any, params: Mapping[str, Any], problems: list[str]) -> Mapping[str, Any]:
    """What the states that change nothing return."""
    if params["state"] == options.RENDERED:
        from ansible_collections.entra.provisioning.plugins.module_utils._estate import rendering

        declared = _applications(params)
        application.check(declared, problems)
        return rendering.answer(declared)
    if problems:
        raise InvalidInput(problems)
    if params["state"] == options.GATHERED:
        from ansible_collections.entra.provisioning.plugins.module_utils._estate import gathering

        return gathering.answer(graph.fork(read_only=True), params)
    from ansible_collections.entra.provisioning.plugins.module_utils._estate import parsing

    return parsing.answer(params)

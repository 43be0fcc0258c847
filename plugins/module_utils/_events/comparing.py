# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications beside their declaration: the plans that the module synchronizations would make, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._estate import planning
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._events.drifts import Compared


def compared(graph: Any, declared: Sequence[Application], concurrency: int) -> list[Compared]:
    """One for each of the declared. graph: reads only, so that what is yet to be made is planned for as in check mode."""
    drafts = [Draft(one, graph, True) for one in declared]
    planning.plan_all(graph, drafts, concurrency, Progress(graph, "compared", len(drafts)))
    return [_compared(draft) for draft in drafts]


def _compared(draft: Draft) -> Compared:
    one = draft.application
    whose = {
        "display_name": one.params.get("display_name"),
        "app_id": one.params.get("app_id"),
        "service_principal_id": draft.whose.id or None if draft.whose is not None else None,
    }
    if draft.error is not None:
        return Compared(one.name, whose, None, str(draft.error).strip())
    return Compared(one.name, whose, draft.changes)

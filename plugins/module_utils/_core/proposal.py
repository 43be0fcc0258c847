# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a resource puts before the road."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan, Receipt


def _nothing() -> None:
    """The wait of a proposal that has nothing to wait for."""


@dataclass(frozen=True)
class Proposal:
    """What a module puts before the road.

    plan: the changes. predicted: the module's own results as they would stand after the plan. apply: carries
    out one change; None where the plan is more than one sequence of changes. observed: the module's own results after the
    changes, as read from the service. wait: runs after the changes of a real run, also when there were none. conduct: where
    there is no apply, carries out the whole plan and tells what became of it. hindrance: why a part of what was asked for
    could not be planned; what could be is in the plan.
    """

    plan: Plan
    predicted: Mapping[str, Any]
    apply: Callable[[Change], Any] | None
    observed: Callable[[], Mapping[str, Any]]
    wait: Callable[[], None] = field(default=_nothing)
    conduct: Callable[[], Receipt] = Receipt
    hindrance: Exception | None = None

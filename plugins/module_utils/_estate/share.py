# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How large a share of all that is provisioned would change at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import Hazard
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft
from ansible_collections.entra.provisioning.plugins.module_utils._resources import many

# So many applications with jobs make a share worth a hazard.
FEWEST = 10


def hazards(graph: Any, drafts: Sequence[Draft], params: Mapping[str, Any]) -> tuple[Hazard, ...]:
    """The hazard that many of the applications that are provisioned already would change.

    What is not known yet of those that would not change is read only where it decides.
    """
    most = float(params["max_changed_share"])
    there = [draft for draft in drafts if draft.established]
    moved = [draft for draft in there if draft.changes]
    unknown = [draft for draft in drafts if draft.established is None]
    if len(there) + len(unknown) < FEWEST or len(moved) <= most * len(there):
        return ()
    count = len(there) + (_with_jobs(graph, unknown, many.batches(params["concurrency"])) if unknown else 0)
    if count < FEWEST or len(moved) <= most * count:
        return ()
    share = len(moved) / count
    detail = f"{len(moved)} of {count} applications with jobs would change ({share:.0%}; max_changed_share is {most:g})"
    return (Hazard("change_many", detail),)


def _with_jobs(graph: Any, drafts: Sequence[Draft], lanes: int) -> int:
    """How many of the applications have jobs; one that cannot be read makes no share smaller."""
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint

    paths = [draft.whose.path(graph, "/jobs") for draft in drafts if draft.whose is not None]
    doing = f"read the jobs of {len(paths)} service principals that would not change"
    answers = graph.get_many(paths, doing=doing, needs=job_endpoint.PERMISSIONS["read"], lanes=lanes)
    return sum(bool(answer.value and answer.value.get("value")) for answer in answers)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The applications of a tenant that a declaration of all of it does not name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    many,
    owner,
    refusals,
)


def not_declared(graph: Any, declared: Sequence[Application], lanes: int) -> list[Application]:
    """An entry without jobs for each service principal that has some and is not declared, sorted by name.

    Situation when one of them could not be read: what is not known must not pass for what is not there.
    """
    strangers = [row for row in owner.everybody(graph) if not any(_names(one, row) for one in declared)]
    strangers.sort(key=lambda row: (str(row.get("displayName")).casefold(), str(row["id"])))
    paths = [owner.Owner(owner.PRINCIPALS, str(row["id"])).path(graph, "/jobs") for row in strangers]
    doing = f"read the jobs of {len(strangers)} service principals that are not declared"
    answers = many.twice(graph, paths, doing, job_endpoint.PERMISSIONS["read"], lanes)
    refusals.check([answer.error for answer in answers], "jobs")
    unread = [
        str(row["id"]) for row, answer in zip(strangers, answers) if answer.error is not None and not answer.absent
    ]
    if unread:
        first = next(answer.error for answer in answers if answer.error is not None and not answer.absent)
        raise Situation(
            f"state: overridden concerns the whole tenant, and the jobs of {', '.join(unread)} could not be read: {first}"
        )
    found = [row for row, answer in zip(strangers, answers) if answer.value and answer.value.get("value")]
    return [
        Application(len(declared) + number, {"service_principal_id": str(row["id"]), "jobs": []}, options.OVERRIDDEN)
        for number, row in enumerate(found)
    ]


def _names(application: Application, row: dict[str, Any]) -> bool:
    """Whether the entry names this service principal; the directory finds names whatever their case."""
    given = application.params
    return (
        str(given.get("service_principal_id") or "").lower() == str(row["id"]).lower()
        or str(given.get("app_id") or "").lower() == str(row.get("appId")).lower()
        # The directory does not tell names apart by case.
        or str(given.get("display_name") or "").casefold() == str(row.get("displayName")).casefold()
    )

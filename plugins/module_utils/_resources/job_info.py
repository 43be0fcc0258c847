# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the jobs of a service principal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_endpoint,
    job_status,
    owner,
    terms,
)

OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "job_id": {"type": "str"},
    "template_id": {"type": "str"},
    "status": {"type": "list", "elements": "str", "choices": list(terms.STATUS_CODES)},
}
RULES = owner.rules(owner.SERVICE_PRINCIPAL)


def answer(graph: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The jobs that all given filters let through; one request where the owner is given by its object id."""
    jobs = job_endpoint.Jobs(graph, owner.service_principal(graph, params))
    rows = jobs.list()
    for template_id, job_id in ((params.get("template_id"), None), (None, params.get("job_id"))):
        if template_id or job_id:
            hit = job_endpoint.find(rows, template_id, job_id)
            rows = [] if hit is None else [hit]
    codes = params.get("status")
    plain = [job_status.plain(row) for row in rows]
    shown = [row for row in plain if not codes or row["status"]["code"] in codes]
    return {"service_principal_id": jobs.whose.id, "jobs": shown}

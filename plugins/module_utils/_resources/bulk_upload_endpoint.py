# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request that uploads people to a job, and what its answer tells. The service works them off later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_endpoint, job_status

# A right of its own: those that manage jobs do not open it, and it does not open them.
PERMISSIONS = {"write_uploads": ("SynchronizationData-User.Upload", "SynchronizationData-User.Upload.OwnedBy")}

MEDIA_TYPE = "application/scim+json"
# The stricter of the two quotas that Microsoft names: 40 requests in 5 seconds, and 6,000 in 24 hours.
MOST_REQUESTS, IN_SECONDS = 40, 5.0
MOST_REQUESTS_A_DAY = 6000
# More operations than these are refused.
LARGEST = 50
# The templates of jobs whose source is what somebody uploads begin so.
FED_BY_UPLOAD = ("API2AAD", "API2AD")
LOG = "/auditLogs/provisioning"


class Uploads:
    """The endpoint of one job's uploads."""

    def __init__(self, graph: Any, jobs: job_endpoint.Jobs, job: Mapping[str, Any]) -> None:
        self._graph = graph
        self._path = jobs.whose.path(graph, "/jobs/{}/bulkUpload", job["id"])
        self._quota = graph.pace("bulkUpload", MOST_REQUESTS, IN_SECONDS)
        self.job_id = str(job["id"])
        self.name = jobs.name(self.job_id)

    def send(self, body: Mapping[str, Any], doing: str) -> tuple[str, str]:
        """Upload people once: (filter of the log by which the service says that they are found, moment from which on).

        Nothing tells whether a request whose answer was lost had arrived, so it is never sent again.
        """
        headers = {"Content-Type": MEDIA_TYPE}
        with self._quota:
            began = self._graph.clock.now()
            reply = self._graph.post(self._path, body, doing=doing, needs=PERMISSIONS["write_uploads"], headers=headers)
        return self._log_filter(_header(reply.headers, "Location")), _since(began, _header(reply.headers, "Date"))

    def _log_filter(self, location: str) -> str:
        """The filter that the answer points to; without one, the filter that such answers are known to have."""
        return log_filter(location, str(self._graph.root)) or f"jobid eq '{self.job_id}'"


def taking(jobs: job_endpoint.Jobs, params: Mapping[str, Any]) -> dict[str, Any]:
    """The job, if it takes uploads now. Raises Situation for one that does not, or is not there."""
    job = job_endpoint.existing(jobs, params)
    name = jobs.name(str(job["id"]))
    if not str(job.get("templateId")).startswith(FED_BY_UPLOAD):
        raise Situation(
            f"The {name} takes no uploads: it is of the template {job.get('templateId')}, and only API-driven inbound "
            "provisioning (the templates API2AAD and API2AD) is fed by uploads."
        )
    if not job_status.enabled(job):
        state = (job.get("schedule") or {}).get("state")
        raise Situation(
            f"The {name} is not started (its schedule is {state}), and takes uploads only while it is. Start it with "
            "entra.provisioning.synchronization_job and state: started."
        )
    return job


def log_filter(location: str, root: str) -> str:
    """The filter in the address of the provisioning log; empty unless it is an address of this very service."""
    try:
        parts, own = urlsplit(location), urlsplit(root)
        same = (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port)
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    if not same or not parts.path.rstrip("/").endswith(LOG):
        return ""
    return query.get("$filter", [""])[0]


def _since(began: float, date: str) -> str:
    """The earlier of our moment before the request and the service's after it: clocks differ."""
    try:
        answered = parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        answered = began
    moment = datetime.datetime.fromtimestamp(int(min(began, answered)), datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(headers: Mapping[str, Any], name: str) -> str:
    return next((str(value) for key, value in headers.items() if key.lower() == name.lower()), "")

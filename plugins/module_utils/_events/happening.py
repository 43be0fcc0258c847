# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The events as rulebooks see them: one mapping under one key, in the words of the modules. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status

KEY = "provisioning"
QUARANTINED, RECOVERED, DRIFTED, UNREADABLE = "quarantined", "recovered", "drifted", "unreadable"

# What a job or an application recovered from, and how a job left its quarantine.
FROM_QUARANTINE, FROM_DRIFT = "quarantine", "drift"
RUNS, PAUSED, DELETED = "runs", "paused", "deleted"
# What a drift was found against.
DECLARATION, SCHEMA = "declaration", "schema"

Event = dict[str, Any]
# What opens and closes a template. A rulebook hands events to playbooks as extra variables, which Ansible takes for templates.
_BRACES = re.compile(r"\{(?=[{%#])|[}%#](?=\})")
# service_principal_id, app_id, display_name; what is not known is None.
Whose = Mapping[str, Any]


def _event(kind: str, whose: Whose, message: str, **more: Any) -> Event:
    named = {
        "application": whose.get("display_name"),
        "app_id": whose.get("app_id"),
        "service_principal_id": whose.get("service_principal_id"),
    }
    return {KEY: as_data({"event": kind, **named, "message": message, **more})}


def as_data(tree: Any) -> Any:
    """The tree with a blank in what would be a template: names and errors are what others chose to call them."""
    if isinstance(tree, str):
        return _BRACES.sub(lambda brace: f"{brace[0]} ", tree)
    if isinstance(tree, Mapping):
        return {as_data(key): as_data(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [as_data(value) for value in tree]
    return tree


def called(whose: Whose) -> str:
    """The application in words."""
    return str(whose.get("display_name") or whose.get("app_id") or whose.get("service_principal_id"))


def since(job: Mapping[str, Any]) -> str | None:
    """Since when the job is in quarantine: the beginning of the series, of which the service counts the attempts."""
    found = job_status.plain_quarantine((job.get("status") or {}).get("quarantine")) or {}
    return found.get("series_began") or found.get("began")


def reason(job: Mapping[str, Any]) -> str | None:
    """The service's word for why it is there."""
    return ((job.get("status") or {}).get("quarantine") or {}).get("reason")


def quarantined(whose: Whose, job: Mapping[str, Any], again: bool) -> Event:
    """A job went into quarantine. again: it was there already, for another reason."""
    found = job_status.plain_quarantine((job.get("status") or {}).get("quarantine")) or {}
    return _event(
        QUARANTINED,
        whose,
        job_status.quarantine_sentence(job, f"job {job['id']} of {called(whose)}"),
        job_id=job["id"],
        template_id=job.get("templateId"),
        reason=found.get("reason"),
        error=found.get("error"),
        since=since(job),
        series_count=found.get("series_count"),
        next_attempt=found.get("next_attempt"),
        remedy=job_status.remedy(found.get("reason")),
        again=again,
    )


def recovered(whose: Whose, told: Mapping[str, Any], how: str) -> Event:
    """A job left its quarantine. told: what is remembered of it; how: RUNS, PAUSED or DELETED."""
    ends = {RUNS: "and runs", PAUSED: "and is paused", DELETED: "because it was deleted"}
    return _event(
        RECOVERED,
        whose,
        f"The job {told['job_id']} of {called(whose)} is no longer in quarantine, {ends[how]}.",
        recovered_from=FROM_QUARANTINE,
        how=how,
        job_id=told["job_id"],
        template_id=told["template_id"],
        reason=told["reason"],
        since=told["since"],
    )


def drifted(whose: Whose, against: str, fingerprint: str, summary: str, changes: list[Any], **job: Any) -> Event:
    """An application is not as it was declared, or a mapping not as it was.

    changes: in words, as in a module's plan; job: job_id and template_id where it is about one.
    """
    words = {DECLARATION: "is not as declared", SCHEMA: "has another schema than before"}
    return _event(
        DRIFTED,
        whose,
        f"{called(whose)} {words[against]}: {summary}.",
        against=against,
        summary=summary,
        fingerprint=fingerprint,
        changes=changes,
        job_id=job.get("job_id"),
        template_id=job.get("template_id"),
    )


def reconciled(whose: Whose) -> Event:
    """An application is as declared again."""
    return _event(
        RECOVERED,
        whose,
        f"{called(whose)} is as declared again.",
        recovered_from=FROM_DRIFT,
        how=None,
        job_id=None,
        template_id=None,
        reason=None,
        since=None,
    )


def unreadable(whose: Whose, message: str) -> Event:
    """Something could not be read, so nothing is known of it. An empty whose: nothing at all could be."""
    return _event(UNREADABLE, whose, message)

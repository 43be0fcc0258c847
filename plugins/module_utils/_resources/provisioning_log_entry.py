# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the provisioning log as plain values, in whichever dialect the service gives them, and counted.

Over the years members were renamed (action became provisioningAction, statusInfo provisioningStatusInfo), and words
are spelled differently in different places (import and Import, nonServiceFailure and NonServiceFailure). Names of
members are therefore read without minding their case, and words of enumerations are shown in snake case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.discreet import discreet

Entry = dict[str, Any]

UNKNOWN = "unknown"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# The documentation writes this one without its hump.
_JOINED = {"stageddelete": "staged_delete"}


def plain(row: Any) -> Entry:
    """One entry. What the service leaves out, or gives as an empty text, is None; secrets are masked by their names."""
    status = _of(row, "provisioningStatusInfo", "statusInfo")
    # The old form keeps the error's members beside the status.
    error = _of(status, "errorInformation") or status
    return {
        "id": _text(row, "id"),
        "activity_date_time": _text(row, "activityDateTime"),
        "job_id": _text(row, "jobId"),
        "cycle_id": _text(row, "cycleId"),
        "change_id": _text(row, "changeId"),
        "action": word(_of(row, "provisioningAction", "action")),
        "status": word(_of(status, "status")),
        "error_code": _text(error, "errorCode"),
        "reason": _text(error, "reason"),
        "error_category": word(_of(error, "errorCategory")),
        "recommended_action": _text(error, "recommendedAction"),
        "additional_details": _text(error, "additionalDetails"),
        "duration_ms": _of(row, "durationInMilliseconds"),
        "service_principal": _named(_first(_of(row, "servicePrincipal"))),
        "source_system": _named(_of(row, "sourceSystem")),
        "target_system": _named(_of(row, "targetSystem")),
        "source_identity": _identity(_of(row, "sourceIdentity")),
        "target_identity": _identity(_of(row, "targetIdentity")),
        "initiated_by": _initiator(_of(row, "initiatedBy")),
        "steps": [_step(one) for one in _of(row, "provisioningSteps") or []],
        "modified_properties": [_modified(one) for one in _of(row, "modifiedProperties") or []],
    }


def summary(entries: Iterable[Entry]) -> dict[str, Any]:
    """How many entries there are of each kind, and when the first and the last of them happened."""
    rows = list(entries)
    moments = sorted((row["activity_date_time"] for row in rows if row["activity_date_time"]), key=_chronological)
    return {
        "total": len(rows),
        "by_action": _counted(row["action"] or UNKNOWN for row in rows),
        "by_status": _counted(row["status"] or UNKNOWN for row in rows),
        "by_error_code": _counted(row["error_code"] for row in rows if row["error_code"]),
        "first": moments[0] if moments else None,
        "last": moments[-1] if moments else None,
    }


def word(value: Any) -> str | None:
    """A word of an enumeration in snake case."""
    if value in (None, ""):
        return None
    text = str(value)
    return _JOINED.get(text.lower(), _HUMP.sub("_", text).lower())


def _of(row: Any, *names: str) -> Any:
    """The first of the members that the row has and that is not null, upper and lower case aside."""
    if not isinstance(row, Mapping):
        return None
    found = {str(name).lower(): value for name, value in row.items()}
    return next((found[name.lower()] for name in names if found.get(name.lower()) is not None), None)


def _text(row: Any, *names: str) -> str | None:
    value = _of(row, *names)
    return None if value in (None, "") else str(value)


def _first(value: Any) -> Any:
    """The documentation calls the service principal a collection; the service gives the thing itself."""
    return value[0] if isinstance(value, list) and value else value


def _named(row: Any) -> Entry:
    return {"id": _text(row, "id"), "display_name": _text(row, "displayName", "name")}


def _identity(row: Any) -> Entry:
    return {**_named(row), "type": _text(row, "identityType", "type"), "details": _details(row)}


def _initiator(row: Any) -> Entry:
    return {**_named(row), "type": word(_of(row, "initiatorType", "initiatingType", "type"))}


def _step(row: Any) -> Entry:
    return {
        "name": _text(row, "name"),
        "type": word(_of(row, "provisioningStepType", "type")),
        "status": word(_of(row, "status")),
        "description": _text(row, "description"),
        "details": _details(row),
    }


def _details(row: Any) -> Entry:
    """What the service adds, under its own names: of an import these are the attributes of the object."""
    found = _of(row, "details")
    return {name: discreet(name, found[name]) for name in sorted(found)} if isinstance(found, Mapping) else {}


def _modified(row: Any) -> Entry:
    name = _text(row, "displayName", "name")
    values = {option: _of(row, member) for option, member in (("old_value", "oldValue"), ("new_value", "newValue"))}
    return {"name": name, **{option: discreet(name, value) for option, value in values.items()}}


def _counted(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in words:
        found[one] = found.get(one, 0) + 1
    return dict(sorted(found.items()))


def _chronological(moment: str) -> str:
    """The service's moments are all UTC, with up to seven digits of a second; without the zone, texts are in order."""
    return moment.rstrip("Zz")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The provisioning summary inside an answer of provisionOnDemand, in the Pascal case words of that dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .world import new_id

ALREADY = "RedundantExport"
_TEXTS = {
    ALREADY: "The state of the entry in both the source and target systems already match.",
    "NotEffectivelyEntitled": "The entry is not assigned to the application.",
}


@dataclass(frozen=True)
class Outcome:
    """result: Success | Skipped | Failure; code: the service's error code, empty for a success; action: in the target."""

    result: str
    code: str = ""
    action: str = "Other"

    @property
    def text(self) -> str:
        if not self.code:
            return f"The entry was {'updated' if self.action == 'Update' else 'created'} in the target."
        return _TEXTS.get(self.code, f"The entry was not provisioned: {self.code}.")

    @property
    def key(self) -> dict[str, Any]:
        details = {"errorCode": self.code, "errorMessage": self.text} if self.code else {}
        return {"result": self.result, "details": details}


def summary(outcome: Outcome, subject: dict[str, Any], rule: dict[str, Any], moment: str) -> dict[str, Any]:
    """`value` of the answer, before it is encoded. moment: ISO 8601, for the start, the steps and the end."""
    kind, identity = str(subject["objectTypeName"]), str(subject["objectId"])
    mapping = next(one for one in rule["objectMappings"] if one["sourceObjectName"] == kind)
    return {
        "action": outcome.action,
        "changeId": new_id(),
        "endTime": moment,
        "modifiedProperties": [
            {"displayName": "objectId", "oldValue": None, "newValue": identity},
            {"displayName": "accountEnabled", "oldValue": None, "newValue": "True"},
            *_constants(mapping),
        ],
        "provisioningSteps": _steps(outcome, kind, identity, moment),
        "reportableIdentifier": identity,
        "startTime": moment,
        "statusInfo": _status(outcome),
        "sourceIdentity": {"id": identity, "type": kind, "displayName": None, "details": {}},
        "sourceSystem": {"id": None, "name": rule["sourceDirectoryName"], "details": None},
        "targetIdentity": {"id": "", "type": mapping["targetObjectName"], "displayName": None, "details": {}},
        "targetSystem": {"id": None, "name": rule["targetDirectoryName"], "details": None},
    }


def _constants(mapping: dict[str, Any]) -> list[dict[str, Any]]:
    """The attributes whose value is the same for every object."""
    rows = ((row["targetAttributeName"], row.get("source") or {}) for row in mapping["attributeMappings"])
    return [
        {"displayName": name, "oldValue": None, "newValue": source["name"]}
        for name, source in rows
        if source.get("type") == "Constant"
    ]


def _status(outcome: Outcome) -> dict[str, Any]:
    failed = outcome.result == "Failure"
    return {
        "status": outcome.result,
        "errorCode": outcome.code if failed else None,
        "reason": outcome.text if failed else None,
        "additionalDetails": None,
        "errorCategory": "NonServiceFailure" if failed else None,
        "recommendedAction": None,
    }


def _steps(outcome: Outcome, kind: str, identity: str, moment: str) -> list[dict[str, Any]]:
    added = "EntryExportUpdate" if outcome.action == "Update" else "EntryExportAdd"
    last = {"Success": added, "Skipped": "EntrySynchronizationSkip", "Failure": "EntryExportAdd"}
    assigned = "False" if outcome.code == "NotEffectivelyEntitled" else "True"
    scoping = {"Active in the source system": "True", "Assigned to the application": assigned}
    steps = (
        ("EntryImport", "Import", "Success", f"Retrieved {kind} '{identity}'", {"objectId": identity}),
        ("EntryImport", "Matching", "Success", f"Looked {kind} '{identity}' up in the target", {}),
        ("EntrySynchronizationScoping", "Scoping", "Success", f"Determined whether {kind} is in scope", scoping),
        (
            last[outcome.result],
            "Export",
            outcome.result,
            outcome.text,
            {"SkipReason": outcome.code} if outcome.code else {},
        ),
    )
    names = ("name", "type", "status", "description", "details")
    return [{**dict(zip(names, step, strict=True)), "timestamp": moment} for step in steps]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether subjects were provisioned as the task wants it, and the account of a run that stopped on its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import on_demand_answer

FAIL_ON = ("failure", "skipped", "never")

# A part of the error code, and what to do about it.
_REMEDIES = (
    (
        "NotEffectivelyEntitled",
        "NotEffectivelyEntitled: the object is not assigned to the application, not in scope, or not active in its "
        "source; the scoping step in results says which. Assign it (entra.provisioning.application_role_assignment), or "
        "change the scope.",
    ),
    (
        "Credential",
        "The target refused the stored credentials: store good ones with entra.provisioning.synchronization.",
    ),
    (
        "DuplicateTargetEntries",
        "DuplicateTargetEntries: several objects in the target match. Mend the matching attributes, or the target.",
    ),
    (
        "SchemaError",
        "SchemaError: what is mapped does not fit the source or the target. Mend the mappings with "
        "entra.provisioning.synchronization_schema.",
    ),
    (
        "AttributeValidation",
        "An attribute is missing or not valid: the steps in results name it. Mend the object, or its mapping with "
        "entra.provisioning.synchronization_schema.",
    ),
)
_UNREAD = (
    "An answer could not be read, so it is not known what was done: look into the provisioning log before you provision "
    "once more."
)
_OTHERWISE = "The steps in results, and the provisioning log, say where it ended."
# So many subjects are named in a message; results has all of them.
_MOST = 10

Row = Mapping[str, Any]


class NotProvisioned(Situation):
    """The service took all calls, and did not provision all subjects."""

    def __init__(self, text: str, rows: Sequence[Row]) -> None:
        super().__init__(text)
        self.result = {"results": list(rows)}


class Interrupted(Situation):
    """A call failed: what the service said of it, with the answers to those before it."""

    def __init__(self, error: Exception, account: str, rows: Sequence[Row]) -> None:
        super().__init__(f"{error} {account}".strip())
        self.result = {"results": list(rows)}
        self.outcome_unknown = bool(getattr(error, "outcome_unknown", False))
        for name in ("status", "code", "request_id", "client_request_id"):
            setattr(self, name, getattr(error, name, None))


def failed(row: Row, fail_on: str) -> bool:
    """Whether the task does not want what became of a subject. What is not known to be good is a failure."""
    good = (on_demand_answer.SUCCESS, on_demand_answer.WARNING)
    if fail_on == "never" or row["status"] in good:
        return False
    if row["status"] != on_demand_answer.SKIPPED:
        return True
    return fail_on == "skipped" and str(row["error_code"]).lower() != on_demand_answer.REDUNDANT.lower()


def refuse(names: Sequence[str], rows: Sequence[Row], fail_on: str, by: str) -> None:
    """Raise NotProvisioned when a subject fared otherwise than the task wants. names: the subjects of the rows, in words."""
    bad = [(name, row) for name, row in zip(names, rows) if failed(row, fail_on)]
    if not bad:
        return
    listed = _listed(_fate(name, row) for name, row in bad)
    remedies = " ".join(dict.fromkeys(_remedy(row) for dummy, row in bad))
    count = f"{len(bad)} of {len(rows)}"
    text = f"Provision on demand {by}: every call was answered, and {count} did not succeed: {listed}. {remedies}"
    raise NotProvisioned(text, rows)


def interrupted(error: Exception, names: Sequence[str], rows: Sequence[Row]) -> Interrupted:
    """The failure of the call after those that `rows` answer. names: of all subjects, in order."""
    parts = []
    if getattr(error, "outcome_unknown", False):
        parts.append("Provisioning can take longer than a minute; timeout says how long an answer is waited for.")
    if rows:
        parts.append(f"Answered before: {_listed(map(_fate, names, rows))}.")
    if names[len(rows) + 1 :]:
        parts.append(f"Not sent: {_listed(names[len(rows) + 1 :])}.")
    return Interrupted(error, " ".join(parts), rows)


def _fate(name: str, row: Row) -> str:
    """What became of a subject."""
    why = [str(row[part]).strip().rstrip(".") for part in ("error_code", "error_message") if row[part]]
    return f"{name}: {row['status']}" + (f" ({': '.join(why)})" if why else "")


def _remedy(row: Row) -> str:
    if row["status"] == on_demand_answer.UNKNOWN:
        return _UNREAD
    code = str(row["error_code"] or "").lower()
    known = next((text for part, text in _REMEDIES if part.lower() in code), None)
    return known or row["recommended_action"] or _OTHERWISE


def _listed(texts: Iterable[str]) -> str:
    every = list(texts)
    more = [f"and {len(every) - _MOST} more"] if len(every) > _MOST else []
    return "; ".join([*every[:_MOST], *more])

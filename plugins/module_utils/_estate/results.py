# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module returns of each application: as it would stand, and as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Plan
from ansible_collections.entra.provisioning.plugins.module_utils._estate import application as declared
from ansible_collections.entra.provisioning.plugins.module_utils._estate.draft import Draft, is_told
from ansible_collections.entra.provisioning.plugins.module_utils._estate.execution import Account

FACTS = ("status", "code", "request_id", "client_request_id")
Parts = Mapping[str, Mapping[str, Any]]


def predicted(draft: Draft) -> dict[str, Any]:
    """The application as it would stand."""
    return _row(Account(draft), {one.part.label: one.predicted for one in draft.planned}, bool(draft.changes))


def observed(account: Account) -> dict[str, Any]:
    """The application as it was last read; what was to change, and was not seen afterwards, is left out."""
    stands = {one.part.label: one.predicted for one in account.draft.planned if not one.changes}
    return _row(account, {**stands, **account.observed}, bool(account.done))


def sentence(account: Account) -> str:
    """Why an application is not as declared."""
    if not account.begun:
        return "Not begun, since another application failed before."
    error = account.error
    if error is None:
        return ""
    return str(error).strip() if is_told(error) else f"Unexpected {type(error).__name__}: {error}."


def traces(accounts: Sequence[Account]) -> dict[str, list[str]]:
    """For a report of defects of ours: the traces of the errors that do not tell their own story; nothing where all do."""
    defects = [account.error for account in accounts if account.error is not None and not is_told(account.error)]
    if not defects:
        return {}
    import traceback

    lines = (traceback.format_exception(type(error), error, error.__traceback__) for error in defects)
    return {"trace": "".join(part for one in lines for part in one).splitlines()}


def _row(account: Account, parts: Parts, changed: bool) -> dict[str, Any]:
    draft = account.draft
    settings = parts.get("settings", {})
    jobs = [one.part.label for one in draft.planned if one.part.kind == declared.JOB and one.part.label in parts]
    return {
        "name": draft.application.name,
        "service_principal_id": _identity(draft, parts),
        "changed": changed,
        "summary": Plan(draft.changes).summary(),
        "settings": settings.get("settings"),
        "secret_keys": settings.get("secret_keys"),
        "jobs": [_job(draft, label, parts) for label in jobs],
        "msg": sentence(account) or None,
        "error": _facts(account.error),
        "failed_change": account.failed,
    }


def _identity(draft: Draft, parts: Parts) -> Any:
    made = parts.get("application", {}).get("application") or {}
    if made.get("service_principal_id"):
        return made["service_principal_id"]
    return draft.whose.id or None if draft.whose is not None else None


def _job(draft: Draft, label: str, parts: Parts) -> Any:
    """A job, and what was found out of its schema where one is declared."""
    job = parts[label].get("job")
    schema = next((parts.get(one.part.label) for one in draft.planned if one.part.of == label), None)
    return job if job is None or schema is None else {**job, **schema}


def _facts(error: Exception | None) -> dict[str, Any] | None:
    """What the service said of a failure, for machines; None where no request failed."""
    said = {name: getattr(error, name, None) for name in FACTS}
    return said if any(value is not None for value in said.values()) else None

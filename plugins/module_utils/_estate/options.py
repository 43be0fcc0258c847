# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of `synchronizations`: those of the single modules, put together for many applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._core.partly_secret import PartlySecret
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job,
    owner,
    schema,
    schema_endpoint,
    synchronization,
)

Spec = dict[str, Any]

MERGED, REPLACED, OVERRIDDEN, DELETED = "merged", "replaced", "overridden", "deleted"
GATHERED, RENDERED, PARSED = "gathered", "rendered", "parsed"
STATES = (MERGED, REPLACED, OVERRIDDEN, DELETED, GATHERED, RENDERED, PARSED)
# The states that change something, and of them those in which what is not declared goes.
WRITING = (MERGED, REPLACED, OVERRIDDEN, DELETED)
COMPLETE = (REPLACED, OVERRIDDEN)
# They need neither credentials nor a service.
OFFLINE = (RENDERED, PARSED)

CONTINUE, STOP = "continue", "stop"


def _without(options: Mapping[str, Any], names: Iterable[str]) -> Spec:
    """The options of a single module but for those that name what it is about."""
    gone = set(names)
    return {name: option for name, option in options.items() if name not in gone}


def _undecided(option: Mapping[str, Any]) -> Spec:
    """An option whose default is decided for all applications together."""
    return {name: value for name, value in option.items() if name != "default"}


_SCHEMA = _without(schema.OPTIONS, [*schema_endpoint.PLACE, *owner.IF_MISSING])
SCHEMA: Spec = {**_SCHEMA, "state": _undecided(_SCHEMA["state"])}

_JOB = _without(job.OPTIONS, [*owner.SERVICE_PRINCIPAL, *owner.IF_MISSING])
JOB: Spec = {
    **_JOB,
    "on_quarantine": _undecided(_JOB["on_quarantine"]),
    "schema": {"type": "dict", "options": SCHEMA, "mutually_exclusive": [schema.WHOLE]},
}

ACCEPT: Spec = {"type": "list", "elements": "str", "choices": list(HAZARDS), "default": []}
APPLICATION: Spec = {
    **owner.SERVICE_PRINCIPAL,
    "application_template_id": {"type": "str"},
    **_without(synchronization.OPTIONS, [*owner.SERVICE_PRINCIPAL, *owner.IF_MISSING]),
    "jobs": {
        "type": "list",
        "elements": "dict",
        "options": JOB,
        "required_one_of": [("template_id", "job_id")],
    },
    "accept_hazards": ACCEPT,
}


def _secrets(value: Any, _params: Mapping[str, Any]) -> Iterable[Any]:
    """What is secret in a saved export: somebody may have filled in values where names of variables belong."""
    from ansible_collections.entra.provisioning.plugins.module_utils._estate import parsing_secrets

    return parsing_secrets.in_text(value)


OPTIONS: Mapping[str, Any] = {
    "state": {"type": "str", "choices": list(STATES), "default": MERGED},
    "applications": {
        "type": "list",
        "elements": "dict",
        "options": APPLICATION,
        **owner.rules(owner.SERVICE_PRINCIPAL),
    },
    "running_config": PartlySecret({"type": "str", "no_log": False}, _secrets),
    "on_quarantine": _JOB["on_quarantine"],
    **owner.IF_MISSING,
    "concurrency": {"type": "int", "default": 16},
    "any_errors": {"type": "str", "choices": [CONTINUE, STOP], "default": CONTINUE},
    "max_changed_share": {"type": "float", "default": 0.3},
}
RULES: Mapping[str, Any] = {
    "required_if": [
        *(("state", state, ["applications"]) for state in (*WRITING, RENDERED)),
        ("state", PARSED, ["running_config"]),
    ],
}

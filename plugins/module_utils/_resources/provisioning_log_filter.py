# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options want of the provisioning log, as a $filter. Values are compared by the service, which minds their case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.literal import literal
from ansible_collections.entra.provisioning.plugins.module_utils._core.moments import Moment, parse_moment
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner

# Our words for the actions, and those of the service.
ACTIONS: Mapping[str, str] = {
    "create": "create",
    "delete": "delete",
    "disable": "disable",
    "other": "other",
    "staged_delete": "stagedDelete",
    "update": "update",
}
STATUSES = ("failure", "skipped", "success", "warning")

OPTIONS: Mapping[str, Any] = {
    "job_id": {"type": "str"},
    "cycle_id": {"type": "str"},
    "change_id": {"type": "str"},
    "actions": {"type": "list", "elements": "str", "choices": list(ACTIONS)},
    "statuses": {"type": "list", "elements": "str", "choices": list(STATUSES)},
    "source_id": {"type": "str"},
    "source_name": {"type": "str"},
    "target_id": {"type": "str"},
    "since": {"type": "str"},
    "until": {"type": "str"},
    "filter": {"type": "str"},
}
_GUIDS = ("service_principal_id", "app_id", "cycle_id", "change_id")
# What is compared as it is given: option, member of the log's entries.
_EQUAL = {
    "job_id": "jobId",
    "cycle_id": "cycleId",
    "change_id": "changeId",
    "source_id": "sourceIdentity/id",
    "target_id": "targetIdentity/id",
}
# Greater and less, and not "or equal", are the operators that the documentation names.
_MOMENTS = {"since": "gt", "until": "lt"}

Params = Mapping[str, Any]


def checked(params: Params, now: Callable[[], float], problems: Iterable[str] = ()) -> dict[str, Moment]:
    """The moments of since and until, by option. InvalidInput with all that is wrong with any of the options.

    now: tells the seconds since the epoch; asked once, and only where there is something to count back from it.
    problems: what is wrong with the options beside these.
    """
    names = [name for name in (*owner.SERVICE_PRINCIPAL, *OPTIONS) if params.get(name) is not None]
    blank = [name for name in names if not _said(params[name])]
    problems = [
        *(f"{name}: the value is empty; leave the option out to take every entry." for name in blank),
        *problems,
    ]
    moments: dict[str, Moment] = {}
    present = now() if any(name in _MOMENTS for name in names) else 0.0
    for name in (name for name in names if name not in blank):
        try:
            if name in _GUIDS:
                owner.check_guid(name, params[name])
            elif name in _MOMENTS:
                moments[name] = parse_moment(name, params[name], present)
        except InvalidInput as error:
            problems.extend(error.problems)
    if len(moments) == len(_MOMENTS) and moments["until"] <= moments["since"]:
        problems.append(f"until: {moments['until']} is not after since, {moments['since']}, so nothing lies between.")
    if problems:
        raise InvalidInput(problems)
    return moments


def text(params: Params, moments: Mapping[str, Moment], service_principal_id: str | None) -> str:
    """The filter; empty where every entry is wanted."""
    return " and ".join(_clauses(params, moments, service_principal_id))


def _clauses(params: Params, moments: Mapping[str, Moment], service_principal_id: str | None) -> Iterator[str]:
    if service_principal_id is not None:
        yield f"servicePrincipal/id eq {literal(service_principal_id)}"
    for option, member in _EQUAL.items():
        if params.get(option) is not None:
            value = params[option]
            yield f"{member} eq {literal(value.strip().lower() if option in _GUIDS else value)}"
    if params.get("actions") is not None:
        yield _one_of("provisioningAction", [ACTIONS[action] for action in params["actions"]])
    if params.get("statuses") is not None:
        yield _one_of("provisioningStatusInfo/status", params["statuses"])
    if params.get("source_name") is not None:
        yield f"contains(sourceIdentity/displayName, {literal(params['source_name'])})"
    for option, moment in moments.items():
        yield f"activityDateTime {_MOMENTS[option]} {moment}"
    if params.get("filter") is not None:
        yield f"({params['filter'].strip()})"


def _said(value: Any) -> bool:
    """Whether an option that was given says something."""
    return bool(value.strip() if isinstance(value, str) else value)


def _one_of(member: str, values: list[str]) -> str:
    """That a member has one of the values; the service knows no shorter form for it."""
    tests = [f"{member} eq {literal(value)}" for value in sorted(set(values))]
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"

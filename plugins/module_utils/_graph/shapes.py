# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers look like, as far as they are taken apart: where something else stands, it is no answer of this service.

So nothing behind the transport needs to ask of each member whether it is what it is called. Schemas are looked at where
they are read: what is odd in them is told with its place.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

# `str`, `dict` and `list` stand for any text, object and list, [shape] for a list of such, {name: shape} for an object
# with such members, if it has them; with "!" it must. Null stands for what is not there.
PAIRS = [{"key!": str, "value": str}]
ERROR = {"code": str, "message": str}
EXECUTION = {"activityIdentifier": str, "error": ERROR, "state": str, "timeBegan": str, "timeEnded": str}
JOB = {
    "id!": str,
    "templateId": str,
    "schedule": {"state": str, "interval": str, "expiration": str},
    "status": {
        "code": str,
        "lastExecution": EXECUTION,
        "lastSuccessfulExecution": EXECUTION,
        "lastSuccessfulExecutionWithExports": EXECUTION,
        "progress": [dict],
        "quarantine": {"currentBegan": str, "error": ERROR, "nextAttempt": str, "reason": str},
        "steadyStateFirstAchievedTime": str,
        "steadyStateLastAchievedTime": str,
        "synchronizedEntryCountByType": [{"key": str}],
        "troubleshootingUrl": str,
    },
    "synchronizationJobSettings": [{"name!": str}],
}
ROLE = {"id!": str, "displayName": str, "value": str, "allowedMemberTypes": [str]}
OWNER = {
    "id!": str,
    "appId": str,
    "appRoles": [ROLE],
    "applicationTemplateId": str,
    "displayName": str,
    "tags": [str],
}
IDENTITY = {"id": str, "displayName": str}
# The rest of an entry has had more than one form, and whoever reads it expects any.
LOG_ENTRY = {"modifiedProperties": [dict], "provisioningSteps": [dict]}
POLICY = {"userSyncInbound": dict}

# By the last word of an address, or the one before it, where an id comes last.
COLLECTIONS: dict[str, Any] = {
    "appRoleAssignedTo": {"id!": str, "appRoleId!": str, "principalId!": str, "principalType": str},
    "applicationTemplates": {
        "id!": str,
        "displayName": str,
        "supportedProvisioningTypes": [str],
        "supportedSingleSignOnModes": [str],
        "categories": [str],
    },
    "applications": OWNER,
    "filterOperators": {"id": str, "name": str, "supportedAttributeTypes": [str]},
    "functions": {"id": str, "name": str, "parameters": [{"name!": str}]},
    "groups": {"id!": str, "displayName": str},
    "jobs": JOB,
    "partners": {"tenantId!": str, "identitySynchronization": POLICY},
    "provisioning": LOG_ENTRY,
    "secrets": PAIRS[0],
    "servicePrincipals": OWNER,
    "templates": {"id!": str, "applicationId": str, "metadata": PAIRS},
    "users": {"id!": str, "displayName": str, "userPrincipalName": str},
}
OBJECTS: dict[str, Any] = {
    "identitySynchronization": POLICY,
    # Has been seen with objectId in place of id.
    "instantiate": {"application": {"appId": str}, "servicePrincipal": {"appId": str}},
}
NAMES: dict[Any, str] = {dict: "an object", list: "a list", str: "a text"}


def misfit(method: str, url: str, value: Any) -> str | None:
    """What of an answer is not what it is called, in words; None where all of it is."""
    path, _mark, query = url.partition("?")
    before, last = path.rstrip("/").split("/")[-2:]
    name, _bracket, key = last.partition("(")
    if key:
        before, last = name, key
    if last in COLLECTIONS and method == "GET":
        return _misfit(value, {"value": [_asked_for(COLLECTIONS[last], query)]}, "") or _no_list(value)
    shape = OBJECTS.get(last) or COLLECTIONS.get(last if method == "POST" else before)
    return None if shape is None else _misfit(value, _asked_for(shape, query), "")


def _asked_for(shape: dict[str, Any], query: str) -> dict[str, Any]:
    """The shape of what a query selects: a member that it leaves out need not be there."""
    chosen = dict(parse_qsl(query)).get("$select")
    if chosen is None:
        return shape
    names = chosen.split(",")
    return {word if word.rstrip("!") in names else word.rstrip("!"): inner for word, inner in shape.items()}


def _no_list(value: Any) -> str | None:
    return None if isinstance(value.get("value"), list) else "it has no list of values"


def _misfit(value: Any, shape: Any, place: str) -> str | None:
    if value is None:
        return None
    kind: Any = shape if isinstance(shape, type) else type(shape)
    if not isinstance(value, kind):
        return f"{place or 'it'} is {NAMES.get(type(value), 'a number or a truth')} and not {NAMES[kind]}"
    # A kind alone says nothing about what is inside.
    if shape is kind or kind is str:
        return None
    return _misfit_of_members(value, shape, place) if kind is dict else _misfit_of_rows(value, shape[0], place)


def _misfit_of_members(value: dict[str, Any], shape: dict[str, Any], place: str) -> str | None:
    for word, inner in shape.items():
        name = word.rstrip("!")
        if value.get(name) is None and word != name:
            return f"{place or 'it'} has no {name}"
        found = _misfit(value.get(name), inner, f"{place}.{name}".lstrip("."))
        if found:
            return found
    return None


def _misfit_of_rows(rows: list[Any], shape: Any, place: str) -> str | None:
    for number, row in enumerate(rows):
        # Null in place of a row is no row.
        found = _misfit(row, shape, f"{place}[{number}]") if row is not None else f"{place}[{number}] is nothing"
        if found:
            return found
    return None

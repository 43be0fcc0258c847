# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The synchronization itself and its secrets: rows 1 to 8 of the endpoint tables."""

from __future__ import annotations

import json
from typing import Any

from . import credentials, lookup, problems, secret_keys, shapes
from .call import NO_CONTENT, Answer, Call
from .listing import collection
from .routing import SERVICE_PRINCIPAL, synchronization
from .world import Provisioning


@synchronization("GET", "", "synchronization.get")
def get_synchronization(call: Call) -> Answer:
    found = lookup.provisioning(call)
    body: dict[str, Any] = {
        "@odata.context": call.context(f"{lookup.owner_context(call)}/synchronization/$entity"),
        "id": lookup.owner(call).id,
        "secrets": _readable(call, found),
        **_announced(call, found),
    }
    expanded = [name.strip() for name in call.query.get("$expand", "").split(",") if name.strip()]
    if "jobs" in expanded:
        body["jobs"] = [shapes.job(job) for job in found.jobs.values()]
    if "templates" in expanded:
        body["templates"] = [shapes.template(template) for template in found.templates.values()]
    return Answer(200, body)


def _announced(call: Call, found: Provisioning) -> dict[str, Any]:
    """The property that beta's metadata announce; of its entries no more is published than that they have a value."""
    wanted = call.switches["connectivity_parameters"]
    if wanted == "absent" or call.version != "beta":
        return {}
    keys = wanted == "beta_with_keys"
    rows = [{**({"key": key} if keys else {}), "value": value} for key, value in found.secrets.items()]
    return {"connectivityParameters": rows}


@synchronization("PUT", "", "synchronization.put")
def put_synchronization(call: Call) -> Answer:
    found = lookup.provisioning(call)
    answer = call.switches["put_synchronization"]
    if answer == "404":
        raise problems.no_http_resource("/".join(call.parts))
    body = call.json()
    _refuse_members(body, {"id", "secrets"})
    if "secrets" in body:
        _store(call, found, credentials.pairs(body, "secrets"))
    return get_synchronization(call) if answer == "200" else Answer(NO_CONTENT)


@synchronization("DELETE", "", "synchronization.delete")
def delete_synchronization(call: Call) -> Answer:
    found = lookup.provisioning(call)
    found.secrets.clear()
    found.jobs.clear()
    return Answer(NO_CONTENT)


@synchronization("GET", "Ping", "synchronization.ping")
def ping(call: Call) -> Answer:
    offered = call.switches["ping"]
    if offered == "none" or (offered == "beta" and call.version != "beta"):
        raise problems.no_http_resource("/".join(call.parts))
    lookup.provisioning(call)
    return Answer(200, {"@odata.context": call.context("Edm.String"), "value": "pong"})


@synchronization("GET", "secrets", "secrets.get")
def get_secrets(call: Call) -> Answer:
    values = _readable(call, lookup.provisioning(call))
    return collection(call, values, f"{lookup.owner_context(call)}/synchronization/secrets")


@synchronization("GET", "secrets/$count", "secrets.count")
def count_secrets(call: Call) -> Answer:
    count = len(lookup.provisioning(call).secrets)
    return Answer(200, str(count).encode(), media_type="text/plain")


@synchronization("PUT", "secrets", "secrets.put", SERVICE_PRINCIPAL)
def put_secrets(call: Call) -> Answer:
    found = lookup.provisioning(call)
    body = call.json()
    _refuse_members(body, {"value"})
    _store(call, found, credentials.pairs(body, "value"))
    return Answer(NO_CONTENT)


@synchronization("POST", "acquireAccessToken", "secrets.acquireAccessToken")
def acquire_access_token(call: Call) -> Answer:
    found = lookup.provisioning(call)
    body = call.json()
    _refuse_members(body, {"credentials"})
    code = dict(credentials.pairs(body, "credentials")).get("Oauth2AuthorizationCode")
    if not code:
        raise problems.bad_request("Oauth2AuthorizationCode is required.", "RequestMissingRequiredParameter")
    credentials.refuse_code(code, found, again=call.switches["used_codes"])
    found.used_codes.add(code)
    before = dict(found.secrets)
    found.secrets.update(
        Oauth2AccessToken=f"token-for-{code}",
        Oauth2AccessTokenCreationTime=call.service.world.clock.stamp(),
        Oauth2RefreshToken=f"refresh-token-for-{code}",
    )
    _lag(call, found, before)
    return Answer(NO_CONTENT)


def _lag(call: Call, found: Provisioning, before: dict[str, str]) -> None:
    """After a write some reads still show what was stored before, as many as the switch says."""
    if call.switches["secrets_read_lag"]:
        found.previous_secrets, found.stale_secret_reads = before, call.switches["secrets_read_lag"]


def _readable(call: Call, found: Provisioning) -> list[dict[str, str]]:
    values = found.secrets
    if found.stale_secret_reads > 0 and found.previous_secrets is not None:
        found.stale_secret_reads -= 1
        values = found.previous_secrets
    return shapes.secrets(values, secret_keys.masked(found) if call.switches["secrets_mask"] else set())


def _refuse_members(body: dict[str, Any], allowed: set[str]) -> None:
    for name in body:
        if name not in allowed and "@odata." not in name:
            raise problems.bad_request(f"The property '{name}' does not exist on this type.")


def _store(call: Call, found: Provisioning, given: list[tuple[str, str]]) -> None:
    """A PUT: upsert by key by default; what the switches say otherwise."""
    switches, names = call.switches, {key for key, _value in given}
    if switches["secrets_mixed_families"] == "500" and "SecretToken" in names and names & secret_keys.OAUTH:
        raise problems.Refusal(500, "InternalError", "An internal error occurred.")
    for key, value in given:
        if key == "SyncNotificationSettings":
            _check_notifications(value)
    if switches["secrets_put"] == "silent_drop" and not {"SyncAll", "SyncNotificationSettings"} <= names:
        return
    before = dict(found.secrets)
    if switches["secrets_put"] == "replace":
        found.secrets = {}
    for key, value in given:
        if value == "*" and switches["secrets_star"] == "keep":
            if key in before:
                found.secrets[key] = before[key]
        elif value == "":
            found.secrets.pop(key, None)
        else:
            found.secrets[key] = value
    _lag(call, found, before)


def _check_notifications(value: str) -> None:
    """SyncNotificationSettings must be a JSON object; `""` is refused, `{}` is stored."""
    try:
        settings = json.loads(value)
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        raise problems.nested(400, "InvalidNotificationSettings")

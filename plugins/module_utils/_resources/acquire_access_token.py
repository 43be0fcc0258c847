# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OAuth code grant of a connector: an authorization code is traded, once, for a token that the service stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import DECLARATION, ORDER, Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._core.proposal import Proposal
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Explained
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity, credentials, owner

MISSING, ALWAYS = "missing", "always"
OPTIONS: Mapping[str, Any] = {
    **owner.SERVICE_PRINCIPAL,
    "secrets": {"type": "dict", "no_log": True, "required": True},
    "settings": {"type": "dict", "no_log": False},
    "when": {"type": "str", "choices": [MISSING, ALWAYS], "default": MISSING},
}
RULES = owner.rules(owner.SERVICE_PRINCIPAL)

CODE = "Oauth2AuthorizationCode"
# What the service stores for it: the token, never shown, and when it was had, which is no secret.
TOKEN = "Oauth2AccessToken"
CREATED = "Oauth2AccessTokenCreationTime"

HIDDEN = "(stored, never shown)"
ACQUIRED = "(acquired)"
REFUSED = (
    "A code can be traded once, and only for some minutes, with the redirect URI and the client that it was issued for. "
    "Obtain a new one by consent in a browser, and run again."
)


def propose(graph: Any, params: Mapping[str, Any]) -> Proposal:
    """Read, check, plan: a token is acquired where none is stored, or whenever that is ordered."""
    graph.redactor.add_all(credentials.astray(params))
    declared = _parse(params)
    endpoint = connectivity.of(graph, owner.service_principal(graph, params))
    stored = endpoint.read()
    due = params["when"] == ALWAYS or TOKEN not in stored.keys
    _check_keys(graph, endpoint, declared, stored, due)
    changes = (_change(endpoint, declared, stored),) if due else ()
    kind = ORDER if params["when"] == ALWAYS else DECLARATION
    latest = {"stored": stored}

    def apply(change: Change) -> None:
        _acquire(endpoint, change.payload, stored)
        latest["stored"] = endpoint.seen(lambda now: TOKEN in now.keys)

    predicted = stored._replace(masked=tuple(sorted({*stored.masked, TOKEN}))) if due else stored
    plan = Plan(changes, warnings=connectivity.warnings(graph), kind=kind)
    return Proposal(plan, _result(endpoint, predicted), apply, lambda: _result(endpoint, latest["stored"]))


def _parse(params: Mapping[str, Any]) -> credentials.Declared:
    """What shall be sent along. Raises InvalidInput with all problems at once."""
    problems: list[str] = []
    if CODE not in (params.get("secrets") or {}):
        problems.append(f"secrets: {CODE} is missing; it is what is traded for a token.")
    declared = credentials.Declared()
    try:
        declared = credentials.parse(params)
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(problems)
    return declared


def _check_keys(
    graph: Any, endpoint: Any, declared: credentials.Declared, stored: credentials.Stored, due: bool
) -> None:
    """Refuse a secret under settings and the reverse, and a principal that cannot be provisioned.

    The templates are asked only when something would be sent or our own table disagrees with the user.
    """
    if not due and not credentials.misplaced(declared, {}, stored.masked):
        return
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import template, template_keys

    offered = template.Templates(graph, endpoint.whose).list()
    template.check_offered(endpoint.whose, offered, "secrets", None)
    credentials.check_places(declared, template_keys.secret_fields(offered), stored.masked, graph.redactor)


def _change(endpoint: Any, declared: credentials.Declared, stored: credentials.Stored) -> Change:
    """The one step: what is sent, by key, and what will be stored, without a value of either."""
    nothing = credentials.Stored({}, ())
    rows = credentials.payload(declared, nothing, credentials.move(declared, nothing, "always"))
    return Change(
        "acquire",
        f"access token of the connector of {endpoint.whose}",
        before={"secrets": {TOKEN: HIDDEN}} if TOKEN in stored.keys else None,
        after={"secrets": {TOKEN: ACQUIRED}, "with": [row["key"] for row in rows]},
        payload=rows,
    )


def _acquire(endpoint: Any, rows: list[dict[str, Any]], before: credentials.Stored) -> None:
    """Trade the code. A refusal is explained: the service hands through what the target's token endpoint says."""
    try:
        endpoint.acquire_access_token(rows, _fate(endpoint, before))
    except Exception as error:
        if getattr(error, "status", None) != 400:
            raise
        raise Explained(f"{error} {REFUSED}", error) from error


def _fate(endpoint: Any, before: credentials.Stored) -> Callable[[], Mapping[str, Any] | None]:
    """Whether it has happened, from the stored keys: a token that was not there, or one of another moment."""

    def asked() -> Mapping[str, Any] | None:
        now = endpoint.read()
        if TOKEN not in now.keys:
            return None
        new = TOKEN not in before.keys or now.settings.get(CREATED) not in (None, before.settings.get(CREATED))
        return {"keys": now.keys} if new else None

    return asked


def _result(endpoint: Any, stored: credentials.Stored) -> dict[str, Any]:
    """The module's own results."""
    return {
        "service_principal_id": endpoint.whose.id,
        "settings": dict(stored.settings),
        "secret_keys": list(stored.masked),
    }

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults by rule: which requests meet which failure, how often, and after how many good ones."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from . import problems, schema_edits
from .exchange import may_change
from .world import new_id

# kind -> (options with defaults, meaning)
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "throttle": ({"seconds": 1, "style": "seconds"}, "429; style: seconds | date | none says how Retry-After is given"),
    "server_error": (
        {"status": 503, "when": "before", "seconds": None},
        "500, 502, 503 or 504, before or after the work",
    ),
    "reset": ({"when": "before"}, "the connection is reset, before or after the work was done"),
    "hold": (
        {"when": "before", "seconds": 60.0},
        "no answer until the caller is gone (or for so long), before or after the work was done",
    ),
    "truncate": ({}, "the whole Content-Length is promised, half of the body is sent"),
    "not_json": ({"status": 200}, "a page of HTML instead of the body"),
    "slow": ({"seconds": 1.0}, "a good answer, late"),
    "stale": ({}, "a read shows what it showed before the last write"),
    "unauthorized": ({}, "401 InvalidAuthenticationToken"),
    "forbidden": ({}, "403 Authorization_RequestDenied"),
    "not_found": ({"code": "Request_ResourceNotFound"}, "404"),
    "replication": ({"status": 401}, "401 UnknownError with empty message, or 403, or 404"),
    "claims_challenge": ({}, "401 insufficient_claims until a token was issued for the challenge"),
    "conflict": ({}, "409"),
    "precondition": ({}, "412"),
    "redirect": ({"to": "https://elsewhere.invalid/"}, "302 to another origin"),
    "foreign_next_link": ({"to": "https://elsewhere.invalid/next"}, "a page whose nextLink leads to another origin"),
    "schema_edit": (
        {"edits": None, "when": "before"},
        "somebody edits the schema of the job in the path, before or after the work (edits: see schema_edits)",
    ),
    "answer": ({"status": 500, "code": "generalException", "message": "", "headers": None}, "any error envelope"),
}
WITHOUT_BATCH_ITEMS = {"reset", "hold", "truncate"}
# In place of a method: every request that may change something.
UNSAFE = "UNSAFE"


class UnknownFault(ValueError):
    """No such kind, an option that the kind does not have, or a path that is no regular expression."""


@dataclass
class Rule:
    """`method` (a verb, or UNSAFE) and `path` (a regular expression, searched) empty match all; `times` 0 means always.

    `every` 10 strikes each tenth of the fitting requests, counted from `after` on, in batches and outside alike.
    """

    kind: str
    method: str = ""
    path: str = ""
    times: int = 1
    after: int = 0
    every: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    nonce: str = field(default_factory=new_id)
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownFault(f"there is no fault {self.kind!r}; faults are: {', '.join(sorted(KINDS))}")
        defaults = KINDS[self.kind][0]
        for name in self.options:
            if name not in defaults:
                raise UnknownFault(f"fault {self.kind} has no option {name!r}; it has: {', '.join(defaults) or 'none'}")
        self.options = {**defaults, **self.options}
        if not isinstance(self.every, int) or self.every < 1:
            raise UnknownFault(f"every is an integer from 1, not {self.every!r}")
        if self.kind == "claims_challenge":
            self.times = 0
        if self.kind == "schema_edit":
            schema_edits.checked(self.options["edits"])
        try:
            re.compile(self.path)
        except re.error as error:
            raise UnknownFault(f"the path {self.path!r} is no regular expression: {error}") from None

    def fits(self, method: str, path: str) -> bool:
        verb = self.method.upper()
        fitting = may_change(method, path) if verb == UNSAFE else verb in ("", method)
        return fitting and re.search(self.path, path) is not None

    def takes(self) -> bool:
        """Count one fitting request; whether the fault happens to it."""
        self.seen += 1
        if self.seen <= self.after or (self.times and self.fired >= self.times):
            return False
        if (self.seen - self.after) % self.every:
            return False
        self.fired += 1
        return True

    @property
    def challenge(self) -> str:
        """The claims document that a client must hand to the token endpoint."""
        wanted = {"access_token": {"nbf": {"essential": True, "value": self.nonce}}}
        return json.dumps(wanted, separators=(",", ":"))

    def after_the_work(self) -> bool:
        return self.options.get("when") == "after"


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(
        self,
        kind: str,
        method: str = "",
        path: str = "",
        times: int = 1,
        after: int = 0,
        every: int = 1,
        **options: Any,
    ) -> Rule:
        rule = Rule(kind, method, path, times, after, every, options)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def take(self, method: str, path: str, challenge: str, batched: bool) -> Rule | None:
        """The rule that strikes a request. `challenge` is what the caller's token was issued for."""
        for rule in list(self.rules):
            if not rule.fits(method, path) or (batched and rule.kind in WITHOUT_BATCH_ITEMS):
                continue
            if rule.kind == "claims_challenge" and challenge == rule.nonce:
                continue
            if rule.takes():
                return rule
        return None


def challenged_nonce(claims: str) -> str:
    """The nonce in a `claims` parameter of a token request; empty when there is none."""
    try:
        return str(json.loads(claims)["access_token"]["nbf"]["value"])
    except (ValueError, KeyError, TypeError):
        return ""


def refusal(rule: Rule, authority: str) -> problems.Refusal | None:
    """The error answer of a fault; None for the kinds that do not refuse."""
    options = rule.options
    simple: dict[str, Callable[[], problems.Refusal]] = {
        "unauthorized": lambda: problems.bad_token("Lifetime validation failed, the token is expired."),
        "forbidden": problems.denied,
        "not_found": lambda: problems.Refusal(404, options["code"], "The resource was not found."),
        "conflict": lambda: problems.Refusal(409, "Conflict", "A conflicting change is in progress."),
        "precondition": lambda: problems.Refusal(412, "PreconditionFailed", "The ETag does not match."),
        "throttle": lambda: _throttle(options),
        "server_error": lambda: _server_error(options),
        "replication": lambda: _replication(options["status"]),
        "claims_challenge": lambda: _claims_challenge(rule, authority),
        "redirect": lambda: problems.Refusal(302, "Redirect", "Moved.", {"Location": options["to"]}),
        "answer": lambda: problems.Refusal(
            options["status"], options["code"], options["message"], dict(options["headers"] or {})
        ),
    }
    return simple[rule.kind]() if rule.kind in simple else None


def _throttle(options: dict[str, Any]) -> problems.Refusal:
    if options["style"] == "none":
        return problems.throttled(None)
    found = problems.throttled(options["seconds"])
    if options["style"] == "date":
        found.headers["Retry-After"] = formatdate(time.time() + options["seconds"], usegmt=True)
    return found


def _server_error(options: dict[str, Any]) -> problems.Refusal:
    code = {500: "generalException", 502: "BadGateway", 503: "serviceNotAvailable", 504: "GatewayTimeout"}
    headers = {} if options["seconds"] is None else {"Retry-After": str(options["seconds"])}
    return problems.Refusal(options["status"], code.get(options["status"], "generalException"), "Try again.", headers)


def _replication(status: int) -> problems.Refusal:
    if status == 403:
        return problems.denied()
    return problems.directory_object_missing("") if status == 404 else problems.empty_unknown_error()


def _claims_challenge(rule: Rule, authority: str) -> problems.Refusal:
    claims = base64.b64encode(rule.challenge.encode()).decode()
    header = (
        f'Bearer realm="", authorization_uri="{authority}/common/oauth2/authorize", '
        f'error="insufficient_claims", claims="{claims}"'
    )
    text = "Continuous access evaluation resulted in challenge with result: InteractionRequired"
    return problems.Refusal(401, "InvalidAuthenticationToken", text, {"WWW-Authenticate": header})

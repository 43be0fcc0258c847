# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service as a whole: from a request to its answer, with faults, sign-in, permissions and the audit on the way."""

from __future__ import annotations

import dataclasses
import json
import random
from asyncio import sleep as pause
from typing import Any
from urllib.parse import unquote

from . import (
    batch,
    faults,
    paths,
    permissions,
    portal,
    problems,
    routes_assignments,
    routes_bulk,
    routes_directories,
    routes_directory,
    routes_gallery,
    routes_job_actions,
    routes_jobs,
    routes_on_demand,
    routes_partners,
    routes_people,
    routes_schema,
    routes_secrets,
    routes_templates,
    routing,
    signin,
)
from .audit import Audit, Entry, is_unsafe
from .call import Answer, Call
from .exchange import Incoming, Outgoing
from .recent import Recent
from .tokens import Caller, TokenService
from .world import World, new_id

# Importing a module of operations registers them; this names the modules that the service consists of.
OPERATIONS = (
    batch,
    routes_assignments,
    routes_bulk,
    routes_directories,
    routes_directory,
    routes_gallery,
    routes_job_actions,
    routes_jobs,
    routes_on_demand,
    routes_partners,
    routes_people,
    routes_schema,
    routes_secrets,
    routes_templates,
)
VERSIONS = ("v1.0", "beta")
# Faults by which a request is never answered.
UNANSWERED = ("reset", "hold")
HTML = b"<html><head><title>Service unavailable</title></head><body>Try again later.</body></html>"


class Service:
    """One emulated service at one address. `graph_url` and `authority` are roots without a path."""

    def __init__(self, world: World, graph_url: str, authority: str, audit: Audit) -> None:
        self.world = world
        self.graph_url = graph_url
        self.authority = authority
        self.audit = audit
        self.faults = faults.Faults()
        self.tokens = TokenService(authority, graph_url, world.clock)
        self.latency = 0.0
        self._recent = Recent()
        self._random: random.Random | None = None

    def begin_anew(self, world: World) -> None:
        """Another world in place of this one. Tokens stay valid, the audit goes on."""
        self.world = world
        self.tokens.clock = world.clock
        self.faults.clear()
        self._random = None
        self._recent = Recent()

    async def respond(self, incoming: Incoming) -> Outgoing:
        """The answer to a request of any kind: Graph, sign-in, discovery or managed identity."""
        if self.latency:
            await pause(self.latency)
        rule = self.faults.take(incoming.method, incoming.path, self._challenge(incoming), batched=False)
        if rule is not None and rule.kind == "slow":
            await pause(float(rule.options["seconds"]))
        return self._answer(incoming, rule, None)

    def batched(self, incoming: Incoming, outer: Call) -> Outgoing:
        """The answer to one item of a batch, in the name of the outer call."""
        rule = self.faults.take(incoming.method, incoming.path, outer.caller.challenge, batched=True)
        return self._answer(incoming, rule, outer)

    def _challenge(self, incoming: Incoming) -> str:
        try:
            return self.tokens.read(incoming.headers.get("authorization", "")).challenge
        except problems.Refusal:
            return ""

    def _answer(self, incoming: Incoming, rule: faults.Rule | None, outer: Call | None) -> Outgoing:
        request_id, tenant = new_id(), _Seen()
        outgoing = self._struck(incoming, rule, outer, request_id, tenant)
        self.audit.add(
            Entry(
                self.world.clock.stamp(),
                tenant.tenant_id,
                incoming,
                0 if outgoing.manner in UNANSWERED else outgoing.status,
                is_unsafe(incoming),
                request_id,
                rule.kind if rule else "",
                len(outgoing.body),
            )
        )
        return outgoing

    def _struck(
        self, incoming: Incoming, rule: faults.Rule | None, outer: Call | None, request_id: str, seen: _Seen
    ) -> Outgoing:
        """The answer with what a fault makes of it; the work is done unless the fault comes before it."""
        if rule is not None and rule.kind == "schema_edit":
            return self._edited(incoming, rule, outer, request_id, seen)
        refusal = faults.refusal(rule, self.authority) if rule is not None else None
        unanswered = rule is not None and rule.kind in UNANSWERED
        worked = rule is None or rule.after_the_work() or (refusal is None and not unanswered)
        plain = self._work(incoming, outer, request_id, seen) if worked else Outgoing(0)
        if incoming.method == "GET" and worked and (rule is None or rule.kind != "stale"):
            self._recent.note(_url(incoming, seen), plain)
        if rule is None:
            return plain
        if refusal is not None:
            return self._refused(refusal, request_id, incoming)
        return self._spoilt(rule, plain, incoming, seen)

    def _edited(
        self, incoming: Incoming, rule: faults.Rule, outer: Call | None, request_id: str, seen: _Seen
    ) -> Outgoing:
        """A good answer, with somebody else's edit of the schema before or after the work."""
        after = rule.after_the_work()
        answer = self._work(incoming, outer, request_id, seen) if after else None
        try:
            portal.edit_at(self.world, incoming.path, rule.options["edits"])
        except (KeyError, ValueError) as error:
            return self._refused(problems.Refusal(500, "EmulatorEditFailed", str(error)), request_id, incoming)
        return answer or self._work(incoming, outer, request_id, seen)

    def _spoilt(self, rule: faults.Rule, plain: Outgoing, incoming: Incoming, seen: _Seen) -> Outgoing:
        if rule.kind in (*UNANSWERED, "truncate"):
            return dataclasses.replace(plain, manner=rule.kind, patience=rule.options.get("seconds", 0.0))
        if rule.kind == "not_json":
            return Outgoing(rule.options["status"], HTML, {"Content-Type": "text/html"})
        if rule.kind == "stale":
            return self._recent.before(_url(incoming, seen), plain)
        if rule.kind == "foreign_next_link" and plain.status == 200:
            body = {**json.loads(plain.body), "@odata.nextLink": rule.options["to"]}
            return dataclasses.replace(plain, body=json.dumps(body).encode())
        return plain

    def _work(self, incoming: Incoming, outer: Call | None, request_id: str, seen: _Seen) -> Outgoing:
        first = incoming.path.split("/")[1] if "/" in incoming.path else ""
        if first not in VERSIONS:
            return signin.answer(self, incoming)
        try:
            answer = self._operate(incoming, outer, request_id, seen)
        except problems.Refusal as refusal:
            outgoing = self._refused(refusal, request_id, incoming)
        else:
            outgoing = Outgoing(answer.status, answer.encoded(), self._headers(request_id, incoming))
            outgoing.headers.update(answer.headers)
            if outgoing.body:
                outgoing.headers["Content-Type"] = answer.media_type
        return outgoing

    def _operate(self, incoming: Incoming, outer: Call | None, request_id: str, seen: _Seen) -> Answer:
        parts = paths.parts(incoming.raw_path)
        call = Call(
            self,
            incoming.method,
            unquote(incoming.raw_path),
            parts[0],
            parts[1:],
            incoming.query,
            incoming.headers,
            incoming.body,
            request_id,
            incoming.headers.get("client-request-id", request_id),
        )
        caller = outer.caller if outer is not None else self.tokens.read(incoming.headers.get("authorization", ""))
        self._admit(call, caller, seen)
        route = routing.find(call)
        permissions.check(call)
        self._maybe_fail(call, incoming)
        return route.run(call)

    def _admit(self, call: Call, caller: Caller, seen: _Seen) -> None:
        tenant = self.world.tenants.get(caller.tenant_id)
        if tenant is None:
            raise problems.bad_token("The tenant for tenant guid '" + caller.tenant_id + "' does not exist.")
        seen.tenant_id = tenant.id
        call.admit(caller, tenant)

    def _maybe_fail(self, call: Call, incoming: Incoming) -> None:
        """The switch random_write_faults: 429, 503 or 504 before the work of a write."""
        share = call.switches["random_write_faults"]
        if not share or not is_unsafe(incoming):
            return
        if self._random is None:
            self._random = random.Random(call.switches["random_seed"])
        if self._random.random() < share:
            status = self._random.choice((429, 503, 504))
            raise problems.Refusal(status, "TooManyRequests" if status == 429 else "serviceNotAvailable", "", _SOON)

    def _headers(self, request_id: str, incoming: Incoming) -> dict[str, str]:
        return {
            "request-id": request_id,
            "client-request-id": incoming.headers.get("client-request-id", request_id),
            "OData-Version": "4.0",
            "Cache-Control": "no-cache",
            "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"001"}}',
        }

    def _refused(self, refusal: problems.Refusal, request_id: str, incoming: Incoming) -> Outgoing:
        headers = {**self._headers(request_id, incoming), "Content-Type": "application/json", **refusal.headers}
        body: dict[str, Any] = problems.envelope(
            refusal.code,
            refusal.message,
            date=self.world.clock.stamp()[:19],
            request_id=request_id,
            client_request_id=headers["client-request-id"],
        )
        return Outgoing(refusal.status, json.dumps(body).encode(), headers)


_SOON = {"Retry-After": "1"}


@dataclasses.dataclass
class _Seen:
    """The tenant of a request, filled in while it is worked on."""

    tenant_id: str = ""


def _url(incoming: Incoming, seen: _Seen) -> str:
    return f"{seen.tenant_id}{incoming.path}?{incoming.query_string}"

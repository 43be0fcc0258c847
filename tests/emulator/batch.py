# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""$batch: up to 20 requests in one, each with its own answer, order, throttling and dependencies."""

from __future__ import annotations

import json
from typing import Any

from . import problems
from .call import JSON_TYPE, Answer, Call
from .exchange import Incoming, Outgoing
from .routing import operation

LARGEST = 20
FAILED_DEPENDENCY = b'{"error":{"code":"FailedDependency","message":"A request that this one depends on failed."}}'
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@operation("POST", "$batch", "batch")
def batch(call: Call) -> Answer:
    items = call.json().get("requests")
    _check(items)
    assert isinstance(items, list)
    answers: dict[str, Outgoing] = {}
    waiting = list(items)
    while waiting:
        ready = [item for item in waiting if all(one in answers for one in item.get("dependsOn") or [])]
        if not ready:
            raise problems.bad_request("Invalid batch payload: 'dependsOn' contains a cycle.")
        for item in ready:
            answers[item["id"]] = _answer(call, item, answers)
            waiting.remove(item)
    ordered = [_printed(item["id"], answers[item["id"]]) for item in items]
    if call.switches["batch_order"] == "scrambled":
        ordered = ordered[1::2] + ordered[::2]
    return Answer(200, b'{"responses":[' + b",".join(ordered) + b"]}")


def _check(items: Any) -> None:
    if not isinstance(items, list) or not items:
        raise problems.bad_request("Invalid batch payload format.")
    if len(items) > LARGEST:
        raise problems.bad_request(f"Number of batch request steps exceeds the maximum value of {LARGEST}.")
    seen: set[str] = set()
    for item in items:
        if (
            not isinstance(item, dict)
            or not isinstance(item.get("id"), str)
            or not item["id"]
            or not isinstance(item.get("url"), str)
        ):
            raise problems.bad_request("Invalid batch payload format.")
        if item["id"].lower() in seen:
            raise problems.bad_request(f"Duplicate request id found. Id: {item['id']}")
        seen.add(item["id"].lower())
        if not isinstance(item.get("dependsOn") or [], list) or not isinstance(item.get("headers") or {}, dict):
            raise problems.bad_request("Invalid batch payload format.")
        if str(item.get("method")) not in METHODS:
            raise problems.bad_request(f"Invalid batch method '{item.get('method')}'.")
    known = {item["id"] for item in items}
    for item in items:
        if not known.issuperset(item.get("dependsOn") or []):
            raise problems.bad_request("Invalid batch payload: 'dependsOn' names an unknown request.")


def _answer(call: Call, item: dict[str, Any], answers: dict[str, Outgoing]) -> Outgoing:
    if any(answers[one].status >= 400 for one in item.get("dependsOn") or []):
        return Outgoing(424, FAILED_DEPENDENCY)
    headers = {str(name).lower(): str(value) for name, value in (item.get("headers") or {}).items()}
    body = b""
    if item.get("body") is not None:
        if "content-type" not in headers:
            text = "Write request id : {} does not contain Content-Type header or body."
            raise problems.bad_request(text.format(item["id"]))
        body = json.dumps(item["body"]).encode()
    path, _mark, query = item["url"].partition("?")
    incoming = Incoming(
        item["method"], f"/{call.version}/{path.lstrip('/')}", query, headers, body, batch=call.request_id
    )
    return call.service.batched(incoming, call)


def _printed(identity: str, outgoing: Outgoing) -> bytes:
    """One answer in the text of the batch. JSON goes in as it is: reading and printing it anew would cost the most of all."""
    head = json.dumps({"id": identity, "status": outgoing.status, "headers": outgoing.headers}).encode()
    if not outgoing.body:
        return head
    text = "json" in outgoing.headers.get("Content-Type", JSON_TYPE)
    return head[:-1] + b',"body":' + (outgoing.body if text else json.dumps(outgoing.body.decode()).encode()) + b"}"

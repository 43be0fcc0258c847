# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of `$batch`: twenty reads in one request, and what the service said to each of them. No decision in here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import receive, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Outcome, Trouble, header

# Graph takes no more in one batch (fact sheet 5.6).
LARGEST_BATCH = 20
# A service that answers the batch itself so has none; its items are read one by one.
NO_BATCH = (404, 405, 501)


def joined(base: str, calls: Sequence[Call], doing: str | None = None) -> Call:
    """One request for all of the calls, which are GETs below the base (root and version).

    doing: what they are for together; without it, what the first is for.
    """
    requests = [
        {"id": str(index), "method": "GET", "url": call.url[len(base) :], "headers": {"Accept": "application/json"}}
        for index, call in enumerate(calls)
    ]
    return Call(
        doing or calls[0].doing, "POST", f"{base}/$batch", {"requests": requests}, needs=calls[0].needs, repeatable=True
    )


def parted(answer: Outcome, calls: Sequence[Call]) -> list[Outcome]:
    """The outcome of each of the calls, from that of the request in which they were joined."""
    responses = (answer.value or {}).get("responses")
    rows = responses if isinstance(responses, list) else []
    items = {str(item.get("id")): item for item in rows if isinstance(item, dict)}
    return [_outcome(call, items.get(str(index)), answer) for index, call in enumerate(calls)]


def _outcome(call: Call, item: dict[str, Any] | None, whole: Outcome) -> Outcome:
    """The outcome of one item; a missing or odd one counts as an answer that was cut off."""
    status = item.get("status") if item else None
    if item is None or not isinstance(status, int) or not 100 <= status < 600:
        words = "the answer to the batch leaves this item out"
        return Outcome(200, {}, trouble=Trouble(retry.MALFORMED, words, "Run again."))
    headers = item.get("headers")
    headers = headers if isinstance(headers, dict) else {}
    identity = (header(whole.headers, "client-request-id") or "")[:100]
    if status != 200:
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

        fault = decode.fault(status, headers, item.get("body"))
        return Outcome(status, headers, fault=fault, client_request_id=identity)
    if isinstance(item.get("body"), dict):
        value = item["body"]
        return Outcome(
            status, headers, value, trouble=receive.ill_shaped(call, status, value), client_request_id=identity
        )
    words = "the service answered 200 without a JSON object"
    return Outcome(status, headers, trouble=Trouble(retry.MALFORMED, words, "Run again."), client_request_id=identity)

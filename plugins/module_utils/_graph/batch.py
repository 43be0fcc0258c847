# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many reads in few requests: `$batch` of twenty, each item judged and repeated by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Union

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Outcome, Trouble, header

# Graph takes no more in one batch (fact sheet 5.6).
LARGEST_BATCH = 20
# A service that answers the batch itself so has none; its items are read one by one.
NO_BATCH = (404, 405, 501)

# Evaluated at run time, where Python 3.9 knows no "X | None".
Result = tuple[Union[dict[str, Any], None], Union[errors.GraphError, None]]


def read_all(transport: Transport, base: str, calls: Sequence[Call]) -> list[Result]:
    """(value, None) or (None, error) for each call, in their order. base: root and version; calls: GETs below it.

    An error of the batch as a whole raises; where the service knows no `$batch`, every call is sent by itself.
    """
    results: dict[int, Result] = {}
    renewed: set[str] = set()
    waiting = dict(enumerate(calls))
    attempt = 0
    while waiting:
        attempt += 1
        try:
            outcomes = _ask(transport, base, waiting)
        except errors.GraphError as error:
            if error.status not in NO_BATCH:
                raise
            results.update({index: read_one(transport, call) for index, call in waiting.items()})
            break
        waiting = _judge(transport, waiting, outcomes, attempt, renewed, results)
    return [results[index] for index in range(len(calls))]


def read_one(transport: Transport, call: Call) -> Result:
    """The same for a single call, without a batch around it."""
    try:
        return transport.send(call).body, None
    except errors.GraphError as error:
        return None, error


def _judge(
    transport: Transport,
    waiting: dict[int, Call],
    outcomes: dict[int, Outcome],
    attempt: int,
    renewed: set[str],
    results: dict[int, Result],
) -> dict[int, Call]:
    """Record what is final, sleep as long as the most patient item asks, and return what is to be asked again."""
    refused = [index for index, outcome in outcomes.items() if outcome.fault and _complains(outcome)]
    fresh = bool(refused) and transport.renewed(outcomes[refused[0]], renewed)
    again: dict[int, Call] = {}
    delay = 0.0
    for index, outcome in outcomes.items():
        call = waiting[index]
        decision = transport.decide(call, outcome, attempt)
        if outcome.fault is None and outcome.trouble is None:
            results[index] = (outcome.value, None)
        elif (fresh and index in refused) or decision.verdict == retry.AGAIN:
            again[index] = call
            delay = max(delay, decision.delay)
        else:
            results[index] = (None, _failure(transport, call, outcome, attempt))
    transport.pause(delay)
    return again


def _complains(outcome: Outcome) -> bool:
    """Whether the item was refused for the token's sake."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

    return decode.token_complaint(outcome) is not None


def _failure(transport: Transport, call: Call, outcome: Outcome, attempts: int) -> errors.GraphError:
    """The error of one item. The words for it are imported only when there is something to say."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import failures

    return failures.failure(call, outcome, transport.redactor, attempts=attempts)


def _ask(transport: Transport, base: str, waiting: dict[int, Call]) -> dict[int, Outcome]:
    """The outcome of every waiting call."""
    outcomes: dict[int, Outcome] = {}
    for part in _parts(waiting):
        outcomes.update(_send(transport, base, part))
    return outcomes


def _parts(waiting: dict[int, Call]) -> Iterator[dict[int, Call]]:
    """The waiting calls, twenty at a time."""
    indexes = list(waiting)
    for start in range(0, len(indexes), LARGEST_BATCH):
        yield {index: waiting[index] for index in indexes[start : start + LARGEST_BATCH]}


def _send(transport: Transport, base: str, part: dict[int, Call]) -> dict[int, Outcome]:
    """One batch request; the outcome of each of its items."""
    requests = [
        {"id": str(index), "method": "GET", "url": call.url[len(base) :], "headers": {"Accept": "application/json"}}
        for index, call in part.items()
    ]
    first = next(iter(part.values()))
    whole = Call(first.doing, "POST", f"{base}/$batch", {"requests": requests}, needs=first.needs, repeatable=True)
    reply = transport.send(whole)
    responses = (reply.body or {}).get("responses")
    items = {str(item.get("id")): item for item in responses or () if isinstance(item, dict)}
    return {index: _outcome(items.get(str(index)), reply.headers) for index in part}


def _outcome(item: dict[str, Any] | None, outer: Any) -> Outcome:
    """The outcome of one item; a missing or odd one counts as an answer that was cut off."""
    status = item.get("status") if item else None
    if item is None or not isinstance(status, int):
        words = "the answer to the batch leaves this item out"
        return Outcome(200, {}, trouble=Trouble(retry.MALFORMED, words, "Run again."))
    headers = item.get("headers")
    headers = headers if isinstance(headers, dict) else {}
    identity = header(outer, "client-request-id") or ""
    if status != 200:
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

        fault = decode.fault(status, headers, item.get("body"))
        return Outcome(status, headers, fault=fault, client_request_id=identity)
    if isinstance(item.get("body"), dict):
        return Outcome(status, headers, value=item["body"], client_request_id=identity)
    words = "the service answered 200 without a JSON object"
    return Outcome(status, headers, trouble=Trouble(retry.MALFORMED, words, "Run again."), client_request_id=identity)

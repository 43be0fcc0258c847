# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until the service shows what was written. Only here is tolerated what a new thing answers at first."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode, errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport

FIRST_DELAY = 0.2
LONGEST_DELAY = 5.0
GROWTH = 1.6
LONGEST_SUMMARY = 300
# So long may a lack of permission be the lag of a new thing; after that it is one.
LONGEST_REFUSED = 60.0


def settle(
    transport: Transport,
    read: Callable[[], Any],
    wanted: Callable[[Any], Any],
    *,
    doing: str,
    timeout: float = 120.0,
    agree: int = 2,
    describe: Callable[[Any], str] | None = None,
) -> Any:
    """Call `read` until `wanted(value)` held `agree` times in a row and return the last value.

    describe: the last value in words, for the error; without it, the beginning of its JSON.
    timeout: seconds, not counted against the deadline of the task. 401 UnknownError without a message, 403 and 404
    raised by `read` count as "not yet" (fact sheet 3.6), a 403 that stays for a minute at most; other errors pass, marked
    as `settling`. Unsettled when time runs out.
    """
    try:
        return _settle(transport, read, wanted, doing, timeout, agree, describe)
    except errors.GraphError as error:
        error.settling = True
        raise


def _settle(
    transport: Transport,
    read: Callable[[], Any],
    wanted: Callable[[Any], Any],
    doing: str,
    timeout: float,
    agree: int,
    describe: Callable[[Any], str] | None,
) -> Any:
    """The reads and the pauses between them."""
    clock = transport.clock
    started = clock.monotonic()
    transport.allow(timeout)
    delay, agreed, reads, refused_since = FIRST_DELAY, 0, 0, None
    last: Any = None
    try:
        while True:
            reads += 1
            good, last = _look(read, wanted)
            agreed = agreed + 1 if good else 0
            if agreed >= agree:
                return last
            elapsed = clock.monotonic() - started
            left = timeout - elapsed
            if getattr(last, "status", None) == 403:
                refused_since = elapsed if refused_since is None else refused_since
                left = min(left, LONGEST_REFUSED - (elapsed - refused_since))
            else:
                refused_since = None
            if left <= 0:
                break
            transport.pause(min(delay, left))
            delay = min(delay * GROWTH, LONGEST_DELAY)
    finally:
        transport.allow(min(clock.monotonic() - started, timeout) - timeout)
    raise _unsettled(transport, last, doing, min(timeout, round(elapsed)), reads, describe)


def _look(read: Callable[[], Any], wanted: Callable[[Any], Any]) -> tuple[bool, Any]:
    """One read: whether it is as wanted, and the value or the tolerated error."""
    try:
        value = read()
    except errors.GraphError as error:
        if not decode.is_replication(error):
            raise
        return False, error
    return bool(wanted(value)), value


def _unsettled(
    transport: Transport,
    last: Any,
    doing: str,
    timeout: float,
    reads: int,
    describe: Callable[[Any], str] | None,
) -> errors.Unsettled:
    """The error that tells what was seen last."""
    failed = last if isinstance(last, errors.GraphError) else None
    if failed is None:
        seen = f"last seen: {_summary(transport, last, describe)}"
    else:
        seen = (
            f"the last answer was an error: {failed} For {timeout:g} s it was asked for again, since what is new may be "
            "answered so until every copy of the service knows it."
        )
    return errors.Unsettled(
        transport.redactor.text(f"Could not {doing}: it did not show within {timeout:g} s ({reads} reads); ") + seen,
        doing=doing,
        method="GET",
        status=failed.status if failed else None,
        code=failed.code if failed else None,
        message=failed.message if failed else None,
        request_id=failed.request_id if failed else None,
        client_request_id=failed.client_request_id if failed else None,
        attempts=reads,
        waited=timeout,
    )


def _summary(transport: Transport, value: Any, describe: Callable[[Any], str] | None) -> str:
    """A value in few words; redacted before it is cut, so that no half of a secret stays."""
    if value is None:
        return "nothing there."
    if describe:
        return transport.redactor.text(describe(value))
    text = transport.redactor.text(json.dumps(transport.redactor.tree(value), default=str))
    return text if len(text) <= LONGEST_SUMMARY else f"{text[:LONGEST_SUMMARY]} ..."

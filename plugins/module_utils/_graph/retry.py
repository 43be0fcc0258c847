# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether to ask again, and when. Pure: no clock, no chance, no network in here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import header

# What can stand where a status would, when there was no usable answer.
UNSENT = "unsent"  # the connection was never made: the service did nothing
LOST = "lost"  # the connection broke or fell silent after the request may have arrived
MALFORMED = "malformed"  # a success whose body cannot be read
HOPELESS = "hopeless"  # asking again cannot help: an untrusted certificate, a wrong address

AGAIN = "again"
STOP = "stop"
UNKNOWN = "unknown"

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
# Graph: GET, PUT and DELETE are safe to repeat; POST only where the service did nothing (fact sheet 5.3).
IDEMPOTENT = SAFE | frozenset(("PUT", "DELETE"))
THROTTLED = (429, 423)
GATEWAY = (408, 502, 503, 504)
UNCERTAIN: frozenset[Any] = frozenset((LOST, MALFORMED, 500, *GATEWAY))

# Attempts in all, by situation. Throttling is told to pass; a plain 500 and a silent host seldom do.
MOST_ATTEMPTS: Mapping[Any, int] = {429: 12, 423: 12, 500: 3, UNSENT: 3, MALFORMED: 3, HOPELESS: 1}
USUAL_ATTEMPTS = 6
LONGEST_RETRY_AFTER = 180.0
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0


class Decision(NamedTuple):
    """verdict: AGAIN after `delay` seconds, STOP, or UNKNOWN (a write that may have happened: ask, do not repeat)."""

    verdict: str
    delay: float = 0.0


def decide(
    method: str,
    status: int | str,
    headers: Mapping[str, Any],
    *,
    attempt: int,
    elapsed: float,
    deadline: float,
    jitter: float,
    now: float,
    repeatable: bool = False,
    permanent: bool = False,
) -> Decision:
    """Decide after the attempt-th request (from 1) ended with `status` (a number, UNSENT, LOST, MALFORMED or HOPELESS).

    elapsed and deadline: seconds since the start of the task; jitter: a number in [0, 1); now: seconds since the
    epoch, for Retry-After as a date; permanent: the answer says that it will be the same again.
    """
    told = retry_after(headers, now)
    if permanent or status not in (*THROTTLED, *UNCERTAIN, UNSENT):
        return Decision(STOP)
    may_repeat = repeatable or method in IDEMPOTENT
    if not may_repeat and outcome_unknown(method, status, told):
        return Decision(UNKNOWN)
    delay = backoff(attempt, jitter) if told is None else told
    if attempt >= MOST_ATTEMPTS.get(status, USUAL_ATTEMPTS) or elapsed + delay >= deadline:
        return Decision(STOP)
    return Decision(AGAIN, delay)


def outcome_unknown(method: str, status: int | str, told: float | None = None) -> bool:
    """True when a write that ended so may have taken effect. A 503 that says when to return did nothing."""
    if method in SAFE or (status == 503 and told is not None):
        return False
    return status in UNCERTAIN


def backoff(attempt: int, jitter: float) -> float:
    """Seconds to wait after the attempt-th request: doubling, the upper half of each span left to chance."""
    span: float = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(attempt - 1, 16))
    return span * (0.5 + 0.5 * jitter)


def retry_after(headers: Mapping[str, Any], now: float) -> float | None:
    """Seconds that the service asks us to wait, capped; None when it does not say, or not in a form we know."""
    text = (header(headers, "Retry-After") or "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), LONGEST_RETRY_AFTER)
    from email.utils import mktime_tz, parsedate_tz

    try:
        date = parsedate_tz(text)
        return None if date is None else min(max(mktime_tz(date) - now, 0.0), LONGEST_RETRY_AFTER)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many reads at once: twenty in a request, several requests under way, each read judged and repeated by itself.

Who asks may ask more while answers come in. What follows from an answer is asked at a higher level: reads wait for
others of their level, so that requests are full, and never for one that the service told to come back later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Union

from ansible_collections.entra.provisioning.plugins.module_utils._graph import batch, errors, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.lanes import Lanes
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Outcome, header

# Evaluated at run time, where Python 3.9 knows no "X | None".
Result = tuple[Union[dict[str, Any], None], Union[errors.GraphError, None]]


class Item:
    """One read. attempts: how often it was sent; due: when it may be sent again; renewed: why it got other tokens."""

    __slots__ = ("attempts", "call", "due", "key", "level", "renewed")

    def __init__(self, key: Any, call: Call, level: int) -> None:
        self.key = key
        self.call = call
        self.level = level
        self.attempts = 0
        self.due = 0.0
        self.renewed: set[str] = set()


class Request(NamedTuple):
    """Reads that are sent together. alone: the one read is sent as it is."""

    items: list[Item]
    alone: bool


class Reading:
    """Reads below one base (root and version), of which the answers come as they arrive.

    lanes: so many requests are under way at a time; doing: what the reads are for together. Iterating yields
    (key, (value, error)) until nothing is left that was asked for. An error of a batch as a whole raises; where the service
    knows no `$batch`, every read is sent by itself.
    """

    def __init__(self, transport: Transport, base: str, lanes: int = 1, doing: str | None = None) -> None:
        self._doing = doing
        self._transport = transport
        self._base = base
        self._lanes = Lanes(lanes)
        self._ready: dict[int, list[Item]] = {}
        self._requests: list[Request] = []
        self._asleep: list[Item] = []
        self._asked = 0
        self._batchless = False

    def ask(self, key: Any, call: Call, level: int = 0) -> None:
        """Have something read. key: what its answer is called."""
        self._asked += 1
        self._queue(Item(key, call, level))

    def __iter__(self) -> Iterator[tuple[Any, Result]]:
        """The answers, in the order in which they come."""
        try:
            while self._ready or self._requests or self._asleep or self._lanes.busy:
                self.begin()
                for ended, read in self._lanes.ended(self._patience()):
                    # Read one after the other: as text, an answer takes a small part of the memory.
                    yield from self._judged(ended, read())
                self._wake()
        finally:
            self._lanes.close()

    def begin(self) -> None:
        """Send what may be sent, without waiting for an answer where there are several lanes."""
        self._cut()
        while self._requests and self._lanes.free:
            request = self._requests.pop(0)
            self._lanes.start(request, self._send)

    def delayed(self, key: Any) -> bool:
        """Whether the service told to ask for this later, so that its answer is some time away."""
        return any(item.key == key for item in self._asleep)

    def _queue(self, item: Item) -> None:
        self._ready.setdefault(item.level, []).append(item)

    def _cut(self) -> None:
        """Make requests of what is ready: full ones, and the rest of a level that nothing under way can add to."""
        for level in sorted(self._ready):
            items = self._ready.pop(level)
            alone = [item for item in items if self._goes_alone(item)]
            self._requests += [Request([item], alone=True) for item in alone]
            others = [item for item in items if item not in alone] if alone else items
            while len(others) >= batch.LARGEST_BATCH or (others and not self._grows(level)):
                self._requests.append(Request(others[: batch.LARGEST_BATCH], alone=False))
                others = others[batch.LARGEST_BATCH :]
            if others:
                self._ready[level] = others

    def _goes_alone(self, item: Item) -> bool:
        """Whether a read is sent as it is: the only one that there is, and what no `$batch` takes."""
        return self._batchless or self._asked == 1 or item.call.method != "GET"

    def _grows(self, level: int) -> bool:
        """Whether an answer that is still to come may ask for more at this level."""
        ahead = [*self._requests, *self._lanes.under_way]
        return any(item.level < level for request in ahead for item in request.items)

    def _send(self, request: Request) -> Callable[[], Outcome]:
        """One request, in a lane. Its answer is read when its turn comes."""
        return self._transport.sent(request.items[0].call if request.alone else self._joined(request))

    def _joined(self, request: Request) -> Call:
        return batch.joined(self._base, [item.call for item in request.items], self._doing)

    def _judged(self, request: Request, outcome: Outcome) -> Iterator[tuple[Any, Result]]:
        """What is final of the answer to one request; all else is asked again."""
        for item in request.items:
            item.attempts += 1
        if request.alone:
            yield from self._each(request.items, [outcome])
        elif outcome.fault is None and outcome.trouble is None:
            yield from self._each(request.items, batch.parted(outcome, [item.call for item in request.items]))
        elif outcome.fault is not None and outcome.status in batch.NO_BATCH:
            self._batchless = True
            self._again(request.items)
        else:
            self._whole(request, outcome)

    def _whole(self, request: Request, outcome: Outcome) -> None:
        """A request that failed as a whole: all of it again, or the error raises."""
        call, attempts = self._joined(request), max(item.attempts for item in request.items)
        decision = self._transport.decide(call, outcome, attempts)
        if self._transport.renewed(outcome, request.items[0].renewed):
            self._again(request.items)
        elif decision.verdict == retry.AGAIN:
            self._sleep(request.items, decision.delay)
        else:
            raise self._failure(call, outcome, attempts)

    def _again(self, items: list[Item]) -> None:
        for item in items:
            self._queue(item)

    def _each(self, items: list[Item], outcomes: list[Outcome]) -> Iterator[tuple[Any, Result]]:
        """What is final of some reads. What is asked again is settled first, so that who gets an answer knows of it."""
        fresh = self._renewed(items, outcomes)
        final: list[tuple[Any, Result]] = []
        together: dict[int, tuple[float, list[Item]]] = {}
        for item, outcome in zip(items, outcomes):
            if outcome.fault is None and outcome.trouble is None:
                final.append((item.key, (outcome.value, None)))
                continue
            decision = self._transport.decide(item.call, outcome, item.attempts)
            if item.key in fresh:
                self._queue(item)
            elif decision.verdict == retry.AGAIN and header(outcome.headers, "Retry-After"):
                self._sleep([item], decision.delay)
            elif decision.verdict == retry.AGAIN:
                together.setdefault(item.attempts, (decision.delay, []))[1].append(item)
            else:
                final.append((item.key, (None, self._failure(item.call, outcome, item.attempts))))
        # For what the service sets no time, chance does: once for all, so that they are asked again in one request.
        for delay, some in together.values():
            self._sleep(some, delay)
        yield from final

    def _renewed(self, items: list[Item], outcomes: list[Outcome]) -> set[Any]:
        """The keys of the reads that were refused for the token's sake, once there is another one."""
        refused = [(item, outcome) for item, outcome in zip(items, outcomes) if outcome.fault and _complaint(outcome)]
        again = [(item, outcome) for item, outcome in refused if _complaint(outcome) not in item.renewed]
        if again:
            self._transport.renewed(again[0][1], set())
        for item, outcome in again:
            item.renewed.add(str(_complaint(outcome)))
        return {item.key for item, _outcome in again}

    def _failure(self, call: Call, outcome: Outcome, attempts: int) -> errors.GraphError:
        """The error of one read. The words for it are imported only when there is something to say."""
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import failures

        return failures.failure(call, outcome, self._transport.redactor, attempts=attempts)

    def _sleep(self, items: list[Item], delay: float) -> None:
        due = self._transport.clock.monotonic() + delay
        for item in items:
            item.due = due
        self._asleep += items

    def _patience(self) -> float | None:
        """Seconds after which something else than an answer is to be seen to; None for none."""
        if not self._asleep:
            return None
        return max(min(item.due for item in self._asleep) - self._transport.clock.monotonic(), 0.0)

    def _wake(self) -> None:
        """Queue what may be sent again. Where nothing else is to be done, wait for it first."""
        if not self._asleep:
            return
        now = self._transport.clock.monotonic()
        if not (self._ready or self._requests or self._lanes.busy):
            first = min(item.due for item in self._asleep)
            self._transport.pause(first - now)
            now = max(self._transport.clock.monotonic(), first)
        self._again([item for item in self._asleep if item.due <= now])
        self._asleep = [item for item in self._asleep if item.due > now]


def _complaint(outcome: Outcome) -> str | None:
    """Why the read was refused for the token's sake, or None."""
    from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

    return decode.token_complaint(outcome)

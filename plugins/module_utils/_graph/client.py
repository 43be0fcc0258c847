# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The `graph` object: all that a resource sees of the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, pages
from ansible_collections.entra.provisioning.plugins.module_utils._graph.many_at_once import ManyAtOnce
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import TokenSource, Transport
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Reply
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor

# Before a thing counts as absent it is asked for twice; replicas disagree for moments.
CONFIRM_AFTER = 0.2

Words = Sequence[str]
Query = Mapping[str, Any]
Items = list[dict[str, Any]]


def _nobody(text: str) -> None:
    """Where nobody watches, nothing is told."""


class Graph(ManyAtOnce):
    """Microsoft Graph, seen from a resource: paths, reads, writes, and waiting until what was written shows.

    `doing` is an infinitive phrase naming the thing ("read the jobs of service principal 1f3c..."): errors begin with
    it. `needs` are permission names for the hint of a refusal. Every method raises errors.GraphError and nothing else.

    tell: says to whoever watches how far a long run is.
    """

    def __init__(self, root: str, version: str, token_source: TokenSource, **options: Any) -> None:
        """root: origin of the service; version: "v1.0" or "beta"; options: those of Transport."""
        self._transport = Transport(root, token_source, **options)
        self.root = self._transport.root
        self.version = version
        self.tell: Callable[[str], None] = _nobody

    @property
    def read_only(self) -> bool:
        """True when every unsafe verb raises ReadOnlyViolation."""
        return self._transport.read_only

    @property
    def redactor(self) -> Redactor:
        """Knows the token and every secret that was sent."""
        return self._transport.redactor

    @property
    def clock(self) -> Any:
        """Time as this client sees it."""
        return self._transport.clock

    def path(self, pattern: str, *parts: Any) -> str:
        """The pattern with each {} filled with a part, percent-encoded as one segment: '/' and quotes too.

        BadRequest for a part that would change the meaning of the address: empty, "." or "..".
        """
        if pattern.count("{}") != len(parts):
            raise ValueError(f"{pattern} does not take {len(parts)} parts")
        texts = [str(part) for part in parts]
        for text in texts:
            if text.strip() in ("", ".", ".."):
                raise errors.BadRequest(f"Could not address {pattern}: {text!r} is not an identifier.", url=pattern)
        return pattern.format(*(quote(text, safe="") for text in texts))

    def get(
        self, path: str, *, doing: str, query: Query | None = None, version: str | None = None, needs: Words = ()
    ) -> dict[str, Any]:
        """The JSON object at the path. Anything but a 200 raises."""
        return self._read(self._call(doing, "GET", path, query, version, needs))

    def find(
        self, path: str, *, doing: str, query: Query | None = None, version: str | None = None, needs: Words = ()
    ) -> dict[str, Any] | None:
        """Like get, but None for what is proven absent: the service says 404 of the thing itself, or 204, twice."""
        call = self._call(doing, "GET", path, query, version, needs)._replace(nullable=True)
        for last in (False, True):
            try:
                found = self._transport.send(call).body
            except errors.NotFound:
                found = None
            if found is not None:
                return found
            if not last:
                self._transport.pause(CONFIRM_AFTER)
        return None

    def list(
        self,
        path: str,
        *,
        doing: str,
        query: Query | None = None,
        version: str | None = None,
        needs: Words = (),
        most: int | None = None,
        pace: Any = None,
    ) -> Items:
        """All items of a collection, all pages followed (within the root's own origin).

        most: so many items suffice; no further page is asked for then. pace: a quota to keep, from `pace`.
        """
        first = self._call(doing, "GET", path, query, version, needs)
        return self._all_pages(first, self._paced(first, pace), most, pace)

    def pace(self, name: str, most: int, seconds: float) -> Any:
        """A quota of the service to keep: `with quota:` waits until one more request is within it, and counts it."""
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.pace import Pace

        return Pace(self._transport, name, most, seconds)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        doing: str,
        needs: Words = (),
        query: Query | None = None,
        version: str | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
        probe: bool = False,
        fate: Callable[[], dict[str, Any] | None] | None = None,
        patient: bool = False,
        seen: bool = False,
    ) -> Reply:
        """Send a POST.

        repeatable: doing it twice is doing it once (start, pause, restart); sent again like a PUT. probe: it tries
        something and changes nothing, whatever comes of it; sent again like a GET. fate: reads
        whether the thing exists; asked after an unknown outcome or a 409, and what it finds is adopted. With both,
        the POST is sent again only when fate() clearly said no. Indeterminate when the outcome cannot be learned.
        patient: fate() is asked for a minute and not for seconds, for things that the service makes twice when asked so.
        seen: this run has read what the path goes through, so that a 404 passes; see _graph/lagging.py.
        """
        call = self._call(doing, "POST", path, query, version, needs, body, headers)
        if fate is None:
            call = call._replace(repeatable=repeatable or probe, probe=probe)

        def send() -> Reply:
            if fate is None:
                return self._transport.send(call)
            from ansible_collections.entra.provisioning.plugins.module_utils._graph.fate import write_once

            return write_once(self._transport, call, fate, repeatable, patient)

        return self._sent(send, seen)

    def put(
        self,
        path: str,
        body: Any,
        *,
        doing: str,
        needs: Words = (),
        query: Query | None = None,
        version: str | None = None,
        headers: Mapping[str, str] | None = None,
        before_again: Callable[[], None] | None = None,
        fate: Callable[[], dict[str, Any] | None] | None = None,
        seen: bool = False,
    ) -> Reply:
        """Replace what is at the path. Repeated on transient failures.

        before_again: called before each repetition, for bodies that are right only as long as nobody else writes; what
        it raises ends the call. fate: as in post, for a PUT that only creates: after a 409 what it finds is adopted.
        seen: as for post, where there is no fate.
        """
        call = self._call(doing, "PUT", path, query, version, needs, body, headers)._replace(before_again=before_again)
        if fate is None:
            return self._sent(lambda: self._transport.send(call), seen, before_again)
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.fate import write_once

        return write_once(self._transport, call, fate, repeatable=True)

    def patch(
        self,
        path: str,
        body: Any,
        *,
        doing: str,
        needs: Words = (),
        query: Query | None = None,
        version: str | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        before_again: Callable[[], None] | None = None,
        seen: bool = False,
    ) -> Reply:
        """Change what is at the path. Graph merges values, so twice is the same as once, unless told otherwise.

        before_again: as for put, for members that are replaced as a whole. seen: as for post.
        """
        call = self._call(doing, "PATCH", path, query, version, needs, body, headers)
        call = call._replace(repeatable=repeatable, before_again=before_again)
        return self._sent(lambda: self._transport.send(call), seen, before_again)

    def write_by(self, verbs: Sequence[str], path: str, body: Any, *, doing: str, needs: Words = ()) -> Reply:
        """Replace what this run has read at the path with the first of the verbs that the service has there.

        For operations of which the documentation names two verbs. The body is the whole new state, so each verb may
        be repeated on transient failures. Any refusal but "no such route" raises; so does that of the last verb.
        """
        for verb in verbs[:-1]:
            try:
                return self._replaced(verb, path, body, doing, needs)
            except errors.BadRequest as error:
                from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

                if not decode.lacks_route(error):
                    raise
        return self._replaced(verbs[-1], path, body, doing, needs)

    def delete(
        self,
        path: str,
        *,
        doing: str,
        needs: Words = (),
        query: Query | None = None,
        version: str | None = None,
    ) -> Reply:
        """Remove what is at the path. Gone already (404 of the thing itself) counts as done."""
        try:
            return self._transport.send(self._call(doing, "DELETE", path, query, version, needs))
        except errors.NotFound:
            return Reply(404, {}, None)

    def settle(
        self,
        read: Callable[[], Any],
        wanted: Callable[[Any], Any],
        *,
        doing: str,
        timeout: float = 120.0,
        agree: int = 2,
        describe: Callable[[Any], str] | None = None,
    ) -> Any:
        """Read until `wanted(value)` held `agree` times in a row; see _graph/settle.py. Unsettled on timeout."""
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.settle import settle

        return settle(self._transport, read, wanted, doing=doing, timeout=timeout, agree=agree, describe=describe)

    def _sent(self, send: Callable[[], Reply], seen: bool, before_again: Callable[[], None] | None = None) -> Reply:
        """A write; seen: to what this run has read."""
        if not seen:
            return send()
        from ansible_collections.entra.provisioning.plugins.module_utils._graph.lagging import send_seen

        return send_seen(self._transport, send, before_again)

    def _replaced(self, verb: str, path: str, body: Any, doing: str, needs: Words) -> Reply:
        """One attempt of write_by."""
        call = self._call(doing, verb, path, None, None, needs, body)
        return self._sent(lambda: self._transport.send(call._replace(repeatable=True)), seen=True)

    def _base(self, version: str | None) -> str:
        """Root and version, without a slash at the end."""
        return f"{self.root}/{version or self.version}"

    def _call(
        self,
        doing: str,
        method: str,
        path: str,
        query: Query | None,
        version: str | None,
        needs: Words,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Call:
        """The Call for a path below the version."""
        url = f"{self._base(version)}/{path.lstrip('/')}"
        if query:
            url += ("&" if "?" in url else "?") + urlencode(query, safe="$,()", quote_via=quote)
        return Call(doing, method, url, body, headers or {}, tuple(needs))

    def _read(self, call: Call) -> dict[str, Any]:
        """The object that a GET answers with; the transport lets nothing else pass for a GET."""
        return self._transport.send(call).body or {}

    def _paced(self, call: Call, pace: Any) -> dict[str, Any]:
        """The same, within a quota where there is one to keep."""
        if pace is None:
            return self._read(call)
        with pace:
            return self._read(call)

    def _all_pages(self, call: Call, first: dict[str, Any], most: int | None = None, pace: Any = None) -> Items:
        """The items of a collection whose first page is at hand."""
        return pages.merged(first, self.root, call.doing, lambda link: self._paced(call._replace(url=link), pace), most)

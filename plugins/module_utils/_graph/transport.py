# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call over the wire: the gate, the token, retries, one deadline; an answer or one well-worded error."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Protocol
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, gate, origin, receive, retry
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Call, Outcome, Reply, Trouble
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor, Secret

try:
    import requests
except ImportError:
    # Who connects is told before it is needed; see libraries.py.
    requests = None  # type: ignore[assignment]

VERSION = "1.0.0"
USER_AGENT = f"entra.provisioning/{VERSION} ansible"
LONGEST_CONNECT = 15.0
# As many sockets as one host may be spoken to with at a time; more are opened only where works run side by side.
MOST_CONNECTIONS = 64
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class TokenSource(Protocol):
    """Where bearer tokens come from. claims: JSON text of a challenge to satisfy; renew: do not hand out a kept one."""

    def token(self, claims: str | None = None, renew: bool = False) -> Secret:
        """A token, or SignInFailed."""


class Bearer:
    """Signs a request. Given as `auth`, so that no netrc file of the machine takes its place."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request


class Transport:
    """The only place that reveals secrets and the only one that sends.

    root: origin of the service, https (plain http for loopback only); timeout: seconds for one answer; deadline:
    seconds for all calls of this object, pauses included, but for the time that `allow` adds.
    """

    def __init__(
        self,
        root: str,
        token_source: TokenSource,
        *,
        ca_path: str | None = None,
        proxy: str | None = None,
        timeout: float = 60.0,
        deadline: float = 600.0,
        read_only: bool = False,
        redactor: Redactor | None = None,
        clock: Clock | None = None,
        session: Any = None,
    ) -> None:
        _require_tls(root)
        self.root = root.rstrip("/")
        self.read_only = read_only
        self.redactor = redactor if redactor is not None else Redactor()
        self.clock = clock or Clock()
        self._source = token_source
        self._ca_path = ca_path
        self._proxy = proxy
        self._timeout = timeout
        self._granted = deadline
        self._deadline = deadline
        self._places: Any = nullcontext()
        self._started = self.clock.monotonic()
        self._session = session if session is not None else open_session()
        self.redactor.add_inside(proxy or "")

    def send(self, call: Call) -> Reply:
        """Carry out a call and return the answer of a 2xx. Every other ending raises a GraphError."""
        attempts, waited, renewed = 0, 0.0, set[str]()
        unread: errors.GraphError | None = None
        while unread is None:
            attempts += 1
            outcome = self.once(call)
            if outcome.fault is None and outcome.trouble is None:
                return Reply(outcome.status, outcome.headers, outcome.value)
            if self.renewed(outcome, renewed):
                continue
            decision = self.decide(call, outcome, attempts)
            if decision.verdict != retry.AGAIN:
                break
            waited += self.pause(decision.delay)
            # Slept for too long: what the last attempt met says more than that the time is over.
            if self.remaining() <= 0:
                break
            unread = self._unread(call)
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import failures

        unknown = decision.verdict == retry.UNKNOWN
        failed = failures.failure(call, outcome, self.redactor, attempts=attempts, waited=waited, unknown=unknown)
        if unread is not None:
            failed.outcome_unknown = True
            failed.args = (f"{failed} What stands there now could not be read: {unread}",)
        raise failed

    def fork(self, read_only: bool, places: Any) -> Transport:
        """A transport for a thread of its own: the same session, tokens and masks, and a deadline that begins now.

        places: a semaphore of which each request takes one while it is under way.
        """
        twin = copy.copy(self)
        twin.read_only = read_only
        twin._places = nullcontext() if places is None else places
        twin._deadline = self._granted
        twin._started = self.clock.monotonic()
        return twin

    def once(self, call: Call) -> Outcome:
        """One request for a call, whatever comes of it. What is not sent by reason of the gate raises."""
        return self.sent(call)()

    def sent(self, call: Call) -> Callable[[], Outcome]:
        """The same, with the answer unread: calling what is returned reads it."""
        if self.read_only:
            gate.guard(call.method, call.url, call.body, call.doing)
        return self._exchange(call, self._encoded(call.body))

    def _unread(self, call: Call) -> errors.GraphError | None:
        """Ask whether a write may be repeated; the error where that cannot be read. What forbids it raises.

        In either case the fate of the one before is not known for sure.
        """
        try:
            if call.before_again is not None:
                call.before_again()
            return None
        except errors.GraphError as error:
            return error
        except Exception as error:
            error.outcome_unknown = True  # type: ignore[attr-defined]
            raise

    def decide(self, call: Call, outcome: Outcome, attempts: int) -> retry.Decision:
        """What retry.decide says about this outcome at this moment."""
        # Only who was refused pays for reading refusals: a module compiles all that it imports, in every task.
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

        return retry.decide(
            call.method,
            outcome.trouble.kind if outcome.trouble else outcome.status,
            outcome.headers,
            attempt=attempts,
            elapsed=self.clock.monotonic() - self._started,
            deadline=self._deadline,
            jitter=self.clock.jitter(),
            now=self.clock.now(),
            repeatable=call.repeatable or gate.is_safe(call.method, call.url, call.body),
            permanent=outcome.fault is not None and decode.is_permanent(outcome.fault),
        )

    def pause(self, seconds: float) -> float:
        """Sleep and return how long."""
        if seconds > 0:
            self.clock.sleep(seconds)
        return seconds

    def allow(self, seconds: float) -> None:
        """Move the deadline: waiting that the user asked for by a limit of its own does not count against it."""
        self._deadline += seconds

    def remaining(self) -> float:
        """Seconds until the deadline."""
        return self._deadline - (self.clock.monotonic() - self._started)

    def _encoded(self, body: Any) -> bytes | None:
        """The body as JSON. Here, and only here, secrets are revealed; the redactor learns each of them."""

        def reveal(value: Any) -> str:
            if not isinstance(value, Secret):
                raise TypeError(f"{type(value).__name__} does not go into JSON")
            self.redactor.add(value)
            return value.reveal()

        return None if body is None else json.dumps(body, default=reveal, allow_nan=False).encode("utf-8")

    def renewed(self, outcome: Outcome, renewed: set[str]) -> bool:
        """After a 401 for the token's sake: get another, once for its age and once for a claims challenge."""
        from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode

        reason = decode.token_complaint(outcome)
        if reason is None or reason in renewed:
            return False
        renewed.add(reason)
        self._source.token(claims=decode.claims_challenge(outcome.headers), renew=True)
        return True

    def _exchange(self, call: Call, payload: bytes | None) -> Callable[[], Outcome]:
        """Send one request and take its answer; whatever the network does becomes an Outcome."""
        with self._places:
            return self._exchanged(call, payload)

    def _exchanged(self, call: Call, payload: bytes | None) -> Callable[[], Outcome]:
        """The same, with a place to send in."""
        # Whatever made the address: nobody else gets so far as to have a token fetched for him.
        origin.require_own(call.url, self.root, call.doing, "what is asked for")
        limit = min(self._timeout, self.remaining())
        if limit <= 0:
            words = f"the time for the whole task ({self._deadline:g} s) is used up"
            return _trouble(Trouble(retry.HOPELESS, words, "Raise deadline, or run again."))
        token = self._source.token()
        self.redactor.add(token)
        identity = str(uuid.uuid4())
        try:
            response = self._session.request(
                call.method,
                call.url,
                data=payload,
                headers=_headers(call, payload, identity),
                auth=Bearer(token),
                timeout=(min(LONGEST_CONNECT, limit), limit),
                verify=self._ca_path or True,
                proxies=self._proxies(),
                allow_redirects=False,
                stream=True,
            )
        except (OSError, ValueError) as error:  # every exception of requests is an OSError
            from ansible_collections.entra.provisioning.plugins.module_utils._graph import unreachable

            return _trouble(unreachable.trouble(error, call.url, self._ca_path, self._proxy, limit), identity)
        answer = receive.received(call, response, limit)
        return answer._replace(client_request_id=identity).outcome

    def _proxies(self) -> dict[str, str] | None:
        """Ours, else the environment's; none of the environment's for loopback."""
        if self._proxy:
            return {"http": self._proxy, "https": self._proxy}
        host = urlsplit(self.root).hostname or ""
        return {"no_proxy": host} if host in LOOPBACK else None


def _trouble(trouble: Trouble, identity: str = "") -> Callable[[], Outcome]:
    """What became of a request that has no answer."""
    return lambda: Outcome(0, {}, trouble=trouble, client_request_id=identity)


def open_session() -> Any:
    """A session of `requests` to be shared by the calls of one connection; it keeps sockets, no cookies, no secrets."""
    # Imported at the top, this would have requests imported from one level deeper, where Python 3.11 takes eight times as
    # long to compile the expressions of its urllib3: 35 ms of each task.
    from http.cookiejar import DefaultCookiePolicy

    from ansible_collections.entra.provisioning.plugins.module_utils._graph import patience

    session: Any = requests.Session()
    patience.end_answers(session, pool_maxsize=MOST_CONNECTIONS)
    # No redirect is followed, and so none is read: requests would stumble over an odd one.
    session.get_redirect_target = lambda _answer: None
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _require_tls(root: str) -> None:
    """Refuse a root that would carry the token in the clear, or that is none."""
    parts = urlsplit(root)
    private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if private and origin.origin(root) and parts.username is None and not parts.query and not parts.fragment:
        return
    raise errors.BadRequest("Could not connect: graph_url is an https address such as https://graph.microsoft.com.")


def _headers(call: Call, payload: bytes | None, identity: str) -> dict[str, str]:
    """The headers of one request, without the token."""
    headers = {
        "Accept": "application/json",
        "User-Agent": USER_AGENT,
        "client-request-id": identity,
        "return-client-request-id": "true",
    }
    if payload is not None:
        headers["Content-Type"] = "application/json"
    return {**headers, **call.headers}

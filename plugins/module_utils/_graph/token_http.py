# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP client that msal works through: TLS verified, our proxy, our limits, and retries, since msal has none."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph import origin, patience, retry, unreachable
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clouds import is_loopback, names_of
from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Trouble

LONGEST_CONNECT = 15.0
# Tokens and keys have some kilobytes.
LARGEST_BODY = 4 * 1024 * 1024
CHUNK = 64 * 1024


class NoAnswer(Exception):
    """The login host did not answer; carries the plain words."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.words)
        self.trouble = trouble


def _unsigned(request: Any) -> Any:
    """Given as `auth`, so that no netrc file of the machine adds a password to a token request."""
    return request


class TokenHttp:
    """Sends token requests; asking for a token twice does no harm, so all of them are repeatable.

    direct: no proxy, neither ours nor the environment's (a managed identity's endpoint is on the machine itself).
    refusal: the body of the last answer if that was an error, for what msal leaves unsaid; status: of the last answer.
    """

    def __init__(self, options: SignInOptions, *, direct: bool = False, clock: Clock | None = None) -> None:
        self._options = options
        self._direct = direct
        self._clock = clock or Clock()
        self.refusal: str | None = None
        self.status = 0
        self.session = need("requests", "requests>=2.28", "sign in").Session()
        patience.end_answers(self.session)
        self._plain = self.session.request
        # No redirect is followed, and so none is read: requests would stumble over an odd one.
        self.session.get_redirect_target = lambda _answer: None
        self.session.hooks["response"].append(self._bounded)
        # On the session itself: msal wants a genuine one for some managed identities.
        self.session.request = self._send

    def _send(self, method: str, url: str, **kwargs: Any) -> Any:
        attempts = 0
        ends = self._clock.monotonic() + self._options.deadline
        while True:
            attempts += 1
            left = ends - self._clock.monotonic()
            status, headers, response, trouble = self._once(method, url, kwargs, left)
            decision = self._decide(method, status, headers, attempts, ends)
            if decision.verdict != retry.AGAIN:
                break
            self._clock.sleep(decision.delay)
        if trouble is not None:
            raise NoAnswer(trouble)
        self.status = response.status_code
        self.refusal = response.text if response.status_code >= 400 else None
        return response

    def _once(self, method: str, url: str, kwargs: dict[str, Any], left: float) -> tuple[Any, Any, Any, Trouble | None]:
        """Status (or what stands for it), headers, the response or None, the trouble or None."""
        self._refuse_elsewhere(method, url)
        limit = max(min(self._options.timeout, left), 0.1)
        proxy = self._options.proxy.reveal() if self._options.proxy else None
        network = {
            "timeout": (min(LONGEST_CONNECT, limit), limit),
            "verify": self._options.ca_path or True,
            "proxies": self._proxies(url, proxy),
            "allow_redirects": False,
            "auth": _unsigned,
        }
        try:
            response = self._plain(method, url, **{**kwargs, **network})
        except (OSError, ValueError) as error:
            trouble = unreachable.trouble(error, url, self._options.ca_path, None if self._direct else proxy, limit)
            return trouble.kind, {}, None, trouble
        return response.status_code, response.headers, response, None

    def _bounded(self, response: Any, **_options: Any) -> None:
        """Read the body, but not a huge one."""
        chunks: list[bytes] = []
        for chunk in response.iter_content(CHUNK):
            chunks.append(chunk)
            if sum(map(len, chunks)) > LARGEST_BODY:
                raise NoAnswer(_too_large(response))
        response._content = b"".join(chunks)

    def _refuse_elsewhere(self, method: str, url: str) -> None:
        """A credential is sent to the login host that the user chose, wherever that host says that it is to be sent."""
        authority = self._options.cloud.authority
        if self._direct or authority is None or method.upper() == "GET":
            return
        if origin.origin(url) not in [origin.origin(name) for name in names_of(authority)]:
            words = f"the login host {urlsplit(authority).netloc} names {origin.shown(url)} as where tokens are fetched"
            raise NoAnswer(Trouble(retry.HOPELESS, words, "No credential was sent there. Check authority and cloud."))

    def _decide(self, method: str, status: Any, headers: Any, attempts: int, ends: float) -> retry.Decision:
        return retry.decide(
            method,
            status,
            headers,
            attempt=attempts,
            elapsed=self._clock.monotonic(),
            deadline=ends,
            jitter=self._clock.jitter(),
            now=time.time(),
            repeatable=True,
        )

    def _proxies(self, url: str, proxy: str | None) -> dict[str, str] | None:
        """Ours, else the environment's; none for this machine itself."""
        if self._direct:
            return {"no_proxy": "*"}
        if proxy:
            return {"http": proxy, "https": proxy}
        host = urlsplit(url).hostname or ""
        return {"no_proxy": host} if is_loopback(host) else None


def _too_large(response: Any) -> Trouble:
    response.close()
    words = f"the answer of {urlsplit(response.url).netloc} is larger than {LARGEST_BODY >> 20} MiB"
    return Trouble(retry.HOPELESS, words, "Check authority, and any proxy in between.")

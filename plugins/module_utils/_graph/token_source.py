# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A token when one is needed: kept while it is good, fetched when it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

# A token is renewed this long before it ends, so that it does not end under way.
EARLY = 300.0


class Grant(NamedTuple):
    """A token. expires_at: seconds since the epoch, None when unknown; lifetime: seconds it was given for."""

    token: Secret
    expires_at: float | None
    lifetime: float

    def good(self, now: float) -> bool:
        """Whether it may still be used. Of a short-lived token at least one half is used."""
        return self.expires_at is None or now < self.expires_at - min(EARLY, self.lifetime / 2)


class SignIn(Protocol):
    """One way to sign in."""

    def fetch(self, claims: str | None, renew: bool) -> Grant:
        """A new token, or SignInFailed. claims: the JSON of a claims challenge; renew: the last one was refused."""


class Cache(Protocol):
    """Where tokens outlive the process."""

    def exchange(self, fetch: Callable[[], Grant], usable: Callable[[Grant], bool]) -> Grant:
        """The kept grant if it is usable, else a fetched one, which is then kept."""


class TokenSource:
    """The tokens of one connection; may be shared by threads."""

    def __init__(self, sign_in: SignIn, cache: Cache | None = None, now: Callable[[], float] = time.time) -> None:
        self._sign_in = sign_in
        self._cache = cache
        self._now = now
        self._grant: Grant | None = None
        self._lock = threading.Lock()

    def token(self, claims: str | None = None, renew: bool = False) -> Secret:
        """A token that is good now. claims: JSON of a claims challenge; renew: the last token was refused (401)."""
        with self._lock:
            if claims or renew or self._grant is None or not self._grant.good(self._now()):
                self._grant = self._new(claims, renew)
            return self._grant.token

    def _new(self, claims: str | None, renew: bool) -> Grant:
        refused = self._grant.token if self._grant is not None and renew else None

        def usable(kept: Grant) -> bool:
            return not claims and kept.token != refused and kept.good(self._now())

        def fetch() -> Grant:
            return self._sign_in.fetch(claims, renew)

        return fetch() if self._cache is None else self._cache.exchange(fetch, usable)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An end to every answer: the time limit of a socket begins anew with each byte, so that one in drops would never end.

urllib3 lends no handle to a socket, and has a place for the class that reads answers from it instead.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

try:
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
except ImportError:
    # Who connects is told before it is needed; see libraries.py.
    HTTPAdapter = HTTPConnectionPool = HTTPSConnectionPool = object  # type: ignore[assignment,misc]


class _Limited(io.RawIOBase):
    """What comes out of a socket in `limit` seconds, which it also waits for each piece."""

    def __init__(self, plug: Any, limit: float) -> None:
        super().__init__()
        self._plug = plug
        self._limit = limit
        self._ends = time.monotonic() + limit
        self._file = plug.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> Any:
        """The next piece, or a timeout."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise socket.timeout("timed out")
        self._plug.settimeout(left)
        try:
            return self._file.readinto(buffer)
        finally:
            # The next answer of the connection has the whole time again.
            self._plug.settimeout(self._limit)

    def close(self) -> None:
        """Let go of the socket, which is its connection's."""
        self._file.close()
        super().close()


class Answer(HTTPResponse):
    """An answer, headers and body, within the time limit that its socket has when it is begun."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        # A socket of another kind of TLS (pyOpenSSL's) does not tell; its answers may take longer.
        limit = sock.gettimeout() if hasattr(sock, "gettimeout") else None
        if limit is not None:
            endless, self.fp = self.fp, io.BufferedReader(_Limited(sock, limit))
            endless.close()


def _limited(pool: Any) -> Any:
    """A class of pools whose connections read answers to an end."""
    plain = getattr(pool, "ConnectionCls", object)
    return type(pool.__name__, (pool,), {"ConnectionCls": type(plain.__name__, (plain,), {"response_class": Answer})})


POOLS = {"http": _limited(HTTPConnectionPool), "https": _limited(HTTPSConnectionPool)}


class Adapter(HTTPAdapter):
    """For a session of `requests`: each answer, of a host or of a proxy, ends within the time limit of its request."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests has it, with our pools."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        """The same for a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


def end_answers(session: Any, **options: Any) -> None:
    """Make all answers of a session of `requests` end within the limits of its requests. options: of its HTTPAdapter."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, Adapter(**options))

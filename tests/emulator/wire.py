# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection under a request, for the faults that happen to connections."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_Address = tuple[Any, Any]
_open: dict[_Address, asyncio.Transport] = {}


class RememberedProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1, which also remembers its transport by the two ends of the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _open[(self.client, self.server)] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop((self.client, self.server), None)
        super().connection_lost(exc)


def abort(scope: Scope, gently: bool = False) -> None:
    """End a request's connection: with a TCP reset, or gently, after what was already written."""
    transport = _open.get((scope["client"], scope["server"]))
    if transport is None:
        return
    if gently:
        transport.close()
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()

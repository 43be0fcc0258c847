# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ASGI application: the wire's side of the service."""

from __future__ import annotations

import asyncio
import traceback
from contextlib import suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from . import control
from .exchange import Incoming, Outgoing
from .service import Service
from .wire import abort

BUG = "EmulatorBug"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _Reset(Response):
    """No answer: the connection is torn down with a TCP reset."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        abort(scope)


class _Held(Response):
    """No answer, and no end of it either: the caller waits until it gives up, is killed, or its patience is over."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._parting(receive), self._patience)
        abort(scope)

    async def _parting(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class _Truncated(Response):
    """The header promises the whole body, half of it comes, then the connection is torn down. No body has no half."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.body:
            # Torn down behind its headers, it would now come whole and now not at all.
            await super().__call__(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        abort(scope, gently=True)


def _response(outgoing: Outgoing) -> Response:
    if outgoing.manner == "hold":
        return _Held(outgoing.patience)
    kind = {"reset": _Reset, "truncate": _Truncated}.get(outgoing.manner, Response)
    return kind(outgoing.body, status_code=outgoing.status or 500, headers=outgoing.headers)


def build(service: Service) -> Starlette:
    """An application that hands every path to the service, except the emulator's own controls."""

    async def graph(request: Request) -> Response:
        raw = request.scope.get("raw_path") or request.url.path.encode()
        incoming = Incoming(
            request.method,
            raw.decode("ascii", "replace").partition("?")[0],
            request.scope["query_string"].decode("ascii", "replace"),
            {name.lower(): value for name, value in request.headers.items()},
            await request.body(),
        )
        if incoming.path == "/_emulator" or incoming.path.startswith("/_emulator/"):
            return _response(control.answer(service, incoming))
        try:
            return _response(await service.respond(incoming))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours: say so instead of dying in silence
            traceback.print_exc()
            body = {"error": {"code": BUG, "message": f"The emulator has a bug: {error!r}"}}
            return JSONResponse(body, status_code=500)

    return Starlette(routes=[Route("/{path:path}", graph, methods=METHODS)])

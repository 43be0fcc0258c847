# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running the application: a loopback socket, TLS, uvicorn, in a thread or in the foreground."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from . import app, certificates
from .audit import Audit
from .service import Service
from .wire import RememberedProtocol
from .world import World

LOOPBACK = "127.0.0.1"


class Server:
    """One emulator at one loopback port. `directory` is a private place for certificates, removed at the end."""

    def __init__(self, world: World, *, port: int = 0, tls: bool = True, audit_file: Path | None = None) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="entra-emulator-"))
        self._socket = _listen(port)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"{'https' if tls else 'http'}://localhost:{self.port}"
        self.certificates = certificates.make(self.directory) if tls else None
        self.service = Service(world, self.url, self.url, Audit(audit_file))
        self._uvicorn = uvicorn.Server(self._config())
        self._thread: threading.Thread | None = None

    def _config(self) -> uvicorn.Config:
        made = self.certificates
        return uvicorn.Config(
            app.build(self.service),
            http=RememberedProtocol,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=60,
            ssl_certfile=str(made.chain) if made else None,
            ssl_keyfile=str(made.key) if made else None,
        )

    def run(self) -> None:
        """Serve in the foreground until SIGINT or SIGTERM."""
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self._clean()

    def start(self) -> None:
        """Serve in a thread; returns when the first request can be answered."""
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._uvicorn.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the emulator did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """End the thread and remove the certificates; a second stop does nothing."""
        if self._thread is None:
            return
        # A forced end closes no connection that a client has kept, and each is an open file until it is collected.
        for connection in list(self._uvicorn.server_state.connections):
            connection.loop.call_soon_threadsafe(connection.transport.abort)
        self._uvicorn.should_exit = self._uvicorn.force_exit = True
        self._thread.join(timeout=10)
        self._thread = None
        self._clean()

    def _clean(self) -> None:
        self._socket.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def _listen(port: int) -> socket.socket:
    # Named as TCP, so that asyncio turns Nagle's algorithm off: otherwise each small answer waits 40 ms for an ACK.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError:
        listening.close()
        raise
    listening.listen(128)
    return listening

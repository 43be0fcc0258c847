# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service on loopback that says what a test tells it to, and a clock that never really waits."""

from __future__ import annotations

import json
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

START = 1_790_000_000.0


class PatientClock:
    """Time passes only by sleeping."""

    def __init__(self):
        self.elapsed = 0.0
        self.slept = []

    def monotonic(self):
        return self.elapsed

    def now(self):
        return START + self.elapsed

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.elapsed += seconds

    def jitter(self):
        return 0.5


class Tokens:
    """A token source that notes what it was asked for."""

    def __init__(self):
        self.asked = []
        self.current = "bearer-token-number-0"

    def token(self, claims=None, renew=False):
        if claims or renew:
            self.asked.append((claims, renew))
            assert len(self.asked) < 5, "the token is renewed for ever"
            self.current = f"bearer-token-number-{len(self.asked)}"
        return Secret(self.current)


class Said:
    """One scripted answer. manner: "whole", "reset" (no answer at all), "cut" (the body ends early), "silent"."""

    def __init__(self, status=200, body=None, headers=None, manner="whole"):
        self.status = status
        self.headers = headers or {}
        self.manner = manner
        self.bytes = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()


def refusal(status, code, message="", headers=None, **inner):
    """A Graph error envelope as a scripted answer."""
    return Said(status, {"error": {"code": code, "message": message, "innerError": inner}}, headers)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        service = self.server.service
        service.requests.append((self.command, self.path, dict(self.headers), json.loads(body) if body else None))
        said = service.next(self.command, self.path, service.requests[-1][3])
        if said.manner == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        if said.manner == "silent":
            service.released.wait(10)
            self.close_connection = True
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.bytes) + (50 if said.manner == "cut" else 0)))
        self.end_headers()
        self.wfile.write(said.bytes)
        self.close_connection = said.manner == "cut"

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def finish(self):
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *_args):
        pass


class Service:
    """Answers the script in order; when it is over, the last answer again."""

    def __init__(self):
        self.requests = []
        self.script = []
        self.answer = None
        self.released = threading.Event()

    def next(self, method, path, body):
        if self.answer is not None:
            return self.answer(method, path, body)
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    @property
    def calls(self):
        return [(method, path) for method, path, _headers, _body in self.requests]


def open_server(service):
    """A running server that answers as the service says, at `service.root`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None
    server.service = service
    service.root = f"http://127.0.0.1:{server.server_port}"
    return server

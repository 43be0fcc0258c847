# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer in drops ends when the time is up, although a byte comes within each limit of the socket."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import time

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, patience
from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import Graph
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_http import NoAnswer, TokenHttp
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import open_session

# What comes at once; then it drips.
IN_HEADERS = {"the status": b"HTTP/1.1 ", "a header": b"HTTP/1.1 200 OK\r\nX-Drops:"}
BEGINNINGS = {
    **IN_HEADERS,
    "a body with a length": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{",
    "a body until the connection ends": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{",
    "a body in pieces": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n{",
    "a refusal": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000\r\n\r\n{",
}
PATIENT = 30  # seconds for which it drips, if nobody ends it


@pytest.fixture(name="dripping", params=BEGINNINGS.values(), ids=BEGINNINGS)
def fixture_dripping(request):
    """The address of a server that answers in drops."""
    listening, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def answer(client):
        with client, contextlib.suppress(OSError):
            client.recv(65536)
            client.sendall(request.param)
            for _drop in range(PATIENT * 20):
                if over.wait(0.05):
                    return
                client.sendall(b" ")

    def serve():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    over.set()
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(timeout=5)


def test_the_service_is_not_listened_to_for_longer_than_the_task_has(dripping, tokens):
    session, began = open_session(), time.monotonic()
    graph = Graph(dripping, "v1.0", tokens, session=session, timeout=0.3, deadline=0.6)
    with pytest.raises(errors.GraphError):
        graph.get("/x", doing="read x")
    session.close()
    assert time.monotonic() - began < PATIENT / 3


def test_neither_is_the_login_host(dripping):
    began = time.monotonic()
    http = TokenHttp(check_options({"timeout": 0.3, "deadline": 0.6, "authority": dripping}, {}))
    with pytest.raises(NoAnswer, match="did not answer in full"):
        http.session.post(f"{dripping}/token")
    http.session.close()
    assert time.monotonic() - began < PATIENT / 3


@pytest.mark.parametrize("dripping", IN_HEADERS.values(), ids=IN_HEADERS, indirect=True)
def test_no_proxy_is_waited_for_any_longer(dripping, tokens):
    session, began = open_session(), time.monotonic()
    root = "https://127.0.0.1:1"
    graph = Graph(root, "v1.0", tokens, session=session, proxy=dripping, timeout=0.3, deadline=0.6)
    with pytest.raises(errors.Unreachable):
        graph.get("/x", doing="read x")
    session.close()
    assert time.monotonic() - began < PATIENT / 3


def test_the_next_answer_of_a_connection_has_the_whole_time_again():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(PATIENT)
        theirs.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        with contextlib.closing(patience.Answer(ours)) as answer:
            answer.begin()
        assert (answer.status, ours.gettimeout()) == (204, PATIENT)
        theirs.sendall(b"still open")
        assert ours.recv(10) == b"still open"


def test_an_answer_without_a_limit_has_none():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        with contextlib.closing(patience.Answer(ours)) as answer:
            answer.begin()
        assert (answer.status, ours.gettimeout()) == (204, None)


def test_a_socket_that_tells_no_limit_is_read_all_the_same():
    class Foreign:
        def makefile(self, mode):
            return io.BytesIO(b"HTTP/1.1 204 No Content\r\n\r\n")

    with contextlib.closing(patience.Answer(Foreign())) as answer:
        answer.begin()
    assert answer.status == 204

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No answer: each way to fail has its own plain words."""

from __future__ import annotations

import re
import socket
import ssl

import pytest
import requests
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, retry, unreachable
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def failing(graph):
    with pytest.raises(errors.Unreachable) as caught:
        graph.get("/x", doing="read x")
    return caught.value


def test_a_refused_connection_is_tried_thrice(connect):
    error = failing(connect(root=f"http://127.0.0.1:{free_port()}"))
    assert "refused the connection. Check graph_url, the firewall" in str(error)
    assert error.attempts == 3
    assert error.status is None


def test_a_post_to_a_host_that_refuses_is_repeated_and_leaves_no_doubt(connect):
    with pytest.raises(errors.Unreachable) as caught:
        connect(root=f"http://127.0.0.1:{free_port()}").post("/x", {}, doing="create x")
    assert not caught.value.outcome_unknown


def test_a_name_that_is_not_known(connect, monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failing(connect(root="https://graph.nowhere.example"))
    assert "the name graph.nowhere.example could not be resolved. Check the name in graph_url" in str(error)


def test_a_proxy_that_is_not_there(connect):
    proxy = f"http://somebody:proxy-password-1@127.0.0.1:{free_port()}"
    error = failing(connect(root="https://graph.microsoft.com", proxy=proxy))
    assert "the proxy 127.0.0.1:" in str(error)
    assert "proxy-password-1" not in str(error)


def test_a_port_without_tls(connect, service):
    error = failing(connect(Said(200, {}), root=service.root.replace("http:", "https:")))
    assert "does not speak TLS. Check the scheme and port" in str(error)
    assert error.attempts == 1


def test_a_ca_path_that_is_no_file(connect, tmp_path):
    error = failing(connect(root="https://127.0.0.1:9", ca_path=str(tmp_path / "none.pem")))
    assert "ca_path is" in str(error)
    assert "none.pem" in str(error)
    assert error.attempts == 1


def test_a_ca_path_that_is_no_certificate(connect, service, tmp_path):
    (tmp_path / "odd.pem").write_text("not a certificate")
    error = failing(connect(root=service.root.replace("http:", "https:"), ca_path=str(tmp_path / "odd.pem")))
    assert "ca_path is" in str(error)


def test_a_token_with_a_line_break_is_not_quoted(connect, tokens):
    tokens.current = "bearer-token\nwith-a-break"
    error = failing(connect(Said(200, {})))
    assert "Check the token or key that was given" in str(error)
    assert "with-a-break" not in str(error)


def test_a_token_that_no_header_can_carry_is_not_quoted(connect, tokens):
    tokens.current = "bearer-token-\u20ac-sign"
    error = failing(connect(Said(200, {})))
    assert "Check the token or key that was given" in str(error)
    assert "-sign" not in str(error)


def wrapped(inner, kind=requests.ConnectionError):
    """As requests and urllib3 pack it: one in the other's arguments, or as the context."""
    outer = kind(Exception("Max retries exceeded", inner))
    outer.__context__ = inner
    return outer


def untrusted():
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "unable to get local issuer certificate"
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            wrapped(untrusted(), requests.exceptions.SSLError),
            retry.HOPELESS,
            "not trusted \\(unable to get local issuer",
        ),
        (
            requests.exceptions.ProxyError("Tunnel connection failed: 407 Proxy Authentication Required"),
            retry.HOPELESS,
            "wants a name and password",
        ),
        (
            requests.exceptions.ProxyError("HTTPSConnectionPool(host='proxy.example', port=60407): refused"),
            retry.UNSENT,
            "could not be used",
        ),
        (requests.exceptions.ConnectTimeout("x"), retry.UNSENT, "did not take the connection within 5 s"),
        (requests.exceptions.ReadTimeout("x"), retry.LOST, "did not answer in full within 5 s"),
        (
            wrapped(ConnectionResetError(104, "Connection reset by peer")),
            retry.LOST,
            "broke \\(Connection reset by peer\\)",
        ),
        (wrapped(ssl.SSLEOFError(8, "EOF occurred"), requests.exceptions.SSLError), retry.LOST, "broke"),
        (requests.exceptions.InvalidURL("x"), retry.HOPELESS, "not an address"),
        (requests.exceptions.ConnectionError(), retry.LOST, "broke"),
    ],
)
def test_an_exception_becomes_what_happened_to_the_request(error, kind, words):
    found = unreachable.trouble(error, "https://host.example/x", None, None, 5.0)
    assert found.kind == kind
    assert re.search(words, found.words)
    assert "Traceback" not in found.words


def test_an_untrusted_certificate_names_ca_path_and_what_was_trusted():
    found = unreachable.trouble(wrapped(untrusted()), "https://host.example/x", "corp.pem", None, 5.0)
    assert "the authorities in corp.pem" in found.hint
    assert "as ca_path" in found.hint


def test_a_chain_that_bites_its_tail_comes_to_an_end():
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert unreachable.trouble(first, "https://h/x", None, None, 5.0).kind == retry.HOPELESS

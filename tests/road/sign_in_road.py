# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sign-in tests share: a reader of the estate, an application's certificate, and a proxy."""

from __future__ import annotations

import base64
import datetime
import selectors
import socket
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from .listener import Listener

PEM = serialization.Encoding.PEM
NAMES = "/servicePrincipals"


def options(emu: Any, **given: Any) -> dict[str, Any]:
    """The connection options of the emulator without its default secret, and those given."""
    found = {name: value for name, value in emu.options().items() if name != "client_secret"}
    return {**found, **given}


def read(params: dict[str, Any]) -> list[dict[str, Any]]:
    """Read something of the estate over a new connection."""
    return connect(params, read_only=True, environment={}).list(NAMES, doing="read the service principals")


def token_requests(emu: Any, since: int = 0) -> list[dict[str, Any]]:
    """The requests for a token in the audit: at the login host, or at the managed identity's endpoint."""
    rows = emu.audit(since=since)
    return [row for row in rows if row["path"].endswith(("/oauth2/v2.0/token", "/metadata/identity/oauth2/token"))]


class Application:
    """An application's key, its certificate, and the authority that issued it."""

    def __init__(self) -> None:
        authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._authority = _issue("authority", authority, authority)
        self._leaf = _issue("application", self._key, authority)

    @property
    def certificate(self) -> str:
        return self._leaf.public_bytes(PEM).decode()

    def pem(self, password: str | None = None, chain: bool = False) -> bytes:
        key = self._key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, _encryption(password))
        return key + self._leaf.public_bytes(PEM) + (self._authority.public_bytes(PEM) if chain else b"")

    def pfx(self, password: str | None = None) -> bytes:
        certificates = [self._authority]
        return pkcs12.serialize_key_and_certificates(b"app", self._key, self._leaf, certificates, _encryption(password))


def _encryption(password: str | None) -> Any:
    if password is None:
        return serialization.NoEncryption()
    return serialization.BestAvailableEncryption(password.encode())


def _issue(name: str, key: Any, issuer_key: Any) -> x509.Certificate:
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "authority")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(issuer_key, hashes.SHA256())
    )


class Proxy(Listener):
    """A CONNECT proxy that notes whom it was asked for. credential: "name:password" that it wants."""

    def __init__(self, credential: str | None = None) -> None:
        self.asked: list[str] = []
        self._wanted = base64.b64encode(credential.encode()).decode() if credential else None
        super().__init__()
        self.address = f"127.0.0.1:{self.port}"

    def answer(self, client: socket.socket) -> None:
        """Connect the caller with whom it asks for, if it may."""
        head = b""
        while b"\r\n\r\n" not in head:
            part = client.recv(4096)
            if not part:
                return
            head += part
        text = head.decode("latin-1")
        target = text.split(" ")[1]
        self.asked.append(target)
        if self._wanted is not None and f"basic {self._wanted}".lower() not in text.lower():
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        host, _colon, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            _copy_both_ways(client, server)


def _copy_both_ways(first: socket.socket, second: socket.socket) -> None:
    """Until one end is reached. Not by select, which knows no more than 1024 open files of a whole run of tests."""
    with selectors.DefaultSelector() as ready:
        ready.register(first, selectors.EVENT_READ, second)
        ready.register(second, selectors.EVENT_READ, first)
        while True:
            for source, _events in ready.select(30):
                try:
                    part = source.fileobj.recv(65536)
                    if not part:
                        return
                    source.data.sendall(part)
                except OSError:
                    return

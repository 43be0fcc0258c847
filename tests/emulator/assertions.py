# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Client assertions: a JWT signed by a registered certificate, or by an issuer that a federated credential trusts."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from .world import Client

ALGORITHMS = ["RS256", "PS256", "ES256"]


class BadAssertion(Exception):
    """`code` is the number of the AADSTS error."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def check(assertion: str, client: Client, audiences: list[str]) -> None:
    """Accept a valid assertion of the client; BadAssertion otherwise. Signatures are really verified."""
    try:
        header = jwt.get_unverified_header(assertion)
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise BadAssertion(50027, "JWT token is invalid or malformed.") from None
    if claims.get("iss") == client.app_id:
        _check_certificate(assertion, header, client, audiences)
    else:
        _check_federated(assertion, claims, client)


def thumbprints(certificate: x509.Certificate) -> set[str]:
    """SHA-1 and SHA-256 of the certificate, URL-safe base64 without padding, as x5t and x5t#S256 carry them."""
    encoded = certificate.public_bytes(Encoding.DER)
    digests = (hashlib.sha1(encoded, usedforsecurity=False).digest(), hashlib.sha256(encoded).digest())
    return {base64.urlsafe_b64encode(digest).decode().rstrip("=") for digest in digests}


def _check_certificate(assertion: str, header: dict[str, Any], client: Client, audiences: list[str]) -> None:
    named = {str(header.get(name, "")).rstrip("=") for name in ("x5t", "x5t#S256")} - {""}
    for pem in client.certificates:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if not named & thumbprints(certificate):
            continue
        try:
            claims = jwt.decode(assertion, certificate.public_key(), algorithms=ALGORITHMS, audience=audiences)  # type: ignore[arg-type]
        except jwt.PyJWTError as error:
            text = f"The certificate used to sign the client assertion does not fit it: {error}."
            raise BadAssertion(700027, text) from None
        if claims.get("sub") != client.app_id:
            raise BadAssertion(700021, "The client assertion's subject does not match the application.")
        return
    shown = ", ".join(sorted(named)) or "none"
    text = f"The certificate with identifier used to sign the client assertion is not registered. [Thumbprint: {shown}]"
    raise BadAssertion(700027, text)


def _check_federated(assertion: str, claims: dict[str, Any], client: Client) -> None:
    for trusted in client.federated:
        if (trusted.issuer, trusted.subject) != (claims.get("iss"), claims.get("sub")):
            continue
        try:
            jwt.decode(assertion, trusted.public_key, algorithms=ALGORITHMS, audience=trusted.audience)
        except jwt.ExpiredSignatureError:
            raise BadAssertion(700024, "Client assertion is not within its valid time range.") from None
        except jwt.InvalidAudienceError:
            raise BadAssertion(
                700212, "No matching federated identity record found for presented assertion audience."
            ) from None
        except jwt.PyJWTError:
            raise BadAssertion(7000272, "The signature of the presented assertion cannot be verified.") from None
        return
    text = f"No matching federated identity record found for presented assertion subject '{claims.get('sub')}'."
    raise BadAssertion(700213, text)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign in with a certificate: an assertion signed with its key, in the form that Entra ID asks for today.

The assertion is made here rather than by msal, since msal's own (1.39) sends either the SHA-256 thumbprint or the
chain of a PEM file, never both, and drops the chain of a PKCS#12 file.
"""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.certificate_file import (
    CRYPTOGRAPHY,
    Credential,
    open_certificate,
    read_certificate,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._graph.msal_client import (
    Audience,
    ClientCredentials,
    application_phrase,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions

# Seconds that an assertion is good for; it is sent at once.
LIFETIME = 600


def certificate(options: SignInOptions) -> ClientCredentials:
    """The way to sign in with `certificate_path`. What a look at the file tells is told at once."""
    path = options.certificate_path or ""
    read_certificate(path, options.certificate_password)

    def prove(audience: Audience) -> Any:
        # Read again: the file may have been renewed since.
        credential = open_certificate(
            read_certificate(path, options.certificate_password), options.certificate_password
        )
        _refuse_expired(credential, path)
        return {"client_assertion": lambda: signed_assertion(credential, options.client_id or "", audience())}

    return ClientCredentials(options, application_phrase(options, "a certificate"), prove)


def signed_assertion(credential: Credential, client_id: str, audience: str) -> str:
    """A JWT that proves possession of the key: PS256, x5t#S256, and the whole chain in x5c (leaf first)."""
    encoding = need("cryptography.hazmat.primitives.serialization", CRYPTOGRAPHY, "sign in with a certificate").Encoding
    jwt = need("jwt", "PyJWT>=1.0", "sign in with a certificate")
    chain = [one.public_bytes(encoding.DER) for one in credential.chain]
    now = int(time.time())
    payload = {
        "aud": audience,
        "iss": client_id,
        "sub": client_id,
        "jti": str(uuid.uuid4()),
        "nbf": now,
        "iat": now,
        "exp": now + LIFETIME,
    }
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(chain[0]).digest()).decode("ascii").rstrip("=")
    headers = {"x5t#S256": thumbprint, "x5c": [base64.b64encode(one).decode("ascii") for one in chain]}
    signed: str | bytes = jwt.encode(payload, credential.key, algorithm="PS256", headers=headers)
    # PyJWT 1, which msal allows, gives bytes.
    return signed.decode("ascii") if isinstance(signed, bytes) else signed


def _refuse_expired(credential: Credential, path: str) -> None:
    leaf = credential.chain[0]
    # The attribute with a time zone came with cryptography 42.
    ends = getattr(leaf, "not_valid_after_utc", None) or leaf.not_valid_after.replace(tzinfo=timezone.utc)
    if ends < datetime.now(timezone.utc):
        raise BadConnection(f"The certificate in certificate_path {path} expired on {ends:%Y-%m-%d}. Give a valid one.")

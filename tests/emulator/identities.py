# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens without a sign-in, for the emulator's own controls and tests."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .world import Client, FederatedCredential

if TYPE_CHECKING:
    from .service import Service

OUTSIDE_ISSUER = "https://issuer.contoso.example"


def token(
    service: Service, roles: tuple[str, ...], lifetime: float, app_id: str, tenant_id: str, audience: str = ""
) -> str:
    """An access token of the emulator for any application; an unknown one owns nothing."""
    tenant = service.world.tenants.get(tenant_id)
    client = tenant.clients.get(app_id) if tenant else None
    object_id = client.object_id if client else app_id
    return service.tokens.issue(tenant_id, app_id, object_id, tuple(roles), lifetime, audience)


@lru_cache(maxsize=1)
def _outside_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def federated_token(client: Client, subject: str, lifetime: int = 600) -> str:
    """A token of an outside issuer that the client trusts from now on."""
    public = _outside_key().public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    trust = FederatedCredential(OUTSIDE_ISSUER, subject, pem)
    if trust not in client.federated:
        client.federated.append(trust)
    now = int(time.time())
    claims = {"iss": OUTSIDE_ISSUER, "sub": subject, "aud": trust.audience, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, _outside_key(), "ES256")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens: signed JWTs of the emulator's own issuer, and what the API demands of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from . import problems
from .clock import Clock
from .world import new_id

ALGORITHM = "ES256"
KEY_ID = "emulator-signing-key"


# The library would compare with real time; the emulator's clock can be turned.
_TIMES_BY_OUR_CLOCK: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}


@dataclass(frozen=True)
class Caller:
    """Who calls: `object_id` is the caller's service principal, `challenge` what a claims request asked for."""

    tenant_id: str
    app_id: str
    object_id: str
    roles: frozenset[str]
    challenge: str = ""


class TokenService:
    """Issues and reads tokens. `authority` and `graph_url` are roots without a path; lifetimes are seconds."""

    def __init__(self, authority: str, graph_url: str, clock: Clock) -> None:
        self.authority = authority
        self.graph_url = graph_url
        self.clock = clock
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._public = self._key.public_key()
        self._read: dict[str, dict[str, Any]] = {}

    def issuer(self, tenant_id: str) -> str:
        return f"{self.authority}/{tenant_id}/v2.0"

    def issue(
        self,
        tenant_id: str,
        app_id: str,
        object_id: str,
        roles: tuple[str, ...],
        lifetime: float = 3600,
        audience: str = "",
        challenge: str = "",
    ) -> str:
        now = self.clock.now()
        claims: dict[str, Any] = {
            "aud": audience or self.graph_url,
            "iss": self.issuer(tenant_id),
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now + lifetime),
            "appid": app_id,
            "azp": app_id,
            "oid": object_id,
            "sub": object_id,
            "tid": tenant_id,
            "idtyp": "app",
            "roles": list(roles),
            "uti": new_id(),
            "ver": "2.0",
        }
        if challenge:
            claims["claims_challenge"] = challenge
        return jwt.encode(claims, self._key, ALGORITHM, headers={"kid": KEY_ID})

    def read(self, authorization: str) -> Caller:
        """The caller named by an Authorization header; refused with 401 InvalidAuthenticationToken otherwise."""
        scheme, _space, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise problems.bad_token("Access token is empty.")
        claims = self._claims(token.strip())
        if claims["exp"] <= self.clock.now():
            raise problems.bad_token("Lifetime validation failed, the token is expired.")
        if claims.get("aud") != self.graph_url:
            raise problems.bad_token("Access token validation failure. Invalid audience.")
        if claims.get("iss") != self.issuer(claims.get("tid", "")):
            raise problems.bad_token("Access token validation failure. Invalid issuer.")
        return Caller(
            claims["tid"],
            claims.get("appid", ""),
            claims.get("oid", ""),
            frozenset(claims.get("roles", ())),
            claims.get("claims_challenge", ""),
        )

    def _claims(self, token: str) -> dict[str, Any]:
        if token not in self._read:
            try:
                self._read[token] = jwt.decode(token, self._public, algorithms=[ALGORITHM], options=_TIMES_BY_OUR_CLOCK)
            except jwt.PyJWTError:
                text = "CompactToken parsing failed with error code: 80049217" if token.count(".") != 2 else ""
                raise problems.bad_token(text or "Access token validation failure. Invalid signature.") from None
        return self._read[token]

    def key_set(self) -> dict[str, Any]:
        """The JSON Web Key Set that discovery points to."""
        key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._public))
        return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": ALGORITHM}]}

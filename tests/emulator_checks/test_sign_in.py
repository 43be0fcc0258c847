# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in, with msal as the client that we did not write."""

from __future__ import annotations

import base64
import datetime
import hashlib
from typing import Any

import msal
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from emulator import estate
from emulator.testing import Emulator

from .conftest import Wire, error


def _client(emu: Emulator, session: requests.Session, credential: Any, **options: Any) -> Any:
    return msal.ConfidentialClientApplication(
        options.pop("client_id", emu.client_id),
        client_credential=credential,
        authority=f"{emu.authority}/{options.pop('tenant_id', emu.tenant_id)}",
        instance_discovery=False,
        http_client=session,
        **options,
    )


def _acquire(emu: Emulator, session: requests.Session, credential: Any, **options: Any) -> dict[str, Any]:
    found = _client(emu, session, credential, **options).acquire_token_for_client([f"{emu.graph_url}/.default"])
    assert isinstance(found, dict)
    return found


def _works(wire: Wire, token: str) -> bool:
    path = wire.synchronization("Contoso SCIM")
    return wire.send("GET", f"{path}/jobs", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_client_secret_gets_a_token_that_works(wire: Wire) -> None:
    found = _acquire(wire.emulator, wire.session, wire.emulator.client_secret)
    assert found["token_type"] == "Bearer" and found["expires_in"] == 3599
    assert _works(wire, found["access_token"])


@pytest.mark.parametrize(
    ("credential", "options", "code"),
    [
        ("not-the-secret-of-this-client", {}, 7000215),
        (estate.EXPIRED_SECRET, {}, 7000222),
        (estate.CLIENT_SECRET, {"client_id": "00000000-1111-2222-3333-444444444444"}, 700016),
    ],
)
def test_refusals_carry_the_code_of_the_service(
    wire: Wire, credential: str, options: dict[str, str], code: int
) -> None:
    found = _acquire(wire.emulator, wire.session, credential, **options)
    assert found["error_codes"] == [code]
    assert found["error_description"].startswith(f"AADSTS{code}: ")
    assert {"trace_id", "correlation_id", "timestamp"} <= set(found)


def test_an_unknown_tenant_is_refused_at_discovery(wire: Wire) -> None:
    tenant = "11111111-2222-3333-4444-555555555555"
    with pytest.raises(ValueError, match="authority configuration"):
        _acquire(wire.emulator, wire.session, wire.emulator.client_secret, tenant_id=tenant)
    answer = wire.session.post(f"{wire.emulator.authority}/{tenant}/oauth2/v2.0/token", data={}, timeout=20)
    assert answer.json()["error_codes"] == [90002]


def test_a_wrong_scope_is_refused(wire: Wire) -> None:
    client = _client(wire.emulator, wire.session, wire.emulator.client_secret)
    assert client.acquire_token_for_client(["https://localhost/User.Read"])["error_codes"] == [70011]
    assert client.acquire_token_for_client(["https://graph.invalid/.default"])["error_codes"] == [500011]


def _certificate() -> tuple[str, str, str]:
    """PEM of a key and of its self-signed certificate, and the SHA-1 thumbprint."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "automation")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    thumbprint = hashlib.sha1(made.public_bytes(serialization.Encoding.DER)).hexdigest()
    return encoded.decode(), made.public_bytes(serialization.Encoding.PEM).decode(), thumbprint


def test_a_registered_certificate_signs_in_and_another_does_not(wire: Wire) -> None:
    key, certificate, thumbprint = _certificate()
    credential = {"private_key": key, "thumbprint": thumbprint, "public_certificate": certificate}
    assert _acquire(wire.emulator, wire.session, credential)["error_codes"] == [700027]
    wire.emulator.register_certificate(certificate)
    assert _works(wire, _acquire(wire.emulator, wire.session, credential)["access_token"])
    other_key, _certificate_pem, _thumbprint = _certificate()
    forged = {**credential, "private_key": other_key}
    assert _acquire(wire.emulator, wire.session, forged)["error_codes"] == [700027]


def test_a_trusted_outside_token_signs_in_and_another_subject_does_not(wire: Wire) -> None:
    token = wire.emulator.federated_token(subject="pipeline")
    assert _works(wire, _acquire(wire.emulator, wire.session, {"client_assertion": lambda: token})["access_token"])
    client = wire.emulator.world.tenants[wire.emulator.tenant_id].clients[wire.emulator.client_id]
    client.federated.clear()
    assert _acquire(wire.emulator, wire.session, {"client_assertion": lambda: token})["error_codes"] == [700213]


@pytest.mark.parametrize("identity", [None, estate.USER_IDENTITY_ID])
def test_managed_identities_get_tokens(wire: Wire, monkeypatch: pytest.MonkeyPatch, identity: str | None) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", wire.emulator.authority)
    which = msal.UserAssignedManagedIdentity(client_id=identity) if identity else msal.SystemAssignedManagedIdentity()
    client = msal.ManagedIdentityClient(which, http_client=wire.session)
    found = client.acquire_token_for_client(resource=wire.emulator.graph_url)
    assert _works(wire, found["access_token"])


def test_an_unknown_managed_identity_is_refused(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", wire.emulator.authority)
    which = msal.UserAssignedManagedIdentity(client_id="00000000-1111-2222-3333-444444444444")
    client = msal.ManagedIdentityClient(which, http_client=wire.session)
    assert client.acquire_token_for_client(resource=wire.emulator.graph_url)["error"] == "invalid_request"


def test_a_claims_challenge_is_met_by_a_token_requested_with_the_claims(wire: Wire) -> None:
    wire.emulator.fault(method="GET", path=r"/jobs$", kind="claims_challenge")
    path = f"{wire.synchronization('Contoso SCIM')}/jobs"
    for dummy in range(2):
        refused = wire.send("GET", path)
        assert refused.status_code == 401 and "insufficient_claims" in refused.headers["WWW-Authenticate"]
    claims = base64.b64decode(refused.headers["WWW-Authenticate"].rpartition('claims="')[2].rstrip('"')).decode()
    client = _client(wire.emulator, wire.session, wire.emulator.client_secret, client_capabilities=["CP1"])
    token = client.acquire_token_for_client([f"{wire.emulator.graph_url}/.default"], claims_challenge=claims)
    assert _works(wire, token["access_token"])


def test_instance_discovery_names_the_emulator(wire: Wire) -> None:
    found = wire.session.get(f"{wire.emulator.authority}/common/discovery/instance", timeout=20).json()
    assert found["metadata"][0]["aliases"] == [wire.emulator.authority.partition("://")[2]]
    assert wire.session.get(found["tenant_discovery_endpoint"], timeout=20).json()["token_endpoint"]


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", "empty"),
        ("not.a.token", "signature"),
        ("expired", "expired"),
        ("audience", "audience"),
    ],
)
def test_bad_tokens_are_refused_with_a_reason(wire: Wire, token: str, words: str) -> None:
    emu = wire.emulator
    made = {"expired": emu.token(lifetime=-1), "audience": emu.token(audience="https://graph.microsoft.com")}
    header = {"Authorization": f"Bearer {made.get(token, token)}".strip()}
    status, code, message = error(wire.send("GET", "/servicePrincipals", headers=header))
    assert (status, code) == (401, "InvalidAuthenticationToken") and words in message


def test_a_token_ages_with_the_service_clock(wire: Wire) -> None:
    token = wire.emulator.token(lifetime=60)
    assert _works(wire, token)
    wire.emulator.advance(61)
    assert not _works(wire, token)


def test_a_token_of_one_tenant_sees_nothing_of_another(wire: Wire) -> None:
    token = wire.emulator.token(tenant_id=estate.OTHER_TENANT_ID)
    header = {"Authorization": f"Bearer {token}"}
    assert wire.get("/servicePrincipals", headers=header)["value"] == []
    path = wire.synchronization("Contoso SCIM")
    assert error(wire.send("GET", f"{path}/jobs", headers=header))[:2] == (401, "UnknownError")


def test_a_token_of_another_emulator_is_not_accepted(wire: Wire) -> None:
    with Emulator.start(estate="empty") as other:
        header = {"Authorization": f"Bearer {other.token()}"}
    assert wire.send("GET", "/servicePrincipals", headers=header).status_code == 401

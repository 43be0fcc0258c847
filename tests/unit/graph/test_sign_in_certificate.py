# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate's file, and the assertion that its key signs."""

from __future__ import annotations

import base64
import datetime
import hashlib

import jwt
import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.certificate_file import (
    open_certificate,
    read_certificate,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_certificate import (
    certificate,
    signed_assertion,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

CLIENT = "1f0d6c1a-2222-4333-8444-0123456789ab"
PASSWORD = "planted-key-password"
AUDIENCE = "https://login.example.com/tenant/oauth2/v2.0/token"
PEM = serialization.Encoding.PEM
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


def issue(name, key, issuer_name, issuer_key, ends=NOW + datetime.timedelta(days=36500)):
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer_name)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(days=3650))
        .not_valid_after(ends)
        .sign(issuer_key, hashes.SHA256())
    )


class Keys:
    """One application's key with its certificate, and the authority that issued it."""

    def __init__(self):
        self.authority_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.authority = issue("authority", self.authority_key, "authority", self.authority_key)
        self.leaf = issue("application", self.key, "authority", self.authority_key)

    def key_pem(self, password=None, form=serialization.PrivateFormat.PKCS8):
        encryption = serialization.NoEncryption()
        if password:
            encryption = serialization.BestAvailableEncryption(password.encode())
        return self.key.private_bytes(PEM, form, encryption)

    def leaf_pem(self):
        return self.leaf.public_bytes(PEM)

    def authority_pem(self):
        return self.authority.public_bytes(PEM)

    def pfx(self, password=None):
        encryption = serialization.NoEncryption()
        if password:
            encryption = serialization.BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(b"app", self.key, self.leaf, [self.authority], encryption)


@pytest.fixture(scope="module")
def keys():
    return Keys()


@pytest.fixture
def write(tmp_path):
    def write(content, name="app.pem"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def opened(path, password=None):
    secret = Secret(password) if password else None
    return open_certificate(read_certificate(path, secret), secret)


@pytest.mark.parametrize("form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_pem_file_opens_with_and_without_a_password(keys, write, form, password):
    path = write(keys.key_pem(password, form) + keys.leaf_pem())
    assert opened(path, password).chain == (keys.leaf,)


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_pkcs12_file_opens_whatever_its_name_and_keeps_its_chain(keys, write, password):
    for name in ("app.pfx", "app.p12", "application"):
        assert opened(write(keys.pfx(password), name), password).chain == (keys.leaf, keys.authority)


def test_a_password_for_a_key_that_has_none_does_no_harm(keys, write):
    assert opened(write(keys.key_pem() + keys.leaf_pem()), PASSWORD).chain == (keys.leaf,)


def test_the_applications_own_certificate_comes_first_whatever_the_order_in_the_file(keys, write):
    path = write(keys.authority_pem() + keys.leaf_pem() + keys.key_pem())
    assert opened(path).chain == (keys.leaf, keys.authority)


def test_text_around_the_blocks_is_passed_over(keys, write):
    path = write(b"Bag Attributes\n  name: app\n" + keys.key_pem() + b"\nsubject=CN = app\n" + keys.leaf_pem())
    assert opened(path).chain == (keys.leaf,)


def test_nothing_that_was_read_is_shown(keys, write):
    path = write(keys.key_pem() + keys.leaf_pem())
    assert "PRIVATE" not in repr(read_certificate(path, None)) + repr(opened(path))


def refusal(path, password=None):
    with pytest.raises(BadConnection) as error:
        opened(path, password)
    assert PASSWORD not in str(error.value)
    assert error.value.__cause__ is None
    return str(error.value)


def test_a_missing_file_is_refused():
    assert refusal("no/such/app.pem") == "certificate_path no/such/app.pem cannot be read: No such file or directory."


def test_what_is_no_certificate_file_at_all_is_refused(write):
    assert "is neither PEM (-----BEGIN ...) nor PKCS#12" in refusal(write(b"hello"))


def test_a_file_without_a_key_is_refused(keys, write):
    assert "holds no private key" in refusal(write(keys.leaf_pem()))


def test_a_file_with_two_keys_is_refused(keys, write):
    assert "holds 2 private keys" in refusal(write(keys.key_pem() * 2 + keys.leaf_pem()))


def test_a_file_without_a_certificate_is_refused(keys, write):
    assert "holds no certificate" in refusal(write(keys.key_pem()))


@pytest.mark.parametrize("form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
def test_a_missing_password_is_refused_without_any_library(keys, write, form):
    path = write(keys.key_pem(PASSWORD, form) + keys.leaf_pem())
    with pytest.raises(BadConnection, match="is encrypted: give certificate_password"):
        read_certificate(path, None)


def test_a_missing_password_of_a_pkcs12_file_is_refused(keys, write):
    assert "without a password: give certificate_password" in refusal(write(keys.pfx(PASSWORD)))


def test_a_wrong_password_is_refused(keys, write):
    for content in (keys.key_pem(PASSWORD) + keys.leaf_pem(), keys.pfx(PASSWORD)):
        assert "certificate_password does not open" in refusal(write(content), "another-password")


def test_a_damaged_key_is_refused(keys, write):
    broken = keys.key_pem().replace(b"MII", b"AII", 1)
    assert "is damaged" in refusal(write(broken + keys.leaf_pem()))


def test_a_damaged_certificate_is_refused(keys, write):
    broken = keys.leaf_pem().replace(b"MII", b"AII", 1)
    assert "holds a certificate that is damaged" in refusal(write(keys.key_pem() + broken))


def test_a_key_of_another_certificate_is_refused(keys, write):
    assert "No certificate in" in refusal(write(keys.key_pem() + keys.authority_pem()))


def test_an_elliptic_key_is_refused(write):
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    leaf = issue("application", key, "application", key).public_bytes(PEM)
    assert "must be an RSA key" in refusal(write(pem + leaf))


def test_the_assertion_is_what_entra_id_asks_for(keys, write):
    credential = opened(write(keys.key_pem() + keys.leaf_pem() + keys.authority_pem()))
    assertion = signed_assertion(credential, CLIENT, AUDIENCE)
    claims = jwt.decode(assertion, keys.key.public_key(), algorithms=["PS256"], audience=AUDIENCE)
    header = jwt.get_unverified_header(assertion)
    der = keys.leaf.public_bytes(serialization.Encoding.DER)
    assert claims["iss"] == claims["sub"] == CLIENT
    assert claims["exp"] - claims["nbf"] == 600
    assert base64.urlsafe_b64decode(header["x5t#S256"] + "=") == hashlib.sha256(der).digest()
    assert [base64.b64decode(one) for one in header["x5c"]] == [
        der,
        keys.authority.public_bytes(serialization.Encoding.DER),
    ]


def test_no_two_assertions_are_alike(keys, write):
    credential = opened(write(keys.key_pem() + keys.leaf_pem()))
    assert signed_assertion(credential, CLIENT, AUDIENCE) != signed_assertion(credential, CLIENT, AUDIENCE)


def sign_in(path):
    params = {"tenant_id": "contoso.com", "client_id": CLIENT, "certificate_path": path}
    return certificate(check_options(params, {}))


def test_an_expired_certificate_is_refused_before_any_request(keys, write):
    ended = issue("application", keys.key, "authority", keys.authority_key, NOW - datetime.timedelta(days=1))
    login = sign_in(write(keys.key_pem() + ended.public_bytes(PEM)))
    with pytest.raises(BadConnection, match="expired on 2025-12-31. Give a valid one"):
        login.fetch(None, False)


def test_the_file_is_looked_at_when_the_connection_is_made(keys, write):
    with pytest.raises(BadConnection, match="holds no private key"):
        sign_in(write(keys.leaf_pem()))

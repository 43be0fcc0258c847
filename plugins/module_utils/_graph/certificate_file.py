# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of a certificate and its key. Reading tells what is missing; opening needs the password and cryptography."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.libraries import need
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

CRYPTOGRAPHY = "cryptography>=3.1"
LARGEST = 1024 * 1024

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_KEY = re.compile(rb"-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)


@dataclass(frozen=True)
class CertificateFile:
    """What the file holds, unopened. pkcs12: the store as bytes; else key and certificates are PEM blocks."""

    path: str
    pkcs12: bytes | None = None
    key: bytes = b""
    certificates: tuple[bytes, ...] = ()

    @property
    def encrypted(self) -> bool:
        """Whether the PEM key wants a password (of a PKCS#12 store only opening tells)."""
        return b"ENCRYPTED" in self.key[:200]

    def __repr__(self) -> str:
        return f"CertificateFile({self.path!r})"


@dataclass(frozen=True)
class Credential:
    """An opened key with its certificate first and the rest of the chain after it (objects of cryptography)."""

    key: Any
    chain: tuple[Any, ...]

    def __repr__(self) -> str:
        return "Credential(***)"


def read_certificate(path: str, password: Secret | None) -> CertificateFile:
    """The content of the file, with everything checked that a look at it tells; BadConnection otherwise."""
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST)
    except OSError as error:
        raise BadConnection(f"certificate_path {path} cannot be read: {error.strerror}.") from None
    if b"-----BEGIN " not in content:
        if content[:1] == b"\x30":
            return CertificateFile(path, pkcs12=content)
        raise BadConnection(f"certificate_path {path} is neither PEM (-----BEGIN ...) nor PKCS#12 (.pfx, .p12).")
    keys = [match.group(0) for match in _KEY.finditer(content)]
    certificates = tuple(_CERTIFICATE.findall(content))
    if len(keys) != 1:
        found = "no private key" if not keys else f"{len(keys)} private keys"
        raise BadConnection(f"certificate_path {path} holds {found}. It must hold one, beside its certificate.")
    if not certificates:
        raise BadConnection(f"certificate_path {path} holds no certificate. It must hold it beside the private key.")
    file_content = CertificateFile(path, key=keys[0], certificates=certificates)
    if file_content.encrypted and password is None:
        raise BadConnection(f"The private key in certificate_path {path} is encrypted: give certificate_password.")
    return file_content


def open_certificate(file: CertificateFile, password: Secret | None) -> Credential:
    """The key and its chain; BadConnection for a wrong password, a key that fits no certificate, or no RSA key."""
    key, certificates = _open_pkcs12(file, password) if file.pkcs12 is not None else _open_pem(file, password)
    if not hasattr(key, "private_numbers") or not hasattr(key.public_key().public_numbers(), "n"):
        raise BadConnection(
            f"The private key in certificate_path {file.path} must be an RSA key; Entra ID takes no other."
        )
    number = key.public_key().public_numbers()
    own = [one for one in certificates if _public_numbers(one) == number]
    if not own:
        raise BadConnection(f"No certificate in certificate_path {file.path} belongs to the private key in it.")
    return Credential(key, (own[0], *(one for one in certificates if one != own[0])))


def _open_pem(file: CertificateFile, password: Secret | None) -> tuple[Any, list[Any]]:
    serialization = need("cryptography.hazmat.primitives.serialization", CRYPTOGRAPHY, "open the certificate")
    x509 = need("cryptography.x509", CRYPTOGRAPHY, "open the certificate")
    # A password for a key that has none is refused by cryptography; it does no harm, so it is not passed on.
    secret = password.reveal().encode("utf-8") if password is not None and file.encrypted else None
    try:
        key = serialization.load_pem_private_key(file.key, secret)
    except Exception as error:
        raise _cannot_open(file, password if file.encrypted else None, error) from None
    try:
        return key, [x509.load_pem_x509_certificate(block) for block in file.certificates]
    except ValueError:
        raise BadConnection(f"certificate_path {file.path} holds a certificate that is damaged.") from None


def _open_pkcs12(file: CertificateFile, password: Secret | None) -> tuple[Any, list[Any]]:
    pkcs12 = need("cryptography.hazmat.primitives.serialization.pkcs12", CRYPTOGRAPHY, "open the certificate")
    secret = password.reveal().encode("utf-8") if password is not None else None
    try:
        key, own, others = pkcs12.load_key_and_certificates(file.pkcs12, secret)
    except Exception as error:
        if password is None:
            words = f"certificate_path {file.path} cannot be opened without a password: give certificate_password."
            raise BadConnection(words) from None
        raise _cannot_open(file, password, error) from None
    if key is None or own is None:
        raise BadConnection(f"certificate_path {file.path} must hold a private key and its certificate.")
    return key, [own, *others]


def _cannot_open(file: CertificateFile, password: Secret | None, error: Exception) -> BadConnection:
    """Never the library's own words: they may quote what was read."""
    if password is not None:
        return BadConnection(
            f"certificate_password does not open certificate_path {file.path}, or the file is damaged."
        )
    return BadConnection(f"The private key in certificate_path {file.path} is damaged ({type(error).__name__}).")


def _public_numbers(certificate: Any) -> Any:
    try:
        return certificate.public_key().public_numbers()
    except (ValueError, AttributeError):
        return None

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way to sign in, with what each needs besides the task: files, variables, a program."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from emulator import estate

from guides import world
from guides.page import Case, Page

PASSWORD = "password-of-the-key-of-no-value"
AZ = """#!%s
import json
print(json.dumps({"accessToken": "%s", "expires_on": 4070908800, "tokenType": "Bearer"}))
"""


@cache
def certificate() -> tuple[str, str]:
    """A certificate, and the file with it and its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provisioning")]), datetime.now(timezone.utc)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    public = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    hidden = serialization.BestAvailableEncryption(PASSWORD.encode())
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return public, public + key.private_bytes(*kinds, hidden).decode()


def prepared(emulator: Any) -> None:
    world.usual(emulator)
    emulator.register_certificate(certificate()[0])


PAGE = Page(
    prepare=prepared,
    replace={
        "contoso.onmicrosoft.com": estate.TENANT_ID,
        "5c0a4d0e-6b0b-4f0f-8d4b-0f3f5a1a9c22": estate.CLIENT_ID,
        "/etc/ansible/provisioning.pem": "provisioning.pem",
        "/var/run/secrets/azure/tokens/azure-identity-token": "azure-identity-token",
    },
    variables={"vault_client_secret": estate.CLIENT_SECRET, "vault_certificate_password": PASSWORD},
    environment={
        "AZURE_POD_IDENTITY_AUTHORITY_HOST": lambda emulator: str(emulator.authority),
        "MY_GRAPH_TOKEN": lambda emulator: str(emulator.token()),
    },
    files={
        "provisioning.pem": lambda _emulator: certificate()[1],
        "azure-identity-token": lambda emulator: str(emulator.federated_token()),
        "bin/az": lambda emulator: AZ % (sys.executable, emulator.token()),
    },
    blocks={
        "Sign in with a certificate": Case(environment={"AZURE_CLIENT_SECRET": ""}),
    },
)

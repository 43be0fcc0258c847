# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way to sign in, end to end over TLS, with the real msal."""

from __future__ import annotations

import json
import sys
import time

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import connection
from emulator import estate
from emulator.testing import Emulator

from .sign_in_road import Application, options, read, token_requests

PASSWORD = "planted-key-password"


@pytest.fixture(scope="module")
def emu():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture(scope="module")
def application(emu):
    made = Application()
    emu.register_certificate(made.certificate)
    return made


@pytest.fixture
def write(tmp_path):
    def write(content, name="app.pem"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def form(emu, since):
    """The body of the one token request since the mark."""
    (row,) = token_requests(emu, since)
    assert row["status"] == 200
    return row["body"]


def test_a_client_secret_signs_in(emu):
    mark = emu.mark()
    assert read(emu.options())
    sent = form(emu, mark)
    assert sent["scope"] == f"{emu.graph_url}/.default"
    assert json.loads(sent["claims"]) == {"access_token": {"xms_cc": {"values": ["CP1"]}}}
    assert sent["client_secret"] != estate.CLIENT_SECRET, "the audit must not hold it"


def test_a_domain_name_of_the_tenant_is_as_good_as_its_id(emu):
    tenant = emu.world.tenants[emu.tenant_id]
    emu.world.tenants["contoso.example.com"] = tenant
    try:
        assert read({**emu.options(), "tenant_id": "Contoso.example.com"})
    finally:
        del emu.world.tenants["contoso.example.com"]


@pytest.mark.parametrize("password", [None, PASSWORD])
@pytest.mark.parametrize("chain", [False, True])
def test_a_pem_certificate_signs_in(emu, application, write, password, chain):
    mark = emu.mark()
    path = write(application.pem(password, chain))
    assert read(options(emu, certificate_path=path, certificate_password=password))
    assert form(emu, mark)["client_assertion_type"].endswith("jwt-bearer")


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_pkcs12_certificate_signs_in(emu, application, write, password):
    assert read(
        options(emu, certificate_path=write(application.pfx(password), "app.pfx"), certificate_password=password)
    )


def test_a_federated_token_signs_in(emu):
    assert read(options(emu, federated_token=emu.federated_token()))


def test_a_federated_token_file_signs_in_as_workload_identity_sets_it_up(emu, write):
    path = write(emu.federated_token().encode() + b"\n", "token")
    environment = {"AZURE_FEDERATED_TOKEN_FILE": path}
    params = options(emu, federated_token_file=path)
    graph = connection.connect(params, read_only=True, environment=environment)
    assert graph.list("/servicePrincipals", doing="read the service principals")


@pytest.mark.parametrize(
    ("identity", "app_id"), [(None, estate.SYSTEM_IDENTITY_ID), (estate.USER_IDENTITY_ID, estate.USER_IDENTITY_ID)]
)
def test_a_managed_identity_signs_in(emu, monkeypatch, identity, app_id):
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", emu.authority)
    mark = emu.mark()
    params = {"auth_method": "managed_identity", "graph_url": emu.graph_url, "ca_path": emu.ca_path}
    assert read({**params, "managed_identity_client_id": identity})
    (row,) = token_requests(emu, mark)
    assert row["query"].get("client_id") == identity


def test_the_azure_cli_signs_in(emu, monkeypatch, tmp_path):
    token = {"accessToken": emu.token(), "expires_on": int(time.time()) + 3600, "tokenType": "Bearer"}
    script = tmp_path / "az"
    script.write_text(f"#!{sys.executable}\nimport json\nprint(json.dumps({token!r}))\n")
    script.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    mark = emu.mark()
    assert read(options(emu, auth_method="azure_cli"))
    assert token_requests(emu, mark) == []


def test_a_ready_token_signs_in(emu):
    mark = emu.mark()
    assert read({"access_token": emu.token(), "graph_url": emu.graph_url, "ca_path": emu.ca_path})
    assert token_requests(emu, mark) == []


def test_a_ready_token_works_with_an_emulator_on_plain_http():
    with Emulator.start(estate="standard", tls=False) as plain:
        assert read({"access_token": plain.token(), "graph_url": plain.graph_url})


def test_signing_in_asks_no_more_than_the_tenant_and_the_token(emu):
    mark = emu.mark()
    read(emu.options())
    paths = [row["path"] for row in emu.audit(since=mark)]
    assert paths[0] == f"/{emu.tenant_id}/v2.0/.well-known/openid-configuration"
    assert paths[1] == f"/{emu.tenant_id}/oauth2/v2.0/token"
    assert not [path for path in paths[2:] if not path.startswith("/v1.0/")]

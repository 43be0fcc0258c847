# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator reads when a sign-in fails: the real msal, the emulator's login host, and the network."""

from __future__ import annotations

import socket

import jwt
import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError, SignInFailed
from emulator import estate
from emulator.testing import Emulator

from .sign_in_road import Application, Proxy, options, read, token_requests

UNKNOWN = "11111111-2222-4333-8444-555555555555"
WRONG = "wrong-client-secret-of-no-value"


@pytest.fixture(scope="module")
def emu():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture(autouse=True)
def alone(emu):
    yield
    emu.clear_faults()


def refusal(params, kind=SignInFailed):
    with pytest.raises(kind) as failure:
        read(params)
    assert failure.value.__class__ is kind
    for secret in ("client_secret", "federated_token", "access_token", "certificate_password"):
        assert not params.get(secret) or params[secret] not in str(failure.value)
    return failure.value


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"client_secret": WRONG}, "AADSTS7000215", "the client secret is wrong"),
        ({"client_secret": estate.EXPIRED_SECRET}, "AADSTS7000222", "the client secret has expired"),
        ({"client_id": UNKNOWN}, "AADSTS700016", "the application is not known in this tenant"),
        ({"tenant_id": UNKNOWN}, "AADSTS90002", "the tenant does not exist"),
        ({"tenant_id": "nobody.example.com"}, "AADSTS90002", "the tenant does not exist"),
    ],
)
def test_a_refused_secret_is_told_in_plain_words(emu, change, code, words):
    failure = refusal({**emu.options(), **change})
    tenant, client = change.get("tenant_id", emu.tenant_id), change.get("client_id", emu.client_id)
    beginning = f"Could not sign in to tenant {tenant} as application {client} with a client secret: {words} ({code}). "
    assert str(failure).startswith(beginning)
    assert failure.code == code
    assert failure.hint in str(failure)
    assert f"correlation-id {failure.client_request_id}, trace-id {failure.request_id}" in str(failure)


def test_a_refused_secret_is_asked_about_once(emu):
    mark = emu.mark()
    refusal({**emu.options(), "client_secret": WRONG})
    assert len(token_requests(emu, mark)) == 1
    assert not [row for row in emu.audit(since=mark) if row["path"].startswith("/v1.0/")]


def test_a_token_for_another_graph_is_not_given(emu):
    failure = refusal({**emu.options(), "graph_url": "https://graph.example.com"})
    assert "this Microsoft Graph is not known in the tenant (AADSTS500011). Check graph_url and cloud." in str(failure)


def test_a_certificate_that_is_not_the_applications_is_told(emu, tmp_path):
    path = tmp_path / "app.pem"
    path.write_bytes(Application().pem())
    failure = refusal(options(emu, certificate_path=str(path)))
    assert "with a certificate: the certificate is not one of the application's" in str(failure)
    assert "(AADSTS700027). Upload this certificate" in str(failure)


def test_a_federated_token_that_nobody_trusts_is_told(emu):
    token = jwt.encode({"iss": "https://elsewhere.example.com", "sub": "workload"}, "k" * 40, algorithm="HS256")
    failure = refusal(options(emu, federated_token=token))
    assert "no federated credential of the application fits the subject of the token (AADSTS700213)" in str(failure)


def test_an_identity_that_the_machine_does_not_have_is_told(emu, monkeypatch):
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", emu.authority)
    params = {"auth_method": "managed_identity", "graph_url": emu.graph_url, "ca_path": emu.ca_path}
    failure = refusal({**params, "managed_identity_client_id": UNKNOWN})
    assert f"Could not sign in as the managed identity {UNKNOWN}: " in str(failure)
    assert "Identity not found" in str(failure)
    assert "exists only on an Azure resource" in str(failure)


def test_a_ready_token_that_has_run_out_is_told_and_not_repeated(emu):
    token = emu.token(lifetime=-100)
    mark = emu.mark()
    failure = refusal({"access_token": token, "graph_url": emu.graph_url, "ca_path": emu.ca_path})
    assert "Microsoft Graph does not accept it" in str(failure)
    assert len(emu.audit(since=mark)) == 1


def test_a_login_host_that_does_not_speak_json_is_told(emu):
    emu.fault(path="openid-configuration", kind="not_json", times=0)
    failure = refusal(emu.options())
    assert "gave an answer that is not understood" in str(failure)
    assert "Check authority and cloud" in str(failure)


def test_a_login_host_that_is_busy_for_a_moment_is_asked_again(emu):
    rule = emu.fault(path="oauth2/v2.0/token", kind="throttle", times=2, seconds=0)
    assert read(emu.options())
    assert rule.fired == 2


def test_a_login_host_that_drops_the_connection_is_asked_again(emu):
    rule = emu.fault(path="oauth2/v2.0/token", kind="reset", times=1)
    assert read(emu.options())
    assert rule.fired == 1


def test_a_login_host_that_stays_down_is_told_with_its_status(emu):
    emu.fault(path="oauth2/v2.0/token", kind="server_error", times=0, status=503, seconds=0)
    failure = refusal({**emu.options(), "deadline": 3})
    assert "answered with HTTP 503" in str(failure)


def test_an_untrusted_certificate_of_the_login_host_is_told(emu, tmp_path):
    mark = emu.mark()
    with Emulator.start(estate="none") as other:
        failure = refusal({**emu.options(), "ca_path": other.ca_path})
    assert "the certificate of localhost" in str(failure)
    assert "is not trusted" in str(failure)
    assert "ca_path" in str(failure)
    assert emu.audit(since=mark) == []


def test_the_machines_own_authorities_do_not_know_the_emulators(emu):
    failure = refusal({**emu.options(), "ca_path": None})
    assert "give that authority's certificate (PEM) as ca_path" in str(failure)


@pytest.fixture(name="closed_port")
def fixture_closed_port():
    """A port at which nobody listens, and which nobody else gets as long as the test runs."""
    with socket.socket() as lone:
        lone.bind(("127.0.0.1", 0))
        yield lone.getsockname()[1]


def test_a_login_host_that_nobody_answers_at_is_told(emu, closed_port):
    failure = refusal({**emu.options(), "authority": f"https://localhost:{closed_port}", "deadline": 3})
    assert "refused the connection. Check authority, the firewall" in str(failure)
    assert "graph_url" not in str(failure)


def test_a_name_that_does_not_resolve_is_told(emu):
    failure = refusal({**emu.options(), "authority": "https://login.invalid", "deadline": 3})
    assert "the name login.invalid could not be resolved. Check the name in authority" in str(failure)


def test_a_login_host_that_is_silent_is_left_after_the_timeout():
    with Emulator.start(estate="empty") as slow:
        slow.fault(path="openid-configuration", kind="slow", times=0, seconds=3)
        failure = refusal({**slow.options(), "timeout": 1, "deadline": 2})
    assert "did not answer in full within" in str(failure)


def test_all_requests_go_through_the_proxy(emu):
    with Proxy() as proxy:
        assert read({**emu.options(), "proxy": f"http://{proxy.address}"})
    assert set(proxy.asked) == {emu.graph_url.partition("://")[2]}
    assert len(proxy.asked) == 2, "one connection to sign in, one to Graph"


def test_a_proxy_with_a_password_is_used_with_it(emu):
    with Proxy("worker:planted-proxy-password") as proxy:
        assert read({**emu.options(), "proxy": f"http://worker:planted-proxy-password@{proxy.address}"})
    assert proxy.asked


def test_a_proxy_that_wants_another_password_is_told_without_ours(emu):
    with Proxy("worker:planted-proxy-password") as proxy:
        failure = refusal({**emu.options(), "proxy": f"http://worker:another-proxy-password@{proxy.address}"})
    assert f"the proxy {proxy.address} wants a name and password" in str(failure)
    assert "another-proxy-password" not in str(failure)


def test_a_proxy_that_is_not_there_is_told(emu, closed_port):
    mark = emu.mark()
    failure = refusal({**emu.options(), "proxy": f"http://127.0.0.1:{closed_port}", "deadline": 3})
    assert "could not be used. Check proxy" in str(failure)
    assert emu.audit(since=mark) == []


def test_the_environments_proxy_is_not_used_for_this_machine_itself(emu, monkeypatch, closed_port):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert read(emu.options())


def test_the_environments_authorities_are_used_when_none_are_given(emu, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", emu.ca_path)
    assert read({**emu.options(), "ca_path": None})


def test_a_netrc_file_of_the_machine_adds_no_password(emu, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login somebody password planted-netrc-password\n")
    monkeypatch.setenv("NETRC", str(netrc))
    mark = emu.mark()
    assert read(emu.options())
    (row,) = token_requests(emu, mark)
    assert "authorization" not in row["headers"]


def test_every_refusal_is_a_graph_error(emu):
    assert isinstance(refusal({**emu.options(), "client_secret": WRONG}), GraphError)

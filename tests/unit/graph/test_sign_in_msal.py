# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of msal, and what is made of its answers. msal is a stand-in here."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import msal_client
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed
from ansible_collections.entra.provisioning.plugins.module_utils._graph.msal_client import ClientCredentials
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_client_secret import client_secret
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_federated import federated_token
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_managed_identity import ManagedIdentity
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_http import NoAnswer
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Trouble

TENANT = "8c1b1e5e-77aa-4b62-9a3c-5d2f0e1b7a01"
CLIENT = "1f0d6c1a-2222-4333-8444-0123456789ab"
SECRET = "planted-client-secret"
GOOD = {"access_token": "planted-new-token", "expires_in": 3599}


def options(**more):
    return check_options({"tenant_id": TENANT, "client_id": CLIENT, "client_secret": SECRET, **more}, {})


class Http:
    """What TokenHttp shows to the sign-in."""

    def __init__(self, *_options, direct=False):
        self.direct = direct
        self.refusal = None
        self.status = 0
        self.closed = False
        self.session = SimpleNamespace(close=self.close)

    def close(self):
        self.closed = True


class Msal:
    """A stand-in for the library. reply: what the token request answers, or raises."""

    def __init__(self, reply, refuses_tenant=False):
        self.reply = reply
        self.refuses_tenant = refuses_tenant
        self.built = []
        self.asked = []
        self.http = Http()

    def ConfidentialClientApplication(self, client_id, **settings):
        self.built.append({"client_id": client_id, **settings})
        if self.refuses_tenant:
            raise ValueError("Unable to get authority configuration")
        endpoint = settings["authority"] + "/oauth2/v2.0/token"
        return SimpleNamespace(
            authority=SimpleNamespace(token_endpoint=endpoint), acquire_token_for_client=self.acquire
        )

    def acquire(self, scopes=None, claims_challenge=None, resource=None):
        self.asked.append({"scopes": scopes, "claims": claims_challenge, "resource": resource})
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    def ManagedIdentityClient(self, identity, *, http_client, client_capabilities=None):
        self.built.append({"identity": identity, "capabilities": client_capabilities})
        return SimpleNamespace(acquire_token_for_client=self.acquire)

    def SystemAssignedManagedIdentity(self):
        return "system"

    def UserAssignedManagedIdentity(self, *, client_id):
        return client_id

    def open_http(self, *_options, direct=False):
        self.http.direct = direct
        return self.http


@pytest.fixture
def library(monkeypatch):
    def install(reply, **settings):
        msal = Msal(reply, **settings)
        monkeypatch.setitem(sys.modules, "msal", msal)
        return msal

    return install


def by_secret(msal, **more):
    return ClientCredentials(options(**more), "sign in", lambda audience: SECRET, msal.open_http)


def test_the_authority_the_scope_and_the_capability_are_those_of_the_cloud(library):
    msal = library(GOOD)
    by_secret(msal, cloud="china").fetch(None, False)
    (built,) = msal.built
    assert built["authority"] == f"https://login.chinacloudapi.cn/{TENANT}"
    assert built["client_id"] == CLIENT
    assert built["client_credential"] == SECRET
    assert built["client_capabilities"] == ["CP1"]
    assert msal.asked == [
        {"scopes": ["https://microsoftgraph.chinacloudapi.cn/.default"], "claims": None, "resource": None}
    ]


def test_no_login_host_is_looked_up_at_microsofts_and_no_region_guessed(library):
    msal = library(GOOD)
    by_secret(msal, graph_url="https://localhost:1", authority="https://localhost:2").fetch(None, False)
    assert msal.built[0]["instance_discovery"] is False
    assert msal.built[0]["azure_region"] is False
    assert msal.built[0]["authority"] == f"https://localhost:2/{TENANT}"


def test_the_answer_becomes_a_grant_with_its_end(library):
    grant = by_secret(library(GOOD)).fetch(None, False)
    assert grant.token.reveal() == "planted-new-token"
    assert grant.lifetime == 3599
    assert grant.expires_at > 3599


def test_a_claims_challenge_reaches_msal(library):
    msal = library(GOOD)
    by_secret(msal).fetch('{"access_token":{"nbf":{"essential":true}}}', True)
    assert msal.asked[0]["claims"] == '{"access_token":{"nbf":{"essential":true}}}'


def test_each_fetch_has_an_application_of_its_own_so_that_no_cache_of_msal_answers(library):
    msal = library(GOOD)
    login = by_secret(msal)
    login.fetch(None, False)
    login.fetch(None, True)
    assert len(msal.built) == len(msal.asked) == 2


def test_the_sockets_are_closed_whatever_happens(library):
    for reply in (GOOD, RuntimeError("odd"), {"error": "invalid_client"}):
        msal = library(reply)
        try:
            by_secret(msal).fetch(None, False)
        except SignInFailed:
            pass
        assert msal.http.closed


def test_a_refusal_is_told_in_plain_words(library):
    reply = {
        "error": "invalid_client",
        "error_description": "AADSTS7000215: Invalid client secret.",
        "error_codes": [7000215],
    }
    with pytest.raises(SignInFailed, match=r"Could not sign in: the client secret is wrong .AADSTS7000215."):
        by_secret(library(reply)).fetch(None, False)


def test_a_tenant_that_msal_cannot_find_is_told_by_the_answer_that_it_hides(library):
    msal = library(GOOD, refuses_tenant=True)
    msal.http.refusal = '{"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."}'
    with pytest.raises(SignInFailed, match=r"the tenant does not exist .AADSTS90002."):
        by_secret(msal).fetch(None, False)


def test_an_answer_that_is_no_json_is_told_with_host_and_status(library):
    msal = library(GOOD, refuses_tenant=True)
    msal.http.refusal, msal.http.status = "<html>Bad gateway</html>", 502
    with pytest.raises(SignInFailed, match=r"login.microsoftonline.com answered with HTTP 502 .ValueError."):
        by_secret(msal).fetch(None, False)


def test_a_silent_login_host_is_told_in_the_words_of_the_network(library):
    trouble = Trouble(
        "unsent", "the name login.example could not be resolved", "Check the name in graph_url (or cloud)."
    )
    with pytest.raises(SignInFailed, match=r"could not be resolved. Check the name in authority .or cloud."):
        by_secret(library(NoAnswer(trouble))).fetch(None, False)


@pytest.mark.parametrize("reply", [RuntimeError(f"odd {SECRET}"), KeyError(SECRET), None, {}, "text"])
def test_whatever_msal_does_no_exception_of_its_own_and_no_secret_escapes(library, reply):
    with pytest.raises(SignInFailed) as failure:
        by_secret(library(reply)).fetch(None, False)
    assert SECRET not in str(failure.value)
    assert failure.value.__cause__ is None


def test_a_client_secret_is_handed_over_as_it_is(library):
    msal = library(GOOD)
    login = client_secret(options())
    login._open_http = msal.open_http
    login.fetch(None, False)
    assert msal.built[0]["client_credential"] == SECRET


def test_a_missing_library_is_named_with_this_python(monkeypatch):
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(SignInFailed, match="the Python library msal is missing or broken for .*pip install 'msal>="):
        client_secret(options()).fetch(None, False)


def federated(msal, **more):
    login = federated_token(options(**more))
    login._open_http = msal.open_http
    return login


def assertion(msal):
    return msal.built[-1]["client_credential"]["client_assertion"]()


def test_a_federated_token_is_the_assertion(library):
    msal = library(GOOD)
    federated(msal, federated_token=" planted-federated-token\n").fetch(None, False)
    assert assertion(msal) == "planted-federated-token"


def test_a_federated_token_file_is_read_again_for_each_request(library, tmp_path):
    msal = library(GOOD)
    file = tmp_path / "token"
    file.write_text("first-federated-token\n")
    login = federated(msal, federated_token_file=str(file))
    login.fetch(None, False)
    file.write_text("second-federated-token\n")
    assert assertion(msal) == "second-federated-token"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"two tokens", "must hold one token and nothing else"),
        (b"x" * 70_000, "must hold one token and nothing else"),
        (b"\xff\xfe\xfd", "cannot be read: it is not text"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_federated_token_file_without_a_token_is_refused_before_any_request(tmp_path, content, words):
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadConnection, match=f"federated_token_file .*{words}"):
        federated_token(options(federated_token_file=str(file)))


def managed(msal, **more):
    return ManagedIdentity(options(**more), msal.open_http)


@pytest.mark.parametrize(("which", "identity"), [(None, "system"), (CLIENT, CLIENT)])
def test_the_identity_is_the_one_that_is_named_or_the_systems(library, which, identity):
    msal = library(GOOD)
    grant = managed(msal, managed_identity_client_id=which).fetch(None, False)
    assert grant.token.reveal() == "planted-new-token"
    assert msal.built == [{"identity": identity, "capabilities": ["CP1"]}]
    assert msal.asked == [{"scopes": None, "claims": None, "resource": "https://graph.microsoft.com"}]


def test_a_managed_identity_is_asked_without_a_proxy(library):
    msal = library(GOOD)
    managed(msal, proxy="http://proxy.example.com:3128").fetch(None, False)
    assert msal.http.direct


def test_a_claims_challenge_is_put_to_the_client_that_got_the_refused_token(library):
    msal = library(GOOD)
    login = managed(msal)
    login.fetch(None, False)
    login.fetch('{"access_token":{}}', True)
    assert len(msal.built) == 1
    assert msal.asked[-1]["claims"] == '{"access_token":{}}'
    login.fetch(None, True)
    assert len(msal.built) == 2


def test_an_older_msal_is_not_given_what_it_does_not_know(library):
    msal = library(GOOD)
    msal.ManagedIdentityClient = lambda identity, *, http_client: SimpleNamespace(
        acquire_token_for_client=lambda *, resource: GOOD
    )
    assert managed(msal).fetch('{"access_token":{}}', True).token.reveal() == "planted-new-token"


def test_a_machine_without_an_identity_is_told_so(library):
    msal = library(NoAnswer(Trouble("unsent", "no connection to 169.254.169.254", "Check the network.")))
    with pytest.raises(
        SignInFailed, match="as the system-assigned managed identity: .*exists only on an Azure resource"
    ):
        managed(msal).fetch(None, False)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (3600, 3600),
        ("3600", 3600),
        (10**400, 0),
        (-5, 0),
        (None, 0),
        ("soon", 0),
        ([], 0),
        ({"a": 1}, 0),
        (1e12, 604800),
    ],
)
def test_a_lifetime_that_cannot_be_is_none(said, seconds):
    assert msal_client._lifetime(said) == seconds

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way to sign in, and what is refused before anything is sent."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import (
    AUTH_METHODS,
    CLOUD_NAMES,
    ENVIRONMENT,
)
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clouds import CLOUDS
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._graph.signin import METHODS, VARIABLES, choose

TENANT = "8c1b1e5e-77aa-4b62-9a3c-5d2f0e1b7a01"
CLIENT = "1f0d6c1a-2222-4333-8444-0123456789ab"
SECRET = "planted-client-secret"
TOKEN = "planted-access-token"


def choice(params, environment=None):
    """The method and options, for params that the task gives, completed from the environment as Ansible does it."""
    environment = environment or {}
    fallbacks = {option: environment[name] for option, name in ENVIRONMENT.items() if name in environment}
    filled = {**fallbacks, **params}
    return choose(filled, check_options(filled, environment), environment)


APPLICATION = {"tenant_id": TENANT, "client_id": CLIENT}


@pytest.mark.parametrize(
    ("given", "method"),
    [
        ({"access_token": TOKEN}, "access_token"),
        ({**APPLICATION, "client_secret": SECRET}, "client_secret"),
        ({**APPLICATION, "certificate_path": "cert.pem"}, "certificate"),
        ({**APPLICATION, "certificate_path": "cert.pem", "certificate_password": "planted-password"}, "certificate"),
        ({**APPLICATION, "federated_token": TOKEN}, "federated_token"),
        ({**APPLICATION, "federated_token_file": "token"}, "federated_token"),
        ({"auth_method": "managed_identity"}, "managed_identity"),
        ({"auth_method": "managed_identity", "managed_identity_client_id": CLIENT}, "managed_identity"),
        ({"auth_method": "azure_cli"}, "azure_cli"),
    ],
)
def test_the_credential_that_is_given_decides(given, method):
    assert choice(given)[0] == method


def test_the_environment_is_searched_in_the_documented_order():
    variables = {
        "ENTRA_ACCESS_TOKEN": TOKEN,
        "AZURE_CLIENT_CERTIFICATE_PATH": "cert.pem",
        "AZURE_CLIENT_SECRET": SECRET,
        "AZURE_FEDERATED_TOKEN_FILE": "token",
    }
    found = []
    while variables:
        found.append(choice(APPLICATION, variables)[0])
        variables.pop(next(iter(variables)))
    assert found == ["access_token", "certificate", "client_secret", "federated_token"]


def test_what_the_task_gives_goes_before_the_environment():
    environment = {"ENTRA_ACCESS_TOKEN": TOKEN, "AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT}
    assert choice({"client_secret": SECRET}, environment)[0] == "client_secret"


def test_a_token_file_of_the_task_goes_before_a_token_of_the_environment():
    _method, options = choice({**APPLICATION, "federated_token_file": "mine"}, {"ENTRA_FEDERATED_TOKEN": TOKEN})
    assert (options.federated_token, options.federated_token_file) == (None, "mine")


def test_who_says_the_method_may_give_more_than_it_needs():
    given = {**APPLICATION, "client_secret": SECRET, "access_token": TOKEN, "auth_method": "client_secret"}
    assert choice(given)[0] == "client_secret"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {},
            "No credentials. Give access_token, certificate_path, client_secret, .*AZURE_CLIENT_SECRET.*managed_identity",
        ),
        (
            {**APPLICATION, "client_secret": SECRET, "certificate_path": "cert.pem"},
            "certificate_path and client_secret contradict each other.*auth_method .certificate, client_secret",
        ),
        ({**APPLICATION, "federated_token": TOKEN, "federated_token_file": "x"}, "contradict each other"),
        (
            {**APPLICATION, "client_secret": SECRET, "managed_identity_client_id": CLIENT},
            "managed_identity_client_id belongs to auth_method managed_identity, but .* client_secret",
        ),
        ({**APPLICATION, "client_secret": SECRET, "certificate_password": TOKEN}, "certificate_password belongs to"),
        ({"auth_method": "kerberos"}, "auth_method must be one of auto, access_token, certificate"),
        (
            {"auth_method": "client_secret", **APPLICATION},
            "needs client_secret .or the environment variable AZURE_CLIENT_S",
        ),
        ({"auth_method": "federated_token", **APPLICATION}, "needs federated_token .* or federated_token_file"),
        ({"client_secret": SECRET}, "needs tenant_id .*AZURE_TENANT_ID.* and client_id .*AZURE_CLIENT_ID"),
        ({"client_secret": SECRET, "tenant_id": TENANT}, "auth_method client_secret needs client_id"),
        (
            {**APPLICATION, "client_secret": SECRET, "graph_url": "https://localhost:8443"},
            "authority must name the login host for auth_method client_secret; or give access_token",
        ),
        (
            {**APPLICATION, "client_secret": SECRET, "graph_url": "http://localhost", "authority": "http://localhost"},
            "authority must be https for auth_method client_secret, not http://localhost: msal.* give it in access_token",
        ),
        ({"auth_method": "managed_identity", "client_id": CLIENT}, "client_id does not choose a managed identity"),
        ({"access_token": TOKEN, "tenant_id": "contoso"}, "tenant_id must be a tenant's id .* not 'contoso'"),
        ({"access_token": TOKEN, "tenant_id": "8c1b1e5e-77aa-4b62-9a3c-5d2f0e1b7a0"}, "tenant_id must be"),
        ({"access_token": TOKEN, "tenant_id": "contoso.com/../x"}, "tenant_id must be"),
        ({"access_token": TOKEN, "tenant_id": "common"}, "tenant_id must name one tenant"),
        ({"access_token": TOKEN, "client_id": "my-app"}, "client_id must be an application id .* not 'my-app'"),
        ({"access_token": TOKEN, "managed_identity_client_id": "x"}, "managed_identity_client_id must be"),
        ({"access_token": TOKEN, "timeout": 0}, "timeout must be a number of seconds above 0, not 0"),
        ({"access_token": TOKEN, "deadline": -1}, "deadline must be a number of seconds above 0"),
        ({"access_token": TOKEN, "ca_path": "no/such/file.pem"}, "ca_path no/such/file.pem does not exist"),
        ({"access_token": TOKEN, "proxy": "proxy.example.com:3128"}, "proxy must be an address such as http://host"),
    ],
)
def test_what_cannot_work_is_said_with_the_option_and_what_is_allowed(given, words):
    with pytest.raises(BadConnection, match=words) as refusal:
        choice(given)
    assert SECRET not in str(refusal.value)
    assert TOKEN not in str(refusal.value)


def test_a_managed_identity_is_never_taken_unasked():
    with pytest.raises(BadConnection, match="No credentials"):
        choice({}, {"IDENTITY_ENDPOINT": "http://localhost:1", "AZURE_CLIENT_ID": CLIENT})


def test_a_custom_root_needs_no_authority_when_the_token_is_ready():
    assert choice({"access_token": TOKEN, "graph_url": "http://localhost:8080"})[0] == "access_token"


def test_a_ready_token_does_not_mind_an_authority_on_plain_http():
    plain = {"graph_url": "http://localhost:8080", "authority": "http://localhost:8080"}
    assert choice({"access_token": TOKEN, **plain})[0] == "access_token"


def test_an_empty_option_counts_as_not_given():
    assert choice({"access_token": TOKEN, "client_secret": "", "tenant_id": ""})[0] == "access_token"


@pytest.mark.parametrize("tenant", [TENANT, TENANT.upper(), "contoso.onmicrosoft.com", "contoso.com", "a-b.co.uk"])
def test_a_tenant_is_named_by_its_id_or_a_domain(tenant):
    assert choice({"access_token": TOKEN, "tenant_id": tenant})[1].tenant_id == tenant.lower()


def test_equal_options_are_one_connection_and_a_different_secret_is_another():
    first = choice({**APPLICATION, "client_secret": SECRET})[1]
    assert first == choice({**APPLICATION, "client_secret": SECRET})[1]
    assert hash(first) == hash(choice({**APPLICATION, "client_secret": SECRET})[1])
    assert first != choice({**APPLICATION, "client_secret": SECRET + "2"})[1]


def test_the_options_show_no_secret():
    options = choice({**APPLICATION, "client_secret": SECRET, "proxy": "http://me:planted-proxy-pass@proxy:3128"})[1]
    assert SECRET not in repr(options)
    assert "planted-proxy-pass" not in repr(options)


def test_a_proxy_password_is_known_to_the_redactor_in_both_spellings():
    options = choice({"access_token": TOKEN, "proxy": "http://me:planted%2Fpass-word@proxy:3128"})[1]
    assert "pass-word" not in options.redactor().text("said planted%2Fpass-word and planted/pass-word")


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_a_proxy_password_of_the_environment_is_known_to_the_redactor(variable):
    environment = {variable: "http://me:planted%2Fpass-word@proxy:3128"}
    options = choice({"access_token": TOKEN}, environment)[1]
    said = options.redactor().text("said planted%2Fpass-word and planted/pass-word to http://proxy:3128")
    assert said == "said ******** and ******** to http://proxy:3128"
    assert "pass-word" not in repr(options)


@pytest.mark.parametrize("variable", ["IDENTITY_HEADER", "MSI_SECRET"])
def test_what_a_managed_identity_shows_its_endpoint_is_known_to_the_redactor(variable):
    options = choice({"auth_method": "managed_identity"}, {variable: "planted-header"})[1]
    assert options.redactor().text("said planted-header") == "said ********"


def test_the_spec_and_the_sign_in_know_the_same_names():
    assert {"auto", *METHODS} == set(AUTH_METHODS)
    assert tuple(CLOUDS) == CLOUD_NAMES
    assert {name: ENVIRONMENT[name] for name in VARIABLES} == dict(VARIABLES)

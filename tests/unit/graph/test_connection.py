# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to a client: what is shared, what is not, and what is not even imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._graph import connection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import (
    GraphError,
    ReadOnlyViolation,
    SignInFailed,
)

TENANT = "8c1b1e5e-77aa-4b62-9a3c-5d2f0e1b7a01"
CLIENT = "1f0d6c1a-2222-4333-8444-0123456789ab"
BY_SECRET = {"tenant_id": TENANT, "client_id": CLIENT, "client_secret": "planted-client-secret"}
READY = {"access_token": "planted-access-token", "graph_url": "http://localhost:9"}


@pytest.fixture(autouse=True)
def alone():
    connection.forget()
    yield
    connection.forget()


def opened(params, **more):
    return connect(params, read_only=more.get("read_only", True), environment=more.get("environment", {}))


def shared():
    return list(connection._shared.values())


def test_the_client_stands_at_the_root_of_the_cloud():
    graph = opened({**BY_SECRET, "cloud": "us_government_l4"})
    assert (graph.root, graph.version, graph.read_only) == ("https://graph.microsoft.us", "v1.0", True)


@pytest.mark.parametrize(
    ("given", "version"), [({}, "v1.0"), ({"api_version": "beta"}, "beta"), ({"api_version": None}, "v1.0")]
)
def test_the_client_speaks_the_version_that_was_asked_for(given, version):
    assert opened({**READY, **given}).version == version


def test_the_gate_is_open_only_when_it_is_asked_for():
    assert not opened(READY, read_only=False).read_only
    with pytest.raises(ReadOnlyViolation):
        opened(READY).post("/things", {}, doing="make a thing")


def test_the_items_of_a_loop_share_a_session_and_a_token_source():
    first, second = opened(BY_SECRET), opened(dict(BY_SECRET), read_only=False)
    assert first is not second
    assert len(shared()) == 1


@pytest.mark.parametrize(
    "change", [{"client_secret": "another-client-secret"}, {"tenant_id": "contoso.com"}, {"timeout": 5}]
)
def test_another_connection_shares_nothing(change):
    opened(BY_SECRET)
    opened({**BY_SECRET, **change})
    first, second = shared()
    assert first.source is not second.source
    assert first.session is not second.session


def test_a_forked_process_shares_nothing_with_its_parent(monkeypatch):
    opened(BY_SECRET)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    opened(BY_SECRET)
    assert len(shared()) == 2


def test_the_client_knows_the_secrets_of_its_connection():
    password = {"certificate_password": "planted-key-password", "auth_method": "client_secret"}
    proxy = {"proxy": "http://me:planted-proxy-password@localhost:9"}
    text = opened({**BY_SECRET, **password, **proxy}).redactor.text(
        "planted-client-secret planted-key-password planted-proxy-password"
    )
    assert "planted" not in text


def test_a_bad_option_is_a_graph_error_of_a_whole_sentence():
    with pytest.raises(GraphError, match=r"^client_id must be an application id") as failure:
        opened({**BY_SECRET, "client_id": "nonsense"})
    assert isinstance(failure.value, BadConnection)
    assert str(failure.value).endswith(".")


def test_a_bad_option_opens_nothing():
    with pytest.raises(BadConnection):
        opened({**BY_SECRET, "auth_method": "certificate"})
    assert shared() == []


def test_an_unsafe_token_cache_is_refused_when_the_connection_is_made(tmp_path):
    cache = tmp_path / "tokens.json"
    cache.write_text("{}")
    cache.chmod(0o644)
    with pytest.raises(BadConnection, match="can be used by others"):
        opened({**BY_SECRET, "token_cache": str(cache)})


def test_a_ready_token_is_never_written_to_the_cache(tmp_path):
    opened({**READY, "token_cache": str(tmp_path / "tokens.json")})
    assert shared()[0].source.token().reveal() == "planted-access-token"
    assert os.listdir(tmp_path) == []


def test_the_options_of_other_modules_are_passed_over():
    assert opened({**READY, "display_name": "Contoso", "state": "present"}).root == "http://localhost:9"


def test_the_defaults_of_the_spec_are_enough():
    defaults = {name: spec.get("default") for name, spec in CONNECTION.items()}
    assert opened({**defaults, **READY}).root == "http://localhost:9"


LEAN = """
import sys
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
graph = connect({"access_token": "planted-access-token", "graph_url": "http://localhost:9", "deadline": 1}, read_only=True)
try:
    graph.get("/things", doing="read things")
except GraphError as error:
    assert "localhost:9" in str(error), error
print([name for name in ("msal", "jwt", "cryptography") if name in sys.modules])
"""


def test_a_ready_token_imports_no_library_to_sign_in():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_requests_is_named_with_this_python(monkeypatch):
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(
        SignInFailed, match="the Python library requests is missing or broken for .*pip install 'requests>="
    ):
        opened(READY)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that others fetched: a ready one, and the Azure CLI's."""

from __future__ import annotations

import base64
import json
import os
import sys
import time

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.access_token import ReadyToken
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_azure_cli import AzureCli
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options

TENANT = "8c1b1e5e-77aa-4b62-9a3c-5d2f0e1b7a01"
TOKEN = "planted-cli-token"


def jwt_ending(seconds):
    part = base64.urlsafe_b64encode(json.dumps({"exp": time.time() + seconds}).encode()).decode().rstrip("=")
    return f"header.{part}.signature"


def ready(token):
    return ReadyToken(check_options({"access_token": token}, {}))


@pytest.mark.parametrize(
    "token",
    ["opaque-access-token", jwt_ending(7200), jwt_ending(1e400), "not.a.jwt", "a.e30.c", " Bearer opaque-token\n"],
    ids=["opaque", "ends in two hours", "never ends", "no JSON", "tells no end", "with Bearer"],
)
def test_a_ready_token_is_used_as_it_is(token):
    grant = ready(token).fetch(None, False)
    assert grant.token.reveal() == token.strip().split()[-1]
    assert grant.expires_at is None


def test_a_token_that_ended_within_the_error_of_clocks_is_left_to_the_service():
    assert ready(jwt_ending(-60)).fetch(None, False)


def test_a_token_that_ended_long_ago_is_not_sent():
    token = jwt_ending(-7200)
    with pytest.raises(
        SignInFailed, match=r"given in access_token: it expired at \d{4}-.* UTC. Give a fresh one"
    ) as failure:
        ready(token).fetch(None, False)
    assert token not in str(failure.value)


@pytest.mark.parametrize("token", ["two tokens-here", "broken\ntoken-here", "t\u00f6ken-with-umlaut"])
def test_what_cannot_be_a_token_is_refused_at_once(token):
    with pytest.raises(BadConnection, match="access_token must be one token") as failure:
        ready(token)
    assert token not in str(failure.value)


def test_a_ready_token_that_was_refused_cannot_be_renewed():
    with pytest.raises(
        SignInFailed, match="does not accept it.*az account get-access-token --resource https://graph.micro"
    ):
        ready("opaque-access-token").fetch(None, True)


def test_a_ready_token_cannot_answer_a_claims_challenge():
    with pytest.raises(SignInFailed, match="other claims .continuous access evaluation"):
        ready("opaque-access-token").fetch("{}", True)


@pytest.fixture
def az(tmp_path, monkeypatch):
    """Put a stand-in for az on the PATH: it notes its arguments, prints, complains and ends as it is told."""

    def install(output="", complaint="", code=0, sleep=0):
        notes = tmp_path / "arguments.json"
        script = tmp_path / "az"
        script.write_text(
            f"#!{sys.executable}\n"
            "import json, sys, time\n"
            f"open({str(notes)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
            f"time.sleep({sleep})\n"
            f"sys.stdout.write({output!r})\nsys.stderr.write({complaint!r})\nsys.exit({code})\n"
        )
        script.chmod(0o700)
        monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
        return notes

    return install


def cli(**more):
    return AzureCli(check_options(more, {}))


def answer(**more):
    return json.dumps({"accessToken": TOKEN, "tokenType": "Bearer", **more})


def test_the_cli_is_asked_for_a_token_for_this_graph_and_tenant(az):
    ends = int(time.time()) + 4000
    notes = az(answer(expires_on=ends, expiresOn="2026-01-01 00:00:00.000000"))
    grant = cli(tenant_id=TENANT, cloud="china").fetch(None, False)
    assert (grant.token.reveal(), grant.expires_at) == (TOKEN, ends)
    assert 3990 < grant.lifetime <= 4000
    assert json.loads(notes.read_text()) == [
        *("account", "get-access-token", "--resource", "https://microsoftgraph.chinacloudapi.cn"),
        *("--output", "json", "--tenant", TENANT),
    ]


def test_without_a_tenant_the_cli_chooses(az):
    notes = az(answer(expires_on=int(time.time()) + 4000))
    cli().fetch(None, False)
    assert "--tenant" not in notes.read_text()


def test_an_older_cli_tells_the_end_in_local_time(az):
    local = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.localtime(2_000_000_000))
    az(answer(expiresOn=local))
    assert cli().fetch(None, False).expires_at == 2_000_000_000


def test_a_missing_cli_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SignInFailed, match="there is no program az on the PATH. Install the Azure CLI"):
        cli().fetch(None, False)


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        (
            "ERROR: Please run 'az login' to setup account.",
            f"nobody is signed in there. Run: az login --tenant {TENANT}",
        ),
        ("ERROR: AADSTS700082: The refresh token has expired. Trace ID: 0d6c1a2b-1111", "AADSTS700082"),
        ("WARNING: old\nERROR: something else", "it ended with 1: ERROR: something else. Try: az login"),
        ("", "it ended with 1: it gave no reason"),
    ],
)
def test_what_the_cli_complains_of_is_told_and_its_output_is_not(az, complaint, words):
    az(output=TOKEN, complaint=complaint, code=1)
    with pytest.raises(SignInFailed, match=words) as failure:
        cli(tenant_id=TENANT).fetch(None, False)
    assert TOKEN not in str(failure.value)


@pytest.mark.parametrize("output", ["", "no json " + TOKEN, "{}", "[]", json.dumps({"accessToken": TOKEN})])
def test_an_answer_that_is_not_understood_is_told_without_showing_it(az, output):
    az(output)
    with pytest.raises(SignInFailed, match="its answer is not understood") as failure:
        cli().fetch(None, False)
    assert TOKEN not in str(failure.value)


def test_a_cli_that_hangs_is_stopped(az):
    az(sleep=30)
    with pytest.raises(SignInFailed, match="did not answer within 1 s"):
        cli(timeout=1).fetch(None, False)


def test_the_cli_cannot_answer_a_claims_challenge(az):
    notes = az(answer(expires_on=int(time.time()) + 4000))
    with pytest.raises(SignInFailed, match="Sign in again: az login"):
        cli().fetch("{}", True)
    assert not notes.exists()

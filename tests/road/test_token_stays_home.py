# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an answer points to, the token and the credentials go to the service and to the login host, and nowhere else."""

from __future__ import annotations

import dataclasses
import json

import pytest
import requests
from contract.secrets_search import TOKEN
from contract.spelling import spelled
from emulator.testing import Emulator
from faults import stage

from .hostile import Elsewhere, answers_of, tampered

READ = ("synchronization_info", {"display_name": "Contoso SCIM"})
PAUSED = [{"template_id": "scim", "state": "paused"}]
BATCH = ("synchronizations", {"applications": [{"display_name": "Contoso SCIM", "jobs": PAUSED}]})
WRITE = ("synchronization_job", {"display_name": "Contoso SCIM", "template_id": "scim", "state": "paused"})

# {there}: the port of somebody else; {here}: that of the service.
LINKS = {
    "another port": "https://localhost:{there}/v1.0/x",
    "another host": "https://127.0.0.1:{there}/v1.0/x",
    "the service without TLS": "http://localhost:{here}/v1.0/x",
    "without TLS": "http://127.0.0.1:{there}/v1.0/x",
    "the service as a user": "https://localhost:{here}@127.0.0.1:{there}/v1.0/x",
    "the service before a backslash": "https://localhost:{here}\\@127.0.0.1:{there}/v1.0/x",
    "the service after a number sign": "http://127.0.0.1:{there}#@localhost:{here}/v1.0/x",
    "without a scheme": "//127.0.0.1:{there}/v1.0/x",
    "with backslashes": "http:\\\\127.0.0.1:{there}\\v1.0\\x",
    "a letter that looks alike": "https://\u217cocalhost:{there}/v1.0/x",
    "a full stop that looks alike": "http://127\uff0e0\uff0e0\uff0e1:{there}/v1.0/x",
}
STATUSES = (301, 302, 303, 307, 308)


@pytest.fixture(scope="module", name="emu")
def fixture_emu():
    with Emulator.start() as emulator:
        yield emulator


@pytest.fixture(name="elsewhere")
def fixture_elsewhere():
    with Elsewhere() as listener:
        yield listener


def links(emu, elsewhere):
    return {name: link.format(here=emu.server.port, there=elsewhere.port) for name, link in LINKS.items()}


def run(emu, task, change, **given):
    """The result of one task whose answers are tampered with, after a look that it holds no secret."""
    module, args = task
    emu.clear_faults()
    emu.reset()
    with tampered(emu, change):
        ended = stage.run(emu, module, {**args, **given})
    text = json.dumps(ended.result, ensure_ascii=False)
    assert not TOKEN.search(text)
    assert [form for form in spelled(emu.client_secret) if form in text] == []
    assert "Unexpected" not in ended.message
    return ended


def graph_only(change):
    """The change for answers of Graph; sign-in stays as it is."""
    return answers_of("/v1.0", change)


def test_somebody_elsewhere_would_notice(elsewhere):
    """The listener is no use unless it hears."""
    requests.get(f"http://127.0.0.1:{elsewhere.port}/x", headers={"Authorization": "Bearer token"}, timeout=5)
    assert b"Authorization: Bearer token" in elsewhere.received[0]


@pytest.mark.parametrize("task", [READ, BATCH], ids=["one by one", "batches"])
def test_no_link_in_an_answer_is_followed_elsewhere(emu, elsewhere, task):
    for name, link in links(emu, elsewhere).items():

        def change(_said, answer, link=link):
            body = json.loads(answer.body or b"null")
            return dataclasses.replace(answer, body=json.dumps(_linked(body, link)).encode())

        ended = run(emu, task, graph_only(change))
        assert ended.failed and "the next page is at" in ended.message, (name, ended.message)
        assert "so that the token stays here" in ended.message
        assert (f":{elsewhere.port}" in ended.message) is ("{there}" in LINKS[name]), (name, ended.message)
    assert elsewhere.received == []


def _linked(body, link):
    """Every collection in an answer, in batches too, says that it goes on elsewhere; so does all else that could say so."""
    if isinstance(body, dict):
        body = {key: _linked(value, link) for key, value in body.items()}
        if isinstance(body.get("value"), list):
            kinds = ("next", "delta", "context", "id", "edit", "read", "mediaRead", "navigation")
            body.update({f"@odata.{kind}{'' if kind in ('context', 'id') else 'Link'}": link for kind in kinds})
    return [_linked(row, link) for row in body] if isinstance(body, list) else body


@pytest.mark.parametrize("task", [READ, BATCH, WRITE], ids=["read", "batch", "write"])
def test_no_redirect_is_followed(emu, elsewhere, task):
    for number, (name, link) in enumerate(links(emu, elsewhere).items()):
        told = link.encode().decode("latin-1")

        def change(said, answer, status=STATUSES[number % 5], told=told):
            if task is WRITE and said.method != "POST":
                return answer
            headers = {**answer.headers, "Location": told, "Refresh": f"0; url={told}"}
            return dataclasses.replace(answer, status=status, headers=headers)

        ended = run(emu, task, graph_only(change))
        assert ended.failed and "a redirect to" in ended.message, (name, ended.message)
        assert "which is not followed" in ended.message
    assert elsewhere.received == []


def test_no_redirect_in_a_batch_is_followed(emu, elsewhere):
    def change(_said, answer):
        body = json.loads(answer.body)
        for item in body.get("responses", []):
            item.update(status=302, headers={"Location": f"http://127.0.0.1:{elsewhere.port}/x"}, body=None)
        return dataclasses.replace(answer, body=json.dumps(body).encode())

    ended = run(emu, BATCH, graph_only(change))
    assert ended.failed and "302" in ended.message, ended.message
    assert elsewhere.received == []


def test_where_a_success_says_that_something_lies_nobody_looks(emu, elsewhere):
    link = f"http://127.0.0.1:{elsewhere.port}/x"

    def change(_said, answer):
        told = ("Location", "Content-Location", "Operation-Location", "Azure-AsyncOperation", "Link", "Refresh")
        return dataclasses.replace(answer, headers={**answer.headers, **dict.fromkeys(told, link)})

    for task in (READ, BATCH, WRITE):
        assert not run(emu, task, graph_only(change)).failed
    assert elsewhere.received == []


@pytest.mark.parametrize("path", ["/token", "/openid-configuration"])
def test_no_redirect_of_the_login_host_is_followed(emu, elsewhere, path):
    for status in STATUSES:

        def change(said, answer, status=status):
            if not said.path.endswith(path):
                return answer
            headers = {**answer.headers, "Location": f"http://127.0.0.1:{elsewhere.port}/token"}
            return dataclasses.replace(answer, status=status, headers=headers, body=b"{}")

        assert "Could not sign in" in run(emu, READ, change).message
    assert elsewhere.received == []


def test_no_credential_goes_where_the_login_host_says_that_tokens_are_fetched(emu, elsewhere):
    def change(said, answer):
        body = answer.body
        if said.path.endswith("/openid-configuration"):
            named = {"token_endpoint": f"https://127.0.0.1:{elsewhere.port}/token"}
            body = json.dumps({**json.loads(body), **named}).encode()
        return dataclasses.replace(answer, body=body)

    ended = run(emu, READ, change)
    assert f"names https://127.0.0.1:{elsewhere.port} as where tokens are fetched" in ended.message
    assert "No credential was sent there." in ended.message
    assert elsewhere.received == []


def test_a_challenge_does_not_lead_to_another_login_host(emu, elsewhere):
    there = f"http://127.0.0.1:{elsewhere.port}"

    def change(said, answer):
        challenge = (
            f'Bearer realm="", authorization_uri="{there}/authorize", error="insufficient_claims", claims="e30="'
        )
        body = json.dumps({"error": {"code": "InvalidAuthenticationToken", "message": f"go to {there}"}}).encode()
        headers = {**answer.headers, "WWW-Authenticate": challenge}
        return dataclasses.replace(answer, status=401, headers=headers, body=body)

    assert run(emu, READ, graph_only(change)).failed
    assert elsewhere.received == []

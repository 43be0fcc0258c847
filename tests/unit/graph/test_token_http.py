# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How token requests travel: verified, limited, repeated, and never with anything of the machine's own."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
import requests
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_http import (
    CHUNK,
    LARGEST_BODY,
    NoAnswer,
    TokenHttp,
)

URL = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"


class Clock:
    """Time passes only by sleeping."""

    def __init__(self):
        self.elapsed = 0.0

    def monotonic(self):
        return self.elapsed

    def sleep(self, seconds):
        self.elapsed += seconds

    def jitter(self):
        return 0.5


def answer(status, text="{}", **headers):
    return SimpleNamespace(status_code=status, text=text, headers=headers)


@pytest.fixture
def http():
    opened = []

    def opener(script, direct=False, **params):
        made = TokenHttp(check_options(params, {}), direct=direct, clock=Clock())
        made.sent = []

        def send(method, url, **kwargs):
            made.sent.append({"method": method, "url": url, **kwargs})
            said = script.pop(0)
            if isinstance(said, Exception):
                raise said
            return said

        made._plain = send
        opened.append(made.session)
        return made

    yield opener
    for session in opened:
        session.close()


def test_certificates_are_verified_and_every_answer_has_a_limit(http):
    made = http([answer(200)])
    made.session.post(URL, data={"a": "b"}, verify=False)
    assert made.sent[0]["verify"] is True
    assert made.sent[0]["timeout"] == (15.0, 60.0)
    assert made.sent[0]["data"] == {"a": "b"}


def test_the_given_authorities_and_proxy_are_used(http, tmp_path):
    authorities = tmp_path / "ca.pem"
    authorities.write_text("")
    made = http([answer(200)], ca_path=str(authorities), proxy="http://proxy.example.com:3128", timeout=5)
    made.session.get(URL)
    assert made.sent[0]["verify"] == str(authorities)
    assert made.sent[0]["proxies"]["https"] == "http://proxy.example.com:3128"
    assert made.sent[0]["timeout"] == (5.0, 5.0)


def test_a_direct_client_has_no_proxy_at_all(http):
    made = http([answer(200)], direct=True, proxy="http://proxy.example.com:3128")
    made.session.get(URL)
    assert made.sent[0]["proxies"] == {"no_proxy": "*"}


def test_no_redirect_is_followed_with_a_secret_in_hand(http):
    made = http([answer(302, Location="https://elsewhere.example.com")])
    assert made.session.post(URL).status_code == 302
    assert made.sent[0]["allow_redirects"] is False


@pytest.mark.parametrize("location", ["http://[bad", "//elsewhere.example", "http://a:port/"])
def test_a_redirect_to_an_odd_address_is_not_even_read(http, location):
    made = http([])
    said = requests.Response()
    said.status_code, said.headers["Location"] = 302, location
    assert made.session.get_redirect_target(said) is None


ELSEWHERE = [
    "https://elsewhere.example/tenant/oauth2/v2.0/token",
    "https://login.example.com:8443/tenant/oauth2/v2.0/token",
    "http://login.example.com/tenant/oauth2/v2.0/token",
    "https://login.example.com@elsewhere.example/token",
    "https://login.example.com\\@elsewhere.example/token",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_credential_goes_to_another_host_than_the_login_host(http, url):
    made = http([], authority="https://login.example.com")
    with pytest.raises(
        NoAnswer, match=r"the login host login\.example\.com names .* as where tokens are fetched"
    ) as caught:
        made.session.post(url, data={"client_secret": "planted"})
    assert "authority" in caught.value.trouble.hint
    assert made.sent == []


def test_what_holds_no_credential_may_be_asked_of_another_host(http):
    assert http([answer(200)], authority="https://login.example.com").session.get(ELSEWHERE[0]).status_code == 200


@pytest.mark.parametrize(
    ("cloud", "host"),
    [
        ("global", "login.microsoftonline.com"),
        ("global", "login.windows.net"),
        ("global", "login.microsoft.com"),
        ("us_government_l5", "login.microsoftonline.us"),
        ("us_government_l4", "login.usgovcloudapi.net"),
        ("china", "login.chinacloudapi.cn"),
        ("china", "login.partner.microsoftonline.cn"),
    ],
)
def test_the_login_service_of_a_cloud_has_more_than_one_name(http, cloud, host):
    made = http([answer(200)], cloud=cloud)
    assert made.session.post(f"https://{host}/t/oauth2/v2.0/token").status_code == 200
    with pytest.raises(NoAnswer):
        made.session.post(f"https://{host}.example/t/oauth2/v2.0/token")


def test_the_names_of_one_cloud_are_not_those_of_another(http):
    with pytest.raises(NoAnswer):
        http([], cloud="china").session.post("https://login.windows.net/t/oauth2/v2.0/token")


def test_the_endpoint_of_a_managed_identity_is_on_the_machine_itself(http):
    assert http([answer(200)], direct=True).session.post("http://169.254.169.254/x").status_code == 200


def test_a_netrc_file_adds_nothing(http):
    made = http([answer(200)])
    made.session.post(URL)
    request = requests.Request("POST", URL, auth=made.sent[0]["auth"]).prepare()
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_request_that_may_succeed_later_is_repeated(http, status):
    made = http([answer(status), answer(status, **{"Retry-After": "7"}), answer(200)])
    assert made.session.post(URL).status_code == 200
    assert len(made.sent) == 3
    assert made._clock.elapsed > 7


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_repeated_and_is_kept(http, status):
    made = http([answer(status, '{"error": "x"}')])
    made.session.post(URL)
    assert (made.status, made.refusal) == (status, '{"error": "x"}')


def test_a_success_keeps_nothing(http):
    made = http([answer(400, "refused"), answer(200, "planted-token-answer")])
    made.session.get(URL)
    made.session.get(URL)
    assert (made.status, made.refusal) == (200, None)


def test_a_broken_connection_is_tried_again(http):
    made = http([requests.exceptions.ConnectionError("reset"), answer(200)])
    assert made.session.post(URL).status_code == 200


def test_the_deadline_ends_all_retries(http):
    made = http([answer(503, **{"Retry-After": "100"})] * 9, deadline=250)
    assert made.session.post(URL).status_code == 503
    assert made._clock.elapsed < 250


def test_a_host_that_stays_silent_is_told_in_plain_words(http):
    made = http([requests.exceptions.ConnectionError("secret=planted-in-exception")] * 9)
    with pytest.raises(NoAnswer) as silence:
        made.session.post(URL)
    assert "login.microsoftonline.com" in str(silence.value)
    assert "planted" not in str(silence.value)


class Counted(io.BytesIO):
    """Bytes of which is known how many were read."""

    taken = 0

    def read(self, size=-1):
        found = super().read(size)
        self.taken += len(found)
        return found


def streamed(size):
    """An answer of `requests` whose body comes in pieces."""
    said = requests.Response()
    said.url, said.status_code = URL, 200
    said.raw = Counted(b"x" * size)
    return said


def test_a_huge_answer_is_not_read_to_its_end(http):
    made, said = http([]), streamed(LARGEST_BODY * 3)
    with pytest.raises(NoAnswer, match=r"the answer of login\.microsoftonline\.com is larger than 4 MiB"):
        made._bounded(said)
    assert LARGEST_BODY < said.raw.taken <= LARGEST_BODY + 2 * CHUNK


def test_another_is_read_whole(http):
    made, said = http([]), streamed(CHUNK * 2 + 5)
    made._bounded(said)
    assert len(said.content) == CHUNK * 2 + 5
    assert made.session.hooks["response"] == [made._bounded]

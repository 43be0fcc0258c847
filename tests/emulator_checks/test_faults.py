# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults by rule, as a requests client meets them."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from emulator.faults import KINDS, UnknownFault

from .conftest import Wire, error

SECRETS = {"value": [{"key": "SyncAll", "value": "true"}]}


@pytest.fixture
def root(wire: Wire) -> str:
    return wire.synchronization("Contoso SCIM")


def _stored(wire: Wire) -> dict[str, str]:
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    return tenant.service_principal("Contoso SCIM").provisioning.secrets


def test_a_rule_strikes_its_method_and_path_after_n_matches_and_so_many_times(wire: Wire, root: str) -> None:
    wire.emulator.fault(method="GET", path=r"/jobs$", kind="throttle", times=2, after=1)
    assert wire.send("GET", f"{root}/secrets").status_code == 200
    assert [wire.send("GET", f"{root}/jobs/").status_code for dummy in range(5)] == [200, 429, 429, 200, 200]
    wire.emulator.fault(kind="throttle", times=0)
    assert [wire.send("GET", root).status_code for dummy in range(4)] == [429] * 4
    wire.emulator.clear_faults()
    assert wire.send("GET", root).status_code == 200


def test_throttling_says_when_in_seconds_as_a_date_or_not_at_all(wire: Wire, root: str) -> None:
    for style in ("seconds", "date", "none"):
        wire.emulator.fault(kind="throttle", seconds=600, style=style)
    seconds, date, none = (wire.send("GET", root) for dummy in range(3))
    assert error(seconds)[1] == "TooManyRequests" and seconds.headers["Retry-After"] == "600"
    assert 540 <= parsedate_to_datetime(date.headers["Retry-After"]).timestamp() - time.time() <= 600
    assert "Retry-After" not in none.headers


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_server_error_comes_before_or_after_the_work(wire: Wire, root: str, status: int, when: str) -> None:
    wire.emulator.fault(method="PUT", kind="server_error", status=status, when=when)
    assert wire.send("PUT", f"{root}/secrets", json=SECRETS).status_code == status
    assert bool(_stored(wire)) == (when == "after")


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_is_held_until_the_caller_is_gone(wire: Wire, root: str, when: str) -> None:
    rule = wire.emulator.fault(method="UNSAFE", path=r"/secrets$", kind="hold", when=when)
    assert wire.send("GET", f"{root}/secrets").status_code == 200
    mark = wire.emulator.mark()
    with pytest.raises(requests.exceptions.ReadTimeout):
        wire.send("PUT", f"{root}/secrets", json=SECRETS, timeout=0.3)
    assert (rule.fired, bool(_stored(wire))) == (1, when == "after")
    assert [entry["status"] for entry in wire.emulator.audit(since=mark)] == [0]


def test_an_answer_is_held_no_longer_than_told(wire: Wire, root: str) -> None:
    wire.emulator.fault(method="PUT", kind="hold", seconds=0.05)
    with pytest.raises(requests.exceptions.ConnectionError):
        wire.send("PUT", f"{root}/secrets", json=SECRETS, timeout=5)
    assert not _stored(wire)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reset_comes_before_or_after_the_work(wire: Wire, root: str, when: str) -> None:
    wire.emulator.fault(method="PUT", kind="reset", when=when)
    with pytest.raises(requests.ConnectionError):
        wire.send("PUT", f"{root}/secrets", json=SECRETS)
    assert bool(_stored(wire)) == (when == "after")
    assert wire.send("GET", root).status_code == 200


def test_a_truncated_body_breaks_off_in_the_middle(wire: Wire, root: str) -> None:
    wire.emulator.fault(kind="truncate", path="schema")
    job = wire.job("Contoso SCIM", "scim")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        wire.send("GET", f"{job}/schema")
    assert wire.get(f"{job}/schema")["directories"]


def test_an_answer_without_a_body_has_none_that_could_be_cut(wire: Wire, root: str) -> None:
    for _time in range(10):
        wire.emulator.fault(method="PUT", kind="truncate")
        assert wire.send("PUT", f"{root}/secrets", json=SECRETS).status_code == 204


def test_a_page_of_html_is_no_json(wire: Wire, root: str) -> None:
    wire.emulator.fault(kind="not_json")
    answer = wire.send("GET", root)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/html"
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_slow_answer_is_late_and_good(wire: Wire, root: str) -> None:
    wire.emulator.fault(kind="slow", seconds=0.3)
    begin = time.monotonic()
    assert wire.send("GET", root).status_code == 200
    assert time.monotonic() - begin >= 0.3


def test_a_stale_read_shows_what_was_before_the_last_write(wire: Wire, root: str) -> None:
    assert wire.get(f"{root}/jobs")["value"] == []
    wire.job("Contoso SCIM", "scim")
    assert len(wire.get(f"{root}/jobs")["value"]) == 1
    wire.emulator.fault(method="GET", path=r"/jobs$", kind="stale")
    assert [len(wire.get(f"{root}/jobs")["value"]) for dummy in range(2)] == [0, 1]


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("unauthorized", {}, (401, "InvalidAuthenticationToken")),
        ("forbidden", {}, (403, "Authorization_RequestDenied")),
        ("not_found", {}, (404, "Request_ResourceNotFound")),
        ("replication", {}, (401, "UnknownError")),
        ("replication", {"status": 403}, (403, "Authorization_RequestDenied")),
        ("replication", {"status": 404}, (404, "Request_ResourceNotFound")),
        ("conflict", {}, (409, "Conflict")),
        ("precondition", {}, (412, "PreconditionFailed")),
        ("answer", {"status": 507, "code": "quotaLimitReached", "message": "Full."}, (507, "quotaLimitReached")),
    ],
)
def test_refusals_look_like_the_service(
    wire: Wire, root: str, kind: str, options: dict[str, Any], expected: tuple[int, str]
) -> None:
    wire.emulator.fault(kind=kind, **options)
    assert error(wire.send("GET", root))[:2] == expected
    assert wire.send("GET", root).status_code == 200


def test_a_redirect_leads_to_another_origin(wire: Wire, root: str) -> None:
    wire.emulator.fault(kind="redirect", to="https://elsewhere.invalid/x")
    answer = wire.send("GET", root, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://elsewhere.invalid/x")


def test_a_page_can_link_to_another_origin(wire: Wire, root: str) -> None:
    wire.emulator.fault(kind="foreign_next_link")
    assert wire.get(f"{root}/jobs")["@odata.nextLink"].startswith("https://elsewhere.invalid/")


def test_the_token_endpoint_meets_faults_too(wire: Wire) -> None:
    wire.emulator.fault(method="POST", path=r"/oauth2/v2\.0/token$", kind="server_error")
    url = f"{wire.emulator.authority}/{wire.emulator.tenant_id}/oauth2/v2.0/token"
    assert [wire.session.post(url, data={}, timeout=20).status_code for dummy in range(2)] == [503, 400]


def test_writes_can_fail_at_random_in_the_same_order_each_time(wire: Wire, root: str) -> None:
    rounds = []
    for dummy in range(2):
        wire.emulator.reset(switches={"random_write_faults": 0.5, "random_seed": 7})
        rounds.append([wire.send("PUT", f"{root}/secrets", json=SECRETS).status_code for dummy in range(12)])
    assert rounds[0] == rounds[1]
    assert 204 in rounds[0] and set(rounds[0]) - {204} <= {429, 503, 504} and len(set(rounds[0])) > 1
    assert {wire.send("GET", root).status_code for dummy in range(6)} == {200}


def test_unknown_kinds_and_options_are_errors(wire: Wire) -> None:
    with pytest.raises(UnknownFault, match="there is no fault"):
        wire.emulator.fault(kind="earthquake")
    with pytest.raises(UnknownFault, match="no option 'secs'"):
        wire.emulator.fault(kind="throttle", secs=1)


def test_every_kind_says_what_it_means() -> None:
    assert all(meaning for _options, meaning in KINDS.values())

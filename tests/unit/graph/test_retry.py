# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The retry rule: who is asked again, when, and who never."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import retry
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_790_000_000.0


def decide(method, status, headers=None, **facts):
    facts = {"attempt": 1, "elapsed": 0.0, "deadline": 600.0, "jitter": 0.5, "now": NOW, **facts}
    return retry.decide(method, status, headers or {}, **facts)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [408, 423, 429, 500, 502, 503, 504, retry.UNSENT, retry.LOST, retry.MALFORMED])
def test_what_can_be_repeated_is_repeated_on_passing_failures(method, status):
    assert decide(method, status).verdict == retry.AGAIN


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH"])
@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 406, 409, 412, 501, 507, 509, retry.HOPELESS])
def test_a_refusal_is_never_repeated(method, status):
    assert decide(method, status).verdict == retry.STOP


@pytest.mark.parametrize(
    ("status", "headers", "verdict"),
    [
        (429, {}, retry.AGAIN),
        (423, {}, retry.AGAIN),
        (503, {"Retry-After": "1"}, retry.AGAIN),
        (retry.UNSENT, {}, retry.AGAIN),
        (503, {}, retry.UNKNOWN),
        (500, {}, retry.UNKNOWN),
        (502, {"Retry-After": "1"}, retry.UNKNOWN),
        (504, {}, retry.UNKNOWN),
        (retry.LOST, {}, retry.UNKNOWN),
        (retry.MALFORMED, {}, retry.UNKNOWN),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_post_is_repeated_only_where_the_service_did_nothing(method, status, headers, verdict):
    assert decide(method, status, headers).verdict == verdict


def test_a_repeatable_post_is_treated_like_a_put():
    assert decide("POST", retry.LOST, repeatable=True) == decide("PUT", retry.LOST)


def test_a_permanent_failure_is_not_repeated():
    assert decide("GET", 500, permanent=True).verdict == retry.STOP


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("0.5", 0.5),
        ("100000", retry.LONGEST_RETRY_AFTER),
        (formatdate(NOW + 20, usegmt=True), 20.0),
        (formatdate(NOW - 20, usegmt=True), 0.0),
        (formatdate(NOW + 90000, usegmt=True), retry.LONGEST_RETRY_AFTER),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("1e9", None),
        ("\u00b2", None),
        ("nan", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(text, seconds):
    assert retry.retry_after({"retry-AFTER": text}, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_is_too_odd(text):
    wait = retry.retry_after({"Retry-After": text}, NOW)
    assert wait is None or 0 <= wait <= retry.LONGEST_RETRY_AFTER


def test_the_service_is_obeyed_before_our_own_arithmetic():
    assert decide("GET", 429, {"Retry-After": "17"}, attempt=3) == retry.Decision(retry.AGAIN, 17.0)


def test_without_word_from_the_service_the_wait_doubles():
    waits = [decide("GET", 503, attempt=attempt).delay for attempt in (1, 2, 3, 4)]
    assert waits == [0.375, 0.75, 1.5, 3.0]


@given(st.integers(1, 1000), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_never_nothing_and_never_endless(attempt, jitter):
    assert retry.FIRST_DELAY / 2 <= retry.backoff(attempt, jitter) <= retry.LONGEST_DELAY


@given(
    st.sampled_from(["GET", "PUT", "DELETE", "POST", "PATCH"]),
    st.sampled_from([429, 500, 502, 503, 504, retry.UNSENT, retry.LOST, retry.MALFORMED]),
    st.sampled_from([{}, {"Retry-After": "3"}, {"Retry-After": "0"}]),
    st.booleans(),
)
def test_every_call_comes_to_an_end(method, status, headers, repeatable):
    attempts = 1
    while decide(method, status, headers, attempt=attempts, repeatable=repeatable).verdict == retry.AGAIN:
        attempts += 1
        assert attempts <= 20


@given(st.floats(0, 1000), st.sampled_from(["1", "30", "170", "900"]))
def test_no_wait_reaches_past_the_deadline(elapsed, told):
    decision = decide("GET", 429, {"Retry-After": told}, elapsed=elapsed, deadline=500.0)
    assert decision.verdict == retry.STOP or elapsed + decision.delay < 500.0


def test_a_reading_call_never_leaves_a_doubt():
    assert not retry.outcome_unknown("GET", retry.LOST)
    assert retry.outcome_unknown("PUT", retry.LOST)
    assert not retry.outcome_unknown("POST", 503, 1.0)


@pytest.mark.parametrize(
    "rubbish",
    [
        "-5",
        "1e9",
        "soon",
        "\u0663",
        ".",
        "..",
        "1.2.3",
        "NaN",
        "inf",
        "Wed, 99 Foo 2026 99:99:99 GMT",
        "\x00",
        ",",
        "[]",
    ]
    + ["Mon, 1 Jan 2026 00:00:00 +99999999999999999999", "0x10", "1 2", "None"],
)
def test_a_time_that_is_none_is_as_good_as_not_said(rubbish):
    found = retry.retry_after({"Retry-After": rubbish}, 1_790_000_000.0)
    assert found is None or 0 <= found <= retry.LONGEST_RETRY_AFTER


@pytest.mark.parametrize("long", ["9" * 400, "86400", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_no_time_is_waited_that_nobody_would_wait(long):
    assert retry.retry_after({"Retry-After": long}, 1_790_000_000.0) == retry.LONGEST_RETRY_AFTER


def test_a_date_of_the_past_is_now():
    assert retry.retry_after({"Retry-After": "Thu, 01 Jan 1970 00:00:01 GMT"}, 1_790_000_000.0) == 0

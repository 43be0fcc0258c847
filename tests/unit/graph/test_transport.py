# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call over the wire, against a scripted service on loopback."""

from __future__ import annotations

import base64
import json
import pathlib

import pytest
import yaml
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, receive, transport
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor, Secret
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal

OK = Said(200, {"id": "1"})
EXPIRED = refusal(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")


def test_a_request_says_who_asks_and_what_to_quote(connect, service):
    connect(OK).get("/x", doing="read x")
    headers = service.requests[0][2]
    assert headers["User-Agent"] == f"entra.provisioning/{transport.VERSION} ansible"
    assert headers["Authorization"] == "Bearer bearer-token-number-0"
    assert headers["return-client-request-id"] == "true"
    assert len(headers["client-request-id"]) == 36
    assert "Cookie" not in headers


def test_the_version_is_that_of_the_collection():
    galaxy = yaml.safe_load(pathlib.Path(__file__).parents[3].joinpath("galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["version"] == transport.VERSION


def test_every_attempt_has_its_own_client_request_id(connect, service):
    connect(Said(503), OK).get("/x", doing="read x")
    first, second = (headers["client-request-id"] for _m, _p, headers, _b in service.requests)
    assert first != second


def test_cookies_of_the_service_are_not_kept(connect, service):
    graph = connect(Said(200, {}, {"Set-Cookie": "track=me; Path=/"}))
    graph.get("/x", doing="read x")
    graph.get("/x", doing="read x")
    assert "Cookie" not in service.requests[1][2]


def test_a_netrc_file_does_not_replace_the_token(connect, service, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something-else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    connect(OK).get("/x", doing="read x")
    assert service.requests[0][2]["Authorization"].startswith("Bearer ")


def test_loopback_is_not_sent_through_the_proxy_of_the_environment(connect, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert connect(OK).get("/x", doing="read x") == {"id": "1"}


def test_secrets_are_revealed_on_the_wire_and_known_to_the_redactor(connect, service):
    graph = connect(Said(204))
    body = {"value": [{"key": "SecretToken", "value": Secret("planted-secret-value")}]}
    graph.put("/x", body, doing="store")
    assert service.requests[0][3] == {"value": [{"key": "SecretToken", "value": "planted-secret-value"}]}
    assert graph.redactor.text("planted-secret-value bearer-token-number-0") == "******** ********"


def test_a_secret_that_comes_back_in_an_error_is_masked(connect):
    said = refusal(400, "BadRequest", "The value planted-secret-value of bearer-token-number-0 is wrong")
    with pytest.raises(errors.BadRequest) as caught:
        connect(said).put("/x?planted-secret-value", {"a": Secret("planted-secret-value")}, doing="store x")
    error = caught.value
    everything = f"{error} {error.message} {error.url} {error.hint} {error.doing} {vars(error)}"
    assert "planted" not in everything
    assert "bearer-token" not in everything


@pytest.mark.parametrize("length", range(970, 1001, 5))
def test_a_long_answer_is_cut_after_the_secrets_are_masked_and_not_through_one(connect, length):
    said = refusal(400, "BadRequest", "x" * length + "planted-secret-value" + "y" * 500)
    with pytest.raises(errors.BadRequest) as caught:
        connect(said).put("/x", {"a": Secret("planted-secret-value")}, doing="store x")
    assert "plant" not in f"{caught.value} {caught.value.message}"
    assert len(caught.value.message) == 1000


def test_a_secret_of_several_lines_is_masked_although_answers_are_put_into_one(connect):
    secret = "planted first line\n  and\tthe second"
    said = refusal(400, "BadRequest", f"The key {secret} is wrong")
    with pytest.raises(errors.BadRequest) as caught:
        connect(said).put("/x", {"a": Secret(secret)}, doing="store x")
    assert caught.value.message == "The key ******** is wrong"


def test_what_only_tries_something_leaves_no_doubt_behind(connect, service):
    with pytest.raises(errors.ServerFault) as caught:
        connect(Said(500), Said(500), Said(500)).post("/x", {}, doing="try x", probe=True)
    assert "Whether it took effect" not in str(caught.value)
    assert (caught.value.outcome_unknown, len(service.requests)) == (False, 3)


def test_what_is_no_json_is_a_defect_and_not_sent(connect, service):
    with pytest.raises(TypeError):
        connect(OK).put("/x", {"a": object()}, doing="store")
    with pytest.raises(ValueError, match="JSON"):
        connect(OK).put("/x", {"a": float("nan")}, doing="store")
    assert service.requests == []


def test_an_empty_answer_to_a_write_is_no_body(connect):
    reply = connect(Said(204)).put("/x", {}, doing="store")
    assert (reply.status, reply.body, reply.adopted) == (204, None, False)


def test_the_headers_of_a_reply_are_found_in_any_case(connect):
    reply = connect(Said(202, None, {"Location": "http://x/y"})).post("/x", {}, doing="send")
    assert reply.headers["location"] == "http://x/y"


def test_a_body_can_have_another_type(connect, service):
    connect(Said(202)).post("/x", {}, doing="send", headers={"Content-Type": "application/scim+json"})
    assert service.requests[0][2]["Content-Type"] == "application/scim+json"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (405, errors.BadRequest),
        (406, errors.BadRequest),
        (415, errors.BadRequest),
        (422, errors.BadRequest),
        (401, errors.Unauthenticated),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (412, errors.Conflict),
        (423, errors.Throttled),
        (429, errors.Throttled),
        (500, errors.ServerFault),
        (501, errors.ServerFault),
        (504, errors.ServerFault),
        (507, errors.ServerFault),
    ],
)
def test_each_status_has_its_error(connect, status, kind):
    with pytest.raises(errors.GraphError) as caught:
        connect(refusal(status, "SomeCode", "some text")).get("/x", doing="read x")
    error = caught.value
    assert error.__class__ is kind
    assert (error.status, error.code, error.message) == (status, "SomeCode", "some text")
    assert (error.method, error.doing) == ("GET", "read x")
    assert str(error).startswith(f"Could not read x: the service answered {status} ")


def test_the_request_ids_are_in_the_sentence(connect):
    said = refusal(403, "Authorization_RequestDenied", "no", {"request-id": "req-1"})
    with pytest.raises(errors.Forbidden, match=r"\(request-id req-1, client-request-id [0-9a-f-]{36}\)$") as caught:
        connect(said).get("/x", doing="read x")
    assert caught.value.request_id == "req-1"


def test_an_error_does_not_carry_the_request_with_the_token(connect):
    for script in ([Said(manner="reset")], [refusal(403, "no")], [Said(200, {"a": 1}, manner="cut")]):
        with pytest.raises(errors.GraphError) as caught:
            connect(*script).get("/x", doing="read x")
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def _cut(status, code="UnknownError"):
    """A refusal of which half has come."""
    whole = json.dumps({"error": {"code": code, "message": ""}}).encode()
    return Said(status, whole[: len(whole) // 2], manner="cut")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_a_refusal_that_was_cut_off_says_nothing_yet_and_is_asked_for_again(connect, service, status):
    assert connect(_cut(status), Said(200, {"a": 1})).get("/x", doing="read x") == {"a": 1}
    assert len(service.requests) == 2


def test_a_refusal_that_is_cut_off_each_time_is_told_as_that(connect):
    with pytest.raises(errors.Malformed, match="was cut off") as caught:
        connect(_cut(401), _cut(401), _cut(401), _cut(401)).get("/x", doing="read x")
    assert caught.value.status == 401


def test_a_refused_write_did_nothing_whatever_of_the_words_has_come(connect, service):
    with pytest.raises(errors.Conflict):
        connect(_cut(409), Said(204)).post("/x", {}, doing="start x")
    assert len(service.requests) == 1


def test_who_asks_for_patience_keeps_it_when_the_words_are_cut_off(connect, clock):
    said = Said(429, b'{"err', {"Retry-After": "7"}, manner="cut")
    connect(said, Said(200, {"a": 1})).get("/x", doing="read x")
    assert clock.slept == [7.0]


@pytest.mark.parametrize("manner", ["reset", "cut"])
def test_a_read_is_repeated_when_the_connection_breaks(connect, service, manner):
    assert connect(Said(200, {"a": 1}, manner=manner), OK).get("/x", doing="read x") == {"id": "1"}
    assert len(service.requests) == 2


def test_throttling_is_waited_out_as_told(connect, clock, service):
    throttled = refusal(429, "TooManyRequests", "slow down", {"Retry-After": "7"})
    assert connect(throttled, throttled, OK).get("/x", doing="read x") == {"id": "1"}
    assert clock.slept == [7.0, 7.0]


def test_endless_throttling_tells_how_long_was_waited(connect, clock):
    throttled = refusal(429, "TooManyRequests", "slow down", {"Retry-After": "100"})
    with pytest.raises(errors.Throttled, match="waited 500 s in all") as caught:
        connect(throttled, deadline=600.0).get("/x", doing="read x")
    assert caught.value.waited == 500.0
    assert caught.value.attempts == 6


def test_a_throttled_post_is_repeated_because_nothing_was_done(connect, service):
    reply = connect(refusal(429, "TooManyRequests"), Said(201, {"id": "new"})).post("/x", {}, doing="create x")
    assert reply.body == {"id": "new"}
    assert len(service.requests) == 2


@pytest.mark.parametrize("said", [Said(manner="reset"), Said(504), Said(500), Said(201, b'{"id', manner="cut")])
def test_a_post_of_unknown_outcome_is_not_repeated(connect, service, said):
    with pytest.raises(errors.Indeterminate, match="Whether it took effect is not known") as caught:
        connect(said).post("/x", {}, doing="create x")
    assert caught.value.outcome_unknown
    assert len(service.requests) == 1


def test_a_put_that_keeps_breaking_says_that_its_outcome_is_unknown(connect, service):
    with pytest.raises(errors.Unreachable) as caught:
        connect(Said(manner="reset")).put("/x", {}, doing="store x")
    assert caught.value.outcome_unknown
    assert caught.value.attempts == len(service.requests) == 6


@pytest.mark.parametrize("verb", ["put", "patch"])
def test_a_write_asks_before_each_repetition_and_not_before_the_first_sending(connect, service, verb):
    asked = []
    throttled = refusal(429, "TooManyRequests", "slow down", {"Retry-After": "1"})
    graph = connect(throttled, throttled, OK)
    getattr(graph, verb)("/x", {}, doing="store x", before_again=lambda: asked.append(len(service.requests)))
    assert asked == [1, 2]


@pytest.mark.parametrize("verb", ["put", "patch"])
def test_a_repetition_that_is_forbidden_is_not_sent(connect, service, verb):
    def forbid():
        raise LookupError("somebody else")

    with pytest.raises(LookupError, match="somebody else") as forbidden:
        getattr(connect(Said(503), OK), verb)("/x", {}, doing="store x", before_again=forbid)
    assert len(service.requests) == 1
    assert forbidden.value.outcome_unknown is True


@pytest.mark.parametrize("verb", ["put", "patch"])
def test_where_it_cannot_be_asked_the_write_that_was_not_answered_is_told_and_the_failed_look_beside_it(
    connect, service, verb
):
    def look():
        raise errors.Forbidden("Could not read x: no.", status=403)

    with pytest.raises(errors.ServerFault) as caught:
        getattr(connect(Said(503), OK), verb)("/x", {}, doing="store x", before_again=look)
    assert (caught.value.status, caught.value.outcome_unknown, len(service.requests)) == (503, True, 1)
    assert str(caught.value).startswith("Could not store x: the service answered 503")
    assert str(caught.value).endswith(" What stands there now could not be read: Could not read x: no.")


def test_a_refused_write_leaves_no_doubt(connect):
    with pytest.raises(errors.Forbidden) as caught:
        connect(refusal(403, "no")).put("/x", {}, doing="store x")
    assert not caught.value.outcome_unknown


def test_a_permanent_500_is_a_bad_request_and_asked_once(connect, service):
    with pytest.raises(errors.BadRequest, match="does not know a key or word") as caught:
        connect(refusal(500, "InternalError", "Requested value 'Nope' was not found.")).put("/x", {}, doing="store")
    assert len(service.requests) == 1
    assert not caught.value.outcome_unknown


def test_a_slow_answer_is_given_up(connect, service):
    with pytest.raises(errors.Unreachable, match=r"did not answer in full within 0\.2 s"):
        connect(Said(manner="silent"), timeout=0.2).get("/x", doing="read x")


def test_an_expired_token_is_renewed_once(connect, service, tokens):
    assert connect(EXPIRED, OK).get("/x", doing="read x") == {"id": "1"}
    assert tokens.asked == [(None, True)]
    assert service.requests[1][2]["Authorization"] == "Bearer bearer-token-number-1"


def test_a_token_refused_twice_is_an_error(connect, service, tokens):
    with pytest.raises(errors.Unauthenticated, match="also when fresh"):
        connect(EXPIRED).get("/x", doing="read x")
    assert len(service.requests) == 2


def test_a_write_is_sent_again_after_renewing_because_it_was_refused_at_the_door(connect, service):
    assert connect(EXPIRED, Said(201, {"id": "new"})).post("/x", {}, doing="create").body == {"id": "new"}


def test_a_claims_challenge_is_passed_to_the_sign_in(connect, tokens):
    claims = '{"access_token":{"nbf":{"essential":true}}}'
    encoded = base64.b64encode(claims.encode()).decode()
    challenge = {"WWW-Authenticate": f'Bearer realm="", error="insufficient_claims", claims="{encoded}"'}
    assert connect(refusal(401, "InvalidAuthenticationToken", "x", challenge), OK).get("/x", doing="r") == {"id": "1"}
    assert tokens.asked == [(claims, True)]


def test_a_challenge_that_stays_names_conditional_access(connect, tokens):
    challenge = {"WWW-Authenticate": f'Bearer claims="{base64.b64encode(b"{}").decode()}"'}
    with pytest.raises(errors.Unauthenticated, match="Conditional Access"):
        connect(refusal(401, "InvalidAuthenticationToken", "x", challenge)).get("/x", doing="read")
    assert len(tokens.asked) == 1


def test_a_bare_401_lists_its_causes_and_renews_nothing(connect, tokens, service):
    with pytest.raises(
        errors.Unauthenticated, match=r"one of A\.B, C\.D.*created moments ago.*an id is wrong.*quarantine"
    ):
        connect(refusal(401, "UnknownError", "")).get("/x", doing="read", needs=("A.B", "C.D"))
    assert tokens.asked == []
    assert len(service.requests) == 1


def test_a_403_names_the_permission(connect):
    with pytest.raises(errors.Forbidden, match=r"This call needs Synchronization\.Read\.All\. "):
        connect(refusal(403, "no", "text.")).get("/x", doing="read", needs=("Synchronization.Read.All",))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(connect, service, status):
    with pytest.raises(errors.ForeignLink, match="a redirect to https://evil.example, which is not followed"):
        connect(Said(status, None, {"Location": "https://evil.example/x?secret"})).get("/x", doing="read")
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        Said(200, b"<html><title>Sign in</title></html>", {"Content-Type": "text/html; charset=utf-8"}),
        Said(200, b""),
        Said(200, b"[]"),
        Said(200, b'"text"'),
        Said(200, b'{"a": '),
        Said(202, {"a": 1}),
        Said(204),
    ],
)
def test_an_answer_that_is_not_the_object_asked_for_is_repeated_then_refused(connect, service, said):
    with pytest.raises(errors.Malformed):
        connect(said).get("/x", doing="read x")
    assert len(service.requests) == 3
    assert connect(said, OK).get("/x", doing="read x") == {"id": "1"}


def test_a_huge_answer_is_not_swallowed(connect, service, monkeypatch):
    monkeypatch.setattr(receive, "LARGEST_BODY", 100_000)
    with pytest.raises(errors.Unreachable, match="the answer is larger than"):
        connect(Said(200, {"a": "x" * 300_000})).get("/x", doing="read x")
    assert len(service.requests) == 1


def test_an_html_404_is_not_proof_of_absence(connect):
    with pytest.raises(errors.Malformed, match="not an answer of Microsoft Graph"):
        connect(Said(404, b"<html><title>Not here</title>")).find("/x", doing="find x")


def test_the_deadline_counts_all_calls_of_the_task(connect, clock, service):
    graph = connect(OK, deadline=100.0)
    graph.get("/x", doing="read x")
    clock.elapsed = 101.0
    with pytest.raises(errors.Unreachable, match=r"the time for the whole task \(100 s\) is used up"):
        graph.get("/x", doing="read x")
    assert len(service.requests) == 1


def test_waiting_that_ends_after_the_deadline_does_not_hide_what_it_was_for(connect, clock, service, monkeypatch):
    """A busy machine sleeps longer than it was told to."""
    sleep = clock.sleep
    monkeypatch.setattr(clock, "sleep", lambda seconds: sleep(seconds + 100.0))
    with pytest.raises(errors.ServerFault, match="503 Service Unavailable"):
        connect(Said(503, {"error": {"code": "x", "message": "busy"}}), OK, deadline=100.0).get("/x", doing="read x")
    assert len(service.requests) == 1


@pytest.mark.parametrize("write", ["put", "patch", "post", "delete"])
def test_a_read_only_client_sends_no_write_and_asks_for_no_token(connect, service, write):
    graph = connect(OK, read_only=True)
    arguments = ("/x",) if write == "delete" else ("/x", {})
    with pytest.raises(errors.ReadOnlyViolation):
        getattr(graph, write)(*arguments, doing="write x")
    assert service.requests == []
    assert graph.read_only


@pytest.mark.parametrize(
    "root",
    [
        "http://graph.microsoft.com",
        "graph.microsoft.com",
        "",
        "ftp://localhost",
        "https://",
        "https://u:p@host",
        "https://h?q",
    ],
)
def test_a_root_that_would_bare_the_token_is_refused(connect, root):
    with pytest.raises(errors.BadRequest, match="https address"):
        connect(OK, root=root or " ")


def test_the_password_of_a_proxy_is_masked(tokens):
    redactor = Redactor()
    session = transport.open_session()
    transport.Transport(
        "https://h", tokens, proxy="http://me:proxy%2Fpassword-1@proxy.example:8080", redactor=redactor, session=session
    )
    session.close()
    assert redactor.text("proxy%2Fpassword-1 proxy/password-1") == "******** ********"

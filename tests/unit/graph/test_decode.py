# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service says when it refuses, in all the forms it has."""

from __future__ import annotations

import base64
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import decode
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from hypothesis import given
from hypothesis import strategies as st

ROUTING = "No HTTP resource was found that matches the request URI 'https://syncfabric.example/x'."


def fault(status, error, headers=None):
    return decode.fault(status, headers or {}, json.dumps({"error": error}).encode())


def test_a_plain_envelope_is_read():
    found = fault(403, {"code": "Authorization_RequestDenied", "message": "Insufficient\r\n  privileges."})
    assert (found.code, found.message) == ("Authorization_RequestDenied", "Insufficient privileges.")
    assert found.envelope


def test_a_document_inside_the_message_has_the_last_word():
    inner = {"error": {"code": "InvalidNotificationSettings", "message": None, "target": None}}
    found = fault(400, {"code": "UnknownError", "message": json.dumps(inner)})
    assert found.code == "InvalidNotificationSettings"
    assert found.codes == ("UnknownError", "InvalidNotificationSettings")
    assert found.message == ""


def test_a_bare_backend_message_is_unwrapped_and_the_outer_code_stays():
    found = fault(404, {"code": "UnknownError", "message": json.dumps({"Message": ROUTING})})
    assert (found.code, found.message) == ("UnknownError", ROUTING)
    assert decode.is_routing(found)


def test_a_document_encoded_twice_in_the_message_is_read_too():
    inner = {"error": {"code": "Deep", "message": json.dumps({"error": {"code": "Deeper", "message": "why"}})}}
    found = fault(400, {"code": "UnknownError", "message": json.dumps(inner)})
    assert (found.code, found.message, found.codes) == ("Deeper", "why", ("UnknownError", "Deep", "Deeper"))


def test_codes_of_nested_inner_errors_are_kept():
    inner = {"code": "SystemForCrossDomain", "innerError": {"code": "Deepest", "request-id": "no"}, "request-id": "r-1"}
    found = fault(400, {"code": "CredentialValidationUnavailable", "message": "m", "innerError": inner})
    assert found.code == "CredentialValidationUnavailable"
    assert found.codes == ("CredentialValidationUnavailable", "SystemForCrossDomain", "Deepest")
    assert found.request_id == "r-1"


def test_the_header_tells_the_request_id_first():
    found = fault(400, {"code": "x", "innerError": {"request-id": "from-body"}}, {"Request-Id": "from-header"})
    assert found.request_id == "from-header"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><head><title>502 Bad\n Gateway</title></head></html>", "an HTML page titled '502 Bad Gateway'"),
        (b"<!doctype html><p>hello", "an HTML page"),
        (b"upstream connect error", "upstream connect error"),
        (b"", ""),
        (b"\xff\xfe\x00", "\ufffd\ufffd\x00"),
        (b"[1, 2]", "[1, 2]"),
        (b'{"error":"invalid_grant","error_description":"AADSTS70000: no"}', "AADSTS70000: no"),
        (b'{"Message":"An error has occurred."}', "An error has occurred."),
    ],
)
def test_bodies_that_are_no_envelope_still_give_words(body, message):
    found = decode.fault(502, {}, body)
    assert found.message == message
    assert not found.envelope


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(body):
    assert decode.fault(400, {}, body).status == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "Message", "innerError", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_no_document_breaks_the_decoder(document, nested):
    decode.fault(500, {}, document)
    decode.fault(500, {}, {"error": {"code": nested, "message": json.dumps(document), "innerError": document}})


@given(st.text("abc ", max_size=5), st.integers(0, 4))
def test_a_message_survives_up_to_four_wrappings(text, depth):
    error = {"code": "Core", "message": text}
    for _level in range(depth):
        error = {"code": "UnknownError", "message": json.dumps({"error": error})}
    found = fault(400, error)
    assert (found.code, found.message) == ("Core", " ".join(text.split()))


def test_a_missing_thing_is_not_taken_for_a_missing_address():
    assert not decode.is_routing(fault(404, {"code": "Request_ResourceNotFound", "message": "Resource 'x' not found."}))


def test_an_unknown_word_of_ours_is_permanent_and_other_faults_pass():
    assert decode.is_permanent(fault(500, {"code": "InternalError", "message": "Requested value 'X' was not found."}))
    assert not decode.is_permanent(fault(500, {"code": "InternalError", "message": "Oops"}))
    assert not decode.is_permanent(fault(400, {"code": "x", "message": "Requested value 'X' was not found."}))


@pytest.mark.parametrize(
    ("status", "code", "message", "tolerated"),
    [
        (401, "UnknownError", "", True),
        (401, "UnknownError", "Something said", False),
        (401, "InvalidAuthenticationToken", "", False),
        (403, "Authorization_RequestDenied", "no", True),
        (404, "Request_ResourceNotFound", "not there", True),
        (404, "UnknownError", ROUTING, False),
        (409, "Conflict", "", False),
        (503, "serviceNotAvailable", "", False),
        (None, None, None, False),
    ],
)
def test_only_the_answers_of_a_new_thing_are_replication(status, code, message, tolerated):
    assert decode.is_replication(GraphError("x", status=status, code=code, message=message)) is tolerated


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("value", ["1604106651", "16041066510", "160410665100", "\u00ff\u00fe???>>>"])
def test_a_claims_challenge_is_decoded(encode, padded, value):
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": value}}}, ensure_ascii=False)
    encoded = encode(claims.encode()).decode()
    encoded = encoded if padded else encoded.rstrip("=")
    header = f'Bearer realm="", authorization_uri="https://x/", error="insufficient_claims", claims="{encoded}"'
    assert decode.claims_challenge({"www-authenticate": header}) == claims


@pytest.mark.parametrize("value", ['Bearer realm=""', 'Bearer claims="%%%"', 'Bearer claims="bm8="', ""])
def test_what_is_no_claims_challenge_is_none(value):
    assert decode.claims_challenge({"WWW-Authenticate": value}) is None


def test_what_comes_in_place_of_a_code_or_an_id_is_one_line_and_not_long():
    inner = {"request-id": "1f3c\nok: [localhost]", "code": "a\r\nb"}
    found = decode.fault(400, {}, {"error": {"code": "x\ny" * 500, "message": "no", "innerError": inner}})
    assert found.request_id == "1f3c ok: [localhost]"
    assert "\n" not in found.code and len(found.code) == 200
    assert "a b" in found.codes


@pytest.mark.parametrize("code", [17, ["a"], {"b": 1}, True])
def test_a_code_of_another_kind_is_a_text(code):
    assert decode.fault(400, {}, {"error": {"code": code, "message": code}}).code == str(code)

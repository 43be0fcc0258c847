# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AADSTS codes in plain words."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph.aadsts import MEANINGS, read_refusal
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_failure import failed, refused
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import check_options

TRACE = "0d6c1a2b-1111-4222-8333-444455556666"
CORRELATION = "9a8b7c6d-1111-4222-8333-444455556666"


def answer(code, text="Something went wrong.", **more):
    description = (
        f"AADSTS{code}: {text} Trace ID: {TRACE} Correlation ID: {CORRELATION} Timestamp: 2026-01-01 00:00:00Z"
    )
    return {"error": "invalid_client", "error_description": description, "error_codes": [code], **more}


@pytest.mark.parametrize(
    ("code", "meaning", "advice"),
    [
        (7000215, "the client secret is wrong", "value, not its id"),
        (7000222, "the client secret has expired", "Create a new secret"),
        (700016, "the application is not known in this tenant", "Check client_id"),
        (90002, "the tenant does not exist", "Check tenant_id"),
        (900023, "tenant_id is neither", "Check tenant_id"),
        (700027, "the certificate is not one of the application's", "Upload this certificate"),
        (700024, "outside its time of validity", "clock"),
        (70021, "no federated credential", "issuer, subject and audience"),
        (700213, "fits the subject", "issuer, subject and audience"),
        (50034, "the account is not known", "Check tenant_id"),
        (53003, "Conditional Access", "policy"),
        (65001, "consented", "admin consent"),
        (500011, "not known in the tenant", "graph_url and cloud"),
        (70011, "the scope", "graph_url"),
        (7000112, "the application is disabled", "Enable sign-in"),
    ],
)
def test_a_known_code_says_what_it_means_and_what_to_do(code, meaning, advice):
    words = str(read_refusal(answer(code)))
    assert meaning in words
    assert advice in words
    assert f"(AADSTS{code})" in words


def test_every_meaning_is_a_clause_and_every_advice_a_sentence():
    for code, (meaning, advice) in MEANINGS.items():
        assert meaning[0].islower() and not meaning.endswith("."), code
        assert advice[0].isupper() and advice.endswith("."), code


def test_the_ids_for_support_are_told_once():
    words = str(read_refusal(answer(7000215, correlation_id=CORRELATION)))
    assert words.endswith(f"(correlation-id {CORRELATION}, trace-id {TRACE})")


def test_the_code_is_read_from_the_text_when_it_is_not_listed():
    assert read_refusal({"error_description": "AADSTS90002: Tenant 'x' not found."}).code == 90002


def test_of_several_codes_the_one_that_we_know_speaks():
    refusal = read_refusal({"error_description": "AADSTS123456: Outer. AADSTS7000222: Inner.", "error_codes": [123456]})
    assert refusal.code == 7000222


def test_an_unknown_code_lets_the_service_speak_without_its_ids():
    words = str(read_refusal(answer(123456, "The moon is in the wrong house.")))
    assert words.startswith("the login service said: The moon is in the wrong house (AADSTS123456). ")
    assert words.count(TRACE) == 1


@pytest.mark.parametrize(
    "strange", [{}, {"error": "invalid_request"}, {"error_codes": "no list"}, {"error_description": None, "error": 5}]
)
def test_an_answer_without_a_code_still_makes_a_sentence(strange):
    words = str(read_refusal(strange))
    assert words.startswith("the login service said: ")
    assert words.endswith("try again.")


OPTIONS = check_options({"client_secret": "planted-client-secret", "access_token": "planted-access-token"}, {})


def test_a_failure_says_what_we_did_and_carries_the_ids():
    failure = refused(OPTIONS, "sign in to tenant T", answer(7000222))
    assert str(failure).startswith("Could not sign in to tenant T: the client secret has expired (AADSTS7000222). ")
    assert (failure.code, failure.request_id, failure.client_request_id) == ("AADSTS7000222", TRACE, CORRELATION)
    assert failure.hint.startswith("Create a new secret")


def test_a_secret_that_the_service_repeats_is_not_passed_on():
    failure = refused(OPTIONS, "sign in", answer(123456, "planted-client-secret is no good"))
    assert "planted-client-secret" not in str(failure)
    assert "planted-access-token" not in str(failed(OPTIONS, "sign in", "planted-access-token is odd"))


def test_what_a_login_host_says_is_one_line_and_not_long():
    text = "Something\nok: [localhost] => changed\r\n" + "and so on " * 1000
    said = {"error": "invalid_client", "error_description": text, "trace_id": "1f3c\n" * 1000}
    words = str(read_refusal(said))
    assert "\n" not in words and len(words) < 1500
    assert (
        "\n" not in str(read_refusal({"error": "x\n" * 5000}))
        and len(str(read_refusal({"error": "x\n" * 5000}))) < 1500
    )

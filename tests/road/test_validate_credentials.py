# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying credentials over the whole road: the connector's word is told, every other ending is an error, nothing changes."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job, job_validate_credentials
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator.credentials import REFUSED_PREFIX
from emulator.testing import Emulator

from .resource_road import run, writes

ADDRESS, TOKEN = "https://scim.contoso.example/v2", "planted-token-0123456789"
WRONG = REFUSED_PREFIX + TOKEN
STORED = {"BaseAddress": ADDRESS, "SecretToken": TOKEN}
GIVEN = {"settings": {"BaseAddress": ADDRESS}, "secrets": {"SecretToken": TOKEN}}
ATTEMPT = r"/validateCredentials$"
INNER = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"


@pytest.fixture
def emu():
    with Emulator.start(estate="standard", switches={"job_read_lag": 0, "job_flap": False}) as emulator:
        yield emulator


@pytest.fixture
def contoso(emu):
    """The service principal of Contoso SCIM, as the emulator keeps it."""
    return emu.world.tenants[emu.tenant_id].service_principal("Contoso SCIM")


def attempt(emu, contoso, **given):
    return run(job_validate_credentials, emu, service_principal_id=contoso.id, **{"template_id": "scim", **given})


def test_stored_credentials_are_good_or_not_and_stay_as_they_are(emu, contoso):
    contoso.provisioning.secrets.update(STORED)
    assert attempt(emu, contoso)["valid"] is True
    contoso.provisioning.credentials_work = False
    result = attempt(emu, contoso, fail_on="never")
    assert (result["valid"], result["code"], result["tried"]) == (False, INNER, "stored")
    assert "Unauthorized (401)" in result["message"]
    assert contoso.provisioning.secrets == STORED


def test_given_credentials_are_good_or_not_and_are_not_stored(emu, contoso):
    contoso.provisioning.accepted_credentials = dict(STORED)
    assert attempt(emu, contoso, **GIVEN)["valid"] is True
    other = {**GIVEN, "secrets": {"SecretToken": "another-token"}}
    assert attempt(emu, contoso, **other, fail_on="never")["valid"] is False
    assert contoso.provisioning.secrets == {}


def test_given_secrets_are_tried_with_the_stored_settings(emu, contoso):
    contoso.provisioning.secrets["BaseAddress"] = ADDRESS
    contoso.provisioning.accepted_credentials = dict(STORED)
    result = attempt(emu, contoso, secrets={"SecretToken": TOKEN})
    assert (result["valid"], result["tried_keys"]) == (True, ["BaseAddress", "SecretToken"])


def test_the_connector_of_the_job_is_asked_where_there_is_one(emu, contoso):
    contoso.provisioning.secrets.update(STORED)
    mark = emu.mark()
    attempt(emu, contoso)
    made = run(job, emu, service_principal_id=contoso.id, template_id="scim")["job"]
    attempt(emu, contoso)
    attempt(emu, contoso, template_id=None, job_id=made["id"])
    tried = [path for _method, path in writes(emu, mark) if path.endswith("validateCredentials")]
    here = f"/v1.0/servicePrincipals/{contoso.id}/synchronization/jobs"
    of_job = f"{here}/{made['id']}/validateCredentials"
    assert tried == [f"{here}/validateCredentials", of_job, of_job]


def test_a_refusal_fails_with_the_words_of_the_target_and_without_the_secret_that_it_repeats(emu, contoso):
    contoso.provisioning.target_error = f"Unauthorized (401): no account has the token {WRONG}"
    with pytest.raises(Stopped, match="does not accept the given credentials") as stopped:
        attempt(emu, contoso, **{**GIVEN, "secrets": {"SecretToken": WRONG}})
    result = stopped.value.result
    assert "no account has the token ********" in result["message"]
    assert "no account has the token ********" in str(stopped.value)
    assert WRONG not in repr((result, stopped.value.args))
    assert (result["valid"], result["changed"]) == (False, False)


def test_what_the_connector_lacks_is_said_in_its_words(emu, contoso):
    with pytest.raises(Stopped, match="The required credentials BaseAddress, SecretToken are missing"):
        attempt(emu, contoso)


def test_check_mode_tries_nothing(emu, contoso):
    contoso.provisioning.secrets.update(STORED)
    mark = emu.mark()
    checked = run(
        job_validate_credentials, emu, check_mode=True, service_principal_id=contoso.id, template_id="scim", **GIVEN
    )
    assert writes(emu, mark) == []
    assert checked["valid"] is None
    assert attempt(emu, contoso, **GIVEN, expected_plan=checked["plan"]["fingerprint"])["valid"] is True


@pytest.mark.parametrize("template", ["scimm", "Azure2Azure"])
def test_a_template_that_is_not_offered_is_refused_although_the_service_would_say_204(emu, contoso, template):
    mark = emu.mark()
    with pytest.raises(InvalidInput, match="does not offer"):
        attempt(emu, contoso, **GIVEN, template_id=template)
    assert writes(emu, mark) == []


def test_a_job_that_does_not_exist_is_refused_with_those_that_do(emu, contoso):
    made = run(job, emu, service_principal_id=contoso.id, template_id="scim")["job"]
    with pytest.raises(Situation, match="Did you mean") as refused:
        attempt(emu, contoso, template_id=None, job_id=made["id"][:-1])
    assert f"It has {made['id']}." in str(refused.value)


PASSING = [
    {"kind": "reset", "when": "before"},
    {"kind": "reset", "when": "after"},
    {"kind": "throttle", "seconds": 1},
    {"kind": "server_error", "status": 503, "seconds": 1},
    {"kind": "server_error", "status": 504, "when": "after"},
    {"kind": "unauthorized"},
    {"kind": "slow", "seconds": 3.0},
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: "-".join(str(part) for part in fault.values()))
def test_a_trouble_that_passes_is_got_over_since_trying_twice_harms_nobody(emu, contoso, fault):
    contoso.provisioning.secrets.update(STORED)
    emu.fault(method="POST", path=ATTEMPT, times=1, **fault)
    assert attempt(emu, contoso, timeout=2)["valid"] is True


STAYING = [
    ({"kind": "forbidden"}, 403, "This call needs one of Synchronization.ReadWrite.All"),
    ({"kind": "not_found"}, 404, "404 Not Found"),
    ({"kind": "replication"}, 401, "is not known everywhere yet"),
    ({"kind": "server_error", "status": 500}, 500, "500 Internal Server Error"),
    ({"kind": "answer", "status": 400, "code": "RequestMissingRequiredParameter", "message": "templateId"}, 400, "400"),
    ({"kind": "answer", "status": 503, "code": INNER, "message": "no answer of the target"}, 503, "no answer"),
    ({"kind": "reset"}, None, "broke"),
]


@pytest.mark.parametrize(("fault", "status", "words"), STAYING, ids=[f"{row[0]['kind']} {row[1]}" for row in STAYING])
def test_any_other_error_fails_whatever_shall_fail_and_leaves_no_doubt(emu, contoso, fault, status, words):
    contoso.provisioning.secrets.update(STORED)
    emu.fault(method="POST", path=ATTEMPT, times=0, **fault)
    with pytest.raises(Stopped, match="This says nothing about the credentials. Nothing was changed.") as stopped:
        attempt(emu, contoso, fail_on="never", deadline=3)
    assert words in str(stopped.value)
    assert "Whether it took effect is not known" not in str(stopped.value)
    assert "valid" not in stopped.value.result
    assert stopped.value.result["error"]["status"] == status
    assert stopped.value.result["changed"] is False


@pytest.mark.parametrize("answer", ["401", "403", "404"])
def test_a_principal_that_is_too_new_is_an_error_and_no_verdict(emu, contoso, answer):
    emu.switches["instantiate_lag_answer"] = answer
    contoso.provisioning.lag = 50
    with pytest.raises(errors.GraphError) as refused:
        attempt(emu, contoso, fail_on="never")
    assert refused.value.status == int(answer)


def test_a_stale_read_of_the_settings_is_tried_as_read(emu, contoso):
    contoso.provisioning.secrets["BaseAddress"] = ADDRESS
    emu.fault(method="GET", path=r"/secrets$", kind="stale", times=1)
    assert attempt(emu, contoso, **GIVEN)["valid"] is True


def test_a_missing_permission_to_try_is_told(emu, contoso):
    contoso.provisioning.secrets.update(STORED)
    token = emu.token(("Synchronization.Read.All", "Application.Read.All"))
    given = {"client_id": None, "client_secret": None, "access_token": token}
    with pytest.raises(Stopped, match="403 Forbidden"):
        attempt(emu, contoso, **given)

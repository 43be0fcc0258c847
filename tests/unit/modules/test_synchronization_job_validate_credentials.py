# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_job_validate_credentials: a verdict of the connector or an error, never taken for one another."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_validate_credentials as resource
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    SECRET,
    TENANT,
    FakeGraph,
    job,
    principal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

JOBS = f"{HERE}/jobs"
SCIM = f"scim.{TENANT}.{APP}"
STORED = [
    {"key": "SyncAll", "value": "False"},
    {"key": "BaseAddress", "value": "https://scim.contoso.example/v2"},
    {"key": "SecretToken", "value": "*"},
]
SETTINGS = {"BaseAddress": "https://scim.contoso.example/v3"}
GIVEN = {"settings": SETTINGS, "secrets": {"SecretToken": SECRET}}
BY_TEMPLATE, BY_JOB = ("POST", f"{JOBS}/validateCredentials"), ("POST", f"{JOBS}/{SCIM}/validateCredentials")
CODE = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
WORDS = "You appear to have entered invalid credentials. Unauthorized (401)."


def service(*jobs, stored=None, fields=None, **routes):
    scim = template() if fields is None else template(metadata=[{"key": "configurationFields", "value": fields}])
    offered = [scim, template("customappssoOutDelta")]
    return FakeGraph(
        {
            JOBS: list(jobs),
            f"{HERE}/templates": offered,
            f"{HERE}/secrets": list(STORED if stored is None else stored),
            **routes,
        }
    )


def refusing(status=400, code=CODE, message=WORDS, codes=None, kind=errors.BadRequest):
    """A service that has no job and answers the attempt with an error."""
    graph = service()
    text = f"Could not validate: the service answered {status} ({code}: {message})."
    graph.routes[BY_TEMPLATE] = kind(
        text, status=status, code=code, message=message, codes=codes or (code,), request_id="r-1", client_request_id="c"
    )
    return graph


def attempt(graph, check=False, **options):
    graph.read_only = check
    return run(resource, graph, check=check, service_principal_id=ID, **{"template_id": "scim", **options})


def sent(graph):
    ((_verb, path, body),) = graph.writes
    return path, body


def revealed(body):
    rows = {row["key"]: row["value"] for row in body["credentials"]}
    return {key: value.reveal() if isinstance(value, Secret) else value for key, value in rows.items()}


def asked(graph):
    return [path.removeprefix(HERE) for _verb, path, _query, _version in graph.reads]


# Which address is used


def test_without_a_job_the_connector_of_the_template_tries_what_is_stored():
    graph = service()
    result = attempt(graph)
    assert sent(graph) == (BY_TEMPLATE[1], {"templateId": "scim", "useSavedCredentials": True})
    assert (result["valid"], result["code"], result["message"]) == (True, None, None)
    assert (result["tried"], result["tried_keys"]) == ("stored", ["BaseAddress", "SecretToken", "SyncAll"])
    assert (result["changed"], result["diff"]) == (False, {"before": {}, "after": {}})


@pytest.mark.parametrize(
    "named", [{}, {"job_id": SCIM}, {"job_id": SCIM, "template_id": None}], ids=["by template", "by both", "by id"]
)
def test_the_connector_of_a_job_tries_them_where_there_is_a_job(named):
    graph = service(job("customappssoOutDelta"), job())
    attempt(graph, **named)
    assert sent(graph) == (BY_JOB[1], {"templateId": "scim", "useSavedCredentials": True})


def test_a_job_that_the_service_made_of_another_template_is_tried_with_that():
    graph = service(job("customappssoOutDelta"))
    attempt(graph, template_id="customappsso")
    path, body = sent(graph)
    assert path == f"{JOBS}/customappssoOutDelta.{TENANT}.{APP}/validateCredentials"
    assert body["templateId"] == "customappssoOutDelta"


@pytest.mark.parametrize(
    ("jobs", "options", "paths"),
    [
        ([job()], {}, ["/jobs", "/secrets"]),
        ([], {}, ["/jobs", "/templates", "/secrets"]),
        ([job()], GIVEN, ["/jobs", "/templates", "/secrets"]),
        ([], GIVEN, ["/jobs", "/templates", "/secrets"]),
    ],
    ids=["job, stored", "template, stored", "job, given", "template, given"],
)
def test_no_more_is_read_than_is_needed(jobs, options, paths):
    graph = service(*jobs)
    attempt(graph, **options)
    assert asked(graph) == paths


# What is tried


def test_what_is_given_goes_over_the_stored_settings_and_no_stored_secret_is_made_up():
    graph = service(stored=[*STORED, {"key": "Password", "value": "*"}])
    result = attempt(graph, **GIVEN)
    _path, body = sent(graph)
    assert body["useSavedCredentials"] is False
    assert revealed(body) == {**SETTINGS, "SecretToken": SECRET, "SyncAll": "False"}
    assert (result["tried"], result["tried_keys"]) == ("given", ["BaseAddress", "SecretToken", "SyncAll"])


def test_a_given_secret_is_tried_although_its_key_is_stored():
    graph = service()
    attempt(graph, secrets={"SecretToken": SECRET})
    assert revealed(sent(graph)[1])["SecretToken"] == SECRET


def test_nothing_is_stored():
    graph = service()
    attempt(graph, **GIVEN)
    assert [path for _verb, path, _body in graph.writes] == [BY_TEMPLATE[1]]
    assert graph.routes[f"{HERE}/secrets"] == STORED


def test_structures_are_merged_and_sent_as_the_service_spells_them():
    members = {"key": "SyncNotificationSettings", "value": '{"Enabled":true,"Recipients":"a@contoso.example"}'}
    graph = service(stored=[members])
    attempt(graph, settings={"SyncNotificationSettings": {"Enabled": False}})
    text = revealed(sent(graph)[1])["SyncNotificationSettings"]
    assert '"Enabled":false' in text
    assert '"Recipients":"a@contoso.example"' in text


# The plan


def test_check_mode_shows_the_same_plan_and_sends_nothing():
    looked, graph = service(), service()
    checked, real = attempt(looked, check=True, **GIVEN), attempt(graph, **GIVEN)
    assert looked.writes == []
    for name in ("changed", "plan", "diff", "tried", "tried_keys"):
        assert checked[name] == real[name], name
    assert (checked["valid"], checked["code"], checked["message"]) == (None, None, None)


@pytest.mark.parametrize(
    ("jobs", "by", "options", "tried"),
    [([], "template scim", {}, "stored"), ([job()], f"job {SCIM}", GIVEN, "given")],
)
def test_the_plan_says_who_tries_what_and_no_value(jobs, by, options, tried):
    result = attempt(service(*jobs), **options)
    (change,) = result["plan"]["changes"]
    assert (change["action"], change["before"]) == ("validate", None)
    assert change["target"] == f"{tried} credentials of service principal {ID}"
    assert change["after"] == {"by": by, "tried": tried, "keys": ["BaseAddress", "SecretToken", "SyncAll"]}
    assert SECRET not in repr(result)
    assert "scim.contoso.example" not in repr(result)


def test_a_second_run_tries_once_more():
    graph = service()
    assert attempt(graph)["plan"] == attempt(graph)["plan"]
    assert len(graph.writes) == 2


def test_a_reviewed_plan_is_held_to():
    with pytest.raises(_road.Stopped, match="not the one that was reviewed"):
        attempt(service(), expected_plan="0" * 64)


@pytest.mark.parametrize(("version", "told"), [("v1.0", []), ("beta", [connectivity.ANNOUNCED])])
def test_the_announced_end_is_told_where_it_is_announced(version, told):
    graph = service()
    graph.version = version
    assert attempt(graph)["warnings"] == told


def test_what_is_yet_to_be_made_is_planned_for():
    graph = FakeGraph({"/servicePrincipals": [principal(name="Somebody Else")]})
    graph.read_only = True
    options = {"display_name": "Contoso SCIM", "if_missing": "plan", "template_id": "scim", **GIVEN}
    result = run(resource, graph, check=True, **options)
    (change,) = result["plan"]["changes"]
    assert change["after"] == {"by": "template scim", "tried": "given", "keys": ["BaseAddress", "SecretToken"]}
    assert len(graph.reads) == 1
    # What a template would say of a key nobody knows yet.
    run(resource, graph, check=True, **{**options, "secrets": {"Url": "https://key:value@contoso.example"}})
    with pytest.raises(Situation, match=r"'Contoso SCIM' \(yet to be made\) has no job"):
        run(resource, graph, check=True, **{**options, "template_id": None, "job_id": SCIM})


# Verdicts

VERDICTS = [
    ("CredentialValidationUnavailable", WORDS, None),
    (CODE, WORDS, ("CredentialValidationUnavailable", CODE)),
    ("SalesforceInvalidCredentials", "INVALID_LOGIN", None),
    ("SystemForCrossDomainIdentityManagementServiceIncompatible", "The target speaks another language.", None),
    ("SystemForCrossDomainIdentityManagementBadRequest", "Bad Request (400)", None),
    ("WorkdayCannotConnect", "The tenant is not there.", None),
    ("CredentialValidationUnavailable", "", None),
    ("BadRequest", "Bad Request (400)", ("CredentialValidationUnavailable", "BadRequest")),
]


@pytest.mark.parametrize(("code", "message", "codes"), VERDICTS, ids=[f"{row[0]} {row[1][:12]}" for row in VERDICTS])
def test_a_refusal_by_the_connector_is_an_answer(code, message, codes):
    result = attempt(refusing(code=code, message=message, codes=codes), fail_on="never")
    assert (result["valid"], result["code"], result["message"]) == (False, code, message or None)
    assert result["changed"] is False


@pytest.mark.parametrize(("code", "message", "codes"), VERDICTS, ids=[f"{row[0]} {row[1][:12]}" for row in VERDICTS])
def test_a_refusal_fails_with_its_words_and_what_to_do(code, message, codes):
    with pytest.raises(_road.Stopped) as stopped:
        attempt(refusing(code=code, message=message, codes=codes))
    text, result = str(stopped.value), stopped.value.result
    assert f"The connector of template scim of service principal {ID} does not accept the stored credentials: " in text
    assert f"{message.rstrip('.')} ({code}). Store".lstrip() in text
    assert "Store good ones with the module entra.provisioning.synchronization" in text
    assert "(request-id r-1)" in text
    assert text.endswith("Nothing was changed.")
    assert (result["valid"], result["code"], result["message"]) == (False, code, message or None)
    assert (result["tried"], result["tried_keys"]) == ("stored", ["BaseAddress", "SecretToken", "SyncAll"])
    assert (result["changed"], result["done"], result["failed_change"]["action"]) == (False, [], "validate")
    assert result["error"] == {"status": 400, "code": code, "request_id": "r-1", "client_request_id": "c"}


def test_a_refusal_of_what_was_given_says_what_was_not_tried_along():
    graph = refusing()
    graph.routes[f"{HERE}/secrets"].append({"key": "Password", "value": "*"})
    with pytest.raises(_road.Stopped) as stopped:
        attempt(graph, **GIVEN)
    assert "does not accept the given credentials" in str(stopped.value)
    assert "Correct them under settings and secrets, and try again; none of them was stored." in str(stopped.value)
    assert "Stored and not tried along, because the service does not show it: Password." in str(stopped.value)


def test_a_refusal_says_nothing_of_what_was_not_tried_where_all_was():
    with pytest.raises(_road.Stopped) as stopped:
        attempt(refusing(), **GIVEN)
    assert "not tried along" not in str(stopped.value)


NO_VERDICTS = [
    (400, "RequestMissingRequiredParameter", "templateId is required.", errors.BadRequest),
    (400, "BadRequest", "Empty Payload.", errors.BadRequest),
    (400, "RequestParameterInvalid", "No such rule.", errors.BadRequest),
    (400, "UnknownError", "The request is invalid.", errors.BadRequest),
    (400, "", "Something.", errors.BadRequest),
    (400, None, "Something.", errors.BadRequest),
    (400, "Mystery", "", errors.BadRequest),
    (401, "UnknownError", "", errors.Unauthenticated),
    (401, "InvalidCredentials", "No.", errors.Unauthenticated),
    (403, "Authorization_RequestDenied", "No.", errors.Forbidden),
    (404, "Request_ResourceNotFound", "No.", errors.NotFound),
    (429, "TooManyRequests", "Later.", errors.Throttled),
    (500, "InternalError", "Requested value 'X' was not found.", errors.BadRequest),
    (503, "serviceNotAvailable", "Later.", errors.ServerFault),
    (504, "CredentialValidationUnavailable", "Late.", errors.ServerFault),
    (None, None, None, errors.Unreachable),
]


@pytest.mark.parametrize("fail_on", ["invalid", "never"])
@pytest.mark.parametrize(
    ("status", "code", "message", "kind"), NO_VERDICTS, ids=[f"{row[0]} {row[1]}" for row in NO_VERDICTS]
)
def test_any_other_error_fails_and_is_no_verdict(status, code, message, kind, fail_on):
    with pytest.raises(_road.Stopped, match=r"This says nothing about the credentials\. Nothing was changed\.") as stop:
        attempt(refusing(status, code, message, kind=kind), fail_on=fail_on)
    assert "valid" not in stop.value.result
    assert stop.value.result["error"] == {
        "status": status,
        "code": code,
        "request_id": "r-1",
        "client_request_id": "c",
    }
    assert stop.value.result["changed"] is False


# Wrong input

WRONG = [
    ({"template_id": "scimm"}, "template_id: service principal", "does not offer 'scimm'. Did you mean scim?"),
    ({"template_id": ""}, "template_id: the value is empty."),
    ({"template_id": None, "job_id": ""}, "job_id: the value is empty."),
    ({"job_id": f"scimm.{TENANT}.{APP}"}, "has no job 'scimm.", f"Did you mean {SCIM}? It has {SCIM}."),
    ({"job_id": f"scimm.{TENANT}.{APP}", "template_id": None}, "To try credentials without a job, give template_id"),
    (
        {"job_id": SCIM, "template_id": "customappsso"},
        f"job {SCIM}",
        "is not the one of template 'customappsso', but of 'scim'",
    ),
    ({"settings": {}}, "settings: nothing stands there; leave it out to try what is stored."),
    ({"settings": {}, "secrets": {}}, "settings and secrets: nothing stands there"),
    ({"settings": {"BaseAdress": "x"}}, "settings: the service has no key 'BaseAdress'. Did you mean BaseAddress?"),
    ({"secrets": {"SecretToken": ""}}, "secrets.SecretToken: the value is empty."),
    ({"secrets": {"SecretToken": "*"}}, "secrets.SecretToken: '*' is what the service shows"),
    ({"secrets": {"SecretToken": 7}}, "secrets.SecretToken: give a text."),
    ({"settings": {"SecretToken": SECRET}}, "settings.SecretToken: this key holds a secret; move it to secrets."),
    ({"secrets": {"BaseAddress": "https://x"}}, "secrets.BaseAddress: this key holds no secret; move it to settings."),
    ({"settings": {"SyncNotificationSettings": {"Enabeld": True}}}, "has no member 'Enabeld'. Did you mean Enabled?"),
]


@pytest.mark.parametrize(("options", "words"), [(row[0], row[1:]) for row in WRONG], ids=[row[-1] for row in WRONG])
def test_wrong_input_is_refused_in_words_before_anything_is_tried(options, words):
    graph = service(job())
    with pytest.raises(Situation) as refused:
        attempt(graph, **options)
    assert [word for word in words if word not in str(refused.value)] == []
    assert graph.writes == []
    assert SECRET not in graph.redactor.text(str(refused.value))


def test_a_principal_without_any_job_is_told_so():
    with pytest.raises(Situation, match="It has no job at all"):
        attempt(service(), job_id=SCIM)


def test_all_mistakes_are_told_at_once_and_before_any_request():
    graph = service()
    with pytest.raises(InvalidInput) as refused:
        attempt(graph, template_id="", settings={"BaseAdress": "x"}, secrets={"SecretToken": ""})
    assert len(refused.value.problems) == 3
    assert graph.reads == []


def test_a_secret_under_a_misspelled_key_among_the_settings_is_masked_although_it_is_refused():
    graph = service()
    with pytest.raises(InvalidInput, match="the service has no key 'secretToken'. Did you mean SecretToken?"):
        attempt(graph, settings={"secretToken": SECRET})
    assert graph.redactor.text(SECRET) == "********"


def test_the_template_has_the_last_word_on_what_is_secret():
    fields = '[{"name":"url","secret":true},{"name":"consumerkey"}]'
    graph = service(job(), fields=fields)
    attempt(graph, settings={"ConsumerKey": "name"}, secrets={"Url": "https://key:value@contoso.example"})
    assert revealed(sent(graph)[1])["Url"] == "https://key:value@contoso.example"
    with pytest.raises(InvalidInput, match=r"settings.Url: this key holds a secret") as refused:
        attempt(graph, settings={"Url": "https://key:value@contoso.example"})
    assert "key:value" not in graph.redactor.text(f"{refused.value} https://key:value@contoso.example")


def test_a_principal_without_provisioning_is_told_so():
    with pytest.raises(Situation, match="offers no synchronization template, so it cannot be provisioned"):
        attempt(FakeGraph({JOBS: [], f"{HERE}/templates": [], f"{HERE}/secrets": []}))


@pytest.mark.parametrize("path", ["/jobs", "/templates", "/secrets"])
def test_a_read_error_is_an_error_and_nothing_is_tried(path):
    graph = service()
    graph.routes[HERE + path] = errors.NotFound("Could not read it.", status=404)
    with pytest.raises(errors.NotFound):
        attempt(graph)
    assert graph.writes == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"template_id": "scim"}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "app_id": APP, "template_id": "scim"}, "mutually exclusive"),
        ({"service_principal_id": ID, "template_id": "scim", "fail_on": "x"}, "value of fail_on must be one of"),
        ({"service_principal_id": ID, "template_id": "scim", "secrets": "token"}, "secrets"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)

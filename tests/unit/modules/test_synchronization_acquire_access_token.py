# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_acquire_access_token: a code is traded once, and no token is ever seen."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import acquire_access_token as resource
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, HERE, ID, SECRET, FakeGraph, template
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

PATH = f"{HERE}/acquireAccessToken"
ADDRESS = {"key": "BaseAddress", "value": "https://scim.contoso.example/v2"}
TOKEN, OF_THEN = {"key": "Oauth2AccessToken", "value": "*"}, "2026-03-01T04:05:06Z"
CREATED = {"key": "Oauth2AccessTokenCreationTime", "value": OF_THEN}
NOW = "2026-04-01T04:05:06Z"
CODE = {"Oauth2AuthorizationCode": SECRET}
SETTINGS = {"Oauth2ClientId": "contoso", "Oauth2RedirectUri": "https://automation.contoso.example/callback"}


class TokenGraph(FakeGraph):
    """Trades every code for a token of NOW; keeps the fate that a lost answer would have been asked about."""

    fate = None

    def post(self, path, body=None, *, fate=None, repeatable=False, **told):
        assert not repeatable
        self.fate = fate
        reply = super().post(path, body, fate=fate, **told)
        self.trade()
        return reply

    def trade(self):
        rows = [row for row in self.routes[f"{HERE}/secrets"] if row["key"] not in (TOKEN["key"], CREATED["key"])]
        self.routes[f"{HERE}/secrets"] = [*rows, TOKEN, {**CREATED, "value": NOW}]


def service(*stored, **routes):
    return TokenGraph({f"{HERE}/secrets": [ADDRESS, *stored], f"{HERE}/templates": [template()], **routes})


def acquire(graph, check=False, **options):
    return run(resource, graph, check=check, service_principal_id=ID, **{"secrets": CODE, **options})


def sent(graph):
    ((_verb, path, body),) = graph.writes
    return path, {row["key"]: row["value"] for row in body["credentials"]}


def test_a_code_is_traded_and_what_is_stored_is_told_without_a_secret():
    graph = service()
    result = acquire(graph, settings=SETTINGS)
    assert sent(graph) == (PATH, {**SETTINGS, "Oauth2AuthorizationCode": Secret(SECRET)})
    assert result["changed"] is True
    assert result["service_principal_id"] == ID
    assert result["settings"] == {"BaseAddress": ADDRESS["value"], "Oauth2AccessTokenCreationTime": NOW}
    assert result["secret_keys"] == ["Oauth2AccessToken"]
    assert SECRET not in repr(result)


def test_the_plan_names_what_goes_along_and_no_value():
    (change,) = acquire(service(), settings=SETTINGS)["plan"]["changes"]
    assert change == {
        "action": "acquire",
        "target": f"access token of the connector of service principal {ID}",
        "before": None,
        "after": {
            "secrets": {"Oauth2AccessToken": "(acquired)"},
            "with": ["Oauth2AuthorizationCode", "Oauth2ClientId", "Oauth2RedirectUri"],
        },
    }


def test_nothing_that_is_stored_goes_along():
    graph = service({"key": "SyncAll", "value": "false"})
    acquire(graph)
    assert list(sent(graph)[1]) == ["Oauth2AuthorizationCode"]


def test_a_second_run_trades_nothing_and_costs_one_request():
    graph = service()
    acquire(graph)
    graph.writes.clear()
    graph.reads.clear()
    again = acquire(graph)
    assert (again["changed"], again["plan"]["changes"], graph.writes) == (False, [], [])
    assert [path for _verb, path, _query, _version in graph.reads] == [f"{HERE}/secrets"]
    assert again["secret_keys"] == ["Oauth2AccessToken"]


def test_always_trades_a_code_in_every_run_with_the_same_plan():
    graph = service(TOKEN, CREATED)
    first, second = acquire(graph, when="always"), acquire(graph, when="always")
    assert (first["changed"], second["changed"], len(graph.writes)) == (True, True, 2)
    assert first["plan"] == second["plan"]
    (change,) = first["plan"]["changes"]
    assert change["before"] == {"secrets": {"Oauth2AccessToken": "(stored, never shown)"}}
    assert change["after"]["secrets"] == {"Oauth2AccessToken": "(acquired)"}


@pytest.mark.parametrize("when", ["missing", "always"])
def test_check_mode_foretells_the_run_and_trades_nothing(when):
    looked, graph = service(), service()
    checked, real = acquire(looked, check=True, when=when), acquire(graph, when=when)
    assert looked.writes == []
    for name in ("changed", "plan", "diff", "secret_keys"):
        assert checked[name] == real[name], name


def test_no_plan_holds_a_moment():
    plan = acquire(service(TOKEN, CREATED), when="always")["plan"]
    assert "2026" not in repr(plan)


def test_a_token_that_does_not_show_is_waited_for_and_then_missed():
    graph = service()
    graph.trade = lambda: None
    graph.ticks = [lambda _graph: None, TokenGraph.trade]
    assert acquire(graph)["secret_keys"] == ["Oauth2AccessToken"]
    graph = service()
    graph.trade = lambda: None
    with pytest.raises(_road.Stopped, match="204 alone does not prove"):
        acquire(graph)


BEFORE_AND_AFTER = [
    ("none before, none now", [], [], False),
    ("none before, one now", [], [TOKEN], True),
    ("the same as before", [TOKEN, CREATED], [TOKEN, CREATED], False),
    ("one of another moment", [TOKEN, CREATED], [TOKEN, {**CREATED, "value": NOW}], True),
    ("one whose moment is told now", [TOKEN], [TOKEN, CREATED], True),
    ("one whose moment nobody tells", [TOKEN], [TOKEN], False),
    ("one whose moment is told no more", [TOKEN, CREATED], [TOKEN], False),
    ("gone", [TOKEN, CREATED], [], False),
]


@pytest.mark.parametrize(
    ("before", "now", "happened"), [row[1:] for row in BEFORE_AND_AFTER], ids=[row[0] for row in BEFORE_AND_AFTER]
)
def test_whether_a_lost_request_took_effect_is_read_from_the_stored_keys(before, now, happened):
    graph = service(*before)
    acquire(graph, when="always")
    graph.routes[f"{HERE}/secrets"] = [ADDRESS, *now]
    assert (graph.fate() is not None) is happened


def test_an_error_while_asking_is_no_answer():
    graph = service()
    acquire(graph)
    graph.routes[f"{HERE}/secrets"] = errors.NotFound("Could not read it.", status=404)
    with pytest.raises(errors.NotFound):
        graph.fate()


def refused(status, code="InvalidGrant", kind=errors.BadRequest):
    return kind(f"Could not acquire: the service answered {status}.", status=status, code=code, request_id="r-1")


def test_a_code_that_is_refused_is_explained():
    with pytest.raises(_road.Stopped) as stopped:
        acquire(_refusing(refused(400)))
    assert "A code can be traded once, and only for some minutes" in str(stopped.value)
    assert str(stopped.value).endswith("Nothing was changed.")
    assert stopped.value.result["error"]["code"] == "InvalidGrant"
    assert (stopped.value.result["changed"], stopped.value.result["done"]) == (False, [])


def _refusing(error):
    graph = service()
    graph.routes[("POST", PATH)] = error
    return graph


@pytest.mark.parametrize(
    ("status", "kind"), [(401, errors.Unauthenticated), (403, errors.Forbidden), (503, errors.Indeterminate)]
)
def test_no_other_error_is_put_down_to_the_code(status, kind):
    with pytest.raises(_road.Stopped) as stopped:
        acquire(_refusing(refused(status, kind=kind)))
    assert "A code can be traded once" not in str(stopped.value)
    assert stopped.value.result["error"]["status"] == status


@pytest.mark.parametrize(("version", "told"), [("v1.0", []), ("beta", [connectivity.ANNOUNCED])])
def test_the_announced_end_is_told_where_it_is_announced(version, told):
    graph = service()
    graph.version = version
    assert acquire(graph, check=True)["warnings"] == told


WRONG = [
    ({"secrets": {}}, "secrets: Oauth2AuthorizationCode is missing; it is what is traded for a token."),
    ({"secrets": {"Oauth2ClientSecret": SECRET}}, "secrets: Oauth2AuthorizationCode is missing"),
    ({"secrets": {"Oauth2AuthorizationCode": ""}}, "secrets.Oauth2AuthorizationCode: the value is empty."),
    ({"secrets": {"Oauth2AuthorizationCode": None}}, "secrets.Oauth2AuthorizationCode: the value is empty."),
    ({"secrets": {"Oauth2AuthorizationCode": 17}}, "secrets.Oauth2AuthorizationCode: give a text."),
    ({"secrets": {**CODE, "Oauth2ClientSecrt": "x"}}, "secrets: the service has no key 'Oauth2ClientSecrt'."),
    ({"settings": {"Oauth2RedirectUrl": "x"}}, "settings: the service has no key 'Oauth2RedirectUrl'."),
    ({"settings": {"Oauth2ClientSecret": "a-secret"}}, "settings.Oauth2ClientSecret: this key holds a secret"),
    ({"secrets": {**CODE, "Oauth2ClientId": "x"}}, "secrets.Oauth2ClientId: this key holds no secret"),
]


@pytest.mark.parametrize("stored", [[], [TOKEN, CREATED]], ids=["due", "not due"])
@pytest.mark.parametrize(("options", "words"), WRONG, ids=[row[1] for row in WRONG])
def test_wrong_input_is_refused_in_words_whether_a_token_is_due_or_not(options, words, stored):
    graph = service(*stored)
    with pytest.raises(InvalidInput) as found:
        acquire(graph, **options)
    assert words in str(found.value)
    assert graph.writes == []


def test_a_secret_under_settings_is_masked_although_it_is_refused():
    graph = service()
    with pytest.raises(InvalidInput):
        acquire(graph, settings={"Oauth2ClientSecret": "secret-of-contoso"})
    assert graph.redactor.text("secret-of-contoso") == "********"
    with pytest.raises(InvalidInput, match="the service has no key 'oauth2ClientSecret'"):
        acquire(graph, settings={"oauth2ClientSecret": "misspelled-of-contoso"})
    assert graph.redactor.text("misspelled-of-contoso") == "********"


def test_all_mistakes_are_told_at_once_and_before_any_request():
    graph = service()
    with pytest.raises(InvalidInput) as found:
        acquire(graph, secrets={"Oauth2ClientSecret": ""}, settings={"Oauth2RedirectUrl": "x"})
    assert len(found.value.problems) == 3
    assert graph.reads == []


def test_the_template_has_the_last_word_on_what_is_secret():
    fields = '[{"name":"oauth2clientid","secret":true}]'
    graph = service(**{f"{HERE}/templates": [template(metadata=[{"key": "configurationFields", "value": fields}])]})
    with pytest.raises(InvalidInput, match=r"settings.Oauth2ClientId: this key holds a secret"):
        acquire(graph, settings={"Oauth2ClientId": "client-of-contoso"})
    assert "client-of-contoso" not in graph.redactor.text("client-of-contoso")
    acquire(graph, secrets={**CODE, "Oauth2ClientId": "client-of-contoso"})


def test_a_principal_without_provisioning_is_told_so():
    with pytest.raises(Situation, match="offers no synchronization template, so it cannot be provisioned"):
        acquire(service(**{f"{HERE}/templates": []}))


@pytest.mark.parametrize("path", ["/secrets", "/templates"])
def test_a_read_error_is_an_error_and_nothing_is_traded(path):
    graph = service(**{HERE + path: errors.NotFound("Could not read it.", status=404)})
    with pytest.raises(errors.NotFound):
        acquire(graph)
    assert graph.writes == []


def test_a_token_that_the_service_shows_is_not_shown_by_us():
    graph = service({**TOKEN, "value": "token-in-the-clear"}, CREATED)
    result = acquire(graph)
    assert (result["changed"], result["secret_keys"]) == (False, ["Oauth2AccessToken"])
    assert "token-in-the-clear" not in repr(result)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"secrets": CODE}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID}, "missing required arguments: secrets"),
        ({"service_principal_id": ID, "app_id": APP, "secrets": CODE}, "mutually exclusive"),
        ({"service_principal_id": ID, "secrets": CODE, "when": "never"}, "value of when must be one of"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as found:
        parameters(resource, options)
    assert words in str(found.value)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization: settings and secrets of one service principal."""

from __future__ import annotations

import json
import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import synchronization as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    HERE,
    ID,
    SECRET,
    FakeGraph,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import parameters, run

SECRETS = f"{HERE}/secrets"
ADDRESS = "https://scim.example.com/v2"
NOTIFY = '{"Enabled":true,"Recipients":"","DeleteThresholdEnabled":true,"DeleteThresholdValue":500}'


def service(*rows, **routes):
    stored = [{"key": key, "value": value} for key, value in rows]
    return FakeGraph({SECRETS: stored, f"{HERE}/templates": [template()], **routes})


def apply(graph, **options):
    return run(resource, graph, service_principal_id=ID, **options)


def sent(graph):
    """What the only write sent, as key -> value."""
    (write,) = graph.writes
    return {row["key"]: row["value"] for row in write[2]["value"]}


def test_settings_and_secrets_are_stored_in_one_request():
    graph = service()
    result = apply(graph, settings={"BaseAddress": ADDRESS}, secrets={"SecretToken": SECRET})
    assert [(verb, path) for verb, path, _body in graph.writes] == [("PUT", SECRETS)]
    assert result["settings"] == {"BaseAddress": ADDRESS}
    assert result["secret_keys"] == ["SecretToken"]
    assert result["written_through"] == "secrets"
    assert result["service_principal_id"] == ID


CASES = {
    "a text": {"settings": {"BaseAddress": ADDRESS}},
    "a truth": {"settings": {"SyncAll": True}},
    "a truth as text": {"settings": {"SkipOutOfScopeDeletions": "True"}},
    "a structure": {"settings": {"Domain": {"domain": "corp.example.com"}}},
    "a structure as text": {"settings": {"AppKey": '{"appKeyScenario":"AD2AADProvisioning"}'}},
    "members of a structure": {"settings": {"SyncNotificationSettings": {"Enabled": True}}},
    "a secret": {"secrets": {"SecretToken": SECRET}},
    "a removal": {"remove_keys": ["UserName"]},
    "all at once": {
        "settings": {"BaseAddress": ADDRESS, "SyncAll": False},
        "secrets": {"SecretToken": SECRET},
        "remove_keys": ["UserName"],
    },
}


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_a_second_run_finds_nothing_to_do(options):
    graph = service(("UserName", "somebody"))
    first = apply(graph, **options)
    writes = list(graph.writes)
    second = apply(graph, **options)
    assert first["changed"] is True
    assert second["changed"] is False
    assert second["plan"]["summary"] == "no changes"
    assert graph.writes == writes


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_check_mode_foretells_the_run_and_writes_nothing(options):
    checked_graph, graph = service(("UserName", "somebody")), service(("UserName", "somebody"))
    checked = run(resource, checked_graph, check=True, service_principal_id=ID, **options)
    real = apply(graph, **options)
    assert checked_graph.writes == []
    for name in ("changed", "plan", "diff", "secret_keys", "settings"):
        assert checked[name] == real[name], name


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        (("SyncAll", "False"), {"SyncAll": False}),
        (("SyncAll", "true"), {"SyncAll": "yes"}),
        (("Domain", '{ "domain" : "corp.example.com" }'), {"Domain": {"domain": "corp.example.com"}}),
        (("SyncNotificationSettings", NOTIFY), {"SyncNotificationSettings": {"Enabled": True}}),
        (("SyncNotificationSettings", "{}"), {"SyncNotificationSettings": {"DeleteThresholdValue": 500}}),
        (("TokenExpiration", "3600"), {"TokenExpiration": 3600}),
    ],
)
def test_a_value_that_means_the_same_is_not_written(stored, declared):
    graph = service(stored)
    assert apply(graph, settings=declared)["changed"] is False
    assert graph.writes == []


def test_a_run_without_changes_costs_one_request():
    graph = service(("BaseAddress", ADDRESS), ("SecretToken", "*"))
    apply(graph, settings={"BaseAddress": ADDRESS}, secrets={"SecretToken": SECRET})
    assert [path for _verb, path, _query, _version in graph.reads] == [SECRETS]


def test_keys_that_nobody_declared_go_along_unchanged():
    graph = service(("CompanyId", "contoso"), ("SyncAll", "True"), ("NotKnownToUs", "kept"))
    apply(graph, settings={"BaseAddress": ADDRESS})
    assert sent(graph)["CompanyId"] == "contoso"
    assert sent(graph)["NotKnownToUs"] == "kept"
    assert sent(graph)["SyncAll"] == "True"


def test_undeclared_members_of_a_structure_stay():
    graph = service(("SyncNotificationSettings", '{"Enabled":false,"Recipients":"ops@example.com"}'))
    apply(graph, settings={"SyncNotificationSettings": {"Enabled": True}})
    stored = json.loads(sent(graph)["SyncNotificationSettings"])
    assert stored["Recipients"] == "ops@example.com"
    assert stored["Enabled"] is True


def test_a_diff_shows_only_the_members_that_move():
    graph = service(("SyncNotificationSettings", '{"Enabled":false,"Recipients":"ops@example.com"}'))
    result = apply(graph, settings={"SyncNotificationSettings": {"Enabled": True}})
    (change,) = result["plan"]["changes"]
    assert change["before"] == {"settings": {"SyncNotificationSettings": {"Enabled": False}}}
    assert change["after"]["settings"]["SyncNotificationSettings"]["Enabled"] is True
    assert "Recipients" not in change["after"]["settings"]["SyncNotificationSettings"]


def test_a_masked_value_is_never_sent():
    graph = service(("SecretToken", "*"))
    apply(graph, settings={"BaseAddress": ADDRESS}, accept_hazards=["delete_undeclared"])
    assert "*" not in sent(graph).values()


def test_a_key_that_the_service_hides_is_a_secret_whatever_our_table_says():
    graph = service(("AppKey", "*"))
    assert apply(graph, secrets={"AppKey": SECRET}, update_secrets="always")["changed"] is True
    with pytest.raises(InvalidInput, match=r"settings.AppKey: this key holds a secret; move it to secrets"):
        apply(graph, settings={"AppKey": {"appKeyScenario": "AD2AADProvisioning"}})


def test_a_secret_that_the_service_shows_is_neither_returned_nor_sent_along():
    graph = service(("SecretToken", "token-in-the-clear"), ("ConsumerKey", "name-of-contoso"))
    result = apply(graph, settings={"BaseAddress": ADDRESS}, accept_hazards=["delete_undeclared"])
    assert result["plan"]["hazards"][0]["name"] == "delete_undeclared"
    assert "token-in-the-clear" not in repr(result)
    assert sorted(sent(graph)) == ["BaseAddress", "ConsumerKey"]
    assert result["settings"]["ConsumerKey"] == "name-of-contoso"


def test_a_key_is_removed_with_an_empty_value():
    graph = service(("UserName", "somebody"), ("BaseAddress", ADDRESS))
    result = apply(graph, remove_keys=["UserName"])
    assert sent(graph)["UserName"] == ""
    assert result["settings"] == {"BaseAddress": ADDRESS}


def test_a_stored_secret_is_left_alone_unless_asked_for():
    graph = service(("SecretToken", "*"))
    assert apply(graph, secrets={"SecretToken": SECRET})["changed"] is False
    assert apply(graph, secrets={"SecretToken": SECRET}, update_secrets="always")["changed"] is True


def test_all_declared_secrets_go_along_when_anything_is_written():
    graph = service(("SecretToken", "*"))
    apply(graph, settings={"BaseAddress": ADDRESS}, secrets={"SecretToken": SECRET})
    assert sent(graph)["SecretToken"].reveal() == SECRET


def test_credentials_are_tried_before_anything_is_stored():
    graph = service(("UserName", "somebody"))
    apply(
        graph,
        settings={"BaseAddress": ADDRESS},
        secrets={"SecretToken": SECRET},
        remove_keys=["UserName"],
        validate_with_template="scim",
    )
    (first, second) = graph.writes
    assert first[:2] == ("POST", f"{HERE}/jobs/validateCredentials")
    assert first[2]["templateId"] == "scim"
    assert first[2]["useSavedCredentials"] is False
    assert sorted(row["key"] for row in first[2]["credentials"]) == ["BaseAddress", "SecretToken"]
    assert second[:2] == ("PUT", SECRETS)


def test_bad_credentials_are_not_stored():
    graph = service()
    graph.routes[("POST", f"{HERE}/jobs/validateCredentials")] = refusal(errors.BadRequest, 400)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, secrets={"SecretToken": SECRET}, validate_with_template="scim")
    assert [verb for verb, _path, _body in graph.writes] == ["POST"]
    assert stop.value.result["changed"] is False
    assert graph.routes[SECRETS] == []


def test_numbers_and_truths_of_notifications_may_come_as_texts():
    graph = service(("SyncNotificationSettings", NOTIFY))
    texts = {"DeleteThresholdEnabled": "yes", "DeleteThresholdValue": "500"}
    assert apply(graph, settings={"SyncNotificationSettings": texts})["changed"] is False
    apply(graph, settings={"SyncNotificationSettings": {"DeleteThresholdValue": "100"}})
    assert json.loads(sent(graph)["SyncNotificationSettings"])["DeleteThresholdValue"] == 100


def test_members_that_the_service_added_may_be_declared():
    graph = service(("SyncNotificationSettings", '{"enabled":true,"Digest":"weekly"}'))
    members = {"enabled": True, "Digest": "daily", "EntirelyNew": 1}
    assert apply(graph, settings={"SyncNotificationSettings": members})["changed"] is True
    assert json.loads(sent(graph)["SyncNotificationSettings"])["Digest"] == "daily"


def test_an_unknown_template_validates_nothing():
    graph = service()
    with pytest.raises(InvalidInput, match="validate_with_template: .* does not offer 'scimm'. Did you mean scim"):
        apply(graph, secrets={"SecretToken": SECRET}, validate_with_template="scimm")
    assert graph.writes == []


def test_who_offers_no_template_is_given_no_credentials():
    graph = service(("UserName", "somebody"))
    graph.routes[f"{HERE}/templates"] = []
    with pytest.raises(Situation, match="offers no synchronization template, so it cannot be provisioned"):
        apply(graph, secrets={"SecretToken": SECRET})
    assert graph.writes == []
    assert apply(graph, remove_keys=["UserName"])["changed"] is True


def test_an_undeclared_stored_secret_is_a_hazard():
    graph = service(("SecretToken", "*"))
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, settings={"BaseAddress": ADDRESS})
    assert "is stored and not declared under secrets" in str(stop.value)
    assert "accept_hazards: [delete_undeclared]" in str(stop.value)
    assert graph.writes == []
    assert apply(graph, settings={"BaseAddress": ADDRESS}, accept_hazards=["delete_undeclared"])["changed"] is True


def test_check_mode_warns_of_the_hazard():
    graph = service(("SecretToken", "*"))
    result = run(resource, graph, check=True, service_principal_id=ID, settings={"BaseAddress": ADDRESS})
    assert any("A real run would refuse this plan" in warning for warning in result["warnings"])


def test_a_dropped_secret_fails_the_run_by_name():
    graph = service(("SecretToken", "*"))
    graph._store = lambda stored, rows: stored.__setitem__(slice(None), [dict(row) for row in rows])
    with pytest.raises(_road.Stopped, match="The service dropped SecretToken") as stop:
        apply(graph, settings={"BaseAddress": ADDRESS}, accept_hazards=["delete_undeclared"])
    assert "1 of 1 changes were done. What was declared is stored." in str(stop.value)
    assert "could not be seen" not in str(stop.value)


def test_a_write_that_did_not_take_is_not_called_a_success():
    graph = service()
    graph._store = lambda stored, rows: None
    with pytest.raises(_road.Stopped, match="204 alone does not prove"):
        apply(graph, settings={"BaseAddress": ADDRESS})


def test_mixed_credentials_are_warned_of():
    options = {"settings": {"Oauth2ClientId": "client"}, "secrets": {"SecretToken": SECRET}}
    assert any("mix of bearer token and OAuth" in warning for warning in apply(service(), **options)["warnings"])


def test_the_template_has_the_last_word_on_what_is_secret():
    fields = '[{"name":"url","secret":true}]'
    graph = service()
    graph.routes[f"{HERE}/templates"] = [template(metadata=[{"key": "ConfigurationFields", "value": fields}])]
    with pytest.raises(InvalidInput, match="settings.Url: this key holds a secret"):
        apply(graph, settings={"Url": "https://user:password@scim.example.com"})
    assert apply(graph, secrets={"Url": "https://user:password@scim.example.com"})["changed"] is True


def test_secrets_stand_nowhere_but_in_the_request():
    graph = service(("BaseAddress", "https://old.example.com"))
    options = {"settings": {"BaseAddress": ADDRESS}, "secrets": {"SecretToken": SECRET}}
    proposal = resource.propose(graph, parameters(resource, {"service_principal_id": ID, **options}))
    result = apply(graph, **options)
    shown = [repr(proposal), repr(proposal.plan), json.dumps(result, default=repr), repr(graph.writes), *graph.doings]
    assert not [text for text in shown if SECRET in text]
    assert sent(graph)["SecretToken"].reveal() == SECRET


def test_the_fingerprint_does_not_depend_on_secret_values():
    prints = {
        run(resource, service(), check=True, service_principal_id=ID, secrets={"SecretToken": value})["plan"][
            "fingerprint"
        ]
        for value in (SECRET, f"{SECRET}-changed")
    }
    assert len(prints) == 1


def test_only_the_reviewed_plan_is_applied():
    graph = service()
    options = {"settings": {"BaseAddress": ADDRESS}}
    reviewed = run(resource, graph, check=True, service_principal_id=ID, **options)["plan"]["fingerprint"]
    with pytest.raises(_road.Stopped, match="The plan is not the one that was reviewed"):
        apply(graph, expected_plan=reviewed, settings={"BaseAddress": "https://other.example.com"})
    assert graph.writes == []
    assert apply(graph, expected_plan=reviewed, **options)["changed"] is True
    assert apply(graph, expected_plan=reviewed, **options)["changed"] is False


def test_a_failed_read_never_becomes_a_write():
    graph = service()
    graph.routes[SECRETS] = refusal(errors.Forbidden, 403)
    with pytest.raises(errors.Forbidden):
        apply(graph, settings={"BaseAddress": ADDRESS})
    assert graph.writes == []


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = service(("BaseAddress", ADDRESS), ("SyncAll", "True"), ("SyncNotificationSettings", NOTIFY))
    exported = apply(graph)["settings"]
    assert apply(graph, settings=exported)["changed"] is False


class Contended(FakeGraph):
    """Answers the first PUTs of secrets with 409; what somebody else does in the meantime is `meanwhile`."""

    def __init__(self, rows, refusals=1, meanwhile=None, kept=False):
        stored = [{"key": key, "value": value} for key, value in rows]
        super().__init__({SECRETS: stored, f"{HERE}/templates": [template()]})
        self.left, self.meanwhile, self.kept = refusals, meanwhile, kept

    def put(self, path, body, *, doing, needs=(), **more):
        if not self.left:
            return super().put(path, body, doing=doing, needs=needs, **more)
        self.left -= 1
        self._note("PUT", path, body, doing)
        if self.kept:
            self._store(self._there(path), body["value"])
        if self.meanwhile:
            self._there(path).append(self.meanwhile)
        raise refusal(errors.Conflict, 409, "Conflict", doing)


@pytest.mark.parametrize("kept", [False, True], ids=["not done", "done all the same"])
def test_a_write_that_met_a_conflict_is_repeated_once_where_nobody_else_wrote(kept):
    graph = Contended([("UserName", "somebody")], kept=kept)
    result = apply(graph, settings={"BaseAddress": ADDRESS}, secrets={"SecretToken": SECRET})
    assert [verb for verb, _path, _body in graph.writes] == ["PUT", "PUT"]
    assert graph.writes[0] == graph.writes[1]
    assert result["settings"] == {"BaseAddress": ADDRESS, "UserName": "somebody"}
    assert result["secret_keys"] == ["SecretToken"]


def test_a_write_that_met_a_conflict_is_not_repeated_over_what_somebody_else_wrote():
    graph = Contended([], meanwhile={"key": "CompanyId", "value": "contoso"})
    with pytest.raises(_road.Stopped, match="answered 409") as caught:
        apply(graph, settings={"BaseAddress": ADDRESS})
    assert len(graph.writes) == 1
    assert caught.value.result["done"] == []


def test_a_second_conflict_is_told():
    graph = Contended([], refusals=2)
    with pytest.raises(_road.Stopped, match="answered 409"):
        apply(graph, settings={"BaseAddress": ADDRESS})
    assert len(graph.writes) == 2


def test_a_conflict_after_which_nothing_can_be_read_is_told_and_the_failed_look_beside_it():
    class Blind(Contended):
        def put(self, path, body, **more):
            try:
                return super().put(path, body, **more)
            except errors.Conflict:
                self.routes[SECRETS] = refusal(errors.ServerFault, 503, doing="read the settings")
                raise

    graph = Blind([])
    with pytest.raises(_road.Stopped) as caught:
        apply(graph, settings={"BaseAddress": ADDRESS})
    assert len(graph.writes) == 1
    assert (caught.value.result["error"]["status"], caught.value.result["error"]["code"]) == (409, "Conflict")
    assert re.fullmatch(
        r"Could not store the settings .*: the service answered 409. What is stored now could not be read either: "
        r"Could not read the settings: the service answered 503. Nothing was changed.",
        str(caught.value),
    )

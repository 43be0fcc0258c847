# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module synchronization says of wrong settings, secrets and owners."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import synchronization as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, SECRET, FakeGraph, principal
from ansible_collections.entra.provisioning.tests.unit.modules.test_synchronization import ADDRESS, apply, service
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

WRONG = [
    ({"settings": {"BaseAdress": ADDRESS}}, "settings: the service has no key 'BaseAdress'. Did you mean BaseAddress?"),
    ({"settings": {"baseaddress": ADDRESS}}, "Did you mean BaseAddress?"),
    ({"settings": {1: "x", "SyncAll": True}}, "settings: the service has no key '1'."),
    ({"secrets": {"SecretTokn": SECRET}}, "secrets: the service has no key 'SecretTokn'. Did you mean SecretToken"),
    ({"remove_keys": ["Nothing"]}, "remove_keys: the service has no key 'Nothing'"),
    ({"settings": {"SecretToken": SECRET}}, "settings.SecretToken: this key holds a secret; move it to secrets."),
    ({"secrets": {"BaseAddress": ADDRESS}}, "secrets.BaseAddress: this key holds no secret; move it to settings."),
    ({"settings": {"BaseAddress": ""}}, "settings.BaseAddress: the value is empty."),
    ({"settings": {"BaseAddress": None}}, "settings.BaseAddress: the value is empty."),
    ({"secrets": {"SecretToken": " "}}, "secrets.SecretToken: the value is empty. To remove the key, list it under"),
    ({"secrets": {"SecretToken": "*"}}, "'*' is what the service shows instead of a secret"),
    ({"settings": {"SyncAll": "perhaps"}}, "settings.SyncAll: 'perhaps' is neither true nor false."),
    ({"settings": {"Domain": "corp"}}, "settings.Domain: the text is not JSON; give it as a structure."),
    ({"secrets": {"Password": 342391}}, "secrets.Password: give a text. Quote what YAML takes for a number"),
    ({"secrets": {"Password": True}}, "secrets.Password: give a text."),
    ({"secrets": {"SecretToken": {"a": SECRET}}}, "a file of JSON the filter string"),
    ({"secrets": {"SecretToken": [SECRET]}}, "secrets.SecretToken: give a text."),
    *(
        (
            {"secrets": {"SecretToken": text}},
            "secrets.SecretToken: the value is the text of a template that was not filled in",
        )
        for text in ("{{ vault_contoso_scim_secret_token }}", " {{-secrets['x'] | string }}\n", "{{x}}")
    ),
    ({"settings": {"SyncNotificationSettings": [1]}}, "settings.SyncNotificationSettings: give a structure of members"),
    (
        {"settings": {"SyncNotificationSettings": {"DeleteThresholdValue": "many"}}},
        "settings.SyncNotificationSettings.DeleteThresholdValue: 'many' is not a whole number.",
    ),
    (
        {"settings": {"SyncNotificationSettings": {"DeleteThresholdEnabled": "perhaps"}}},
        "settings.SyncNotificationSettings.DeleteThresholdEnabled: 'perhaps' is neither true nor false.",
    ),
    (
        {"settings": {"SyncNotificationSettings": {"DeleteTresholdValue": 100}}},
        "the service has no member 'DeleteTresholdValue'. Did you mean DeleteThresholdValue",
    ),
    ({"settings": {"BaseAddress": {"a": 1}}}, "settings.BaseAddress: the service keeps a plain text here"),
    (
        {"settings": {"Password": "twelve-letters"}, "secrets": {"Password": SECRET}},
        "Password stands under settings and under secrets",
    ),
    (
        {"settings": {"UserName": "somebody"}, "remove_keys": ["UserName"]},
        "remove_keys: UserName is also declared under settings or secrets.",
    ),
    ({"remove_keys": ["SyncNotificationSettings"]}, "the service refuses to remove SyncNotificationSettings"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words[:40] for _options, words in WRONG])
def test_wrong_input_is_refused_in_words_before_any_write(options, words):
    graph = service()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert SECRET not in str(refused.value)
    assert graph.writes == []


def test_all_problems_are_told_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(service(), settings={"Nothing": "x", "SyncAll": "perhaps", "Url": ""})
    for words in ("no key 'Nothing'", "'perhaps' is neither", "settings.Url: the value is empty"):
        assert words in str(refused.value)


@pytest.mark.parametrize("text", ["{{", "a{{ b }}", "{{ b }}c", "{{1}}", "{{ a }}{{ b }}", "{}", "{{}}"])
def test_a_secret_may_hold_braces(text):
    graph = service()
    apply(graph, secrets={"SecretToken": text})
    assert graph.writes


@pytest.mark.parametrize("key", ["SecretToken", "secrettoken"])
def test_a_secret_in_the_wrong_place_is_known_to_the_redactor(key):
    graph = service()
    with pytest.raises(InvalidInput):
        apply(graph, settings={key: SECRET})
    assert SECRET not in graph.redactor.text(f"shown: {SECRET}")


OWNERS = [
    ({}, "one of the following is required: service_principal_id, app_id, display_name"),
    ({"service_principal_id": ID, "app_id": APP}, "parameters are mutually exclusive"),
    (
        {"service_principal_id": ID, "update_secrets": "never"},
        "value of update_secrets must be one of: on_create, always",
    ),
    ({"service_principal_id": ID, "accept_hazards": ["all"]}, "value of accept_hazards must be one or more of"),
    ({"service_principal_id": ID, "settings": "text"}, "settings"),
]


@pytest.mark.parametrize(("options", "words"), OWNERS)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"service_principal_id": "nothing"}, "service_principal_id: 'nothing' is not an id; give a GUID"),
        ({"service_principal_id": ""}, "service_principal_id: '' is not an id"),
        ({"app_id": ""}, "app_id: '' is not an id"),
        ({"display_name": " "}, "display_name: the value is empty."),
        ({"app_id": ID}, "app_id: this tenant has no service principal of the application"),
        ({"display_name": "Nobody"}, "display_name: this tenant has no service principal named 'Nobody'"),
        ({"display_name": "Twin"}, "2 objects are named 'Twin'"),
    ],
)
def test_an_owner_that_cannot_be_found_is_told(options, words):
    twins = [principal(ID, "Twin"), principal(APP, "Twin")]
    with pytest.raises(Situation) as refused:
        run(resource, FakeGraph({"/servicePrincipals": twins}), **options)
    assert words in str(refused.value)


@pytest.mark.parametrize("options", [{"app_id": APP}, {"display_name": "It's Contoso"}])
def test_the_owner_is_looked_up_by_other_names(options):
    graph = service()
    graph.routes["/servicePrincipals"] = [principal(name="It's Contoso")]
    graph.routes[f"/servicePrincipals(appId='{APP}')"] = principal()
    assert run(resource, graph, **options)["service_principal_id"] == ID

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_template_info: what is offered, and what it requires."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    APPLICATION,
    GALLERY,
    HERE,
    ID,
    FakeGraph,
    principal,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

MINE, OFFERED = f"{APPLICATION}/templates", f"{HERE}/templates"


def service(*templates):
    return FakeGraph({OFFERED: list(templates), MINE: [template("ours")]})


def shown(*templates, **options):
    return ask(resource, service(*templates), service_principal_id=ID, **options)["templates"]


def test_a_template_as_plain_values():
    assert shown(template()) == [
        {
            "id": "scim",
            "application_template_id": GALLERY,
            "default": True,
            "description": None,
            "discoverable": False,
            "factory_tag": "CustomSCIM",
            "metadata": {
                "ConfigurationFields": [{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}],
            },
            "required_settings": ["BaseAddress"],
            "required_secrets": ["SecretToken"],
        }
    ]


REQUIRED = [
    ('[{"name":"OAUTH2CLIENTID"},{"name":"url","secret":false}]', ["Oauth2ClientId", "Url"], []),
    ('[{"name":"appkey","secret":true}]', [], ["AppKey"]),
    ('[{"name":"ofTheFuture"}]', ["ofTheFuture"], []),
    ('[{"secret":true},"text",{"name":""}]', [], []),
    ("[]", [], []),
    ("no JSON", [], []),
    ('{"a":1}', [], []),
    (None, [], []),
]


@pytest.mark.parametrize(("fields", "settings", "secrets"), REQUIRED)
@pytest.mark.parametrize("key", ["configurationFields", "ConfigurationFields"])
def test_what_is_required_is_read_from_the_template_and_spelled_as_it_is_stored(key, fields, settings, secrets):
    (found,) = shown(template(metadata=[{"key": key, "value": fields}]))
    assert (found["required_settings"], found["required_secrets"]) == (settings, secrets)


def test_of_a_metadata_key_that_repeats_the_first_is_shown():
    rows = [
        {"key": "Repeated", "value": "1"},
        {"key": "Repeated", "value": "2"},
        {"key": "isOAuthEnabled", "value": "True"},
    ]
    (found,) = shown(template(metadata=rows))
    assert found["metadata"] == {"Repeated": "1", "IsOAuthEnabled": True}


def test_what_the_service_leaves_out_is_null_or_false():
    (found,) = shown({"id": "bare"})
    assert (found["default"], found["description"], found["metadata"]) == (False, None, {})


def test_templates_are_sorted_and_cost_one_request():
    graph = service(template("b"), template("a"))
    found = ask(resource, graph, service_principal_id=ID)["templates"]
    assert [row["id"] for row in found] == ["a", "b"]
    assert len(graph.reads) == 1


@pytest.mark.parametrize(("wanted", "found"), [("a", ["a"]), ("A", []), ("nothing", [])])
def test_the_filter_takes_the_exact_id(wanted, found):
    assert [row["id"] for row in shown(template("a"), template("b"), template_id=wanted)] == found


def test_a_schema_comes_only_when_asked_for_and_without_annotations():
    inlined = template(schema={"@odata.context": "x", "id": "s", "directories@odata.context": "y"})
    assert "schema" not in shown(inlined)[0]
    assert shown(inlined, include_schema=True)[0]["schema"] == {"id": "s"}


def test_a_schema_that_the_list_leaves_out_is_read_for_the_wanted_templates_only():
    rows = [template(name, schema=None) for name in ("a", "b")]
    graph = service(*rows)
    graph.routes[f"{OFFERED}/a/schema"] = {"id": "s"}
    (found,) = ask(resource, graph, service_principal_id=ID, template_id="a", include_schema=True)["templates"]
    assert found["schema"] == {"id": "s"}
    assert [path for _verb, path, _query, _version in graph.reads] == [OFFERED, f"{OFFERED}/a/schema"]


OWNERS = [
    ({"service_principal_id": ID}, ["scim"]),
    ({"service_principal_id": ID, "owner_type": "service_principal"}, ["scim"]),
    ({"application_id": ID}, ["ours"]),
    ({"app_id": APP}, ["scim"]),
    ({"app_id": APP, "owner_type": "application"}, ["ours"]),
    ({"display_name": "Contoso SCIM"}, ["scim"]),
    ({"display_name": "Contoso SCIM", "owner_type": "application"}, ["ours"]),
]


@pytest.mark.parametrize(("options", "found"), OWNERS)
def test_the_owner_is_a_service_principal_or_an_application(options, found):
    graph = service(template())
    for root in ("/servicePrincipals", "/applications"):
        graph.routes[root] = [principal()]
        graph.routes[f"{root}(appId='{APP}')"] = principal()
    assert [row["id"] for row in ask(resource, graph, **options)["templates"]] == found


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"service_principal_id": ID, "owner_type": "application"}, "application contradicts service_principal_id"),
        ({"application_id": ID, "owner_type": "service_principal"}, "service_principal contradicts application_id"),
        ({"application_id": ""}, "application_id: '' is not an id"),
        ({"application_id": "", "owner_type": "service_principal"}, "service_principal contradicts application_id"),
    ],
)
def test_a_contradiction_is_refused_in_words(options, words):
    with pytest.raises(Situation) as refused:
        ask(resource, service(), **options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of the following is required: service_principal_id, app_id, display_name, application_id"),
        ({"service_principal_id": ID, "application_id": ID}, "mutually exclusive"),
        ({"app_id": APP, "owner_type": "user"}, "value of owner_type must be one of"),
    ],
)
def test_the_argument_spec_refuses_wrong_input(options, words):
    with pytest.raises(Refused) as refused:
        ask(resource, service(), **options)
    assert words in str(refused.value)


def test_a_failed_read_is_never_an_empty_list():
    with pytest.raises(errors.Unauthenticated):
        ask(resource, FakeGraph({OFFERED: refusal(errors.Unauthenticated, 401)}), service_principal_id=ID)

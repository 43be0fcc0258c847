# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests of a declaration without a service: in order, with placeholders, never with a secret."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import synchronizations as resource
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.tests.unit.estate_graph import EstateSchemaGraph
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    HERE,
    ID,
    SECRET,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.schema_graph import declared
from ansible_collections.entra.provisioning.tests.unit.task import run

PLACE = "/servicePrincipals/{service_principal_id}/synchronization"
MADE_JOB = f"{PLACE}/jobs/{{job_id of scim}}"


def rendered(*applications, check=False):
    """What is rendered of some applications, without a connection."""
    offline = _module.Offline(Redactor())
    result = run(resource, offline, check=check, state="rendered", applications=list(applications))
    assert (result["changed"], result["plan"]["changes"]) == (False, [])
    return result["rendered"]["applications"]


def requests(**application):
    """(verb and path, body) of the requests for one application."""
    (one,) = rendered({"display_name": "Contoso SCIM", **application})
    return [(f"{row['method']} {row['path']}", row["body"]) for row in one["requests"]]


def jobs(state="started", **options):
    return [{"template_id": "scim", "state": state, **options}]


def put_schema(**schema):
    """The body of the schema of a new job."""
    return dict(requests(jobs=jobs("present", schema=schema))).get(f"PUT {MADE_JOB}/schema")


def test_a_whole_application_comes_about_in_order():
    wanted = declared({"target_attribute": "nickName", "source": "mailNickname"})
    (one,) = rendered(
        {
            "display_name": "Contoso SCIM",
            "application_template_id": GALLERY.upper(),
            "settings": {"BaseAddress": "https://scim.contoso.example"},
            "secrets": {"SecretToken": SECRET},
            "validate_with_template": "scim",
            "jobs": jobs(schema={"synchronization_rules": wanted}),
        }
    )
    assert one["name"] == "Contoso SCIM"
    assert [f"{row['method']} {row['path']}" for row in one["requests"]] == [
        f"POST /applicationTemplates/{GALLERY}/instantiate",
        f"POST {PLACE}/jobs/validateCredentials",
        f"PUT {PLACE}/secrets",
        f"POST {PLACE}/jobs",
        f"PUT {MADE_JOB}/schema",
        f"POST {MADE_JOB}/start",
    ]
    assert [row["note"] is None for row in one["requests"]] == [False] * 5 + [True]
    assert one["requests"][0]["body"] == {"displayName": "Contoso SCIM"}


def test_secrets_are_masked_whatever_they_are():
    body = dict(requests(secrets={"SecretToken": SECRET, "Password": "x"}, settings={"SyncAll": True}))[
        f"PUT {PLACE}/secrets"
    ]
    assert body["value"] == [
        {"key": "Password", "value": "********"},
        {"key": "SecretToken", "value": "********"},
        {"key": "SyncAll", "value": "true"},
    ]
    assert SECRET not in json.dumps(rendered({"app_id": APP, "secrets": {"SecretToken": SECRET}}))


def test_a_key_that_only_the_template_calls_secret_is_taken_as_declared():
    assert dict(requests(secrets={"BaseAddress": SECRET}))[f"PUT {PLACE}/secrets"]["value"][0]["value"] == "********"


def test_a_secret_among_the_settings_is_refused_and_masked():
    offline = _module.Offline(Redactor())
    with pytest.raises(
        InvalidInput, match=r"applications\[0\] \(Contoso SCIM\): settings.SecretToken: .*move it to secrets"
    ):
        row = {"display_name": "Contoso SCIM", "settings": {"SecretToken": SECRET}}
        run(resource, offline, state="rendered", applications=[row])
    assert offline.redactor.text(SECRET) == "********"


def test_what_is_named_by_its_id_stands_there_by_its_id():
    (one,) = rendered({"service_principal_id": ID.upper(), "jobs": [{"job_id": "scim.1 2", "state": "started"}]})
    assert [row["path"] for row in one["requests"]] == [f"{HERE}/jobs/scim.1%202/start"]


@pytest.mark.parametrize(
    ("application", "count"),
    [
        ({}, 0),
        ({"remove_keys": ["SecretToken"]}, 0),
        ({"jobs": jobs("absent")}, 0),
        ({"jobs": jobs("present")}, 1),
        ({"jobs": jobs("paused", wait_for="none")}, 1),
        ({"jobs": jobs("started", wait_for="initial_cycle")}, 2),
        ({"jobs": jobs("present", schema={"state": "reset"})}, 1),
        ({"jobs": jobs("present", schema={"test_cases": [{"expected": {"mail": None}}]})}, 1),
        ({"jobs": [*jobs("present"), {"template_id": "other"}]}, 2),
    ],
)
def test_what_is_not_there_need_not_go_and_what_is_there_is_not_sent(application, count):
    assert len(requests(**application)) == count


def test_all_problems_are_told_with_their_places():
    with pytest.raises(InvalidInput) as caught:
        rendered(
            {"display_name": "One", "settings": {"SecretToken": SECRET}},
            {"display_name": "Two", "secrets": {"SecretToken": SECRET}, "settings": {"Password": SECRET}},
        )
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "applications[0] (One)",
        "applications[1] (Two)",
    ]


def test_a_schema_is_shown_as_it_is_declared():
    scope = {"groups": [{"clauses": [{"attribute": "department", "operator": "EQUALS", "values": ["Sales"]}]}]}
    rows = [
        {"target_attribute": "a", "source": "mail", "flow_type": "Always"},
        {"target_attribute": "b", "expression": 'Join("-", [x], [y])'},
        {"target_attribute": "c", "clear": ["default_value"]},
        {"target_attribute": "d", "state": "absent"},
        {"target_attribute": "e", "matching_priority": 2},
    ]
    body = put_schema(synchronization_rules=declared(*rows, enabled=True, scope=scope))
    (rule,) = body["synchronizationRules"]
    (mapping,) = rule["objectMappings"]
    assert (rule["name"], mapping["sourceObjectName"], mapping["enabled"]) == ("USERS", "User", True)
    assert list(mapping["scope"]) == ["groups"]
    first, second, third, fourth = mapping["attributeMappings"]
    assert (first["flowType"], first["source"]["type"]) == ("Always", "Attribute")
    assert [row["key"] for row in second["source"]["parameters"]] == ["separator", "source", "source"]
    assert third == {"targetAttributeName": "c", "defaultValue": None}
    assert fourth == {"targetAttributeName": "e", "matchingPriority": 2}
    assert "directories" not in body


def test_definitions_are_shown_as_they_are_declared():
    objects = [
        {"name": "User", "attributes": [{"name": "new", "type": "String"}, {"name": "old", "state": "absent"}]},
        {"name": "Gone", "state": "absent"},
    ]
    body = put_schema(directories=[{"name": "Contoso", "objects": objects}])
    assert body == {
        "directories": [
            {"name": "Contoso", "objects": [{"name": "User", "attributes": [{"name": "new", "type": "String"}]}]}
        ]
    }


@pytest.mark.parametrize("mode", ["auto", "service"])
def test_a_tree_that_only_the_service_can_build_stays_a_text(mode):
    text = "ToUpper([state], )" if mode == "auto" else 'Join("-", [x], [y])'
    body = put_schema(
        parse_expressions=mode, synchronization_rules=declared({"target_attribute": "a", "expression": text})
    )
    assert body["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"][0]["source"] == {
        "expression": text
    }


def test_a_tree_that_nobody_may_build_is_an_error():
    rows = declared({"target_attribute": "a", "expression": "ToUpper([state], )"})
    with pytest.raises(InvalidInput, match=r"applications\[0\] .*attribute_mappings\[a\].expression"):
        put_schema(parse_expressions="local", synchronization_rules=rows)


def test_a_whole_schema_is_shown_whole_and_without_annotations():
    document = {"@odata.context": "x", "id": "1", "synchronizationRules": [], "directories": []}
    assert put_schema(document=document) == {"id": "1", "synchronizationRules": [], "directories": []}


def test_the_same_declaration_gives_the_same_text():
    application = {"display_name": "Contoso SCIM", "settings": {"Url": "x", "SyncAll": True}, "jobs": jobs()}
    turned = {**application, "settings": {"SyncAll": True, "Url": "x"}}
    assert json.dumps(rendered(application)) == json.dumps(rendered(turned, check=True))


def furnished():
    """A service that has the application and nothing of the declaration."""
    fake = EstateSchemaGraph()
    fake.routes.update({f"{HERE}/jobs": [], f"{HERE}/secrets": [], f"{HERE}/templates": [template()]})
    return fake


def test_a_run_where_nothing_is_there_sends_just_these_requests():
    """But for the schema, which it merges."""
    fake = furnished()
    wanted = declared({"target_attribute": "nickName", "source": "mailNickname"})
    application = {
        "service_principal_id": ID,
        "settings": {"BaseAddress": "https://scim.contoso.example", "SyncAll": False},
        "secrets": {"SecretToken": SECRET},
        "jobs": jobs(schema={"synchronization_rules": wanted}),
    }
    run(resource, fake, applications=[application])
    (shown,) = rendered(application)
    job_id = fake.routes[f"{HERE}/jobs"][0]["id"]
    paths = [row["path"].replace("{job_id of scim}", job_id) for row in shown["requests"]]
    assert [(row["method"], path) for row, path in zip(shown["requests"], paths)] == [
        (verb, path) for verb, path, _body in fake.writes
    ]
    bodies = {path: Redactor().tree(body) for _verb, path, body in fake.writes if not path.endswith("/schema")}
    assert bodies == {path: row["body"] for row, path in zip(shown["requests"], paths) if path in bodies}
    sent = next(body for _verb, path, body in fake.writes if path.endswith("/schema"))
    (part,) = shown["requests"][2]["body"]["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    written = sent["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    whole = next(row for row in written if row["targetAttributeName"] == "nickName")
    assert {name: whole[name] for name in part} == part

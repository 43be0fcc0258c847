# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_template: a whole document, of which only the declared members move."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import template as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    APPLICATION,
    FIELDS,
    GALLERY,
    ID,
    FakeGraph,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import parameters, run

TEMPLATES = f"{APPLICATION}/templates"
NEW = {"application_template_id": GALLERY, "factory_tag": "CustomSCIM"}
ROWS = [
    {"key": "AzureIngestionAttributeOptimization", "value": "False"},
    {"key": "AzureIngestionAttributeOptimization", "value": "False"},
    {"key": "galleryApplicationKey", "value": "contoso"},
    {"key": "isSynchronizationInPreview", "value": "False"},
    {"key": "configurationFields", "value": FIELDS},
    {"key": "oAuthSettings", "value": None},
]


def service(*templates):
    return FakeGraph({TEMPLATES: list(templates)})


def apply(graph, **options):
    return run(resource, graph, **{"application_id": ID, "template_id": "scim", **options})


def body(graph):
    """What the only write sent."""
    (write,) = graph.writes
    return write[2]


def test_a_template_is_added_with_what_was_declared():
    graph = service()
    result = apply(graph, **NEW, discoverable=True, metadata={"configurationFields": [{"name": "url"}]})
    assert graph.writes[0][:2] == ("POST", TEMPLATES)
    assert body(graph) == {
        "id": "scim",
        "applicationId": GALLERY,
        "factoryTag": "CustomSCIM",
        "discoverable": True,
        "metadata": [{"key": "ConfigurationFields", "value": '[{"name":"url"}]'}],
    }
    assert result["template"]["required_settings"] == ["Url"]


CHANGES = {
    "application_template_id": ({"application_template_id": APP}, {"applicationId": APP}),
    "factory_tag": ({"factory_tag": "Other"}, {"factoryTag": "Other"}),
    "default": ({"default": False}, {"default": False}),
    "description": ({"description": "Ours"}, {"description": "Ours"}),
    "discoverable": ({"discoverable": True}, {"discoverable": True}),
    "metadata": (
        {"metadata": {"isSynchronizationInPreview": True}},
        {"metadata": [*ROWS[:3], {"key": "isSynchronizationInPreview", "value": "true"}, *ROWS[4:]]},
    ),
}


@pytest.mark.parametrize(("options", "moved"), CHANGES.values(), ids=CHANGES)
def test_an_update_sends_the_whole_document_with_only_the_declared_member_changed(options, moved):
    stored = template(metadata=ROWS, notKnownToUs={"kept": [1]})
    graph = service(stored)
    result = apply(graph, **options)
    assert graph.writes[0][:2] == ("PATCH", f"{TEMPLATES}/scim")
    assert body(graph) == {**stored, **moved}
    (change,) = result["plan"]["changes"]
    assert set(change["after"]) == set(options)


ALL = {option: value for options, _moved in CHANGES.values() for option, value in options.items()}
STARTS = {"added": (), "updated": (template(metadata=ROWS),)}


@pytest.mark.parametrize("stored", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_second_run_finds_nothing_to_do(stored, state):
    graph = service(*(dict(row) for row in stored))
    options = ALL if state == "present" else {}
    first = apply(graph, state=state, **options)
    assert first["changed"] is (state == "present" or bool(stored))
    written = len(graph.writes)
    assert apply(graph, state=state, **options)["changed"] is False
    assert len(graph.writes) == written


@pytest.mark.parametrize("stored", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_check_mode_foretells_the_run_and_writes_nothing(stored, state):
    options = {"application_id": ID, "template_id": "scim", "state": state, **(ALL if state == "present" else {})}
    looked, graph = service(*(dict(row) for row in stored)), service(*(dict(row) for row in stored))
    checked, real = run(resource, looked, check=True, **options), run(resource, graph, **options)
    assert looked.writes == []
    assert checked == real


@pytest.mark.parametrize("value", [True, False])
def test_a_flag_that_does_not_move_is_not_written(value):
    graph = service(template(default=value, discoverable=value))
    apply(graph, default=value, discoverable=not value)
    (change,) = apply(service(template(default=value)), default=not value)["plan"]["changes"]
    assert body(graph)["default"] is value
    assert change["after"] == {"default": not value}


def test_a_new_template_is_not_told_what_is_so_anyway():
    graph = service()
    apply(graph, **NEW, default=False, description="")
    assert set(body(graph)) == {"id", "applicationId", "factoryTag"}


SAME = [
    {"application_template_id": GALLERY.upper()},
    {"description": ""},
    {"metadata": {}},
    {"metadata": {"ConfigurationFields": [{"name": "baseaddress"}, {"secret": True, "name": "secrettoken"}]}},
    {"metadata": {"configurationFields": f" {FIELDS} "}},
    {"metadata": {"ISSYNCHRONIZATIONINPREVIEW": "no"}},
    {"metadata": {"AzureIngestionAttributeOptimization": "False"}},
    {"metadata": {"isOAuthEnabled": ""}},
    {"metadata": {"oAuthSettings": None}},
]


@pytest.mark.parametrize("options", SAME, ids=[json.dumps(options)[:60] for options in SAME])
def test_a_value_that_means_the_same_is_not_written(options):
    graph = service(template(metadata=ROWS))
    assert apply(graph, **options)["changed"] is False
    assert graph.writes == []


def test_repeated_metadata_rows_are_carried_through():
    graph = service(template(metadata=ROWS))
    apply(graph, metadata={"galleryApplicationKey": "other"})
    assert body(graph)["metadata"][:2] == ROWS[:2]
    assert body(graph)["metadata"][2] == {"key": "galleryApplicationKey", "value": "other"}


def test_the_first_row_of_a_repeated_key_counts_and_the_others_stay():
    graph = service(template(metadata=ROWS))
    options = {"metadata": {"AzureIngestionAttributeOptimization": "True"}}
    apply(graph, **options)
    assert [row["value"] for row in body(graph)["metadata"][:2]] == ["True", "False"]
    assert apply(graph, **options)["changed"] is False


def test_an_empty_value_removes_every_row_of_the_key():
    graph = service(template(metadata=ROWS))
    apply(graph, metadata={"AzureIngestionAttributeOptimization": ""})
    assert body(graph)["metadata"] == ROWS[2:]


def test_a_new_metadata_key_is_written_as_v1_spells_it():
    graph = service(template(metadata=[]))
    apply(graph, metadata={"isOAuthEnabled": True, "oAuthSettings": {"a": 1}})
    assert body(graph)["metadata"] == [
        {"key": "IsOAuthEnabled", "value": "true"},
        {"key": "OAuthSettings", "value": '{"a":1}'},
    ]


def test_annotations_of_the_answer_are_not_sent_back():
    stored = template(
        **{"@odata.type": "#t", "schema@odata.context": "x", "schema": {"@odata.context": "x", "id": "s"}}
    )
    graph = service(stored)
    apply(graph, description="Ours")
    assert "@odata" not in json.dumps(body(graph))
    assert body(graph)["schema"] == {"id": "s"}


def test_a_schema_that_the_list_leaves_out_is_read_and_goes_along():
    stored = template()
    schema = stored.pop("schema")
    graph = service(stored)
    graph.routes[f"{TEMPLATES}/scim/schema"] = schema
    apply(graph, description="Ours")
    assert body(graph)["schema"] == schema


def test_a_template_that_changed_after_the_plan_is_not_overwritten():
    graph = service(template())
    params = parameters(resource, {"application_id": ID, "template_id": "scim", "description": "Ours"})
    proposal = resource.propose(graph, params)
    graph.routes[TEMPLATES][0]["schema"]["version"] = "changed by somebody"
    with pytest.raises(_road.Stopped, match="was changed by something else after this plan was made") as stop:
        _road.travel(proposal, params, check_mode=False)
    assert graph.writes == []
    assert stop.value.result["changed"] is False


def test_a_deletion_is_seen_done():
    graph = service(template(), template("other"))
    result = apply(graph, state="absent")
    assert graph.writes == [("DELETE", f"{TEMPLATES}/scim", None)]
    assert [row["id"] for row in graph.routes[TEMPLATES]] == ["other"]
    assert result["template"] is None
    (change,) = result["plan"]["changes"]
    assert change["before"]["factory_tag"] == "CustomSCIM"


def test_a_run_without_changes_costs_one_request():
    graph = service(template())
    apply(graph, default=True)
    assert [path for _verb, path, _query, _version in graph.reads] == [TEMPLATES]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_failed_read_never_becomes_a_write(state):
    graph = FakeGraph({TEMPLATES: refusal(errors.Unauthenticated, 401, "UnknownError")})
    with pytest.raises(errors.Unauthenticated):
        apply(graph, state=state, **NEW)
    assert graph.writes == []


def test_a_write_that_did_not_take_is_not_called_a_success():
    graph = service(template())
    graph._replace = lambda path, body: None
    with pytest.raises(_road.Stopped, match="see that template scim of application .* is as declared"):
        apply(graph, description="Ours")


def test_a_refused_write_is_told_with_what_the_service_said():
    graph = service(template())
    graph.routes[("PATCH", f"{TEMPLATES}/scim")] = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, description="Ours")
    assert stop.value.result["error"]["code"] == "Authorization_RequestDenied"
    assert stop.value.result["done"] == []


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = service(template(metadata=ROWS))
    shown = apply(graph)["template"]
    derived = ("id", "required_settings", "required_secrets")
    declared = {name: value for name, value in shown.items() if name not in derived}
    assert apply(graph, **declared)["changed"] is False


def test_the_schema_is_in_no_result():
    result = apply(service(template()), description="Ours")
    assert "synchronizationRules" not in json.dumps(result)

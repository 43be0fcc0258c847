# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_schema_info: a schema as code, whole or only what was changed in it."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, refusal, template
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    CUSTOMISED,
    DEFAULT,
    JOB,
    OURS,
    RULE_ID,
    SCHEMA,
    SchemaGraph,
    apply,
    attribute,
    document,
    mapping,
    users,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask


def changed():
    """The schema with three changes that a person made."""
    edited = document(version=CUSTOMISED)
    rows = edited["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    rows.append(mapping("nickName", "mailNickname"))
    rows[:] = [row for row in rows if row["targetAttributeName"] != "jobTitle"]
    users(edited)["department"]["source"] = attribute("jobTitle")
    return edited


def shown(graph, **options):
    place = {} if "template_id" in options else {"job_id": JOB}
    whose = {} if "application_id" in options else {"service_principal_id": ID}
    return ask(resource, graph, **whose, **place, **options)


def test_a_schema_is_given_in_the_form_in_which_it_is_declared():
    result = shown(SchemaGraph())
    assert (result["schema"]["id"], result["schema"]["version"]) == (JOB, "6.0")
    (rule,) = result["schema"]["synchronization_rules"]
    assert (rule["id"], rule["name"]) == (RULE_ID, "USERS")
    rows = rule["object_mappings"][1]["attribute_mappings"]
    assert {"target_attribute": "userName", "source": "[mail]", "matching_priority": 1} in rows


def test_what_is_given_can_be_declared_and_is_no_change():
    graph = SchemaGraph(changed())
    found = shown(graph)["schema"]
    options = {name: found[name] for name in ("synchronization_rules", "directories")}
    for state in ("merged", "replaced", "overridden"):
        assert apply(graph, state=state, **options)["changed"] is False


def test_only_what_was_changed_is_given_on_request():
    result = shown(SchemaGraph(changed()), only="changes")
    (rule,) = result["schema"]["synchronization_rules"]
    (users_mapping,) = rule["object_mappings"]
    assert users_mapping["attribute_mappings"] == [
        {"target_attribute": "department", "source": "[jobTitle]"},
        {"target_attribute": "jobTitle", "state": "absent"},
        {"target_attribute": "nickName", "source": "[mailNickname]"},
    ]
    assert (result["schema"]["directories"], result["not_expressed"]) == ([], [])


def test_the_changes_make_a_fresh_job_the_same():
    found = shown(SchemaGraph(changed()), only="changes")["schema"]
    fresh = SchemaGraph()
    apply(fresh, **{name: found[name] for name in ("synchronization_rules", "directories")})
    assert users(fresh.stored) == users(changed())


def test_what_no_option_can_say_is_told():
    strange = changed()
    strange["synchronizationRules"][0]["ofTheFuture"] = "changed"
    (told,) = shown(SchemaGraph(strange), only="changes")["not_expressed"]
    assert "ofTheFuture" in told


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ({}, [SCHEMA]),
        ({"template_id": "scim"}, [f"{HERE}/jobs", SCHEMA]),
        ({"template_id": "scim", "schema_of": "template"}, [DEFAULT]),
        ({"only": "changes"}, [SCHEMA, f"{HERE}/jobs/{JOB}", DEFAULT]),
        ({"template_id": "scim", "only": "changes"}, [f"{HERE}/jobs", SCHEMA, DEFAULT]),
        ({"application_id": ID, "template_id": "scim"}, [OURS]),
        ({"application_id": ID, "template_id": "scim", "schema_of": "template"}, [OURS]),
    ],
)
def test_nothing_is_read_that_is_not_needed(options, paths):
    graph = SchemaGraph()
    graph.routes[OURS] = document()
    shown(graph, **options)
    assert graph.paths == paths


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"schema_of": "template"}, "template_id: give the template whose schema is meant."),
        ({"template_id": "scim", "schema_of": "template", "only": "changes"}, "only: changes are those of a job"),
        ({"application_id": ID, "template_id": "scim", "only": "changes"}, "only: changes are those of a job"),
        ({"application_id": ID, "template_id": "scim", "schema_of": "job"}, "job_id: jobs belong to a service princ"),
        ({"template_id": ""}, "template_id: the value is empty."),
    ],
)
def test_wrong_questions_are_refused_in_words(options, words):
    with pytest.raises(InvalidInput) as refused:
        shown(SchemaGraph(), **options)
    assert words in str(refused.value)


def test_the_argument_spec_refuses_what_nobody_offers():
    with pytest.raises(Refused, match="value of include must be one or more of"):
        shown(SchemaGraph(), include=["everything"])


def test_the_document_is_given_on_request_without_annotations():
    assert "document" not in shown(SchemaGraph())
    found = shown(SchemaGraph(), include=["document"])["document"]
    assert "@odata" not in json.dumps(found)
    assert found["synchronizationRules"] == document()["synchronizationRules"]


def test_functions_and_operators_are_given_by_whichever_name_the_service_sends():
    graph = SchemaGraph()
    parameter = {"name": "source", "type": "String", "required": True, "allowMultipleOccurrences": False}
    graph.routes[f"{SCHEMA}/functions"] = [{"id": "Trim", "parameters": [parameter]}, {"name": "Append"}]
    graph.routes[f"{SCHEMA}/filterOperators"] = [
        {"name": "IS NULL", "arity": "Unary"},
        {"id": "EQUALS", "arity": "Binary", "multivaluedComparisonType": "All", "supportedAttributeTypes": ["String"]},
    ]
    found = shown(graph, include=["functions", "filter_operators"])
    trim = {"name": "source", "type": "String", "required": True, "repeatable": False}
    assert found["functions"] == [{"name": "Append", "parameters": []}, {"name": "Trim", "parameters": [trim]}]
    assert found["filter_operators"] == [
        {"name": "EQUALS", "arity": "Binary", "multivalued_comparison": "All", "attribute_types": ["String"]},
        {"name": "IS NULL", "arity": "Unary", "multivalued_comparison": None, "attribute_types": []},
    ]


@pytest.mark.parametrize("path", [SCHEMA, f"{SCHEMA}/functions", DEFAULT])
def test_a_failed_read_is_a_failure(path):
    graph = SchemaGraph()
    graph.routes[f"{SCHEMA}/functions"] = []
    graph.routes[path] = refusal(errors.ServerFault, 503, "serviceNotAvailable")
    with pytest.raises(errors.ServerFault):
        shown(graph, only="changes", include=["functions"])


def test_the_templates_of_an_application_are_named_where_one_is_wrong():
    graph = SchemaGraph()
    graph.routes[OURS.replace("scim/schema", "")[:-1]] = [template("ours")]
    graph.routes[OURS] = refusal(errors.NotFound, 404, "UnknownError")
    with pytest.raises(Exception, match="has no template 'scim'. It has ours."):
        shown(graph, application_id=ID, template_id="scim")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_schema_parse_expression: what is asked, and what comes back."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_parse_expression as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, refusal
from ansible_collections.entra.provisioning.tests.unit.schema_graph import DEFAULT, JOB, SCHEMA, SchemaGraph, attribute
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

TEXT = "Trim( [mail] )"
TREE = {
    "expression": "Trim([mail])",
    "name": "Trim",
    "type": "Function",
    "parameters": [{"key": "source", "value": attribute("mail")}],
}
ANSWER = {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.parseExpressionResponse",
    "error": None,
    "parsingSucceeded": True,
    "parsedExpression": {"@odata.type": "#x", **TREE},
    "evaluationSucceeded": True,
    "evaluationResult": ["adele@contoso.example"],
}


def service(answer=None):
    graph = SchemaGraph()
    graph.answers = {TEXT: answer or ANSWER}
    return graph


def asked(graph, **options):
    place = {} if "template_id" in options else {"job_id": JOB}
    return ask(resource, graph, service_principal_id=ID, expression=TEXT, **place, **options)


def test_the_answer_as_plain_values():
    assert asked(service()) == {
        "parsing_succeeded": True,
        "expression": "Trim([mail])",
        "tree": TREE,
        "evaluation_succeeded": True,
        "evaluation_result": ["adele@contoso.example"],
        "expression_error": None,
    }


def test_a_text_that_the_service_cannot_read_is_an_answer():
    error = {
        "code": "ExpressionParsingFailed",
        "message": "No.",
        "target": None,
        "innerError": None,
        "details": [{"code": "a", "message": "b", "target": "c"}],
    }
    found = asked(service({"parsingSucceeded": False, "parsedExpression": None, "error": error}))
    assert found == {
        "parsing_succeeded": False,
        "expression": None,
        "tree": None,
        "evaluation_succeeded": False,
        "evaluation_result": [],
        "expression_error": {
            "code": "ExpressionParsingFailed",
            "message": "No.",
            "target": None,
            "details": [{"code": "a", "message": "b", "target": "c"}],
        },
    }


def test_only_the_expression_is_sent_where_nothing_else_is_given():
    graph = service()
    asked(graph)
    assert graph.asked == [(f"{SCHEMA}/parseExpression", {"expression": TEXT})]


def test_a_test_input_is_sent_as_properties_and_lists_are_marked():
    graph = service()
    asked(graph, attributes={"mail": "a", "roles": ["x", 1], "active": True, "none": None})
    assert graph.asked[0][1]["testInputObject"] == {
        "properties": [
            {"key": "mail", "value": "a"},
            {"key": "roles", "value@odata.type": "#Collection(String)", "value": ["x", "1"]},
            {"key": "active", "value": True},
            {"key": "none", "value": None},
        ]
    }


def test_an_empty_test_input_is_one():
    graph = service()
    asked(graph, attributes={})
    assert graph.asked[0][1]["testInputObject"] == {"properties": []}


def test_the_target_is_sent_with_the_members_that_were_given():
    graph = service()
    target = {"name": "displayName", "type": "String", "case_exact": False, "flow_null_values": True}
    asked(graph, target_attribute={**target, "default_value": "x"})
    assert graph.asked[0][1]["targetAttributeDefinition"] == {
        "name": "displayName",
        "type": "String",
        "caseExact": False,
        "flowNullValues": True,
        "defaultValue": "x",
    }


@pytest.mark.parametrize(
    ("options", "path", "reads"),
    [
        ({}, SCHEMA, []),
        ({"template_id": "scim"}, SCHEMA, [f"{HERE}/jobs"]),
        ({"template_id": "scim", "schema_of": "template"}, DEFAULT, []),
    ],
)
def test_the_job_or_the_template_is_asked(options, path, reads):
    graph = service()
    asked(graph, **options)
    assert (graph.asked[0][0], graph.paths, graph.writes) == (f"{path}/parseExpression", reads, [])


def test_an_empty_expression_is_refused_before_any_request():
    graph = service()
    with pytest.raises(InvalidInput, match="expression: the value is empty"):
        ask(resource, graph, service_principal_id=ID, job_id=JOB, expression=" ")
    assert graph.asked == []


def test_a_template_is_named_for_its_own_schema():
    with pytest.raises(InvalidInput, match="template_id: give the template whose schema is meant"):
        asked(service(), schema_of="template")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"service_principal_id": ID, "job_id": JOB}, "missing required arguments: expression"),
        ({"service_principal_id": ID, "expression": "x"}, "one of the following is required: template_id, job_id"),
        ({"job_id": JOB, "expression": "x"}, "one of the following is required: service_principal_id"),
        ({"application_id": ID, "job_id": JOB, "expression": "x"}, "application_id"),
        ({"service_principal_id": ID, "job_id": JOB, "expression": "x", "target_attribute": {}}, "name"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused, match=words):
        ask(resource, service(), **options)


def test_a_refused_question_is_a_failure():
    with pytest.raises(errors.Forbidden):
        asked(service(refusal(errors.Forbidden, 403, "Authorization_RequestDenied")))

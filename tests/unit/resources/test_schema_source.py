# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who builds the trees of expressions."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FUNCTIONS
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_source
from ansible_collections.entra.provisioning.tests.unit.fake_graph import ID, refusal
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    OURS,
    SCHEMA,
    SchemaGraph,
    apply,
    attribute,
    declared,
    document,
    users,
)

JOIN = 'Join(" ", [givenName], [surname])'
# No source tells the names of its parameters.
UNPUBLISHED = "NormalizeDiacritics([surname])"
PLACE = "synchronization_rules[0].object_mappings[User -> Account].attribute_mappings[displayName].expression"


def tree(text, name="NormalizeDiacritics"):
    """What the service makes of a text."""
    return {
        "@odata.type": "#microsoft.graph.attributeMappingSource",
        "expression": text,
        "name": name,
        "type": "Function",
        "parameters": [{"key": "theService'sOwn", "value": {**attribute("surname"), "@odata.type": "#x"}}],
    }


def parsed(text, **members):
    """A parseExpressionResponse."""
    return {"@odata.context": "x", "parsingSucceeded": True, "parsedExpression": tree(text), "error": None, **members}


def graph_that_knows(*texts):
    graph = SchemaGraph()
    graph.answers = {text: parsed(text) for text in texts}
    return graph


def row(text, target="displayName"):
    return {"target_attribute": target, "expression": text}


def display(graph):
    return users(graph.stored)["displayName"]["source"]


def test_the_example_really_is_a_function_whose_parameters_nobody_publishes():
    assert any(parameter.key is None for parameter in FUNCTIONS["NormalizeDiacritics"].parameters)


def test_a_tree_that_is_known_is_built_here():
    graph = SchemaGraph()
    apply(graph, synchronization_rules=declared(row(JOIN)))
    assert graph.asked == []
    assert [pair["key"] for pair in display(graph)["parameters"]] == ["separator", "source", "source"]


@pytest.mark.parametrize("check", [True, False])
def test_the_service_is_asked_where_nobody_else_knows_in_check_mode_too(check):
    graph = graph_that_knows(UNPUBLISHED)
    apply(graph, check=check, synchronization_rules=declared(row(UNPUBLISHED)))
    assert graph.asked == [(f"{SCHEMA}/parseExpression", {"expression": UNPUBLISHED})]
    assert graph.writes == [] if check else display(graph)["parameters"][0]["key"] == "theService'sOwn"


def test_a_request_says_which_expression_it_is_about():
    long = f"NormalizeDiacritics({' & '.join(['[surname]'] * 20)})"
    graph = graph_that_knows(UNPUBLISHED, long)
    rows = declared(row(UNPUBLISHED), row(long, "country"))
    apply(graph, check=True, synchronization_rules=rows)
    assert f"have the expression {UNPUBLISHED} read for the schema of job" in graph.doings[-2]
    assert f"have the expression {long[:100]}... read for the schema of job" in graph.doings[-1]


def test_the_services_tree_is_stored_without_its_annotations():
    graph = graph_that_knows(UNPUBLISHED)
    apply(graph, synchronization_rules=declared(row(UNPUBLISHED)))
    assert "@odata" not in str(graph.sent)


def test_an_expression_that_does_not_change_is_not_asked_again():
    graph = graph_that_knows(UNPUBLISHED)
    rows = declared(row(UNPUBLISHED))
    apply(graph, synchronization_rules=rows)
    assert apply(graph, synchronization_rules=rows)["changed"] is False
    assert len(graph.asked) == 1


def test_one_text_is_asked_once_however_often_it_stands():
    graph = graph_that_knows(UNPUBLISHED)
    apply(graph, synchronization_rules=declared(row(UNPUBLISHED), row(UNPUBLISHED, "surname")))
    assert len(graph.asked) == 1


def test_the_service_is_asked_for_every_call_when_it_shall_be():
    graph = graph_that_knows(JOIN)
    rows = declared(row(JOIN), {"target_attribute": "nickName", "source": "mailNickname"})
    apply(graph, parse_expressions="service", synchronization_rules=rows)
    assert [body["expression"] for _path, body in graph.asked] == [JOIN]


def test_the_service_is_never_asked_when_it_shall_not_be():
    graph = graph_that_knows(UNPUBLISHED)
    with pytest.raises(InvalidInput) as refused:
        apply(graph, parse_expressions="local", synchronization_rules=declared(row(UNPUBLISHED)))
    assert PLACE in str(refused.value)
    assert "parse_expressions: auto has the service build it" in str(refused.value)
    assert (graph.asked, graph.writes) == ([], [])


REFUSED = {
    "with words": (
        {"code": "ExpressionParsingFailed", "message": "No such function.", "details": [{"message": "Look closer."}]},
        "ExpressionParsingFailed: No such function; Look closer",
    ),
    "without words": (None, "it does not say why"),
    "with empty words": ({"code": None, "message": ""}, "it does not say why"),
}


@pytest.mark.parametrize(("error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_the_service_cannot_read_is_told_with_its_place_and_the_services_words(error, words):
    graph = SchemaGraph()
    graph.answers = {UNPUBLISHED: parsed(UNPUBLISHED, parsingSucceeded=False, parsedExpression=None, error=error)}
    with pytest.raises(InvalidInput) as refused:
        apply(graph, synchronization_rules=declared(row(UNPUBLISHED)))
    assert f"{PLACE}: the service cannot read {UNPUBLISHED}: {words}." in str(refused.value)
    assert graph.writes == []


def test_an_answer_that_fails_fails_the_run():
    graph = SchemaGraph()
    graph.answers = {UNPUBLISHED: refusal(errors.Forbidden, 403, "Authorization_RequestDenied")}
    with pytest.raises(errors.Forbidden):
        apply(graph, synchronization_rules=declared(row(UNPUBLISHED)))
    assert graph.writes == []


def test_an_application_is_told_that_its_service_does_not_read_expressions():
    graph = SchemaGraph()
    graph.routes[OURS] = document()
    graph.answers = {UNPUBLISHED: refusal(errors.BadRequest, 404, "UnknownError")}
    with pytest.raises(InvalidInput) as refused:
        apply(graph, application_id=ID, template_id="scim", synchronization_rules=declared(row(UNPUBLISHED)))
    assert f"{PLACE}: no source tells how {UNPUBLISHED} is stored" in str(refused.value)
    assert graph.asked[0][0] == f"{OURS}/parseExpression"
    graph.answers = {UNPUBLISHED: parsed(UNPUBLISHED)}
    assert apply(graph, application_id=ID, template_id="scim", synchronization_rules=declared(row(UNPUBLISHED)))[
        "changed"
    ]


@pytest.mark.parametrize("mode", schema_source.MODES)
def test_attributes_and_constants_need_nobody(mode):
    graph = SchemaGraph()
    rows = declared(
        {"target_attribute": "nickName", "source": "mailNickname"}, {"target_attribute": "locale", "constant": "de"}
    )
    apply(graph, parse_expressions=mode, synchronization_rules=rows)
    assert graph.asked == []
    assert users(graph.stored)["locale"]["source"]["name"] == "de"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test cases of mappings: they run on the schema as it would be, and stop the run before it writes."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    SCHEMA,
    SchemaGraph,
    apply,
    declared,
    document,
)

NAME = declared({"target_attribute": "displayName", "expression": 'Join(" ", [givenName], [surname])'})
ADELE = {"givenName": "Adele", "surname": "Vance", "mail": "adele@contoso.example", "department": "Sales"}


def case(expected, attributes=None, **more):
    return {"name": "Adele", "attributes": attributes or ADELE, "expected": expected, "source_object": "User", **more}


def test_cases_see_the_schema_as_it_would_be():
    result = apply(SchemaGraph(), synchronization_rules=NAME, test_cases=[case({"displayName": "Adele Vance"})])
    assert result["changed"] is True
    assert result["test_results"] == [
        {
            "name": "Adele",
            "target_attribute": "displayName",
            "expected": "Adele Vance",
            "value": "Adele Vance",
            "passed": True,
            "outcome": "value",
            "warnings": [],
        }
    ]


@pytest.mark.parametrize("check", [True, False])
def test_every_failing_expectation_is_told_before_anything_is_written(check):
    graph = SchemaGraph()
    cases = [
        case({"displayName": "Vance, Adele", "department": "Sales"}),
        case({"city": "Bern"}, name="Megan"),
        case({"country": None}),
    ]
    with pytest.raises(Situation) as stop:
        apply(graph, check=check, synchronization_rules=NAME, test_cases=cases)
    assert str(stop.value) == (
        "2 of 4 expectations of test_cases fail: test case Adele: "
        'displayName is expected to be "Vance, Adele" and is "Adele Vance"; '
        'test case Megan: city is expected to be "Bern" and is nothing.'
    )
    assert [row["passed"] for row in stop.value.result["test_results"]] == [True, False, False, True]
    assert graph.writes == []


def test_a_failing_expectation_says_why_where_more_is_known():
    rows = declared({"target_attribute": "displayName", "expression": 'Error("No name")'})
    with pytest.raises(Situation, match=r"displayName is expected to be \"x\" and ends as error \(.*No name.*\)\."):
        apply(SchemaGraph(), synchronization_rules=rows, test_cases=[case({"displayName": "x"})])


def test_cases_may_test_what_stands_there_without_declaring_anything():
    graph = SchemaGraph()
    result = apply(graph, test_cases=[case({"department": "Sales", "userName": "adele@contoso.example"})])
    assert (result["changed"], len(result["test_results"])) == (False, 2)
    assert (graph.paths, graph.writes) == ([SCHEMA], [])


def test_cases_fail_where_nothing_changes_too():
    with pytest.raises(Situation, match="department is expected"):
        apply(SchemaGraph(), test_cases=[case({"department": "Marketing"})])


@pytest.mark.parametrize("options", [{"document": document()}, {"state": "reset"}])
def test_cases_test_whole_documents_too(options):
    assert apply(SchemaGraph(), test_cases=[case({"department": "Sales"})], **options)["changed"] is False
    with pytest.raises(Situation, match="department is expected"):
        apply(SchemaGraph(), test_cases=[case({"department": "Marketing"})], **options)


def test_a_case_that_fits_no_object_mapping_is_refused():
    with pytest.raises(InvalidInput, match="no object mapping fits"):
        apply(SchemaGraph(), test_cases=[case({"department": "Sales"}, source_object="Device")])


def test_without_cases_there_are_no_results():
    assert apply(SchemaGraph(), synchronization_rules=NAME)["test_results"] == []

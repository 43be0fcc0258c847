# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing the default of a schema back."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APPLICATION, HERE, ID, template
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    CUSTOMISED,
    DEFAULT,
    JOB,
    OURS,
    SCHEMA,
    SchemaGraph,
    apply,
    definition,
    document,
    mapping,
    users,
)


def customised():
    """The schema with a mapping and an attribute of our own, and without one of the default."""
    changed = document(version=CUSTOMISED)
    rows = changed["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    rows[0] = mapping("badge", "city")
    changed["directories"][1]["objects"][0]["attributes"].append(definition("badge"))
    return changed


def test_the_default_comes_back_and_stays():
    graph = SchemaGraph(customised())
    result = apply(graph, state="reset")
    assert graph.writes == [("DELETE", SCHEMA, None)]
    assert result["schema"] == {"id": JOB, "version": "6.0"}
    assert users(graph.stored) == users(document())
    assert apply(graph, state="reset")["changed"] is False
    assert len(graph.writes) == 1


def test_what_a_reset_changes_is_shown_beforehand():
    looked, graph = SchemaGraph(customised()), SchemaGraph(customised())
    checked, real = apply(looked, check=True, state="reset"), apply(graph, state="reset")
    assert looked.writes == []
    assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
    (change,) = checked["plan"]["changes"]
    assert change["action"] == "reset"
    assert "badge" in json.dumps(change["before"]) and "city" in json.dumps(change["after"])
    assert "badge" not in json.dumps(change["after"])


def test_a_default_schema_is_not_reset_whatever_its_version():
    graph = SchemaGraph(document(version="somebody else's word"))
    assert apply(graph, state="reset")["changed"] is False
    assert graph.writes == []


def test_a_reset_by_job_id_reads_the_job_for_its_template():
    graph = SchemaGraph()
    apply(graph, state="reset")
    assert graph.paths == [SCHEMA, f"{HERE}/jobs/{JOB}", DEFAULT]


def test_a_reset_by_template_reads_the_job_once():
    graph = SchemaGraph()
    apply(graph, template_id="scim", state="reset")
    assert graph.paths == [f"{HERE}/jobs", SCHEMA, DEFAULT]


def test_a_reset_is_its_own_consent_to_what_goes_and_not_to_other_hazards():
    changed = customised()
    rows = changed["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    rows[-1]["matchingPriority"], rows[-2]["matchingPriority"] = 0, 1
    graph = SchemaGraph(changed)
    with pytest.raises(_road.Stopped, match="drop_matching_attribute") as stop:
        apply(graph, state="reset", accept_hazards=[])
    assert [hazard["name"] for hazard in stop.value.result["plan"]["hazards"]] == ["drop_matching_attribute"]
    assert graph.writes == []


def test_a_reset_can_be_backed_up(tmp_path):
    graph = SchemaGraph(customised())
    result = apply(graph, state="reset", backup=True, backup_options={"dir_path": str(tmp_path)})
    assert apply(graph, restore=result["backup_file"])["changed"] is True
    assert users(graph.stored) == users(customised())


def test_somebody_elses_change_stops_a_reset():
    graph = SchemaGraph(customised())
    reads = []

    def get(path, **more):
        reads.append(path)
        if reads.count(SCHEMA) == 2:
            graph.routes[SCHEMA] = document()
        return SchemaGraph.get(graph, path, **more)

    graph.get = get
    with pytest.raises(_road.Stopped, match="was changed by something else after this plan was made"):
        apply(graph, state="reset")
    assert graph.writes == []


def ours(stored):
    """The service where the template of an application holds a schema."""
    graph = SchemaGraph()
    graph.routes[f"{APPLICATION}/templates"] = [template()]
    graph.routes[OURS] = stored
    return graph


PLACE = {"application_id": ID, "template_id": "scim"}


def test_an_applications_template_is_reset_without_seeing_the_default():
    graph = ours(customised())
    result = apply(graph, state="reset", **PLACE)
    assert graph.writes == [("DELETE", OURS, None)]
    (change,) = result["plan"]["changes"]
    assert change["before"] == {"customised": True, "version": CUSTOMISED}
    assert change["after"] == {"customised": False}
    assert "cannot be read beforehand" in result["warnings"][0]
    assert apply(graph, state="reset", **PLACE)["changed"] is False


def test_an_applications_template_that_nobody_changed_is_left_alone():
    graph = ours(document())
    result = apply(graph, state="reset", **PLACE)
    assert (result["changed"], result["warnings"], graph.writes) == (False, [], [])


def test_what_cannot_be_read_beforehand_cannot_be_tested():
    case = {"expected": {"userName": "x"}}
    with pytest.raises(InvalidInput, match="test_cases: the default of an application's template cannot be read"):
        apply(ours(customised()), state="reset", test_cases=[case], **PLACE)


def test_a_reset_that_does_not_take_is_not_called_a_success():
    graph = ours(customised())
    graph.delete = lambda path, **_more: Reply(204, {}, None)
    with pytest.raises(_road.Stopped, match="last seen: a customised schema"):
        apply(graph, state="reset", **PLACE)

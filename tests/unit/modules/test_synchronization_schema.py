# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_schema: a large document, of which only the declared lines move."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema as resource
from ansible_collections.entra.provisioning.plugins.module_utils._schema import export
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, refusal
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    CUSTOMISED,
    JOB,
    SCHEMA,
    SchemaGraph,
    apply,
    attribute,
    declared,
    document,
    mapping,
    users,
)
from ansible_collections.entra.provisioning.tests.unit.task import parameters

NICK = declared({"target_attribute": "nickName", "source": "mailNickname"})
SAME = declared({"target_attribute": "department", "source": "[department]"})


def bare(tree):
    """The document as it is sent: without what belongs to the answer."""
    if isinstance(tree, dict):
        return {
            key: bare(value)
            for key, value in tree.items()
            if "@odata." not in key and key != "provisioningTaskIdentifier"
        }
    return [bare(value) for value in tree] if isinstance(tree, list) else tree


def test_the_whole_document_is_sent_with_only_the_declared_mapping_changed():
    graph = SchemaGraph()
    result = apply(graph, synchronization_rules=NICK)
    wanted = bare(document())
    wanted["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].append(
        mapping("nickName", "mailNickname")
    )
    assert graph.writes[0][:2] == ("PUT", SCHEMA)
    assert graph.sent == wanted
    assert result["changed"] is True


def test_the_change_is_told_in_the_words_of_the_options():
    (change,) = apply(SchemaGraph(), synchronization_rules=NICK)["plan"]["changes"]
    assert change["action"] == "replace"
    assert change["target"] == f"schema of job {JOB} of service principal {ID}"
    rows = change["after"]["synchronization_rules"]["USERS"]["object_mappings"]["User -> Account"]["attribute_mappings"]
    assert rows == {"nickName": {"source": "[mailNickname]"}}


def test_a_run_without_changes_costs_one_request():
    graph = SchemaGraph()
    assert apply(graph, synchronization_rules=SAME)["changed"] is False
    assert (graph.paths, graph.writes) == ([SCHEMA], [])


def test_a_template_costs_one_list_of_jobs_more():
    graph = SchemaGraph()
    apply(graph, template_id="scim", synchronization_rules=SAME)
    assert graph.paths == [f"{HERE}/jobs", SCHEMA]


def test_a_second_run_finds_nothing_to_do():
    graph = SchemaGraph()
    assert apply(graph, synchronization_rules=NICK)["changed"] is True
    assert apply(graph, synchronization_rules=NICK)["changed"] is False
    assert len(graph.writes) == 1


WAYS = {
    "rows": {"synchronization_rules": NICK},
    "replaced": {"state": "replaced", "synchronization_rules": NICK},
    "overridden": {"state": "overridden", "synchronization_rules": NICK},
    "document": {"document": document(directories=document()["directories"][:1])},
    "directories": {
        "directories": [{"name": "Contoso", "objects": [{"name": "Account", "attributes": [{"name": "badge"}]}]}]
    },
}


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_check_mode_foretells_the_run_and_writes_nothing(options):
    looked, graph = SchemaGraph(), SchemaGraph()
    stored = copy.deepcopy(looked.stored)
    checked, real = apply(looked, check=True, **options), apply(graph, **options)
    assert (looked.writes, looked.stored) == ([], stored)
    for part in ("changed", "plan", "diff", "test_results", "backup_file"):
        assert checked[part] == real[part]


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_every_way_converges(options):
    graph = SchemaGraph()
    apply(graph, **options)
    assert apply(graph, **options)["changed"] is False


def test_the_result_names_the_version_that_the_service_gave():
    graph = SchemaGraph()
    assert apply(graph, check=True, synchronization_rules=NICK)["schema"] == {"id": JOB, "version": "6.0"}
    assert apply(graph, synchronization_rules=NICK)["schema"] == {"id": JOB, "version": CUSTOMISED}


def test_the_document_is_in_no_result():
    assert "synchronizationRules" not in json.dumps(apply(SchemaGraph(), synchronization_rules=NICK))


def planned(graph, **options):
    """The proposal and the parameters, to let something happen in between."""
    params = parameters(resource, {"service_principal_id": ID, "job_id": JOB, **options})
    return resource.propose(graph, params), params


def test_somebody_elses_change_after_the_plan_stops_the_run():
    graph = SchemaGraph()
    proposal, params = planned(graph, synchronization_rules=NICK)
    users(graph.stored)["department"]["source"] = attribute("jobTitle")
    with pytest.raises(_road.Stopped, match="was changed by something else after this plan was made") as stop:
        _road.travel(proposal, params, check_mode=False)
    assert graph.writes == []
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])
    assert '"source": "[jobTitle]"' in str(stop.value)


def test_a_new_version_alone_is_nobodys_change():
    graph = SchemaGraph()
    proposal, params = planned(graph, synchronization_rules=NICK)
    graph.stored["version"] = "6.1"
    assert _road.travel(proposal, params, check_mode=False)["changed"] is True


def test_a_replica_that_lags_is_waited_for():
    graph = SchemaGraph()
    before = copy.deepcopy(graph.stored)
    kept = {}

    def lag(body):
        kept["stored"] = {**copy.deepcopy(body), "version": CUSTOMISED}
        return before

    graph.meddle = lag
    graph.ticks = [lambda one: None, lambda one: one.routes.update({SCHEMA: kept["stored"]})]
    assert apply(graph, synchronization_rules=NICK)["schema"]["version"] == CUSTOMISED


def test_what_the_service_stores_otherwise_is_told_in_words():
    graph = SchemaGraph()

    def drop(body):
        stored = copy.deepcopy(body)
        users(stored)["nickName"]["source"] = attribute("mail")
        return stored

    graph.meddle = drop
    with pytest.raises(_road.Stopped, match="was accepted, and the service stores something else") as stop:
        apply(graph, synchronization_rules=NICK)
    assert '"source": "[mailNickname]"' in str(stop.value) and '"source": "[mail]"' in str(stop.value)
    assert str(stop.value).endswith("1 of 1 changes were done. All else of it is stored as it was sent.")
    assert stop.value.result["changed"] is True
    assert len(stop.value.result["done"]) == 1


def test_a_write_that_did_not_take_is_not_called_a_success():
    graph = SchemaGraph()
    before = copy.deepcopy(graph.stored)
    graph.meddle = lambda body: before
    with pytest.raises(_road.Stopped, match="last seen: the schema as it was before"):
        apply(graph, synchronization_rules=NICK)


def test_a_refused_write_is_told_with_what_the_service_said():
    graph = SchemaGraph()
    graph.routes[("PUT", SCHEMA)] = refusal(errors.BadRequest, 400, "SchemaInvalid")
    with pytest.raises(_road.Stopped, match="Nothing was changed") as stop:
        apply(graph, synchronization_rules=NICK)
    assert stop.value.result["error"]["code"] == "SchemaInvalid"
    assert "backup_file" not in stop.value.result


@pytest.mark.parametrize("options", [{"synchronization_rules": NICK}, {"state": "reset"}, {"document": document()}])
def test_a_failed_read_never_becomes_a_write(options):
    graph = SchemaGraph()
    graph.routes[SCHEMA] = refusal(errors.ServerFault, 500, "generalException")
    with pytest.raises(errors.ServerFault):
        apply(graph, **options)
    assert graph.writes == []


TITLE = declared({"target_attribute": "jobTitle", "state": "absent"})


def test_a_declared_removal_is_its_own_consent():
    graph = SchemaGraph()
    assert apply(graph, synchronization_rules=TITLE, accept_hazards=[])["plan"]["hazards"] == []
    assert "jobTitle" not in users(graph.stored)


def test_a_hazard_is_refused_before_the_first_write_unless_accepted():
    graph = SchemaGraph()
    disabled = declared(enabled=False)
    with pytest.raises(_road.Stopped, match="disable_object_mapping"):
        apply(graph, synchronization_rules=disabled, accept_hazards=[])
    assert graph.writes == []
    apply(graph, synchronization_rules=disabled, accept_hazards=["disable_object_mapping"])
    assert len(graph.writes) == 1


@pytest.mark.parametrize(("share", "names"), [(0.3, []), (0.05, ["remove_mappings"])])
def test_the_share_of_mappings_that_may_go_is_the_users(share, names):
    plan = apply(SchemaGraph(), check=True, synchronization_rules=TITLE, max_removed_share=share)["plan"]
    assert [hazard["name"] for hazard in plan["hazards"]] == names


def test_what_is_wrong_with_the_merged_schema_is_told_before_any_write():
    graph = SchemaGraph()
    rows = declared(
        {"target_attribute": "nickName", "source": "mailNickName"}, {"target_attribute": "nikName", "source": "mail"}
    )
    with pytest.raises(InvalidInput, match="mailNickname") as refused:
        apply(graph, synchronization_rules=rows)
    assert "nikName" in str(refused.value) and "nickName" in str(refused.value)
    assert graph.writes == []


def test_an_export_declared_again_is_no_change():
    graph = SchemaGraph()
    full = export.full(graph.stored)[0]
    assert apply(graph, state="overridden", **full)["changed"] is False

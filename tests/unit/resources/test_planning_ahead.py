# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode through a sequence of tasks: what an earlier task would make is planned for, and only then."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job,
    job_provision_on_demand,
    job_validate_credentials,
    role_assignment,
    schema,
    synchronization,
)
from ansible_collections.entra.provisioning.tests.unit import schema_graph
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    OTHER,
    SECRET,
    FakeGraph,
    principal,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import run

NEW = {"display_name": "Contoso SCIM", "if_missing": "plan"}
RULES = [{"name": "USERS", "object_mappings": [{"source_object": "User", "attribute_mappings": []}]}]
TASKS = [
    (synchronization, {"settings": {"SyncAll": False}, "secrets": {"SecretToken": SECRET}}, ["store"]),
    (job, {"template_id": "scim", "state": "started"}, ["create", "start"]),
    (schema, {"template_id": "scim", "synchronization_rules": RULES}, ["declare"]),
    (
        job_provision_on_demand,
        {"template_id": "scim", "users": [OTHER], "groups": [{"group": APP}]},
        ["provision on demand"] * 2,
    ),
    (role_assignment, {"users": [OTHER], "groups": [APP], "role": "User"}, ["assign", "assign"]),
    (job_validate_credentials, {"template_id": "scim", "secrets": {"SecretToken": SECRET}}, ["validate"]),
]
NAMES = ["synchronization", "job", "schema", "job_provision_on_demand", "role_assignment", "credentials"]


def nobody(read_only=True, **routes):
    graph = FakeGraph({"/servicePrincipals": [principal(name="Somebody Else")], **routes})
    graph.read_only = read_only
    return graph


@pytest.mark.parametrize(("resource", "options", "actions"), TASKS, ids=NAMES)
def test_a_principal_that_is_yet_to_be_made_is_planned_for(resource, options, actions):
    graph = nobody()
    result = run(resource, graph, check=True, **NEW, **options)
    assert [change["action"] for change in result["plan"]["changes"]] == actions
    assert all("'Contoso SCIM' (yet to be made)" in change["target"] for change in result["plan"]["changes"])
    assert [warning for warning in result["warnings"] if "does not exist yet" in warning]
    assert [path for _verb, path, _query, _version in graph.reads] == ["/servicePrincipals"]
    assert SECRET not in repr(result)


@pytest.mark.parametrize(("resource", "options", "_actions"), TASKS, ids=NAMES)
def test_a_real_run_never_plans_for_what_is_missing(resource, options, _actions):
    with pytest.raises(Situation, match="no service principal named 'Contoso SCIM'"):
        run(resource, nobody(read_only=False), **NEW, **options)


@pytest.mark.parametrize(("resource", "options", "_actions"), TASKS, ids=NAMES)
def test_without_the_word_check_mode_fails_as_a_real_run_would(resource, options, _actions):
    with pytest.raises(Situation, match="no service principal named 'Contoso SCIM'"):
        run(resource, nobody(), check=True, display_name="Contoso SCIM", **options)


@pytest.mark.parametrize(("resource", "options", "_actions"), TASKS, ids=NAMES)
def test_an_error_is_no_absence(resource, options, _actions):
    graph = nobody(**{"/servicePrincipals": refusal(errors.Forbidden, 403)})
    with pytest.raises(errors.Forbidden):
        run(resource, graph, check=True, **NEW, **options)


@pytest.mark.parametrize(("resource", "options", "_actions"), TASKS, ids=NAMES)
def test_a_name_of_several_is_refused(resource, options, _actions):
    graph = nobody(**{"/servicePrincipals": [principal(), principal("2" + ID[1:])]})
    with pytest.raises(Situation, match="2 objects are named"):
        run(resource, graph, check=True, **NEW, **options)


def test_wrong_input_is_refused_for_what_does_not_exist_too():
    with pytest.raises(InvalidInput, match="BaseAdress"):
        run(synchronization, nobody(), check=True, **NEW, settings={"BaseAdress": "https://scim.contoso.example"})
    with pytest.raises(InvalidInput):
        run(
            schema, nobody(), check=True, **NEW, template_id="scim", synchronization_rules=[{"name": "", "priority": 1}]
        )


def test_a_principal_that_is_there_is_read_as_ever():
    graph = nobody(**{"/servicePrincipals": [principal()], f"{HERE}/jobs": [], f"{HERE}/templates": [template("scim")]})
    result = run(job, graph, check=True, **NEW, template_id="scim")
    assert [change["target"] for change in result["plan"]["changes"]] == [
        f"job of template scim of service principal {ID}"
    ]
    assert result["warnings"] == []
    assert len(graph.reads) == 3


def test_a_schema_is_planned_against_the_template_of_a_job_that_is_yet_to_be_made():
    graph = schema_graph.SchemaGraph()
    graph.routes[f"{HERE}/jobs"] = []
    graph.read_only = True
    rows = schema_graph.declared({"target_attribute": "nickName", "source": "mailNickname"})
    options = {"service_principal_id": ID, "template_id": "scim", "synchronization_rules": rows}
    result = run(schema, graph, check=True, if_missing="plan", **options)
    (change,) = result["plan"]["changes"]
    assert change["target"] == f"schema of the job of template scim (yet to be made) of service principal {ID}"
    assert "nickName" in repr(change["after"])
    assert schema_graph.DEFAULT in [path for _verb, path, _query, _version in graph.reads]
    with pytest.raises(Situation, match="has no job of template 'scim'"):
        run(schema, graph, check=True, **options)


def test_a_declaration_that_is_the_templates_default_changes_nothing():
    graph = schema_graph.SchemaGraph()
    graph.routes[f"{HERE}/jobs"] = []
    graph.read_only = True
    rows = schema_graph.declared({"target_attribute": "department", "source": "[department]"})
    options = {"service_principal_id": ID, "template_id": "scim", "synchronization_rules": rows, "if_missing": "plan"}
    assert run(schema, graph, check=True, **options)["changed"] is False


def test_somebody_is_provisioned_on_demand_by_the_template_of_a_job_that_is_yet_to_be_made():
    graph = schema_graph.SchemaGraph()
    graph.routes[f"{HERE}/jobs"] = []
    graph.read_only = True
    options = {"service_principal_id": ID, "template_id": "scim", "users": [OTHER], "rule": "USERS"}
    result = run(job_provision_on_demand, graph, check=True, if_missing="plan", **options)
    (change,) = result["plan"]["changes"]
    assert change["target"].endswith(
        f"by rule USERS of job of template scim (yet to be made) of service principal {ID}"
    )
    assert (change["after"]["object_type"], change["after"]["rule"]) == ("User", "USERS")
    with pytest.raises(InvalidInput, match="has no rule 'USRES'"):
        run(job_provision_on_demand, graph, check=True, if_missing="plan", **{**options, "rule": "USRES"})
    with pytest.raises(Situation, match="has no job of template 'scim'"):
        run(job_provision_on_demand, graph, check=True, **options)

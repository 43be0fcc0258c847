# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module synchronization_schema says of wrong options, before any request or at the first answer."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    APPLICATION,
    HERE,
    ID,
    FakeGraph,
    principal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    JOB,
    SCHEMA,
    SchemaGraph,
    apply,
    declared,
    document,
    unknown,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

ROWS = declared({"target_attribute": "nickName", "source": "mailNickname"})
EXPORTED = {"schema": {"synchronization_rules": [], "directories": []}}

WRONG = [
    ({}, "synchronization_rules: nothing is declared; give synchronization_rules, directories, document, restore,"),
    ({"state": "overridden"}, "synchronization_rules: nothing is declared"),
    (
        {"state": "reset", "synchronization_rules": ROWS},
        "state: reset brings the default back; leave synchronization_r",
    ),
    ({"state": "reset", "document": document()}, "state: reset brings the default back; leave document out."),
    (
        {"synchronization_rules": ROWS, "document": document()},
        "document: it is the whole schema; leave synchronization",
    ),
    ({"directories": [], "restore": "/nowhere"}, "restore: it is the whole schema; leave directories out."),
    ({"state": "replaced", "document": document()}, "state: document is the whole schema; leave state out."),
    ({"synchronization_rules": ROWS, "max_removed_share": 1.5}, "max_removed_share: 1.5 is no share; give 0 to 1."),
    ({"synchronization_rules": ROWS, "max_removed_share": -1}, "max_removed_share: -1 is no share; give 0 to 1."),
    ({"document": {}}, "document: this is no schema, since it has no list synchronizationRules. It has nothing."),
    (
        {"document": {"b": 1, "a": 2}},
        "document: this is no schema, since it has no list synchronizationRules. It has a, b.",
    ),
    (
        {"document": EXPORTED},
        "document: this is no schema, since it has no list synchronizationRules. It is in the form",
    ),
    (
        {"document": {"synchronizationRules": ["x"]}},
        "document: The document is no whole schema: synchronizationRules[0]",
    ),
    ({"synchronization_rules": [{"priority": 1}]}, "synchronization_rules[0]: say which rule it is: give id or name."),
    ({"synchronization_rules": ROWS, "backup_options": {"filename": "a/b"}}, "backup_options.filename: 'a/b' is not a"),
    ({"synchronization_rules": ROWS, "backup_options": {"filename": ".."}}, "backup_options.filename: '..' is not a"),
    (
        {"synchronization_rules": ROWS, "backup_options": {"filename": ""}},
        "backup_options.filename: '' is not a file n",
    ),
    ({"synchronization_rules": ROWS, "job_id": ""}, "job_id: the value is empty."),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words[:60] for _options, words in WRONG])
def test_wrong_input_is_refused_in_words_before_any_write(options, words):
    graph = SchemaGraph()
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert graph.writes == []


def test_all_problems_that_need_no_service_are_told_at_once_and_before_any_request():
    graph = SchemaGraph()
    options = {
        "synchronization_rules": [{"priority": 1}],
        "max_removed_share": 2,
        "backup_options": {"filename": ".."},
        "document": {"a": 1},
    }
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    for option in ("synchronization_rules[0]", "max_removed_share", "backup_options.filename", "document"):
        assert any(problem.startswith(option) for problem in refused.value.problems), option
    assert graph.reads == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"job_id": JOB}, "one of the following is required"),
        ({"service_principal_id": ID}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "job_id": JOB, "template_id": "scim"}, "template_id|job_id"),
        ({"service_principal_id": ID, "app_id": APP, "job_id": JOB}, "mutually exclusive"),
        ({"service_principal_id": ID, "job_id": JOB, "document": {}, "restore": "x"}, "document|restore"),
        ({"service_principal_id": ID, "job_id": JOB, "state": "present"}, "value of state must be one of"),
        (
            {"service_principal_id": ID, "job_id": JOB, "synchronization_rules": [{"nmae": "USERS"}]},
            "nmae",
        ),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"application_id": ID, "job_id": JOB}, "job_id: jobs belong to a service principal"),
        ({"app_id": APP, "owner_type": "application", "job_id": JOB}, "job_id: jobs belong to a service principal"),
        ({"application_id": ID, "owner_type": "service_principal", "template_id": "scim"}, "owner_type: service_princ"),
        ({"service_principal_id": "nobody", "job_id": JOB}, "service_principal_id: 'nobody' is not an id"),
    ],
)
def test_an_owner_that_cannot_have_it_is_refused(options, words):
    with pytest.raises(InvalidInput) as refused:
        run(resource, SchemaGraph(), synchronization_rules=ROWS, **options)
    assert words in str(refused.value)


def test_a_template_without_a_job_is_told_with_the_jobs_that_there_are():
    with pytest.raises(Situation, match="has no job of template 'slack', and a schema belongs to a job") as refused:
        apply(SchemaGraph(), template_id="slack", synchronization_rules=ROWS)
    assert f"It has {JOB}." in str(refused.value)


def test_a_check_run_is_told_how_to_plan_for_a_job_that_an_earlier_task_makes():
    graph = SchemaGraph()
    with pytest.raises(Situation, match=r"synchronization_job first\.$"):
        apply(graph, template_id="slack", synchronization_rules=ROWS)
    graph.read_only = True
    with pytest.raises(Situation, match=r"first\. Where an earlier task .* if_missing: plan\.$"):
        apply(graph, check=True, template_id="slack", synchronization_rules=ROWS)


def test_a_misspelt_template_is_told_with_the_nearest_that_has_a_job():
    with pytest.raises(Situation, match=r"a schema belongs to a job\. Did you mean scim\? It has "):
        apply(SchemaGraph(), template_id="scimm", synchronization_rules=ROWS)


@pytest.mark.parametrize("status", [401, 404])
def test_a_wrong_job_id_is_told_with_the_jobs_that_there_are(status):
    graph = SchemaGraph()
    graph.routes[f"{HERE}/jobs/scim.wrong/schema"] = unknown(status)
    with pytest.raises(Situation, match="has no job 'scim.wrong'") as refused:
        run(resource, graph, service_principal_id=ID, job_id="scim.wrong", synchronization_rules=ROWS)
    assert f"It has {JOB}." in str(refused.value)
    assert graph.writes == []


@pytest.mark.parametrize("status", [401, 404])
def test_a_wrong_template_of_an_application_is_told_with_those_that_there_are(status):
    graph = FakeGraph({f"{APPLICATION}/templates": [template("ours")]})
    graph.routes[f"{APPLICATION}/templates/our/schema"] = unknown(status)
    with pytest.raises(Situation, match="has no template 'our'. Did you mean ours. It has ours"):
        run(resource, graph, application_id=ID, template_id="our", synchronization_rules=ROWS)


@pytest.mark.parametrize("listed", ["refused", "there"])
def test_a_refusal_stays_what_it_is_where_the_job_is_there_or_the_list_cannot_be_read(listed):
    graph = SchemaGraph()
    graph.routes[SCHEMA] = unknown(401)
    if listed == "refused":
        graph.routes[f"{HERE}/jobs"] = unknown(401)
    with pytest.raises(errors.Unauthenticated):
        apply(graph, synchronization_rules=ROWS)


def test_an_application_is_looked_up_by_its_name():
    graph = SchemaGraph()
    graph.routes["/applications"] = [principal()]
    graph.routes[f"{APPLICATION}/templates/scim/schema"] = document()
    options = {"display_name": "Contoso SCIM", "owner_type": "application", "template_id": "scim"}
    result = run(resource, graph, synchronization_rules=ROWS, **options)
    assert result["plan"]["changes"][0]["target"] == f"schema of template scim of application {ID}"
    assert graph.writes[0][1] == f"{APPLICATION}/templates/scim/schema"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_directory_discover: which directory is asked, and what comes of the answer."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema_discover as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    JOB,
    SCHEMA,
    SchemaGraph,
    definition,
    document,
    unknown,
)
from ansible_collections.entra.provisioning.tests.unit.schema_graph import (
    apply as apply_schema,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, run

ENTRA, CONTOSO = "66e4a8cc-1b7b-435e-95f8-f06cea133828", "c1f7b3de-7a10-4a0e-8d6f-2b9f5d0e4a11"
MOMENT = "2026-03-02T07:31:54.1234567Z"
TARGET = f"directory Contoso of schema of job {JOB} of service principal {ID}"
ASKED = f"{SCHEMA}/directories/{CONTOSO}/discover"


def stored(entra="None", contoso="AttributeNames,AttributeDataTypes", read_only=True, **members):
    """The schema of the job, with what can be discovered of each directory."""
    found = document(**members)
    found["directories"][0].update(discoverabilities=entra, readOnly=read_only)
    found["directories"][1]["discoverabilities"] = contoso
    return found


def answer(*attributes, **members):
    """A definition as the service sends it: what is stored, and more attributes of accounts."""
    found = stored()["directories"][1]
    found["objects"][0]["attributes"].extend(attributes)
    return {"@odata.context": "https://graph", **found, "discoveryDateTime": MOMENT, **members}


class DiscoveringGraph(SchemaGraph):
    """said: the body of the answer to a discovery, or an error."""

    def __init__(self, schema=None, said=None):
        super().__init__(stored() if schema is None else schema)
        self.said = answer() if said is None else said

    def post(self, path, body=None, *, doing, needs=(), repeatable=False, fate=None, **more):
        if not path.endswith("/discover"):
            return super().post(path, body, doing=doing, needs=needs, repeatable=repeatable, fate=fate, **more)
        self._note("POST", path, body, doing)
        assert repeatable, "nothing is stored, so a lost answer is asked for again"
        if isinstance(self.said, Exception):
            raise self.said
        return Reply(200, {}, None if self.said == "" else copy.deepcopy(self.said))


def discover(graph, check=False, **options):
    place = {} if "template_id" in options else {"job_id": JOB}
    return run(resource, graph, check=check, service_principal_id=ID, **place, **options)


def test_what_the_target_has_besides_comes_back_as_a_declaration():
    graph = DiscoveringGraph(said=answer(definition("pager", type="Integer"), definition("desk")))
    result = discover(graph)
    attributes = [{"name": "desk", "metadata": []}, {"name": "pager", "type": "Integer", "metadata": []}]
    objects = [{"name": "Account", "attributes": attributes}]
    assert {
        name: result[name] for name in ("directory", "directories", "new_attributes", "not_expressed", "discovered")
    } == {
        "directory": {"id": CONTOSO, "name": "Contoso"},
        "directories": [{"id": CONTOSO, "name": "Contoso", "objects": objects}],
        "new_attributes": ["Account.desk", "Account.pager"],
        "not_expressed": [],
        "discovered": MOMENT,
    }


def test_it_is_a_probe_of_one_request_that_changes_nothing():
    graph = DiscoveringGraph(said=answer(definition("pager")))
    before = copy.deepcopy(graph.stored)
    result = discover(graph)
    assert graph.writes == [("POST", ASKED, None)]
    assert graph.paths == [SCHEMA]
    assert (result["changed"], result["diff"]) == (False, {"before": {}, "after": {}})
    assert result["plan"]["changes"] == [{"action": "discover", "target": TARGET, "before": None, "after": None}]
    assert graph.stored == before


def test_check_mode_shows_the_plan_and_asks_nobody():
    graph = DiscoveringGraph(said=answer(definition("pager")))
    checked = discover(graph, check=True)
    assert graph.writes == []
    assert checked["plan"] == discover(graph)["plan"]
    assert checked["directory"] == {"id": CONTOSO, "name": "Contoso"}
    said = [checked[name] for name in ("directories", "new_attributes", "not_expressed", "discovered", "changed")]
    assert said == [[], [], [], None, False]


def test_a_second_run_asks_once_more():
    graph = DiscoveringGraph()
    first, second = discover(graph), discover(graph)
    assert len(graph.writes) == 2
    assert first["plan"] == second["plan"]


def test_nothing_new_is_an_empty_declaration():
    result = discover(DiscoveringGraph())
    assert (result["directories"], result["new_attributes"], result["discovered"]) == ([], [], MOMENT)


def test_all_of_it_can_be_had():
    result = discover(DiscoveringGraph(said=answer(definition("pager"))), only="all")
    (row,) = result["directories"]
    names = {one["name"]: [inner["name"] for inner in one["attributes"]] for one in row["objects"]}
    assert {"pager", "userName", "city"} <= set(names["Account"]) and names["Team"] == ["name"]
    assert result["new_attributes"] == ["Account.pager"]


def test_declared_it_is_known_and_discovered_again_it_is_not_new():
    graph = DiscoveringGraph(
        said=answer(definition("pager", type="Integer"), {**definition("city"), "type": "Boolean"})
    )
    graph.said["objects"][0]["attributes"].remove(definition("city"))
    graph.said["objects"].append({"name": "Room", "attributes": [definition("floor")]})
    result = discover(graph)
    assert result["new_attributes"] == ["Account.pager", "Room.floor"]
    written = apply_schema(graph, directories=result["directories"])
    assert written["changed"] is True
    account = {row["name"]: row for row in graph.stored["directories"][1]["objects"][0]["attributes"]}
    assert (account["pager"]["type"], account["city"]["type"]) == ("Integer", "Boolean")
    again = discover(graph)
    assert (again["directories"], again["new_attributes"]) == ([], [])
    assert apply_schema(graph, directories=result["directories"])["changed"] is False


DIRECTORIES = {
    "the only one": ({}, {}, CONTOSO),
    "by name": ({"directory": "Contoso"}, {}, CONTOSO),
    "by id": ({"directory": CONTOSO.upper()}, {}, CONTOSO),
    "one that is read-only, by name": ({"directory": "Microsoft Entra ID"}, {"entra": "AttributeNames"}, ENTRA),
    "by its former name": ({"directory": "Azure Active Directory"}, {"entra": "AttributeNames"}, ENTRA),
    "the only one that is not read-only": ({}, {"entra": "AttributeNames"}, CONTOSO),
}


@pytest.mark.parametrize(("options", "schema", "asked"), DIRECTORIES.values(), ids=DIRECTORIES)
def test_the_directory_that_is_meant_is_asked(options, schema, asked):
    graph = DiscoveringGraph(stored(**schema))
    assert discover(graph, **options)["directory"]["id"] == asked
    assert graph.writes == [("POST", f"{SCHEMA}/directories/{asked}/discover", None)]


LISTED = (
    f"Microsoft Entra ID ({ENTRA}): None, read-only; Contoso ({CONTOSO}): AttributeNames,AttributeDataTypes.",
    f"Microsoft Entra ID ({ENTRA}): None, read-only; Contoso ({CONTOSO}): None.",
    f"Microsoft Entra ID ({ENTRA}): AttributeNames; Contoso ({CONTOSO}): AttributeNames,AttributeDataTypes.",
)
MISTAKES = {
    "none": ({}, {"contoso": "None"}, Situation, ["no directory to discover by default", LISTED[1]]),
    "none at all": ({}, {"directories": []}, Situation, ["discoverabilities are: none at all"]),
    "left out": ({}, {"contoso": None}, Situation, ["no directory to discover by default", LISTED[1]]),
    "several": ({}, {"entra": "AttributeNames", "read_only": False}, Situation, ["2 directories", "name", LISTED[2]]),
    "not discoverable": (
        {"directory": ENTRA},
        {},
        Situation,
        [f"directory: Microsoft Entra ID of the schema of job {JOB}", "cannot be discovered", LISTED[0]],
    ),
    "unknown": (
        {"directory": "Kontoso"},
        {},
        InvalidInput,
        ["directory: the schema has no directory with the name Kontoso.", "Did you mean Contoso?", CONTOSO],
    ),
    "unknown id": ({"directory": ID}, {}, InvalidInput, [f"no directory with the id {ID}", CONTOSO]),
}


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize(("options", "schema", "kind", "words"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_discovered_is_said_before_anybody_is_asked(options, schema, kind, words, check):
    given = dict(schema)
    rows = given.pop("directories", None)
    found = stored(**given)
    graph = DiscoveringGraph(found if rows is None else {**found, "directories": rows})
    with pytest.raises(kind) as problem:
        discover(graph, check=check, **options)
    assert [word for word in words if word not in str(problem.value)] == []
    assert graph.writes == []


@pytest.mark.parametrize("options", [{"directory": ""}, {"directory": "  "}, {"job_id": ""}])
def test_an_empty_value_is_refused_before_any_request(options):
    graph = DiscoveringGraph()
    with pytest.raises(InvalidInput, match=f"{next(iter(options))}: the value is empty"):
        run(resource, graph, service_principal_id=ID, **{"job_id": JOB, **options})
    assert graph.reads == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"job_id": JOB}, "one of the following is required: service_principal_id"),
        ({"service_principal_id": ID}, "one of the following is required: template_id, job_id"),
        ({"service_principal_id": ID, "job_id": JOB, "template_id": "scim"}, "mutually exclusive"),
        ({"service_principal_id": ID, "job_id": JOB, "only": "old"}, "value of only must be one of: new, all"),
        ({"application_id": ID, "template_id": "scim"}, "application_id"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused, match=words):
        run(resource, DiscoveringGraph(), **options)


def test_the_job_of_a_template_is_found_among_the_jobs():
    graph = DiscoveringGraph()
    discover(graph, template_id="scim")
    assert graph.paths == [f"{HERE}/jobs", SCHEMA]


def test_an_unknown_job_is_told_with_those_that_there_are():
    graph = DiscoveringGraph()
    graph.routes[f"{HERE}/jobs/nobody/schema"] = unknown()
    with pytest.raises(Situation, match=f"has no job 'nobody'. .*It has {JOB}"):
        run(resource, graph, service_principal_id=ID, job_id="nobody")


def refused(code, status=400, kind=errors.BadRequest):
    return kind(
        f"Could not discover: the service answered {status} ({code}).", status=status, code=code, codes=("x", code)
    )


REFUSALS = {
    "credentials": ("SystemForCrossDomainIdentityManagementInvalidCredentials", resource.CREDENTIALS),
    "unavailable": ("SystemForCrossDomainIdentityManagementCredentialValidationUnavailable", resource.CREDENTIALS),
    "no discovery": ("DirectoryNotDiscoverable", resource.NO_DISCOVERY),
}


@pytest.mark.parametrize(("code", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_told_with_what_to_do(code, words):
    with pytest.raises(_road.Stopped) as stop:
        discover(DiscoveringGraph(said=refused(code)))
    assert code in str(stop.value) and words in str(stop.value) and str(stop.value).endswith("Nothing was changed.")
    result = stop.value.result
    assert (result["changed"], result["done"], result["failed_change"]["action"]) == (False, [], "discover")
    assert result["error"]["code"] == code


def test_other_failures_are_told_as_they_are():
    error = refused("Authorization_RequestDenied", 403, errors.Forbidden)
    with pytest.raises(_road.Stopped) as stop:
        discover(DiscoveringGraph(said=error))
    assert resource.CREDENTIALS not in str(stop.value)


ODD = {
    "no body": "",
    "an empty body": {},
    "no objects": {"id": CONTOSO, "discoveryDateTime": MOMENT},
    "null": {"objects": None},
    "no list": {"objects": {}},
}


@pytest.mark.parametrize("said", ODD.values(), ids=ODD)
def test_an_answer_without_a_definition_is_not_nothing_new(said):
    with pytest.raises(_road.Stopped, match=r"answered without a definition.*Nothing was changed\."):
        discover(DiscoveringGraph(said=said))


@pytest.mark.parametrize("objects", [["Account"], [{"name": "Account", "attributes": {"a": 1}}]])
def test_an_answer_that_is_no_definition_is_said_to_be_none(objects):
    with pytest.raises(_road.Stopped, match=r"is no definition: directories\[0\]\.objects"):
        discover(DiscoveringGraph(said={"objects": objects}))


def test_a_definition_within_a_value_is_one_too():
    result = discover(DiscoveringGraph(said={"@odata.context": "x", "value": answer(definition("pager"))}))
    assert (result["new_attributes"], result["discovered"]) == (["Account.pager"], MOMENT)


def test_the_sample_of_the_documentation_is_read():
    attributes = [{"name": name, "type": "String"} for name in ("Id", "FirstName", "CustomExendedAttribute")]
    sample = {
        "discoverabilities": "AttributeNames, AttributeDataTypes",
        "discoveryDateTime": "2019-03-20T15:47:50.4707552Z",
        "id": "directoryDefinitionId",
        "objects": [{"name": "User", "attributes": attributes}],
        "version": "bf8c03ac-d45e-47fe-b3a1-711a9418b2b1",
    }
    result = discover(DiscoveringGraph(said=sample))
    assert result["new_attributes"] == ["User.CustomExendedAttribute", "User.FirstName", "User.Id"]
    assert result["directories"][0]["id"] == CONTOSO

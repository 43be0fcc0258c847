# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a tenant as a declaration: what is asked, what is passed over, and what is never taken for absence."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._estate import gathering
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    HERE,
    ID,
    OTHER,
    THERE,
    FakeGraph,
    job,
    principal,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.schema import edited

SECOND_APP = "6d1b5e1f-7c1c-4a1a-9e5c-1a4a6b2b0d33"
FORBIDDEN = refusal(errors.Forbidden, 403, "Authorization_RequestDenied")
UNKNOWN = refusal(errors.GraphError, 401, "UnknownError")
GONE = refusal(errors.NotFound, 404, "Request_ResourceNotFound")
CONTOSO = {"display_name": "Contoso SCIM"}


def service(**routes):
    """Contoso with a job and secrets, Fabrikam with nothing. routes: other answers, by the names below."""
    one = job(state="Active")
    default = edited.default("scim")
    document = copy.deepcopy(default)
    document["synchronizationRules"][0]["objectMappings"][0]["enabled"] = False
    places = {
        "principals": "/servicePrincipals",
        "secrets": f"{HERE}/secrets",
        "jobs": f"{HERE}/jobs",
        "schema": f"{HERE}/jobs/{one['id']}/schema",
        "default": f"{HERE}/templates/scim/schema",
        "templates": f"{HERE}/templates",
        "other_secrets": f"{THERE}/secrets",
        "other_jobs": f"{THERE}/jobs",
    }
    found = {
        "principals": [principal(), principal(OTHER, "Fabrikam", SECOND_APP)],
        "secrets": [{"key": "SecretToken", "value": "*"}, {"key": "SyncAll", "value": "True"}],
        "jobs": [one],
        "schema": {"@odata.context": "x", **document},
        "default": default,
        "templates": [template()],
        "other_secrets": [],
        "other_jobs": [],
    }
    return FakeGraph({places[name]: answer for name, answer in {**found, **routes}.items()})


def asked(graph, **params):
    return gathering.answer(graph, params)


def test_what_has_provisioning_is_gathered_in_the_form_in_which_it_is_declared():
    graph = service()
    found = asked(graph)
    (entry,) = found["gathered"]["applications"]
    schema = entry["jobs"][0].pop("schema")
    assert entry == {
        **CONTOSO,
        "application_template_id": GALLERY,
        "settings": {"SyncAll": True},
        "secrets": {"SecretToken": "{{ vault_contoso_scim_secret_token }}"},
        "jobs": [{"template_id": "scim", "state": "started"}],
    }
    assert schema["synchronization_rules"][0]["object_mappings"][0]["enabled"] is False
    assert (found["remarks"], found["slugs"]) == ({}, ["contoso_scim"])
    assert graph.writes == []


@pytest.mark.parametrize(
    "naming",
    [CONTOSO, {"display_name": "contoso scim"}, {"app_id": APP.upper()}, {"service_principal_id": ID}],
    ids=["name", "name in small letters", "app", "object"],
)
def test_who_is_named_is_gathered_alone(naming):
    graph = service(other_jobs=FORBIDDEN)
    found = asked(graph, applications=[{**dict.fromkeys(["app_id", "jobs"]), **naming}])
    assert [one["display_name"] for one in found["gathered"]["applications"]] == ["Contoso SCIM"]
    assert not [path for _verb, path, *_rest in graph.reads if OTHER in path]


def test_who_is_named_has_an_entry_even_without_provisioning():
    found = asked(service(), applications=[{"display_name": "Fabrikam"}, CONTOSO, CONTOSO])
    assert [one["display_name"] for one in found["gathered"]["applications"]] == ["Contoso SCIM", "Fabrikam"]


WRONG = {
    "nobody": (
        {"display_name": "Contoso SCIN"},
        Situation,
        "no service principal 'Contoso SCIN'. Did you mean Contoso SCIM?",
    ),
    "no id": ({"app_id": "12"}, InvalidInput, "applications[0].app_id: '12' is not an id"),
    "empty": ({"display_name": " "}, InvalidInput, "applications[0].display_name: the value is empty"),
    "unnamed": ({}, InvalidInput, "applications[0]: give exactly one of"),
    "twice": ({"display_name": "a", "app_id": APP}, InvalidInput, "applications[0]: give exactly one of"),
}


@pytest.mark.parametrize(("naming", "kind", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_name_is_told_with_its_place(naming, kind, words):
    with pytest.raises(kind) as refused:
        asked(service(), applications=[naming])
    assert words in str(refused.value)


def twins():
    return service(
        principals=[principal(), principal(OTHER, "contoso scim", SECOND_APP)],
        other_secrets=[{"key": "SyncAll", "value": "true"}],
    )


def test_a_name_that_two_bear_is_refused_when_it_names_and_remarked_when_it_is_found():
    with pytest.raises(Situation, match="2 objects are named"):
        asked(twins(), applications=[CONTOSO])
    found = asked(twins())
    assert len(set(found["slugs"])) == 2
    assert [remarks[0][:50] for remarks in found["remarks"].values()] == [
        "display_name: 2 service principals of this tenant "
    ] * 2


def test_a_slug_is_the_same_whoever_else_is_exported():
    graph = service(principals=[principal(), principal(OTHER, "contoso-scim", SECOND_APP)])
    assert asked(graph, applications=[CONTOSO])["slugs"] == asked(graph)["slugs"]
    assert asked(graph)["slugs"] != ["contoso_scim"]


READS = ["secrets", "jobs", "schema", "default"]


@pytest.mark.parametrize("part", READS)
@pytest.mark.parametrize("error", [FORBIDDEN, UNKNOWN], ids=["403", "401"])
def test_no_error_is_taken_for_absence(part, error):
    graph = service(**{part: error})
    with pytest.raises(errors.GraphError):
        asked(graph, applications=[CONTOSO])
    graph = service(**{part: error, "other_secrets": [{"key": "SyncAll", "value": "true"}]})
    with pytest.raises(Situation) as failed:
        asked(graph)
    result = failed.value.result
    assert list(result["errors"]) == ["Contoso SCIM"]
    assert [one["display_name"] for one in result["gathered"]["applications"]] == ["Fabrikam"]
    assert "1 of the applications could not be read, so this is not all of the tenant: Contoso SCIM: Could not" in str(
        failed.value
    )


@pytest.mark.parametrize("parts", [("secrets", "other_secrets"), ("jobs", "other_secrets")])
def test_a_refusal_that_meets_everybody_is_told_once_and_nobody_is_asked_by_himself(parts):
    graph = service(**dict.fromkeys(parts, FORBIDDEN))
    with pytest.raises(Situation, match="Could not .* Each of them was refused, so it is the sign-in") as failed:
        asked(graph)
    assert (failed.value.status, failed.value.result) == (403, {})
    assert len([doing for doing in graph.doings if "2 service principals" in doing]) == len(graph.reads) - 1 == 4


@pytest.mark.parametrize("part", ["principals", "templates"])
def test_an_error_of_the_lists_is_one_too(part):
    graph = service(**{part: FORBIDDEN, "default": GONE})
    with pytest.raises((errors.GraphError, Situation)):
        asked(graph)


def test_who_says_that_it_knows_no_synchronization_is_passed_over_among_all_and_not_when_named():
    graph = service(other_secrets=GONE, other_jobs=GONE)
    assert len(asked(graph)["gathered"]["applications"]) == 1
    with pytest.raises(errors.NotFound):
        asked(graph, applications=[{"display_name": "Fabrikam"}])


def test_a_schema_that_is_none_is_no_schema_without_changes():
    with pytest.raises(Situation, match="is no schema"):
        asked(service(schema={"synchronizationRules": "x"}), applications=[CONTOSO])


def test_a_template_that_is_not_offered_any_more_leaves_the_whole_schema():
    found = asked(service(default=GONE, templates=[template("other")]))
    assert "all of the schema is declared" in " ".join(found["remarks"]["Contoso SCIM"])
    rows = found["gathered"]["applications"][0]["jobs"][0]["schema"]["synchronization_rules"]
    assert len(rows[0]["object_mappings"]) == 2


def test_a_renamed_template_is_compared_with_the_one_that_is_offered():
    one = job("customappssoOutDelta")
    document = edited.default("customappsso")
    graph = service(jobs=[one], default=GONE, templates=[template("customappsso")])
    graph.routes.update(
        {
            f"{HERE}/jobs/{one['id']}/schema": document,
            f"{HERE}/templates/customappssoOutDelta/schema": UNKNOWN,
            f"{HERE}/templates/customappsso/schema": document,
        }
    )
    found = asked(graph)
    assert found["gathered"]["applications"][0]["jobs"] == [{"template_id": "customappsso", "state": "paused"}]
    assert "which is not offered" in " ".join(found["remarks"]["Contoso SCIM"])


def test_a_default_that_fails_for_a_moment_is_asked_for_again():
    graph = service()
    place = f"{HERE}/templates/scim/schema"
    wanted, graph.routes[place] = graph.routes[place], refusal(errors.GraphError, 500)
    read_many = graph.get_many

    def once(paths, **more):
        answers = read_many(paths, **more)
        if place in paths:
            graph.routes[place] = wanted
        return answers

    graph.get_many = once
    assert asked(graph, applications=[CONTOSO])["gathered"] == asked(service())["gathered"]


def test_who_has_no_name_is_left_out_and_told():
    graph = service(principals=[principal(name=None), principal(OTHER, "Fabrikam", SECOND_APP)])
    found = asked(graph)
    assert (found["gathered"]["applications"], found["slugs"]) == ([], [])
    assert "so no entry can name it; it is left out" in found["remarks"]["(no display name)"][0]


def test_a_job_that_a_list_shows_twice_is_one():
    assert asked(service(jobs=[job(state="Active"), job(state="Active")])) == asked(service())


def test_a_defect_is_no_gap():
    graph = service()
    graph.get_many = lambda *_args, **_more: [None, None]
    with pytest.raises(AttributeError):
        asked(graph)


def test_small_things_are_read_many_at_a_time_and_schemas_of_twenty(monkeypatch):
    rows = [principal(f"{number:08d}{ID[8:]}", f"App {number}", f"{number:08d}{APP[8:]}") for number in range(45)]
    one, document = job(), edited.default("scim")
    graph = FakeGraph({"/servicePrincipals": rows})
    for row in rows:
        below = f"/servicePrincipals/{row['id']}/synchronization"
        graph.routes.update(
            {f"{below}/secrets": [], f"{below}/jobs": [one], f"{below}/templates/scim/schema": document}
        )
        graph.routes[f"{below}/jobs/{one['id']}/schema"] = document
    sizes = []
    read_many = graph.get_many
    graph.get_many = lambda paths, **more: sizes.append(len(paths)) or read_many(paths, **more)
    monkeypatch.setattr(gathering, "LARGE_CHUNK", 40)
    found = asked(graph)
    assert sizes == [80, 40, 40, 10, 10]
    assert len(found["gathered"]["applications"]) == len(set(found["slugs"])) == 45


def test_as_many_requests_are_under_way_as_the_task_allows():
    graph = service()
    read_many, lanes = graph.get_many, []
    graph.get_many = lambda paths, lanes_=lanes, **more: lanes_.append(more.pop("lanes")) or read_many(paths, **more)
    asked(graph, concurrency=5)
    assert lanes == [5, 5]

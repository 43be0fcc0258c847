# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module synchronization_info: one, several or all, and never an error that looks like nothing."""

from __future__ import annotations

import json

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import connectivity, connectivity_successor
from ansible_collections.entra.provisioning.plugins.module_utils._resources import synchronization_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    HERE,
    ID,
    OTHER,
    SECRET,
    THERE,
    FakeGraph,
    job,
    principal,
    refusal,
    template,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

STORED = [{"key": "BaseAddress", "value": "https://scim.example.com"}, {"key": "SecretToken", "value": "*"}]
PARTS = {"settings", "secret_keys", "jobs", "templates"}
BARE = {"error", "service_principal_id", "app_id", "display_name"}


def tenant(**routes):
    graph = FakeGraph({"/servicePrincipals": [principal(OTHER, "b", OTHER), principal(ID, "A")]})
    graph.routes[f"/servicePrincipals(appId='{APP}')"] = principal()
    for place in (HERE, THERE):
        graph.routes[f"{place}/secrets"] = list(STORED)
        graph.routes[f"{place}/jobs"] = [job("scim"), job("customappsso")]
        graph.routes[f"{place}/templates"] = [template("scim"), template("customappsso", default=False)]
        graph.routes[f"{place}/Ping()"] = {"value": "pong"}
    graph.routes.update(routes)
    return graph


def entries(graph, **options):
    return ask(resource, graph, **options)["synchronizations"]


def test_everything_of_one():
    (entry,) = entries(tenant(), service_principal_id=ID)
    assert entry["settings"] == {"BaseAddress": "https://scim.example.com"}
    assert entry["secret_keys"] == ["SecretToken"]
    assert [row["template_id"] for row in entry["jobs"]] == ["customappsso", "scim"]
    assert entry["templates"][1] == {
        "id": "scim",
        "default": True,
        "required_settings": ["BaseAddress"],
        "required_secrets": ["SecretToken"],
    }
    assert entry["error"] is None
    assert "ping" not in entry


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"service_principal_id": ID}, (None, None)),
        ({"app_id": APP}, (APP, "Contoso SCIM")),
        ({"display_name": "A"}, (APP, "A")),
    ],
)
def test_names_are_told_where_they_were_looked_up(options, names):
    (entry,) = entries(tenant(), **options)
    assert (entry["service_principal_id"], (entry["app_id"], entry["display_name"])) == (ID, names)


def test_several_come_in_the_order_in_which_they_were_named_and_once():
    found = entries(tenant(), service_principal_ids=[OTHER, ID, OTHER.upper()])
    assert [entry["service_principal_id"] for entry in found] == [OTHER, ID]


def test_all_come_by_display_name():
    found = entries(tenant(), all=True)
    assert [entry["display_name"] for entry in found] == ["A", "b"]
    assert [entry["error"] for entry in found] == [None, None]


def test_all_that_are_refused_are_no_list_of_errors():
    refused = refusal(errors.Forbidden, 403)
    graph = tenant(**{f"{HERE}/jobs": refused, f"{THERE}/secrets": refused})
    with pytest.raises(Situation, match="Each of them was refused"):
        entries(graph, all=True)
    assert [bool(entry["error"]) for entry in entries(graph, all=True, include=["jobs"])] == [True, False]


def test_nobody_named_is_nobody_read():
    assert entries(tenant(), service_principal_ids=[]) == []


@pytest.mark.parametrize(
    ("include", "parts", "paths"),
    [
        (["settings"], {"settings", "secret_keys"}, ["secrets"]),
        (["jobs"], {"jobs"}, ["jobs"]),
        (["templates"], {"templates"}, ["templates"]),
        (["templates", "settings"], {"settings", "secret_keys", "templates"}, ["secrets", "templates"]),
        ([], set(), []),
    ],
)
def test_only_the_wanted_parts_are_asked_for(include, parts, paths):
    graph = tenant()
    (entry,) = entries(graph, service_principal_id=ID, include=include)
    assert set(entry) == BARE | parts
    assert [path for _verb, path, _query, _version in graph.reads] == [f"{HERE}/{path}" for path in paths]


PLANTED = "planted-secret-of-an-entry"
FORMS = [
    (None, None),
    ([], []),
    (
        [{"key": "SecretToken", "value": PLANTED}, {"key": "BaseAddress", "value": PLANTED}],
        ["BaseAddress", "SecretToken"],
    ),
    ([{"name": "b", "value": PLANTED}, {"id": "a", "value": PLANTED}], ["a", "b"]),
    ([{"value": PLANTED}, {"value": PLANTED}, {"key": "Url", "value": 1}], ["(unnamed)", "(unnamed)", "Url"]),
    ([{"key": "", "name": "Url", "value": PLANTED}, {"key": [PLANTED]}], ["(unnamed)", "Url"]),
    ([PLANTED, None, [PLANTED]], ["(unnamed)"] * 3),
    ({"Url": PLANTED, "BaseAddress": {"value": PLANTED}, "Url@odata.type": "x"}, ["BaseAddress", "Url"]),
    (PLANTED, ["(unnamed)"]),
]


@pytest.mark.parametrize(("entries", "names"), FORMS, ids=[repr(row[1]) for row in FORMS])
def test_of_the_announced_successor_the_names_are_told_and_never_a_value(entries, names):
    synchronization = {"@odata.context": PLANTED, "id": ID, "secrets": [{"key": "SecretToken", "value": PLANTED}]}
    graph = tenant(**{HERE: {**synchronization, **({} if entries is None else {"connectivityParameters": entries})}})
    result = ask(resource, graph, service_principal_id=ID, include=["connectivity"])
    (entry,) = result["synchronizations"]
    assert set(entry) == BARE | {"connectivity_parameters"}
    assert entry["connectivity_parameters"] == names
    assert PLANTED not in json.dumps(result)
    told = [] if names is None else [connectivity_successor.arrived([f"service principal {ID}"])]
    assert result["warnings"] == told
    assert [(verb, path) for verb, path, _query, _version in graph.reads] == [("GET", HERE)]


def test_a_property_that_is_there_and_null_is_there():
    graph = tenant(**{HERE: {"connectivityParameters": None}})
    (entry,) = entries(graph, service_principal_id=ID, include=["connectivity"])
    assert entry["connectivity_parameters"] == []


def test_the_successor_of_several_is_told_in_one_warning():
    there = {"connectivityParameters": []}
    graph = tenant(**{HERE: there, THERE: there})
    result = ask(resource, graph, all=True, include=["connectivity", "jobs"])
    (warning,) = result["warnings"]
    assert warning.startswith(f"The service returns connectivityParameters for service principal {ID} and 1 more: ")


def test_the_successor_is_read_only_when_it_is_asked_for():
    graph = tenant()
    assert "connectivity_parameters" not in entries(graph, service_principal_id=ID)[0]
    assert HERE not in [path for _verb, path, _query, _version in graph.reads]


def test_an_error_of_the_successor_is_an_error():
    graph = tenant(**{HERE: {"id": ID}, THERE: refusal(errors.Forbidden, 403)})
    with pytest.raises(errors.Forbidden):
        entries(graph, service_principal_ids=[ID, OTHER], include=["connectivity"])
    assert graph.doings[-1] == f"read the synchronization of service principal {OTHER}"
    good, bad = entries(graph, all=True, include=["connectivity"])
    assert (good["error"], bad["connectivity_parameters"]) == (None, None)
    assert "the service answered" in bad["error"]


@pytest.mark.parametrize(
    ("version", "include", "told"),
    [
        ("v1.0", ["settings", "jobs"], []),
        ("beta", ["settings", "jobs"], [connectivity.ANNOUNCED]),
        ("beta", ["jobs", "templates"], []),
    ],
)
def test_the_announced_end_is_told_to_who_reads_settings_where_it_is_announced(version, include, told):
    graph = tenant()
    graph.version = version
    assert ask(resource, graph, service_principal_id=ID, include=include)["warnings"] == told


def test_a_secret_that_the_service_shows_is_not_shown_by_us():
    graph = tenant(**{f"{HERE}/secrets": [*STORED[:1], {"key": "SecretToken", "value": SECRET}]})
    result = ask(resource, graph, service_principal_id=ID)
    assert result["synchronizations"][0]["secret_keys"] == ["SecretToken"]
    assert SECRET not in json.dumps(result)


def test_many_are_read_in_chunks_and_in_order():
    ids = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(45)]
    routes = {f"/servicePrincipals/{one}/synchronization/jobs": [job("scim")] for one in ids}
    graph = FakeGraph(routes)
    asked = []
    many = graph.get_many
    graph.get_many = lambda paths, **options: asked.append(len(paths)) or many(paths, **options)
    found = entries(graph, service_principal_ids=ids, include=["jobs"])
    assert [entry["service_principal_id"] for entry in found] == ids
    assert asked == [20, 20, 5]


def test_values_of_secrets_are_in_no_result():
    shown = [{"key": "SecretToken", "value": "*"}, {"key": "Password", "value": "*"}]
    graph = tenant(**{f"{HERE}/secrets": shown})
    result = json.dumps(ask(resource, graph, service_principal_id=ID))
    assert SECRET not in result
    assert '"secret_keys": ["Password", "SecretToken"]' in result


@pytest.mark.parametrize("part", ["secrets", "jobs", "templates"])
def test_an_error_of_a_named_one_fails_and_names_the_thing(part):
    graph = tenant(**{f"{HERE}/{part}": refusal(errors.Forbidden, 403)})
    with pytest.raises(errors.Forbidden):
        entries(graph, service_principal_ids=[OTHER, ID])
    assert graph.doings[-1].endswith(f"of service principal {ID}")


def test_an_error_that_went_away_is_no_error():
    graph = tenant()
    many = graph.get_many

    def failing(paths, **options):
        first, *rest = many(paths, **options)
        return [first._replace(value=None, error=refusal(errors.ServerFault, 503)), *rest]

    graph.get_many = failing
    (entry,) = entries(graph, service_principal_id=ID)
    assert entry["secret_keys"] == ["SecretToken"]


@pytest.mark.parametrize(
    ("part", "unknown"),
    [("secrets", {"settings", "secret_keys"}), ("jobs", {"jobs"}), ("templates", {"templates"})],
)
def test_among_all_an_error_stands_in_its_entry_and_is_never_empty(part, unknown):
    graph = tenant(**{f"{THERE}/{part}": refusal(errors.Unauthenticated, 401, "UnknownError", "read it")})
    good, bad = entries(graph, all=True)
    assert good["error"] is None
    assert bad["error"] == "Could not read it: the service answered 401."
    assert {name for name in PARTS if bad[name] is None} == unknown
    assert all(good[name] for name in PARTS)


def test_a_list_of_service_principals_that_cannot_be_read_fails():
    with pytest.raises(errors.Forbidden):
        entries(tenant(**{"/servicePrincipals": refusal(errors.Forbidden, 403)}), all=True)


def test_a_ping_goes_to_beta():
    graph = tenant()
    (entry,) = entries(graph, service_principal_id=ID, include=[], ping=True)
    assert entry["ping"] == {"available": True, "answer": "pong", "message": "The service answered."}
    assert [(path, version) for _verb, path, _query, version in graph.reads] == [(f"{HERE}/Ping()", "beta")]


@pytest.mark.parametrize("status", [400, 404])
@pytest.mark.parametrize("whose", [{"service_principal_id": ID}, {"all": True}])
def test_a_cloud_without_ping_is_told_in_a_clear_word(status, whose):
    graph = tenant(**{f"{HERE}/Ping()": refusal(errors.BadRequest, status)})
    entry = entries(graph, ping=True, **whose)[0]
    assert (entry["ping"]["available"], entry["ping"]["answer"]) == (False, None)
    assert "does not offer Ping" in entry["ping"]["message"]
    assert entry["error"] is None


@pytest.mark.parametrize("kind", [errors.NotFound, errors.Forbidden])
def test_any_other_error_of_a_ping_is_an_error(kind):
    graph = tenant(**{f"{HERE}/Ping()": refusal(kind, 404 if kind is errors.NotFound else 403)})
    with pytest.raises(kind):
        entries(graph, service_principal_id=ID, ping=True)
    entry = entries(graph, all=True, ping=True)[0]
    assert entry["ping"] is None
    assert "the service answered" in entry["error"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"all": False}, "all: false names nobody"),
        ({"service_principal_ids": [ID, "nothing"]}, "service_principal_ids: 'nothing' is not an id"),
        ({"service_principal_id": ""}, "service_principal_id: '' is not an id"),
        ({"display_name": "Nobody"}, "no service principal named 'Nobody'"),
    ],
)
def test_wrong_input_is_refused_in_words(options, words):
    with pytest.raises(Situation) as refused:
        entries(tenant(), **options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {},
            "one of the following is required: service_principal_id, app_id, display_name, service_principal_ids, all",
        ),
        ({"all": True, "app_id": APP}, "mutually exclusive"),
        ({"all": True, "include": ["schemas"]}, "value of include must be one or more of: settings, jobs, templates"),
    ],
)
def test_the_argument_spec_refuses_wrong_input(options, words):
    with pytest.raises(Refused) as refused:
        ask(resource, tenant(), **options)
    assert words in str(refused.value)

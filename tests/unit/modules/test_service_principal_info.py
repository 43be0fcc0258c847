# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module service_principal_info: found or not found, never the first of many."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import service_principal_info as resource
from ansible_collections.entra.provisioning.tests.unit.fake_graph import (
    APP,
    GALLERY,
    ID,
    OTHER,
    FakeGraph,
    principal,
    refusal,
)
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

FOUND = {
    "id": ID,
    "app_id": APP,
    "display_name": "Contoso SCIM",
    "application_template_id": GALLERY,
    "app_owner_organization_id": "ff8bf889-e031-41ac-8f7b-aedb059892ee",
    "account_enabled": True,
    "service_principal_type": "Application",
    "tags": ["first", "second"],
}


def tenant():
    rows = [principal(), principal(OTHER, "Twin"), principal(APP, "Twin"), principal(GALLERY, "It's mine")]
    return FakeGraph(
        {
            "/servicePrincipals": rows,
            f"/servicePrincipals/{ID}": principal(),
            f"/servicePrincipals(appId='{APP}')": principal(),
        }
    )


@pytest.mark.parametrize(
    "options",
    [
        {"service_principal_id": ID},
        {"service_principal_id": f" {ID.upper()} "},
        {"app_id": APP},
        {"display_name": "Contoso SCIM"},
    ],
)
def test_one_request_finds_it_by_each_of_its_names(options):
    graph = tenant()
    assert ask(resource, graph, **options) == {"service_principals": [FOUND]}
    assert len(graph.reads) == 1
    assert graph.reads[0][2]["$select"] == ",".join(resource.MEMBERS.values())


@pytest.mark.parametrize(
    "options",
    [{"service_principal_id": OTHER}, {"app_id": OTHER}, {"display_name": "Nobody"}, {"display_name": "twin"}],
)
def test_nothing_found_is_an_empty_list(options):
    assert ask(resource, tenant(), **options) == {"service_principals": []}


def test_an_ambiguous_name_is_an_error_that_lists_them():
    with pytest.raises(Situation) as refused:
        ask(resource, tenant(), display_name="Twin")
    for words in ("2 objects are named 'Twin'", OTHER, f"{APP} (app_id {APP})", "by its id"):
        assert words in str(refused.value)


def test_an_apostrophe_in_a_name_is_part_of_the_name():
    graph = tenant()
    assert ask(resource, graph, display_name="It's mine")["service_principals"][0]["id"] == GALLERY
    assert graph.reads[0][2]["$filter"] == "displayName eq 'It''s mine'"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"service_principal_id": "nothing"}, "service_principal_id: 'nothing' is not an id"),
        ({"service_principal_id": ""}, "service_principal_id: '' is not an id"),
        ({"app_id": "nothing"}, "app_id: 'nothing' is not an id"),
        ({"display_name": ""}, "display_name: the value is empty."),
    ],
)
def test_wrong_input_is_refused_in_words_before_any_request(options, words):
    graph = tenant()
    with pytest.raises(InvalidInput) as refused:
        ask(resource, graph, **options)
    assert words in str(refused.value)
    assert graph.reads == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"app_id": APP, "display_name": "x"}, "mutually exclusive"),
    ],
)
def test_exactly_one_name_is_given(options, words):
    with pytest.raises(Refused) as refused:
        ask(resource, tenant(), **options)
    assert words in str(refused.value)


@pytest.mark.parametrize("options", [{"service_principal_id": ID}, {"app_id": APP}, {"display_name": "x"}])
def test_a_failed_read_is_never_an_empty_list(options):
    graph = FakeGraph(dict.fromkeys(tenant().routes, refusal(errors.Forbidden, 403)))
    with pytest.raises(errors.Forbidden):
        ask(resource, graph, **options)


def test_what_the_service_leaves_out_is_null():
    graph = FakeGraph({f"/servicePrincipals/{ID}": {"id": ID}})
    (found,) = ask(resource, graph, service_principal_id=ID)["service_principals"]
    assert found == {**dict.fromkeys(FOUND), "id": ID, "tags": []}

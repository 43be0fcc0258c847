# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module application_template_info: entries of the gallery by id, by name and by a part of the name."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import application_template_info as resource
from ansible_collections.entra.provisioning.tests.unit.directory_graph import (
    LEDGER,
    OTHER_ENTRY,
    SANDBOX,
    DirectoryGraph,
    entry,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY, OTHER, refusal
from ansible_collections.entra.provisioning.tests.unit.task import Refused, ask

CUSTOM = {
    "id": GALLERY,
    "display_name": "Custom",
    "description": "Custom of the gallery.",
    "publisher": "Contoso",
    "categories": ["businessMgmt", "productivity"],
    "home_page_url": "https://custom.example/",
    "supported_provisioning_types": ["sync"],
    "supported_single_sign_on_modes": ["oidc", "saml"],
    "is_sync_supported": True,
}


def found(graph, **options):
    return [row["id"] for row in ask(resource, graph, **options)["application_templates"]]


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"application_template_id": GALLERY}, f"/applicationTemplates/{GALLERY}"),
        ({"application_template_id": f" {GALLERY.upper()} "}, f"/applicationTemplates/{GALLERY}"),
        ({"display_name": "Custom"}, "/applicationTemplates"),
        ({"contains": "usto"}, "/applicationTemplates"),
    ],
)
def test_one_request_finds_it_in_each_way(options, path):
    graph = DirectoryGraph()
    assert ask(resource, graph, **options) == {"application_templates": [CUSTOM], "truncated": False}
    assert graph.paths == [path]
    assert set(graph.reads[0][2]["$select"].split(",")) == set(entry()) - {"logoUrl"}


@pytest.mark.parametrize(
    "options", [{"application_template_id": OTHER}, {"display_name": "Wingtip"}, {"contains": "Nobody"}]
)
def test_nothing_found_is_an_empty_list(options):
    assert ask(resource, DirectoryGraph(), **options) == {"application_templates": [], "truncated": False}


def test_many_are_sorted_by_name_whatever_its_case_and_then_by_id():
    graph = DirectoryGraph(entry(SANDBOX, "wingtip"), entry(LEDGER, "Wingtip"), entry(OTHER_ENTRY, "Alpine"))
    assert found(graph, contains="i") == [OTHER_ENTRY, LEDGER, SANDBOX]


@pytest.mark.parametrize(
    ("limit", "ids", "truncated"),
    [(1, [LEDGER], True), (2, [LEDGER, SANDBOX], False), (100, [LEDGER, SANDBOX], False)],
)
def test_a_limit_keeps_the_first_ones_and_says_that_there_are_more(limit, ids, truncated):
    answer = ask(resource, DirectoryGraph(), contains="wingtip", limit=limit)
    assert ([row["id"] for row in answer["application_templates"]], answer["truncated"]) == (ids, truncated)


@pytest.mark.parametrize(
    ("options", "clause"),
    [
        ({"display_name": "Wingtip's"}, "displayName eq 'Wingtip''s'"),
        ({"contains": "Wingtip's"}, "contains(displayName,'Wingtip''s')"),
    ],
)
def test_an_apostrophe_is_part_of_the_name(options, clause):
    graph = DirectoryGraph(entry(LEDGER, "The Wingtip's"), entry(SANDBOX, "Wingtip's"))
    assert SANDBOX in found(graph, **options)
    assert graph.reads[0][2]["$filter"] == clause


@pytest.mark.parametrize(
    ("types", "supported"), [(["sync"], True), ([], False), (None, False), (["SYNC"], True), (["other"], False)]
)
def test_whether_it_can_be_provisioned_is_told(types, supported):
    graph = DirectoryGraph(entry(supportedProvisioningTypes=types))
    (row,) = ask(resource, graph, display_name="Custom")["application_templates"]
    assert row["is_sync_supported"] is supported
    assert row["supported_provisioning_types"] == sorted(types or [])


def test_what_the_service_leaves_out_is_null_or_empty():
    (row,) = ask(resource, DirectoryGraph({"id": GALLERY, "displayName": "Custom"}), contains="c")[
        "application_templates"
    ]
    lists = ("categories", "supported_provisioning_types", "supported_single_sign_on_modes")
    nothing = {**dict.fromkeys(CUSTOM), **{name: [] for name in lists}, "is_sync_supported": False}
    assert row == {**nothing, "id": GALLERY, "display_name": "Custom"}


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({"application_template_id": "scim"}, ["application_template_id: 'scim' is not an id; give a GUID"]),
        ({"application_template_id": ""}, ["application_template_id: the value is empty."]),
        ({"display_name": " "}, ["display_name: the value is empty."]),
        ({"contains": ""}, ["contains: the value is empty."]),
        ({"contains": "x", "limit": 0}, ["limit: give a number of at least 1."]),
        (
            {"display_name": "", "limit": -1},
            ["display_name: the value is empty.", "limit: give a number of at least 1."],
        ),
    ],
)
def test_wrong_input_is_refused_in_words_before_any_request(options, problems):
    graph = DirectoryGraph()
    with pytest.raises(InvalidInput) as refused:
        ask(resource, graph, **options)
    assert len(refused.value.problems) == len(problems)
    for said, wanted in zip(refused.value.problems, problems):
        assert wanted in said
    assert graph.reads == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of the following is required: application_template_id, display_name, contains"),
        ({"display_name": "x", "contains": "y"}, "mutually exclusive"),
        ({"application_template_id": GALLERY, "display_name": "x"}, "mutually exclusive"),
    ],
)
def test_exactly_one_way_is_given(options, words):
    with pytest.raises(Refused) as refused:
        ask(resource, DirectoryGraph(), **options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "options", [{"application_template_id": GALLERY}, {"display_name": "Custom"}, {"contains": "Custom"}]
)
def test_a_failed_read_is_never_an_empty_list(options):
    graph = DirectoryGraph()
    failed = refusal(errors.Forbidden, 403)
    graph.routes = {"/applicationTemplates": failed, f"/applicationTemplates/{GALLERY}": failed}
    with pytest.raises(errors.Forbidden):
        ask(resource, graph, **options)

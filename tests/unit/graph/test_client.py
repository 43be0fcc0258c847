# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph object as resources see it."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import CONFIRM_AFTER, Graph
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal
from hypothesis import given
from hypothesis import strategies as st

GONE = refusal(404, "Request_ResourceNotFound", "Resource 'x' does not exist.")
ROUTING = refusal(404, "UnknownError", '{"Message":"No HTTP resource was found that matches the request URI"}')


def addressing():
    return Graph.path.__get__(object())


@pytest.mark.parametrize(
    ("part", "encoded"),
    [
        ("abc", "abc"),
        ("a/b", "a%2Fb"),
        ("a'b", "a%27b"),
        ("a b", "a%20b"),
        ("\u00fc", "%C3%BC"),
        ("{}", "%7B%7D"),
        (7, "7"),
    ],
)
def test_every_part_of_a_path_is_one_segment(part, encoded):
    assert addressing()("/servicePrincipals/{}/jobs", part) == f"/servicePrincipals/{encoded}/jobs"


@given(st.text(min_size=1).filter(lambda text: text.strip() not in ("", ".", "..")))
def test_no_part_leaves_its_segment(part):
    part = part.encode("utf-8", "replace").decode()
    path = addressing()("/a/{}/b", part)
    assert path.count("/") == 3
    assert unquote(path.split("/")[2]) == part


@pytest.mark.parametrize("part", ["", " ", ".", ".."])
def test_a_part_that_would_change_the_address_is_refused(part):
    with pytest.raises(errors.BadRequest, match="is not an identifier"):
        addressing()("/servicePrincipals/{}", part)


def test_parts_and_places_must_agree():
    with pytest.raises(ValueError, match="does not take 1 parts"):
        addressing()("/a/{}/b/{}", "x")


def test_a_path_reaches_the_service_as_it_was_built(connect, service):
    graph = connect(Said(200, {}))
    graph.get(graph.path("/servicePrincipals/{}/x", "a/b'c"), doing="read")
    graph.get("/y", doing="read", version="beta", query={"$filter": "displayName eq 'a&b+c'", "$top": 5})
    assert service.calls == [
        ("GET", "/v1.0/servicePrincipals/a%2Fb%27c/x"),
        ("GET", "/beta/y?$filter=displayName%20eq%20%27a%26b%2Bc%27&$top=5"),
    ]


def test_get_raises_for_what_is_not_there(connect, service):
    with pytest.raises(errors.NotFound):
        connect(GONE).get("/x", doing="read x")
    assert len(service.requests) == 1


def test_find_says_none_only_after_a_second_look(connect, service, clock):
    assert connect(GONE).find("/x", doing="find x") is None
    assert len(service.requests) == 2
    assert clock.slept == [CONFIRM_AFTER]


def test_find_takes_an_empty_204_for_the_null_that_odata_means_by_it(connect, service):
    assert connect(Said(204)).find("/x", doing="find x") is None
    assert len(service.requests) == 2
    assert connect(Said(204), Said(200, {"id": "1"})).find("/x", doing="find x") == {"id": "1"}


@pytest.mark.parametrize("said", [Said(204), Said(200)])
def test_an_empty_answer_is_nothing_to_get(connect, said):
    with pytest.raises(errors.Malformed):
        connect(said).get("/x", doing="read x")
    with pytest.raises(errors.Malformed):
        connect(said).list("/x", doing="list x")


def test_find_believes_the_second_look(connect):
    assert connect(GONE, Said(200, {"id": "1"})).find("/x", doing="find x") == {"id": "1"}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (ROUTING, errors.BadRequest),
        (refusal(401, "UnknownError", ""), errors.Unauthenticated),
        (refusal(403, "accessDenied"), errors.Forbidden),
        (refusal(400, "BadRequest"), errors.BadRequest),
        (refusal(429, "TooManyRequests"), errors.Throttled),
        (refusal(500, "InternalError"), errors.ServerFault),
        (refusal(503, "serviceNotAvailable"), errors.ServerFault),
        (Said(404, b"<html></html>"), errors.Malformed),
        (Said(404, b""), errors.Malformed),
        (Said(200, b"<html></html>"), errors.Malformed),
        (Said(200, b""), errors.Malformed),
        (Said(manner="reset"), errors.Unreachable),
        (Said(302, b"", {"Location": "/login"}), errors.ForeignLink),
    ],
)
def test_unknown_is_never_absent(connect, said, kind):
    with pytest.raises(kind):
        connect(said).find("/x", doing="find x")
    with pytest.raises(kind):
        connect(GONE, said).find("/x", doing="find x")
    with pytest.raises(kind):
        connect(said).list("/x", doing="list x")


def test_a_wrong_address_says_so(connect):
    with pytest.raises(errors.BadRequest, match="no such call at this address"):
        connect(ROUTING).patch("/x", {}, doing="change the schema")


def test_list_follows_pages(connect, service):
    graph = connect()
    service.script = [
        Said(200, {"value": [{"id": 1}], "@odata.nextLink": f"{service.root}/v1.0/x?$skiptoken=abc"}),
        Said(200, {"value": [{"id": 2}]}),
    ]
    assert graph.list("/x", doing="list x", query={"$top": 1}) == [{"id": 1}, {"id": 2}]
    assert service.calls == [("GET", "/v1.0/x?$top=1"), ("GET", "/v1.0/x?$skiptoken=abc")]


def test_the_token_does_not_follow_a_foreign_page(connect, service):
    with pytest.raises(errors.ForeignLink):
        connect(Said(200, {"value": [], "@odata.nextLink": "http://127.0.0.1:9/v1.0/x"})).list("/x", doing="list x")
    assert len(service.requests) == 1


def test_a_thing_deleted_already_counts_as_deleted(connect):
    assert connect(GONE).delete("/x", doing="delete x").status == 404
    assert connect(Said(204)).delete("/x", doing="delete x").status == 204


@pytest.mark.parametrize("said", [ROUTING, Said(404, b"<html>"), refusal(401, "UnknownError", "")])
def test_an_unclear_answer_does_not_count_as_deleted(connect, said):
    with pytest.raises(errors.GraphError):
        connect(said).delete("/x", doing="delete x")


def test_a_delete_whose_answer_was_lost_is_done_when_the_thing_is_gone(connect, service):
    assert connect(Said(manner="reset"), GONE).delete("/x", doing="delete x").status == 404


def test_a_patch_is_repeated_unless_told_otherwise(connect, service):
    assert connect(Said(503), Said(204)).patch("/x", {}, doing="change x").status == 204
    with pytest.raises(errors.Indeterminate):
        connect(Said(503), Said(204)).patch("/x", {}, doing="change x", repeatable=False)


def test_the_expression_parser_may_be_asked_in_check_mode_and_asked_again(connect, service):
    graph = connect(Said(503), Said(200, {"parsingSucceeded": True}), read_only=True)
    path = "/servicePrincipals/1/synchronization/jobs/2/schema/parseExpression"
    assert graph.post(path, {"expression": "[mail]"}, doing="parse").body == {"parsingSucceeded": True}

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many reads in few requests."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal


class Shelf:
    """Answers batches from a table of paths; a list of answers is used up one by one."""

    def __init__(self, table=None):
        self.table = table or {}

    def __call__(self, method, path, body):
        if not path.endswith("/$batch"):
            return Said(*self.item(path.split("/v1.0", 1)[1])[:2])
        responses = []
        for request in reversed(body["requests"]):
            status, answer, headers = self.item(request["url"])
            if status:
                responses.append({"id": request["id"], "status": status, "headers": headers, "body": answer})
        return Said(200, {"responses": responses})

    def item(self, path):
        said = self.table.get(path, (200, {"path": path}, {}))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        return said


THROTTLED = (429, {"error": {"code": "TooManyRequests", "message": "x"}}, {"Retry-After": "9"})
GONE = (404, {"error": {"code": "Request_ResourceNotFound", "message": "x"}}, {})


@pytest.fixture(name="many")
def fixture_many(connect, service):
    def many(paths, table=None, **options):
        service.answer = Shelf(table)
        return connect(**options).get_many(paths, doing="read them")

    return many


def sizes(service):
    return [len(body["requests"]) for _method, path, _headers, body in service.requests if path.endswith("$batch")]


@pytest.mark.parametrize(("count", "batches"), [(0, []), (2, [2]), (20, [20]), (21, [20, 1]), (45, [20, 20, 5])])
def test_twenty_go_into_one_request_and_the_order_is_kept(many, service, count, batches):
    paths = [f"/x/{number}" for number in range(count)]
    answers = many(paths)
    assert [answer.path for answer in answers] == paths
    assert [answer.get() for answer in answers] == [{"path": path} for path in paths]
    assert sizes(service) == batches


def test_a_single_path_needs_no_batch(many, service):
    assert many(["/x/1"])[0].get() == {"path": "/x/1"}
    assert service.calls == [("GET", "/v1.0/x/1")]


def test_the_same_path_may_come_twice(many):
    assert [answer.value for answer in many(["/a", "/a", "/b"])] == [{"path": "/a"}, {"path": "/a"}, {"path": "/b"}]


def test_items_carry_no_token_and_no_version(many, service):
    many(["/a", "/b"])
    for request in service.requests[0][3]["requests"]:
        assert request["method"] == "GET"
        assert request["url"] in ("/a", "/b")
        assert "Authorization" not in request["headers"]


def test_an_error_belongs_to_its_item(many):
    first, second, third = many(["/a", "/b", "/c"], {"/b": GONE})
    assert (first.value, third.value) == ({"path": "/a"}, {"path": "/c"})
    assert second.value is None
    assert second.absent
    assert not first.absent
    assert second.error.url.endswith("/v1.0/b")
    with pytest.raises(errors.NotFound, match="Could not read them: the service answered 404"):
        second.get()


@pytest.mark.parametrize("paths", [["/b"], ["/a", "/b"]])
def test_forbidden_is_not_absent(many, paths):
    answer = many(paths, {"/b": (403, {"error": {"code": "accessDenied", "message": ""}}, {})})[-1]
    assert isinstance(answer.error, errors.Forbidden)
    assert not answer.absent


def test_only_the_throttled_items_are_asked_again_after_their_own_time(many, service, clock):
    answers = many(["/a", "/b", "/c"], {"/b": [THROTTLED, (200, {"late": True}, {})]})
    assert [answer.value for answer in answers] == [{"path": "/a"}, {"late": True}, {"path": "/c"}]
    assert sizes(service) == [3, 1]
    assert clock.slept == [9.0]


def test_an_item_throttled_for_ever_ends_as_its_own_error(many, service):
    first, second = many(["/a", "/b"], {"/b": THROTTLED}, deadline=50.0)
    assert first.value == {"path": "/a"}
    assert isinstance(second.error, errors.Throttled)
    assert second.error.attempts == 6


@pytest.mark.parametrize(
    "odd",
    [(0, None, {}), (200, None, {}), (200, "text", {}), ("200", {}, {})],
    ids=["missing", "empty", "text", "status"],
)
def test_an_item_left_out_or_odd_is_asked_again(many, service, odd):
    assert many(["/a", "/b"], {"/b": [odd, (200, {"b": 1}, {})]})[1].value == {"b": 1}
    assert sizes(service) == [2, 1]


def test_an_item_that_stays_away_is_malformed_and_not_empty(many):
    answer = many(["/a", "/b"], {"/b": (0, None, {})})[1]
    assert isinstance(answer.error, errors.Malformed)


def test_an_expired_token_inside_a_batch_is_renewed_once(many, tokens, service):
    expired = (401, {"error": {"code": "InvalidAuthenticationToken", "message": "x"}}, {})
    table = {"/a": [expired, (200, {"a": 1}, {})], "/b": [expired, (200, {"b": 1}, {})]}
    assert [answer.value for answer in many(["/a", "/b"], table)] == [{"a": 1}, {"b": 1}]
    assert tokens.asked == [(None, True)]


def test_later_pages_of_an_item_are_joined_to_the_first(many, service):
    table = {}
    table["/a"] = (200, {"value": [1], "@odata.nextLink": f"{service.root}/v1.0/a2", "kept": True}, {})
    table["/a2"] = (200, {"value": [2]}, {})
    first, second = many(["/a", "/b"], table)
    assert first.value == {"value": [1, 2], "kept": True}
    assert second.value == {"path": "/b"}


def test_a_foreign_page_of_an_item_is_its_error(many):
    table = {"/a": (200, {"value": [1], "@odata.nextLink": "https://evil.example/a2"}, {})}
    assert isinstance(many(["/a", "/b"], table)[0].error, errors.ForeignLink)


def test_a_batch_refused_as_a_whole_raises(connect, service):
    with pytest.raises(errors.Forbidden):
        connect(refusal(403, "accessDenied")).get_many(["/a", "/b"], doing="read them")


def test_reading_in_batches_is_open_to_a_read_only_client(many):
    assert many(["/a", "/b"], read_only=True)[1].value == {"path": "/b"}


@pytest.mark.parametrize("said", [Said(503), Said(manner="reset"), Said(200, {"responses": []}, manner="cut")])
def test_a_batch_is_repeated_as_a_whole_like_a_read(connect, service, said):
    shelf = Shelf()
    service.answer = lambda *request: said if len(service.requests) == 1 else shelf(*request)
    assert connect().get_many(["/a", "/b"], doing="read them")[0].value == {"path": "/a"}


def test_without_a_batch_endpoint_every_path_is_read_by_itself(connect, service):
    routing = refusal(404, "UnknownError", '{"Message":"No HTTP resource was found"}')
    shelf = Shelf({"/b": GONE})
    service.answer = lambda method, path, body: routing if path.endswith("$batch") else shelf(method, path, body)
    answers = connect().get_many(["/a", "/b"], doing="read them")
    assert answers[0].value == {"path": "/a"}
    assert answers[1].absent

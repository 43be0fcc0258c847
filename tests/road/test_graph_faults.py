# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire against the emulator's faults: what passes is waited out, what stays is told, nothing is taken for absent."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from emulator.testing import Emulator

from .graph_road import FABRIKAM, IssuedTokens, connected, jobs_path


@pytest.fixture(scope="module")
def service():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture
def emu(service):
    """One for all: these tests change nothing but the faults."""
    yield service
    service.clear_faults()


def read(graph, emu, method="list"):
    return getattr(graph, method)(jobs_path(graph, emu, FABRIKAM), doing="read the jobs of Fabrikam")


@pytest.mark.parametrize(("style", "least", "most"), [("seconds", 3.0, 3.0), ("date", 1.0, 3.0), ("none", 0.25, 0.5)])
def test_throttling_in_each_style_is_waited_out(emu, graph, style, least, most):
    emu.fault(method="GET", path=r"/jobs$", kind="throttle", style=style, seconds=3)
    assert len(read(graph, emu)) == 1
    assert len(graph.waits) == 1
    assert least <= graph.waits[0] <= most


def test_throttling_that_stays_ends_within_the_deadline(emu):
    emu.fault(path=r"/jobs$", kind="throttle", seconds=20, times=0)
    with connected(emu, deadline=90.0) as graph:
        with pytest.raises(errors.Throttled, match=r"waited 80 s in all .*request-id [0-9a-f-]{36}"):
            read(graph, emu)
        assert sum(graph.waits) < 90.0


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_read_passes_over_a_server_error(emu, graph, status):
    emu.fault(method="GET", path=r"/jobs$", kind="server_error", status=status)
    assert len(read(graph, emu)) == 1


@pytest.mark.parametrize("kind", ["reset", "truncate", "not_json"])
def test_a_read_passes_over_a_broken_answer(emu, graph, kind):
    emu.fault(method="GET", path=r"/jobs$", kind=kind)
    assert len(read(graph, emu)) == 1


@pytest.mark.parametrize(
    ("kind", "options", "error"),
    [
        ("reset", {}, errors.Unreachable),
        ("truncate", {}, errors.Malformed),
        ("not_json", {}, errors.Malformed),
        ("not_json", {"status": 404}, errors.Malformed),
        ("not_json", {"status": 502}, errors.ServerFault),
        ("server_error", {"status": 500}, errors.ServerFault),
        ("server_error", {"status": 503}, errors.ServerFault),
        ("throttle", {}, errors.Throttled),
        ("forbidden", {}, errors.Forbidden),
        ("unauthorized", {}, errors.Unauthenticated),
        ("replication", {"status": 401}, errors.Unauthenticated),
        ("replication", {"status": 403}, errors.Forbidden),
        ("conflict", {}, errors.Conflict),
        ("precondition", {}, errors.Conflict),
        ("redirect", {}, errors.ForeignLink),
        (
            "answer",
            {"status": 500, "code": "InternalError", "message": "Requested value 'X' was not found."},
            errors.BadRequest,
        ),
        (
            "answer",
            {"status": 404, "code": "UnknownError", "message": '{"Message":"No HTTP resource was found"}'},
            errors.BadRequest,
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "find", "list"])
def test_no_fault_that_stays_is_taken_for_absence(emu, graph, kind, options, error, method):
    emu.fault(path=r"/jobs$", kind=kind, times=0, **options)
    with pytest.raises(error) as caught:
        read(graph, emu, method)
    assert caught.value.__class__ is error
    assert caught.value.__context__ is None
    assert graph.tokens.kept.reveal() not in str(vars(caught.value)) + str(caught.value)


def test_a_slow_answer_is_given_up_and_asked_for_again(emu):
    emu.fault(method="GET", path=r"/jobs$", kind="slow", seconds=1.0)
    with connected(emu, timeout=0.3) as graph:
        assert len(read(graph, emu)) == 1


def test_a_redirect_is_not_followed_and_names_where_it_led(emu, graph):
    emu.fault(path=r"/jobs$", kind="redirect", to="https://elsewhere.invalid/login?x=1")
    with pytest.raises(errors.ForeignLink, match=r"redirect to https://elsewhere\.invalid, which is not followed"):
        read(graph, emu)


def test_the_token_does_not_follow_a_foreign_page(emu, graph):
    emu.fault(path=r"/jobs$", kind="foreign_next_link")
    with pytest.raises(errors.ForeignLink, match="the next page is at https://elsewhere.invalid and not at"):
        read(graph, emu)


def test_pages_are_followed_to_the_end(emu, graph):
    whole = graph.list("/servicePrincipals", doing="read the service principals")
    paged = graph.list("/servicePrincipals", doing="read the service principals", query={"$top": 2})
    assert len(whole) > 4
    assert [row["id"] for row in paged] == [row["id"] for row in whole]


def test_a_token_that_ends_under_way_is_renewed(emu):
    with connected(emu, tokens=IssuedTokens(emu, lifetime=600)) as graph:
        read(graph, emu)
        emu.advance(601)
        read(graph, emu)
        assert graph.tokens.issued == 2


def test_a_thing_that_is_not_there_is_absent_and_get_raises(emu, graph):
    path = jobs_path(graph, emu, FABRIKAM) + "/scim.none"
    assert graph.find(path, doing="find the job") is None
    with pytest.raises(errors.NotFound):
        graph.get(path, doing="read the job")


def test_absence_that_does_not_last_is_not_absence(emu, graph):
    emu.fault(path=r"/jobs$", kind="not_found")
    assert read(graph, emu, "find") is not None


def test_an_address_that_the_service_does_not_have_is_our_mistake(emu, graph):
    path = jobs_path(graph, emu, FABRIKAM) + "/" + emu.estate[FABRIKAM]["jobs"][0] + "/schema"
    with pytest.raises(errors.BadRequest, match="no such call at this address"):
        graph.patch(path, {"directories": []}, doing="change the schema")


def test_a_token_without_the_role_names_the_permission(emu):
    tokens = IssuedTokens(emu, roles=("User.Read.All",))
    with (
        connected(emu, tokens=tokens) as graph,
        pytest.raises(errors.GraphError, match=r"one of Synchronization\.Read"),
    ):
        graph.list(
            jobs_path(graph, emu, FABRIKAM),
            doing="read the jobs",
            needs=("Synchronization.Read.All", "Synchronization.ReadWrite.All"),
        )


def test_the_service_can_find_our_request(emu, graph):
    mark = emu.mark()
    emu.fault(path=r"/jobs$", kind="forbidden")
    with pytest.raises(errors.Forbidden) as caught:
        read(graph, emu)
    record = emu.audit(since=mark)[-1]
    assert caught.value.request_id == record["request_id"]
    assert caught.value.client_request_id == record["headers"]["client-request-id"]
    assert re.fullmatch(r"entra\.provisioning/\d+\.\d+\.\d+ ansible", record["headers"]["user-agent"])


def test_a_certificate_of_another_authority_is_not_trusted(emu, tmp_path):
    with connected(emu, ca_path=None) as graph, pytest.raises(errors.Unreachable, match="not trusted .* as ca_path"):
        read(graph, emu)
    with Emulator.start(estate="empty") as other, connected(emu, ca_path=other.ca_path) as graph:
        with pytest.raises(errors.Unreachable, match="not trusted .*It was checked against the authorities in"):
            read(graph, emu)

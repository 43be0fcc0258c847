# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until the service shows what was written."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal

GONE = refusal(404, "Request_ResourceNotFound", "x")
BARE = refusal(401, "UnknownError", "")
NEW = Said(200, {"state": "new"})
OLD = Said(200, {"state": "old"})


def settle(graph, **options):
    def read():
        return graph.get("/x", doing="read x")

    options = {"timeout": 60.0, **options}
    return graph.settle(read, lambda value: value["state"] == "new", doing="see x new", **options)


def test_two_agreeing_reads_are_enough(connect, service):
    assert settle(connect(OLD, NEW, NEW)) == {"state": "new"}
    assert len(service.requests) == 3


def test_reads_that_flap_do_not_agree(connect, service):
    assert settle(connect(NEW, OLD, NEW, GONE, NEW, NEW)) == {"state": "new"}
    assert len(service.requests) == 6


def test_the_answers_of_a_new_thing_are_waited_out(connect, service):
    assert settle(connect(BARE, refusal(403, "accessDenied"), GONE, NEW, NEW)) == {"state": "new"}
    assert len(service.requests) == 5


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (refusal(400, "BadRequest"), errors.BadRequest),
        (refusal(401, "InvalidAuthenticationToken"), errors.Unauthenticated),
        (refusal(404, "UnknownError", '{"Message":"No HTTP resource was found"}'), errors.BadRequest),
        (refusal(501, "notSupported"), errors.ServerFault),
    ],
)
def test_other_errors_end_the_waiting_at_once(connect, said, kind):
    with pytest.raises(kind):
        settle(connect(OLD, said))


def test_the_wait_grows_to_five_seconds(connect, clock):
    with pytest.raises(errors.Unsettled):
        settle(connect(OLD))
    assert clock.slept[0] == 0.2
    assert max(clock.slept) == 5.0
    assert sum(clock.slept) == pytest.approx(60.0)


def test_time_runs_out_with_the_last_thing_seen(connect):
    with pytest.raises(errors.Unsettled, match=r'see x new: it did not show within 60 s .*"state": "old"') as caught:
        settle(connect(OLD))
    assert "copy of the service" not in str(caught.value)


def test_what_was_last_seen_is_told_in_the_words_of_who_waits(connect):
    with pytest.raises(errors.Unsettled, match="last seen: it is still old"):
        settle(connect(*[OLD] * 40), timeout=10.0, describe=lambda value: f"it is still {value['state']}")


def test_time_runs_out_with_the_last_error(connect):
    words = (
        "the last answer was an error: Could not read x: .* 404.* For 60 s it was asked for again, since what is new may be "
        "answered so until every copy of the service knows it"
    )
    with pytest.raises(errors.Unsettled, match=words) as caught:
        settle(connect(GONE))
    assert caught.value.status == 404
    assert caught.value.__context__ is None


def test_secrets_are_not_told_when_time_runs_out(connect):
    graph = connect(Said(204), Said(200, {"state": "x" * 290 + "planted-secret-value"}))
    graph.put("/x", {"s": Secret("planted-secret-value")}, doing="store")
    with pytest.raises(errors.Unsettled) as caught:
        settle(graph)
    assert "planted" not in str(caught.value)


def test_waiting_does_not_use_up_the_time_of_the_task(connect, clock):
    graph = connect(OLD, deadline=10.0)
    with pytest.raises(errors.Unsettled):
        settle(graph)
    assert clock.elapsed == pytest.approx(60.0)
    assert graph.get("/x", doing="read x") == {"state": "old"}
    clock.elapsed += 10.0
    with pytest.raises(errors.Unreachable, match="used up"):
        graph.get("/x", doing="read x")


def test_time_that_was_granted_for_waiting_and_not_used_is_given_back(connect, clock):
    graph = connect(NEW, deadline=10.0)
    settle(graph)
    clock.elapsed += 10.1
    with pytest.raises(errors.Unreachable, match="used up"):
        graph.get("/x", doing="read x")


def test_a_single_read_can_be_enough(connect, service):
    assert settle(connect(NEW), agree=1) == {"state": "new"}
    assert len(service.requests) == 1


def test_absence_can_be_waited_for(connect):
    graph = connect(OLD, GONE)
    found = graph.settle(lambda: graph.find("/x", doing="find x"), lambda value: value is None, doing="see x gone")
    assert found is None


@pytest.mark.parametrize("said", [refusal(400, "BadRequest"), GONE])
def test_an_error_while_settling_says_that_it_came_after_the_write(connect, said):
    with pytest.raises(errors.GraphError) as caught:
        settle(connect(*[said] * 40), timeout=5.0)
    assert caught.value.settling


def test_an_error_of_a_plain_read_does_not(connect):
    with pytest.raises(errors.GraphError) as caught:
        connect(GONE).get("/x", doing="read x")
    assert not caught.value.settling


def test_a_lack_of_permission_that_stays_is_waited_out_for_a_minute_and_no_longer(connect, clock):
    denied = refusal(403, "Authorization_RequestDenied", "x")
    with pytest.raises(errors.Unsettled, match="within 60 s"):
        settle(connect(*[denied] * 40), timeout=120.0)
    assert 59 <= sum(clock.slept) <= 61

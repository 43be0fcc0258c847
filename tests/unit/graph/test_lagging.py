# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write to what was just read, answered 404 by a replica that lags."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors, lagging
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal

DONE = Said(204)
GONE = refusal(404, "Request_ResourceNotFound", "Resource 'x' does not exist.")
DENIED = refusal(403, "Authorization_RequestDenied", "Insufficient privileges.")
ROUTING = refusal(404, "UnknownError", '{"Message":"No HTTP resource was found that matches the request URI"}')
ALWAYS = [GONE] * (len(lagging.SEND_AFTER) + 1)


def start(graph, **options):
    return graph.post("/x/start", doing="start x", repeatable=True, **{"seen": True, **options})


def test_it_is_sent_again_until_all_replicas_know(connect, service, clock):
    assert start(connect(GONE, GONE, GONE, DONE)).status == 204
    assert len(service.requests) == 4
    assert clock.slept == list(lagging.SEND_AFTER[:3])


def test_a_404_that_stays_is_told_after_half_a_minute_with_the_wait(connect, service, clock):
    with pytest.raises(errors.NotFound, match=r"Could not start x: .* sent again for 30 s\."):
        start(connect(*ALWAYS))
    assert (len(service.requests), sum(clock.slept)) == (len(ALWAYS), 30.5)


def test_the_deadline_of_the_task_ends_it_sooner(connect, clock):
    with pytest.raises(errors.NotFound, match=r"sent again for 4 s\."):
        start(connect(*ALWAYS, deadline=6.0))
    assert sum(clock.slept) < 6.0


@pytest.mark.parametrize(("answer", "kind"), [(DENIED, errors.Forbidden), (ROUTING, errors.BadRequest)])
def test_what_no_replica_explains_is_told_at_once(connect, service, clock, answer, kind):
    with pytest.raises(kind):
        start(connect(answer, DONE))
    assert (len(service.requests), clock.slept) == (1, [])


def test_a_change_of_what_was_read_just_before_is_sent_again_too(connect, service, clock):
    graph = connect(GONE, GONE, DONE)
    assert graph.patch("/x", {"a": 1}, doing="change x", seen=True).status == 204
    assert (len(service.requests), clock.slept) == (3, list(lagging.SEND_AFTER[:2]))


def test_a_document_that_was_read_just_before_is_looked_at_again_before_it_is_sent_again(connect, service):
    looks = []
    graph = connect(GONE, GONE, DONE)
    assert graph.put("/x", {"a": 1}, doing="replace x", before_again=lambda: looks.append(1), seen=True).status == 204
    assert (len(service.requests), len(looks)) == (3, 2)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(connect, service):
    def changed():
        raise RuntimeError("somebody else wrote")

    graph = connect(GONE, DONE)
    with pytest.raises(RuntimeError, match="somebody else"):
        graph.put("/x", {"a": 1}, doing="replace x", before_again=changed, seen=True)
    assert len(service.requests) == 1


def test_nor_is_it_when_the_deadline_of_the_task_ends_the_waiting(connect, service):
    looks = []
    graph = connect(GONE, DONE, deadline=0.1)
    graph.put("/x", {"a": 1}, doing="replace x", before_again=lambda: looks.append(1), seen=True)
    assert (len(service.requests), len(looks)) == (2, 1)


def test_what_is_replaced_by_either_of_two_verbs_was_seen(connect, service):
    graph = connect(ROUTING, GONE, DONE)
    assert graph.write_by(("PATCH", "PUT"), "/x", {"a": 1}, doing="update x").status == 204
    assert [request[0] for request in service.requests] == ["PATCH", "PUT", "PUT"]


def test_what_was_not_seen_may_well_be_missing(connect, service):
    with pytest.raises(errors.NotFound):
        start(connect(GONE, DONE), seen=False)
    assert len(service.requests) == 1


def test_a_creation_whose_fate_is_read_is_sent_again_too(connect, service):
    made = Said(201, {"id": "j"})
    graph = connect(GONE, made)
    reply = graph.post("/jobs", {}, doing="create j", fate=lambda: None, repeatable=True, seen=True)
    assert (reply.body, reply.adopted) == ({"id": "j"}, False)
    assert [request[0] for request in service.requests] == ["POST", "POST"]

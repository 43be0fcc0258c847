# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One write of which the documentation names two verbs."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.graph.scripted_service import Said, refusal

DONE = Said(204)
ROUTING = refusal(404, "UnknownError", '{"Message":"No HTTP resource was found that matches the request URI"}')
SEGMENT = refusal(400, "BadRequest", "Resource not found for the segment 'templates'.")
VERB = refusal(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")


def write(graph):
    return graph.write_by(("PATCH", "PUT"), "/x", {"id": "x"}, doing="update x")


def verbs(service):
    return [request[0] for request in service.requests]


def test_the_first_verb_is_enough_where_the_service_has_it(connect, service):
    assert write(connect(DONE)).status == 204
    assert verbs(service) == ["PATCH"]


@pytest.mark.parametrize("answer", [ROUTING, SEGMENT, VERB], ids=["404", "400", "405"])
def test_the_second_verb_follows_where_the_service_has_no_such_route(connect, service, answer):
    assert write(connect(answer, DONE)).status == 204
    assert verbs(service) == ["PATCH", "PUT"]
    assert service.requests[0][3] == service.requests[1][3] == {"id": "x"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(400, "BadRequest", "The body is wrong."), errors.BadRequest),
        (refusal(403, "Authorization_RequestDenied", "Insufficient privileges."), errors.Forbidden),
    ],
)
def test_any_other_refusal_ends_it(connect, service, answer, kind):
    with pytest.raises(kind):
        write(connect(answer, DONE))
    assert verbs(service) == ["PATCH"]


def test_the_refusal_of_the_last_verb_is_the_error(connect, service):
    with pytest.raises(errors.BadRequest, match="Could not update x"):
        write(connect(ROUTING, ROUTING))
    assert verbs(service) == ["PATCH", "PUT"]


def test_a_transient_failure_is_repeated_with_the_same_verb(connect, service):
    assert write(connect(Said(503), DONE)).status == 204
    assert verbs(service) == ["PATCH", "PATCH"]


def test_a_read_only_client_sends_neither(connect, service):
    with pytest.raises(errors.ReadOnlyViolation):
        write(connect(DONE, read_only=True))
    assert service.requests == []

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deletion that is answered 404 is sent again for as long as the thing is shown, and no longer than it helps."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import removal
from ansible_collections.entra.provisioning.tests.unit.fake_graph import FakeGraph


class Service:
    """Answers with each of `statuses`, the last for good. shows: so many reads show the thing after it was deleted."""

    def __init__(self, *statuses, shows=0):
        self.statuses, self.shows, self.sent = list(statuses), shows, 0
        self.there = True

    def delete(self):
        self.sent += 1
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        self.there = self.there and status == 404
        return Reply(status, {}, None)

    def read(self):
        if self.there:
            return "the thing"
        self.shows -= 1
        return "the thing" if self.shows >= 0 else None


class Timed(FakeGraph):
    """Notes for how long it was to wait."""

    def settle(self, read, wanted, *, timeout=120, **told):
        self.timeout = timeout
        return super().settle(read, wanted, timeout=timeout, **told)


@pytest.mark.parametrize(
    ("service", "sent"),
    [
        (Service(204), 1),
        (Service(204, shows=5), 1),
        (Service(404, 204), 2),
        (Service(404, 404, 204, shows=3), 3),
    ],
)
def test_it_is_sent_until_the_service_takes_it_and_no_more(service, sent):
    removal.gone(FakeGraph(), service.delete, service.read, doing="see the thing gone")
    assert (service.there, service.sent) == (False, sent)


def test_what_was_gone_before_is_not_sent_twice():
    service = Service(404)
    service.there = False
    removal.gone(FakeGraph(), service.delete, service.read, doing="see the thing gone")
    assert service.sent == 1


def test_what_is_never_taken_counts_as_not_deleted_and_says_what_is_so():
    service, graph = Service(404), Timed()
    with pytest.raises(errors.Unsettled, match="asked for 21 times.*answered 404.*Run again in some minutes") as caught:
        removal.gone(graph, service.delete, service.read, doing="see the thing gone", timeout=180)
    assert (caught.value.settling, graph.timeout) == (False, 60)


def test_what_was_taken_and_stays_counts_as_deleted():
    service, graph = Service(404, 204, shows=1000), Timed()
    with pytest.raises(errors.Unsettled) as caught:
        removal.gone(graph, service.delete, service.read, doing="see the thing gone", timeout=30)
    assert (caught.value.settling, graph.timeout, "404" in str(caught.value)) == (True, 30, False)


def test_a_refusal_of_the_repetition_is_told_as_it_is():
    def refuse():
        if service.sent:
            raise errors.Forbidden("Could not delete the thing: it is not allowed.")
        return service.delete()

    service = Service(404)
    with pytest.raises(errors.Forbidden, match="^Could not delete the thing: it is not allowed.$"):
        removal.gone(FakeGraph(), refuse, service.read, doing="see the thing gone")

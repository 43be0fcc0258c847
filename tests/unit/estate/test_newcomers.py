# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a stopped run made moments ago: it is waited for, and what is refused for other reasons is not."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._estate import newcomers, planning
from ansible_collections.entra.provisioning.plugins.module_utils._estate.progress import Progress
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.tests.unit.estate_graph import (
    NAME,
    SECOND,
    START,
    actions,
    entry,
    plan,
    two,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import GALLERY, HERE, THERE, job, refusal

REFUSED = {401: errors.Unauthenticated, 403: errors.Forbidden, 404: errors.NotFound, 500: errors.ServerFault}
MADE_HERE = {"application_template_id": GALLERY, "settings": {"SyncAll": True}}


def created(minutes_ago):
    """What the directory says of an application."""
    moment = datetime.fromtimestamp(START, tz=timezone.utc) - timedelta(minutes=minutes_ago)
    return {"id": "a", "displayName": NAME, "createdDateTime": moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"}


def refusing(status, applications, ticks=3):
    """A graph that refuses to read the first principal's secrets until so many ticks have passed."""
    graph = two()
    at = f"{HERE}/secrets"
    graph.routes["/applications"] = applications
    graph.routes[at] = refusal(REFUSED[status], status)
    graph.ticks = [lambda one: None] * (ticks - 1) + [lambda one: one.routes.update({at: []})]
    # The path has its query in it, as one item of a batch.
    original = graph.answered

    def answered(path, call):
        bare, _mark, query = path.partition("?")
        graph.filters.append(query) if query else None
        return original(bare, call)

    graph.filters = []
    graph.answered = answered
    return graph


def planned(graph, *entries):
    drafts = plan(graph, *entries)
    reader = graph.fork(read_only=True)

    def again(some):
        planning.plan_all(reader, some, 1, Progress(graph, "read", len(some)))

    return newcomers.planned(reader, drafts, 1, again)


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize(
    "applications", [[created(0)], [created(29)], [created(-20)], []], ids=["now", "29 min", "clock", "unlisted"]
)
def test_a_new_application_is_waited_for(status, applications):
    graph = refusing(status, applications)
    (one,) = planned(graph, entry(**MADE_HERE))
    assert (one.error, actions(one.changes), one.new) == (None, ["store"], True)
    assert graph.filters == ["$select=createdDateTime&$filter=displayName%20eq%20%27Contoso%20SCIM%27"]


@pytest.mark.parametrize(
    ("given", "status", "applications"),
    [
        ({"settings": {"SyncAll": True}}, 403, [created(0)]),
        (MADE_HERE, 403, [created(31)]),
        (MADE_HERE, 500, [created(0)]),
        (MADE_HERE, 403, refusal(errors.Forbidden, 403)),
        (MADE_HERE, 403, [{"id": "a", "displayName": NAME}]),
    ],
    ids=["not made here", "long there", "another error", "age unknown", "age not told"],
)
def test_what_is_refused_for_other_reasons_is_not_waited_for(given, status, applications):
    graph = refusing(status, applications)
    (one,) = planned(graph, entry(**given))
    assert (one.error.status, one.new, len(graph.ticks)) == (status, False, 3)


def test_nothing_more_is_read_where_all_went_well():
    graph = refusing(403, [created(0)])
    (one,) = planned(graph, entry(SECOND, jobs=[{}]))
    assert (one.error, graph.filters) == (None, [])


def test_one_that_is_never_known_keeps_its_error_and_the_others_their_plans():
    graph = refusing(403, [created(0)], ticks=100)
    first, second = planned(graph, entry(**MADE_HERE), entry(SECOND, 1, jobs=[{"state": "paused"}]))
    assert first.error.status == 403
    assert (actions(second.changes), second.new) == (["pause"], False)


def test_a_job_that_is_listed_and_cannot_be_read_is_new():
    graph = two()
    at = f"{THERE}/jobs/{job()['id']}/schema"
    stands = graph.routes[at]
    graph.routes[at] = errors.NotFound("not yet", status=404, url=f"https://graph.microsoft.com/v1.0{at}")
    graph.ticks = [lambda one: None, lambda one: one.routes.update({at: stands})]
    (one,) = planned(graph, entry(SECOND, jobs=[{"schema": {"state": "reset"}}]))
    assert (one.error, one.new) == (None, True)


def test_an_id_that_nobody_has_is_not_waited_for():
    graph = two()
    at = f"{THERE}/jobs"
    graph.routes[at] = errors.NotFound("no", status=404, url=f"https://graph.microsoft.com/v1.0{at}")
    (one,) = planned(graph, entry(SECOND, jobs=[{}]))
    assert (one.error.status, one.new) == (404, False)


def test_a_defect_on_the_way_is_not_hidden():
    graph = refusing(403, [created(0)])
    drafts = plan(graph, entry(**MADE_HERE))
    with pytest.raises(ZeroDivisionError):
        newcomers.planned(graph, drafts, 1, lambda some: 1 / 0)

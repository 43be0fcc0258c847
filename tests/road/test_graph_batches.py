# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading many things at once, from a service that answers in any order and throttles single items."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors

from .graph_road import CONTOSO, FABRIKAM, IssuedTokens, connected, jobs_path


def batches(emu, since):
    return [row for row in emu.audit(since=since) if row["path"].endswith("$batch")]


def paths(graph, emu, copies=1):
    names = [name for name, facts in emu.estate.items() if facts["templates"]]
    return [jobs_path(graph, emu, name) for name in names] * copies


def test_answers_come_in_the_order_of_the_paths(emu, graph):
    wanted = paths(graph, emu, copies=9)
    assert len(wanted) > 40
    mark = emu.mark()
    answers = graph.get_many(wanted, doing="read the jobs")
    assert [answer.path for answer in answers] == wanted
    for answer in answers:
        assert answer.get()["value"] == graph.get(answer.path, doing="read the jobs")["value"]
    assert [len(row["body"]["requests"]) for row in batches(emu, mark)] == [20] * (len(wanted) // 20) + [
        len(wanted) % 20
    ]


def test_a_throttled_item_alone_is_asked_again(emu, graph):
    emu.fault(path=r"/jobs$", kind="throttle", seconds=4, after=1)
    mark = emu.mark()
    answers = graph.get_many(paths(graph, emu), doing="read the jobs")
    assert [answer.error for answer in answers] == [None] * len(answers)
    assert [len(row["body"]["requests"]) for row in batches(emu, mark)] == [len(answers), 1]
    assert graph.waits == [pytest.approx(4, abs=0.5)]


@pytest.mark.parametrize("options", [{"kind": "server_error", "status": 503}, {"kind": "not_json"}])
def test_an_item_that_failed_for_a_moment_is_asked_again(emu, graph, options):
    emu.fault(path=r"/jobs$", **options)
    answers = graph.get_many(paths(graph, emu), doing="read the jobs")
    assert [answer.error for answer in answers] == [None] * len(answers)


def test_an_item_that_is_not_there_is_told_from_one_that_cannot_be_read(emu, graph):
    missing = f"{jobs_path(graph, emu, CONTOSO)}/scim.none"
    emu.fault(path=r"/jobs$", kind="forbidden", times=0)
    absent, forbidden = graph.get_many([missing, jobs_path(graph, emu, FABRIKAM)], doing="read the jobs")
    assert absent.absent
    assert not forbidden.absent
    assert isinstance(forbidden.error, errors.Forbidden)


@pytest.mark.parametrize("kind", ["reset", "truncate", "server_error", "throttle", "unauthorized"])
def test_a_batch_that_fails_as_a_whole_for_a_moment_is_sent_again(emu, graph, kind):
    emu.fault(path=r"/\$batch$", kind=kind)
    answers = graph.get_many(paths(graph, emu), doing="read the jobs")
    assert [answer.error for answer in answers] == [None] * len(answers)


def test_a_token_that_ends_before_a_batch_is_renewed(emu):
    with connected(emu, tokens=IssuedTokens(emu, lifetime=600)) as graph:
        graph.list("/servicePrincipals", doing="read")
        emu.advance(601)
        answers = graph.get_many(paths(graph, emu), doing="read the jobs")
        assert [answer.error for answer in answers] == [None] * len(answers)
        assert graph.tokens.issued == 2


def test_all_pages_of_an_item_are_read(emu, graph):
    emu.switches["synchronization_page_size"] = 1
    path = graph.path("/servicePrincipals/{}/synchronization/templates", emu.estate[CONTOSO]["service_principal_id"])
    first, second = graph.get_many([path, path], doing="read the templates")
    rows = first.get()["value"]
    assert len(rows) > 1
    assert rows == second.get()["value"] == graph.list(path, doing="read the templates")

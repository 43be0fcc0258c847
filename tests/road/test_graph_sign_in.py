# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client with real sign-in: tokens are renewed when the service asks for it."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect

from .graph_road import FABRIKAM, jobs_path


def sign_ins(emu, since):
    return [row for row in emu.audit(since=since) if row["path"].endswith("/token")]


def test_a_claims_challenge_leads_to_one_new_token(emu):
    graph = connect(emu.options(), read_only=True)
    graph.list(jobs_path(graph, emu, FABRIKAM), doing="read the jobs")
    emu.fault(path=r"/jobs$", kind="claims_challenge")
    mark = emu.mark()
    for _time in range(3):
        assert len(graph.list(jobs_path(graph, emu, FABRIKAM), doing="read the jobs")) == 1
    assert len(sign_ins(emu, mark)) == 1
    assert [row["status"] for row in emu.audit(since=mark) if row["path"].endswith("/jobs")] == [401, 200, 200, 200]


def test_a_token_that_the_service_no_longer_takes_is_renewed_once(emu):
    graph = connect(emu.options(), read_only=True)
    graph.list(jobs_path(graph, emu, FABRIKAM), doing="read the jobs")
    emu.fault(path=r"/jobs$", kind="unauthorized")
    mark = emu.mark()
    assert len(graph.list(jobs_path(graph, emu, FABRIKAM), doing="read the jobs")) == 1
    assert len(sign_ins(emu, mark)) == 1

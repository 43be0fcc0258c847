# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lags of the service: waited for where that is asked, and nowhere else."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors

from .graph_road import CONTOSO, FABRIKAM, create_job, jobs_path


def test_a_new_job_that_flaps_is_seen_in_the_end(emu, graph):
    emu.switches.update({"job_read_lag": 3, "job_flap": True})
    path = f"{jobs_path(graph, emu)}/{create_job(graph, emu).body['id']}"
    mark = emu.mark()
    job = graph.settle(lambda: graph.get(path, doing="read the job"), lambda found: True, doing="see the job")
    assert job["templateId"] == "scim"
    statuses = [row["status"] for row in emu.audit(since=mark)]
    assert statuses == [404, 404, 404, 200, 404, 200, 200]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_principal_that_is_not_known_everywhere_yet_is_waited_for(emu, graph, status):
    emu.fault(path=r"/jobs$", kind="replication", status=status, times=3)
    path = jobs_path(graph, emu)
    assert graph.settle(lambda: graph.list(path, doing="read"), lambda rows: rows == [], doing="see its jobs") == []
    with pytest.raises(errors.GraphError):
        emu.fault(path=r"/jobs$", kind="replication", status=status, times=3)
        graph.list(path, doing="read")


def test_stale_reads_do_not_count_as_settled(emu, graph):
    path = graph.path("/servicePrincipals/{}/synchronization/secrets", emu.estate[CONTOSO]["service_principal_id"])
    graph.list(path, doing="read")
    graph.put(path, {"value": [{"key": "BaseAddress", "value": "https://new.example"}]}, doing="store")
    emu.fault(method="GET", path=r"/secrets$", kind="stale", times=3)

    def stored():
        return {row["key"]: row["value"] for row in graph.list(path, doing="read")}

    found = graph.settle(stored, lambda rows: rows.get("BaseAddress") == "https://new.example", doing="see it stored")
    assert found["BaseAddress"] == "https://new.example"
    assert len(graph.waits) == 4


def test_what_does_not_come_is_told_with_what_was_seen(emu, graph):
    emu.switches["polls_move_jobs"] = False
    path = f"{jobs_path(graph, emu, FABRIKAM)}/{emu.estate[FABRIKAM]['jobs'][0]}"
    with pytest.raises(
        errors.Unsettled, match=r"Could not see it paused: it did not show within 30 s .*last seen: "
    ) as caught:
        graph.settle(
            lambda: graph.get(path, doing="read")["schedule"]["state"],
            lambda state: state == "Disabled",
            doing="see it paused",
            timeout=30,
        )
    assert '"Active"' in str(caught.value)
    assert sum(graph.waits) == pytest.approx(30.0, abs=3)


def test_a_server_error_that_stays_ends_the_waiting(emu, graph):
    emu.fault(path=r"/jobs$", kind="server_error", status=503, times=0)
    path = jobs_path(graph, emu)
    with pytest.raises(errors.ServerFault):
        graph.settle(lambda: graph.list(path, doing="read"), lambda rows: True, doing="see its jobs")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is declared of two applications, in whatever state they are: check equals run, and a second run does nothing."""

from __future__ import annotations

import json

from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import NAMES as HAZARDS
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, synchronizations
from ansible_collections.entra.provisioning.tests.unit import schema_graph
from ansible_collections.entra.provisioning.tests.unit.estate_graph import NAME, SECOND, EstateGraph, one, two
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, OTHER, THERE, job
from ansible_collections.entra.provisioning.tests.unit.task import parameters
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEMPLATES = ("scim",)
URLS = st.sampled_from(["https://a.example", "https://b.example"])
SETTINGS = st.fixed_dictionaries({}, optional={"BaseAddress": URLS, "SyncAll": st.booleans()})
SECRETS = st.sampled_from([None, {"SecretToken": "planted-secret-0123456789"}])
SCHEMA = st.sampled_from(
    [
        None,
        {
            "synchronization_rules": schema_graph.declared(
                {"target_attribute": "nickName", "expression": "[mailNickname]"}
            )
        },
        {"synchronization_rules": schema_graph.declared(enabled=False), "state": "merged"},
        {"state": "reset"},
    ]
)
STORED = st.lists(
    st.sampled_from(
        [
            {"key": "BaseAddress", "value": "https://a.example"},
            {"key": "SyncAll", "value": "true"},
            {"key": "SecretToken", "value": "*"},
        ]
    ),
    unique_by=lambda row: row["key"],
)


@st.composite
def rows(draw, state):
    """The jobs of an entry: at most one of each template, as the argument spec takes them."""
    found = []
    for template_id in draw(st.lists(st.sampled_from(TEMPLATES), unique=True)):
        wanted = draw(st.sampled_from(["present", "absent", "started", "paused"]))
        schema = None if wanted == "absent" or state == options.DELETED else draw(SCHEMA)
        found.append({"template_id": template_id, "state": wanted, "schema": schema})
    return draw(st.sampled_from([None, found]))


@st.composite
def entries(draw, state):
    """One or two entries."""
    declared = []
    for name in draw(st.lists(st.sampled_from([NAME, SECOND]), unique=True, min_size=1)):
        gone = draw(st.sampled_from([[], ["Domain"]]))
        given = {"settings": draw(SETTINGS), "secrets": draw(SECRETS), "remove_keys": gone, "jobs": draw(rows(state))}
        declared.append({"display_name": name, **given})
    return declared


@st.composite
def graphs(draw):
    """Two service principals, each with or without a job and stored keys."""
    graph = two()
    for here in (HERE, THERE):
        jobs = draw(st.sampled_from([[], [job()], [job(state="Active")]]))
        stored = [dict(row) for row in draw(STORED)]
        whose = {} if here == HERE else {"whose": OTHER}
        graph.routes.update(
            one(jobs=[{**row, "schedule": dict(row["schedule"])} for row in jobs], secrets=stored, here=here, **whose)
        )
    return EstateGraph(graph.routes)


def run(graph, declared, state, check=False):
    given = {"applications": json.loads(json.dumps(declared)), "state": state, "accept_hazards": list(HAZARDS)}
    params = parameters(synchronizations, given)
    graph = graph.fork(read_only=check)
    return _road.travel(synchronizations.propose(graph, params), params, check)


@given(data=st.data(), graph=graphs(), state=st.sampled_from(options.WRITING))
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_check_equals_run_and_a_second_run_does_nothing(data, graph, state):
    declared = data.draw(entries(state))
    checked = run(graph, declared, state, check=True)
    assert graph.writes == []
    done = run(graph, declared, state)
    assert (checked["plan"], checked["diff"], checked["changed"]) == (done["plan"], done["diff"], done["changed"])
    assert sum(len(one["summary"].split("; ")) for one in done["applications"] if one["changed"]) == len(
        done["plan"]["changes"]
    )
    assert [one["msg"] for one in done["applications"]] == [None] * len(done["applications"])
    assert "planted" not in repr(done)
    writes = len(graph.writes)
    again = run(graph, declared, state)
    assert (again["changed"], again["plan"]["summary"], len(graph.writes)) == (False, "no changes", writes)

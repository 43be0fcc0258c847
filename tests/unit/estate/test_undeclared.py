# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes because nobody declared it, and what stays."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._estate import options, undeclared
from ansible_collections.entra.provisioning.plugins.module_utils._estate.application import Application
from ansible_collections.entra.provisioning.plugins.module_utils._estate.undeclared import Rest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import owner
from ansible_collections.entra.provisioning.tests.unit.estate_graph import entry, row, two
from ansible_collections.entra.provisioning.tests.unit.fake_graph import HERE, ID, job

MERGED, REPLACED, OVERRIDDEN, DELETED = options.WRITING
WHOSE = owner.Owner(owner.PRINCIPALS, ID)
SCIM, OTHERS = job()["id"], job("customappsso")["id"]
STORED = [
    {"key": "BaseAddress", "value": "https://a.example"},
    {"key": "SecretToken", "value": "*"},
    {"key": "SyncNotificationSettings", "value": '{"Enabled":true}'},
]


def rest(state, whose=WHOSE, **given):
    graph = two(**{f"{HERE}/jobs": [job(), job("customappsso")], f"{HERE}/secrets": STORED})
    return undeclared.rest(entry(state=state, **given), graph, whose)


@pytest.mark.parametrize("state", options.WRITING)
@pytest.mark.parametrize("whose", [None, owner.Owner(owner.PRINCIPALS, "", unborn="x")])
def test_of_what_is_not_there_nothing_goes(state, whose):
    assert rest(state, whose, jobs=[]) == Rest()


@pytest.mark.parametrize(
    ("state", "given", "jobs", "keys"),
    [
        (MERGED, {}, (), ()),
        (MERGED, {"jobs": [], "settings": {"SyncAll": True}}, (), ()),
        (REPLACED, {}, (), ()),
        (REPLACED, {"jobs": []}, (OTHERS, SCIM), ()),
        (REPLACED, {"jobs": [{}]}, (OTHERS,), ()),
        (REPLACED, {"jobs": [{"job_id": OTHERS}]}, (SCIM,), ()),
        (REPLACED, {"settings": {"BaseAddress": "x"}}, (), ("SecretToken",)),
        (REPLACED, {"secrets": {"SecretToken": "planted"}}, (), ("BaseAddress",)),
        (REPLACED, {"settings": {"BaseAddress": "x"}, "remove_keys": ["SecretToken"]}, (), ()),
        (OVERRIDDEN, {}, (OTHERS, SCIM), ("BaseAddress", "SecretToken")),
        (OVERRIDDEN, {"jobs": [{}, {"template_id": "customappsso"}]}, (), ("BaseAddress", "SecretToken")),
        (DELETED, {}, (OTHERS, SCIM), ()),
        (DELETED, {"jobs": []}, (OTHERS, SCIM), ()),
        (DELETED, {"jobs": [{}]}, (), ()),
    ],
)
def test_what_goes(state, given, jobs, keys):
    found = rest(state, **given)
    assert (tuple(sorted(found.jobs)), found.keys) == (jobs, keys)
    # Who deletes names what goes, be it by naming none.
    assert found.undeclared is (state in options.COMPLETE)


def test_what_the_service_does_not_let_go_stays():
    assert "SyncNotificationSettings" not in rest(OVERRIDDEN).keys


def test_nothing_is_read_where_nothing_can_go():
    graph = two()
    undeclared.rest(entry(jobs=[{}]), graph, WHOSE)
    undeclared.rest(entry(state=REPLACED), graph, WHOSE)
    assert list(graph.reads) == []


def test_an_entry_that_stands_for_a_stranger_declares_nothing():
    stranger = Application(3, {"service_principal_id": ID, "jobs": []}, OVERRIDDEN)
    graph = two(**{f"{HERE}/jobs": [job()], f"{HERE}/secrets": STORED})
    assert undeclared.rest(stranger, graph, WHOSE) == Rest((SCIM,), True, ("BaseAddress", "SecretToken"))
    assert row()["template_id"] == "scim"


@pytest.mark.parametrize(
    ("jobs", "twins"),
    [
        ([{"template_id": "scim"}, {"job_id": SCIM}], True),
        ([{"template_id": "customappsso"}, {"template_id": "scim"}, {"job_id": SCIM}], True),
        ([{"template_id": "scim"}, {"template_id": "customappsso"}], False),
        ([{"template_id": "scim"}, {"job_id": "scim.none"}], False),
        ([{"template_id": "scim"}], False),
    ],
)
def test_two_rows_that_are_one_job_are_refused(jobs, twins):
    graph = two(**{f"{HERE}/jobs": [job(), job("customappsso")]})
    if not twins:
        undeclared.refuse_twins(entry(jobs=jobs), graph, WHOSE)
        return
    with pytest.raises(InvalidInput) as problem:
        undeclared.refuse_twins(entry(jobs=jobs), graph, WHOSE)
    last, first = len(jobs) - 1, len(jobs) - 2
    assert problem.value.problems == (f"jobs[{last}]: it is job {SCIM}, as is jobs[{first}]; make them one.",)

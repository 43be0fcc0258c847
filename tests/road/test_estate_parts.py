# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of an application together over the road: each does what its single module does, in an order that fits."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job, schema, synchronization

from . import resource_road
from .estate_road import (
    CONTOSO,
    CUSTOM,
    FABRIKAM,
    NEW,
    TOKEN,
    actions,
    failing,
    mapped,
    row,
    run,
    scim_schema,
    unchanged,
)
from .resource_road import writes

ALIAS = mapped("User", "Account", "Trim([mail])", "USERGROUP_OUTBOUND_USERGROUP", "Alias")
TWO_JOBS = [
    {"template_id": "scim", "state": "started", "schema": scim_schema()},
    {"template_id": "customappsso", "state": "paused", "schema": scim_schema("ToLower([displayName])")},
]


@pytest.fixture(name="fabrikam")
def fixture_fabrikam(emu):
    return emu.world.tenants[emu.tenant_id].service_principal(FABRIKAM).provisioning


@pytest.mark.parametrize("named", [{"display_name": CONTOSO}, {"display_name": NEW, "application_template_id": CUSTOM}])
def test_several_jobs_of_one_application_each_have_their_schema(emu, named):
    entry = {**named, "settings": {"BaseAddress": "https://a.example"}, "jobs": TWO_JOBS}
    checked = run(emu, entry, check=True)
    done = run(emu, entry)
    assert checked["plan"] == done["plan"]
    found = done["applications"][0]["jobs"]
    assert [(one["template_id"], one["enabled"]) for one in found] == [("scim", True), ("customappssoOutDelta", False)]
    assert all(one["schema"]["version"] for one in found)
    unchanged(emu, entry)


@pytest.mark.parametrize("option", ["display_name", "app_id", "service_principal_id"])
def test_an_application_is_found_by_each_of_its_names(emu, option):
    entry = {option: emu.estate[CONTOSO][option].upper() if option != "display_name" else CONTOSO, "jobs": TWO_JOBS[:1]}
    assert actions(run(emu, entry)["plan"]["changes"]) == ["create", "replace", "start"]
    unchanged(emu, {"display_name": CONTOSO, "jobs": TWO_JOBS[:1]})


def test_a_job_is_named_by_its_id(emu):
    job_id = emu.estate[FABRIKAM]["jobs"][0]
    entry = {"display_name": FABRIKAM, "jobs": [{"job_id": job_id, "state": "paused", "schema": ALIAS}]}
    assert sorted(actions(run(emu, entry)["plan"]["changes"])) == ["pause", "replace"]
    unchanged(emu, entry)
    missing = {"display_name": FABRIKAM, "jobs": [{"job_id": "scim.none.none", "schema": ALIAS}]}
    assert "has no job scim.none.none" in row(failing(emu, missing), FABRIKAM)["msg"]


def test_a_job_that_is_declared_by_its_template_and_by_its_id_is_refused(emu):
    job_id = emu.estate[FABRIKAM]["jobs"][0]
    rows = [{"template_id": "fabrikamSingleSignon", "state": "paused"}, {"job_id": job_id, "state": "started"}]
    mark = emu.mark()
    result = failing(emu, {"display_name": FABRIKAM, "jobs": rows})
    assert writes(emu, mark) == []
    said = row(result, FABRIKAM)["msg"]
    assert "jobs[1]" in said and "jobs[0]" in said and job_id in said


def test_the_plan_of_each_part_is_that_of_its_single_module(emu):
    whose = {"display_name": FABRIKAM}
    job_id = emu.estate[FABRIKAM]["jobs"][0]
    given = {
        "settings": {"SyncAll": True},
        "secrets": {"Password": "planted-password", "SecretToken": TOKEN},
        "jobs": [{"template_id": "fabrikamSingleSignon", "state": "paused", "schema": ALIAS}],
    }
    singles = [
        resource_road.run(synchronization, emu, True, **whose, settings=given["settings"], secrets=given["secrets"]),
        resource_road.run(job, emu, True, **whose, template_id="fabrikamSingleSignon", state="paused"),
        resource_road.run(schema, emu, True, **whose, job_id=job_id, synchronization_rules=_filled(emu)),
    ]
    changes = run(emu, {**whose, **given}, check=True)["plan"]["changes"]
    alone = [change for single in singles for change in single["plan"]["changes"]]
    # Among many, the name that the declaration gives the application stands before what is done to it.
    assert changes == [{**change, "target": f"{FABRIKAM}: {change['target']}"} for change in alone]


def _filled(emu):
    """The rules of ALIAS as the argument spec leaves them."""
    from .estate_road import parameters

    entry = {"display_name": FABRIKAM, "jobs": [{"template_id": "fabrikamSingleSignon", "schema": ALIAS}]}
    return parameters(emu, applications=[entry])["applications"][0]["jobs"][0]["schema"]["synchronization_rules"]


@pytest.mark.parametrize(("token", "fails"), [(TOKEN, False), ("wrong-" + TOKEN, True)])
def test_credentials_are_tried_before_they_are_stored(emu, token, fails):
    entry = {
        "display_name": NEW,
        "application_template_id": CUSTOM,
        "settings": {"BaseAddress": "https://a.example"},
        "secrets": {"SecretToken": token},
        "validate_with_template": "scim",
        "jobs": TWO_JOBS[:1],
    }
    if not fails:
        assert run(emu, entry, check=True)["plan"] == run(emu, entry)["plan"]
        unchanged(emu, entry)
        return
    result = failing(emu, entry)
    assert actions(result["done"]) == ["create"]
    assert token not in str(result)
    assert emu.world.tenants[emu.tenant_id].service_principal(NEW).provisioning.secrets == {}


@pytest.mark.parametrize("where", ["job", "task"])
def test_a_quarantine_is_left_where_that_was_asked(emu, fabrikam, where):
    (found,) = fabrikam.jobs.values()
    found.outcome = "EntryLevelErrors"
    fabrikam.credentials_work = False
    emu.advance(3 * 24 * 3600)
    unhealthy = {"display_name": FABRIKAM, "jobs": [{"template_id": "fabrikamSingleSignon", "state": "started"}]}
    said = row(failing(emu, unhealthy, check=True), FABRIKAM)["msg"]
    assert "quarantine" in said
    fabrikam.credentials_work, found.outcome = True, "Succeeded"
    asked = {"template_id": "fabrikamSingleSignon", "state": "started"}
    entry = {"display_name": FABRIKAM, "jobs": [{**asked, "on_quarantine": "restart"} if where == "job" else asked]}
    more = {} if where == "job" else {"on_quarantine": "restart"}
    assert actions(run(emu, entry, **more)["plan"]["changes"]) == ["restart"]
    unchanged(emu, entry, **more)


def test_what_replaces_goes_before_what_is_new(emu):
    run(emu, {"display_name": CONTOSO, "jobs": TWO_JOBS[:1]})
    merged = {**TWO_JOBS[1], "schema": {**TWO_JOBS[1]["schema"], "state": "merged"}}
    entry = {"display_name": CONTOSO, "jobs": [merged], "accept_hazards": ["delete_undeclared"]}
    result = run(emu, entry, state="replaced")
    assert actions(result["plan"]["changes"]) == ["delete", "create", "replace"]
    assert [one.partition(".")[0] for one in emu.estate[CONTOSO]["jobs"]] == ["customappssoOutDelta"]
    unchanged(emu, entry, state="replaced")


def test_a_wait_for_many_jobs_is_a_wait_for_all_of_them(emu):
    emu.reset("many", applications=20, furnished=False)
    rows = [{"template_id": "scim", "state": "started", "wait_for": "initial_cycle", "wait_timeout": 60}]
    entries = [{"display_name": f"Application {number:03d}", "jobs": rows} for number in range(1, 21)]
    result = run(emu, *entries, concurrency=4)
    assert all(one["jobs"][0]["status"]["initial_cycle_completed"] for one in result["applications"])
    emu.reset("many", applications=3, furnished=False, switches={"polls_move_jobs": False})
    result = failing(emu, *entries[:3])
    assert "3 of 3 applications failed" in result["msg"] and "6 of 6 changes were done." in result["msg"]
    assert [one["jobs"][0]["enabled"] for one in result["applications"]] == [True] * 3

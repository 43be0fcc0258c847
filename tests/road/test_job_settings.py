# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a job over the whole road: at services that take them, that do not, and that only seem to."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_settings
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import estate
from emulator.testing import Emulator

from .resource_road import LOST_ANSWERS, in_words, run, writes

CLOUD_SYNC = "Active Directory to Microsoft Entra ID"


@pytest.fixture
def emu():
    with Emulator.start(estate="standard", switches={"patch_job": "204"}) as emulator:
        yield emulator


@pytest.fixture
def cloud(emu):
    """The options that name the cloud sync job."""
    return {"service_principal_id": emu.estate[CLOUD_SYNC]["service_principal_id"], "template_id": "AD2AADProvisioning"}


def the_job(emu):
    principal = emu.world.tenants[emu.tenant_id].service_principal(CLOUD_SYNC)
    return next(iter(principal.provisioning.jobs.values()))


def stored(emu):
    return [(row["name"], row["value"]) for row in the_job(emu).settings]


SETTINGS = {
    "LookaheadQueryEnabled": True,
    "QuarantineTooManyDeletesThreshold": 700,
    "Domain": {"DomainFQDN": "x.example"},
}


def wanted(rows):
    texts = {
        "LookaheadQueryEnabled": "True",
        "QuarantineTooManyDeletesThreshold": "700",
        "Domain": '{"DomainFQDN":"x.example"}',
    }
    return [(name, texts.get(name, value)) for name, value in rows]


def test_settings_are_changed_once_and_all_others_stay(emu, cloud):
    before = stored(emu)
    checked = run(job_settings, emu, check_mode=True, settings=SETTINGS, **cloud)
    assert stored(emu) == before
    real = run(job_settings, emu, settings=SETTINGS, **cloud)
    assert checked == real
    assert stored(emu) == [(row["name"], row["value"]) for row in real["settings"]] == wanted(before)
    mark = emu.mark()
    again = run(job_settings, emu, settings=SETTINGS, **cloud)
    assert (again["changed"], writes(emu, mark), again["settings"]) == (False, [], real["settings"])


@pytest.mark.parametrize("switch", ["404", "no_route"])
def test_a_service_that_has_no_such_write_is_told_and_nothing_is_changed(emu, cloud, switch):
    emu.switches["patch_job"] = switch
    before = stored(emu)
    assert run(job_settings, emu, check_mode=True, settings=SETTINGS, **cloud)["changed"] is True
    with pytest.raises(Stopped, match="it is the update itself that the service does not have") as stop:
        run(job_settings, emu, settings=SETTINGS, **cloud)
    said = str(stop.value)
    assert "Domain, LookaheadQueryEnabled, QuarantineTooManyDeletesThreshold were not set" in said
    assert said.endswith("Nothing was changed.")
    result = stop.value.result
    assert (result["changed"], result["done"], result["error"]["status"]) == (False, [], 404)
    assert result["error"]["request_id"]
    assert stored(emu) == before


def test_an_answer_that_the_verb_is_not_allowed_is_told_alike(emu, cloud):
    emu.fault(method="PATCH", path="/jobs/", kind="answer", times=0, status=405, code="BadRequest", message="No PATCH.")
    with pytest.raises(Stopped, match="it is the update itself that the service does not have"):
        run(job_settings, emu, settings=SETTINGS, **cloud)


def test_a_service_that_takes_the_write_without_effect_is_found_out(emu, cloud):
    emu.switches["patch_job"] = "ignored"
    with pytest.raises(Stopped, match="LookaheadQueryEnabled is 'False', as before") as stop:
        run(job_settings, emu, settings={"LookaheadQueryEnabled": True}, wait_timeout=1, **cloud)
    assert "takes such an update without effect" in str(stop.value)
    assert [change["action"] for change in stop.value.result["done"]] == ["update"]
    assert stop.value.result["changed"] is True


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "stale"},
        {"kind": "replication", "status": 401},
        {"kind": "replication", "status": 404},
    ],
    ids=in_words,
)
def test_a_read_that_lags_after_the_write_is_waited_for(emu, cloud, fault):
    # The first read of the job is the one before the write.
    rule = emu.fault(method="GET", path=rf"/jobs/{the_job(emu).id}$", times=3, after=1, **fault)
    result = run(job_settings, emu, settings=SETTINGS, **cloud)
    assert (rule.fired, result["changed"]) == (3, True)
    assert run(job_settings, emu, settings=SETTINGS, **cloud)["changed"] is False


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=in_words)
def test_a_write_whose_answer_is_lost_is_repeated(emu, cloud, fault):
    before = stored(emu)
    emu.fault(method="PATCH", path="/jobs/", times=1, **fault)
    assert run(job_settings, emu, settings=SETTINGS, **cloud)["changed"] is True
    assert stored(emu) == wanted(before)


def test_a_write_is_not_repeated_over_what_somebody_else_has_set(emu, cloud, monkeypatch):
    def somebody(_seconds):
        the_job(emu).settings = [{"name": "LookaheadQueryEnabled", "value": "False"}]

    monkeypatch.setattr("time.sleep", somebody)
    emu.fault(method="PATCH", path="/jobs/", kind="server_error", status=503, times=1)
    with pytest.raises(Stopped, match="while the update was being repeated") as stop:
        run(job_settings, emu, settings=SETTINGS, **cloud)
    assert "Nothing was changed." not in str(stop.value)
    assert stored(emu) == [("LookaheadQueryEnabled", "False")]


def test_a_name_that_is_there_twice_is_refused_when_it_is_declared_and_kept_when_not(emu, cloud):
    the_job(emu).settings = [*the_job(emu).settings, {"name": "LookaheadQueryEnabled", "value": "True"}]
    with pytest.raises(InvalidInput, match="the job has this setting 2 times"):
        run(job_settings, emu, settings=SETTINGS, **cloud)
    assert writes(emu, 0) == []
    run(job_settings, emu, settings={"QuarantineTooManyDeletesThreshold": 700}, **cloud)
    twice = [value for name, value in stored(emu) if name == "LookaheadQueryEnabled"]
    assert twice == ["False", "True"]


def test_who_only_owns_the_principal_is_told_the_permission_that_lacks(emu, cloud):
    tenant = emu.world.tenants[emu.tenant_id]
    tenant.service_principal(CLOUD_SYNC).owners.append(tenant.clients[estate.OWNER_ID].object_id)
    caller = {"client_id": estate.OWNER_ID, "client_secret": estate.OWNER_SECRET}
    assert run(job_settings, emu, check_mode=True, settings=SETTINGS, **cloud, **caller)["changed"] is True
    with pytest.raises(Stopped, match=r"403 .*This call needs Synchronization\.ReadWrite\.All\.") as stop:
        run(job_settings, emu, settings=SETTINGS, **cloud, **caller)
    assert stop.value.result["changed"] is False


def test_the_reviewed_plan_is_carried_out_and_no_other(emu, cloud):
    plan = run(job_settings, emu, check_mode=True, settings=SETTINGS, **cloud)["plan"]
    with pytest.raises(Stopped, match="not the one that was reviewed"):
        run(job_settings, emu, settings={"X": 1}, expected_plan=plan["fingerprint"], **cloud)
    assert run(job_settings, emu, settings=SETTINGS, expected_plan=plan["fingerprint"], **cloud)["changed"] is True

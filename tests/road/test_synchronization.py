# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and secrets over the whole road: every reading of what the service does with a PUT is coped with."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    connectivity_secrets,
    synchronization,
)
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped

from .resource_road import run, writes

TOKEN = "planted-token-0123456789"
SETTINGS = {"BaseAddress": "https://scim.contoso.example/v2", "SyncAll": False}


@pytest.fixture
def contoso(emu):
    return emu.estate["Contoso SCIM"]["service_principal_id"]


def test_settings_and_secrets_are_stored_once_and_read_back(emu, contoso):
    given = {"service_principal_id": contoso, "settings": SETTINGS, "secrets": {"SecretToken": TOKEN}}
    checked = run(synchronization, emu, check_mode=True, **given)
    real = run(synchronization, emu, **given)
    assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
    assert real["settings"] == SETTINGS
    assert real["secret_keys"] == ["SecretToken"]
    mark = emu.mark()
    again = run(synchronization, emu, **given)
    assert (again["changed"], writes(emu, mark)) == (False, [])
    assert TOKEN not in repr((checked, real, again))


@pytest.mark.parametrize("put", ["upsert", "replace"])
@pytest.mark.parametrize("lag", [0, 3])
def test_a_change_of_one_setting_loses_nothing(emu, contoso, put, lag):
    emu.switches["secrets_put"] = put
    secrets = {"SecretToken": TOKEN}
    run(synchronization, emu, service_principal_id=contoso, settings=SETTINGS, secrets=secrets)
    emu.switches["secrets_read_lag"] = lag
    result = run(synchronization, emu, service_principal_id=contoso, settings={"SyncAll": True}, secrets=secrets)
    assert result["settings"] == {**SETTINGS, "SyncAll": True}
    assert result["secret_keys"] == ["SecretToken"]


def test_an_undeclared_secret_is_a_hazard_before_it_is_lost(emu, contoso):
    emu.switches["secrets_put"] = "replace"
    run(synchronization, emu, service_principal_id=contoso, settings=SETTINGS, secrets={"SecretToken": TOKEN})
    mark = emu.mark()
    with pytest.raises(Stopped, match=r"accept_hazards: \[delete_undeclared\]"):
        run(synchronization, emu, service_principal_id=contoso, settings={"SyncAll": True})
    assert writes(emu, mark) == []
    with pytest.raises(Stopped, match="dropped SecretToken"):
        run(
            synchronization,
            emu,
            service_principal_id=contoso,
            settings={"SyncAll": True},
            accept_hazards=["delete_undeclared"],
        )


def test_an_accepted_hazard_goes_well_where_the_service_keeps_what_it_has(emu, contoso):
    run(synchronization, emu, service_principal_id=contoso, settings=SETTINGS, secrets={"SecretToken": TOKEN})
    result = run(
        synchronization,
        emu,
        service_principal_id=contoso,
        settings={"SyncAll": True},
        accept_hazards=["delete_undeclared"],
    )
    assert result["secret_keys"] == ["SecretToken"]


def test_members_of_a_structure_are_compared_and_merged(emu, contoso):
    given = {"service_principal_id": contoso, "settings": {"SyncNotificationSettings": {"DeleteThresholdValue": 17}}}
    run(synchronization, emu, **given)
    assert run(synchronization, emu, **given)["changed"] is False
    other = {"SyncNotificationSettings": {"Enabled": True}}
    result = run(synchronization, emu, service_principal_id=contoso, settings=other)
    assert result["settings"]["SyncNotificationSettings"]["DeleteThresholdValue"] == 17
    assert result["settings"]["SyncNotificationSettings"]["Enabled"] is True


def test_a_key_is_removed_when_it_is_listed_and_only_then(emu, contoso):
    secrets = {"SecretToken": TOKEN}
    run(synchronization, emu, service_principal_id=contoso, settings=SETTINGS, secrets=secrets)
    given = {"service_principal_id": contoso, "secrets": secrets, "remove_keys": ["BaseAddress"]}
    result = run(synchronization, emu, **given)
    assert result["settings"] == {"SyncAll": False}
    assert run(synchronization, emu, **given)["changed"] is False


def test_secrets_are_written_every_time_when_asked_so(emu, contoso):
    given = {"service_principal_id": contoso, "secrets": {"SecretToken": TOKEN}, "update_secrets": "always"}
    assert run(synchronization, emu, **given)["changed"] is True
    assert run(synchronization, emu, **given)["changed"] is True


def test_a_secret_under_settings_is_refused_by_the_table_and_by_the_template(emu, contoso):
    mark = emu.mark()
    with pytest.raises(InvalidInput, match="settings.SecretToken: this key holds a secret"):
        run(synchronization, emu, service_principal_id=contoso, settings={"SecretToken": TOKEN})
    with pytest.raises(InvalidInput, match="secrets.BaseAddress: this key holds no secret"):
        run(synchronization, emu, service_principal_id=contoso, secrets={"BaseAddress": "https://scim.example"})
    assert writes(emu, mark) == []


def test_credentials_that_do_not_validate_are_not_stored(emu, contoso):
    emu.fault(
        method="POST",
        path=r"/jobs/validateCredentials$",
        kind="answer",
        times=1,
        status=400,
        code="CredentialValidationUnavailable",
    )
    mark = emu.mark()
    with pytest.raises(Stopped, match="validate the credentials"):
        run(
            synchronization,
            emu,
            service_principal_id=contoso,
            settings=SETTINGS,
            secrets={"SecretToken": TOKEN},
            validate_with_template="scim",
        )
    assert [method for method, path in writes(emu, mark) if method == "PUT"] == []


def test_a_silently_dropped_write_is_not_taken_for_success(emu, contoso, monkeypatch):
    emu.switches["secrets_put"] = "silent_drop"
    monkeypatch.setattr(connectivity_secrets, "SETTLE_SECONDS", 1)
    with pytest.raises(Stopped, match="204 alone does not prove"):
        run(synchronization, emu, service_principal_id=contoso, secrets={"SecretToken": TOKEN})

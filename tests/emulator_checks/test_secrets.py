# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The secrets collection with its masks, upserts and traps."""

from __future__ import annotations

import json

import pytest
import requests

from .conftest import Wire, error

SCIM = [{"key": "BaseAddress", "value": "https://scim.example/"}, {"key": "SecretToken", "value": "long-secret-token"}]


def _put(wire: Wire, *pairs: dict[str, str], name: str = "Contoso SCIM") -> int:
    return wire.send("PUT", f"{wire.synchronization(name)}/secrets", json={"value": list(pairs)}).status_code


def _read(wire: Wire, name: str = "Contoso SCIM") -> dict[str, str]:
    return {row["key"]: row["value"] for row in wire.get(f"{wire.synchronization(name)}/secrets")["value"]}


def test_secret_values_read_as_an_asterisk_and_settings_plainly(wire: Wire) -> None:
    assert _put(wire, *SCIM) == 204
    assert _read(wire) == {"BaseAddress": "https://scim.example/", "SecretToken": "*"}


def test_a_put_leaves_other_keys_alone_and_an_empty_value_removes_one(wire: Wire) -> None:
    _put(wire, *SCIM)
    _put(wire, {"key": "BaseAddress", "value": ""}, {"key": "SyncAll", "value": "true"})
    assert _read(wire) == {"SecretToken": "*", "SyncAll": "true"}


def test_a_put_can_replace_everything(wire: Wire) -> None:
    wire.emulator.switches["secrets_put"] = "replace"
    _put(wire, *SCIM)
    _put(wire, {"key": "SyncAll", "value": "true"})
    assert _read(wire) == {"SyncAll": "true"}


def test_a_put_can_be_dropped_in_silence(wire: Wire) -> None:
    wire.emulator.switches["secrets_put"] = "silent_drop"
    assert _put(wire, *SCIM) == 204
    assert _read(wire) == {}
    notifications = {"key": "SyncNotificationSettings", "value": "{}"}
    assert _put(wire, *SCIM, {"key": "SyncAll", "value": "false"}, notifications) == 204
    assert len(_read(wire)) == 4


def test_an_empty_notification_setting_is_refused_in_a_doubly_encoded_error(wire: Wire) -> None:
    body = {"value": [{"key": "SyncNotificationSettings", "value": ""}]}
    status, code, message = error(wire.send("PUT", f"{wire.synchronization('Contoso SCIM')}/secrets", json=body))
    assert (status, code) == (400, "UnknownError")
    assert json.loads(message)["error"]["code"] == "InvalidNotificationSettings"
    assert _put(wire, {"key": "SyncNotificationSettings", "value": "{}"}) == 204


def test_an_unknown_key_is_a_permanent_500_that_stores_nothing(wire: Wire) -> None:
    body = {"value": [SCIM[0], {"key": "secretToken", "value": "long-secret-token"}]}
    answer = wire.send("PUT", f"{wire.synchronization('Contoso SCIM')}/secrets", json=body)
    assert error(answer) == (500, "InternalError", "Requested value 'secretToken' was not found.")
    assert _read(wire) == {}


def test_the_documented_but_wrong_member_name_is_refused(wire: Wire) -> None:
    answer = wire.send("PUT", f"{wire.synchronization('Contoso SCIM')}/secrets", json={"credentials": SCIM})
    assert answer.status_code == 400 and "credentials" in answer.text


@pytest.mark.parametrize(("switch", "stored"), [("store", "*"), ("keep", "long-secret-token")])
def test_an_asterisk_is_stored_or_means_unchanged(wire: Wire, switch: str, stored: str) -> None:
    wire.emulator.switches["secrets_star"] = switch
    _put(wire, *SCIM)
    _put(wire, {"key": "SecretToken", "value": "*"})
    tenant = wire.emulator.world.tenants[wire.emulator.tenant_id]
    assert tenant.service_principal("Contoso SCIM").provisioning.secrets["SecretToken"] == stored


def test_reads_can_lag_behind_a_put(wire: Wire) -> None:
    wire.emulator.switches["secrets_read_lag"] = 2
    _put(wire, *SCIM)
    assert [len(_read(wire)) for dummy in range(3)] == [0, 0, 2]


def test_bearer_and_oauth_keys_together_can_be_refused(wire: Wire) -> None:
    wire.emulator.switches["secrets_mixed_families"] = "500"
    assert _put(wire, *SCIM, {"key": "Oauth2ClientId", "value": "some-client"}) == 500
    assert _read(wire) == {}


def test_the_whole_synchronization_takes_secrets_too(wire: Wire) -> None:
    root = wire.synchronization("Contoso SCIM")
    assert wire.send("PUT", root, json={"secrets": SCIM}).status_code == 204
    assert {row["key"] for row in wire.get(root)["secrets"]} == {"BaseAddress", "SecretToken"}
    assert len(wire.get(f"{root}?$expand=templates")["templates"]) == 4
    count = wire.send("GET", f"{root}/secrets/$count")
    assert (count.text, count.headers["Content-Type"].partition(";")[0]) == ("2", "text/plain")


def test_ping_is_a_function_of_beta_only(wire: Wire) -> None:
    path = f"{wire.synchronization('Contoso SCIM')}/Ping()"
    assert wire.send("GET", path).status_code == 404
    wire.version = "beta"
    assert isinstance(wire.get(path)["value"], str)


def test_credentials_are_validated_before_and_after_they_are_stored(wire: Wire) -> None:
    path = f"{wire.synchronization('Contoso SCIM')}/jobs/validateCredentials"
    given = {"templateId": "scim", "useSavedCredentials": False, "credentials": SCIM}
    assert wire.send("POST", path, json=given).status_code == 204
    saved = {"templateId": "scim", "useSavedCredentials": True}
    assert error(wire.send("POST", path, json=saved))[:2] == (400, "CredentialValidationUnavailable")
    _put(wire, *SCIM)
    assert wire.send("POST", path, json=saved).status_code == 204
    assert error(wire.send("POST", path, json={"credentials": SCIM}))[1] == "RequestMissingRequiredParameter"


def test_a_target_that_refuses_credentials_says_so_in_the_inner_error(wire: Wire) -> None:
    bad = [SCIM[0], {"key": "SecretToken", "value": "wrong-secret-token"}]
    path = f"{wire.synchronization('Contoso SCIM')}/jobs/validateCredentials"
    _status, _code, message = error(wire.send("POST", path, json={"templateId": "scim", "credentials": bad}))
    inner = json.loads(message)["error"]
    assert inner["code"] == "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
    assert "Unauthorized (401)" in inner["message"]


CODE = {"key": "Oauth2AuthorizationCode", "value": "code-of-no-value"}


def _acquire(wire: Wire, code: str = CODE["value"]) -> requests.Response:
    body = {"credentials": [{"key": "Oauth2AuthorizationCode", "value": code}]}
    return wire.send("POST", f"{wire.synchronization('Contoso SCIM')}/acquireAccessToken", json=body)


def test_an_authorization_code_is_traded_for_tokens_that_are_stored(wire: Wire) -> None:
    assert _acquire(wire).status_code == 204
    stored = _read(wire)
    assert stored.pop("Oauth2AccessTokenCreationTime").endswith("Z")
    assert stored == {"Oauth2AccessToken": "*", "Oauth2RefreshToken": "*"}


def test_a_code_is_taken_again_or_refused_as_the_switch_says(wire: Wire) -> None:
    assert [_acquire(wire).status_code for dummy in range(2)] == [204, 204]
    wire.emulator.switches["used_codes"] = "refuse"
    first = _read(wire)
    status, outer, message = error(_acquire(wire))
    assert (status, outer, json.loads(message)["error"]["code"]) == (400, "UnknownError", "InvalidGrant")
    assert _acquire(wire, "another-code").status_code == 204
    assert _acquire(wire, "another-code").status_code == 400
    assert _read(wire)["Oauth2AccessTokenCreationTime"] > first["Oauth2AccessTokenCreationTime"]


def test_a_code_that_the_target_does_not_know_is_refused_and_nothing_is_stored(wire: Wire) -> None:
    answer = _acquire(wire, "wrong-code")
    assert (answer.status_code, "wrong-code" in answer.text) == (400, False)
    assert json.loads(error(answer)[2])["error"]["code"] == "InvalidGrant"
    assert _read(wire) == {}


def test_a_new_token_can_take_some_reads_to_show(wire: Wire) -> None:
    wire.emulator.switches["secrets_read_lag"] = 1
    _acquire(wire)
    assert [len(_read(wire)) for dummy in range(2)] == [0, 3]


@pytest.mark.parametrize(
    ("switch", "version", "entries"),
    [
        ("absent", "v1.0", None),
        ("absent", "beta", None),
        ("beta", "v1.0", None),
        ("beta", "beta", [{"value": pair["value"]} for pair in SCIM]),
        ("beta_with_keys", "beta", SCIM),
    ],
)
def test_connectivity_parameters_are_there_where_the_switch_has_them(
    wire: Wire, switch: str, version: str, entries: list[dict[str, str]] | None
) -> None:
    _put(wire, *SCIM)
    wire.emulator.switches["connectivity_parameters"] = switch
    wire.version = version
    found = wire.get(wire.synchronization("Contoso SCIM"))
    assert found.get("connectivityParameters") == entries
    assert ("connectivityParameters" in found) is (entries is not None)

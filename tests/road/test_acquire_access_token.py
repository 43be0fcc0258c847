# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OAuth code grant over the whole road: a code is sent once, whatever becomes of the answer."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    acquire_access_token,
    connectivity_secrets,
)
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator.credentials import REFUSED_PREFIX
from emulator.testing import Emulator

from .resource_road import run, writes

CODE = "planted-code-0123456789"
TRADE = r"/acquireAccessToken$"
TOKEN, CREATED = "Oauth2AccessToken", "Oauth2AccessTokenCreationTime"


@pytest.fixture
def emu():
    with Emulator.start(estate="standard", switches={"used_codes": "refuse"}) as emulator:
        yield emulator


@pytest.fixture
def contoso(emu):
    """The service principal of Contoso SCIM, as the emulator keeps it."""
    return emu.world.tenants[emu.tenant_id].service_principal("Contoso SCIM")


def acquire(emu, contoso, code=CODE, **given):
    secrets = {"Oauth2AuthorizationCode": code}
    return run(acquire_access_token, emu, service_principal_id=contoso.id, **{"secrets": secrets, **given})


def trades(emu, mark):
    return [path for _method, path in writes(emu, mark) if path.endswith("acquireAccessToken")]


def test_a_code_is_traded_once_and_no_token_is_seen(emu, contoso):
    checked = acquire(emu, contoso, check_mode=True)
    assert contoso.provisioning.secrets == {}
    mark = emu.mark()
    real = acquire(emu, contoso)
    again = acquire(emu, contoso)
    assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
    assert (real["changed"], again["changed"], len(trades(emu, mark))) == (True, False, 1)
    assert real["secret_keys"] == again["secret_keys"] == [TOKEN, "Oauth2RefreshToken"]
    assert real["settings"] == {CREATED: contoso.provisioning.secrets[CREATED]}
    assert CODE not in repr((checked, real, again))


def test_always_wants_a_new_code_each_time(emu, contoso):
    acquire(emu, contoso, when="always")
    before = contoso.provisioning.secrets[CREATED]
    assert acquire(emu, contoso, "another-code", when="always")["settings"][CREATED] > before
    with pytest.raises(Stopped, match="A code can be traded once, and only for some minutes") as stopped:
        acquire(emu, contoso, "another-code", when="always")
    assert "invalid_grant" in str(stopped.value)
    assert stopped.value.result["error"]["code"] == "InvalidGrant"


def test_a_code_that_the_target_refuses_is_explained_and_not_shown(emu, contoso):
    code = REFUSED_PREFIX + CODE
    contoso.provisioning.target_error = f"the code {code} has expired"
    with pytest.raises(Stopped, match=r"the code \*{8} has expired.*Obtain a new one by consent") as stopped:
        acquire(emu, contoso, code)
    assert code not in repr((stopped.value.args, stopped.value.result))
    assert contoso.provisioning.secrets == {}


LOST = [
    {"kind": "reset", "when": "after"},
    {"kind": "server_error", "status": 503, "when": "after"},
    {"kind": "server_error", "status": 504, "when": "after"},
]


@pytest.mark.parametrize("when", ["missing", "always"])
@pytest.mark.parametrize("stored", [False, True], ids=["none before", "one before"])
@pytest.mark.parametrize("fault", LOST, ids=lambda fault: "-".join(str(part) for part in fault.values()))
def test_a_lost_answer_is_looked_up_and_the_code_is_not_sent_again(emu, contoso, fault, stored, when):
    if stored:
        contoso.provisioning.secrets.update({TOKEN: "old", CREATED: "2026-01-01T00:00:00Z"})
    emu.fault(method="POST", path=TRADE, times=1, **fault)
    mark = emu.mark()
    result = acquire(emu, contoso, when=when)
    due = when == "always" or not stored
    assert (result["changed"], len(trades(emu, mark))) == (due, int(due))
    assert TOKEN in result["secret_keys"]


@pytest.mark.parametrize("lag", [1, 3])
def test_a_lost_answer_is_looked_up_although_reads_lag(emu, contoso, lag):
    emu.switches["secrets_read_lag"] = lag
    emu.fault(method="POST", path=TRADE, times=1, kind="reset", when="after")
    mark = emu.mark()
    assert acquire(emu, contoso)["changed"] is True
    assert len(trades(emu, mark)) == 1


def test_where_the_keys_do_not_tell_the_outcome_is_said_to_be_unknown(emu, contoso):
    emu.fault(method="POST", path=TRADE, times=1, kind="reset", when="before")
    mark = emu.mark()
    with pytest.raises(Stopped, match="Whether it took effect is not known") as stopped:
        acquire(emu, contoso)
    assert "Run again: the plan will tell whether the failed one took effect." in str(stopped.value)
    assert (stopped.value.result["changed"], stopped.value.result["done"]) == (False, [])
    assert len(trades(emu, mark)) == 1
    assert acquire(emu, contoso)["changed"] is True


def test_an_order_whose_outcome_is_unknown_is_not_advised_to_be_repeated(emu, contoso):
    contoso.provisioning.secrets[TOKEN] = "old"
    emu.fault(method="POST", path=TRADE, times=1, kind="reset", when="before")
    with pytest.raises(Stopped, match="Whether it took effect is not known") as stopped:
        acquire(emu, contoso, when="always")
    assert "Run again" not in str(stopped.value).partition("Whether it took effect")[2]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "throttle", "seconds": 1},
        {"kind": "server_error", "status": 503, "seconds": 1},
        {"kind": "unauthorized"},
    ],
    ids=lambda fault: fault["kind"],
)
def test_where_the_service_did_nothing_the_code_is_sent_again(emu, contoso, fault):
    emu.fault(method="POST", path=TRADE, times=1, **fault)
    assert acquire(emu, contoso)["changed"] is True


def test_a_token_that_shows_late_is_waited_for(emu, contoso):
    emu.switches["secrets_read_lag"] = 3
    assert TOKEN in acquire(emu, contoso)["secret_keys"]


def test_a_token_that_never_shows_is_accounted_for(emu, contoso, monkeypatch):
    monkeypatch.setattr(connectivity_secrets, "SETTLE_SECONDS", 1)
    emu.switches["secrets_read_lag"] = 1000
    with pytest.raises(Stopped, match="204 alone does not prove") as stopped:
        acquire(emu, contoso)
    assert (stopped.value.result["changed"], len(stopped.value.result["done"])) == (True, 1)


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "forbidden"}, 403), ({"kind": "replication"}, 401), ({"kind": "not_found"}, 404)],
    ids=["403", "401", "404"],
)
def test_a_refusal_of_another_kind_is_not_put_down_to_the_code(emu, contoso, fault, status):
    emu.fault(method="POST", path=TRADE, times=0, **fault)
    with pytest.raises(
        Stopped, match="Could not acquire an access token for the connector of service principal"
    ) as stop:
        acquire(emu, contoso)
    assert stop.value.result["error"]["status"] == status
    assert "A code can be traded once" not in str(stop.value)


def test_a_service_that_masks_no_secrets_shows_no_token_through_us(emu, contoso):
    emu.switches["secrets_mask"] = False
    result = acquire(emu, contoso, "code-in-the-clear")
    assert result["secret_keys"] == [TOKEN, "Oauth2RefreshToken"]
    assert "code-in-the-clear" in contoso.provisioning.secrets[TOKEN]
    assert "code-in-the-clear" not in repr(result)


@pytest.mark.parametrize("key", ["Oauth2AuthorizationCode", "Oauth2ClientSecret"])
def test_nothing_secret_goes_into_the_address(emu, contoso, key):
    mark = emu.mark()
    acquire(emu, contoso, secrets={"Oauth2AuthorizationCode": CODE, key: CODE + "2"})
    assert CODE not in repr([(row["path"], row["query"], row["headers"]) for row in emu.audit(since=mark)])

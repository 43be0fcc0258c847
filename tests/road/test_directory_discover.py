# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Discovery over the whole road: what it finds becomes known by being declared, and nothing else ever changes."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._resources import schema, schema_discover, schema_info
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import portal
from emulator.testing import Emulator

from .resource_road import LOST_ANSWERS, ask, in_words, run, writes

FABRIKAM, CLOUD_SYNC = "Fabrikam Sign-On", "Active Directory to Microsoft Entra ID"
DISCOVER = r"/discover$"
MORE = [
    {"name": "Account", "attributes": [{"name": "Pager", "type": "Integer"}, {"name": "Floor", "type": "Integer"}]},
    {"name": "Room", "attributes": [{"name": "RoomId", "anchor": True, "required": True}, {"name": "Seats"}]},
]


@pytest.fixture(scope="module")
def server():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture
def emu(server):
    server.reset()
    server.clear_faults()
    return server


def place(emu, name=FABRIKAM):
    row = emu.estate[name]
    return {"service_principal_id": row["service_principal_id"], "job_id": row["jobs"][0]}


@pytest.fixture
def fabrikam(emu):
    """Fabrikam's job, whose target has more than the schema knows."""
    has(emu, discovers=MORE)
    return place(emu)


def has(emu, **flags):
    portal.change_principal(emu.world, emu.tenant_id, emu.estate[FABRIKAM]["service_principal_id"], flags)


def document(emu, where):
    return ask(schema_info, emu, include=["document"], **where)["document"]


def declared(rows):
    """The rows with what the argument spec adds to them."""
    return [
        {
            **row,
            "objects": [
                {
                    "state": "present",
                    **one,
                    "attributes": [{"state": "present", **inner} for inner in one["attributes"]],
                }
                for one in row["objects"]
            ],
        }
        for row in rows
    ]


MANNERS = {
    "plain": {},
    "old": {"schema_flags": "blanks", "schema_order": "reversed", "uneditable_rules": "ignore"},
    "older": {
        "schema_directory_names": "old",
        "schema_later_members": "absent",
        "schema_read_lag": 1,
        "uneditable_rules": "ignore",
    },
}


@pytest.mark.parametrize("switches", MANNERS.values(), ids=MANNERS)
def test_what_was_discovered_is_known_once_it_was_declared(emu, fabrikam, switches):
    emu.switches.update(switches)
    found = run(schema_discover, emu, **fabrikam)
    assert found["new_attributes"] == ["Account.Pager", "Room.RoomId", "Room.Seats"]
    assert found["discovered"] and found["not_expressed"] == []
    written = run(schema, emu, **fabrikam, directories=declared(found["directories"]))
    assert (written["changed"], written["warnings"]) == (True, [])
    objects = {one["name"]: one for one in document(emu, fabrikam)["directories"][1]["objects"]}
    account = {one["name"]: one["type"] for one in objects["Account"]["attributes"]}
    assert (account["Pager"], account["Floor"]) == ("Integer", "Integer")
    assert {one["name"]: one["anchor"] for one in objects["Room"]["attributes"]} == {"RoomId": True, "Seats": False}
    again = run(schema_discover, emu, **fabrikam)
    assert (again["directories"], again["new_attributes"]) == ([], [])
    assert run(schema, emu, **fabrikam, directories=declared(found["directories"]))["changed"] is False


def test_a_discovered_attribute_can_be_mapped(emu, fabrikam):
    found = run(schema_discover, emu, **fabrikam)
    row = {"state": "present", "target_attribute": "Pager", "source": "telephoneNumber"}
    users = {"state": "present", "source_object": "User", "target_object": "Account", "attribute_mappings": [row]}
    rules = [{"name": "USERGROUP_OUTBOUND_USERGROUP", "object_mappings": [users]}]
    options = {"synchronization_rules": rules, "directories": declared(found["directories"])}
    assert run(schema, emu, **fabrikam, **options)["changed"] is True


def test_all_of_it_declared_whole_adds_the_rest_and_takes_nothing_away(emu, fabrikam):
    found = run(schema_discover, emu, only="all", **fabrikam)
    assert found["new_attributes"] == ["Account.Pager", "Room.RoomId", "Room.Seats"]
    options = {"state": "replaced", "directories": declared(found["directories"])}
    assert run(schema, emu, **fabrikam, **options)["changed"] is True
    assert run(schema_discover, emu, **fabrikam)["directories"] == []


def test_nothing_is_stored_and_check_mode_asks_nobody(emu, fabrikam):
    before, mark = document(emu, fabrikam), emu.mark()
    checked = run(schema_discover, emu, check_mode=True, **fabrikam)
    assert writes(emu, mark) == []
    real = run(schema_discover, emu, **fabrikam)
    assert [method for method, _path in writes(emu, mark)] == ["POST"]
    assert (checked["plan"], checked["diff"], checked["changed"]) == (real["plan"], real["diff"], False)
    assert (checked["directories"], checked["discovered"]) == ([], None)
    assert document(emu, fabrikam) == before


@pytest.mark.parametrize("fault", [*LOST_ANSWERS, {"kind": "truncate"}, {"kind": "unauthorized"}], ids=in_words)
def test_an_answer_that_was_lost_is_asked_for_again(emu, fabrikam, fault):
    emu.fault(method="POST", path=DISCOVER, **fault)
    mark = emu.mark()
    assert run(schema_discover, emu, **fabrikam)["new_attributes"] == ["Account.Pager", "Room.RoomId", "Room.Seats"]
    assert len(writes(emu, mark)) == 2


@pytest.mark.parametrize("kind", ["forbidden", "not_found", "replication", "conflict"])
def test_a_refusal_is_told_and_is_not_nothing_new(emu, fabrikam, kind):
    emu.fault(method="POST", path=DISCOVER, kind=kind, times=0)
    with pytest.raises(
        Stopped, match=r"Could not discover the directory Fabrikam Sign-On .*Nothing was changed\."
    ) as stop:
        run(schema_discover, emu, **fabrikam)
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])
    assert stop.value.result["failed_change"]["action"] == "discover"


@pytest.mark.parametrize(
    "flags", [{"credentials_work": False}, {"secrets": {"Password": None}, "credentials_work": False}]
)
def test_credentials_that_the_target_refuses_are_said_to_be_what_is_wrong(emu, fabrikam, flags):
    has(emu, **flags)
    with pytest.raises(Stopped) as stop:
        run(schema_discover, emu, **fabrikam)
    assert "SystemForCrossDomainIdentityManagementInvalidCredentials" in str(stop.value)
    assert schema_discover.CREDENTIALS in str(stop.value)


def test_missing_credentials_are_told_alike(emu, fabrikam):
    emu.world.tenants[emu.tenant_id].service_principal(FABRIKAM).provisioning.secrets.clear()
    with pytest.raises(Stopped, match="Discovery signs in to the target with the credentials that are stored"):
        run(schema_discover, emu, **fabrikam)


def test_a_service_that_sees_no_discovery_is_told_from_bad_credentials(emu, fabrikam):
    emu.fault(method="POST", path=DISCOVER, kind="answer", status=400, code="DirectoryNotDiscoverable", message="No.")
    with pytest.raises(Stopped) as stop:
        run(schema_discover, emu, **fabrikam)
    assert schema_discover.NO_DISCOVERY in str(stop.value) and schema_discover.CREDENTIALS not in str(stop.value)


def test_the_directory_of_cloud_sync_is_the_one_that_is_not_read_only(emu):
    where = place(emu, CLOUD_SYNC)
    result = run(schema_discover, emu, **where)
    assert (result["directory"]["name"], result["directories"]) == ("Active Directory", [])
    named = run(schema_discover, emu, directory="Microsoft Entra ID", **where)
    assert named["directory"]["name"] == "Microsoft Entra ID"


def test_a_generic_application_has_nothing_to_discover(emu):
    emu.switches.update(job_read_lag=0, job_flap=False)
    from ansible_collections.entra.provisioning.plugins.module_utils._resources import job

    contoso = {"service_principal_id": emu.estate["Contoso SCIM"]["service_principal_id"], "template_id": "scim"}
    run(job, emu, **contoso)
    mark = emu.mark()
    with pytest.raises(Situation, match=r"no directory to discover by default.*scim \(c1f7b3de-[-0-9a-f]+\): None"):
        run(schema_discover, emu, **contoso)
    assert writes(emu, mark) == []

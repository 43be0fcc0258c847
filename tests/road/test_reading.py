# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reading modules against the emulator: how many requests, what of pages, and never an error that looks empty."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    job_info,
    service_principal_info,
    synchronization_info,
    template_info,
)
from emulator.testing import Emulator

from .resource_road import ask

FABRIKAM = "Fabrikam Sign-On"
PLAIN = "Plain Web App"


@pytest.fixture(scope="module")
def server():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture
def emu(server):
    before = dict(server.switches)
    yield server
    server.clear_faults()
    server.switches.update(before)


def ident(emu, name):
    return emu.estate[name]["service_principal_id"]


def sent(emu, since):
    """The requests on the wire: those inside a batch are not among them, nor is the sign-in."""
    records = emu.audit(since=since)
    return [row["path"] for row in records if "/oauth2/" not in row["path"] and not row["batch"]]


@pytest.mark.parametrize(
    ("resource", "options", "count"),
    [
        (service_principal_info, {}, 1),
        (job_info, {}, 1),
        (template_info, {}, 1),
        (synchronization_info, {"include": ["jobs"]}, 1),
        (synchronization_info, {}, 1),
        (synchronization_info, {"ping": True}, 2),
    ],
)
def test_the_requests_are_as_few_as_can_be(emu, resource, options, count):
    ask(resource, emu, service_principal_id=ident(emu, FABRIKAM))
    mark = emu.mark()
    ask(resource, emu, service_principal_id=ident(emu, FABRIKAM), **options)
    assert len(sent(emu, mark)) == count


def test_pages_are_followed(emu):
    emu.switches["page_size"] = 3
    emu.switches["synchronization_page_size"] = 1
    found = ask(synchronization_info, emu, all=True)["synchronizations"]
    assert {entry["display_name"] for entry in found} >= {"Contoso SCIM", FABRIKAM, PLAIN, "Twin Application"}
    contoso = next(entry for entry in found if entry["display_name"] == "Contoso SCIM")
    assert len(contoso["templates"]) == 4
    fabrikam = next(entry for entry in found if entry["display_name"] == FABRIKAM)
    assert {"SyncAll", "SyncNotificationSettings"} <= set(fabrikam["settings"])


@pytest.mark.parametrize("answer", ["401", "404"])
def test_among_all_one_without_provisioning_has_its_error_and_no_empty_list(emu, answer):
    emu.switches["no_provisioning_answer"] = answer
    found = {row["display_name"]: row for row in ask(synchronization_info, emu, all=True)["synchronizations"]}
    assert found[PLAIN]["templates"] is None
    assert f"the service answered {answer}" in found[PLAIN]["error"]
    assert found[FABRIKAM]["error"] is None


@pytest.mark.parametrize("answer", ["401", "404"])
def test_one_without_provisioning_that_was_named_fails_and_names_it(emu, answer):
    emu.switches["no_provisioning_answer"] = answer
    whose = ident(emu, PLAIN)
    with pytest.raises(errors.GraphError, match=f"read the synchronization templates of service principal {whose}"):
        ask(synchronization_info, emu, service_principal_ids=[ident(emu, FABRIKAM), whose])


def test_a_cloud_without_ping_is_told_in_a_clear_word(emu):
    emu.switches["ping"] = "none"
    (entry,) = ask(synchronization_info, emu, service_principal_id=ident(emu, FABRIKAM), ping=True)["synchronizations"]
    assert entry["ping"]["available"] is False
    assert "does not offer Ping" in entry["ping"]["message"]


def test_a_throttled_item_of_a_batch_is_asked_for_again(emu):
    emu.fault(method="GET", path=r"/synchronization/jobs$", kind="throttle", times=1)
    (entry,) = ask(synchronization_info, emu, service_principal_id=ident(emu, FABRIKAM))["synchronizations"]
    assert len(entry["jobs"]) == 1


@pytest.mark.parametrize("root", ["service_principal", "application"])
def test_both_kinds_of_owner_show_the_same_templates(emu, root):
    whose = emu.estate[FABRIKAM]
    (found,) = ask(template_info, emu, **{f"{root}_id": whose[f"{root}_id"]}, include_schema=True)["templates"]
    assert found["id"] == "fabrikamSingleSignon"
    assert found["schema"]["synchronizationRules"]
    assert (found["required_settings"], found["required_secrets"]) == (["UserName"], ["Password", "SecretToken"])


def test_a_name_that_two_bear_is_an_error_that_lists_them(emu):
    with pytest.raises(Situation) as refused:
        ask(service_principal_info, emu, display_name="Twin Application")
    assert str(refused.value).count("(app_id ") == 2


def test_a_job_is_found_by_the_template_that_was_asked_for(emu):
    options = {"display_name": FABRIKAM, "template_id": "fabrikamSingleSignon"}
    assert len(ask(job_info, emu, **options)["jobs"]) == 1
    assert ask(job_info, emu, **options, status=["Paused"])["jobs"] == []

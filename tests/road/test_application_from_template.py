# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications of the gallery over the whole road: one and never two, whatever is lost, late or stopped halfway."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import fate
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    application_from_template,
    application_template_info,
)
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped

from .graph_road import IssuedTokens, connected
from .resource_road import LOST_ANSWERS, ask, in_words, parameters, writes

GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
DIARY, DIARY_NAME = "b0d5e7c9-1f3a-4e68-9c2b-8a4d6f0e1b11", "Tailspin Diary"
NAME, TAG = "Contoso Payroll", "automation:contoso-payroll"
BY_NAME = {"application_template_id": GALLERY, "display_name": NAME}
TAGGED = {**BY_NAME, "tag": TAG}
INSTANTIATE = r"/instantiate$"
PRINCIPAL = r"/servicePrincipals/[^/]+$"


def run(emu, check_mode=False, **given):
    """One run, whose waits take no time; the result of the road."""
    params = parameters(application_from_template, emu, given)
    with connected(emu, read_only=check_mode) as graph:
        return _road.travel(application_from_template.propose(graph, params), params, check_mode)


def actions(result):
    return [change["action"] for change in result["plan"]["changes"]]


def made(emu, name=NAME):
    """The principals of that name that there are, whatever lists show."""
    tenant = emu.world.tenants[emu.tenant_id]
    return [one for one in tenant.service_principals.values() if one.display_name == name]


def unchanged(emu, **given):
    """A further run finds nothing to do and writes nothing."""
    mark = emu.mark()
    again = run(emu, **given)
    assert (again["changed"], writes(emu, mark)) == (False, [])
    return again


def test_it_is_made_tagged_found_and_deleted_each_once(emu):
    steps = ((TAGGED, ["create", "tag"]), ({"tag": TAG, "state": "absent"}, ["delete"]))
    for given, done in steps:
        checked = run(emu, check_mode=True, **given)
        real = run(emu, **given)
        assert actions(real) == done
        assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
        assert unchanged(emu, **given)["application"] == real["application"]


def test_the_results_are_what_the_directory_has(emu):
    shown = run(emu, **TAGGED, service_management_reference="CMDB-1")["application"]
    (principal,) = made(emu)
    registration = emu.world.tenants[emu.tenant_id].applications[shown["application_id"]]
    assert (shown["service_principal_id"], shown["app_id"]) == (principal.id, registration.app_id)
    assert (registration.service_management_reference, shown["tags"]) == ("CMDB-1", sorted(principal.tags))
    assert shown["synchronization_templates"] == sorted(principal.provisioning.templates)


@pytest.mark.parametrize("given", [BY_NAME, TAGGED], ids=["by name", "by tag"])
@pytest.mark.parametrize(
    "fault",
    [
        *LOST_ANSWERS,
        {"kind": "server_error", "status": 503, "when": "before"},
        {"kind": "server_error", "status": 504, "when": "after"},
        {"kind": "truncate"},
    ],
    ids=in_words,
)
def test_it_is_never_made_twice(emu, given, fault):
    emu.fault(method="POST", path=INSTANTIATE, times=1, **fault)
    result = run(emu, **given)
    assert (result["changed"], len(made(emu))) == (True, 1)
    assert result["application"]["service_principal_id"] == made(emu)[0].id
    unchanged(emu, **given)


@pytest.mark.parametrize("lag", [1, 3, len(fate.ASK_AFTER) + 1])
@pytest.mark.parametrize("kind", ["reset", "server_error"])
def test_a_lost_answer_is_made_good_although_the_lists_lag(emu, lag, kind):
    emu.switches["instantiate_list_lag"] = lag
    emu.fault(method="POST", path=INSTANTIATE, times=1, kind=kind, when="after")
    mark = emu.mark()
    result = run(emu, **TAGGED)
    assert actions(result) == ["create", "tag"]
    assert len(made(emu)) == 1
    assert len([path for verb, path in writes(emu, mark) if verb == "POST"]) == 1


def test_what_is_new_is_seen_in_the_lists_before_the_run_ends(emu):
    emu.switches["instantiate_list_lag"] = 4
    run(emu, **BY_NAME)
    unchanged(emu, **BY_NAME)
    assert len(made(emu)) == 1


def test_a_list_that_is_stale_at_the_planning_makes_no_second_one(emu):
    run(emu, **BY_NAME)
    (principal,) = made(emu)
    principal.hidden_lists = 1
    mark = emu.mark()
    with pytest.raises(Stopped, match="there is one already") as stopped:
        run(emu, **BY_NAME)
    assert stopped.value.result["changed"] is False
    assert writes(emu, mark) == []
    unchanged(emu, **BY_NAME)


@pytest.mark.parametrize("fault", [{"kind": "forbidden"}, {"kind": "answer", "status": 400}], ids=in_words)
def test_who_is_stopped_between_making_and_tagging_goes_on_with_the_same_application(emu, fault):
    emu.fault(method="PATCH", path=PRINCIPAL, times=1, **fault)
    with pytest.raises(Stopped) as stopped:
        run(emu, **TAGGED)
    assert [change["action"] for change in stopped.value.result["done"]] == ["create"]
    assert stopped.value.result["failed_change"]["action"] == "tag"
    assert actions(run(emu, check_mode=True, **TAGGED)) == ["tag"]
    assert actions(run(emu, **TAGGED)) == ["tag"]
    unchanged(emu, **TAGGED)
    assert len(made(emu)) == 1


def test_who_is_stopped_while_waiting_goes_on_by_the_tag(emu):
    emu.switches["instantiate_lag"] = 1000
    with pytest.raises(Stopped, match="its synchronization offers a template") as stopped:
        run(emu, **TAGGED, settle_timeout=20)
    assert [change["action"] for change in stopped.value.result["done"]] == ["create", "tag"]
    emu.switches["instantiate_lag"] = 0
    made(emu)[0].provisioning.lag = 7
    assert unchanged(emu, **TAGGED)["application"]["synchronization_templates"]
    made(emu)[0].provisioning.lag = 2
    assert run(emu, check_mode=True, **TAGGED)["application"]["synchronization_templates"] is None


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("verb", ["PATCH", "DELETE"])
def test_a_lost_answer_to_a_write_that_may_be_repeated_is_no_matter(emu, verb, when):
    emu.fault(method=verb, path=r"/(servicePrincipals|applications)/[^/]+$", times=1, kind="reset", when=when)
    run(emu, **TAGGED)
    unchanged(emu, **TAGGED)
    assert run(emu, tag=TAG, state="absent")["changed"] is True
    unchanged(emu, tag=TAG, state="absent")
    assert made(emu) == []


@pytest.mark.parametrize("answer", ["401", "403", "404"])
def test_its_synchronization_is_waited_for_whatever_it_answers_at_first(emu, answer):
    emu.switches.update(instantiate_lag=5, instantiate_lag_answer=answer)
    shown = run(emu, **TAGGED)["application"]
    assert "scim" in shown["synchronization_templates"]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_principal_that_is_not_known_everywhere_yet_is_tagged_when_it_is(emu, status):
    emu.fault(method="GET", path=PRINCIPAL, kind="replication", status=status, times=3)
    assert actions(run(emu, **TAGGED)) == ["create", "tag"]
    unchanged(emu, **TAGGED)


def test_an_entry_without_provisioning_is_waited_for_until_it_answers(emu):
    shown = run(emu, application_template_id=DIARY, display_name="Diary")["application"]
    assert shown["synchronization_templates"] == []


@pytest.mark.parametrize("shape", ["id", "objectId"])
def test_the_answer_of_each_age_is_understood(emu, shape):
    emu.switches["instantiate_answer"] = shape
    run(emu, **TAGGED)
    unchanged(emu, **TAGGED)


def test_somebody_renames_it_and_it_is_found_by_its_tag(emu):
    first = run(emu, **TAGGED)["application"]
    made(emu)[0].display_name = "Payroll of Contoso"
    again = unchanged(emu, **TAGGED)
    assert again["application"] == {**first, "display_name": "Payroll of Contoso"}
    assert "'Payroll of Contoso'" in again["warnings"][0]


def test_an_id_finds_it_and_nothing_is_made_when_it_is_gone(emu):
    first = run(emu, **BY_NAME)["application"]
    for name in ("application_id", "app_id"):
        given = {"application_template_id": GALLERY, name: first[name]}
        assert unchanged(emu, **given)["application"] == first
    run(emu, application_id=first["application_id"], state="absent")
    mark = emu.mark()
    for name in ("application_id", "app_id"):
        with pytest.raises(Situation, match="nothing is made in its place"):
            run(emu, **BY_NAME, **{name: first[name]})
        unchanged(emu, state="absent", **{name: first[name]})
    assert writes(emu, mark) == []


def test_the_tags_of_the_portal_stay(emu):
    run(emu, **BY_NAME)
    made(emu)[0].tags.append("HideApp")
    shown = run(emu, **TAGGED)["application"]
    assert set(shown["tags"]) == {"HideApp", "WindowsAzureActiveDirectoryIntegratedApp", TAG}


def test_a_namesake_that_was_made_otherwise_is_neither_taken_nor_deleted(emu):
    mark = emu.mark()
    for state in ("present", "absent"):
        with pytest.raises(Situation, match="made from no gallery entry"):
            run(emu, **{**BY_NAME, "display_name": "Plain Web App", "state": state})
        with pytest.raises(Situation, match="not by one that was made from the application template"):
            run(emu, application_template=DIARY_NAME, display_name="Contoso SCIM", state=state)
    with pytest.raises(Situation, match="2 applications are meant"):
        run(emu, display_name="Twin Application", state="absent")
    assert writes(emu, mark) == []


def test_a_deleted_one_that_lists_still_show_is_waited_for(emu):
    run(emu, **BY_NAME)
    emu.fault(method="GET", path=r"/servicePrincipals$", kind="stale", after=1, times=3)
    mark = emu.mark()
    run(emu, display_name=NAME, state="absent")
    lists = [row for row in emu.audit(since=mark) if row["path"].endswith("/servicePrincipals")]
    assert [row["fault"] for row in lists] == ["", *["stale"] * 3, "", ""]
    unchanged(emu, display_name=NAME, state="absent")


def test_a_registration_that_lost_its_principal_stops_a_second_one_and_can_be_deleted(emu):
    first = run(emu, **BY_NAME)["application"]
    del emu.world.tenants[emu.tenant_id].service_principals[first["service_principal_id"]]
    with pytest.raises(Stopped, match=first["application_id"]):
        run(emu, **BY_NAME)
    assert actions(run(emu, application_id=first["application_id"], state="absent")) == ["delete"]
    assert actions(run(emu, **BY_NAME)) == ["create"]


def test_whoever_may_only_touch_what_it_owns_can_do_all_of_it(emu):
    for given in (TAGGED, {"tag": TAG, "state": "absent"}):
        params = parameters(application_from_template, emu, given)
        with connected(emu, IssuedTokens(emu, roles=("Application.ReadWrite.OwnedBy",))) as graph:
            assert _road.travel(application_from_template.propose(graph, params), params, False)["changed"] is True
    assert made(emu) == []


def test_the_gallery_is_read_by_id_by_name_and_by_part_with_any_token(emu):
    by_id = ask(application_template_info, emu, application_template_id=DIARY)
    by_name = ask(application_template_info, emu, display_name="tailspin diary")
    by_part = ask(application_template_info, emu, contains="DIARY")
    assert by_id == by_name == by_part
    (shown,) = by_id["application_templates"]
    assert (shown["id"], shown["is_sync_supported"], by_id["truncated"]) == (DIARY, False, False)
    assert ask(application_template_info, emu, application_template_id=emu.client_id)["application_templates"] == []


def test_a_gallery_in_pages_is_read_to_its_end(emu):
    emu.switches["page_size"] = 1
    found = ask(application_template_info, emu, contains="wingtip", limit=1)
    assert (len(found["application_templates"]), found["truncated"]) == (1, True)
    whole = ask(application_template_info, emu, contains="wingtip")
    assert [row["display_name"] for row in whole["application_templates"]] == [
        "Wingtip Ledger",
        "Wingtip Ledger Sandbox",
    ]

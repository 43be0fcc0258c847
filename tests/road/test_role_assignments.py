# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assignments over the whole road: each once whatever happens, waited for once, and told the truth about."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import (
    role_assignment,
    role_assignment_endpoint,
    role_assignment_info,
)
from ansible_collections.entra.provisioning.plugins.module_utils._road import Stopped
from emulator import estate

from .resource_road import LOST_ANSWERS, ask, in_words, run, writes

ADELE, MEGAN = "adele.vance@contoso.example", "megan.bowen@contoso.example"
ACCEPTED = ["change_scope", "delete_undeclared"]
POST = {"method": "POST", "path": r"/appRoleAssignedTo$"}


@pytest.fixture
def scim(emu):
    return {"service_principal_id": emu.estate[estate.SCIM]["service_principal_id"]}


def principal(emu, name=estate.SCIM):
    return emu.world.tenants[emu.tenant_id].service_principal(name)


def assigned(emu, name=estate.SCIM):
    """Who is assigned, as the service itself knows."""
    return sorted(row["principalDisplayName"] for row in principal(emu, name).assignments)


def actions(result):
    return [change["action"] for change in result["plan"]["changes"]]


def requests(emu, mark):
    return [(row["method"], row["path"]) for row in emu.audit(since=mark) if "/oauth2/" not in row["path"]]


def crowd(emu, size):
    """So many users of the tenant, by their principal names."""
    users = emu.world.tenants[emu.tenant_id].users
    names = [f"worker{number:03d}@contoso.example" for number in range(size)]
    for name in names:
        identity = estate.stable_id("users", name)
        users[identity] = {"id": identity, "displayName": name, "userPrincipalName": name}
    return names


def test_people_are_assigned_and_removed_each_once(emu, scim):
    both = {**scim, "users": [ADELE], "groups": ["Sales"], "accept_hazards": ACCEPTED}
    for given, done, left in (
        (both, ["assign", "assign"], ["Adele Vance", "Sales"]),
        ({**both, "users": [MEGAN], "exclusive": True}, ["assign", "unassign"], ["Megan Bowen", "Sales"]),
        ({**both, "users": [MEGAN], "state": "absent"}, ["unassign", "unassign"], []),
    ):
        checked = run(role_assignment, emu, check_mode=True, **given)
        real = run(role_assignment, emu, **given)
        assert actions(real) == done
        assert (checked["plan"], checked["diff"]) == (real["plan"], real["diff"])
        assert assigned(emu) == left
        mark = emu.mark()
        again = run(role_assignment, emu, **given)
        assert (again["changed"], writes(emu, mark)) == (False, [])


@pytest.mark.parametrize(
    "fault", [*LOST_ANSWERS, {"kind": "server_error", "status": 500, "when": "after"}], ids=in_words
)
def test_whatever_happens_to_an_answer_everybody_is_assigned_once(emu, scim, fault):
    emu.fault(**POST, times=1, **fault)
    result = run(role_assignment, emu, **scim, users=[ADELE, MEGAN])
    assert (result["changed"], len(result["assignments"])) == (True, 2)
    assert assigned(emu) == ["Adele Vance", "Megan Bowen"]
    assert run(role_assignment, emu, **scim, users=[ADELE, MEGAN])["changed"] is False


def test_a_lost_answer_and_a_list_that_lags_do_not_make_a_failure(emu, scim):
    emu.switches["assignment_list_lag"] = 7
    emu.fault(**POST, times=1, kind="reset", when="after")
    mark = emu.mark()
    result = run(role_assignment, emu, **scim, users=[ADELE])
    assert (result["changed"], len(result["assignments"])) == (True, 1)
    assert assigned(emu) == ["Adele Vance"]
    assert len(writes(emu, mark)) == 2, "the second is refused as a double, which tells what the list does not"


def test_a_removal_whose_answer_was_lost_is_done(emu, scim):
    run(role_assignment, emu, **scim, users=[ADELE, MEGAN])
    emu.fault(method="DELETE", path="appRoleAssignedTo", kind="server_error", status=503, when="after", times=1)
    gone = {**scim, "users": [ADELE, MEGAN], "state": "absent", "accept_hazards": ACCEPTED}
    assert actions(run(role_assignment, emu, **gone)) == ["unassign", "unassign"]
    assert assigned(emu) == []
    assert run(role_assignment, emu, **gone)["changed"] is False


def test_who_was_removed_by_somebody_else_meanwhile_is_removed(emu, scim):
    run(role_assignment, emu, **scim, users=[ADELE])
    ask(role_assignment_info, emu, **scim)
    principal(emu).assignments.clear()
    emu.fault(method="GET", path=r"/appRoleAssignedTo$", kind="stale", times=1)
    gone = {**scim, "users": [ADELE], "state": "absent", "accept_hazards": ACCEPTED}
    result = run(role_assignment, emu, **gone)
    assert (actions(result), result["assignments"]) == (["unassign"], [])


def test_who_was_assigned_by_somebody_else_meanwhile_is_adopted(emu, scim):
    ask(role_assignment_info, emu, **scim)
    run(role_assignment, emu, **scim, users=[ADELE])
    emu.fault(method="GET", path=r"/appRoleAssignedTo$", kind="stale", times=1)
    result = run(role_assignment, emu, **scim, users=[ADELE])
    assert actions(result) == ["assign"]
    assert assigned(emu) == ["Adele Vance"]


def test_lists_that_lag_are_waited_for(emu, scim):
    emu.switches.update(assignment_list_lag=3, assignment_delete_lag=3)
    run(role_assignment, emu, **scim, users=[ADELE], groups=["Sales"])
    only = {**scim, "users": [MEGAN], "groups": [], "exclusive": True, "accept_hazards": ACCEPTED}
    result = run(role_assignment, emu, **only)
    assert [row["principal_display_name"] for row in result["assignments"]] == ["Megan Bowen"]
    mark = emu.mark()
    again = run(role_assignment, emu, **only)
    assert (again["changed"], writes(emu, mark)) == (False, [])


def test_what_never_shows_is_told_and_counted_as_done(emu, scim, monkeypatch):
    monkeypatch.setattr(role_assignment_endpoint, "SETTLE_SECONDS", 1)
    emu.switches["assignment_list_lag"] = 1000
    with pytest.raises(Stopped) as stop:
        run(role_assignment, emu, **scim, users=[ADELE], groups=["Sales"])
    text, result = str(stop.value), stop.value.result
    assert "Could not see the assignments of service principal" in text
    assert f"group Sales as User of service principal {principal(emu).id} is not listed yet, user {ADELE}" in text
    assert text.endswith("2 of 2 changes were done.")
    assert (len(result["done"]), result["failed_change"], result["changed"]) == (2, None, True)


def test_a_run_right_after_one_that_failed_does_not_mind_what_is_not_listed_yet(emu, scim):
    everybody = crowd(emu, 30)
    emu.switches["assignment_list_lag"] = 3
    emu.fault(**POST, kind="forbidden", after=20, times=1)
    with pytest.raises(Stopped) as stop:
        run(role_assignment, emu, **scim, users=everybody)
    assert len(stop.value.result["done"]) == len(assigned(emu)) == 20
    assert "AppRoleAssignment.ReadWrite.All" in str(stop.value)
    mark = emu.mark()
    result = run(role_assignment, emu, **scim, users=everybody)
    assert (len(result["plan"]["changes"]), len(result["assignments"])) == (30, 30)
    assert assigned(emu) == everybody
    lists = [path for method, path in requests(emu, mark) if method == "GET" and path.endswith("/appRoleAssignedTo")]
    assert len(lists) < 8, "twenty doubles are refused, and none of them is looked for in the list"


def test_a_hundred_assignments_and_more_cost_a_write_each_and_a_few_reads(emu, scim):
    everybody = crowd(emu, 120)
    emu.switches["page_size"] = 50
    mark = emu.mark()
    result = run(role_assignment, emu, **scim, users=everybody)
    assert len(result["assignments"]) == 120
    sent = [row for row in emu.audit(since=mark) if row["path"].startswith("/v1.0/") and not row["batch"]]
    assert len([row for row in sent if row["unsafe"]]) == 120
    reads = [row for row in sent if not row["unsafe"]]
    assert len(reads) == 1 + 6 + 2 * 3, "roles and list, six batches of names, two lists of three pages"
    mark = emu.mark()
    assert run(role_assignment, emu, **scim, users=everybody)["changed"] is False
    assert writes(emu, mark) == []
    gone = run(role_assignment, emu, **scim, users=everybody, state="absent", accept_hazards=ACCEPTED)
    assert (len(gone["plan"]["changes"]), gone["assignments"], assigned(emu)) == (120, [], [])


def test_hazards_are_refused_before_the_first_write(emu, scim):
    run(role_assignment, emu, **scim, users=[ADELE], groups=["Sales"])
    mark = emu.mark()
    with pytest.raises(Stopped) as stop:
        run(role_assignment, emu, **scim, users=[ADELE], exclusive=True)
    text = str(stop.value)
    assert "change_scope: 1 of 2 assignments of users and groups" in text
    assert "and the members of group Sales" in text
    assert "accept_hazards: [change_scope, delete_undeclared]" in text
    assert (writes(emu, mark), assigned(emu)) == ([], ["Adele Vance", "Sales"])


def test_permissions_of_other_applications_are_left_alone(emu, scim):
    run(role_assignment, emu, **scim, users=[ADELE])
    row = principal(emu).assignments[0]
    principal(emu).assignments.append({**row, "id": "of-a-client", "principalType": "ServicePrincipal",
                                       "principalId": estate.stable_id("client"), "principalDisplayName": "Client"})  # fmt: skip
    result = run(role_assignment, emu, **scim, users=[], groups=[], exclusive=True, accept_hazards=ACCEPTED)
    assert [row["principal_type"] for row in result["assignments"]] == ["ServicePrincipal"]
    assert assigned(emu) == ["Client"]


def test_names_that_are_nobodys_or_several_groups_are_refused_before_a_write(emu, scim):
    groups = emu.world.tenants[emu.tenant_id].groups
    twin = estate.stable_id("groups", "Sales", "twin")
    groups[twin] = {"id": twin, "displayName": "Sales"}
    mark = emu.mark()
    with pytest.raises(Situation, match="2 groups are named 'Sales'"):
        run(role_assignment, emu, **scim, users=[ADELE], groups=["Sales"])
    with pytest.raises(Situation, match=r"no user of the principal name 'ghost@contoso\.example'"):
        run(role_assignment, emu, **scim, users=[ADELE, "ghost@contoso.example"])
    with pytest.raises(Situation, match="no group named 'Marketing'"):
        run(role_assignment, emu, **scim, groups=["Engineering", "Marketing"])
    assert writes(emu, mark) == []
    assert actions(run(role_assignment, emu, **scim, groups=[twin])) == ["assign"]


def test_an_id_that_is_nobodys_is_told_with_what_was_done(emu, scim):
    with pytest.raises(Stopped) as stop:
        run(role_assignment, emu, **scim, groups=["Sales"], users=[estate.stable_id("nobody")])
    assert stop.value.result["error"]["status"] == 404
    assert [change["target"][:11] for change in stop.value.result["done"]] == ["group Sales"]


def test_an_id_of_a_group_among_the_users_is_noticed(emu, scim):
    sales = estate.stable_id("groups", "Sales")
    with pytest.raises(Stopped, match="turned out to be no user but a Group"):
        run(role_assignment, emu, **scim, users=[sales])
    assert assigned(emu) == ["Sales"]
    with pytest.raises(InvalidInput, match="is a group; name it under groups only"):
        run(role_assignment, emu, **scim, users=[sales])
    assert run(role_assignment, emu, **scim, groups=[sales])["changed"] is False


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        (estate.SCIM, None, "User"),
        (estate.SCIM, "msiam_access", "msiam_access"),
        (estate.INBOUND, None, "msiam_access"),
        (estate.FABRIKAM, "admin", "Administrator"),
        (estate.PLAIN, None, None),
    ],
)
def test_the_role_that_is_meant(emu, name, role, expected):
    owner = {"display_name": name}
    result = run(role_assignment, emu, **owner, users=[ADELE], role=role)
    assert [row["role"] for row in result["assignments"]] == [expected]
    assert ask(role_assignment_info, emu, **owner)["assignments"] == result["assignments"]
    assert run(role_assignment, emu, **owner, users=[ADELE], role=role)["changed"] is False


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (None, "has 3 roles for users and groups, so say which one is meant: Administrator (value admin, id "),
        ("Auditor", "is disabled. It has: Administrator"),
        ("connector", "is for applications only. It has: Administrator"),
        ("Admin", "has no role 'Admin'. Did you mean"),
    ],
)
def test_a_role_that_is_not_plain_is_refused_with_those_that_there_are(emu, role, words):
    mark = emu.mark()
    with pytest.raises(InvalidInput) as refused:
        run(role_assignment, emu, display_name=estate.FABRIKAM, users=[ADELE], role=role)
    assert words in str(refused.value)
    assert writes(emu, mark) == []


def test_what_the_service_refuses_for_a_group_is_told_in_its_words(emu, scim):
    said = "Group based assignment needs a licence that this tenant does not have."
    emu.fault(**POST, kind="answer", status=400, code="Request_BadRequest", message=said, times=0)
    with pytest.raises(Stopped, match=said) as stop:
        run(role_assignment, emu, **scim, groups=["Sales"])
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])
    assert str(stop.value).endswith("Nothing was changed.")


def test_an_application_that_is_not_there_is_no_application_without_assignments(emu):
    nobody = {"service_principal_id": estate.stable_id("nobody")}
    with pytest.raises(errors.NotFound):
        run(role_assignment, emu, **nobody, users=[ADELE], state="absent")
    with pytest.raises(errors.NotFound):
        ask(role_assignment_info, emu, **nobody)


def test_reading_is_no_less_than_all_pages(emu, scim):
    everybody = crowd(emu, 7)
    run(role_assignment, emu, **scim, users=everybody)
    emu.switches["page_size"] = 3
    found = ask(role_assignment_info, emu, **scim)
    assert sorted(row["principal_display_name"] for row in found["assignments"]) == everybody

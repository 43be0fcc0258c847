# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module application_role_assignment: who is assigned, in which role, and who is not any more."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils import _road
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Reply
from ansible_collections.entra.provisioning.plugins.module_utils._resources import role_assignment as resource
from ansible_collections.entra.provisioning.tests.unit.directory import (
    ADELE,
    ADMIN,
    ASSIGNED,
    BY_APP,
    CLIENT,
    ENGINEERS,
    MEGAN,
    MSIAM,
    NONE,
    ROLES,
    SALES,
    USER,
    Directory,
    assignment,
    group_path,
    role,
    user_path,
)
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, refusal
from ansible_collections.entra.provisioning.tests.unit.task import Refused, parameters, run

WHOSE = f"service principal {ID}"
ADELE_NAME, MEGAN_NAME = "adele@contoso.example", "megan@contoso.example"
ACCEPTED = ["change_scope", "delete_undeclared"]


def apply(graph, check=False, **options):
    owner = {} if {"app_id", "display_name"} & options.keys() else {"service_principal_id": ID}
    return run(resource, graph, check, **owner, **options)


def steps(result):
    return [(change["action"], change["target"]) for change in result["plan"]["changes"]]


def as_user(who):
    return f"{who} as User of {WHOSE}"


A, M, S, E = (ADELE, USER), (MEGAN, USER), (SALES, USER), (ENGINEERS, USER)
BOSS = (MEGAN, ADMIN)
BOTH = {"users": [ADELE_NAME, MEGAN_NAME], "groups": ["Sales"]}
# assigned before, options, assigned after
WAYS = [
    ((), {"users": [ADELE]}, [A]),
    ((), {"users": [ADELE_NAME], "groups": ["Sales"]}, [A, S]),
    ((A,), {"users": [ADELE_NAME], "groups": ["Sales"]}, [A, S]),
    ((A, S), {"users": [ADELE_NAME], "groups": ["Sales"]}, [A, S]),
    ((BOSS,), {"users": [MEGAN]}, [BOSS, M]),
    ((M,), {"users": [MEGAN], "role": "admin"}, [M, BOSS]),
    ((M,), {"users": [MEGAN], "role": ADMIN.upper()}, [M, BOSS]),
    ((), {"users": []}, []),
    ((A, S), {"users": [], "groups": []}, [A, S]),
    ((A, S), {"users": [ADELE], "state": "absent"}, [S]),
    ((A, S), {"groups": ["Sales"], "state": "absent"}, [A]),
    ((A,), {"users": [MEGAN], "state": "absent"}, [A]),
    ((M, BOSS, S), {"users": [MEGAN_NAME], "state": "absent"}, [S]),
    ((M, BOSS, S), {"users": [MEGAN_NAME], "role": "Administrator", "state": "absent"}, [M, S]),
    ((A, E, S), {**BOTH, "exclusive": True}, [A, S, M]),
    ((A, M, BOSS, S), {**BOTH, "exclusive": True}, [A, M, S]),
    ((A, S), {"users": [MEGAN], "exclusive": True}, [M]),
    ((A, S), {"users": [], "groups": [], "exclusive": True}, []),
    ((), {"users": [], "groups": [], "exclusive": True}, []),
    ((A, (CLIENT, ADMIN)), {"users": [], "groups": [], "exclusive": True}, [(CLIENT, ADMIN)]),
]  # fmt: skip
IDS = [f"{len(before)} assigned, {options}" for before, options, _after in WAYS]


@pytest.mark.parametrize(("before", "options", "after"), WAYS, ids=IDS)
def test_everybody_is_assigned_as_declared_and_a_second_run_changes_nothing(before, options, after):
    graph = Directory(*before)
    result = apply(graph, accept_hazards=ACCEPTED, **options)
    assert sorted(graph.assigned) == sorted(after)
    assert result["changed"] is (sorted(before) != sorted(after))
    written = len(graph.writes)
    assert written == len(result["plan"]["changes"])
    again = apply(graph, **options)
    assert (again["changed"], again["plan"]["changes"], len(graph.writes)) == (False, [], written)
    assert again["assignments"] == result["assignments"]


@pytest.mark.parametrize(("before", "options", "after"), WAYS, ids=IDS)
def test_check_mode_foretells_the_run_and_writes_nothing(before, options, after):
    looked, graph = Directory(*before), Directory(*before)
    checked = apply(looked, check=True, accept_hazards=ACCEPTED, **options)
    real = apply(graph, accept_hazards=ACCEPTED, **options)
    assert looked.writes == []
    for name in ("changed", "plan", "diff", "service_principal_id", "warnings"):
        assert checked[name] == real[name], name
    told = [(row["principal_id"], row["role_id"], row["role"]) for row in checked["assignments"]]
    assert told == [(row["principal_id"], row["role_id"], row["role"]) for row in real["assignments"]]
    new = {row["principal_id"] for row in checked["assignments"] if row["assignment_id"] is None}
    assert new == {principal for principal, _role in set(after) - set(before)}


def test_the_assignments_are_shown_in_plain_values():
    shown = apply(Directory((CLIENT, ADMIN), A, (SALES, NONE)), users=[ADELE])["assignments"]
    assert shown == [
        {
            "principal_id": SALES,
            "principal_display_name": "Sales",
            "principal_type": "Group",
            "role_id": NONE,
            "role": None,
            "assignment_id": f"{SALES[:8]}-00000000",
        },
        {
            "principal_id": CLIENT,
            "principal_display_name": "Some Client",
            "principal_type": "ServicePrincipal",
            "role_id": ADMIN,
            "role": "Administrator",
            "assignment_id": f"{CLIENT[:8]}-{ADMIN[:8]}",
        },
        {
            "principal_id": ADELE,
            "principal_display_name": "Adele Vance",
            "principal_type": "User",
            "role_id": USER,
            "role": "User",
            "assignment_id": f"{ADELE[:8]}-{USER[:8]}",
        },
    ]


def test_the_plan_is_in_the_words_of_the_task_and_in_one_order():
    options = {"users": [MEGAN_NAME, ADELE_NAME], "groups": ["Sales"], "exclusive": True, "accept_hazards": ACCEPTED}
    result = apply(Directory((ADELE, ADMIN), E), **options)
    assert steps(result) == [
        ("assign", as_user("group Sales")),
        ("assign", as_user(f"user {ADELE_NAME}")),
        ("assign", as_user(f"user {MEGAN_NAME}")),
        ("unassign", as_user(f"group Engineering ({ENGINEERS})")),
        ("unassign", f"user {ADELE_NAME} as Administrator of {WHOSE}"),
    ]
    assert result["plan"]["changes"][0]["before"] is None
    assert result["plan"]["changes"][0]["after"] == {"principal_id": SALES, "role": "User"}
    assert result["plan"]["changes"][4]["before"] == {"principal_id": ADELE, "role": "Administrator"}
    assert result["plan"]["changes"][4]["after"] is None
    turned = apply(Directory((ADELE, ADMIN), E), **{**options, "users": [ADELE_NAME, MEGAN_NAME]})
    assert turned["plan"] == result["plan"]
    assert set(result["diff"]["after"]) == {target for action, target in steps(result) if action == "assign"}
    assert set(result["diff"]["before"]) == {target for action, target in steps(result) if action == "unassign"}


def test_who_is_named_twice_is_assigned_once_under_the_name_that_people_read():
    result = apply(Directory(), users=[ADELE, ADELE_NAME, ADELE.upper()])
    assert steps(result) == [("assign", as_user(f"user {ADELE_NAME}"))]


@pytest.mark.parametrize(
    ("roles", "option", "expected"),
    [
        ((), None, NONE),
        ((role(MSIAM, "msiam_access"),), None, MSIAM),
        ((role(MSIAM, "msiam_access"), role(USER, "User")), None, USER),
        ((role(MSIAM, "msiam_access"), role(ADMIN, "Administrator", "admin")), "admin", ADMIN),
        ((role(MSIAM, "msiam_access"),), NONE, NONE),
    ],
)
def test_the_role_that_is_meant(roles, option, expected):
    graph = Directory(roles=roles)
    apply(graph, users=[ADELE], **({} if option is None else {"role": option}))
    assert graph.assigned == [(ADELE, expected)]


def paths(graph):
    return [path for _verb, path, _query, _version in graph.reads]


def test_a_run_without_changes_reads_roles_and_assignments_once():
    graph = Directory(A)
    apply(graph, users=[ADELE])
    assert paths(graph) == [ROLES, ASSIGNED]


@pytest.mark.parametrize(
    ("options", "first"), [({"app_id": APP}, BY_APP), ({"display_name": "Contoso SCIM"}, "/servicePrincipals")]
)
def test_the_look_up_of_the_application_brings_its_roles_along(options, first):
    graph = Directory(A)
    result = apply(graph, users=[ADELE], **options)
    assert (result["changed"], result["service_principal_id"]) == (False, ID)
    assert paths(graph) == [first, ASSIGNED]
    assert graph.reads[0][2]["$select"] == "id,appId,appRoles"


def test_names_are_looked_up_together():
    graph = Directory(A, M, S)
    apply(graph, **BOTH)
    assert paths(graph)[2:] == [user_path(ADELE_NAME), user_path(MEGAN_NAME), group_path("Sales")]


WRONG = [
    ({"users": ["adele"]}, "users: 'adele' is neither an object id nor a user principal name"),
    ({"groups": [" "]}, "groups: the value is empty."),
    ({"users": [ADELE], "role": " "}, "role: the value is empty."),
    (
        {"users": [ADELE], "exclusive": True, "state": "absent"},
        "exclusive: true needs state: present, and state is absent.",
    ),
    ({"users": [], "exclusive": True}, "exclusive: neither users nor groups names anybody"),
    ({"groups": [], "exclusive": True}, "give both as empty lists: users: [], groups: []."),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[words for _options, words in WRONG])
def test_wrong_input_is_refused_in_words_before_any_request(options, words):
    graph = Directory(A)
    with pytest.raises(InvalidInput) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert (graph.reads, graph.writes) == ([], [])


def test_problems_are_told_all_at_once():
    with pytest.raises(InvalidInput) as refused:
        apply(Directory(), users=["adele", "megan"], groups=[""], role="", state="absent", exclusive=True)
    assert len(refused.value.problems) == 5


UNFIT = [
    ({"users": [ADELE], "role": "Admin"}, "has no role 'Admin'. Did you mean"),
    ({"users": [], "role": "Admin"}, "has no role 'Admin'."),
    ({"users": [ADELE], "role": "Admin", "state": "absent"}, "has no role 'Admin'."),
    ({"users": [ADELE], "role": CLIENT}, f"has no role of the id {CLIENT}."),
    (
        {"users": ["ghost@contoso.example"]},
        "users: this tenant has no user of the principal name 'ghost@contoso.example'",
    ),
    ({"groups": ["Twins"]}, f"groups: 2 groups are named 'Twins': {SALES}, {ENGINEERS}."),
    ({"groups": ["Nobody"]}, "groups: this tenant has no group named 'Nobody'."),
    ({"users": [SALES]}, f"users: {SALES} is a group; name it under groups only."),
    ({"groups": [MEGAN], "state": "absent"}, f"groups: {MEGAN} is a user; name it under users only."),
    ({"users": [ADELE], "groups": [ADELE]}, f"{ADELE} is a group; name it under groups only."),
    ({"users": [CLIENT]}, f"users: {CLIENT} is a ServicePrincipal, whose assignments are permissions"),
]


@pytest.mark.parametrize(("options", "words"), UNFIT, ids=[words for _options, words in UNFIT])
def test_what_does_not_fit_the_tenant_is_refused_in_words_before_any_write(options, words):
    graph = Directory(S, M, (CLIENT, ADMIN))
    with pytest.raises(Situation) as refused:
        apply(graph, **options)
    assert words in str(refused.value)
    assert graph.writes == []


def test_where_no_role_is_plainly_the_default_those_that_there_are_are_listed():
    graph = Directory(roles=(role(MSIAM, "msiam_access"), role(ADMIN, "Administrator", "admin")))
    with pytest.raises(InvalidInput, match="2 roles for users and groups, so say which one is meant: Administrator"):
        apply(graph, users=[ADELE])
    assert apply(graph, users=[ADELE], state="absent")["changed"] is False
    assert apply(graph, users=[])["changed"] is False


def test_who_is_assigned_as_a_disabled_role_already_is_not_refused():
    graph = Directory((ADELE, ADMIN), roles=(role(ADMIN, "Administrator", "admin", enabled=False),))
    assert apply(graph, users=[ADELE], role="admin")["changed"] is False
    with pytest.raises(InvalidInput, match="is disabled"):
        apply(graph, users=[MEGAN], role="admin")


def test_an_id_of_a_role_that_is_gone_can_still_be_taken_away():
    graph = Directory((ADELE, CLIENT))
    result = apply(graph, users=[ADELE], role=CLIENT, state="absent", accept_hazards=ACCEPTED)
    assert steps(result) == [("unassign", f"user {ADELE} as role {CLIENT} of {WHOSE}")]
    assert graph.assigned == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"users": [ADELE]}, "one of the following is required: service_principal_id, app_id, display_name"),
        ({"service_principal_id": ID}, "one of the following is required: users, groups"),
        ({"service_principal_id": ID, "exclusive": True}, "one of the following is required: users, groups"),
        ({"service_principal_id": ID, "app_id": APP, "users": [ADELE]}, "mutually exclusive"),
        ({"service_principal_id": ID, "users": [ADELE], "state": "gone"}, "value of state must be one of"),
        ({"service_principal_id": ID, "users": [ADELE], "exclusive": "perhaps"}, "exclusive"),
    ],
)
def test_the_argument_spec_refuses_contradictions(options, words):
    with pytest.raises(Refused) as refused:
        parameters(resource, options)
    assert words in str(refused.value)


def hazards(graph, **options):
    return {one["name"]: one["detail"] for one in apply(graph, check=True, **options)["plan"]["hazards"]}


def test_who_goes_is_a_hazard_with_its_arithmetic():
    found = hazards(Directory(A, M, S, (CLIENT, ADMIN)), users=[ADELE_NAME], groups=["Sales"], state="absent")
    assert found == {
        "change_scope": f"2 of 3 assignments of users and groups to {WHOSE} go and 1 stays: "
        f"group Sales as User and the members of group Sales, user {ADELE_NAME} as User"
    }


def test_who_goes_only_because_nobody_declared_it_is_named_as_such():
    found = hazards(Directory(A, E), users=[ADELE_NAME], exclusive=True)
    assert found == {
        "change_scope": f"1 of 2 assignments of users and groups to {WHOSE} goes and 1 stays: "
        f"group Engineering ({ENGINEERS}) as User and the members of group Engineering",
        "delete_undeclared": f"1 assignment that was not declared goes from {WHOSE}: "
        f"group Engineering ({ENGINEERS}) as User",
    }


def test_who_stays_in_another_role_is_said_to_stay():
    found = hazards(Directory((ADELE, ADMIN), M, BOSS), users=[ADELE_NAME, MEGAN_NAME], exclusive=True)
    assert found["change_scope"] == (
        f"2 of 3 assignments of users and groups to {WHOSE} go and 1 stays: "
        f"user {ADELE_NAME} as Administrator (stays as User), user {MEGAN_NAME} as Administrator (stays as User)"
    )


def test_of_many_who_go_ten_are_named():
    crowd = [f"{number:08d}-2222-4222-8222-222222222222" for number in range(12)]
    found = hazards(Directory(*crowd), users=crowd, state="absent")
    assert found["change_scope"].endswith(f"user {crowd[9]} as User and 2 more")
    assert "12 of 12 assignments" in found["change_scope"] and "go and 0 stay: " in found["change_scope"]


def test_no_hazard_without_a_removal():
    assert hazards(Directory(E), users=[ADELE], groups=[ENGINEERS], exclusive=True) == {}


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"users": [ADELE], "state": "absent"}, ["change_scope"]),
        ({"groups": ["Sales"], "exclusive": True}, ["change_scope", "delete_undeclared"]),
        ({"groups": ["Sales"], "exclusive": True, "accept_hazards": ["change_scope"]}, ["delete_undeclared"]),
    ],
)
def test_hazards_are_refused_before_the_first_write(options, names):
    graph = Directory(A, S)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, **options)
    assert f"run again with accept_hazards: [{', '.join(names)}]" in str(stop.value)
    assert (graph.writes, stop.value.result["changed"]) == ([], False)
    warnings = apply(graph, check=True, **options)["warnings"]
    assert [warning.startswith("A real run would refuse this plan: ") for warning in warnings] == [True]


def hides(graph, reads):
    """For so many reads the list shows what it showed at first; the service itself knows better."""
    listed, left = [dict(row) for row in graph.routes[ASSIGNED]], [reads]
    current = graph.get

    def late(path, **more):
        found = current(path, **more)
        if path != ASSIGNED or not left[0]:
            return found
        left[0] -= 1
        return [dict(row) for row in listed]

    graph.get = late


def test_what_was_written_is_waited_for_once_at_the_end():
    crowd = [f"{number:08d}-2222-4222-8222-222222222222" for number in range(150)]
    graph = Directory(S)
    hides(graph, 3)
    result = apply(graph, users=crowd, groups=[], exclusive=True, accept_hazards=ACCEPTED)
    assert len(graph.writes) == 151
    assert paths(graph) == [ROLES, *[ASSIGNED] * 5], "one for the plan, two that lag, two that agree"
    assert len(result["assignments"]) == 150


def test_what_is_never_seen_is_told_and_all_of_it_was_done():
    graph = Directory(S)
    hides(graph, 100)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, users=[ADELE], groups=[], exclusive=True, accept_hazards=ACCEPTED)
    result = stop.value.result
    assert [change["action"] for change in result["done"]] == ["assign", "unassign"]
    assert (result["failed_change"], result["changed"]) == (None, True)
    assert f"user {ADELE} as User of {WHOSE} is not listed yet, group Sales" in str(stop.value)
    assert "is listed still." in str(stop.value)
    assert str(stop.value).endswith("2 of 2 changes were done.")


def test_what_the_service_has_and_does_not_list_yet_is_adopted():
    graph = Directory(S)
    hides(graph, 3)
    graph.routes[ASSIGNED].append(assignment(ADELE))
    result = apply(graph, users=[ADELE], groups=["Sales"])
    assert steps(result) == [("assign", as_user(f"user {ADELE}"))]
    assert graph.assigned == [S, A]
    assert [row["principal_id"] for row in result["assignments"]] == [SALES, ADELE]
    assert len(graph.writes) == 1


def test_a_double_is_recognized_by_reading_when_its_words_are_others():
    graph = Directory()
    hides(graph, 1)
    graph.routes[ASSIGNED].append(assignment(ADELE))
    graph.routes[("POST", ASSIGNED)] = refusal(errors.BadRequest, 400, "Request_BadRequest")
    result = apply(graph, users=[ADELE])
    assert (result["changed"], graph.assigned) == (True, [A])


def test_a_refusal_reports_what_was_done_before_it():
    graph = Directory()
    real = graph.post

    def second_is_refused(path, body=None, **more):
        if len(graph.writes) == 1:
            raise refusal(errors.BadRequest, 400, "Request_BadRequest", more["doing"])
        return real(path, body, **more)

    graph.post = second_is_refused
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, users=[ADELE], groups=["Sales"])
    result = stop.value.result
    assert [change["target"] for change in result["done"]] == [as_user("group Sales")]
    assert result["failed_change"]["target"] == as_user(f"user {ADELE}")
    assert result["changed"] is True
    assert f"Could not assign user {ADELE} as User of {WHOSE}" in str(stop.value)


def test_a_refusal_that_cannot_be_looked_into_is_told_as_it_is():
    graph = Directory()
    graph.routes[("POST", ASSIGNED)] = refusal(errors.BadRequest, 400, "Request_BadRequest", "assign it")

    def blind(path, **more):
        raise refusal(errors.ServerFault, 503)

    graph.list = blind
    with pytest.raises(_road.Stopped, match="Could not assign it: the service answered 400") as stop:
        apply(graph, users=[ADELE])
    assert (stop.value.result["changed"], stop.value.result["done"]) == (False, [])


@pytest.mark.parametrize("kind", [errors.Forbidden, errors.NotFound, errors.Throttled])
def test_no_other_refusal_is_taken_for_a_double(kind):
    graph = Directory()
    graph.routes[("POST", ASSIGNED)] = refusal(kind, 403)
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, users=[ADELE])
    assert (stop.value.result["changed"], paths(graph)) == (False, [ROLES, ASSIGNED])


def test_an_id_of_another_kind_is_noticed_when_it_was_assigned():
    graph = Directory()
    graph.post = lambda path, body=None, **more: Reply(201, {}, assignment(SALES))
    with pytest.raises(_road.Stopped) as stop:
        apply(graph, users=[SALES])
    assert "turned out to be no user but a Group." in str(stop.value)
    assert [change["action"] for change in stop.value.result["done"]] == ["assign"]
    assert stop.value.result["changed"] is True


@pytest.mark.parametrize("path", [ROLES, ASSIGNED])
@pytest.mark.parametrize("kind", [errors.NotFound, errors.Forbidden, errors.ServerFault, errors.Malformed])
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_failed_read_never_becomes_a_write(path, kind, state):
    graph = Directory(A)
    graph.routes[path] = refusal(kind, 404)
    with pytest.raises(kind):
        apply(graph, users=[ADELE], state=state)
    assert graph.writes == []


def test_an_answer_without_roles_is_no_proof_that_there_are_none():
    graph = Directory()
    graph.routes[ROLES] = {"id": ID}
    with pytest.raises(Situation, match="Could not read the app roles of service principal .* leaves them out"):
        apply(graph, users=[ADELE])


def test_an_answer_without_a_list_is_no_proof_that_nobody_is_assigned():
    graph = Directory()
    graph.routes[ASSIGNED] = {"unexpected": True}

    def strict(path, **more):
        raise refusal(errors.Malformed, 200, doing=more["doing"])

    graph.list = strict
    with pytest.raises(errors.Malformed, match="read the assignments of"):
        apply(graph, users=[ADELE], state="absent")


def test_what_was_read_can_be_declared_and_is_no_change():
    graph = Directory(A, S)
    shown = apply(graph, users=[ADELE])["assignments"]
    declared = {
        "users": [row["principal_id"] for row in shown if row["principal_type"] == "User"],
        "groups": [row["principal_id"] for row in shown if row["principal_type"] == "Group"],
    }
    assert apply(graph, role=shown[0]["role_id"], exclusive=True, **declared)["changed"] is False

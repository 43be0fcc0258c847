# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and groups by name: found all at once, and never one for another."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._resources import principals
from ansible_collections.entra.provisioning.tests.unit.fake_graph import APP, ID, OTHER, FakeGraph, refusal

ADELE, MEGAN = "adele@contoso.example", "megan#EXT#@contoso.example"


def user_path(name):
    return f"/users/{name.replace('@', '%40').replace('#', '%23')}?$select=id"


def group_path(name):
    return f"/groups?$select=id&$filter=displayName%20eq%20%27{name}%27"


def tenant(**more):
    routes = {
        user_path(ADELE): {"id": ID.upper()},
        user_path(MEGAN): {"id": OTHER},
        group_path("Sales"): [{"id": APP}],
        group_path("O%27%27Neill"): [{"id": OTHER}],
        group_path("Twins"): [{"id": OTHER}, {"id": ID}],
        group_path("Nobody"): [],
    }
    return FakeGraph({**routes, **more})


def test_object_ids_cost_no_request():
    graph = tenant()
    found = [*principals.users(graph, "users", [ID.upper()]), *principals.groups(graph, "groups", [OTHER])]
    assert [(one.kind, one.id) for one in found] == [("User", ID), ("Group", OTHER)]
    assert graph.reads == []


def test_names_are_looked_up_once_each_and_keep_their_order():
    graph = tenant()
    found = principals.users(graph, "users", [MEGAN, OTHER, ADELE, MEGAN])
    assert [one.id for one in found] == [OTHER, OTHER, ID, OTHER]
    assert len(graph.reads) == 2
    assert str(found[0]) == f"user {MEGAN}"


def test_a_group_is_found_by_its_display_name_quotes_and_all():
    assert [one.id for one in principals.groups(tenant(), "groups", ["Sales", "O'Neill"])] == [APP, OTHER]


def test_everybody_who_is_not_there_is_told_at_once():
    with pytest.raises(Situation) as caught:
        principals.users(tenant(), "users", ["ghost@contoso.example", ADELE, "spook@contoso.example"])
    assert "ghost@contoso.example" in str(caught.value)
    assert "spook@contoso.example" in str(caught.value)
    assert ADELE not in str(caught.value)


def test_a_name_of_several_groups_or_of_none_is_told_with_what_there_is():
    with pytest.raises(Situation) as caught:
        principals.groups(tenant(), "groups", ["Twins", "Nobody"])
    assert f"2 groups are named 'Twins': {ID}, {OTHER}" in str(caught.value)
    assert "no group named 'Nobody'" in str(caught.value)


@pytest.mark.parametrize("kind", [errors.Forbidden, errors.Unauthenticated, errors.ServerFault, errors.Malformed])
def test_an_error_is_no_absence(kind):
    graph = tenant(**{user_path(ADELE): refusal(kind, 403)})
    with pytest.raises(kind):
        principals.users(graph, "users", [ADELE])


def test_a_user_is_absent_only_when_it_is_said_twice():
    graph = tenant()
    with pytest.raises(Situation):
        principals.users(graph, "users", ["ghost@contoso.example"])
    assert len(graph.reads) == 2


@pytest.mark.parametrize(
    ("ask", "names", "words"),
    [
        (principals.users, ["adele"], "users: 'adele' is neither an object id nor a user principal name"),
        (principals.users, [" "], "users: the value is empty."),
        (principals.groups, [""], "groups: the value is empty."),
    ],
)
def test_names_that_could_be_nobodys_are_refused_before_any_request(ask, names, words):
    graph = tenant()
    with pytest.raises(InvalidInput) as caught:
        ask(graph, ask.__name__, names)
    assert words in str(caught.value)
    assert graph.reads == []

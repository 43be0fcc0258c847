# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters on people, as templates call them."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("ansible.plugins.filter", reason="filters run in a controller's Python")
import jinja2
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.filter import csv_rows, scim_users

PLUGINS = [csv_rows, scim_users]
rows_of = csv_rows.FilterModule().filters()["csv_rows"]
users_of = scim_users.FilterModule().filters()["scim_users"]
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"


class MarkedText(str):
    """A text with a mark on it, as Ansible marks the texts of its files."""


class Undefined:
    def __str__(self) -> str:
        raise KeyError("'nick' is undefined")


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_offers_the_one_name_that_it_documents(plugin: Any) -> None:
    documented = yaml.safe_load(plugin.DOCUMENTATION)
    name = plugin.__name__.rpartition(".")[2]
    offered = plugin.FilterModule().filters()
    assert list(offered) == [documented["name"]] == [name]
    code = offered[name].__code__
    arguments = list(code.co_varnames[1 : code.co_argcount])
    assert arguments == [option for option in documented["options"] if option != "_input"]
    assert documented["positional"] == ", ".join(["_input", *arguments])
    assert list(yaml.safe_load(plugin.RETURN)) == ["_value"]


@pytest.mark.parametrize("plugin", PLUGINS)
def test_the_examples_of_a_filter_hold(plugin: Any) -> None:
    environment = jinja2.Environment(autoescape=False)
    environment.filters["entra.provisioning.csv_rows"] = rows_of
    environment.filters["entra.provisioning.scim_users"] = users_of
    environment.globals["lookup"] = lambda _plugin, _name: "Worker,Mail,Works here\n701984,a@b.example,yes\n"
    tasks = yaml.safe_load(plugin.EXAMPLES)
    assert len(tasks) == 2
    for task in tasks:
        given: dict[str, Any] = {}
        for name, value in sorted(task.get("vars", {}).items(), key=lambda item: str(item[1]).startswith("{{")):
            whole = str(value).strip()
            given[name] = environment.compile_expression(whole[2:-2])(**given) if whole.startswith("{{") else value
        shown = task.get("ansible.builtin.debug", {}).get("msg")
        if shown:
            assert environment.compile_expression(shown.strip()[2:-2])(**given)
        that = task.get("ansible.builtin.assert", {}).get("that", [])
        for condition in [that] if isinstance(that, str) else that:
            assert environment.compile_expression(condition)(**given) is True, condition


def test_a_text_becomes_rows_and_rows_become_users() -> None:
    rows = rows_of("id;mail\n007;a@b.example\n", ";")
    assert rows == [{"id": "007", "mail": "a@b.example"}]
    users = users_of(rows, {"externalId": "id", "userName": "mail"})
    assert users == [{"schemas": [CORE], "externalId": "007", "userName": "a@b.example"}]


def test_marks_on_what_goes_in_do_not_come_out() -> None:
    (user,) = users_of([{MarkedText("id"): MarkedText("1")}], {MarkedText("externalId"): MarkedText("id")})
    assert user == {"schemas": [CORE], "externalId": "1"}
    assert not isinstance(user["externalId"], MarkedText)


def test_nothing_is_templated() -> None:
    (row,) = rows_of("id\n{{ 1 + 1 }}\n")
    assert row == {"id": "{{ 1 + 1 }}"}
    assert users_of([row], {"externalId": "id"})[0]["externalId"] == "{{ 1 + 1 }}"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rows_of(5), "csv_rows: a text is wanted, not int."),
        (lambda: rows_of("a,b\n1\n"), "csv_rows: Line 2 has 1 cell, and there are 2 columns."),
        (lambda: rows_of("a,b\n", "tab"), "csv_rows: delimiter: 'tab' is not a single character."),
        (
            lambda: users_of("text", {"externalId": "id"}),
            "scim_users: rows: a list of dictionaries is wanted, not str.",
        ),
        (lambda: users_of([{"id": ""}], {"externalId": "id"}), "scim_users: rows: row 1 has no externalId"),
        (lambda: users_of([{"id": "1"}], {"externalId": "Id"}), "which no row has. Did you mean id?"),
        (lambda: users_of([], None), "scim_users: mapping: a dictionary of paths and columns is wanted."),
    ],
)
def test_what_a_filter_cannot_take_is_refused_with_its_name(call: Any, words: str) -> None:
    with pytest.raises(AnsibleFilterError) as problem:
        call()
    assert words in str(problem.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: rows_of(Undefined()),
        lambda: users_of(Undefined(), {}),
        lambda: users_of([{"id": Undefined()}], {"externalId": "id"}),
        lambda: users_of([], Undefined()),
    ],
)
def test_an_undefined_variable_is_named_and_not_taken_for_a_value(call: Any) -> None:
    with pytest.raises(KeyError, match="nick"):
        call()

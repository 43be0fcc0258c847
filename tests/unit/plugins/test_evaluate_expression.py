# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that evaluates mapping expressions, as templates call it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

pytest.importorskip("ansible.plugins.filter", reason="filters run in a controller's Python")
import jinja2
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.entra.provisioning.plugins.filter import evaluate_expression as plugin
from ansible_collections.entra.provisioning.plugins.filter.parse_expression import parse_expression

evaluate = plugin.FilterModule().filters()["evaluate_expression"]
PERSON = {"surname": "Doe", "givenName": "Jane", "tags": ["a", "b"]}


class MarkedText(str):
    """A text with a mark on it, as Ansible marks the texts of its files."""


class MarkedList(list):
    """A list with a mark on it."""


class MarkedDictionary(dict):
    """A dictionary with a mark on it."""


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is shown as a warning."""
    shown: list[str] = []
    monkeypatch.setattr(plugin.display, "warning", shown.append)
    return shown


def refusal(*arguments: Any, **options: Any) -> str:
    with pytest.raises(AnsibleFilterError) as caught:
        evaluate(*arguments, **options)
    return str(caught.value)


def test_the_filter_documents_its_arguments_in_their_order() -> None:
    documented = yaml.safe_load(plugin.DOCUMENTATION)
    assert documented["name"] == "evaluate_expression"
    code = plugin.evaluate_expression.__code__
    arguments = code.co_varnames[1 : code.co_argcount]
    assert list(arguments) == [name for name in documented["options"] if name != "_input"]
    assert documented["positional"] == f"_input, {arguments[0]}"
    assert list(yaml.safe_load(plugin.RETURN)) == ["_value"]


def test_the_examples_of_the_filter_hold() -> None:
    environment = jinja2.Environment(autoescape=False)
    environment.filters["entra.provisioning.evaluate_expression"] = evaluate
    examples = yaml.safe_load(plugin.EXAMPLES)
    assert len(examples) == 3
    for task in examples:
        given = {
            name: environment.compile_expression(value[2:-2].strip())() if str(value).startswith("{{") else value
            for name, value in task["vars"].items()
        }
        that = task["ansible.builtin.assert"]["that"]
        for condition in [that] if isinstance(that, str) else that:
            assert environment.compile_expression(condition)(**given) is True, condition


def test_a_value_comes_back(warnings: list[str]) -> None:
    assert evaluate('Join(", ", [surname], [givenName])', PERSON) == "Doe, Jane"
    assert evaluate("[tags]", attributes=PERSON) == ["a", "b"]
    assert evaluate('"a"') == "a"
    assert evaluate("[mail]", PERSON) is None
    assert warnings == []


def test_a_tree_is_evaluated_as_its_text_is() -> None:
    assert evaluate(parse_expression("Trim([surname])"), PERSON) == "Doe"


def test_marks_on_what_goes_in_do_not_come_out() -> None:
    attributes = MarkedDictionary(x=MarkedText("a"), y=MarkedList([MarkedText("b")]))
    assert evaluate(MarkedText("[x]"), attributes) == "a"
    assert not isinstance(evaluate(MarkedText("[x]"), attributes), MarkedText)
    assert evaluate("[y]", attributes) == ["b"]
    assert not isinstance(evaluate("[y]", attributes)[0], MarkedText)


def test_nothing_is_templated() -> None:
    assert evaluate("[x]", {"x": "{{ 1 + 1 }}"}) == "{{ 1 + 1 }}"
    assert evaluate('"{% raw %}"') == "{% raw %}"


def test_a_warning_is_shown_and_names_the_filter(warnings: list[str]) -> None:
    assert evaluate("Trim([mail])", {}) is None
    assert warnings == ["evaluate_expression: What Trim gives for null is not documented; it stays null here."]


def test_details_tell_how_it_ended_and_show_nothing(warnings: list[str]) -> None:
    assert evaluate("Trim([mail])", {}, details=True) == {
        "kind": "value",
        "value": None,
        "message": "",
        "warnings": ["What Trim gives for null is not documented; it stays null here."],
    }
    assert evaluate("IgnoreFlowIfNullOrEmpty([mail])", {}, details=True)["kind"] == "ignore_attribute"
    assert warnings == []


def test_an_object_that_would_fail_fails_unless_details_are_wanted() -> None:
    assert refusal('Error("No name")') == "evaluate_expression: No name"
    ended = evaluate('Error("No name")', details=True)
    assert (ended["kind"], ended["value"], ended["message"]) == ("error", None, "No name")


def test_an_escrowed_object_fails_too() -> None:
    rules = "SelectUniqueValue([surname], [givenName])"
    assert evaluate(rules, PERSON, taken=["Doe"]) == "Jane"
    assert "is taken" in refusal(rules, PERSON, taken=["Doe", "Jane"])
    assert evaluate(rules, PERSON, taken=["Doe", "Jane"], details=True)["kind"] == "escrow"


@pytest.mark.parametrize(
    "now",
    [
        "2025-07-30T12:00:00Z",
        "2025-07-30T14:00:00+02:00",
        datetime.datetime(2025, 7, 30, 12),
        datetime.datetime(2025, 7, 30, 12, tzinfo=datetime.timezone.utc),
    ],
)
def test_now_is_a_text_or_a_time(now: Any) -> None:
    assert evaluate("Now()", now=now) == "7/30/2025 12:00:00 PM"


def test_a_day_is_its_beginning() -> None:
    assert evaluate("Now()", now=datetime.date(2025, 7, 30)) == "7/30/2025 12:00:00 AM"


def test_what_is_outside_the_expression_is_handed_in() -> None:
    assert evaluate("DefaultDomain()", default_domain="contoso.com") == "contoso.com"
    assert evaluate("%Domain%", placeholders={"%Domain%": "corp"}) == "corp"
    assert "give now" in refusal("Now()")


def test_chance_is_at_hand() -> None:
    assert re.match(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", evaluate("Guid()"))
    assert evaluate("Guid()") != evaluate("Guid()")
    assert len(evaluate("RandomString(12, 2, 2, 2, 2)")) == 12


def test_doubtful_escapes_are_taken_when_asked_for() -> None:
    text = r'Replace([x], , "\+", , "", , )'
    assert "evaluate_expression: " in refusal(text, {"x": "+1"})
    assert evaluate(text, {"x": "+1"}, lenient=True) == "1"


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (("Trim(",), {}, "evaluate_expression: "),
        (({"type": "Function"},), {}, "evaluate_expression: "),
        ((5,), {}, "the expression must be a text or a tree, not int"),
        (("[x]", ["x"]), {}, "attributes must be a dictionary, not list"),
        (("[x]", {"x": object()}), {}, "attributes.x must be a text, a number, a truth value, or a list"),
        (("[x]",), {"taken": "x"}, "taken must be a list of texts, not str"),
        (("[x]",), {"taken": [5]}, "taken must be a text, not int"),
        (("[x]",), {"placeholders": "x"}, "placeholders must be a dictionary, not str"),
        (("[x]",), {"default_domain": 5}, "default_domain must be a text, not int"),
        (("[x]",), {"now": "soon"}, "now: 'soon' is no time"),
        (("[x]",), {"now": 5}, "now must be a time, not int"),
    ],
)
def test_what_the_filter_cannot_take_is_refused_by_name(arguments: Any, options: Any, words: str) -> None:
    assert words in refusal(*arguments, **options)


def test_an_undefined_variable_is_named_and_not_taken_for_a_value() -> None:
    class Undefined:
        def __str__(self) -> str:
            raise KeyError("'nick' is undefined")

    for arguments in ((Undefined(),), ("[x]", Undefined()), ("[x]", {"x": Undefined()})):
        with pytest.raises(KeyError, match="nick"):
            evaluate(*arguments)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into an evaluation and what comes out: attributes, limits, and anything at all."""

from __future__ import annotations

import datetime
import sys

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import evaluate as evaluator
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import evaluation
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import (
    BUDGET,
    Circumstances,
    point_in_time,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluate import evaluate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FUNCTIONS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    ERROR,
    ESCROW,
    IGNORE_ATTRIBUTE,
    IGNORE_OBJECT,
    VALUE,
    Outcome,
)
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import (
    GIVEN,
    doubtful,
    failure,
    outcome,
    value,
)
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import NODES
from hypothesis import given
from hypothesis import strategies as some

KINDS = {VALUE, IGNORE_ATTRIBUTE, IGNORE_OBJECT, ERROR, ESCROW}
HUGE = 10**4000
# More digits than Python prints.
UNPRINTABLE = 10**5000

SINGLES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.sampled_from([HUGE, -HUGE, 2**63, -(2**63) - 1, 0, 9223372036854775807])
    | some.floats()
    | some.text(max_size=20)
    | some.text(some.sampled_from("\ud800\udfff\x00\x1f\u0301\U0001f600aA1 ,.=-\\$()"), max_size=20)
    | some.binary(max_size=20)
    | some.dates()
    | some.sampled_from(["2025-07-30", "7/30/2025 1:02:03 PM", "129699324000000000", "True", "cn=a,ou=b", "a" * 3000])
)
JUNK = some.recursive(
    SINGLES,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(["id", "value", "displayName", "x"]) | some.integers(), inner, max_size=4)
        | some.tuples(inner, inner)
        | inner.map(lambda one: {"value": one})
    ),
    max_leaves=6,
)
FEW_NAMES = some.sampled_from("ab")
ARGUMENTS = (
    FEW_NAMES.map(Attribute)
    | some.sampled_from(["", "a", "1", "0", "-1", "999999999999", "yyyy-MM-dd", "yyyy", "d", "True", ",", "&HF"]).map(
        Constant
    )
    | some.sampled_from(["(a+)+$", "(?<g>.)", "[", "$&$&", "(.*)*(.*)*x", "g", "M/d/yyyy h:mm:ss tt", "fffffff"]).map(
        Constant
    )
    | some.sampled_from(["vbTextCompare", "UTF8", "IgnoreAttributeFlow", "IgnoreObjectFlow"]).map(Word)
)


def most_slots(name: str) -> int:
    most = FUNCTIONS[name].max_slots
    return 8 if most is None else most


def _calls(inner):
    """Calls of every function, with a number of slots that it takes."""
    return some.sampled_from(sorted(FUNCTIONS)).flatmap(
        lambda name: some.integers(FUNCTIONS[name].min_slots, most_slots(name)).flatmap(
            lambda count: some.tuples(*[inner | some.none()] * count).map(lambda slots: Call(name, slots))
        )
    )


FITTING = some.recursive(
    ARGUMENTS,
    lambda inner: (
        _calls(inner)
        | some.builds(Comparison, inner, some.sampled_from(["=", "<", "like"]), inner)
        | some.builds(Joined, inner, inner)
    ),
    max_leaves=12,
)


class Watched(evaluation.Evaluation):
    """An evaluation that keeps the last one for a look at its budget."""

    last: evaluation.Evaluation

    def __init__(self, *given):
        super().__init__(*given)
        Watched.last = self


def check_outcome(ended: Outcome) -> None:
    """An outcome is what its description says, and can be sent as UTF-8."""
    assert ended.kind in KINDS
    values = ended.value if isinstance(ended.value, list) else [ended.value]
    if ended.kind != VALUE:
        assert values == [None]
        assert bool(ended.message) == (ended.kind in (ERROR, ESCROW))
    assert values == [None] or all(isinstance(one, str) for one in values)
    "".join([*(one for one in values if one), ended.message]).encode("utf-8")
    assert sum(len(one or "") for one in values) <= evaluation.LARGEST
    assert len(ended.warnings) <= evaluation.MOST_WARNINGS


@given(NODES | FITTING, some.dictionaries(FEW_NAMES | some.text(max_size=3), JUNK, max_size=3))
def test_nothing_that_is_evaluated_raises(node, attributes):
    check_outcome(evaluate(node, attributes, GIVEN))


@given(NODES | FITTING, some.dictionaries(FEW_NAMES, JUNK, max_size=2))
def test_nothing_that_is_evaluated_raises_when_nothing_is_given(node, attributes):
    check_outcome(evaluate(node, attributes))


@given(FITTING, some.dictionaries(FEW_NAMES, JUNK, max_size=2))
def test_an_evaluation_is_repeatable(node, attributes):
    assert evaluate(node, attributes, GIVEN) == evaluate(node, attributes, GIVEN)


@given(_calls(FEW_NAMES.map(Attribute)), SINGLES, SINGLES)
def test_every_function_takes_any_attribute(node, first, second):
    check_outcome(evaluate(node, {"a": first, "b": second}, GIVEN))


def test_every_function_of_the_language_is_evaluated():
    assert set(evaluator.FUNCTIONS) == set(FUNCTIONS)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_takes_the_least_and_the_most_slots_of_its_table(name):
    for count in (FUNCTIONS[name].min_slots, most_slots(name)):
        ended = evaluate(Call(name, (Constant("1"),) * count), {}, GIVEN)
        check_outcome(ended)
        assert "slots, got" not in ended.message


def test_attributes_hold_texts_numbers_truths_and_lists():
    for raw, flat in [
        ("a", "a"),
        (5, "5"),
        (True, "True"),
        (["a", 1, None], ["a", "1"]),
        (("a",), ["a"]),
        (None, None),
    ]:
        assert value("[x]", {"x": raw}) == flat


@pytest.mark.parametrize(
    ("raw", "result"),
    [
        (1.5, "1.5"),
        (datetime.date(2025, 7, 30), "2025-07-30"),
        (datetime.datetime(2025, 7, 30, 1, 2, 3), "2025-07-30T01:02:03"),
    ],
)
def test_what_yaml_makes_of_texts_is_read_with_a_warning(raw, result):
    given_value, warning = doubtful("[x]", {"x": raw})
    assert given_value == result and ("as a text" in warning or "in quotes" in warning)


@pytest.mark.parametrize("raw", [object(), {1, 2}, [["a"]], UNPRINTABLE, 2**63], ids=list("abcde"))
def test_what_no_attribute_can_hold_is_an_error_that_names_it(raw):
    assert "[x]" in failure("[x]", {"x": raw})


def test_what_is_not_read_is_not_looked_at():
    assert value('"a"', {"x": object()}) == "a"


def test_a_name_in_another_case_is_another_attribute_with_a_warning():
    result, warning = doubtful("[Mail]", {"mail": "a@b"})
    assert result is None and "[mail]" in warning and "case-sensitive" in warning


def test_a_text_that_carries_a_mark_becomes_an_ordinary_one():
    class Marked(str):
        pass

    assert outcome("[x]", {"x": Marked("a")}).value.__class__ is str


def test_texts_are_joined_by_an_ampersand():
    assert value('IIF([a]="x", "t-" & [b], [b])', {"a": "x", "b": 5}) == "t-5"
    result, warning = doubtful('IIF("1" = "1", "t-" & [b], "")')
    assert result == "t-" and "null" in warning


def test_a_null_source_gives_nothing():
    assert evaluate(None, {}) == Outcome(VALUE)


def nested(depth: int):
    node = Constant("a")
    for dummy in range(depth):
        node = Call("Trim", (node,))
    return node


def test_the_deepest_that_can_be_parsed_is_evaluated():
    assert evaluate(nested(evaluation.DEEPEST - 1), {}) == Outcome(VALUE, "a")


@pytest.mark.parametrize("depth", [evaluation.DEEPEST, sys.getrecursionlimit() * 3])
def test_deeper_nesting_is_an_error(depth):
    assert "deeper than" in evaluate(nested(depth), {}).message


def test_work_is_counted_and_ends_with_the_budget(monkeypatch):
    monkeypatch.setattr(evaluator, "Evaluation", Watched)
    assert outcome("Trim([x])", {"x": " a "}).kind == VALUE
    assert 0 < BUDGET - Watched.last.left < 20
    assert "too many steps" in failure("Trim([x])", {"x": "a"}, budget=1)


def test_the_warnings_are_few_and_each_is_said_once():
    many = outcome("NormalizeDiacritics([x])", {"x": "".join(map(chr, range(0x180, 0x240)))})
    assert len(many.warnings) == evaluation.MOST_WARNINGS
    assert len(outcome("Append(Trim([x]), Trim([x]))").warnings) == 2


@pytest.mark.parametrize(
    "attributes",
    [{"x": "a" * 100_001}, {"x": ["a"] * 60_000}],
    ids=["a text", "a list"],
)
def test_an_attribute_that_is_too_large_is_an_error(attributes):
    assert "more than 100000 characters" in failure("Trim([x])", attributes)


def test_a_message_that_quotes_a_long_text_is_cut():
    message = failure("Error([x])", {"x": "1" * 90_000})
    assert message == "1" * evaluator.LONGEST_MESSAGE + "…"


def test_a_long_list_through_many_functions_ends():
    text = "[x]"
    for dummy in range(60):
        text = f'Replace({text}, , "a+b", , "x", , )'
    ended = outcome(text, {"x": ["ab" * 20] * 1000})
    assert ended.kind == ERROR and "too many steps" in ended.message


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-07-30T14:00:00Z", datetime.datetime(2025, 7, 30, 14, tzinfo=datetime.timezone.utc)),
        ("2025-07-30", datetime.datetime(2025, 7, 30, tzinfo=datetime.timezone.utc)),
        (" 2025-07-30T14:00:00+00:00 ", datetime.datetime(2025, 7, 30, 14, tzinfo=datetime.timezone.utc)),
    ],
)
def test_a_point_in_time_is_written_as_iso_8601(text, moment):
    assert point_in_time(text) == moment


def test_what_is_no_point_in_time_is_refused_with_an_example():
    with pytest.raises(ValueError, match="2025-07-30T14:00:00Z"):
        point_in_time("tomorrow")


def test_nothing_is_given_unless_it_is_said():
    assert Circumstances() == Circumstances(None, None, frozenset(), {}, None, None, BUDGET)

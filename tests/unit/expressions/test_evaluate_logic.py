# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that choose, test and end, and those of lists."""

from __future__ import annotations

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    ERROR,
    ESCROW,
    IGNORE_ATTRIBUTE,
    IGNORE_OBJECT,
    Outcome,
)
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import (
    doubtful,
    failure,
    outcome,
    value,
)

IGNORED = Outcome(IGNORE_ATTRIBUTE)


@pytest.mark.parametrize(
    ("condition", "result"),
    [
        ("[n] = 5", "yes"),
        ('"10" > "9"', "yes"),
        ("[n] <> 5", "no"),
        ("[n] >= 5", "yes"),
        ("[n] < -1", "no"),
        ('BitAnd(514, 2) = "2"', "yes"),
        ("&HF > 14", "yes"),
        ('[t] = "a"', "yes"),
        ('[t] = "b"', "no"),
        ('IsPresent([t]) = "True"', "yes"),
        ("IsPresent([t])", "yes"),
        ("[b]", "yes"),
        ('"False"', "no"),
        ("[n]", "yes"),
        ("0", "no"),
        ('CDate("2025-07-30T14:00:00+02:00") = CDate("2025-07-30T12:00:00Z")', "yes"),
    ],
)
def test_a_condition_compares_numbers_as_numbers_and_all_else_as_text(condition, result):
    assert value(f'IIF({condition}, "yes", "no")', {"n": 5, "t": "a", "b": True}) == result


def test_texts_that_differ_only_in_case_are_different_with_a_warning():
    result, warning = doubtful('IIF([t] = "USA", "yes", "no")', {"t": "usa"})
    assert result == "no" and "only in case" in warning


@pytest.mark.parametrize(("condition", "result"), [('"007" = 7', "yes"), ("&HF <> 15", "no")])
def test_texts_that_are_equal_only_as_numbers_are_equal_with_a_warning(condition, result):
    given, warning = doubtful(f'IIF({condition}, "yes", "no")')
    assert given == result and "equal as numbers" in warning


def test_texts_in_order_bring_a_warning():
    result, warning = doubtful('IIF("a" < "b", "yes", "no")')
    assert result == "yes" and "numbers only" in warning


@pytest.mark.parametrize("source", [None, ""])
def test_a_condition_on_nothing_brings_a_warning(source):
    result, warning = doubtful('IIF([c] = "", "none", [c])', {"c": source})
    assert result == "none" and warning.startswith("[c] is null or empty in a condition of IIF.")


def test_only_the_branch_that_is_taken_is_evaluated():
    assert value('IIF([a] = 1, "x", Error("not this"))', {"a": 1}) == "x"
    assert value('Switch([a], Error("no"), "1", "x", Error("nor this"), "y")', {"a": 1}) == "x"
    assert value('Coalesce([a], Error("nor this"))', {"a": 1}) == "1"


def test_an_attribute_in_a_branch_that_is_not_taken_is_not_read():
    assert value('IIF([a] = 1, "x", [b])', {"a": 1, "b": object()}) == "x"


def test_what_is_no_condition_is_an_error():
    assert failure('IIF([t], "a", "b")', {"t": "maybe"}) == "The condition of IIF must be true or false, not 'maybe'."
    assert "is a list" in failure('IIF([t], "a", "b")', {"t": ["True"]})


@pytest.mark.parametrize(("text", "result"), [("true", "True"), ("False", "False")])
def test_what_cbool_makes_of_a_text_that_is_no_number_is_not_known(text, result):
    given, warning = doubtful("CBool([x])", {"x": text})
    assert given == result
    assert "not documented" in warning


def test_the_empty_text_in_pieces_is_one_empty_piece_with_a_warning():
    given, warning = doubtful('Split([x], ",")', {"x": ""})
    assert given == [""]
    assert "empty pieces" in warning


@pytest.mark.parametrize(
    ("text", "result"), [("CBool(1)", "True"), ("CBool([a] = [b])", "True"), ('CBool("0")', "False")]
)
def test_cbool_gives_a_truth_value(text, result):
    assert value(text, {"a": "x", "b": "x"}) == result


@pytest.mark.parametrize(("source", "result"), [("a", "1"), ("A", "9"), ("", "0"), (None, "0"), (True, "2")])
def test_switch_minds_the_case_and_takes_null_for_empty(source, result):
    assert value('Switch([s], "9", "a", "1", "", "0", "True", "2")', {"s": source}) == result


def test_switch_without_a_match_or_a_default_gives_nothing():
    assert value('Switch([s], , "a", "1")', {"s": "b"}) is None


def test_switch_wants_pairs():
    assert "even number of slots" in failure('Switch([s], "", "a", "1", "b")')


def test_switch_works_on_every_value_of_a_list_with_a_warning():
    result, warning = doubtful('Switch([s], , "a", "1", "b", "2")', {"s": ["b", "x", "a"]})
    assert result == ["2", "1"] and "value by value" in warning


def test_coalesce_skips_null_alone():
    assert value("Coalesce([a], [b], [c])", {"b": "x", "c": "y"}) == "x"
    assert value("Coalesce([a], [b])") is None
    assert value('Coalesce([a], "")') == ""
    result, warning = doubtful("Coalesce([a], [b])", {"a": "", "b": "x"})
    assert result == "" and "only null is documented" in warning


@pytest.mark.parametrize(
    ("name", "of_null", "of_empty", "of_text"),
    [
        ("IsNull", "True", "False", "False"),
        ("IsNothing", "True", "False", "False"),
        ("IsNullOrEmpty", "True", "True", "False"),
        ("IsPresent", "False", "False", "True"),
    ],
)
def test_null_empty_and_text_are_three_things(name, of_null, of_empty, of_text):
    assert [value(f"{name}([x])", {"x": x}) for x in (None, "", "a")] == [of_null, of_empty, of_text]


def test_a_list_of_nothing_is_null_and_so_is_what_is_missing():
    assert value("IsNull([x])", {"x": []}) == "True"
    assert value("IsNull([x])", {"x": [None]}) == "True"
    assert value("IsNull([x])", {}) == "True"


def test_isstring_is_sure_of_texts_alone():
    assert value('IsString("a")') == "True"
    assert doubtful("IsString([x])")[0] == "False"
    assert doubtful("IsString([x])", {"x": 5})[0] == "True"


@pytest.mark.parametrize(("source", "result"), [("True", "False"), (True, "False"), (None, "True"), ("no", "True")])
def test_not_is_false_for_true_alone(source, result):
    assert value("Not([x])", {"x": source}) == result


def test_not_takes_true_in_any_case_with_a_warning():
    assert doubtful("Not([x])", {"x": "TRUE"})[0] == "False"


def test_bits_are_those_of_64_bit_numbers():
    assert value("BitAnd(&HFFFFFFFFFFFFFFFF, &HFF)") == "255"
    assert value("BitAnd([uac], 2)", {"uac": "514"}) == "2"
    assert "64 bits" in failure("BitAnd([uac], 2)", {"uac": "99999999999999999999"})


def test_an_error_fails_the_object_with_its_message():
    assert failure('Error("No name")') == "No name"
    assert failure('Append("a", Error("No name"))') == "No name"
    assert failure("Error([x])") == "The expression calls Error, without a message."


@pytest.mark.parametrize("source", [None, "", []])
def test_nothing_flows_for_what_is_null_or_empty(source):
    assert outcome("IgnoreFlowIfNullOrEmpty([x])", {"x": source}) == IGNORED
    assert value("IgnoreFlowIfNullOrEmpty([x])", {"x": "a"}) == "a"


def test_the_words_that_ignore_end_the_evaluation():
    assert outcome('IIF("1" = "1", IgnoreAttributeFlow, "x")') == IGNORED
    assert outcome('Switch("a", , "a", IgnoreObjectFlow)') == Outcome(IGNORE_OBJECT)


def test_what_is_ignored_inside_another_function_brings_a_warning():
    ended = outcome('Append("a", IgnoreFlowIfNullOrEmpty([x]))')
    assert ended.kind == IGNORE_ATTRIBUTE
    assert ended.warnings == ("What Append does with a value that is to be ignored is not documented.",)


def test_redact_hides_nothing_from_the_target():
    assert value("Redact([x])", {"x": ["a", "b"]}) == ["a", "b"]


RULES = 'SelectUniqueValue([a], [b], Error("never asked"))'


def test_the_first_value_that_is_not_taken_is_selected():
    assert value(RULES, {"a": "x", "b": "y"}) == "x"
    assert value(RULES, {"a": "x", "b": "y"}, taken=frozenset(("x",))) == "y"


def test_an_entry_whose_values_are_all_taken_is_escrowed():
    ended = outcome("SelectUniqueValue([a], [b])", {"a": "x", "b": "y"}, taken=frozenset("xy"))
    assert (ended.kind, ended.value) == (ESCROW, None)


def test_a_taken_value_is_taken_in_any_case_with_a_warning():
    result, warning = doubtful(RULES, {"a": "Jo", "b": "y"}, taken=frozenset(("jo",)))
    assert result == "y" and "there is jo" in warning


def test_a_rule_that_gives_nothing_is_passed_over_with_a_warning():
    assert doubtful(RULES, {"a": "", "b": "y"})[0] == "y"


def test_unique_values_are_selected_outermost_and_one_by_one():
    assert "outermost" in failure('Append("a", SelectUniqueValue("x", "y"))')
    assert "not a list" in failure('SelectUniqueValue([a], "y")', {"a": ["x", "z"]})


def test_join_puts_the_separator_between_all_values():
    assert value('Join("-", [a], [b], 3)', {"a": ["x", "y"], "b": "z"}) == "x-y-z-3"


def test_join_leaves_empty_values_out_with_a_warning_where_it_shows():
    result, warning = doubtful('Join(", ", [a], "", [b])', {"b": "z"})
    assert result == "z" and "left out" in warning
    assert value('Join("", [a], "", [b])', {"b": "z"}) == "z"


def test_split_gives_many_values():
    assert value('Split("a,b c", ",")') == ["a", "b c"]


@pytest.mark.parametrize(
    ("source", "mark", "result", "word"),
    [
        ("a, b", ",", ["a", " b"], "blanks"),
        ("a,,b", ",", ["a", "", "b"], "empty pieces"),
        ("a--b", "--", ["a", "b"], "one character"),
        ("ab", "", ["ab"], "one character"),
        (None, ",", None, "null"),
    ],
)
def test_split_warns_where_its_rules_are_not_known(source, mark, result, word):
    given, warning = doubtful(f'Split([x], "{mark}")', {"x": source})
    assert given == result and word in warning


def test_an_item_is_counted_from_1_and_fails_beyond():
    assert value("Item([x], 2)", {"x": ["a", "b"]}) == "b"
    assert value("Item([x], 1)", {"x": "a"}) == "a"
    for index in (0, 3, -1):
        assert "out of range" in failure(f"Item([x], {index})", {"x": ["a", "b"]})
    assert "out of range" in failure("Item([x], 1)")


def test_count_is_sure_of_lists_alone():
    assert value("Count([x])", {"x": ["a", "b"]}) == "2"
    assert doubtful("Count([x])", {"x": "a"})[0] == "1"
    assert doubtful("Count([x])")[0] == "0"


def test_duplicates_go_and_the_first_stays():
    assert value("RemoveDuplicates([x])", {"x": ["b", "a", "b"]}) == ["b", "a"]
    result, warning = doubtful("RemoveDuplicates([x])", {"x": ["b", "B"]})
    assert result == ["b", "B"] and "only in case" in warning
    assert value("RemoveDuplicates([x])", {"x": "a"}) == "a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('Foo("a")', "There is no function Foo."),
        ('LCase("a")', "LCase is a function of Connect Sync, not of this service; use ToLower."),
        ("CRef([x])", "CRef is a function of Connect Sync, not of this service."),
        ('Left("a")', "Left wants 2 slots, got 1."),
        ('InStr("a")', "InStr wants 2 to 4 slots, got 1."),
        ('SelectUniqueValue("a")', "SelectUniqueValue wants at least 2 slots, got 1."),
        ('Append("a", UTF8)', "The word UTF8 has no value here."),
    ],
)
def test_what_cannot_be_evaluated_is_an_error_that_says_why(text, message):
    assert outcome(text) == Outcome(ERROR, None, message)

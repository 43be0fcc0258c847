# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of functions says what the reference says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import INTEGER
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    BARE_WORDS,
    FOREIGN,
    FOREIGN_WORDS,
    FUNCTIONS,
    OLD_NAMES,
    complete,
)
from ansible_collections.entra.provisioning.tests.emulator_checks import located

# Keys that the reference's table leaves open, with where they can be seen.
KEYS_SEEN_ELSEWHERE = {
    ("CBool", "Expression"): "source",  # trees.json
    ("IgnoreFlowIfNullOrEmpty", "expression"): "source",  # trees.json
    ("FormatDateTime", "dateTimeStyles"): "dateTimeStyle",  # trees.json
    ("IIF", "condition"): "one",  # the table says one[,two,three]
}


def reference() -> dict[str, Any]:
    file = located.reference() / "expressions" / "functions.json"
    return dict(json.loads(file.read_text("utf-8")))


def test_the_functions_and_their_slots_are_those_of_the_reference() -> None:
    told = {
        one["name"]: (one["min_args"], one["max_args"], one["contexts"], one["returns"].split(" (prints")[0])
        for one in reference()["functions"]
    }
    ours = {one.name: (one.min_slots, one.max_slots, list(one.contexts), one.returns) for one in FUNCTIONS.values()}
    told = {name: (*facts[:3], facts[3].split(" (M/d")[0]) for name, facts in told.items()}
    assert len(told) == 54
    assert ours == told


def test_the_parameters_are_those_of_the_reference() -> None:
    def facts(one: Any) -> tuple[Any, ...]:
        return (one["name"], one["required"], one["repeating"], one["type"])

    told = {one["name"]: [facts(parameter) for parameter in one["parameters"]] for one in reference()["functions"]}
    ours = {one.name: [facts(parameter._asdict()) for parameter in one.parameters] for one in FUNCTIONS.values()}
    assert ours == told


def test_the_keys_are_those_of_the_reference_and_none_is_invented() -> None:
    told = {
        (one["name"], parameter["name"]): parameter["api_key"]
        for one in reference()["functions"]
        for parameter in one["parameters"]
    }
    ours = {(one.name, parameter.name): parameter.key for one in FUNCTIONS.values() for parameter in one.parameters}
    assert ours == {**told, **KEYS_SEEN_ELSEWHERE}


def test_the_published_answer_of_the_service_agrees() -> None:
    file = located.samples() / "docs" / "beta.sync-schema-functions.full-response.json"
    for told in json.loads(file.read_text("utf-8"))["response"]["body"]["value"]:
        ours = FUNCTIONS[told["name"]]
        # switchValue is one parameter that repeats, for keys and values; dateTimeStyle came after the answer.
        keys = list(dict.fromkeys(one.key for one in ours.parameters if one.key != "dateTimeStyle"))
        assert keys == [one["name"] for one in told["parameters"]]
        integers = [one["name"] for one in told["parameters"] if one["type"] == "Integer"]
        assert [one.key for one in ours.parameters if one.type == INTEGER] == integers


def test_the_words_and_the_foreign_functions_are_those_of_the_reference() -> None:
    table = reference()
    told = {one["word"]: one["where"] for one in table["bare_words"]}
    assert set(told) == BARE_WORDS | set(FOREIGN_WORDS)
    assert {word for word, where in told.items() if "Connect Sync" in where or where == "as True"} == set(FOREIGN_WORDS)
    assert set(FOREIGN) == set(table["foreign_functions"]["names"])
    suggested = {name: what for name, what in table["foreign_functions"]["suggestions"].items() if what is None}
    assert {name for name in suggested if FOREIGN[name] is not None} == set()


def test_no_name_is_both_ours_and_foreign() -> None:
    assert not set(FUNCTIONS) & set(FOREIGN)
    assert not BARE_WORDS & set(FOREIGN_WORDS)
    assert set(FUNCTIONS) > OLD_NAMES


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_told_in_whole_sentences(name: str) -> None:
    function = FUNCTIONS[name]
    for sentence in (function.summary, *function.notes):
        assert sentence[0].isupper() or sentence.split()[0].rstrip(":,") in {one.name for one in function.parameters}
        assert sentence.endswith(".") and "  " not in sentence
    assert function.summary.count(".") == 1 or "..." in function.summary


@pytest.mark.parametrize(
    ("name", "place", "parameter"),
    [
        ("Trim", 0, "value"),
        ("Trim", 1, None),
        ("Now", 0, None),
        ("Replace", 6, "template"),
        ("Replace", 7, None),
        ("Join", 0, "separator"),
        ("Join", 1, "source1..sourceN"),
        ("Join", 99, "source1..sourceN"),
        ("Switch", 1, "defaultValue"),
        ("Switch", 2, "key"),
        ("Switch", 3, "value"),
        ("Switch", 98, "key"),
        ("Switch", 99, "value"),
        ("Coalesce", 5, "source1..sourceN"),
    ],
)
def test_a_slot_has_its_parameter(name: str, place: int, parameter: str | None) -> None:
    found = FUNCTIONS[name].parameter(place)
    assert (found and found.name) == parameter


def test_only_optional_slots_at_the_end_are_completed() -> None:
    assert complete("Trim", (None,)) == ()
    assert complete("Foo", (None,)) == ()
    assert complete("Foo", (None, None)) == (None, None)
    assert complete("Word", (None, None)) == (None, None)
    assert complete("PCase", (None, None, None)) == (None, None, None)
    assert complete("RandomString", (None,) * 5) == (None,) * 6


def test_functions_whose_keys_are_known_can_be_built_offline() -> None:
    known = {name for name, one in FUNCTIONS.items() if one.keys_known()}
    assert {"Append", "Guid", "IIF", "Replace", "Switch", "Trim"} <= known
    assert known.isdisjoint({"Coalesce", "NormalizeDiacritics", "SelectUniqueValue", "ToLower"})
    assert {name for name, one in FUNCTIONS.items() if one.repeats()} == {
        "Coalesce",
        "Join",
        "SelectUniqueValue",
        "Switch",
    }

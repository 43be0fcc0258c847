# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The static rules and the evaluator say the same of names, slots and bare words: neither takes what the other refuses."""

from __future__ import annotations

import re

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import check, parser
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluate import evaluate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import (
    BARE_WORDS,
    FUNCTIONS,
    IGNORE_WORDS,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import ERROR as FAILS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import ERROR
from ansible_collections.entra.provisioning.tests.unit.expressions.evaluating import GIVEN, value
from ansible_collections.entra.provisioning.tests.unit.expressions.nodes import NAMES, NODES
from ansible_collections.entra.provisioning.tests.unit.expressions.test_evaluate import (
    FEW_NAMES,
    FITTING,
    JUNK,
    SINGLES,
)
from hypothesis import given
from hypothesis import strategies as some

# What the evaluator says of an expression whatever the object is.
STATIC = re.compile(
    r" wants .*slots|^There is no function |is a function of Connect Sync|^The word .* has no value here"
    r"| wants one of the words "
)
# What the static rules say of how many slots there are.
COUNTED = re.compile(r" takes (no slots|[0-9]+ slots?|[0-9]+ to [0-9]+ slots|[0-9]+ slots or more), not [0-9]+: ")
ATTRIBUTES = some.dictionaries(FEW_NAMES, JUNK, max_size=2)


def errors(node):
    return [found.message for found in check.findings(node) if found.level == ERROR]


def static(node, attributes):
    """Why an evaluation fails, where that has nothing to do with the object; else None."""
    ended = evaluate(node, attributes, GIVEN)
    return ended.message if ended.kind == FAILS and STATIC.search(ended.message) else None


def outdated(node):
    """Whether the rules warn of what the evaluator, which does as the service does today, refuses."""
    return any("FormatDateTime has four slots since 2021" in found.message for found in check.findings(node))


@given(NODES | FITTING, ATTRIBUTES)
def test_what_the_rules_take_is_refused_for_the_sake_of_an_object_only(node, attributes):
    assert errors(node) or outdated(node) or static(node, attributes) is None


LEAVES = FEW_NAMES.map(Attribute) | some.sampled_from(["", "a", "1"]).map(Constant)
CALLS = some.builds(Call, some.sampled_from(sorted(FUNCTIONS)) | NAMES, some.lists(LEAVES, max_size=10).map(tuple))


@given(CALLS, SINGLES, SINGLES)
def test_both_count_the_slots_and_know_the_names_alike(node, first, second):
    said, refused = errors(node), static(node, {"a": first, "b": second})
    counted = any(COUNTED.search(one) or "a key without a value" in one for one in said)
    unknown = node.name not in FUNCTIONS
    assert (counted or unknown or outdated(node)) == bool(refused and "words" not in refused), (said, refused)
    assert not unknown or said


WORD_SLOTS = [
    (name, place)
    for name, function in sorted(FUNCTIONS.items())
    for place, parameter in enumerate(function.parameters)
    if parameter.type == "Enum"
]
FILLINGS = [
    None,
    *map(Word, sorted(BARE_WORDS)),
    Constant("UTF8"),
    Constant(""),
    Attribute("a"),
    Call("Trim", (Attribute("a"),)),
]


@pytest.mark.parametrize("filling", FILLINGS, ids=str)
@pytest.mark.parametrize(("name", "place"), WORD_SLOTS)
def test_both_want_the_same_words_in_a_slot_of_words(name, place, filling):
    slots = [Constant("1") if one.type != "Enum" else None for one in FUNCTIONS[name].parameters]
    slots[place] = filling
    node = Call(name, tuple(slots))
    said = [one for one in errors(node) if "word" in one]
    refused = static(node, {"a": "YQ=="})
    # A tree that came from elsewhere may hold a word as a constant.
    assert bool(said) == bool(refused) or filling == Constant("UTF8"), (said, refused)


@pytest.mark.parametrize("word", sorted(BARE_WORDS - set(IGNORE_WORDS)))
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_word_in_any_other_slot_is_refused_by_both(name, word):
    function = FUNCTIONS[name]
    for place in range(function.min_slots):
        if (name, place) not in WORD_SLOTS:
            slots = [Word(word) if one == place else Constant("1") for one in range(function.min_slots)]
            assert [one for one in errors(Call(name, tuple(slots))) if f"The word {word} cannot stand here" in one]


def test_a_date_formatted_as_before_2021_is_warned_of_and_refused():
    old = parser.parse('FormatDateTime([a], "yyyy-MM-dd", "d.M.yyyy")')
    assert outdated(old) and not errors(old)
    assert "FormatDateTime wants 4 slots" in static(old, {"a": "2025-07-30"})
    assert value('FormatDateTime([a], , "yyyy-MM-dd", "d.M.yyyy")', {"a": "2025-07-30"}) == "30.7.2025"

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One evaluation under way: what is read, what it costs, and what is uncertain about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Optional

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import function_table
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.circumstances import Circumstances
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.comparison import compared
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import DateError
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Comparison,
    Constant,
    Joined,
    Node,
    Placeholder,
    Word,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.numbers import NotANumber
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import (
    IGNORE_ATTRIBUTE,
    IGNORE_OBJECT,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import (
    InvalidPattern,
    TooCostly,
    Unsupported,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed, Ignored
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Value,
    as_text,
    from_outside,
    size,
)

Slots = tuple[Optional[Node], ...]

# The parser takes no deeper nesting; nodes that came another way get an error instead of a deep stack.
DEEPEST = 100
# Texts and lists beyond this are refused, so that nested replacements cannot fill the memory.
LARGEST = 100_000
# So many characters of a value cost one step.
CHARACTERS_OF_A_STEP = 16
# The first warnings say all that matters; a list of thousands of values must not bring thousands more.
MOST_WARNINGS = 50

# What the .NET parts raise, with a sentence in it.
REFUSALS = (DateError, NotANumber, InvalidPattern, Unsupported, TooCostly)

FLOWS = {"IgnoreAttributeFlow": IGNORE_ATTRIBUTE, "IgnoreObjectFlow": IGNORE_OBJECT}
# Functions that hand a value on as it is, so that "ignore" inside them means what it says.
PASSING = frozenset(("IIF", "Switch", "Coalesce", "IgnoreFlowIfNullOrEmpty", "Redact"))
CONDITION_READS_NOTHING = (
    "{name} is null or empty in a condition of {function}. The function reference says that such a condition fails; "
    "other pages and the service's own default mappings rely on it. The answer given here takes it at its word."
)


class Evaluation:
    """One run over one object. Its methods raise Stop, and nothing else."""

    def __init__(self, attributes: Mapping[str, Any], given: Circumstances, functions: Mapping[str, Implementation]):
        self.given = given
        self.left = given.budget
        self.depth = 0
        self._attributes = attributes
        self._functions = functions
        self._read: dict[str, Value] = {}
        self._empty: list[str] = []
        self._warnings: dict[str, None] = {}

    def warn(self, sentence: str) -> None:
        """Notes once that the service may answer otherwise, and why."""
        if len(self._warnings) < MOST_WARNINGS:
            self._warnings[sentence] = None

    def warnings(self) -> tuple[str, ...]:
        """What was noted, in the order in which it came up."""
        return tuple(self._warnings)

    def spend(self, steps: int) -> None:
        """Pays for work; ends the evaluation when the budget is used up."""
        self.left -= steps
        if self.left < 0:
            raise Failed("The evaluation was given up: it takes too many steps.")

    def room_for(self, amount: int) -> None:
        """Pays for a value of so many characters before it is made; ends the evaluation when it is too large."""
        if amount > LARGEST:
            raise Failed(f"The evaluation was given up: a value would have more than {LARGEST} characters.")
        self.spend(amount // CHARACTERS_OF_A_STEP)

    def value(self, node: Node | None) -> Value:
        """The value of a node; an empty slot is null. Failed where it has none, or takes more work than is allowed."""
        self.spend(1)
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                raise Failed(f"The evaluation was given up: it is nested deeper than {DEEPEST} levels.")
            found = self._value(node)
        finally:
            self.depth -= 1
        self.room_for(size(found))
        return found

    def _value(self, node: Node | None) -> Value:
        if isinstance(node, Constant):
            return node.text
        if isinstance(node, Attribute):
            return self._attribute(node.name)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Comparison):
            return self.holds(node)
        if isinstance(node, Joined):
            return self._joined(node)
        if isinstance(node, Placeholder):
            return self._placeholder(node.name)
        if isinstance(node, Word):
            return self._word(node.name)
        return None

    def holds(self, node: Comparison) -> bool:
        """Whether a comparison is true."""
        left, right = self.value(node.left), self.value(node.right)
        return compared(left, node.operator, right, self.warn)

    def condition(self, node: Node | None, function: str) -> Value:
        """The value of a condition, with a warning for each attribute in it that is null or empty."""
        before = len(self._empty)
        found = self.value(node)
        for name in dict.fromkeys(self._empty[before:]):
            self.warn(CONDITION_READS_NOTHING.format(name=f"[{name}]", function=function))
        return found

    def _attribute(self, name: str) -> Value:
        if name not in self._read:
            self._read[name] = from_outside(name, self._attributes.get(name), self.warn)
            self._look_for_another_case(name)
        found = self._read[name]
        if found is None or found == "":
            self._empty.append(name)
        return found

    def _look_for_another_case(self, name: str) -> None:
        if name in self._attributes:
            return
        near = [one for one in self._attributes if isinstance(one, str) and one.lower() == name.lower()]
        if near:
            self.warn(f"[{name}] is absent and therefore null, but there is [{near[0]}]: names are case-sensitive.")

    def _joined(self, node: Joined) -> str:
        sides = [self.value(node.left), self.value(node.right)]
        if None in sides:
            self.warn("What & makes of null is not documented; it counts as an empty text here.")
        texts = [as_text(side, "A side of &") for side in sides]
        self.room_for(sum(map(len, texts)))
        return "".join(texts)

    def _placeholder(self, name: str) -> str:
        known = self.given.placeholders
        found = known.get(name, known.get(name.strip("%")))
        if found is None:
            raise Failed(f"{name} is filled in by the service from the settings of the job; give placeholders: {name}.")
        return as_text(from_outside(name, found, self.warn), name)

    def _word(self, name: str) -> Value:
        if name in FLOWS:
            raise Ignored(FLOWS[name])
        raise Failed(f"The word {name} has no value here.")

    def _call(self, node: Call) -> Value:
        implementation = self._functions.get(node.name)
        if implementation is None:
            raise Failed(_unknown(node.name))
        try:
            return implementation(self, checked_slots(node))
        except Ignored:
            if node.name not in PASSING:
                self.warn(f"What {node.name} does with a value that is to be ignored is not documented.")
            raise
        except REFUSALS as refusal:
            raise Failed(f"{node.name}: {refusal}") from None


Implementation = Callable[[Evaluation, Slots], Value]


def checked_slots(node: Call) -> Slots:
    """The slots of a call; Failed when they are too few, too many, or no pairs where pairs are wanted."""
    known = function_table.FUNCTIONS[node.name]
    most = known.max_slots
    # `Now( )` has no slot, though a blank stands where one might be.
    slots = () if most == 0 and node.slots == (None,) else node.slots
    count = len(slots)
    if count < known.min_slots or (most is not None and count > most):
        wanted = str(known.min_slots)
        if most is None:
            wanted = f"at least {known.min_slots}"
        elif most != known.min_slots:
            wanted = f"{known.min_slots} to {most}"
        raise Failed(f"{node.name} wants {wanted} slots, got {count}.")
    if node.name == "Switch" and count % 2:
        raise Failed(f"Switch wants an even number of slots (keys and values stand in pairs), got {count}.")
    return slots


def _unknown(name: str) -> str:
    """Why a function cannot be evaluated."""
    if name not in function_table.FOREIGN:
        return f"There is no function {name}."
    instead = function_table.FOREIGN[name]
    return f"{name} is a function of Connect Sync, not of this service{f'; use {instead}' if instead else ''}."


Words = Mapping[int, tuple[str, ...]]
NO_WORDS: Words = MappingProxyType({})


def values_of(run: Evaluation, name: str, slots: Slots, words: Words = NO_WORDS) -> list[Value]:
    """The values of all slots, from left to right; words: the bare words that a slot may hold instead of a value."""
    return [
        _choice(name, slot, words[place]) if slot is not None and place in words else run.value(slot)
        for place, slot in enumerate(slots)
    ]


def _choice(name: str, slot: Node, allowed: tuple[str, ...]) -> str:
    """The bare word in a slot; trees hold it as a constant."""
    chosen = slot.name if isinstance(slot, Word) else slot.text if isinstance(slot, Constant) else None
    if chosen not in allowed:
        raise Failed(f"{name} wants one of the words {', '.join(allowed)} there.")
    return chosen


def strict(name: str, function: Callable[..., Value], words: Words = NO_WORDS) -> Implementation:
    """A function that is handed the values of its slots."""

    def evaluated(run: Evaluation, slots: Slots) -> Value:
        return function(run, *values_of(run, name, slots, words))

    return evaluated


def each(
    name: str, function: Callable[..., Value], place: int = 0, documented: bool = False, words: Words = NO_WORDS
) -> Implementation:
    """Like strict, for a function of one text: a list in the slot at this place is worked on value by value."""

    def evaluated(run: Evaluation, slots: Slots) -> Value:
        values = values_of(run, name, slots, words)
        many = values[place] if place < len(values) else None
        if not isinstance(many, list):
            return function(run, *values)
        if not documented:
            run.warn(f"{name} got a list. It is worked on value by value here; the service does not document it.")
        found: list[Any] = []
        for one in many:
            result = function(run, *values[:place], one, *values[place + 1 :])
            run.spend(1)
            run.room_for(size(result))
            found.extend(result if isinstance(result, list) else [] if result is None else [result])
        return found or None

    return evaluated

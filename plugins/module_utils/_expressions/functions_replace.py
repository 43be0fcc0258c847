# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replace, whose filled slots decide what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Optional, TypeVar

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    LARGEST,
    Evaluation,
    Implementation,
    Slots,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import TooCostly
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import Value, as_text

SOURCE, OLD, PATTERN, GROUP, NEW, OTHER, TEMPLATE = range(7)
NAMES = (
    "source",
    "oldValue",
    "regexPattern",
    "regexGroupName",
    "replacementValue",
    "replacementAttributeName",
    "template",
)

# A regular expression is tried with few steps first, so that what it costs is known to within a factor of ten.
TRIES = (2_000, 20_000, 200_000)
STEPS_PER_CHARGE = 10
# What may make a group, or what a replacement puts in, larger than the match.
FAR_REFERENCES = ("$_", "$`", "$'")
LOOKING_AROUND = ("(?=", "(?<=")

Words = Mapping[int, str]
Mode = Callable[["Evaluation", str, Words], Optional[str]]
Answer = TypeVar("Answer")


def replace(run: Evaluation, slots: Slots) -> Value:
    """Replace(source, oldValue, regexPattern, regexGroupName, replacementValue, replacementAttributeName, template).

    Which slots are filled decides; combinations that the function reference does not name are errors.
    """
    filled = frozenset(place for place, slot in enumerate(slots) if slot is not None and place != SOURCE)
    mode = MODES.get(filled)
    if mode is None:
        given = ", ".join(NAMES[place] for place in sorted(filled)) or "nothing"
        raise Failed(f"What Replace does with {given} beside the source is not documented.")
    source = run.value(slots[SOURCE])
    words = {place: as_text(run.value(slots[place]), f"{NAMES[place]} of Replace") for place in sorted(filled)}
    if not isinstance(source, list):
        if source is None and mode is not from_another:
            run.warn("What Replace gives for null is not documented; it counts as an empty text here.")
        return mode(run, as_text(source, "The source of Replace"), words)
    run.warn("Replace got a list. It is worked on value by value here; the service does not document it.")
    results = [_one(run, mode, as_text(one, "A value of Replace"), words) for one in source]
    return [result for result in results if result is not None]


def _one(run: Evaluation, mode: Mode, text: str, words: Words) -> str | None:
    result = mode(run, text, words)
    run.spend(1)
    run.room_for(len(result or ""))
    return result


def plain(run: Evaluation, text: str, words: Words) -> str:
    """Every oldValue in the source becomes replacementValue."""
    return _exchanged(run, text, words[OLD], words[NEW])


def into_template(run: Evaluation, text: str, words: Words) -> str:
    """Every oldValue in the template becomes the source."""
    return _exchanged(run, words[TEMPLATE], words[OLD], text)


def _exchanged(run: Evaluation, text: str, old: str, new: str) -> str:
    if not old:
        raise Failed("The oldValue of Replace is empty; .NET refuses to look for nothing.")
    run.room_for(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def by_pattern(run: Evaluation, text: str, words: Words) -> str:
    """Every match of the pattern becomes replacementValue, which may name groups."""
    pattern, new = regex.compile(words[PATTERN]), words[NEW]
    if len(text) + (len(text) + 1) * (len(new) + new.count("$") * len(text)) > LARGEST:
        run.room_for(_length_after(run, pattern, text, words))
    return _tried(run, lambda budget: pattern.replace(text, new, budget))


def _length_after(run: Evaluation, pattern: regex.Pattern, text: str, words: Words) -> int:
    """How long the text becomes at most. A group is part of its match, unless the pattern looks around."""
    new = words[NEW]
    far = any(mark in new for mark in FAR_REFERENCES) or any(mark in words[PATTERN] for mark in LOOKING_AROUND)
    spans = _tried(run, lambda budget: [match.span() for match in pattern.matches(text, budget)])
    inserted = [len(text) if far else end - begin for begin, end in spans]
    return len(text) + len(new) * len(spans) + new.count("$") * sum(inserted)


def by_group(run: Evaluation, text: str, words: Words) -> str:
    """Of every match of the pattern, the part that is the group becomes replacementValue."""
    pattern, group, new = _with_group(words), words[GROUP], words[NEW]
    if "$" in new:
        run.warn(
            "Whether Replace reads $ in replacementValue when a group is named is not documented; it stays as it is."
        )
    spans = _tried(run, lambda budget: [match.span(group) for match in pattern.matches(text, budget)])
    run.room_for(len(text) + len(spans) * len(new))
    result, done = [], 0
    for begin, end in spans:
        if begin >= done:
            result += [text[done:begin], new]
            done = end
    return "".join([*result, text[done:]])


def _with_group(words: Words) -> regex.Pattern:
    """The pattern, which has the group that is named."""
    pattern = regex.compile(words[PATTERN])
    if not pattern.has_group(words[GROUP]):
        raise Failed(f"The regular expression of Replace has no group {words[GROUP][:60]!r}.")
    return pattern


def from_another(run: Evaluation, text: str, words: Words) -> str | None:
    """The source if it has a value, else the group of the first match in the other attribute."""
    if text:
        return text
    pattern = _with_group(words)
    match = _tried(run, lambda budget: pattern.search(words[OTHER], 0, budget))
    found = None if match is None else match.group(words[GROUP])
    if found is not None:
        return found
    run.warn("What Replace gives where the other attribute does not match is not documented; it is null here.")
    return None


def _tried(run: Evaluation, work: Callable[[int], Answer]) -> Answer:
    """What the regular expression finds; pays for the steps. Raises TooCostly beyond the largest of the tries."""
    for budget in TRIES:
        run.spend(budget // STEPS_PER_CHARGE)
        try:
            return work(budget)
        except TooCostly:
            if budget == TRIES[-1]:
                raise
    raise AssertionError("The last of the tries returns or raises.")


MODES: Mapping[frozenset[int], Mode] = MappingProxyType(
    {
        frozenset((OLD, NEW)): plain,
        frozenset((OLD, TEMPLATE)): into_template,
        frozenset((PATTERN, NEW)): by_pattern,
        frozenset((PATTERN, GROUP, NEW)): by_group,
        frozenset((PATTERN, GROUP, OTHER)): from_another,
    }
)

FUNCTIONS: Mapping[str, Implementation] = MappingProxyType({"Replace": replace})

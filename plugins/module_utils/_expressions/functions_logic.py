# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that choose, test and end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    Slots,
    each,
    strict,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import Node
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.numbers import number
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import IGNORE_ATTRIBUTE
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Escrowed, Failed, Ignored
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Value,
    as_text,
    as_whole,
    flat,
)

TRUTHS = {"true": True, "false": False}


def truth(run: Evaluation, value: Value, name: str) -> bool:
    """Whether a condition holds: a truth value, the texts True and False, or a number that is not 0."""
    if isinstance(value, bool):
        return value
    text = as_text(value, f"The condition of {name}")
    if value is None:
        run.warn(f"What {name} makes of a condition that is null is not documented; it counts as false here.")
        return False
    if text.lower() in TRUTHS:
        if name == "CBool":
            run.warn(
                "What CBool makes of a text that is no number is not documented; True and False are taken for it here."
            )
        return TRUTHS[text.lower()]
    amount = number(text)
    if amount is None:
        raise Failed(f"The condition of {name} must be true or false, not {text[:60]!r}.")
    return bool(amount)


def iif(run: Evaluation, slots: Slots) -> Value:
    """IIF(condition, if true, if false): only the branch that is taken is evaluated."""
    holds = truth(run, run.condition(slots[0], "IIF"), "IIF")
    return run.value(slots[1] if holds else slots[2])


def cbool(run: Evaluation, slots: Slots) -> Value:
    """CBool(expression)."""
    return truth(run, run.condition(slots[0], "CBool"), "CBool")


def switch(run: Evaluation, slots: Slots) -> Value:
    """Switch(source, default, key, value, ...): case-sensitive; the key "" also stands for null."""
    source = run.value(slots[0])
    if isinstance(source, list):
        run.warn("Switch got a list. It is worked on value by value here; the service does not document it.")
        taken = [_branch(run, as_text(one, "The source of Switch"), slots) for one in source]
        values = [run.value(branch) for branch in taken]
        return [one for one in values if one is not None and not isinstance(one, list)] or None
    return run.value(_branch(run, as_text(source, "The source of Switch"), slots))


def _branch(run: Evaluation, source: str, slots: Slots) -> Node | None:
    for place in range(2, len(slots), 2):
        if as_text(run.value(slots[place]), "A key of Switch") == source:
            return slots[place + 1]
    return slots[1]


def coalesce(run: Evaluation, slots: Slots) -> Value:
    """Coalesce(value, ...): the first that is not null; what comes after it is not evaluated."""
    for place, slot in enumerate(slots):
        found = run.value(slot)
        if found is None:
            continue
        if found == "" and place < len(slots) - 1:
            run.warn("Coalesce took an empty text, since only null is documented to be skipped; one sample skips both.")
        return found
    return None


def is_null(run: Evaluation, value: Value) -> Value:
    """IsNull(value), and IsNothing by its old name: an empty text is not null."""
    return value is None


def is_null_or_empty(run: Evaluation, value: Value) -> Value:
    """IsNullOrEmpty(value)."""
    return value is None or value == ""


def is_present(run: Evaluation, value: Value) -> Value:
    """IsPresent(value): the opposite of IsNullOrEmpty."""
    return not (value is None or value == "")


def is_string(run: Evaluation, value: Value) -> Value:
    """IsString(value)."""
    if not isinstance(value, str):
        run.warn("IsString is documented for what can be read as text; null is none here, and all else is.")
    return value is not None


def negation(run: Evaluation, value: Value) -> Value:
    """Not(value): False for True, otherwise True."""
    text = as_text(value, "The value of Not")
    if text.lower() == "true" and text != "True":
        run.warn(f"Not takes {text} for True here; whether it minds the case is not documented.")
    return text.lower() != "true"


def bit_and(run: Evaluation, first: Value, second: Value) -> Value:
    """BitAnd(number, number)."""
    return as_whole(first, "The first number of BitAnd") & as_whole(second, "The second number of BitAnd")


def fail(run: Evaluation, message: Value) -> Value:
    """Error(message): the object fails."""
    raise Failed(as_text(message, "The message of Error") or "The expression calls Error, without a message.")


def ignore_if_empty(run: Evaluation, value: Value) -> Value:
    """IgnoreFlowIfNullOrEmpty(value)."""
    if value is None or value == "":
        raise Ignored(IGNORE_ATTRIBUTE)
    return value


def redact(run: Evaluation, value: Value) -> Value:
    """Redact(value): only the provisioning log hides it."""
    return value


def select_unique_value(run: Evaluation, slots: Slots) -> Value:
    """SelectUniqueValue(rule, ...): the first value that is not taken; rules after it are not evaluated."""
    if run.depth > 1:
        raise Failed("SelectUniqueValue must be the outermost function.")
    taken = {name.lower(): name for name in run.given.taken}
    for slot in slots:
        candidate = flat(run.value(slot))
        if isinstance(candidate, list):
            raise Failed("SelectUniqueValue wants rules that give one value each, not a list.")
        if not candidate:
            run.warn("A rule of SelectUniqueValue gave nothing, and was passed over; that is not documented.")
            continue
        other = taken.get(candidate.lower())
        if other is None:
            return candidate
        if candidate not in run.given.taken:
            run.warn(f"{candidate} counts as taken, since directories do not mind the case: there is {other}.")
    raise Escrowed("Every value that the rules of SelectUniqueValue give is taken.")


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "IIF": iif,
        "CBool": cbool,
        "Switch": switch,
        "Coalesce": coalesce,
        "SelectUniqueValue": select_unique_value,
        "IsNull": strict("IsNull", is_null),
        "IsNothing": strict("IsNothing", is_null),
        "IsNullOrEmpty": strict("IsNullOrEmpty", is_null_or_empty),
        "IsPresent": strict("IsPresent", is_present),
        "IsString": strict("IsString", is_string),
        "Not": each("Not", negation),
        "BitAnd": strict("BitAnd", bit_and),
        "Error": strict("Error", fail),
        "IgnoreFlowIfNullOrEmpty": strict("IgnoreFlowIfNullOrEmpty", ignore_if_empty),
        "Redact": strict("Redact", redact),
    }
)

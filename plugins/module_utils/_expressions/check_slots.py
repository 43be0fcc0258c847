# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on how many slots a function has, and which of them must be filled with what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function import INTEGER, Function
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.function_table import FUNCTIONS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
    Node,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import Finding
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.seen import (
    Seen,
    constant,
    error,
    slot,
    warning,
)

_WHOLE_NUMBER = re.compile(r"-?[0-9]+|&H[0-9A-Fa-f]+")
# Left empty in real mappings although the reference calls them required.
_MAY_BE_EMPTY = {("FormatDateTime", "inputFormat"), ("IIF", "valueIfTrue"), ("IIF", "valueIfFalse")}
_DOUBTFUL_IN_SWITCH = ("IsPresent", "IsNull", "IsNullOrEmpty")
# The combinations of slots that the reference gives a meaning to; the source is slot 0.
_REPLACE_MODES = ({1, 4}, {1, 6}, {2, 4}, {2, 3, 4}, {2, 3, 5})


def _count(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name not in FUNCTIONS:
        return
    function, count = FUNCTIONS[seen.node.name], len(seen.node.slots)
    if function.name == "FormatDateTime" and count == 3:
        yield warning(
            "FormatDateTime has four slots since 2021: source, dateTimeStyles, inputFormat and outputFormat. Of three, "
            "dateTimeStyles is taken to be missing."
        )
    elif count < function.min_slots or (function.max_slots is not None and count > function.max_slots):
        yield error(f"{function.name} takes {_takes(function)}, not {count}: {_signature(function)}.")


def _takes(function: Function) -> str:
    if function.max_slots is None:
        return f"{function.min_slots} slots or more"
    if function.max_slots == function.min_slots:
        return {0: "no slots", 1: "1 slot"}.get(function.min_slots, f"{function.min_slots} slots")
    return f"{function.min_slots} to {function.max_slots} slots"


def _signature(function: Function) -> str:
    more = ", ..." if function.repeats() else ""
    return f"{function.name}({', '.join(one.name for one in function.parameters)}{more})"


def _filled(seen: Seen) -> Iterator[Finding]:
    function = FUNCTIONS.get(seen.node.name) if isinstance(seen.node, Call) else None
    if function is None or not isinstance(seen.node, Call) or len(seen.node.slots) < function.min_slots:
        return
    for place, filled in enumerate(seen.node.slots):
        parameter = function.parameter(place)
        if parameter is None:
            return
        if filled is None and parameter.required and (function.name, parameter.name) not in _MAY_BE_EMPTY:
            yield _empty(function.name, parameter.name, place)
        if isinstance(filled, Constant) and parameter.type == INTEGER and not _WHOLE_NUMBER.fullmatch(filled.text):
            yield error(f'{function.name} takes a whole number as {parameter.name}, not "{filled.text}".')
        if isinstance(filled, (Attribute, Constant)) and parameter.type == "DateTime":
            yield warning(f"{function.name} takes a date as {parameter.name}: wrap a text in CDate(...).")


def _empty(function: str, parameter: str, place: int) -> Finding:
    if function == "Join" and place:
        return warning("Join has an empty source. Was a constant without text, such as %DomainFQDN%, in its place?")
    return error(f"{function} has nothing in slot {place + 1}, {parameter}.")


def _switch(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name != "Switch":
        return
    call = seen.node
    if len(call.slots) >= 4 and len(call.slots) % 2:
        yield error("Switch has a key without a value: after source and defaultValue come pairs.")
    source = slot(call, 0)
    if isinstance(source, Call) and source.name in _DOUBTFUL_IN_SWITCH:
        yield error(f"{source.name} cannot be the source of Switch: use IIF.")
    keys = call.slots[2::2]
    if any(not isinstance(key, Constant) for key in keys if key is not None):
        yield warning("A key of Switch is no constant.")
    yield from _keys_twice([key for key in keys if isinstance(key, Constant)])
    if seen.context == "app" and slot(call, 1) is not None and not _shielded(seen.parent):
        yield warning(
            "Switch with a default can give null in cycles that do not touch its source: prefer IIF, or put "
            "IgnoreFlowIfNullOrEmpty round it."
        )


def _keys_twice(keys: list[Constant]) -> Iterator[Finding]:
    met: set[str] = set()
    for key in keys:
        if key.text in met:
            yield warning(f'Switch has the key "{key.text}" more than once: only the first can be met.')
        met.add(key.text)


def _shielded(parent: Node | None) -> bool:
    return isinstance(parent, Call) and parent.name == "IgnoreFlowIfNullOrEmpty"


def _replace(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name != "Replace":
        return
    used = {place for place, filled in enumerate(seen.node.slots) if filled is not None and place}
    if used not in _REPLACE_MODES:
        names = [one.name for place, one in enumerate(FUNCTIONS["Replace"].parameters) if place in used]
        given = " and ".join(names) if names else "the source alone"
        yield warning(f"The reference gives no meaning to Replace with {given}.")


def _numbers(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call):
        return
    if seen.node.name in ("Item", "Word", "DNComponent") and constant(seen.node, 1) == "0":
        yield error(f"{seen.node.name} counts from 1, not from 0.")
    if seen.node.name == "RandomString":
        yield from _random(seen.node)


def _random(call: Call) -> Iterator[Finding]:
    given = [constant(call, place) for place in range(5)]
    numbers = [int(one) for one in given if one is not None and re.fullmatch("[0-9]{1,9}", one)]
    if len(numbers) < len(given):
        return
    length, *least = numbers
    if length > 256:
        yield error("RandomString makes at most 256 characters.")
    if length < sum(least):
        yield error(f"RandomString cannot put {sum(least)} wanted characters into a length of {length}.")


SLOTS = (_count, _filled, _switch, _replace, _numbers)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of the mapping language, how they come in, and how they become text."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Optional, Union

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.dates import format_date
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import Moment
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.numbers import (
    LARGEST,
    SMALLEST,
    NotANumber,
    integer,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.outcome import Flat
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed

Warn = Callable[[str], None]


class Record(NamedTuple):
    """An attribute value with members, such as one app role assignment. Only the role functions read it."""

    members: Mapping[str, Any]


Single = Union[str, bool, int, Moment, Record]
Value = Optional[Union[Single, "list[Single]"]]


def size(value: Value) -> int:
    """How many characters a value has, roughly; every value of a list counts for one more."""
    if isinstance(value, list):
        return sum(size(one) + 1 for one in value)
    return len(value) if isinstance(value, str) else 0


def plain(text: str) -> str:
    """The same characters as an ordinary text: subclasses may carry marks such as Ansible's trust."""
    return "".join((text, ""))


def from_outside(name: str, raw: Any, warn: Warn) -> Value:
    """An attribute's value as the caller has it. Nothing, and a list of nothing, is an absent attribute: null.

    Raises Failed for what no attribute can hold.
    """
    if not isinstance(raw, (list, tuple)):
        return _single(name, raw, warn)
    found: list[Single] = []
    for one in raw:
        value = _single(name, one, warn)
        if value is not None:
            found.append(value)
    return found or None


def _single(name: str, raw: Any, warn: Warn) -> Single | None:
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return plain(raw)
    if isinstance(raw, int):
        if not SMALLEST <= raw <= LARGEST:
            raise Failed(f"The value of [{name}] is a number of more than 64 bits; write it as a text.")
        return int(raw)
    if isinstance(raw, float):
        warn(f"[{name}] is a number with decimals. How the service prints it is not known; write it as a text.")
        return repr(float(raw))
    if isinstance(raw, (datetime.date, datetime.datetime)):
        warn(f"[{name}] is a date by the rules of YAML, and is read as {raw.isoformat()}; put it in quotes.")
        return raw.isoformat()
    if isinstance(raw, (bytes, bytearray)):
        return base64.b64encode(raw).decode("ascii")
    if isinstance(raw, Mapping):
        return Record(raw)
    raise Failed(f"The value of [{name}] is neither a text, a number, a truth value, nor a list of them.")


def as_text(value: Value, what: str) -> str:
    """The text form of a value, null being empty; what: names the value in the sentence of a failure."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Moment):
        return format_date(value)
    if isinstance(value, list):
        raise Failed(f"{what} is a list, where one value is wanted.")
    raise Failed(f"{what} has members, where a text is wanted; only the role functions read such values.")


def as_whole(value: Value, what: str) -> int:
    """A value as a whole number of 64 bits; texts of digits and `&HF` are such. Failed for every other value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return integer(as_text(value, what))
    except NotANumber:
        shown = "null" if value is None else repr(as_text(value, what)[:60])
        raise Failed(f"{what} must be a whole number of 64 bits, not {shown}.") from None


def flat(value: Value) -> Flat:
    """What flows: a text, a list of texts, or nothing."""
    if isinstance(value, list):
        return [as_text(one, "A value of the result") for one in value]
    return None if value is None else as_text(value, "The result")

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON as the standard has it, and no deeper than programs can walk: Python's reader takes more than that."""

from __future__ import annotations

import json
import math
import re
from typing import Any

# A schema with expressions inside of expressions has some dozens of levels.
DEEPEST = 200
# Longer numbers cost more than they can mean.
LONGEST_NUMBER = 400
# How half a character is written; halves of one character stand beside each other and are one when read.
ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
HALF = re.compile("[\ud800-\udfff]")


def parsed(body: bytes) -> Any:
    """The value of a JSON text; ValueError says in words what hinders. Half a character becomes U+FFFD."""
    text = body.decode("utf-8-sig")
    try:
        value = json.loads(text, parse_constant=_constant, parse_float=_float, parse_int=_int)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    # What has few brackets is not deep, and need not be walked.
    if text.count("[") + text.count("{") > DEEPEST and _deep(value):
        raise ValueError("nested too deeply")
    return _whole(value) if ESCAPED_HALF.search(text) else value


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _int(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(digits)


def _deep(value: Any) -> bool:
    """Whether there are more levels than may be; without recursion."""
    level = [value]
    for _number in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, (dict, list)) and inner
        ]
        if not level:
            return False
    return True


def _whole(value: Any) -> Any:
    """A copy without halves of characters, which no program can print or send."""
    if isinstance(value, str):
        return HALF.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(name): _whole(inner) for name, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value

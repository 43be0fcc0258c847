# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparisons: as numbers when both sides look like numbers, else as texts, since the samples mix types freely."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import Moment
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.numbers import number
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import Value, Warn, as_text

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
EQUALITY = ("=", "<>")


def compared(left: Value, sign: str, right: Value, warn: Warn) -> bool:
    """Whether left stands to right as the sign says. null counts as an empty text. Raises Failed for lists."""
    holds = OPERATORS.get(sign)
    if holds is None:
        raise Failed(f"There is no comparison {sign}.")
    if isinstance(left, Moment) and isinstance(right, Moment):
        return holds(left.instant, right.instant)
    texts = as_text(left, "The left side of a comparison"), as_text(right, "The right side of a comparison")
    numbers = [number(text) for text in texts]
    if None in numbers:
        _warn_of_texts(texts, sign, warn)
        return holds(*texts)
    if sign in EQUALITY and numbers[0] == numbers[1] and texts[0] != texts[1]:
        warn(f"{texts[0]!r} and {texts[1]!r} are equal as numbers, though not as texts; that is not documented.")
    return holds(*numbers)


def _warn_of_texts(texts: tuple[str, str], sign: str, warn: Warn) -> None:
    if sign not in EQUALITY:
        warn(f"{sign} compared texts that are not both numbers; it is documented for numbers only.")
    elif texts[0] != texts[1] and texts[0].lower() == texts[1].lower():
        warn(
            f"{texts[0][:60]!r} and {texts[1][:60]!r} differ only in case. They count as different here; "
            f"whether {sign} minds the case is not documented."
        )

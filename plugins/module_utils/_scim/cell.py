# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the cell of a row to the value of an attribute. Empty cells have none."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

TYPES = ("boolean", "decimal", "integer", "string")

_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_WHOLE = re.compile(r"-?[0-9]{1,30}")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


class WrongCell(ValueError):
    """What is in the cell cannot be the value. words: after the cell's text, or after `what is there`."""

    def __init__(self, words: str, shown: str = "") -> None:
        super().__init__(f"{shown or 'what is there'} {words}")
        self.words = words


def is_empty(cell: Any) -> bool:
    """Whether there is nothing in the cell: null, no text, or nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def value(cell: Any, kind: str) -> Any:
    """The value of a cell that is not empty, as one of TYPES. Raises WrongCell."""
    single(cell)
    if kind == "boolean":
        return _truth(cell)
    if kind == "integer":
        return _number(cell, _WHOLE, "is no whole number")
    if kind == "decimal":
        return _number(cell, _DECIMAL, "is no number")
    return text(cell)


def single(cell: Any) -> None:
    """Raise WrongCell for a list, a dictionary, and what else is not one value."""
    if isinstance(cell, float) and not math.isfinite(cell):
        raise WrongCell("is no finite number")
    if not isinstance(cell, (str, bool, int, float, datetime.date)):
        name = "a list" if isinstance(cell, (list, tuple)) else "a dictionary" if isinstance(cell, Mapping) else "it"
        raise WrongCell("is not a single value", name)


def text(cell: Any) -> str:
    """The cell as a text: dates as ISO 8601 writes them, truth as JSON does."""
    if isinstance(cell, str):
        # A plain text, whatever marks Ansible has put on this one.
        return "".join(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _truth(cell: Any) -> bool:
    found = _TRUTHS.get(text(cell).strip().lower())
    if found is None:
        raise WrongCell("is neither true nor false", repr(cell))
    return found


def _number(cell: Any, pattern: re.Pattern[str], otherwise: str) -> Any:
    written = text(cell).strip()
    if isinstance(cell, bool) or not pattern.fullmatch(written):
        raise WrongCell(otherwise, repr(cell))
    return float(written) if "." in written else int(written)

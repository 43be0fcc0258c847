# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows from the text of a CSV file (RFC 4180, any delimiter)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._scim.problem import ScimError

# What parts cells in the files that spreadsheets write.
USUAL_DELIMITERS = (",", ";", "\t", "|")
_MARK = "\ufeff"


def rows(text: Any, delimiter: Any = ",") -> list[dict[str, str]]:
    """A dictionary for each row, keyed by the names in the first line; every cell is a text.

    Lines without anything in them are passed over. Raises ScimError for what is no table: a row that has more or fewer
    cells than there are columns, a name that is missing or there twice, a quotation that does not end.
    """
    if not isinstance(text, str):
        raise ScimError([f"a text is wanted, not {text.__class__.__name__}."])
    _check_delimiter(delimiter)
    if "\0" in text:
        raise ScimError(["The text holds NUL characters: is the file in UTF-16? Save it in UTF-8."])
    lines = _lines(text[1:] if text.startswith(_MARK) else text, delimiter)
    header = next(lines, None)
    if header is None:
        raise ScimError(["The text is empty: there is no line of column names."])
    names = header[1]
    _check_names(names, delimiter)
    found, problems = [], []
    for number, cells in lines:
        if len(cells) != len(names):
            problems.append(_uneven(number, len(cells), len(names)))
        found.append(dict(zip(names, cells)))
    if problems:
        raise ScimError(problems)
    return found


def _check_delimiter(delimiter: Any) -> None:
    if not isinstance(delimiter, str) or len(delimiter) != 1:
        raise ScimError([f"delimiter: {delimiter!r} is not a single character."])
    if delimiter in '"\r\n\0' + _MARK:
        raise ScimError([f"delimiter: {delimiter!r} cannot part cells."])


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, cells) of each row with anything in it. Numbers count from 1, and are those of last lines."""
    # Without translation of line ends: those inside quotations are part of the cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise ScimError([f"Line {reader.line_num} cannot be read: {error}."]) from None


def _check_names(names: list[str], delimiter: str) -> None:
    problems = [f"Among the column names, column {number} has no name." for number, name in _empty(names)]
    twice = sorted({name for name in names if name.strip() and names.count(name) > 1})
    problems += [f"Among the column names, the column {name!r} is there twice." for name in twice]
    if len(names) == 1:
        other = next((sign for sign in USUAL_DELIMITERS if sign != delimiter and sign in names[0]), None)
        problems += [f"There is only one column, {names[0]!r}: is the delimiter {other!r}?"] if other else []
    if problems:
        raise ScimError(problems)


def _empty(names: list[str]) -> list[tuple[int, str]]:
    return [(number, name) for number, name in enumerate(names, 1) if not name.strip()]


def _uneven(line: int, cells: int, columns: int) -> str:
    there = "1 cell" if cells == 1 else f"{cells} cells"
    return f"Line {line} has {there}, and there are {columns} columns."

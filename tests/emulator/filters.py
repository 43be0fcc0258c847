# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subset of OData $filter that the documented calls use, as a predicate over a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from . import problems

Row = dict[str, Any]
Predicate = Callable[[Row], bool]
Value = Callable[[Row], Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?(?![\w:-]))|(?P<moment>\d{4}-\d\d-\d\d[T\d:.Z+-]*)"
    r"|(?P<name>[A-Za-z_@][\w/.@-]*)|(?P<mark>[(),:]))"
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "gt": lambda left, right: left is not None and bool(left > right),
    "ge": lambda left, right: left is not None and bool(left >= right),
    "lt": lambda left, right: left is not None and bool(left < right),
    "le": lambda left, right: left is not None and bool(left <= right),
}
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "startsWith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "endsWith": lambda text, part: text.endswith(part),
}


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))?)?", re.ASCII)


class _Moment(str):
    """A literal that is a date; what it is compared with is read as one too."""


def _instant(text: Any) -> tuple[datetime, str] | None:
    """A date in a form that compares: UTC to the second, and the digits after it. None for what is no date."""
    found = _MOMENT.fullmatch(str(text))
    if found is None:
        return None
    day, clock, digits, sign, hours, minutes = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return moment - (-offset if sign == "-" else offset), (digits or "").rstrip("0")


def member(path: str) -> Value:
    """Reads `a/b` from a row, ignoring the case of names as the backend does (templateid, jobid)."""

    names = path.split("/")

    def read(row: Row) -> Any:
        value: Any = row
        for name in names:
            if not isinstance(value, dict):
                return None
            if name in value:
                value = value[name]
            else:
                value = next((found for key, found in value.items() if key.lower() == name.lower()), None)
        return value

    return read


def parse(text: str, ignoring_case: bool = False) -> Predicate:
    """A predicate of a $filter; 400 BadRequest when the text is outside the subset."""
    reader = _Reader(text, ignoring_case)
    found = reader.either()
    if reader.peek():
        raise _unreadable(text)
    return found


def _unreadable(text: str) -> problems.Refusal:
    return problems.bad_request(f"Invalid filter clause: '{text}'.", "Request_UnsupportedQuery")


def _any_of(left: Predicate, right: Predicate) -> Predicate:
    return lambda row: left(row) or right(row)


def _all_of(left: Predicate, right: Predicate) -> Predicate:
    return lambda row: left(row) and right(row)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


class _Reader:
    def __init__(self, text: str, ignoring_case: bool) -> None:
        self._text = text
        self._fold: Callable[[Any], Any] = _folded if ignoring_case else lambda value: value
        self._tokens: list[str] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            found = _TOKEN.match(text, position)
            if found is None:
                raise _unreadable(text)
            self._tokens.append(found.group().strip())
            position = found.end()

    def peek(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _take(self, wanted: str = "") -> str:
        if not self._tokens or (wanted and self._tokens[0] != wanted):
            raise _unreadable(self._text)
        return self._tokens.pop(0)

    def either(self) -> Predicate:
        found = self._both()
        while self.peek() == "or":
            self._take()
            found = _any_of(found, self._both())
        return found

    def _both(self) -> Predicate:
        found = self._one()
        while self.peek() == "and":
            self._take()
            found = _all_of(found, self._one())
        return found

    def _one(self) -> Predicate:
        if self.peek() == "not":
            self._take()
            inner = self._one()
            return lambda row: not inner(row)
        if self.peek() == "(":
            self._take()
            inner = self.either()
            self._take(")")
            return inner
        if self.peek() in _TESTS:
            return self._test()
        if self.peek().endswith("/any"):
            return self._any()
        return self._comparison()

    def _any(self) -> Predicate:
        """`tags/any(t:t eq 'x')`: true where it is true of one item, which bears the name before the colon."""
        items = member(self._take().removesuffix("/any"))
        self._take("(")
        name = self._take()
        if not name.isidentifier():
            raise _unreadable(self._text)
        self._take(":")
        inner = self.either()
        self._take(")")
        return lambda row: any(inner({name: item}) for item in items(row) or ())

    def _test(self) -> Predicate:
        test = _TESTS[self._take()]
        self._take("(")
        left = self._value()
        self._take(",")
        right = self._value()
        self._take(")")
        return lambda row: test(self._fold(str(left(row) or "")), self._fold(str(right(row))))

    def _comparison(self) -> Predicate:
        left = self._value()
        word = self._take()
        if word == "in":
            return self._in(left)
        if word not in _COMPARISONS:
            raise _unreadable(self._text)
        compare, right = _COMPARISONS[word], self._value()
        moment = right({})
        if isinstance(moment, _Moment):
            wanted = _instant(moment)
            if wanted is None:
                raise _unreadable(self._text)
            return lambda row: compare(_instant(left(row)), wanted)
        return lambda row: compare(self._fold(left(row)), self._fold(right(row)))

    def _in(self, left: Value) -> Predicate:
        self._take("(")
        values = [self._value()]
        while self.peek() == ",":
            self._take()
            values.append(self._value())
        self._take(")")
        return lambda row: left(row) in [value(row) for value in values]

    def _value(self) -> Value:
        token = self._take()
        if token == "tolower":
            self._take("(")
            inner = self._value()
            self._take(")")
            return lambda row: str(inner(row) or "").lower()
        if token.startswith("'"):
            text = token[1:-1].replace("''", "'")
            return lambda _row: text
        if token in ("true", "false", "null"):
            constant = {"true": True, "false": False, "null": None}[token]
            return lambda _row: constant
        if token[0].isdigit() or token[0] == "-":
            number: Any = _Moment(token) if "-" in token[1:] or ":" in token else float(token)
            return lambda _row: number
        return member(token)

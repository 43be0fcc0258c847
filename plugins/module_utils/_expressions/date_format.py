# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as texts: .NET's custom and standard formats in the invariant culture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    LOCAL,
    UTC,
    DateError,
    Moment,
)

# How the service prints a date that nothing formats.
DEFAULT_FORMAT = "M/d/yyyy h:mm:ss tt"

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# The formats of one letter. The invariant culture's; those of a server in another culture would differ (en-US: d is
# M/d/yyyy), and which one the service has is not documented.
STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "f": "dddd, dd MMMM yyyy HH:mm",
    "F": "dddd, dd MMMM yyyy HH:mm:ss",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "m": "MMMM dd",
    "M": "MMMM dd",
    "o": "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
    "O": "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
    "r": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    "U": "dddd, dd MMMM yyyy HH:mm:ss",
    "y": "yyyy MMMM",
    "Y": "yyyy MMMM",
}
LETTERS = "dfFghHKmMstyz"
_LONGEST = 1000


class BadDateFormat(DateError):
    """A format that .NET refuses."""


class Token:
    """A part of a format. letter: one of LETTERS repeated `count` times, or "" for `text` that stands for itself.

    quoted: the text was in quotes or behind a backslash, so its dots and blanks have no meaning beyond themselves.
    """

    __slots__ = ("letter", "count", "text", "quoted")

    def __init__(self, letter: str, count: int = 1, text: str = "", quoted: bool = False) -> None:
        self.letter, self.count, self.text, self.quoted = letter, count, text, quoted


def tokens(form: str) -> list[Token]:
    """The parts of a custom format, a standard one expanded. Raise BadDateFormat."""
    if len(form) > _LONGEST:
        raise BadDateFormat("The date format is too long.")
    if len(form) == 1:
        if form not in STANDARD:
            raise BadDateFormat(f'"{form}" is no date format: no standard format has this letter.')
        form = STANDARD[form]
    return list(_tokens(form))


def _tokens(form: str) -> Iterator[Token]:
    at = 0
    while at < len(form):
        character = form[at]
        if character in LETTERS:
            count = len(form) - at - len(form[at:].lstrip(character))
            yield Token(character, count)
            at += count
        elif character in "'\"":
            text, at = _quoted(form, at)
            yield Token("", text=text, quoted=True)
        elif character == "\\":
            if at + 1 >= len(form):
                raise BadDateFormat(f'The date format "{form}" ends with a backslash that escapes nothing.')
            yield Token("", text=form[at + 1], quoted=True)
            at += 2
        elif character == "%":
            if at + 1 >= len(form) or form[at + 1] == "%":
                raise BadDateFormat(f'The date format "{form}" has a % with no format letter behind it.')
            at += 1
        else:
            yield Token("", text=character)
            at += 1


def _quoted(form: str, begin: int) -> tuple[str, int]:
    """The text in quotes that begin there, and where the format goes on."""
    quote, at = form[begin], begin + 1
    result: list[str] = []
    while at < len(form):
        if form[at] == quote:
            return "".join(result), at + 1
        if form[at] == "\\":
            at += 1
        result.append(form[at : at + 1])
        at += 1
    raise BadDateFormat(f'The date format "{form}" has a quote that is not closed.')


def format_date(moment: Moment, form: str = DEFAULT_FORMAT) -> str:
    """The moment in a .NET format, on its own wall clock. An empty format is "G". Raise BadDateFormat.

    z, zz and zzz print the offset of a local moment, else that of UTC; K prints Z, an offset or nothing.
    """
    if form == "U":
        moment = moment.to_utc()
    result = ""
    for token in tokens(form or "G"):
        if not token.letter:
            result += token.text
        elif token.letter == "F" and not _fraction(moment, token):
            # An empty fraction takes the point before it away.
            result = result[:-1] if result.endswith(".") else result
        else:
            result += _PRINTERS[token.letter](moment, token)
    return result


def _fraction(moment: Moment, token: Token) -> str:
    if token.count > 7:
        raise BadDateFormat(f"A fraction of {token.count} digits is too long: .NET has seven.")
    digits = f"{moment.fraction:07}"[: token.count]
    return digits.rstrip("0") if token.letter == "F" else digits


def _number(value: int, token: Token) -> str:
    return str(value) if token.count == 1 else f"{value:02}"


def _day(moment: Moment, token: Token) -> str:
    if token.count < 3:
        return _number(moment.day.day, token)
    name = DAYS[moment.weekday]
    return name[:3] if token.count == 3 else name


def _month(moment: Moment, token: Token) -> str:
    if token.count < 3:
        return _number(moment.day.month, token)
    name = MONTHS[moment.day.month - 1]
    return name[:3] if token.count == 3 else name


def _year(moment: Moment, token: Token) -> str:
    year = moment.day.year
    return _number(year % 100, token) if token.count < 3 else str(year).zfill(token.count)


def _hour12(moment: Moment, token: Token) -> str:
    return _number((moment.clock[0] + 11) % 12 + 1, token)


def _half(moment: Moment, token: Token) -> str:
    name = "AM" if moment.clock[0] < 12 else "PM"
    return name[:1] if token.count == 1 else name


def _offset(moment: Moment, token: Token) -> str:
    sign = "-" if moment.offset < 0 else "+"
    hours, minutes = divmod(abs(moment.offset), 60)
    if token.count == 1:
        return f"{sign}{hours}"
    return f"{sign}{hours:02}" if token.count == 2 else f"{sign}{hours:02}:{minutes:02}"


def _kind(moment: Moment, dummy: Token) -> str:
    if moment.kind == LOCAL:
        return _offset(moment, Token("z", 3))
    return "Z" if moment.kind == UTC else ""


_PRINTERS: dict[str, Callable[[Moment, Token], str]] = {
    "d": _day,
    "f": _fraction,
    "F": _fraction,
    "g": lambda moment, token: "A.D.",
    "h": _hour12,
    "H": lambda moment, token: _number(moment.clock[0], token),
    "K": _kind,
    "m": lambda moment, token: _number(moment.clock[1], token),
    "M": _month,
    "s": lambda moment, token: _number(moment.clock[2], token),
    "t": _half,
    "y": _year,
    "z": _offset,
}

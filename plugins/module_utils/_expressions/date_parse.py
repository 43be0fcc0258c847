# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as dates by a given format, as .NET's DateTime.ParseExact reads them in the invariant culture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_fields import Fields, UnreadableDate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_format import (
    DAYS,
    MONTHS,
    BadDateFormat,
    Token,
    tokens,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_styles import placed, styles_of
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import Moment

_SHOWN = 100


class _Misfit(Exception):
    """The text does not go on as the format wants."""


def parse_exact(
    text: str, form: str, styles: str = "", *, either_width: bool = False, today: Moment | None = None
) -> Moment:
    """The moment a text stands for by a .NET format, custom or of one letter.

    styles: names of DateTimeStyles, separated by commas; empty: RoundtripKind, AllowLeadingWhite, AllowTrailingWhite.
    either_width: `hh` and `HH` also take one digit, which .NET refuses but samples for the service need.
    today: gives the parts of the date that the format lacks. Raise UnreadableDate, DateOutOfRange, BadDateFormat or
    BadDateStyles. For what becomes of an offset see date_styles.placed.
    """
    wanted = styles_of(styles)
    if not form:
        raise BadDateFormat("The date format is empty.")
    parts = tokens(form)
    reading = _Reading(text, wanted, either_width)
    try:
        reading.run(parts)
    except _Misfit:
        raise UnreadableDate(f'"{text[:_SHOWN]}" is no date of the form "{form[:_SHOWN]}".') from None
    if form == "U":
        reading.fields.put("utc", 1)
    moment = reading.fields.moment(no_current_date="NoCurrentDateDefault" in wanted, today=today)
    return placed(moment, wanted)


class _Reading:
    """One text while it is read by a format."""

    def __init__(self, text: str, styles: frozenset[str], either_width: bool) -> None:
        self.fields = Fields()
        self.text, self.at = text, 0
        self._styles, self._either_width = styles, either_width
        self._inner = "AllowInnerWhite" in styles

    def run(self, parts: Sequence[Token]) -> None:
        """Read the whole text. Raise _Misfit."""
        parts = self._trimmed(list(parts))
        ahead = iter(zip(parts, [*parts[1:], None]))
        for part, following in ahead:
            if not (part.text == "." and following and following.letter == "F"):
                self._part(part)
            elif not self._took_point():
                # Without its point a fraction of F is left out altogether.
                next(ahead)
        if self.at < len(self.text):
            raise _Misfit

    def _took_point(self) -> bool:
        self._skip_inner()
        return self.took(".")

    def _trimmed(self, parts: list[Token]) -> list[Token]:
        """The format without white space at its ends, and the text likewise, where the styles allow it."""
        if "AllowTrailingWhite" in self._styles:
            self.text = self.text.rstrip()
            while parts and not parts[-1].letter and not parts[-1].text.strip():
                parts.pop()
        if "AllowLeadingWhite" in self._styles:
            self.at = len(self.text) - len(self.text.lstrip())
            while parts and not parts[0].letter and not parts[0].text.strip():
                parts.pop(0)
        return parts

    def _skip_inner(self) -> None:
        while self._inner and self.text[self.at : self.at + 1].isspace():
            self.at += 1

    def _part(self, part: Token) -> None:
        self._skip_inner()
        if part.letter:
            _READERS[part.letter](self, part)
        elif part.text == "Z" and not part.quoted:
            self.zulu()
        elif not self.took(part.text) and not self._may_lack(part):
            raise _Misfit

    def _may_lack(self, part: Token) -> bool:
        """Whether the text may lack a blank of the format; .NET allows it with trailing white space, too."""
        loose = self._inner or "AllowTrailingWhite" in self._styles
        return loose and not part.quoted and part.text == " "

    def took(self, wanted: str) -> bool:
        """Whether the text goes on with this, in any case; if so it is read."""
        found = self.text[self.at : self.at + len(wanted)].lower() == wanted.lower()
        self.at += len(wanted) if found else 0
        return found

    def digits(self, least: int, most: int) -> str:
        """So many digits."""
        end = self.at
        while end < min(len(self.text), self.at + most) and self.text[end] in "0123456789":
            end += 1
        found = self.text[self.at : end]
        if len(found) < least:
            raise _Misfit
        self.at = end
        return found

    def number(self, name: str, part: Token) -> None:
        """A number of one or two digits by a single letter, else of just so many as there are letters, at most two."""
        wide = part.count > 1 and not (self._either_width and part.letter in "hH")
        self.fields.put(name, int(self.digits(2 if wide else 1, 2)))

    def named(self, field: str, names: Sequence[str], first: int) -> None:
        """One of some names."""
        for value, name in sorted(enumerate(names, first), key=lambda pair: -len(pair[1])):
            if self.took(name):
                return self.fields.put(field, value)
        raise _Misfit

    def zulu(self) -> None:
        """Z or GMT."""
        if not (self.took("GMT") or self.took("Z")) or self.text[self.at : self.at + 1].isalpha():
            raise _Misfit
        self.fields.put("offset", 0)
        self.fields.put("utc", 1)

    def offset(self, part: Token) -> None:
        """A sign, hours, and for three letters or more minutes with or without a colon."""
        sign = -1 if self.took("-") else 1 if self.took("+") else 0
        if not sign:
            raise _Misfit
        hours = int(self.digits(2 if part.count == 2 else 1, 2))
        minutes = 0
        if part.count > 2:
            self.took(":")
            minutes = int(self.digits(2, 2))
        if minutes > 59:
            raise _Misfit
        self.fields.put("offset", sign * (60 * hours + minutes))


def _day(reading: _Reading, part: Token) -> None:
    if part.count < 3:
        return reading.number("day", part)
    return reading.named("weekday", [name[:3] for name in DAYS] if part.count == 3 else DAYS, 0)


def _month(reading: _Reading, part: Token) -> None:
    if part.count < 3:
        return reading.number("month", part)
    return reading.named("month", [name[:3] for name in MONTHS] if part.count == 3 else MONTHS, 1)


def _year(reading: _Reading, part: Token) -> None:
    if part.count < 3:
        return reading.number("short_year", part)
    return reading.fields.put("year", int(reading.digits(part.count, part.count)))


def _fraction(reading: _Reading, part: Token) -> None:
    if part.count > 7:
        raise BadDateFormat(f"A fraction of {part.count} digits is too long: .NET has seven.")
    found = reading.digits(part.count if part.letter == "f" else 0, part.count)
    reading.fields.put("fraction", int(found.ljust(7, "0")))


def _half(reading: _Reading, part: Token) -> None:
    reading.named("half", ("A", "P") if part.count == 1 else ("AM", "PM"), 0)


def _kind(reading: _Reading, dummy: Token) -> None:
    following = reading.text[reading.at : reading.at + 1]
    if following == "Z":
        reading.zulu()
    elif following in ("+", "-"):
        reading.offset(Token("z", 3))


def _era(reading: _Reading, dummy: Token) -> None:
    if not reading.took("A.D.") and not reading.took("AD"):
        raise _Misfit


_READERS: dict[str, Callable[[_Reading, Token], None]] = {
    "d": _day,
    "f": _fraction,
    "F": _fraction,
    "g": _era,
    "h": lambda reading, part: reading.number("hour12", part),
    "H": lambda reading, part: reading.number("hour", part),
    "K": _kind,
    "m": lambda reading, part: reading.number("minute", part),
    "M": _month,
    "s": lambda reading, part: reading.number("second", part),
    "t": _half,
    "y": _year,
    "z": _Reading.offset,
}

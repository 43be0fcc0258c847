# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a text says of a date, piece by piece, and the moment that comes of it."""

from __future__ import annotations

from typing import NoReturn

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    LOCAL,
    UNSPECIFIED,
    UTC,
    DateError,
    DateOutOfRange,
    Moment,
)

# Years of two digits up to this are of this century, as in .NET's invariant calendar before .NET 8 moved it to 49.
_LAST_SHORT_YEAR = 29


class UnreadableDate(DateError):
    """The text is no date of the wanted form."""


def four_digit_year(year: int) -> int:
    """The year that two digits mean."""
    return year + (2000 if year <= _LAST_SHORT_YEAR else 1900)


class Fields:
    """The parts of a date as they are found. Every `put` of a part must say the same."""

    def __init__(self) -> None:
        self._found: dict[str, int] = {}

    def put(self, name: str, value: int) -> None:
        """One part: year, month, day, weekday (Sunday 0), hour, hour12, minute, second, fraction (ticks), half
        (0 is AM), short_year, utc (1), offset (minutes). Raise UnreadableDate when it contradicts itself."""
        if self._found.setdefault(name, value) != value:
            _refuse(f"it names two values for the {name}")

    def moment(self, *, no_current_date: bool = False, today: Moment | None = None) -> Moment:
        """The moment; parts that are not given are the first, and a missing year is that of `today`.

        no_current_date: a text with a time only is of 0001-01-01. Raise UnreadableDate or DateOutOfRange.
        """
        found = self._found
        day = self._day(no_current_date, today)
        clock = self._hour(), found.get("minute", 0), found.get("second", 0)
        offset = found.get("offset")
        kind = UTC if found.get("utc") else UNSPECIFIED if offset is None else LOCAL
        try:
            moment = Moment.of(day, clock, found.get("fraction", 0), kind, offset or 0)
        except DateOutOfRange:
            raise
        except DateError as problem:
            raise UnreadableDate(str(problem)) from None
        if found.get("weekday", moment.weekday) != moment.weekday:
            _refuse("its day of the week is not that of the date")
        return moment

    def _day(self, no_current_date: bool, today: Moment | None) -> tuple[int, int, int]:
        found = self._found
        year = found.get("year")
        if "short_year" in found:
            if year is not None:
                _refuse("it names two values for the year")
            year = four_digit_year(found["short_year"])
        if year is not None:
            return year, found.get("month", 1), found.get("day", 1)
        only_time = "month" not in found and "day" not in found
        if only_time and no_current_date:
            return 1, 1, 1
        if today is None:
            _refuse("it has no year, and today's date is not given")
        if only_time:
            return today.day.year, today.day.month, today.day.day
        return today.day.year, found.get("month", 1), found.get("day", 1)

    def _hour(self) -> int:
        found = self._found
        half = found.get("half")
        if "hour12" not in found:
            hour = found.get("hour", 0)
            if half is not None and half != (hour >= 12):
                _refuse("its hour is not of the half of the day that AM or PM names")
            return hour
        hour = found["hour12"]
        if hour > 12 or found.get("hour", hour) % 12 != hour % 12:
            _refuse("its hour is not one of twelve")
        return hour % 12 + (12 if half else 0)


def _refuse(why: str) -> NoReturn:
    raise UnreadableDate(f"The date cannot be read: {why}.")

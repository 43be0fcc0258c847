# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A moment in time, exact to .NET's ticks of 100 nanoseconds, which Python's datetime cannot hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

TICKS_PER_SECOND = 10_000_000
TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
TICKS_PER_DAY = 24 * TICKS_PER_HOUR
# The last tick of the year 9999, the end of .NET's DateTime.
MAX_TICKS = 3_652_059 * TICKS_PER_DAY - 1
# The farthest a zone may be from UTC, in minutes, as .NET limits it.
MAX_OFFSET = 14 * 60

UNSPECIFIED, UTC, LOCAL = "unspecified", "utc", "local"


class DateError(ValueError):
    """A date that cannot be read, written or reckoned; str() is a sentence for the user."""


class DateOutOfRange(DateError):
    """The result would lie before the year 1 or after the year 9999, or outside 64-bit file times."""


class Moment:
    """A wall-clock time and what is known of its zone.

    ticks: 100 ns since 0001-01-01 00:00 on the clock of its own zone, 0..MAX_TICKS.
    kind: "unspecified" (no zone was given), "utc", or "local" (`offset` minutes east of UTC).
    Two moments are equal when clock, kind and offset are; compare `instant` to know which is earlier.
    """

    __slots__ = ("ticks", "kind", "offset")

    def __init__(self, ticks: int, kind: str = UNSPECIFIED, offset: int = 0) -> None:
        """Raise DateOutOfRange outside the years 1 to 9999, or more than 14 hours from UTC."""
        if not 0 <= ticks <= MAX_TICKS:
            raise DateOutOfRange("The date is out of range: it must lie in the years 1 to 9999.")
        if abs(offset) > MAX_OFFSET:
            raise DateOutOfRange("The time zone offset is out of range: it must be within 14 hours of UTC.")
        self.ticks, self.kind, self.offset = ticks, kind, offset

    @classmethod
    def of(
        cls,
        day: tuple[int, int, int],
        clock: tuple[int, int, int] = (0, 0, 0),
        fraction: int = 0,
        kind: str = UNSPECIFIED,
        offset: int = 0,
    ) -> Moment:
        """From (year, month, day), (hour, minute, second) and ticks of a second; DateError when there is no such time."""
        hour, minute, second = clock
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= fraction < TICKS_PER_SECOND):
            raise DateError(f"There is no time of day {hour}:{minute:02}:{second:02}.")
        try:
            days = date(*day).toordinal() - 1
        except (ValueError, OverflowError):
            raise DateError("There is no day {}-{:02}-{:02} in the calendar.".format(*day)) from None
        seconds = hour * 3600 + minute * 60 + second
        return cls(days * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + fraction, kind, offset)

    @classmethod
    def from_datetime(cls, value: datetime) -> Moment:
        """From Python's datetime; an aware one becomes UTC, a naive one has no zone."""
        away = value.utcoffset() or timedelta()
        clock = value.replace(tzinfo=None) - datetime(1, 1, 1)
        ticks = (clock - away) // timedelta(microseconds=1) * 10
        return cls(ticks, UTC if value.tzinfo is not None else UNSPECIFIED)

    @property
    def instant(self) -> int:
        """Ticks since 0001-01-01 UTC; a moment without a zone is taken as UTC. May leave 0..MAX_TICKS a little."""
        return self.ticks - self.offset * TICKS_PER_MINUTE

    def to_utc(self) -> Moment:
        """The same instant on the clock of UTC; one without a zone is taken as UTC. Raise DateOutOfRange."""
        return Moment(self.instant, UTC)

    @property
    def day(self) -> date:
        """The calendar day."""
        return date.fromordinal(self.ticks // TICKS_PER_DAY + 1)

    @property
    def weekday(self) -> int:
        """The day of the week, Sunday = 0 as in .NET."""
        return (self.ticks // TICKS_PER_DAY + 1) % 7

    @property
    def clock(self) -> tuple[int, int, int]:
        """Hour, minute and second."""
        seconds = self.time_of_day // TICKS_PER_SECOND
        return seconds // 3600, seconds // 60 % 60, seconds % 60

    @property
    def fraction(self) -> int:
        """Ticks since the last full second, 0..9999999."""
        return self.ticks % TICKS_PER_SECOND

    @property
    def time_of_day(self) -> int:
        """Ticks since midnight."""
        return self.ticks % TICKS_PER_DAY

    def moved(self, ticks: int) -> Moment:
        """Later by so many ticks, in the same zone. Raise DateOutOfRange."""
        return Moment(self.ticks + ticks, self.kind, self.offset)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and (self.ticks, self.kind, self.offset) == (
            other.ticks,
            other.kind,
            other.offset,
        )

    def __hash__(self) -> int:
        return hash((self.ticks, self.kind, self.offset))

    def __repr__(self) -> str:
        hour, minute, second = self.clock
        return f"Moment({self.day.isoformat()} {hour:02}:{minute:02}:{second:02}.{self.fraction:07} {self.kind} {self.offset:+})"

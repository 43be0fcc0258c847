# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DateAdd and DateDiff as Visual Basic reckons them, and the file times of Active Directory."""

from __future__ import annotations

from calendar import monthrange

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    TICKS_PER_DAY,
    TICKS_PER_HOUR,
    TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
    UTC,
    DateError,
    DateOutOfRange,
    Moment,
)

# Intervals of a fixed length, in ticks; "ww" has one only when added.
_LENGTHS = {
    "ww": 7 * TICKS_PER_DAY,
    "d": TICKS_PER_DAY,
    "h": TICKS_PER_HOUR,
    "n": TICKS_PER_MINUTE,
    "s": TICKS_PER_SECOND,
}
# What the language documents; Visual Basic's q, y and w are not among them.
INTERVALS = ("yyyy", "m", "ww", "d", "h", "n", "s")
# 1601-01-01 in ticks since the year 1: where file times begin.
_FILE_TIME_BEGINS = 584_388 * TICKS_PER_DAY
_LARGEST_INTEGER = 2**63 - 1


def date_add(interval: str, number: int, moment: Moment) -> Moment:
    """`number` intervals later; months and years stop at the end of a shorter month. Raise DateError."""
    _check(interval)
    if interval == "yyyy":
        return _months_later(moment, 12 * number)
    if interval == "m":
        return _months_later(moment, number)
    return moment.moved(number * _LENGTHS[interval])


def date_diff(interval: str, first: Moment, second: Moment) -> int:
    """`second` minus `first` in intervals, as Visual Basic's DateDiff counts. Raise DateError for an unknown interval.

    yyyy and m compare calendar fields (31 December to 1 January is one year); d, h, n and s are full intervals, cut
    towards zero. ww counts the Sundays between, but like Visual Basic it lets the last week begin only at the time of
    day of the first date. Both dates are taken in UTC.
    """
    _check(interval)
    one, two = first.to_utc(), second.to_utc()
    if interval == "yyyy":
        return two.day.year - one.day.year
    if interval == "m":
        return 12 * (two.day.year - one.day.year) + two.day.month - one.day.month
    if interval == "ww":
        return _cut(_week_begins(two) - _week_begins(one), _LENGTHS["ww"])
    return _cut(two.ticks - one.ticks, _LENGTHS[interval])


def to_file_time(moment: Moment) -> int:
    """100 ns since 1601-01-01 UTC. Raise DateOutOfRange for an earlier moment, as .NET does."""
    result = moment.to_utc().ticks - _FILE_TIME_BEGINS
    if result < 0:
        raise DateOutOfRange("The date is out of range: file times begin with the year 1601.")
    return result


def from_file_time(number: int) -> Moment:
    """The moment of a file time, in UTC. Raise DateOutOfRange.

    9223372036854775807 means "never" in Active Directory and lies beyond the year 9999, so it has no moment.
    """
    if not 0 <= number <= _LARGEST_INTEGER:
        raise DateOutOfRange(f"{number} is no file time: it must be a 64-bit integer that is not negative.")
    return Moment(number + _FILE_TIME_BEGINS, UTC)


def _check(interval: str) -> None:
    if interval not in INTERVALS:
        raise DateError(f'"{interval}" is no interval: it must be one of {", ".join(INTERVALS)}.')


def _months_later(moment: Moment, months: int) -> Moment:
    day = moment.day
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise DateOutOfRange("The date is out of range: it must lie in the years 1 to 9999.")
    last = monthrange(year, month + 1)[1]
    target = Moment.of((year, month + 1, min(day.day, last)))
    return Moment(target.ticks + moment.time_of_day, moment.kind, moment.offset)


def _week_begins(moment: Moment) -> int:
    """Ticks of the Sunday that begins the week of a moment, at the moment's own time of day."""
    return moment.ticks - moment.weekday * TICKS_PER_DAY


def _cut(ticks: int, length: int) -> int:
    """How many whole lengths fit, towards zero."""
    return ticks // length if ticks >= 0 else -(-ticks // length)

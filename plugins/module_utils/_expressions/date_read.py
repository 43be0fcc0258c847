# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as dates without a given format, as CDate and NumFromDate take them.

.NET's DateTime.Parse guesses at much more, by the culture of its machine; here are the forms that Microsoft's pages
show for the service, and the usual ones beside: year first, month first with slashes, names of months, directory times.
"""

from __future__ import annotations

import re

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_fields import Fields, UnreadableDate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_format import DAYS, MONTHS
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import TICKS_PER_SECOND, Moment

_LONGEST = 100

_MONTH = "(?P<name>" + "|".join(f"{month}|{month[:3]}" for month in MONTHS) + r")\.?"
_WEEKDAY = "(?:(?P<weekday>" + "|".join(f"{day}|{day[:3]}" for day in DAYS) + r"),?\s+)?"
_DAYS = (
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?",
    r"(?P<month>\d{1,2})(?P<mark>[-/.])(?P<day>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
    _WEEKDAY + r"(?P<day>\d{1,2})[\s-]+" + _MONTH + r"[\s,-]+(?P<year>\d{4})",
    _WEEKDAY + _MONTH + r"\s+(?P<day>\d{1,2})(?:,\s*|\s+)(?P<year>\d{4})",
)
_TIME = (
    r"(?:(?:\s*T\s*|\s+)(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.(?P<fraction>\d+))?)?)?"
    r"(?:\s*(?P<half>[AP])\.?M?\.?)?)?"
)
_ZONE = r"\s*(?:(?P<utc>Z|GMT|UTC)|(?P<sign>[+-])(?P<off_hour>\d{1,2})(?::?(?P<off_minute>\d{2}))?)?"
_DIRECTORY = (
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
    r"(?:\.(?P<fraction>\d+))?(?:(?P<utc>Z)|(?P<sign>[+-])(?P<off_hour>\d{2})(?P<off_minute>\d{2}))"
)
_FORMS = [
    *(re.compile(f"{day}{_TIME}{_ZONE}", re.ASCII | re.IGNORECASE) for day in _DAYS),
    re.compile(_DIRECTORY, re.ASCII),
]
_ABBREVIATED_DAYS = [day[:3].lower() for day in DAYS]
_ABBREVIATED_MONTHS = [month[:3].lower() for month in MONTHS]


def read_date(text: str) -> Moment:
    """The moment in UTC; a text without a zone is taken as UTC, one without a time as midnight, without a day as the first.

    Fractions beyond seven digits are rounded. Raise UnreadableDate or DateOutOfRange.
    """
    if len(text) <= _LONGEST:
        for form in _FORMS:
            found = form.fullmatch(text.strip())
            if found:
                return _moment(found.groupdict()).to_utc()
    raise UnreadableDate(f'"{text[:_LONGEST]}" is no date that CDate can read.')


def _moment(found: dict[str, str | None]) -> Moment:
    """The moment of the named groups of a form."""
    fields = Fields()
    for part in ("month", "day", "minute", "second"):
        if found.get(part):
            fields.put(part, int(found[part] or 0))
    year = found["year"] or ""
    fields.put("year" if len(year) > 2 else "short_year", int(year))
    name, weekday, half = found.get("name"), found.get("weekday"), found.get("half")
    if name:
        fields.put("month", _ABBREVIATED_MONTHS.index(name[:3].lower()) + 1)
    if weekday:
        fields.put("weekday", _ABBREVIATED_DAYS.index(weekday[:3].lower()))
    if found["hour"]:
        fields.put("hour12" if half else "hour", int(found["hour"]))
    if half:
        fields.put("half", int(half in "pP"))
    _zone(fields, found)
    moment = fields.moment()
    return moment.moved(_ticks(found["fraction"] or "0"))


def _zone(fields: Fields, found: dict[str, str | None]) -> None:
    if found["utc"]:
        fields.put("utc", 1)
    if found["sign"]:
        minutes = int(found["off_minute"] or 0)
        if minutes > 59:
            raise UnreadableDate("The date cannot be read: its offset has more than 59 minutes.")
        away = 60 * int(found["off_hour"] or 0) + minutes
        fields.put("offset", -away if found["sign"] == "-" else away)


def _ticks(fraction: str) -> int:
    """Ticks of a fraction of a second, halves rounded to the even tick as .NET rounds."""
    scale: int = 10 ** len(fraction)
    whole, rest = divmod(int(fraction) * TICKS_PER_SECOND, scale)
    half = rest * 2 - scale
    return whole + (half > 0 or (half == 0 and whole % 2 == 1))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of dates. Everything is in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import dates
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.evaluation import (
    Evaluation,
    Implementation,
    each,
    strict,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import Moment
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.stop import Failed
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.values import (
    Value,
    as_text,
    as_whole,
)

# What an empty dateTimeStyles slot stands for, by the function reference.
STYLES = "RoundtripKind, AllowLeadingWhite, AllowTrailingWhite"
_LAST_DAY = date(9999, 12, 31)


def now(run: Evaluation) -> Value:
    """Now()."""
    if run.given.now is None:
        raise Failed("Now() depends on the time of the evaluation; give now.")
    return Moment.from_datetime(run.given.now)


def to_date(run: Evaluation, value: Value) -> Value:
    """CDate(text)."""
    return _read(value, "CDate")


def _read(value: Value, name: str) -> Moment:
    """A date, or a text that is read as one without a format."""
    if isinstance(value, Moment):
        return value
    if value is None or value == "":
        raise Failed(f"{name} got {'null' if value is None else 'an empty text'}, where a date is wanted.")
    return dates.read_date(as_text(value, f"The date of {name}")).to_utc()


def _date(run: Evaluation, value: Value, name: str) -> Moment:
    """A slot that is documented for dates; a text is read as CDate reads it."""
    if isinstance(value, str) and value:
        run.warn(
            f"{name} got a text for a date. It is read as by CDate here; the function reference wraps it in CDate."
        )
    return _read(value, name)


def date_add(run: Evaluation, interval: Value, amount: Value, start: Value) -> Value:
    """DateAdd(interval, number, date): months and years stop at the end of a shorter month."""
    unit, number = as_text(interval, "The interval of DateAdd"), as_whole(amount, "The number of DateAdd")
    begin = _date(run, start, "DateAdd")
    end = dates.date_add(unit, number, begin)
    if unit in ("m", "yyyy") and end.day.day != begin.day.day:
        run.warn("DateAdd stops at the end of a shorter month here, as Visual Basic does; that is not documented.")
    return end


def date_diff(run: Evaluation, interval: Value, first: Value, second: Value) -> Value:
    """DateDiff(interval, first, second): positive when the second is later."""
    unit = as_text(interval, "The interval of DateDiff")
    return dates.date_diff(unit, _date(run, first, "DateDiff"), _date(run, second, "DateDiff"))


def date_from_num(run: Evaluation, value: Value) -> Value:
    """DateFromNum(number): of 100 nanoseconds since 1601."""
    return dates.from_file_time(as_whole(value, "The number of DateFromNum"))


def num_from_date(run: Evaluation, value: Value) -> Value:
    """NumFromDate(date)."""
    moment = _read(value, "NumFromDate")
    if moment.day == _LAST_DAY:
        run.warn("NumFromDate of 12/31/9999 fails in the service, as its page on SuccessFactors says.")
    return dates.to_file_time(moment)


def format_date_time(run: Evaluation, source: Value, styles: Value, input_format: Value, output_format: Value) -> Value:
    """FormatDateTime(source, dateTimeStyles, inputFormat, outputFormat)."""
    if source is None or source == "":
        raise Failed(f"FormatDateTime got {'null' if source is None else 'an empty text'}, where a date is wanted.")
    form = as_text(output_format, "The outputFormat of FormatDateTime")
    if not form:
        raise Failed("FormatDateTime has no outputFormat.")
    moment = _by_format(run, source, as_text(styles, "The dateTimeStyles"), as_text(input_format, "The inputFormat"))
    if _tells_the_zone(form) and not (isinstance(source, Moment) or moment.kind == "utc"):
        run.warn(
            "FormatDateTime keeps the time of day that is written in the source, and prints the zone beside it; "
            "whether the service applies the offset first is not documented."
        )
    return dates.format_date(moment, form)


def _by_format(run: Evaluation, source: Value, styles: str, form: str) -> Moment:
    if form:
        today = None if run.given.now is None else Moment.from_datetime(run.given.now)
        text = as_text(source, "The source of FormatDateTime")
        return dates.parse_exact(text, form, styles or STYLES, either_width=True, today=today)
    if isinstance(source, Moment):
        return source
    run.warn("FormatDateTime has no inputFormat. The text is read as by CDate here; that is not documented.")
    return _read(source, "FormatDateTime")


def _tells_the_zone(form: str) -> bool:
    return any(letter in form for letter in "zZK")


FUNCTIONS: Mapping[str, Implementation] = MappingProxyType(
    {
        "Now": strict("Now", now),
        "CDate": each("CDate", to_date),
        "DateAdd": each("DateAdd", date_add, place=2),
        "DateDiff": strict("DateDiff", date_diff),
        "DateFromNum": each("DateFromNum", date_from_num),
        "NumFromDate": each("NumFromDate", num_from_date),
        "FormatDateTime": each("FormatDateTime", format_date_time),
    }
)

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time as users give them: a moment with its zone, or how long ago."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput

# YAML reads a moment without quotes as one, and Ansible hands that over with a blank for the T.
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):([0-5]\d))", re.ASCII
)
_SPAN = re.compile(r"(\d{1,9})\s*([smhdw])", re.ASCII | re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Moment(NamedTuple):
    """second: UTC, without a zone of its own; fraction: the digits after it, as many as were given, without zeros."""

    second: datetime
    fraction: str = ""

    def __str__(self) -> str:
        """As the service writes it."""
        return f"{self.second.isoformat()}{'.' if self.fraction else ''}{self.fraction}Z"


def parse_moment(option: str, text: str, now: float) -> Moment:
    """The moment of a text. now: seconds since the epoch, what a span is counted back from. InvalidInput for others."""
    try:
        found = _span(text.strip(), now) or _moment(text.strip())
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise InvalidInput(
            [
                f"{option}: {text!r} is no point in time; give a moment with its zone such as 2026-03-02T08:00:00Z, or "
                "how long ago it was, such as 24h (s, m, h, d and w are seconds to weeks)."
            ]
        )
    return found


def _span(text: str, now: float) -> Moment | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    span = timedelta(**{_UNITS[found.group(2).lower()]: int(found.group(1))})
    present = datetime.fromtimestamp(int(now), tz=timezone.utc).replace(tzinfo=None)
    return Moment(present - span)


def _moment(text: str) -> Moment | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    day, clock, digits, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if offset >= timedelta(days=1):
        return None
    second = datetime.fromisoformat(f"{day}T{clock}")
    return Moment(second + offset if sign == "-" else second - offset, (digits or "").rstrip("0"))

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Points in time and spans, as the service gives them and as a person reads them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.moments import parse_moment

_BEGINS_WITH_A_DATE = re.compile(r"\s*\d{4}-", re.ASCII)
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?", re.ASCII)


def second(value: Any) -> datetime | None:
    """The moment of a text, to the second, in UTC; None for what is none."""
    text = str(value)
    if value is None or not _BEGINS_WITH_A_DATE.match(text):
        return None
    try:
        return parse_moment("", text, 0).second
    except InvalidInput:
        return None


def stamp(moment: datetime) -> str:
    """A moment as the service writes it."""
    return f"{moment.isoformat(timespec='seconds')}Z"


def spelled(moment: datetime) -> str:
    """A moment as a person reads it."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def ago(moment: datetime, as_of: datetime) -> str:
    """How far a moment is from the report's: "3 hours ago", "in 2 days"."""
    seconds = int((as_of - moment).total_seconds())
    words = length(abs(seconds))
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def length(seconds: int) -> str:
    """A span in its largest whole unit; two days are told as hours, because a day more or less matters there."""
    for unit, size, least in (("day", 86400, 3), ("hour", 3600, 2), ("minute", 60, 1)):
        count = seconds // size
        if count >= least:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"


def duration(value: Any) -> timedelta | None:
    """The span of an ISO 8601 duration such as PT40M; None for what is none, and for no time at all."""
    found = _DURATION.fullmatch(str(value or ""))
    parts = [int(part or 0) for part in found.groups()] if found else []
    if not any(parts):
        return None
    try:
        return timedelta(days=parts[0], hours=parts[1], minutes=parts[2], seconds=parts[3])
    except OverflowError:
        return None

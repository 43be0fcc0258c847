# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
""".NET's DateTimeStyles: what a text may have around a date, and what becomes of its zone."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    LOCAL,
    UTC,
    DateError,
    Moment,
)

# What FormatDateTime takes when its slot is empty.
DEFAULT_STYLES = "RoundtripKind, AllowLeadingWhite, AllowTrailingWhite"

_WHITES = frozenset({"AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite"})
_ZONES = frozenset({"AssumeLocal", "AssumeUniversal", "AdjustToUniversal"})
# The names .NET knows, without regard to case.
_NAMES = {
    name.lower(): name
    for name in (*sorted(_WHITES), *sorted(_ZONES), "AllowWhiteSpaces", "NoCurrentDateDefault", "None", "RoundtripKind")
}


class BadDateStyles(DateError):
    """DateTimeStyles that .NET does not know, or not together."""


def styles_of(text: str) -> frozenset[str]:
    """The styles of names that commas separate; empty: DEFAULT_STYLES. Raise BadDateStyles."""
    found = set()
    for word in (text.strip() or DEFAULT_STYLES).split(","):
        name = _NAMES.get(word.strip().lower())
        if name is None:
            raise BadDateStyles(f'"{word.strip()[:100]}" is no DateTimeStyles: there are {", ".join(_NAMES.values())}.')
        found.add(name)
    if "AllowWhiteSpaces" in found:
        found |= _WHITES
    if {"AssumeLocal", "AssumeUniversal"} <= found:
        raise BadDateStyles("AssumeLocal and AssumeUniversal cannot both be given.")
    if "RoundtripKind" in found and found & _ZONES:
        raise BadDateStyles(f"RoundtripKind cannot be given with {', '.join(sorted(found & _ZONES))}.")
    return frozenset(found)


def placed(moment: Moment, styles: frozenset[str]) -> Moment:
    """The moment in the zone the styles want. Raise DateOutOfRange.

    A moment with an offset keeps its clock and its offset, where .NET changes it to the clock of the machine it runs
    on; which of the two the service prints is not documented. That machine is taken to be in UTC.
    """
    if moment.kind not in (UTC, LOCAL):
        if "AssumeUniversal" in styles:
            return Moment(moment.ticks, UTC)
        if "AssumeLocal" not in styles:
            return moment
        moment = Moment(moment.ticks, LOCAL)
    return moment.to_utc() if "AdjustToUniversal" in styles else moment

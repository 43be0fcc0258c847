# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an evaluation must be told, because an expression alone does not say it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

# Steps that one evaluation may take: some tenths of a second, and far beyond what a mapping needs.
BUDGET = 200_000

NONE_GIVEN: Mapping[str, str] = MappingProxyType({})


class Circumstances(NamedTuple):
    """What is None here and needed by an expression makes its outcome an error that says what to give.

    now: an aware time, for Now(). default_domain: for DefaultDomain(). taken: values already used in the target, for
    SelectUniqueValue. placeholders: `%DomainFQDN%` to its text. guid: gives a new GUID text, for Guid().
    random_text: (alphabet, length) to that many characters drawn from the alphabet, for RandomString. budget: steps.
    """

    now: datetime.datetime | None = None
    default_domain: str | None = None
    taken: frozenset[str] = frozenset()
    placeholders: Mapping[str, str] = NONE_GIVEN
    guid: Callable[[], str] | None = None
    random_text: Callable[[str, int], str] | None = None
    budget: int = BUDGET


def point_in_time(text: str) -> datetime.datetime:
    """An ISO 8601 text (`2025-07-30T00:00:00Z`, `2025-07-30`) as an aware time; without an offset it is UTC.

    Raises ValueError, whose text names the forms that are understood.
    """
    words = text.strip()
    try:
        moment = datetime.datetime.fromisoformat(words[:-1] + "+00:00" if words[-1:] in ("Z", "z") else words)
    except ValueError:
        raise ValueError(f"{text!r} is no time; write it like 2025-07-30T14:00:00Z or 2025-07-30.") from None
    return aware(moment)


def aware(moment: datetime.datetime) -> datetime.datetime:
    """A time with an offset; one without is taken for UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.timezone.utc)

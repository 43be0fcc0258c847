# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as the mapping language sees them: .NET's formats both ways, CDate's free texts, file times, DateAdd, DateDiff.

The culture is .NET's invariant one throughout: English names, `/` and `:` as separators. Where .NET would take the zone
or the date of the machine it runs on, the zone is UTC and the date is asked for.
"""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_arithmetic import (
    INTERVALS,
    date_add,
    date_diff,
    from_file_time,
    to_file_time,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_fields import UnreadableDate
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_format import (
    DEFAULT_FORMAT,
    BadDateFormat,
    format_date,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_parse import parse_exact
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_read import read_date
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.date_styles import (
    DEFAULT_STYLES,
    BadDateStyles,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import (
    DateError,
    DateOutOfRange,
    Moment,
)

__all__ = [
    "DEFAULT_FORMAT",
    "DEFAULT_STYLES",
    "INTERVALS",
    "BadDateFormat",
    "BadDateStyles",
    "DateError",
    "DateOutOfRange",
    "Moment",
    "UnreadableDate",
    "date_add",
    "date_diff",
    "format_date",
    "from_file_time",
    "parse_exact",
    "read_date",
    "to_file_time",
]

# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as dates by a given format, as .NET's DateTime.ParseExact reads them."""

from __future__ import annotations

from datetime import datetime

from ansible_collections.entra.provisioning.plugins.module_utils._expressions.moment import DateError, Moment


class UnreadableDate(DateError):
    """The text is no date of the wanted form."""


class BadDateStyles(DateError):
    """DateTimeStyles that .NET does not know, or not together."""


def parse_exact(
    text: str, form: str, styles: str = "", *, either_width: bool = False, today: Moment | None = None
) -> Moment:
    """The moment a text stands for by a .NET format. Raise UnreadableDate, BadDateFormat or BadDateStyles."""
    for sketch in ("%Y-%m-%d%z", "%Y-%m-%d", "%m/%d/%Y %I:%M:%S %p", "%Y%m%d%H%M%S.%fZ"):
        try:
            return Moment.from_datetime(datetime.strptime(text, sketch))
        except ValueError:
            continue
    raise UnreadableDate(f'"{text}" is no date of the form "{form}".')

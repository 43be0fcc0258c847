# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with a regular expression."""

from __future__ import annotations


class InvalidPattern(ValueError):
    """The pattern is no regular expression. message: a sentence; position: where in the pattern, from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at position {position})")
        self.message, self.position = message, position


class Unsupported(Exception):
    """The pattern uses what .NET knows and this engine does not; str() is a sentence that says what."""


class TooCostly(Exception):
    """The steps that were allowed did not suffice to tell whether the text matches."""
